import { callSpecial } from './attributes';
import { fail } from './errors';
import { percentFormat } from './percent';
import {
  classOf,
  isInt,
  NOT_IMPLEMENTED,
  PyBytes,
  PyClass,
  PyDict,
  PyFloat,
  PyList,
  PySet,
  PyTuple,
  toInt,
  types,
  type Run,
  type Value,
} from './values';
import type { Vm } from './vm';

const METHODS: Readonly<Record<string, readonly [string, string]>> = {
  '+': ['__add__', '__radd__'],
  '-': ['__sub__', '__rsub__'],
  '*': ['__mul__', '__rmul__'],
  '/': ['__truediv__', '__rtruediv__'],
  '//': ['__floordiv__', '__rfloordiv__'],
  '%': ['__mod__', '__rmod__'],
  '**': ['__pow__', '__rpow__'],
  '|': ['__or__', '__ror__'],
  '&': ['__and__', '__rand__'],
  '^': ['__xor__', '__rxor__'],
  '<<': ['__lshift__', '__rlshift__'],
  '>>': ['__rshift__', '__rrshift__'],
  '@': ['__matmul__', '__rmatmul__'],
};
/** The largest sequence, string or int (in bits) that one operation may make. */
const LARGEST = 20_000_000;

/** A number's value, or undefined for what is none. */
export const numberOf = (value: Value): number | undefined => {
  if (typeof value === 'number') return value;
  if (value instanceof PyFloat) return value.value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  return undefined;
};

/** Whether a value counts as true. */
export function* truth(vm: Vm, value: Value): Run<boolean> {
  if (typeof value === 'boolean') return value;
  if (value === null) return false;
  if (typeof value !== 'object') return value !== 0 && value !== 0n && value !== '';
  if (value instanceof PyFloat) return value.value !== 0;
  if (value instanceof PyList || value instanceof PyTuple) {
    if (value.cls === types.list || value.cls === types.tuple) return value.items.length > 0;
  }
  if (value instanceof PyBytes) return value.data.length > 0;
  const own = yield* callSpecial(vm, value, '__bool__');
  if (own !== undefined) return own === true;
  if (value instanceof PyDict || value instanceof PySet) return value.map.size > 0;
  const length = yield* callSpecial(vm, value, '__len__');
  return length === undefined || (length !== 0 && length !== false);
}

/** `left operator right`. Throws TypeError for types that do not go together. */
export function* binary(vm: Vm, operator: string, left: Value, right: Value, shown = operator): Run<Value> {
  if (typeof left === 'number' && typeof right === 'number') {
    const quick = smallInts(operator, left, right);
    if (quick !== undefined) return quick;
  }
  if (isInt(left) && isInt(right)) return ints(operator, left, right);
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined && '+-*/%**//'.includes(operator)) return floats(operator, a, b);
  const made = yield* sequences(vm, operator, left, right);
  if (made !== undefined) return made;
  const names = METHODS[operator]!;
  const rightFirst = classOf(right) !== classOf(left) && classOf(right).is(classOf(left));
  if (rightFirst) {
    const answer = yield* callSpecial(vm, right, names[1], [left]);
    if (answer !== undefined && answer !== NOT_IMPLEMENTED) return answer;
  }
  const own = yield* callSpecial(vm, left, names[0], [right]);
  if (own !== undefined && own !== NOT_IMPLEMENTED) return own;
  const reflected = yield* callSpecial(vm, right, names[1], [left]);
  if (reflected !== undefined && reflected !== NOT_IMPLEMENTED) return reflected;
  return unsupported(shown, left, right);
}

function unsupported(operator: string, left: Value, right: Value): never {
  const a = classOf(left).name;
  const b = classOf(right).name;
  if (operator.startsWith('+')) {
    if (typeof left === 'string') fail('TypeError', `can only concatenate str (not "${b}") to str`);
    if (left instanceof PyList) fail('TypeError', `can only concatenate list (not "${b}") to list`);
    if (left instanceof PyTuple) fail('TypeError', `can only concatenate tuple (not "${b}") to tuple`);
    if (left instanceof PyBytes) fail('TypeError', `can't concat ${b} to bytes`);
  }
  if (operator === '*' && (typeof left === 'string' || left instanceof PyList))
    fail('TypeError', `can't multiply sequence by non-int of type '${b}'`);
  const name = operator === '**' ? '** or pow()' : operator;
  return fail('TypeError', `unsupported operand type(s) for ${name}: '${a}' and '${b}'`);
}

function smallInts(operator: string, a: number, b: number): Value | undefined {
  let result: number;
  switch (operator) {
    case '+':
      result = a + b;
      break;
    case '-':
      result = a - b;
      break;
    case '*':
      result = a * b;
      break;
    case '//':
      if (b === 0) fail('ZeroDivisionError', 'integer division or modulo by zero');
      result = Math.floor(a / b);
      if (Math.abs(a) > 2 ** 50) return undefined;
      break;
    case '%':
      if (b === 0) fail('ZeroDivisionError', 'integer modulo by zero');
      result = a - b * Math.floor(a / b);
      if (Math.abs(a) > 2 ** 50) return undefined;
      break;
    default:
      return undefined;
  }
  return Number.isSafeInteger(result) ? result + 0 : undefined;
}

function ints(operator: string, left: number | bigint | boolean, right: number | bigint | boolean): Value {
  const a = BigInt(left);
  const b = BigInt(right);
  switch (operator) {
    case '+':
      return toInt(a + b);
    case '-':
      return toInt(a - b);
    case '*':
      return toInt(bounded(a) * bounded(b));
    case '/':
      if (b === 0n) fail('ZeroDivisionError', 'division by zero');
      return new PyFloat(Number(a) / Number(b));
    case '//':
    case '%': {
      if (b === 0n)
        fail('ZeroDivisionError', operator === '%' ? 'integer modulo by zero' : 'integer division or modulo by zero');
      let quotient = a / b;
      if (a % b !== 0n && a < 0n !== b < 0n) quotient -= 1n;
      return toInt(operator === '//' ? quotient : a - quotient * b);
    }
    case '**':
      if (b < 0n) {
        if (a === 0n) fail('ZeroDivisionError', 'zero to a negative power');
        return new PyFloat(Number(a) ** Number(b));
      }
      if (a !== 0n && a !== 1n && a !== -1n && BigInt(a.toString(2).length) * b > 4_000_000n)
        fail('OverflowError', 'drydock: this number would be too large here');
      return toInt(a ** b);
    case '<<':
      if (b < 0n) fail('ValueError', 'negative shift count');
      if (b > 4_000_000n) fail('OverflowError', 'too many digits in integer');
      return toInt(a << b);
    case '>>':
      if (b < 0n) fail('ValueError', 'negative shift count');
      return toInt(a >> b);
    case '&':
    case '|':
    case '^': {
      const result = operator === '&' ? a & b : operator === '|' ? a | b : a ^ b;
      return typeof left === 'boolean' && typeof right === 'boolean' ? result !== 0n : toInt(result);
    }
    default:
      return fail('TypeError', `unsupported operand type(s) for ${operator}: 'int' and 'int'`);
  }
}

const bounded = (value: bigint): bigint => {
  if (value > 2n ** 64n && value.toString(16).length > 1_000_000)
    fail('OverflowError', 'drydock: this number would be too large here');
  return value;
};

function floats(operator: string, a: number, b: number): Value {
  switch (operator) {
    case '+':
      return new PyFloat(a + b);
    case '-':
      return new PyFloat(a - b);
    case '*':
      return new PyFloat(a * b);
    case '/':
      if (b === 0) fail('ZeroDivisionError', 'division by zero');
      return new PyFloat(a / b);
    case '//':
      if (b === 0) fail('ZeroDivisionError', 'float floor division by zero');
      return new PyFloat(Math.floor(a / b));
    case '%':
      if (b === 0) fail('ZeroDivisionError', 'float modulo');
      return new PyFloat(a - b * Math.floor(a / b));
    default:
      if (a === 0 && b < 0) fail('ZeroDivisionError', 'zero to a negative power');
      return new PyFloat(a ** b);
  }
}

/** Refuses to make what would fill the memory. */
export function checkSize(size: number): void {
  if (size > LARGEST) fail('MemoryError');
}

function* sequences(vm: Vm, operator: string, left: Value, right: Value): Run<Value | undefined> {
  if (operator === '+') {
    if (typeof left === 'string' && typeof right === 'string') {
      checkSize(left.length + right.length);
      return left + right;
    }
    if (left instanceof PyList && right instanceof PyList) return new PyList([...left.items, ...right.items]);
    if (left instanceof PyTuple && right instanceof PyTuple) return new PyTuple([...left.items, ...right.items]);
    if (left instanceof PyBytes && right instanceof PyBytes)
      return new PyBytes(Uint8Array.from([...left.data, ...right.data]));
    return undefined;
  }
  if (operator === '%' && typeof left === 'string') return yield* percentFormat(vm, left, right);
  if (operator === '*') {
    const [sequence, count] = isInt(right) ? [left, right] : [right, left];
    if (!isInt(count)) return undefined;
    const times = Math.max(0, Number(count));
    if (typeof sequence === 'string') {
      checkSize(sequence.length * times);
      return sequence.repeat(times);
    }
    if (sequence instanceof PyList || sequence instanceof PyTuple) {
      checkSize(sequence.items.length * times);
      const out: Value[] = [];
      for (let i = 0; i < times; i++) for (const item of sequence.items) out.push(item);
      return sequence instanceof PyList ? new PyList(out) : new PyTuple(out);
    }
    if (sequence instanceof PyBytes) {
      checkSize(sequence.data.length * times);
      const out = new Uint8Array(sequence.data.length * times);
      for (let i = 0; i < times; i++) out.set(sequence.data, i * sequence.data.length);
      return new PyBytes(out);
    }
    return undefined;
  }
  if (left instanceof PySet && right instanceof PySet) return sets(operator, left, right);
  if (operator === '|' && left instanceof PyDict && right instanceof PyDict) {
    const out = new PyDict();
    for (const dict of [left, right]) for (const { key, value } of dict.entries()) out.set(key, value);
    return out;
  }
  // `int | None` in annotations.
  if (operator === '|' && (left instanceof PyClass || right instanceof PyClass)) return left;
  return undefined;
}

function sets(operator: string, left: PySet, right: PySet): Value | undefined {
  const a = [...left.map.values()];
  const b = [...right.map.values()];
  const pick: Readonly<Record<string, () => Value[]>> = {
    '|': () => [...a, ...b],
    '&': () => a.filter((item) => right.has(item)),
    '-': () => a.filter((item) => !right.has(item)),
    '^': () => [...a.filter((item) => !right.has(item)), ...b.filter((item) => !left.has(item))],
  };
  const made = pick[operator]?.();
  return made && new PySet(made);
}

/** `-x`, `+x`, `~x`. */
export function* unary(vm: Vm, operator: string, value: Value): Run<Value> {
  if (isInt(value)) {
    const big = BigInt(value);
    return toInt(operator === '-' ? -big : operator === '~' ? ~big : big);
  }
  if (value instanceof PyFloat && operator !== '~') return operator === '-' ? new PyFloat(-value.value) : value;
  const name = operator === '-' ? '__neg__' : operator === '+' ? '__pos__' : '__invert__';
  const own = yield* callSpecial(vm, value, name);
  return own ?? fail('TypeError', `bad operand type for unary ${operator}: '${classOf(value).name}'`);
}
