import { keyText as textOf } from '../runtime/key-text';
import { decode } from '#io/streams';
import { currentVm } from '../runtime/current';
import { fail } from '../runtime/errors';
import { items } from '../runtime/iteration';
import { latin } from '../syntax/literals';
import { classOf, isInt, PyBytes, PyList, PyTuple, types, type Run, type Value } from '../runtime/values';
import { split } from './str';
import { int, methods, str } from './define';

const text = (value: Value | undefined): string => {
  if (value instanceof PyBytes) {
    let out = '';
    for (const byte of value.data) out += String.fromCharCode(byte);
    return out;
  }
  if (isInt(value ?? null)) return String.fromCharCode(Number(value));
  return fail('TypeError', `a bytes-like object is required, not '${classOf(value ?? null).name}'`);
};
const made = (body: string): PyBytes => new PyBytes(latin(body));
const maybe = (value: Value | undefined): Value | undefined =>
  value === null || value === undefined ? undefined : text(value);

const shared = {
  decode: (a: Value[]): Value => {
    const data = (a[0] as PyBytes).data;
    const name = textOf(a[1] ?? 'utf-8').toLowerCase();
    if (/^(ascii|latin-?1|iso-8859-1)$/.test(name)) return text(a[0]);
    try {
      return a[2] === undefined
        ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
        : decode(data);
    } catch {
      return fail('UnicodeDecodeError', "'utf-8' codec can't decode bytes: invalid start byte");
    }
  },
  hex: (a: Value[]): Value => [...(a[0] as PyBytes).data].map((b) => b.toString(16).padStart(2, '0')).join(''),
  split: (a: Value[]): Value => new PyList(split(text(a[0]), maybe(a[1]), int(a[2], -1)).map(made)),
  splitlines: (a: Value[]): Value =>
    new PyList(
      text(a[0])
        .replace(/\r?\n$/, '')
        .split(/\r?\n/)
        .map(made),
    ),
  strip: (a: Value[]): Value => made(text(a[0]).trim()),
  rstrip: (a: Value[]): Value => made(text(a[0]).trimEnd()),
  lstrip: (a: Value[]): Value => made(text(a[0]).trimStart()),
  startswith: (a: Value[]): Value => {
    const parts = a[1] instanceof PyTuple ? a[1].items : [a[1]!];
    return parts.some((part) => text(a[0]).startsWith(text(part)));
  },
  endswith: (a: Value[]): Value => text(a[0]).endsWith(text(a[1])),
  find: (a: Value[]): Value => text(a[0]).indexOf(text(a[1]), int(a[2], 0)),
  index: (a: Value[]): Value => text(a[0]).indexOf(text(a[1])),
  count: (a: Value[]): Value => text(a[0]).split(text(a[1])).length - 1,
  replace: (a: Value[]): Value => made(text(a[0]).replaceAll(text(a[1]), () => text(a[2]))),
  upper: (a: Value[]): Value => made(text(a[0]).toUpperCase()),
  lower: (a: Value[]): Value => made(text(a[0]).toLowerCase()),
  partition: (a: Value[]): Value => {
    const at = text(a[0]).indexOf(text(a[1]));
    const by = text(a[1]);
    if (at < 0) return new PyTuple([a[0]!, made(''), made('')]);
    return new PyTuple([made(text(a[0]).slice(0, at)), a[1]!, made(text(a[0]).slice(at + by.length))]);
  },
  join: function* (a: Value[]): Run<Value> {
    return made((yield* items(currentVm(), a[1]!)).map(text).join(text(a[0])));
  },
  __len__: (a: Value[]): Value => (a[0] as PyBytes).data.length,
};

methods(types.bytes, shared);
methods(types.bytearray, {
  ...shared,
  append: (a) => {
    (a[0] as PyBytes).data = Uint8Array.from([...(a[0] as PyBytes).data, int(a[1])]);
  },
  extend: (a) => {
    (a[0] as PyBytes).data = Uint8Array.from([...(a[0] as PyBytes).data, ...(a[1] as PyBytes).data]);
  },
});

/** What bytes(...) makes of its arguments. */
export function* bytesOf(args: readonly Value[]): Run<Uint8Array> {
  const [value, encoding] = args;
  if (value === undefined) return new Uint8Array();
  if (typeof value === 'string') {
    if (encoding === undefined) fail('TypeError', 'string argument without an encoding');
    return new TextEncoder().encode(str(value));
  }
  if (isInt(value)) {
    if (Number(value) > 20_000_000 || Number(value) < 0) fail('MemoryError');
    return new Uint8Array(Number(value));
  }
  if (value instanceof PyBytes) return value.data.slice();
  return Uint8Array.from((yield* items(currentVm(), value)).map((item) => int(item)));
}
