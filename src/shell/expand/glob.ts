import type { FileView } from '#vfs/filesystem';
import { isPattern, matchPattern, unescapePattern } from './pattern';

export interface GlobOptions {
  readonly dotglob: boolean;
  readonly nocase: boolean;
  readonly globstar: boolean;
  readonly extglob: boolean;
}

const MAX_FOUND = 100_000;
const MAX_DEPTH = 64;

/** The paths that a pattern matches, sorted; none when nothing does. */
export function globPaths(fs: FileView, pattern: string, options: GlobOptions): string[] {
  const parts = splitParts(pattern);
  const absolute = parts[0] === '' && parts.length > 1;
  let found = [absolute ? '/' : ''];
  const rest = absolute ? parts.slice(1) : parts;
  rest.forEach((part, i) => {
    const last = i === rest.length - 1;
    found = found.flatMap((base) => matchPart(fs, base, part, last, options)).slice(0, MAX_FOUND);
  });
  return found.sort(byLocale);
}

/** Words in the order of the usual locale: letters first, then case. */
const byLocale = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function splitParts(pattern: string): string[] {
  const parts = [''];
  for (let i = 0, open = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === '\\') parts.push(`${parts.pop() ?? ''}${c}${pattern[++i] ?? ''}`);
    else if (c === '/' && open === 0) {
      if (parts.at(-1) !== '' || parts.length === 1) parts.push('');
    } else {
      if (c === '(') open++;
      else if (c === ')' && open > 0) open--;
      parts.push(`${parts.pop() ?? ''}${c}`);
    }
  }
  return parts;
}

function matchPart(fs: FileView, base: string, part: string, last: boolean, options: GlobOptions): string[] {
  if (part === '') return last && fs.isDirectory(base || '.') ? [base.endsWith('/') ? base : base + '/'] : [base];
  const join = (name: string): string => (base === '' || base.endsWith('/') ? base + name : `${base}/${name}`);
  if (!isPattern(part, options.extglob)) {
    const path = join(unescapePattern(part));
    return lexists(fs, path) ? [path] : [];
  }
  if (options.globstar && part === '**') return descend(fs, base, join, !last, options);
  const dots = part.startsWith('.') || part.startsWith('\\.') || options.dotglob;
  return names(fs, base)
    .filter(
      (name) =>
        (dots || !name.startsWith('.')) &&
        matchPattern(part, name, { fold: options.nocase, extended: options.extglob }),
    )
    .map(join)
    .filter((path) => last || fs.isDirectory(path));
}

function descend(
  fs: FileView,
  base: string,
  join: (name: string) => string,
  directoriesOnly: boolean,
  options: GlobOptions,
): string[] {
  const found = [base];
  const visit = (path: string, depth: number): void => {
    if (depth > MAX_DEPTH || found.length > MAX_FOUND) return;
    for (const name of names(fs, path)) {
      if (name.startsWith('.') && !options.dotglob) continue;
      const child = path === base ? join(name) : `${path}/${name}`;
      const directory = fs.isDirectory(child);
      if (directory || !directoriesOnly) found.push(child);
      if (directory && fs.lstat(child).type !== 'symlink') visit(child, depth + 1);
    }
  };
  visit(base, 0);
  return directoriesOnly ? found : found.filter((path) => path !== '');
}

function names(fs: FileView, path: string): string[] {
  try {
    return fs.readdir(path === '' ? '.' : path);
  } catch {
    return [];
  }
}

function lexists(fs: FileView, path: string): boolean {
  try {
    fs.lstat(path);
    return true;
  } catch {
    return false;
  }
}
