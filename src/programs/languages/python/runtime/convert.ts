import { fail } from './errors';
import { classOf, isInt, PyBytes, PyDict, PyFloat, PyInstance, PyList, PySet, PyTuple, type Value } from './values';

/** A Python value as plain data of JavaScript: floats and ints are numbers, bytes stay bytes. */
export function toPlain(value: Value, depth = 0): unknown {
  if (depth > 200) fail('RecursionError', 'maximum recursion depth exceeded');
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : value;
  if (value instanceof PyFloat) return value.value;
  if (value instanceof PyBytes) return value.data;
  if (value instanceof PyList || value instanceof PyTuple) return value.items.map((item) => toPlain(item, depth + 1));
  if (value instanceof PySet) return [...value.map.values()].map((item) => toPlain(item, depth + 1));
  if (value instanceof PyDict)
    return Object.fromEntries(value.entries().map((e) => [String(toPlain(e.key)), toPlain(e.value, depth + 1)]));
  if (value instanceof PyInstance && value.native !== undefined) return value.native;
  return fail('TypeError', `cannot convert '${classOf(value).name}' object`);
}

/** Plain data of JavaScript as Python values. */
export function fromPlain(value: unknown): Value {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'boolean':
    case 'string':
    case 'bigint':
      return value;
    case 'number':
      return Number.isInteger(value) ? value : new PyFloat(value);
  }
  if (value instanceof Uint8Array) return new PyBytes(value);
  if (Array.isArray(value)) return new PyList(value.map(fromPlain));
  const dict = new PyDict();
  for (const [key, item] of Object.entries(value)) dict.set(key, fromPlain(item));
  return dict;
}

export const isNumber = (value: Value): boolean => isInt(value) || value instanceof PyFloat;
export const numeric = (value: Value | undefined): number => {
  if (value instanceof PyFloat) return value.value;
  if (value !== undefined && isInt(value)) return Number(value);
  return fail('TypeError', `must be real number, not ${classOf(value ?? null).name}`);
};
