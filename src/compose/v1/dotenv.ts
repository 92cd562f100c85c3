import { ComposeError } from '../errors';
import type { ProjectFiles } from '../load/files';

/** What a file of variables is read with. */
export interface DotenvContext {
  readonly disk: ProjectFiles;
  /** Of the process: values refer to it. */
  readonly environment: ReadonlyMap<string, string>;
  readonly warn: (message: string) => void;
}

/**
 * Reads a file of variables; a key without `=` has null. Throws ComposeError when it is not there.
 * Upstream: python-dotenv parser.py, variables.py.
 */
export function readLegacyEnv(path: string, context: DotenvContext): Map<string, string | null> {
  const kind = context.disk.kind(path);
  if (kind === undefined) throw new ComposeError(`Couldn't find env file: ${path}`);
  if (kind === 'directory') throw new ComposeError(`${path} is not a file.`);
  const found = new Map<string, string | null>();
  for (const [key, value] of bindings((context.disk.read(path) ?? '').replace(/^\ufeff/, ''), context.warn)) {
    found.set(key, value === null ? null : expand(value, found, context.environment));
  }
  return found;
}

// What stands earlier in the file wins over the environment.
const expand = (
  value: string,
  found: ReadonlyMap<string, string | null>,
  environment: ReadonlyMap<string, string>,
): string =>
  value.replace(/\$\{([^}:]*)(?::-([^}]*))?\}/g, (_, name: string, fallback: string | undefined) => {
    const known = found.has(name) ? found.get(name) : environment.get(name);
    return known ?? fallback ?? '';
  });

const ESCAPES: Record<string, string | undefined> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const unescapeDouble = (text: string): string =>
  text.replace(/\\([\\'"abfnrtv])/g, (_, ch: string) => ESCAPES[ch] ?? ch);

function bindings(text: string, warn: (message: string) => void): [string, string | null][] {
  const found: [string, string | null][] = [];
  let at = 0;
  let line = 1;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return undefined;
    at += match[0].length;
    line += match[0].split(/\r\n|\n|\r/).length - 1;
    return match;
  };
  const readKey = (): string | null | undefined => {
    if (text[at] === '#') return null;
    return (text[at] === "'" ? take(/'([^']+)'/y) : take(/([^=#\s]+)/y))?.[1];
  };
  const readValue = (): string | undefined => {
    if (text[at] === "'") return take(/'((?:\\'|[^'])*)'/y)?.[1]?.replace(/\\([\\'])/g, '$1');
    if (text[at] === '"') {
      const value = take(/"((?:\\"|[^"])*)"/y)?.[1];
      return value === undefined ? undefined : unescapeDouble(value);
    }
    return take(/[^\r\n]*/y)![0]
      .replace(/\s+#.*/, '')
      .trimEnd();
  };
  while (at < text.length) {
    const start = line;
    take(/\s*/y);
    if (at >= text.length) break;
    take(/(?:export[^\S\r\n]+)?/y);
    const key = readKey();
    let value: string | null | undefined = null;
    if (key !== undefined) {
      take(/[^\S\r\n]*/y);
      if (text[at] === '=') {
        take(/=[^\S\r\n]*/y);
        value = readValue();
      }
      take(/(?:[^\S\r\n]*#[^\r\n]*)?/y);
    }
    if (key === undefined || value === undefined || !take(/[^\S\r\n]*(?:\r\n|\n|\r|$)/y)) {
      warn(`Python-dotenv could not parse statement starting at line ${start}`);
      take(/[^\r\n]*(?:\r\n|\r|\n)?/y);
    } else if (key !== null) found.push([key, value]);
  }
  return found;
}
