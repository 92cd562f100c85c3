import { callSpecial } from './attributes';
import { callValue, resume } from './call';
import { errorClass, fail, PyError } from './errors';
import { checkSize } from './operators';
import {
  classOf,
  hashOf,
  isInt,
  isRun,
  PyBytes,
  PyClass,
  PyDict,
  PyGenerator,
  PyIterator,
  PyList,
  PyRange,
  PySet,
  PySlice,
  PyTuple,
  type Run,
  type Value,
} from './values';
import type { Vm } from './vm';

/** An iterator over the values of a JavaScript list that may grow meanwhile. */
export function over(list: { readonly length: number; readonly [i: number]: Value }): PyIterator {
  let i = 0;
  return new PyIterator(() => (i < list.length ? list[i++] : undefined));
}

/** iter(value). Throws TypeError. */
export function* iterate(vm: Vm, value: Value): Run<Value> {
  if (value instanceof PyGenerator || value instanceof PyIterator) return value;
  const own = yield* callSpecial(vm, value, '__iter__');
  if (own !== undefined) return own;
  if (value instanceof PyList || value instanceof PyTuple) return over(value.items);
  if (typeof value === 'string') return over([...value]);
  if (value instanceof PyDict) return over(value.entries().map((entry) => entry.key));
  if (value instanceof PySet) return over([...value.map.values()]);
  if (value instanceof PyBytes) return over([...value.data]);
  if (value instanceof PyRange) {
    let i = 0;
    return new PyIterator(() => (i < value.length ? value.start + value.step * i++ : undefined));
  }
  if (classOf(value).find('__getitem__') !== undefined) {
    let i = 0;
    return new PyIterator(function* (): Run<Value | undefined> {
      try {
        return yield* callSpecial(vm, value, '__getitem__', [i++]);
      } catch (error) {
        if (error instanceof PyError && error.value.cls.is(errorClass('IndexError'))) return undefined;
        throw error;
      }
    });
  }
  return fail('TypeError', `'${classOf(value).name}' object is not iterable`);
}

/** next(iterator), or undefined at its end. */
export function* nextOf(vm: Vm, iterator: Value): Run<Value | undefined> {
  if (iterator instanceof PyIterator) {
    const answer = iterator.next();
    return isRun(answer) ? yield* answer : answer;
  }
  try {
    if (iterator instanceof PyGenerator) return yield* resume(iterator, null);
    const method = classOf(iterator).find('__next__');
    if (method === undefined) fail('TypeError', `'${classOf(iterator).name}' object is not an iterator`);
    return yield* callValue(vm, method, [iterator]);
  } catch (error) {
    if (error instanceof PyError && error.value.cls.is(errorClass('StopIteration'))) return undefined;
    throw error;
  }
}

/** All values of an iterable. */
export function* items(vm: Vm, value: Value): Run<Value[]> {
  if ((value instanceof PyList || value instanceof PyTuple) && !value.cls.find('__iter__')) return [...value.items];
  const iterator = yield* iterate(vm, value);
  const out: Value[] = [];
  for (;;) {
    const item = yield* nextOf(vm, iterator);
    if (item === undefined) return out;
    out.push(item);
    if (out.length % 1000 === 0) {
      checkSize(out.length);
      vm.left -= 500;
      if (vm.left <= 0) yield* vm.tick();
    }
  }
}

/** Which indices a slice takes of a sequence this long. */
export function sliceRange(slice: PySlice, length: number): number[] {
  const part = (value: Value): number | undefined => {
    if (value === null) return undefined;
    if (!isInt(value)) return fail('TypeError', 'slice indices must be integers or None or have an __index__ method');
    return Number(value);
  };
  const step = part(slice.step) ?? 1;
  if (step === 0) fail('ValueError', 'slice step cannot be zero');
  const low = step > 0 ? 0 : -1;
  const high = step > 0 ? length : length - 1;
  const at = (value: number | undefined, fallback: number): number =>
    value === undefined ? fallback : Math.min(high, Math.max(low, value < 0 ? value + length : value));
  const start = at(part(slice.lower), step > 0 ? 0 : length - 1);
  const stop = at(part(slice.upper), step > 0 ? length : -1);
  const out: number[] = [];
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) out.push(i);
  return out;
}

function position(index: Value, length: number, what: string, verb = ''): number {
  if (!isInt(index)) {
    return fail('TypeError', `${what} indices must be integers or slices, not ${classOf(index).name}`);
  }
  const at = Number(index) < 0 ? Number(index) + length : Number(index);
  if (at < 0 || at >= length) fail('IndexError', `${what} ${verb}index out of range`);
  return at;
}

/** `object[index]`. */
export function* getItem(vm: Vm, object: Value, index: Value): Run<Value> {
  const own = yield* callSpecial(vm, object, '__getitem__', [index]);
  if (own !== undefined) return own;
  if (object instanceof PyDict) {
    const value = object.get(index);
    if (value !== undefined) return value;
    const missing = yield* callSpecial(vm, object, '__missing__', [index]);
    return missing === undefined ? fail('KeyError', index) : missing;
  }
  if (object instanceof PyList || object instanceof PyTuple) {
    const name = object instanceof PyList ? 'list' : 'tuple';
    if (index instanceof PySlice) {
      const picked = sliceRange(index, object.items.length).map((i) => object.items[i]!);
      return object instanceof PyList ? new PyList(picked) : new PyTuple(picked);
    }
    return object.items[position(index, object.items.length, name)]!;
  }
  if (typeof object === 'string') {
    if (index instanceof PySlice) {
      const range = sliceRange(index, object.length);
      if (index.step === null) return range.length > 0 ? object.slice(range[0], range[0]! + range.length) : '';
      return range.map((i) => object[i]).join('');
    }
    if (!isInt(index)) fail('TypeError', `string indices must be integers, not '${classOf(index).name}'`);
    return object[position(index, object.length, 'string')]!;
  }
  if (object instanceof PyBytes) {
    if (index instanceof PySlice)
      return new PyBytes(Uint8Array.from(sliceRange(index, object.data.length), (i) => object.data[i]!));
    return object.data[position(index, object.data.length, 'index')]!;
  }
  if (object instanceof PyRange) {
    if (index instanceof PySlice)
      return new PyList(sliceRange(index, object.length).map((i) => object.start + i * object.step));
    return object.start + position(index, object.length, 'range object') * object.step;
  }
  if (object instanceof PyClass) {
    const method = object.find('__class_getitem__');
    if (method !== undefined) return yield* callValue(vm, method, [object, index]);
    const meta = object.cls.find('__getitem__');
    if (meta !== undefined) return yield* callValue(vm, meta, [object, index]);
    return object;
  }
  return fail('TypeError', `'${classOf(object).name}' object is not subscriptable`);
}

/** `object[index] = value`. */
export function* setItem(vm: Vm, object: Value, index: Value, value: Value): Run<void> {
  if ((yield* callSpecial(vm, object, '__setitem__', [index, value])) !== undefined) return;
  if (object instanceof PyDict) object.set(index, value);
  else if (object instanceof PyList) {
    if (index instanceof PySlice) {
      const range = sliceRange(index, object.items.length);
      const values = yield* items(vm, value);
      if (index.step === null || index.step === 1) {
        const start = range[0] ?? sliceStart(index, object.items.length);
        object.items.splice(start, range.length, ...values);
      } else range.forEach((at, i) => (object.items[at] = values[i] ?? null));
    } else object.items[position(index, object.items.length, 'list', 'assignment ')] = value;
  } else if (object instanceof PyBytes && object.cls.name === 'bytearray')
    object.data[position(index, object.data.length, 'bytearray')] = Number(value);
  else fail('TypeError', `'${classOf(object).name}' object does not support item assignment`);
}

const sliceStart = (slice: PySlice, length: number): number => {
  const at = slice.lower === null ? 0 : Number(slice.lower);
  return Math.min(length, Math.max(0, at < 0 ? at + length : at));
};

/** `del object[index]`. */
export function* deleteItem(vm: Vm, object: Value, index: Value): Run<void> {
  if ((yield* callSpecial(vm, object, '__delitem__', [index])) !== undefined) return;
  if (object instanceof PyDict) {
    if (!object.map.delete(hashOf(index))) fail('KeyError', index);
  } else if (object instanceof PyList) {
    if (index instanceof PySlice) {
      const gone = new Set(sliceRange(index, object.items.length));
      const rest = object.items.filter((_, i) => !gone.has(i));
      object.items.splice(0, object.items.length, ...rest);
    } else object.items.splice(position(index, object.items.length, 'list', 'assignment '), 1);
  } else fail('TypeError', `'${classOf(object).name}' object doesn't support item deletion`);
}
