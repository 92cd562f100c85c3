import { quoteBackslash, unescapeAnsi } from './quote';

const MAX_WIDTH = 100_000;
const MAX_OUTPUT = 16 * 1024 * 1024;

export interface PrintfTimes {
  readonly now: number;
  readonly startedAt: number;
}

/** What `printf` writes: the format is used again while arguments are left. Upstream: bash builtins/printf.def. */
export function formatPrintf(
  format: string,
  values: readonly string[],
  times: PrintfTimes,
): { text: string; errors: string[] } {
  const errors: string[] = [];
  let out = '';
  let next = 0;
  do {
    const before = next;
    const round = formatOnce(format, () => values[next++], errors, times);
    out += round.text;
    if (round.stopped || next === before) break;
  } while (next < values.length && out.length < MAX_OUTPUT);
  return { text: out, errors };
}

const SPEC = /%(%|([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d+)?)?(?:hh|h|ll|l|j|z|t|L)?(\([^)]*\)T|[a-zA-Z]))/g;

function formatOnce(
  format: string,
  take: () => string | undefined,
  errors: string[],
  times: PrintfTimes,
): { text: string; stopped: boolean } {
  let out = '';
  let last = 0;
  for (const match of format.matchAll(SPEC)) {
    const plain = unescapeAnsi(format.slice(last, match.index), 'format');
    out += plain.text;
    if (plain.stopped) return { text: out, stopped: true };
    last = match.index + match[0].length;
    const [whole, conversion, flags = '', widthText, precisionText, kind = ''] = match;
    if (conversion === '%') {
      out += '%';
      continue;
    }
    let left = flags.includes('-');
    let width = widthText === '*' ? integer(take(), errors) : BigInt(widthText ?? 0);
    if (width < 0n) [left, width] = [true, -width];
    const hasPrecision = /\./.test(whole.slice(1, -kind.length));
    const precision = !hasPrecision
      ? undefined
      : Number(precisionText === '*' ? integer(take(), errors) : (precisionText ?? 0));
    const made = convert(kind, flags, precision, take, errors, times);
    if (made === undefined) {
      errors.push(`\`${kind}': invalid format character`);
      return { text: out, stopped: true };
    }
    out += pad(
      made.text,
      Math.min(Number(width), MAX_WIDTH),
      left,
      flags.includes('0') && made.numeric && (precision === undefined || /[eEfFgG]/.test(kind)),
    );
    if (made.stopped) return { text: out, stopped: true };
  }
  const tail = unescapeAnsi(format.slice(last), 'format');
  return { text: out + tail.text, stopped: tail.stopped };
}

function pad(text: string, width: number, left: boolean, zero: boolean): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (left) return text + ' '.repeat(missing);
  if (!zero) return ' '.repeat(missing) + text;
  const sign = /^(?:[-+ ]|0[xX])/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

interface Converted {
  readonly text: string;
  readonly numeric: boolean;
  readonly stopped?: boolean;
}

function convert(
  kind: string,
  flags: string,
  precision: number | undefined,
  take: () => string | undefined,
  errors: string[],
  times: PrintfTimes,
): Converted | undefined {
  const cut = (text: string): string => (precision === undefined ? text : [...text].slice(0, precision).join(''));
  if (kind.endsWith('T')) return { text: time(kind.slice(1, -2), take(), times), numeric: false };
  switch (kind) {
    case 's':
      return { text: cut(take() ?? ''), numeric: false };
    case 'c':
      return { text: [...(take() ?? '')][0] ?? '', numeric: false };
    case 'b': {
      const done = unescapeAnsi((take() ?? '').replace(/\\0([0-7]{1,3})/g, '\\$1'), 'format');
      return { text: cut(done.text), numeric: false, stopped: done.stopped };
    }
    case 'q':
      return { text: cut(quoteBackslash(take() ?? '')), numeric: false };
    case 'd':
    case 'i': {
      const value = integer(take(), errors);
      const sign = value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
      return { text: sign + digits((value < 0n ? -value : value).toString(), precision), numeric: true };
    }
    case 'u':
    case 'o':
    case 'x':
    case 'X': {
      const value = BigInt.asUintN(64, integer(take(), errors));
      const base = kind === 'u' ? 10 : kind === 'o' ? 8 : 16;
      let text = digits(value.toString(base), precision);
      if (flags.includes('#') && value !== 0n) text = (kind === 'o' ? '0' : kind === 'u' ? '' : '0x') + text;
      return { text: kind === 'X' ? text.toUpperCase() : text, numeric: true };
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      const value = float(take(), errors);
      const sign = value < 0 ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
      const text = floatText(value, kind.toLowerCase(), Math.min(precision ?? 6, 100));
      return { text: sign + (kind < 'a' ? text.toUpperCase() : text), numeric: Number.isFinite(value) };
    }
    default:
      return undefined;
  }
}

const digits = (text: string, precision: number | undefined): string =>
  precision === undefined ? text : text.padStart(Math.min(precision, MAX_WIDTH), '0');

function integer(text: string | undefined, errors: string[]): bigint {
  const trimmed = (text ?? '').trimStart();
  if (trimmed === '') return 0n;
  if (/^["']/.test(trimmed)) return BigInt(trimmed.codePointAt(1) ?? 0);
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(trimmed);
  if (!match) {
    errors.push(`${text}: invalid number`);
    return 0n;
  }
  const body = match[2]!;
  if (match[0] !== trimmed) errors.push(`${text}: invalid number`);
  const octal = /^0\d/.test(body);
  if (octal && !/^[0-7]+$/.test(body)) errors.push(`${text}: invalid octal number`);
  const value = BigInt(octal ? `0o${/^[0-7]*/.exec(body.slice(1))![0] || '0'}` : body);
  return match[1] === '-' ? -value : value;
}

function float(text: string | undefined, errors: string[]): number {
  const trimmed = (text ?? '').trim();
  if (trimmed === '') return 0;
  if (/^["']/.test(trimmed)) return trimmed.codePointAt(1) ?? 0;
  const match = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(trimmed);
  if (/^[-+]?(?:inf|nan)/i.test(trimmed))
    return /nan/i.test(trimmed) ? NaN : trimmed.startsWith('-') ? -Infinity : Infinity;
  if (match?.[0] !== trimmed) errors.push(`${text}: invalid number`);
  return match ? Number(match[0]) : 0;
}

function floatText(value: number, kind: string, precision: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const exponent = (text: string): string => text.replace(/e([-+])(\d)$/, 'e$10$2');
  if (kind === 'f') return value.toFixed(precision);
  if (kind === 'e') return exponent(value.toExponential(precision));
  const significant = Math.max(1, precision);
  const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (power < -4 || power >= significant) {
    return exponent(value.toExponential(significant - 1).replace(/\.?0+e/, 'e'));
  }
  const text = value.toFixed(Math.max(0, significant - 1 - power));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function time(format: string, argument: string | undefined, times: PrintfTimes): string {
  const seconds =
    argument === undefined || argument === '-1'
      ? times.now / 1000
      : argument === '-2'
        ? times.startedAt / 1000
        : Number(argument) || 0;
  const date = new Date(Math.floor(seconds) * 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const parts: Readonly<Record<string, string>> = {
    Y: String(date.getUTCFullYear()),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    H: two(date.getUTCHours()),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    y: two(date.getUTCFullYear() % 100),
    s: String(Math.floor(seconds)),
    A: DAYS[date.getUTCDay()]!,
    a: DAYS[date.getUTCDay()]!.slice(0, 3),
    B: MONTHS[date.getUTCMonth()]!,
    b: MONTHS[date.getUTCMonth()]!.slice(0, 3),
    e: String(date.getUTCDate()).padStart(2),
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    t: '\t',
    '%': '%',
  };
  const expand = (text: string): string => text.replace(/%(.)/g, (whole, c: string) => parts[c] ?? whole);
  return expand(
    format.replaceAll('%F', '%Y-%m-%d').replaceAll('%T', '%H:%M:%S').replaceAll('%R', '%H:%M') || '%H:%M:%S',
  );
}
