import { PyFloat, PyObject } from './values';

/** A value that stands for a name or a word: the str itself, a number in digits, else its type's name. */
export function keyText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof PyFloat) return String(value.value);
  if (value instanceof PyObject) return value.cls.name;
  return value === null ? 'None' : '';
}
