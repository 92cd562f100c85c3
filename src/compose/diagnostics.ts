import { parseAll } from '#yaml/load';
import { YamlError } from '#yaml/error';
import { COMPOSE_SCHEMA } from '#yaml/schemas';
import { ComposeError } from './errors';
import type { ProjectFiles } from './load/files';
import { loadProject } from './model/project';

/** One fault in the editor's text: offsets, end exclusive, and the words that `docker compose` would print. */
export interface Diagnostic {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** What `docker compose config` would refuse in a text, with its place; never throws for a text's sake. */
export function diagnose(
  text: string,
  options: {
    readonly path: string;
    readonly workingDir: string;
    readonly files: ProjectFiles;
    readonly environment: ReadonlyMap<string, string>;
  },
): Diagnostic[] {
  try {
    loadProject([{ path: options.path, content: text }], {
      ...options,
      projectName: 'editor',
      warn: () => undefined,
    });
    return [];
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error;
    return [{ ...placeOf(text, error), message: error.message }];
  }
}

function placeOf(text: string, error: ComposeError): { from: number; to: number } {
  const whole = { from: 0, to: Math.min(text.length, Math.max(1, text.indexOf('\n'))) };
  try {
    const positions = parseAll(text, COMPOSE_SCHEMA)[0]?.positions;
    if (!positions) return whole;
    // An additional property's own key is a better place than what holds it.
    const named = /additional properties '([^']+)'/.exec(error.message)?.[1];
    const path = named === undefined ? error.path : [...error.path, named];
    const found =
      path.length > 0
        ? positions.nearest(
            path.map((part) => (/^\[?\d+\]?$/.test(String(part)) ? Number(String(part).replace(/\D/g, '')) : part)),
          )
        : undefined;
    return found ? { from: found.start, to: Math.max(found.end, found.start + 1) } : whole;
  } catch (fault) {
    if (!(fault instanceof YamlError)) throw fault;
    const from = Math.min(fault.offset, Math.max(0, text.length - 1));
    const end = text.indexOf('\n', from);
    return { from, to: Math.max(from + 1, end < 0 ? text.length : end) };
  }
}
