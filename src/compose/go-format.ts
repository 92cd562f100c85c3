import { number } from '#yaml/dump';
import { isDict } from './tree';

/** A value as Go's `%v` prints it. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (typeof value === 'string') return value;
  if (!isDict(value)) return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : '';
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goValue(value[key])}`).join(' ')}]`;
}

/** A value's type as Go's `%T` prints it for parsed YAML. */
export function goType(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64';
  return 'map[string]interface {}';
}

/** A value printed with `%s`, other than a string. */
export const goBadString = (value: unknown): string =>
  typeof value === 'string' ? value : `%!s(${goType(value)}=${goValue(value)})`;

/** A string as Go's `%q` prints it. */
export const goQuote = (text: string): string => JSON.stringify(text);

/** strconv.Atoi and ParseInt: the number, or undefined when Go refuses the text. */
export function parseDecimal(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** strconv.ParseFloat: the number, or undefined. */
export function parseFloatGo(text: string): number | undefined {
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return NaN;
  return /^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text.replaceAll('_', '')) : undefined;
}

/** Keys in go-yaml's order: letters before digits' values, runs of digits as numbers. Upstream: yaml.v3 sorter.go. */
export function naturalOrder(a: string, b: string): number {
  const ar = [...a];
  const br = [...b];
  const letter = (c: string): boolean => /\p{L}/u.test(c);
  const digit = (c: string): boolean => c >= '0' && c <= '9';
  let digits = false;
  for (let i = 0; i < ar.length && i < br.length; i++) {
    const [x, y] = [ar[i]!, br[i]!];
    if (x === y) {
      digits = digit(x);
      continue;
    }
    const [al, bl] = [letter(x), letter(y)];
    if (al && bl) return x < y ? -1 : 1;
    if (al || bl) return (digits ? al : bl) ? -1 : 1;
    let ai = i;
    let bi = i;
    let an = 0;
    let bn = 0;
    if (x === '0' || y === '0') {
      for (let j = i - 1; j >= 0 && digit(ar[j]!); j--) {
        if (ar[j] !== '0') {
          an = 1;
          bn = 1;
          break;
        }
      }
    }
    for (; ai < ar.length && digit(ar[ai]!); ai++) an = an * 10 + Number(ar[ai]);
    for (; bi < br.length && digit(br[bi]!); bi++) bn = bn * 10 + Number(br[bi]);
    if (an !== bn) return an < bn ? -1 : 1;
    if (ai !== bi) return ai < bi ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return ar.length - br.length;
}
