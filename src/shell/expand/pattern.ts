/** A compiled shell pattern: matched as a set of positions, so that no pattern takes exponential time. */
export type Token =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'set'; readonly negated: boolean; readonly has: (char: string) => boolean }
  | { readonly kind: 'group'; readonly operator: string; readonly options: readonly (readonly Token[])[] };

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /\p{L}/u,
  digit: /[0-9]/,
  alnum: /[\p{L}0-9]/u,
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  space: /\s/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  print: /[^\x00-\x1f\x7f]/,
  graph: /[^\x00-\x20\x7f]/,
  cntrl: /[\x00-\x1f\x7f]/,
  xdigit: /[0-9A-Fa-f]/,
  word: /\w/,
};

const cache = new Map<string, readonly Token[]>();
const MAX_DEPTH = 50;

/** Whether text has a character that makes it a pattern (backslashes quote). */
export const isPattern = (text: string, extended = false): boolean => {
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '\\') i++;
    else if (c === '*' || c === '?' || (c === '[' && text.includes(']', i))) return true;
    else if (extended && '+@!'.includes(c) && text[i + 1] === '(') return true;
  }
  return false;
};

/** Quotes every character that could mean something in a pattern. */
export const escapePattern = (text: string): string => text.replace(/[\\*?[\]()|+@!-]/g, '\\$&');

/** Takes the backslashes out again. */
export const unescapePattern = (text: string): string => text.replace(/\\(.)/gs, '$1');

/** Compiles a pattern; a backslash quotes the next character. */
export function compilePattern(pattern: string, extended = true): readonly Token[] {
  const key = (extended ? 'x' : 'p') + pattern;
  let tokens = cache.get(key);
  if (!tokens) {
    if (cache.size > 2000) cache.clear();
    tokens = compile([...pattern], extended, 0);
    cache.set(key, tokens);
  }
  return tokens;
}

function compile(chars: readonly string[], extended: boolean, depth: number): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < chars.length; i++) {
    const c = chars[i]!;
    if (extended && depth < MAX_DEPTH && '?*+@!'.includes(c) && chars[i + 1] === '(') {
      const group = options(chars, i + 2);
      if (group) {
        tokens.push({ kind: 'group', operator: c, options: group.parts.map((part) => compile(part, true, depth + 1)) });
        i = group.end;
        continue;
      }
    }
    if (c === '\\' && i + 1 < chars.length) tokens.push({ kind: 'char', char: chars[++i]! });
    else if (c === '?') tokens.push({ kind: 'any' });
    else if (c === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (c === '[') {
      const set = bracket(chars, i + 1);
      tokens.push(set?.token ?? { kind: 'char', char: c });
      if (set) i = set.end;
    } else tokens.push({ kind: 'char', char: c });
  }
  return tokens;
}

function options(chars: readonly string[], start: number): { parts: string[][]; end: number } | undefined {
  const parts: string[][] = [[]];
  for (let i = start, open = 0; i < chars.length; i++) {
    const c = chars[i]!;
    if (c === '\\') parts.at(-1)!.push(c, chars[++i] ?? '');
    else if (c === ')' && open === 0) return { parts, end: i };
    else if (c === '|' && open === 0) parts.push([]);
    else {
      if (c === '(') open++;
      else if (c === ')') open--;
      parts.at(-1)!.push(c);
    }
  }
  return undefined;
}

function bracket(chars: readonly string[], start: number): { token: Token; end: number } | undefined {
  let i = start;
  const negated = chars[i] === '!' || chars[i] === '^';
  if (negated) i++;
  const tests: ((char: string) => boolean)[] = [];
  const singles = new Set<string>();
  for (let first = true; i < chars.length; first = false, i++) {
    let c = chars[i]!;
    if (c === ']' && !first) {
      const has = (char: string): boolean => singles.has(char) || tests.some((test) => test(char));
      return { token: { kind: 'set', negated, has }, end: i };
    }
    if (c === '[' && chars[i + 1] === ':') {
      const end = chars.indexOf(':', i + 2);
      const found = end > 0 && chars[end + 1] === ']' ? CLASSES[chars.slice(i + 2, end).join('')] : undefined;
      if (found) {
        tests.push((char) => found.test(char));
        i = end + 1;
        continue;
      }
    }
    if (c === '\\' && i + 1 < chars.length) c = chars[++i]!;
    if (chars[i + 1] === '-' && chars[i + 2] !== ']' && i + 2 < chars.length) {
      let high = chars[i + 2]!;
      i += 2;
      if (high === '\\') high = chars[++i] ?? high;
      const [low, top] = [c, high];
      tests.push((char) => char >= low && char <= top);
    } else singles.add(c);
  }
  return undefined;
}

/** All places where a match that starts at one of `starts` (ascending) can end, ascending. */
function ends(tokens: readonly Token[], text: readonly string[], starts: readonly number[], fold: boolean): number[] {
  let at: number[] = [...starts];
  for (const token of tokens) {
    if (at.length === 0) return at;
    at = step(token, text, at, fold);
  }
  return at;
}

function step(token: Token, text: readonly string[], at: readonly number[], fold: boolean): number[] {
  const next: number[] = [];
  switch (token.kind) {
    case 'char':
      for (const i of at) if (i < text.length && same(text[i]!, token.char, fold)) next.push(i + 1);
      return next;
    case 'any':
      for (const i of at) if (i < text.length) next.push(i + 1);
      return next;
    case 'set':
      for (const i of at) {
        if (i >= text.length) continue;
        const c = text[i]!;
        const has = token.has(c) || (fold && (token.has(c.toLowerCase()) || token.has(c.toUpperCase())));
        if (has !== token.negated) next.push(i + 1);
      }
      return next;
    case 'star':
      for (let i = at[0]!; i <= text.length; i++) next.push(i);
      return next;
    case 'group':
      return group(token.operator, token.options, text, at, fold);
  }
}

function group(
  operator: string,
  options: readonly (readonly Token[])[],
  text: readonly string[],
  at: readonly number[],
  fold: boolean,
): number[] {
  const once = (from: readonly number[]): number[] => options.flatMap((option) => ends(option, text, from, fold));
  if (operator === '!') {
    const found = new Set<number>();
    for (const i of at) {
      const matched = new Set(once([i]));
      for (let end = i; end <= text.length; end++) if (!matched.has(end)) found.add(end);
    }
    return ascending(found);
  }
  const found = new Set<number>(operator === '?' || operator === '*' ? at : []);
  let fresh = once(at).filter((i) => !found.has(i));
  for (const i of fresh) found.add(i);
  while ((operator === '*' || operator === '+') && fresh.length > 0) {
    fresh = [...new Set(once(ascending(new Set(fresh))))].filter((i) => !found.has(i));
    for (const i of fresh) found.add(i);
  }
  return ascending(found);
}

const ascending = (set: ReadonlySet<number>): number[] => [...set].sort((a, b) => a - b);
const same = (a: string, b: string, fold: boolean): boolean => a === b || (fold && a.toLowerCase() === b.toLowerCase());

/** Whether the pattern matches the whole text. */
export function matchPattern(
  pattern: string,
  text: string,
  options: { fold?: boolean; extended?: boolean } = {},
): boolean {
  const fold = options.fold ?? false;
  if (!fold && !isPattern(pattern, true)) return unescapePattern(pattern) === text;
  const chars = [...text];
  return ends(compilePattern(pattern, options.extended ?? true), chars, [0], fold).at(-1) === chars.length;
}

/** The text without the shortest (or longest) match at its start. */
export function removePrefix(pattern: string, text: string, longest: boolean): string {
  if (!isPattern(pattern, true)) {
    const literal = unescapePattern(pattern);
    return text.startsWith(literal) ? text.slice(literal.length) : text;
  }
  const chars = [...text];
  const found = ends(compilePattern(pattern), chars, [0], false);
  if (found.length === 0) return text;
  return chars.slice(longest ? found.at(-1)! : found[0]!).join('');
}

/** The text without the shortest (or longest) match at its end. */
export function removeSuffix(pattern: string, text: string, longest: boolean): string {
  if (!isPattern(pattern, true)) {
    const literal = unescapePattern(pattern);
    return literal !== '' && text.endsWith(literal) ? text.slice(0, -literal.length) : text;
  }
  const chars = [...text];
  const tokens = compilePattern(pattern);
  const places = Array.from({ length: chars.length + 1 }, (_, i) => (longest ? i : chars.length - i));
  for (const i of places) {
    if (ends(tokens, chars, [i], false).at(-1) === chars.length) return chars.slice(0, i).join('');
  }
  return text;
}

/** `${text/pattern/replacement}`: `where` is once, everywhere, at the start or at the end; matches are the longest. */
export function replacePattern(
  pattern: string,
  text: string,
  replacement: (match: string) => string,
  where: 'once' | 'all' | 'start' | 'end',
  fold = false,
): string {
  if (pattern === '' && where !== 'start' && where !== 'end') return text;
  if (!fold && !isPattern(pattern, true) && (where === 'once' || where === 'all')) {
    const literal = unescapePattern(pattern);
    return where === 'all'
      ? text.split(literal).join(replacement(literal))
      : text.replace(literal, () => replacement(literal));
  }
  const chars = [...text];
  const tokens = compilePattern(pattern);
  let out = '';
  for (let i = 0; i <= chars.length;) {
    const found = ends(tokens, chars, [i], fold);
    const end = where === 'end' ? (found.at(-1) === chars.length ? chars.length : undefined) : found.at(-1);
    if (end !== undefined && (end > i || where === 'start' || where === 'end')) {
      out += replacement(chars.slice(i, end).join(''));
      i = end;
      if (where !== 'all') return out + chars.slice(i).join('');
    } else {
      if (where === 'start') return text;
      out += chars[i] ?? '';
      i++;
    }
  }
  return out;
}
