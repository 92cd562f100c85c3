import { FileError, type FileView } from './filesystem';
import { join } from './path';

export interface GlobOptions {
  /** `*` and `?` match a leading dot too (bash's dotglob). */
  readonly dotfiles?: boolean;
  /** `**` stands for any number of directories (bash's globstar). */
  readonly globstar?: boolean;
  /** No more matches than this; 100,000 when absent. */
  readonly limit?: number;
}

/** Whether a word has characters that stand for others, outside of backslashes. */
export function isPattern(word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const c = word[i]!;
    if (c === '\\') i++;
    else if (c === '*' || c === '?' || (c === '[' && word.includes(']', i + 1))) return true;
  }
  return false;
}

/** A pattern with its backslashes taken out: the plain name it stands for when it matches nothing. */
export const unescapePattern = (pattern: string): string => pattern.replace(/\\(.)/gs, '$1');

/** Whether a whole text matches a pattern of `*`, `?`, `[...]` and `\`. Takes time in proportion to both lengths. */
export function matchPattern(pattern: string, text: string): boolean {
  const tokens = tokenise(pattern);
  let at = 0;
  let token = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const wanted = tokens[token];
    if (wanted === STAR) {
      star = token++;
      starAt = at;
    } else if (wanted?.(charAt(text, at))) {
      at += charAt(text, at).length;
      token++;
    } else if (star >= 0) {
      token = star + 1;
      starAt += charAt(text, starAt).length;
      at = starAt;
    } else return false;
  }
  while (tokens[token] === STAR) token++;
  return token === tokens.length;
}

const charAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at)!);

type Token = (char: string) => boolean;
const STAR: Token = () => true;
const ANY: Token = () => true;

function tokenise(pattern: string): Token[] {
  const tokens: Token[] = [];
  const literal =
    (wanted: string): Token =>
    (char) =>
      char === wanted;
  for (let i = 0; i < pattern.length;) {
    const c = charAt(pattern, i);
    if (c === '*') {
      if (tokens.at(-1) !== STAR) tokens.push(STAR);
      i++;
    } else if (c === '?') {
      tokens.push(ANY);
      i++;
    } else if (c === '\\' && i + 1 < pattern.length) {
      const next = charAt(pattern, i + 1);
      tokens.push(literal(next));
      i += 1 + next.length;
    } else {
      const set = c === '[' ? bracket(pattern, i) : undefined;
      tokens.push(set?.token ?? literal(c));
      i = set?.end ?? i + c.length;
    }
  }
  return tokens;
}

const CLASSES: Readonly<Record<string, RegExp | undefined>> = {
  alnum: /[\p{L}\p{N}]/u,
  alpha: /\p{L}/u,
  blank: /[ \t]/,
  digit: /[0-9]/,
  lower: /\p{Ll}/u,
  punct: /[!-/:-@[-`{-~]/,
  space: /\s/,
  upper: /\p{Lu}/u,
  xdigit: /[0-9A-Fa-f]/,
};

/** `[abc]`, `[a-z]`, `[!x]`, `[[:digit:]]`; undefined when no bracket closes it (then it is a plain `[`). */
function bracket(pattern: string, start: number): { token: Token; end: number } | undefined {
  const tests: Token[] = [];
  let i = start + 1;
  const negated = pattern[i] === '!' || pattern[i] === '^';
  if (negated) i++;
  for (let first = true; ; first = false) {
    if (i >= pattern.length) return undefined;
    if (pattern[i] === ']' && !first) break;
    const name = /^\[:(\w+):\]/.exec(pattern.slice(i, i + 12));
    if (name) {
      const known = CLASSES[name[1]!];
      if (known) tests.push((char) => known.test(char));
      i += name[0].length;
      continue;
    }
    if (pattern[i] === '\\' && i + 1 < pattern.length) i++;
    const from = charAt(pattern, i);
    i += from.length;
    if (pattern[i] === '-' && i + 1 < pattern.length && pattern[i + 1] !== ']') {
      const to = charAt(pattern, i + 1);
      i += 1 + to.length;
      tests.push((char) => char >= from && char <= to);
    } else tests.push((char) => char === from);
  }
  return { token: (char) => tests.some((test) => test(char)) !== negated, end: i + 1 };
}

/** The existing paths that a pattern stands for, sorted; none when nothing matches. */
export function glob(files: FileView, pattern: string, options: GlobOptions = {}): string[] {
  const limit = options.limit ?? 100_000;
  const absolute = pattern.startsWith('/');
  const parts = pattern.split('/').filter((part, i, all) => part !== '' || i === all.length - 1);
  let found = [absolute ? '/' : ''];
  parts.forEach((part, index) => {
    const last = index === parts.length - 1;
    const next: string[] = [];
    for (const base of found) {
      for (const path of step(files, base, part, last, options)) {
        if (next.length < limit) next.push(path);
      }
    }
    found = next;
  });
  return [...new Set(found)].filter((path) => path !== '').sort();
}

function step(files: FileView, base: string, part: string, last: boolean, options: GlobOptions): string[] {
  if (part === '') return files.isDirectory(base === '' ? '.' : base) ? [base.endsWith('/') ? base : `${base}/`] : [];
  const under = (name: string): string => (base === '' ? name : base.endsWith('/') ? base + name : `${base}/${name}`);
  const fits = (path: string): boolean => (last ? present(files, path) : files.isDirectory(path));
  if (part === '**' && options.globstar) {
    const all = descend(files, base, options, 0).filter((path) => path !== '' && (last || files.isDirectory(path)));
    return last ? all : [base, ...all];
  }
  if (!isPattern(part)) return [under(unescapePattern(part))].filter(fits);
  const hidden = options.dotfiles === true || part.startsWith('.') || part.startsWith('\\.');
  return names(files, base)
    .filter((name) => (hidden || !name.startsWith('.')) && matchPattern(part, name))
    .map(under)
    .filter((path) => last || files.isDirectory(path));
}

const DEPTH = 64;

function descend(files: FileView, base: string, options: GlobOptions, depth: number): string[] {
  if (depth > DEPTH) return [];
  return names(files, base)
    .filter((name) => options.dotfiles === true || !name.startsWith('.'))
    .flatMap((name) => {
      const path = base === '' ? name : join(base.replace(/(?<=.)\/$/, ''), name);
      const inside = lstatType(files, path) === 'directory' ? descend(files, path, options, depth + 1) : [];
      return [path, ...inside];
    });
}

function names(files: FileView, directory: string): string[] {
  try {
    return files.readdir(directory === '' ? '.' : directory);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}

const present = (files: FileView, path: string): boolean => lstatType(files, path) !== undefined;

function lstatType(files: FileView, path: string): string | undefined {
  try {
    return files.lstat(path).type;
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
