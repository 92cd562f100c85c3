import { callSpecial } from './attributes';
import { fail } from './errors';
import { items } from './iteration';
import { numberOf, truth } from './operators';
import {
  classOf,
  hashOf,
  NOT_IMPLEMENTED,
  PyBytes,
  PyDict,
  PyList,
  PyObject,
  PyRange,
  PySet,
  PyTuple,
  type Run,
  type Value,
} from './values';
import type { Vm } from './vm';

/** Whether two values are equal. */
export function* equal(vm: Vm, left: Value, right: Value): Run<boolean> {
  if (left === right) return true;
  if (typeof left === 'string' || typeof right === 'string') {
    if (!(left instanceof PyObject) && !(right instanceof PyObject)) return false;
  }
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) return a === b;
  if (left instanceof PyObject || right instanceof PyObject) {
    for (const [x, y] of [
      [left, right],
      [right, left],
    ] as const) {
      const answer = yield* callSpecial(vm, x, '__eq__', [y]);
      if (answer !== undefined && answer !== NOT_IMPLEMENTED) return yield* truth(vm, answer);
    }
  }
  if ((left instanceof PyList && right instanceof PyList) || (left instanceof PyTuple && right instanceof PyTuple)) {
    if (left.items.length !== right.items.length) return false;
    for (const [i, item] of left.items.entries()) if (!(yield* equal(vm, item, right.items[i]!))) return false;
    return true;
  }
  if (left instanceof PyDict && right instanceof PyDict) {
    if (left.map.size !== right.map.size) return false;
    for (const { key, value } of left.entries()) {
      const other = right.get(key);
      if (other === undefined || !(yield* equal(vm, value, other))) return false;
    }
    return true;
  }
  if (left instanceof PySet && right instanceof PySet)
    return left.map.size === right.map.size && [...left.map.keys()].every((hash) => right.map.has(hash));
  if (left instanceof PyBytes && right instanceof PyBytes)
    return left.data.length === right.data.length && left.data.every((byte, i) => byte === right.data[i]);
  if (left instanceof PyRange && right instanceof PyRange)
    return left.length === right.length && (left.length === 0 || left.start === right.start);
  return false;
}

const ORDER: Readonly<Record<string, readonly [string, string]>> = {
  '<': ['__lt__', '__gt__'],
  '>': ['__gt__', '__lt__'],
  '<=': ['__le__', '__ge__'],
  '>=': ['__ge__', '__le__'],
};

const ordered = (operator: string, sign: number): boolean =>
  operator === '<' ? sign < 0 : operator === '>' ? sign > 0 : operator === '<=' ? sign <= 0 : sign >= 0;

/** One comparison: `==`, `<`, `in`, `is not` ... */
export function* compare(vm: Vm, operator: string, left: Value, right: Value): Run<Value> {
  switch (operator) {
    case '==':
      return yield* equal(vm, left, right);
    case '!=': {
      const own = yield* callSpecial(vm, left, '__ne__', [right]);
      if (own !== undefined && own !== NOT_IMPLEMENTED) return own;
      return !(yield* equal(vm, left, right));
    }
    case 'is':
      return left === right;
    case 'is not':
      return left !== right;
    case 'in':
      return yield* contains(vm, right, left);
    case 'not in':
      return !(yield* contains(vm, right, left));
  }
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) {
    if (Number.isNaN(a) || Number.isNaN(b)) return false;
    return ordered(operator, a < b ? -1 : a > b ? 1 : 0);
  }
  if (typeof left === 'string' && typeof right === 'string')
    return ordered(operator, left < right ? -1 : left > right ? 1 : 0);
  if ((left instanceof PyList && right instanceof PyList) || (left instanceof PyTuple && right instanceof PyTuple)) {
    for (let i = 0; i < Math.min(left.items.length, right.items.length); i++) {
      if (yield* equal(vm, left.items[i]!, right.items[i]!)) continue;
      return yield* compare(vm, operator, left.items[i]!, right.items[i]!);
    }
    return ordered(operator, left.items.length - right.items.length);
  }
  if (left instanceof PySet && right instanceof PySet) {
    const [small, large] = operator.startsWith('<') ? [left, right] : [right, left];
    const inside = [...small.map.keys()].every((hash) => large.map.has(hash));
    return inside && (operator.length === 2 || small.map.size < large.map.size);
  }
  if (left instanceof PyBytes && right instanceof PyBytes)
    return ordered(operator, String.fromCharCode(...left.data) < String.fromCharCode(...right.data) ? -1 : 1);
  const names = ORDER[operator]!;
  const own = yield* callSpecial(vm, left, names[0], [right]);
  if (own !== undefined && own !== NOT_IMPLEMENTED) return own;
  const reflected = yield* callSpecial(vm, right, names[1], [left]);
  if (reflected !== undefined && reflected !== NOT_IMPLEMENTED) return reflected;
  return fail(
    'TypeError',
    `'${operator}' not supported between instances of '${classOf(left).name}' and '${classOf(right).name}'`,
  );
}

/** `item in container`. */
export function* contains(vm: Vm, container: Value, item: Value): Run<boolean> {
  if (typeof container === 'string') {
    if (typeof item !== 'string')
      fail('TypeError', `'in <string>' requires string as left operand, not ${classOf(item).name}`);
    return container.includes(item);
  }
  const own = yield* callSpecial(vm, container, '__contains__', [item]);
  if (own !== undefined) return yield* truth(vm, own);
  if (container instanceof PyDict) return container.has(item);
  if (container instanceof PySet) return container.map.has(hashOf(item));
  if (container instanceof PyBytes) {
    if (item instanceof PyBytes)
      return String.fromCharCode(...container.data).includes(String.fromCharCode(...item.data));
    return container.data.includes(Number(item));
  }
  for (const value of yield* items(vm, container)) if (yield* equal(vm, value, item)) return true;
  return false;
}
