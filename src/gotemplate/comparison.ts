import { show } from './printf';
import {
  compareText,
  GoList,
  GoMap,
  GoPointer,
  isFunction,
  isPlainMap,
  itemsOf,
  numberKind,
  numberOf,
  typeName,
} from './value';

type BasicKind = 'bool' | 'int' | 'uint' | 'float' | 'string';

function basicKind(value: unknown): BasicKind | undefined {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  const kind = numberKind(value);
  if (!kind) return undefined;
  return kind.startsWith('float') ? 'float' : kind.startsWith('uint') ? 'uint' : 'int';
}

const isNil = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (value instanceof GoPointer && value.value === null) ||
  (value instanceof GoMap && value.entries === null) ||
  (value instanceof GoList && value.items === null);

const isComparable = (value: unknown): boolean =>
  !(itemsOf(value) && !(value instanceof GoList && value.type.startsWith('[') && !value.type.startsWith('[]'))) &&
  !(value instanceof GoMap || value instanceof Map || isPlainMap(value) || isFunction(value));

function same(a: unknown, b: unknown): boolean {
  const [left, right] = [basicKind(a), basicKind(b)];
  if (left !== right) {
    const whole = (left === 'int' && right === 'uint') || (left === 'uint' && right === 'int');
    if (whole) return Number(numberOf(a)) === Number(numberOf(b));
    if (a !== null && a !== undefined && b !== null && b !== undefined)
      throw new Error('incompatible types for comparison');
    return false;
  }
  if (left === 'bool' || left === 'string') return a === b;
  if (left) return equalNumbers(numberOf(a)!, numberOf(b)!);
  if (isNil(a) || isNil(b)) {
    const typed = a !== null && a !== undefined && b !== null && b !== undefined;
    if (typed && typeName(a) !== typeName(b)) throw new Error('incompatible types for comparison');
    return isNil(a) === isNil(b);
  }
  if (!isComparable(a) || !isComparable(b)) {
    throw new Error(`non-comparable types ${typeName(a)}: ${show(a)}, ${typeName(b)}: ${show(b)}`);
  }
  return a === b || (typeName(a) === typeName(b) && !(a instanceof GoPointer) && show(a) === show(b));
}

const equalNumbers = (a: number | bigint, b: number | bigint): boolean =>
  typeof a === typeof b ? a === b : Number(a) === Number(b);

/** eq: whether the first equals any of the others. Throws an Error in Go's words. */
export function eq(first: unknown, ...others: readonly unknown[]): boolean {
  if (others.length === 0) throw new Error('missing argument for comparison');
  return others.some((other) => same(first, other));
}

export function ne(a: unknown, b: unknown): boolean {
  return !same(a, b);
}

export function lt(a: unknown, b: unknown): boolean {
  const [left, right] = [basicKind(a), basicKind(b)];
  if (!left || !right) throw new Error('invalid type for comparison');
  const whole = (kind: BasicKind): boolean => kind === 'int' || kind === 'uint';
  if (left !== right && !(whole(left) && whole(right))) throw new Error('incompatible types for comparison');
  if (left === 'bool') throw new Error('invalid type for comparison');
  if (left === 'string') return compareText(a as string, b as string) < 0;
  return numberOf(a)! < numberOf(b)!;
}

export const le = (a: unknown, b: unknown): boolean => lt(a, b) || same(a, b);
