import { ShellError } from '../control';

/** The most words that one brace expansion may give. */
const MAX_WORDS = 200_000;

/** `a{b,c}d` as raw source text to its words; quotes and expansions are left alone. Upstream: bash braces.c. */
export function expandBraces(text: string): string[] {
  const found = findBrace(text);
  if (!found) return [text];
  const { before, inside, after } = found;
  const middle = inside.kind === 'list' ? inside.items.flatMap(expandBraces) : inside.items;
  const tails = expandBraces(after);
  if (middle.length * tails.length > MAX_WORDS) throw new ShellError('brace expansion: cannot allocate memory');
  return middle.flatMap((item) => tails.map((tail) => before + item + tail));
}

interface Brace {
  before: string;
  inside: { kind: 'list' | 'sequence'; items: string[] };
  after: string;
}

function findBrace(text: string): Brace | undefined {
  for (let i = 0; i < text.length; i++) {
    const skipped = skip(text, i);
    if (skipped > i) {
      i = skipped - 1;
      continue;
    }
    if (text[i] !== '{') continue;
    const list = listAt(text, i + 1);
    if (!list) continue;
    const before = text.slice(0, i);
    const after = text.slice(list.end + 1);
    if (list.items.length > 1) return { before, inside: { kind: 'list', items: list.items }, after };
    const sequence = sequenceOf(list.items[0]!);
    if (sequence) return { before, inside: { kind: 'sequence', items: sequence }, after };
    // `{a}` stays as it is, but what is within or after may still be one.
    const rest = findBrace(text.slice(i + 1));
    return rest && { ...rest, before: text.slice(0, i + 1) + rest.before };
  }
  return undefined;
}

/** Where a quoted piece or an expansion that starts here ends; `i` itself when none starts. */
function skip(text: string, i: number): number {
  const c = text[i];
  if (c === '\\') return i + 2;
  if (c === "'") return after(text, "'", i + 1);
  if (c === '"' || c === '`') {
    for (let j = i + 1; j < text.length; j++) {
      if (text[j] === '\\') j++;
      else if (text[j] === c) return j + 1;
    }
    return text.length;
  }
  if (c === '$' && (text[i + 1] === '{' || text[i + 1] === '(')) {
    const [open, close] = text[i + 1] === '{' ? ['{', '}'] : ['(', ')'];
    let depth = 0;
    for (let j = i + 1; j < text.length; j++) {
      if (text[j] === '\\') j++;
      else if (text[j] === open) depth++;
      else if (text[j] === close && --depth === 0) return j + 1;
    }
    return text.length;
  }
  return i;
}

const after = (text: string, what: string, from: number): number => {
  const at = text.indexOf(what, from);
  return at < 0 ? text.length : at + 1;
};

function listAt(text: string, start: number): { items: string[]; end: number } | undefined {
  const items: string[] = [];
  let from = start;
  for (let i = start, depth = 0; i < text.length; i++) {
    const skipped = skip(text, i);
    if (skipped > i) {
      i = skipped - 1;
      continue;
    }
    const c = text[i]!;
    if (c === '{') depth++;
    else if (c === '}') {
      if (depth-- === 0) {
        items.push(text.slice(from, i));
        return { items, end: i };
      }
    } else if (c === ',' && depth === 0) {
      items.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return undefined;
}

function sequenceOf(text: string): string[] | undefined {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  const letters = numbers ? null : /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  const match = numbers ?? letters;
  if (!match) return undefined;
  const from = numbers ? Number(match[1]) : match[1]!.charCodeAt(0);
  const to = numbers ? Number(match[2]) : match[2]!.charCodeAt(0);
  const by = Math.abs(Number(match[3] ?? 1)) || 1;
  const count = Math.floor(Math.abs(to - from) / by) + 1;
  if (!Number.isSafeInteger(count) || count > MAX_WORDS) {
    throw new ShellError('brace expansion: failed to allocate memory for elements');
  }
  const padded = numbers && [match[1]!, match[2]!].some((n) => /^-?0\d/.test(n));
  const width = padded ? Math.max(match[1]!.length, match[2]!.length) : 0;
  return Array.from({ length: count }, (_, i) => {
    const value = from + (to < from ? -i : i) * by;
    if (!numbers) return String.fromCharCode(value);
    return value < 0 ? '-' + String(-value).padStart(width - 1, '0') : String(value).padStart(width, '0');
  });
}
