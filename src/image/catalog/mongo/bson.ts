import { concat, decode, encode } from '#io/streams';

/**
 * A document's values as the server works with them. An ObjectId is a text that starts with `OID`, so that it compares
 * and sorts as what it is; 64-bit numbers are plain ones. Simplified: decimals, timestamps and code are not told apart.
 */
export type Value = string | number | boolean | null | undefined | Date | RegExp | Uint8Array | Value[] | Document;
export interface Document {
  [key: string]: Value;
}

export const OID = '\u0001oid:';
export const isObjectId = (value: Value): value is string => typeof value === 'string' && value.startsWith(OID);

const MOST_DEEP = 100;

const zeroEnd = (bytes: Uint8Array, at: number): number => {
  const end = bytes.indexOf(0, at);
  if (end < 0) throw new RangeError('BSON: text without an end');
  return end;
};
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length >> 1 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));

/** Reads one BSON document; throws RangeError when it is malformed. Upstream: bsonspec.org. */
export function readBson(bytes: Uint8Array, start = 0, depth = 0): { value: Document; end: number } {
  if (depth > MOST_DEEP) throw new RangeError('BSON: too deep');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = start + view.getInt32(start, true);
  if (end > bytes.length || end < start + 5) throw new RangeError('BSON: wrong length');
  const value: Document = {};
  let at = start + 4;
  const put = (name: string, what: Value): void =>
    void Object.defineProperty(value, name, { value: what, enumerable: true, configurable: true, writable: true });
  while (bytes[at] !== 0) {
    const type = bytes[at]!;
    const nameEnd = zeroEnd(bytes, at + 1);
    const name = decode(bytes.subarray(at + 1, nameEnd));
    at = nameEnd + 1;
    switch (type) {
      case 0x01:
        put(name, view.getFloat64(at, true));
        at += 8;
        break;
      case 0x02:
      case 0x0d:
      case 0x0e: {
        const size = view.getInt32(at, true);
        put(name, decode(bytes.subarray(at + 4, at + 3 + size)));
        at += 4 + size;
        break;
      }
      case 0x03:
      case 0x04: {
        const inner = readBson(bytes, at, depth + 1);
        put(name, type === 0x04 ? Object.values(inner.value) : inner.value);
        at = inner.end;
        break;
      }
      case 0x05: {
        const size = view.getInt32(at, true);
        put(name, bytes.slice(at + 5, at + 5 + size));
        at += 5 + size;
        break;
      }
      case 0x07:
        put(name, OID + hexOf(bytes.subarray(at, at + 12)));
        at += 12;
        break;
      case 0x08:
        put(name, bytes[at++] === 1);
        break;
      case 0x09:
        put(name, new Date(Number(view.getBigInt64(at, true))));
        at += 8;
        break;
      case 0x06:
      case 0x0a:
        put(name, null);
        break;
      case 0x0b: {
        const middle = zeroEnd(bytes, at);
        const last = zeroEnd(bytes, middle + 1);
        put(name, regex(decode(bytes.subarray(at, middle)), decode(bytes.subarray(middle + 1, last))));
        at = last + 1;
        break;
      }
      case 0x10:
        put(name, view.getInt32(at, true));
        at += 4;
        break;
      case 0x11:
      case 0x12:
        put(name, Number(view.getBigInt64(at, true)));
        at += 8;
        break;
      case 0x7f:
      case 0xff:
        put(name, null);
        break;
      default:
        throw new RangeError(`BSON: type ${String(type)}`);
    }
    if (at >= end) throw new RangeError('BSON: wrong length');
  }
  return { value, end };
}

const regex = (pattern: string, flags: string): Value => {
  try {
    return new RegExp(pattern, flags.replace(/[^imsu]/g, ''));
  } catch {
    return pattern;
  }
};

const int32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return bytes;
};
const eight = (put: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(8);
  put(new DataView(bytes.buffer));
  return bytes;
};

function element(value: Value, depth: number): [type: number, data: Uint8Array] {
  if (value === null || value === undefined) return [0x0a, new Uint8Array()];
  if (isObjectId(value)) return [0x07, bytesOf(value.slice(OID.length))];
  if (typeof value === 'string') {
    const text = encode(value);
    return [0x02, concat([int32(text.length + 1), text, Uint8Array.of(0)])];
  }
  if (typeof value === 'boolean') return [0x08, Uint8Array.of(value ? 1 : 0)];
  if (typeof value === 'number') {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0)) return [0x10, int32(value)];
    if (Number.isSafeInteger(value)) return [0x12, eight((view) => view.setBigInt64(0, BigInt(value), true))];
    return [0x01, eight((view) => view.setFloat64(0, value, true))];
  }
  if (value instanceof Date)
    return [0x09, eight((view) => view.setBigInt64(0, BigInt(Math.trunc(value.getTime()) || 0), true))];
  if (value instanceof Uint8Array) return [0x05, concat([int32(value.length), Uint8Array.of(0), value])];
  if (value instanceof RegExp) return [0x0b, encode(`${value.source}\0${[...value.flags].sort().join('')}\0`)];
  if (Array.isArray(value))
    return [0x04, writeBson(Object.fromEntries(value.map((item, at) => [String(at), item])), depth + 1)];
  return [0x03, writeBson(value, depth + 1)];
}

export function writeBson(document: Document, depth = 0): Uint8Array {
  if (depth > MOST_DEEP) throw new RangeError('BSON: too deep');
  const parts = Object.entries(document).flatMap(([name, value]) => {
    if (value === undefined || typeof value === 'function') return [];
    const [type, data] = element(value, depth);
    return [Uint8Array.of(type), encode(`${name}\0`), data];
  });
  const size = parts.reduce((sum, part) => sum + part.length, 5);
  return concat([int32(size), ...parts, Uint8Array.of(0)], size);
}

/** A value as one line of JSON that `fromLine` reads back. */
export const toLine = (value: Value): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key: string, shown: unknown) {
    const own = this[key];
    if (own instanceof Date) return { $date: own.getTime() };
    if (own instanceof RegExp) return { $regex: own.source, $flags: own.flags };
    if (own instanceof Uint8Array) return { $binary: hexOf(own) };
    return shown;
  });

export const fromLine = (line: string): Value =>
  JSON.parse(line, (_key, value: Value): Value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const { $date, $regex, $binary } = value as Document;
    if (typeof $date === 'number' && Object.keys(value).length === 1) return new Date($date);
    if (typeof $binary === 'string' && Object.keys(value).length === 1) return bytesOf($binary);
    const flags = (value as Document)['$flags'];
    if (typeof $regex === 'string' && typeof flags === 'string') return regex($regex, flags);
    return value;
  }) as Value;
