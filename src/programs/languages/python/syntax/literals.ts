import type { ConstantValue } from './ast';

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
};

/** What the escapes of a string literal stand for. */
export const unescape = (text: string, bytes = false): string =>
  text.replaceAll(
    /\\(\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])/g,
    (whole: string, code: string) => {
      if (SIMPLE[code] !== undefined) return SIMPLE[code];
      if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8) & 255);
      if (code.length > 1 && (code.startsWith('x') || !bytes)) {
        const point = parseInt(code.slice(1), 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      return whole;
    },
  );

/** A number literal's value. */
export function numberConstant(text: string): ConstantValue {
  const digits = text.replaceAll('_', '');
  if (/^0[xXoObB]/.test(digits) || /^\d+$/.test(digits)) {
    const big = BigInt(digits);
    return { type: 'int', value: big <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(big) : big };
  }
  return { type: 'float', value: Number(digits) };
}

/** A string as bytes, one for each character below 256. */
export const latin = (text: string): Uint8Array => Uint8Array.from(text, (ch) => ch.charCodeAt(0));
