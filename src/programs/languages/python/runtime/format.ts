import { callSpecial } from './attributes';
import { fail } from './errors';
import { floatText, strOf } from './repr';
import { classOf, isInt, PyFloat, type Run, type Value } from './values';
import type { Vm } from './vm';

export { strOf } from './repr';

const SPEC = /^(?:([^])?([<>=^]))?([-+ ])?(#)?(0)?(\d{1,6})?([,_])?(?:\.(\d{1,4}))?([bcdeEfFgGnosxX%])?$/;

/** format(value, spec). Throws ValueError. */
export function* formatValue(vm: Vm, value: Value, spec: string): Run<string> {
  const own = yield* callSpecial(vm, value, '__format__', [spec]);
  if (typeof own === 'string') return own;
  if (spec === '') return yield* strOf(vm, value);
  const match = SPEC.exec(spec);
  if (!match) {
    return fail('ValueError', `Invalid format specifier '${spec}' for object of type '${classOf(value).name}'`);
  }
  const [, fill, align, sign = '', alternate, zero, width, group, precision, type] = match;
  let body: string;
  let prefix = '';
  const numeric = isInt(value) || value instanceof PyFloat;
  if (numeric && type !== 's' && !(typeof value === 'boolean' && type === undefined)) {
    const made = numberBody(value, type, precision === undefined ? undefined : Number(precision), group, alternate);
    prefix = made.negative ? '-' : sign === '-' ? '' : sign;
    prefix += made.prefix;
    body = made.body;
  } else {
    if (type !== undefined && type !== 's')
      fail('ValueError', `Unknown format code '${type}' for object of type '${classOf(value).name}'`);
    body = yield* strOf(vm, value);
    if (precision !== undefined) body = [...body].slice(0, Number(precision)).join('');
  }
  const room = Number(width ?? 0) - [...body].length - prefix.length;
  if (room <= 0) return prefix + body;
  const how = align ?? (zero ? '=' : numeric ? '>' : '<');
  const pad = (fill ?? (zero ? '0' : ' ')).repeat(room);
  if (how === '=') return prefix + pad + body;
  if (how === '<') return prefix + body + pad;
  if (how === '>') return pad + prefix + body;
  const half = Math.floor(room / 2);
  return pad.slice(0, half) + prefix + body + pad.slice(half);
}

const grouped = (digits: string, group: string | undefined, every = 3): string =>
  group ? digits.replaceAll(new RegExp(`\\B(?=(?:.{${String(every)}})+$)`, 'g'), group) : digits;

function numberBody(
  value: Value,
  type: string | undefined,
  precision: number | undefined,
  group: string | undefined,
  alternate: string | undefined,
): { negative: boolean; prefix: string; body: string } {
  if (isInt(value) && (type === undefined || 'bcdnoxX'.includes(type))) {
    const big = BigInt(value);
    const size = big < 0n ? -big : big;
    if (type === 'c') return { negative: false, prefix: '', body: String.fromCodePoint(Number(size)) };
    const base = { b: 2, o: 8, x: 16, X: 16 }[type ?? 'd'] ?? 10;
    let body = size.toString(base);
    if (type === 'X') body = body.toUpperCase();
    const prefix = alternate && base !== 10 ? `0${type!}` : '';
    return { negative: big < 0n, prefix, body: grouped(body, group, base === 10 ? 3 : 4) };
  }
  const number = value instanceof PyFloat ? value.value : Number(value);
  const negative = number < 0 || Object.is(number, -0);
  const size = Math.abs(number);
  if (!Number.isFinite(size)) return { negative, prefix: '', body: Number.isNaN(size) ? 'nan' : 'inf' };
  let body: string;
  switch (type) {
    case 'f':
    case 'F':
      body = fixed(size, precision ?? 6);
      break;
    case '%':
      body = `${fixed(size * 100, precision ?? 6)}%`;
      break;
    case 'e':
    case 'E':
      body = exponential(size, precision ?? 6);
      break;
    case 'g':
    case 'G':
    case 'n':
      body = general(size, precision ?? 6);
      break;
    default:
      body = precision === undefined ? floatText(size) : general(size, precision);
  }
  if (type === 'E' || type === 'G') body = body.toUpperCase();
  if (group) {
    const [, whole = '', rest = ''] = /^(\d+)(.*)$/.exec(body)!;
    body = grouped(whole, group) + rest;
  }
  return { negative, prefix: '', body };
}

/** Digits after the point, ties to even as C rounds the exact value. */
export function fixed(value: number, digits: number): string {
  if (value >= 1e21) return digits > 0 ? `${BigInt(value).toString()}.${'0'.repeat(digits)}` : BigInt(value).toString();
  if (digits === 0) {
    const floor = Math.floor(value);
    const up = value - floor > 0.5 || (value - floor === 0.5 && floor % 2 === 1);
    return String(up ? floor + 1 : floor);
  }
  return value.toFixed(Math.min(100, digits));
}

const exponential = (value: number, digits: number): string => {
  const [body = '', power = ''] = value.toExponential(Math.min(100, digits)).split('e');
  return `${body}e${power[0]!}${power.slice(1).padStart(2, '0')}`;
};

function general(value: number, precision: number): string {
  const digits = Math.max(1, Math.min(100, precision));
  if (value === 0) return '0';
  const power = Math.floor(Math.log10(value));
  const text = value.toExponential(digits - 1);
  const exponent = Number(text.split('e')[1] ?? power);
  if (exponent < -4 || exponent >= digits) {
    return exponential(value, digits - 1).replace(/\.?0+e/, 'e');
  }
  const plain = fixed(value, Math.max(0, digits - 1 - exponent));
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
}
