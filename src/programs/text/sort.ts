import { decode } from '#io/streams';
import { UsageError } from '../getopt';
import { allInput } from '../inputs';
import { tool } from '../program';

interface Key {
  readonly from: readonly [field: number, char: number];
  readonly to: readonly [field: number, char: number] | undefined;
  readonly flags: string;
}

/** sort: sorts lines, in byte order (the C locale). Upstream: coreutils src/sort.c. */
export const sort = tool(
  'sort',
  {
    short: 'bcCdfghik:mMno:rRsS:t:T:uVz',
    long: {
      'ignore-leading-blanks': 'b',
      check: 'c',
      'dictionary-order': 'd',
      'ignore-case': 'f',
      'general-numeric-sort': 'g',
      'human-numeric-sort': 'h',
      'key=': 'k',
      merge: 'm',
      'month-sort': 'M',
      'numeric-sort': 'n',
      'output=': 'o',
      reverse: 'r',
      'random-sort': 'R',
      stable: 's',
      'field-separator=': 't',
      unique: 'u',
      'version-sort': 'V',
      'zero-terminated': 'z',
      'parallel=': 'parallel',
      'buffer-size=': 'S',
    },
    usageExit: 2,
  },
  async (process, options) => {
    const end = options.has('z') ? '\0' : '\n';
    const parts = await allInput(process, 'sort', options.operands);
    const lines = parts.flatMap((part) => {
      const text = decode(part);
      return text === '' ? [] : (text.endsWith(end) ? text.slice(0, -1) : text).split(end);
    });
    const global = options.given
      .filter((o) => o.name.length === 1 && 'bdfghiMnRV'.includes(o.name))
      .map((o) => o.name)
      .join('');
    const keys = options.values('k').map(parseKey);
    const separator = options.value('t');
    const reverse = options.has('r');
    const byKeys = (a: string, b: string): number => {
      if (keys.length === 0) return compare(a, b, global) * (reverse ? -1 : 1);
      for (const key of keys) {
        const flags = key.flags.replace('r', '') === '' ? global : key.flags;
        const order = compare(part(a, key, separator, flags), part(b, key, separator, flags), flags);
        if (order !== 0) return order * (key.flags === '' ? (reverse ? -1 : 1) : key.flags.includes('r') ? -1 : 1);
      }
      return 0;
    };
    const full = (a: string, b: string): number =>
      byKeys(a, b) || (options.has('s') || options.has('u') ? 0 : bytes(a, b) * (reverse ? -1 : 1));
    if (options.has('c') || options.has('C')) {
      const at = lines.findIndex((line, i) => i > 0 && full(lines[i - 1]!, line) > 0);
      if (at > 0 && options.has('c'))
        await process.stderr.write(`sort: ${options.operands[0] ?? '-'}:${String(at + 1)}: disorder: ${lines[at]!}\n`);
      return at > 0 ? 1 : 0;
    }
    if (options.has('R'))
      for (let i = lines.length - 1; i > 0; i--) {
        const j = process.random.below(i + 1);
        [lines[i], lines[j]] = [lines[j]!, lines[i]!];
      }
    else lines.sort(full);
    const result = options.has('u') ? lines.filter((line, i) => i === 0 || byKeys(lines[i - 1]!, line) !== 0) : lines;
    const text = result.map((line) => line + end).join('');
    const output = options.value('o');
    if (output === undefined) await process.stdout.write(text);
    else process.fs.writeFile(output, text);
    return parts.length < Math.max(1, options.operands.length) ? 2 : 0;
  },
);

const bytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function parseKey(text: string): Key {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text);
  if (!match) throw new UsageError(`invalid number at field start: invalid count at start of '${text}'`);
  const [, f1, c1, o1 = '', f2, c2, o2 = ''] = match;
  return {
    from: [Number(f1), Number(c1 ?? 1)],
    to: f2 === undefined ? undefined : [Number(f2), Number(c2 ?? 0)],
    flags: o1 + o2,
  };
}

function part(line: string, key: Key, separator: string | undefined, flags: string): string {
  const fields = separator === undefined ? (line.match(/\s*\S+|\s+$/g) ?? []) : line.split(separator);
  const trim = flags.includes('b') || flags.includes('n') || flags.includes('h');
  const piece = (index: number): string => (trim ? (fields[index] ?? '').replace(/^\s+/, '') : (fields[index] ?? ''));
  const [f1, c1] = key.from;
  if (!key.to) return [piece(f1 - 1).slice(c1 - 1), ...fields.slice(f1)].join(separator ?? '');
  const [f2, c2] = key.to;
  if (f1 === f2) return piece(f1 - 1).slice(c1 - 1, c2 === 0 ? undefined : c2);
  const lastPiece = c2 === 0 ? (fields[f2 - 1] ?? '') : (fields[f2 - 1] ?? '').slice(0, c2);
  return [piece(f1 - 1).slice(c1 - 1), ...fields.slice(f1, f2 - 1), lastPiece].join(separator ?? '');
}

const MONTHS = 'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC';

function compare(a: string, b: string, flags: string): number {
  if (flags.includes('n') || flags.includes('g')) return number(a) - number(b);
  if (flags.includes('h')) return human(a) - human(b);
  if (flags.includes('M')) return month(a) - month(b);
  if (flags.includes('V')) return version(a, b);
  const clean = (text: string): string => {
    const trimmed = flags.includes('b') ? text.replace(/^\s+/, '') : text;
    const words = flags.includes('d') ? trimmed.replace(/[^A-Za-z0-9 \t]/g, '') : trimmed;
    return flags.includes('f') ? words.toUpperCase() : words;
  };
  return bytes(clean(a), clean(b));
}

const number = (text: string): number => Number(/^\s*([-+]?\d*\.?\d*(?:e[-+]?\d+)?)/i.exec(text)?.[1] ?? 0) || 0;
const month = (text: string): number => MONTHS.indexOf(text.trim().slice(0, 3).toUpperCase()) || 0;

function human(text: string): number {
  const [, digits, unit = ''] = /^\s*(-?\d*\.?\d+)\s*([KMGTPE]?)/i.exec(text) ?? [];
  return digits === undefined
    ? 0
    : Number(digits) * 1024 ** (unit === '' ? 0 : 'KMGTPE'.indexOf(unit.toUpperCase()) + 1);
}

/** Version order: runs of digits by number. */
function version(a: string, b: string): number {
  const [left, right] = [a.match(/\d+|\D+/g) ?? [], b.match(/\d+|\D+/g) ?? []];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x = '', y = ''] = [left[i], right[i]];
    const order = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : bytes(x, y);
    if (order !== 0) return order;
  }
  return 0;
}
