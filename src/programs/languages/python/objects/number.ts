import { callSpecial } from '../runtime/attributes';
import { currentVm } from '../runtime/current';
import { fail } from '../runtime/errors';
import { strRepr } from '../runtime/repr';
import { classOf, isInt, PyBytes, PyFloat, PyTuple, toInt, types, type Run, type Value } from '../runtime/values';
import { int, methods } from './define';

/** int(value, base). */
export function* intOf(value: Value, base: Value | undefined): Run<Value> {
  if (base === undefined || base === null) {
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (isInt(value)) return value;
    if (value instanceof PyFloat) {
      if (Number.isNaN(value.value)) fail('ValueError', 'cannot convert float NaN to integer');
      if (!Number.isFinite(value.value)) fail('OverflowError', 'cannot convert float infinity to integer');
      return toInt(BigInt(Math.trunc(value.value)));
    }
  }
  const text =
    typeof value === 'string' ? value : value instanceof PyBytes ? String.fromCharCode(...value.data) : undefined;
  if (text === undefined) {
    const own =
      (yield* callSpecial(currentVm(), value, '__int__')) ?? (yield* callSpecial(currentVm(), value, '__index__'));
    if (own !== undefined) return own;
    return fail(
      'TypeError',
      `int() argument must be a string, a bytes-like object or a real number, not '${classOf(value).name}'`,
    );
  }
  const radix = int(base, 10);
  const digits = text
    .trim()
    .toLowerCase()
    .replace(/^([-+]?)0[xob]/, radix === 10 ? '$&' : '$1')
    .replaceAll(/(?<=\w)_(?=\w)/g, '');
  const [, sign = '', body = ''] = /^([-+]?)([0-9a-z]+)$/.exec(digits) ?? [];
  const allowed = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix === 0 ? 10 : radix);
  if (body === '' || [...body].some((ch) => !allowed.includes(ch)))
    return fail('ValueError', `invalid literal for int() with base ${String(radix)}: ${strRepr(text)}`);
  if (body.length > 4300) fail('ValueError', 'Exceeds the limit (4300 digits) for integer string conversion');
  let big = 0n;
  if (radix === 10 || radix === 0) big = BigInt(body);
  else for (const ch of body) big = big * BigInt(radix) + BigInt(allowed.indexOf(ch));
  return toInt(sign === '-' ? -big : big);
}

/** float(value). */
export function* floatOf(value: Value): Run<Value> {
  if (value instanceof PyFloat) return value;
  if (isInt(value)) return new PyFloat(Number(value));
  if (typeof value === 'string') {
    const text = value.trim().replaceAll(/(?<=\d)_(?=\d)/g, '');
    if (/^[-+]?(\d+\.?\d*([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?)$/.test(text)) return new PyFloat(Number(text));
    const word = /^([-+]?)(inf(?:inity)?|nan)$/i.exec(text);
    if (word) return new PyFloat(/nan/i.test(word[2]!) ? NaN : word[1] === '-' ? -Infinity : Infinity);
    return fail('ValueError', `could not convert string to float: ${strRepr(value)}`);
  }
  const own = yield* callSpecial(currentVm(), value, '__float__');
  return own ?? fail('TypeError', `float() argument must be a string or a real number, not '${classOf(value).name}'`);
}

methods(types.int, {
  bit_length: (a) =>
    BigInt(a[0] as number)
      .toString(2)
      .replace('-', '').length,
  to_bytes: (a) => {
    let n = BigInt(a[0] as number);
    const out = new Uint8Array(int(a[1]));
    const big = a[2] !== 'little';
    for (let i = 0; i < out.length; i++, n >>= 8n) out[big ? out.length - 1 - i : i] = Number(n & 255n);
    return new PyBytes(out);
  },
});
methods(types.float, {
  is_integer: (a) => Number.isInteger((a[0] as PyFloat).value),
  as_integer_ratio: () => new PyTuple([]),
});
