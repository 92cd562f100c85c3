import { diagnose as faults } from '#compose/diagnostics';
import { folderOf } from '#compose/load/files';
import { lookUp } from '#compose/schema/lookup';
import type { Diagnostic, Suggestion } from './protocol';
import type { FilesPort } from './workbench-port';
import { placeAt } from './yaml-place';

/** Longer texts are not checked while one types. */
const MAX_TEXT = 256 * 1024;

/** What `docker compose config` would say of the text, with places. */
export function diagnose(files: FilesPort, path: string, text: string): Diagnostic[] {
  if (text.trim() === '' || text.length > MAX_TEXT) return [];
  const workingDir = folderOf(path);
  const read = (at: string): string | undefined => {
    try {
      return new TextDecoder().decode(files.read(at));
    } catch {
      return undefined;
    }
  };
  const kind = (at: string): 'file' | 'directory' | undefined => {
    try {
      files.list(at);
      return 'directory';
    } catch {
      return read(at) === undefined ? undefined : 'file';
    }
  };
  // Simplified: variables of the learner's shell are not known here, only those of the folder's .env file.
  const environment = new Map<string, string>();
  for (const line of (read(`${workingDir}/.env`) ?? '').split('\n')) {
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) environment.set(name, value.trim());
  }
  const found = faults(text, { path, workingDir, files: { read, kind }, environment });
  return found.map((fault) => ({ ...fault, severity: 'error' }));
}

/** The keys or values that the specification knows at the cursor. */
export function complete(text: string, offset: number): Suggestion[] {
  const { parents, key, inValue } = placeAt(text, offset);
  if (inValue && key !== undefined) {
    const place = lookUp([...parents, key]);
    const values = place?.types.includes('boolean') ? [true, false, ...place.enum] : (place?.enum ?? []);
    return [...new Set(values.map(String))].map((label) => ({ label }));
  }
  return (lookUp(parents)?.keys ?? []).map(({ name, description }) => ({
    label: name,
    insert: `${name}: `,
    ...(description === undefined ? {} : { info: description }),
  }));
}

/** What the specification says about the key at the cursor. */
export function describe(text: string, offset: number): string | undefined {
  const { parents, key } = placeAt(text, offset);
  if (key === undefined) return undefined;
  const place = lookUp([...parents, key]);
  return place?.description && `${key}: ${place.description}${place.deprecated ? ' (deprecated)' : ''}`;
}
