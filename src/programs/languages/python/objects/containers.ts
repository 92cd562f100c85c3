import { callValue } from '../runtime/call';
import { currentVm } from '../runtime/current';
import { fail } from '../runtime/errors';
import { getItem, items, nextOf, over } from '../runtime/iteration';
import { compare, equal } from '../runtime/comparison';
import {
  classOf,
  hashOf,
  PyDict,
  PyIterator,
  PyList,
  PySet,
  PyTuple,
  types,
  type Kwargs,
  type Run,
  type Value,
} from '../runtime/values';
import { int, methods } from './define';

const list = (args: readonly Value[]): Value[] => (args[0] as PyList).items;

/** Sorts as Python does: stable, by key, by `<` alone. */
export function* sorted(values: readonly Value[], kwargs: Kwargs): Run<Value[]> {
  const vm = currentVm();
  const key = kwargs.get('key') ?? null;
  const pairs: { key: Value; value: Value }[] = [];
  for (const value of values) pairs.push({ key: key === null ? value : yield* callValue(vm, key, [value]), value });
  const merge = function* (part: typeof pairs): Run<typeof pairs> {
    if (part.length < 2) return part;
    const half = part.length >> 1;
    const left = yield* merge(part.slice(0, half));
    const right = yield* merge(part.slice(half));
    const out: typeof pairs = [];
    let i = 0;
    let j = 0;
    const reverse = kwargs.get('reverse') === true;
    while (i < left.length && j < right.length) {
      if (--vm.left <= 0) yield* vm.tick();
      const swap = reverse
        ? yield* compare(vm, '<', left[i]!.key, right[j]!.key)
        : yield* compare(vm, '<', right[j]!.key, left[i]!.key);
      out.push(swap === true ? right[j++]! : left[i++]!);
    }
    return [...out, ...left.slice(i), ...right.slice(j)];
  };
  return (yield* merge(pairs)).map((pair) => pair.value);
}

function* indexOf(values: readonly Value[], value: Value, from = 0): Run<number> {
  for (let i = from; i < values.length; i++) if (yield* equal(currentVm(), values[i]!, value)) return i;
  return -1;
}

const search = {
  index: function* (a: Value[]): Run<Value> {
    const at = yield* indexOf(list(a), a[1]!, int(a[2], 0));
    if (at >= 0) return at;
    return fail(
      'ValueError',
      a[0] instanceof PyTuple ? 'tuple.index(x): x not in tuple' : `list.index(x): x not in list`,
    );
  },
  count: function* (a: Value[]): Run<Value> {
    let n = 0;
    for (const value of list(a)) if (yield* equal(currentVm(), value, a[1]!)) n++;
    return n;
  },
};

methods(types.tuple, search);
methods(types.list, {
  ...search,
  append: (a) => void list(a).push(a[1] ?? null),
  extend: function* (a): Run<Value> {
    for (const value of yield* items(currentVm(), a[1]!)) list(a).push(value);
    return null;
  },
  insert: (a) => {
    const at = int(a[1]);
    list(a).splice(at < 0 ? Math.max(0, list(a).length + at) : at, 0, a[2] ?? null);
  },
  pop: (a) => {
    const values = list(a);
    if (values.length === 0) fail('IndexError', 'pop from empty list');
    const at = int(a[1], -1);
    const index = at < 0 ? at + values.length : at;
    if (index < 0 || index >= values.length) fail('IndexError', 'pop index out of range');
    return values.splice(index, 1)[0]!;
  },
  remove: function* (a): Run<Value> {
    const at = yield* indexOf(list(a), a[1]!);
    if (at < 0) fail('ValueError', 'list.remove(x): x not in list');
    list(a).splice(at, 1);
    return null;
  },
  clear: (a) => void list(a).splice(0),
  copy: (a) => new PyList([...list(a)]),
  reverse: (a) => void list(a).reverse(),
  sort: function* (a, k): Run<Value> {
    const done = yield* sorted(list(a), k);
    list(a).splice(0, list(a).length, ...done);
    return null;
  },
});

const dict = (args: readonly Value[]): PyDict => args[0] as PyDict;

/** What dict(...) and update(...) take: a mapping or pairs, and keywords. */
export function* fillDict(into: PyDict, from: Value | undefined, kwargs: Kwargs): Run<void> {
  const vm = currentVm();
  if (from instanceof PyDict) for (const { key, value } of from.entries()) into.set(key, value);
  else if (from !== undefined && from !== null) {
    const keys = classOf(from).find('keys');
    if (keys !== undefined) {
      for (const key of yield* items(vm, yield* callValue(vm, keys, [from])))
        into.set(key, yield* getItem(vm, from, key));
    } else {
      for (const pair of yield* items(vm, from)) {
        const [key, value, extra] = yield* items(vm, pair);
        if (value === undefined || extra !== undefined)
          fail('ValueError', 'dictionary update sequence element #0 has length 1; 2 is required');
        into.set(key!, value);
      }
    }
  }
  for (const [key, value] of kwargs) into.set(key, value);
}

methods(types.dict, {
  get: (a) => {
    const value = dict(a).get(a[1]!);
    return value === undefined ? a[2] : value;
  },
  keys: (a) =>
    new PyList(
      dict(a)
        .entries()
        .map((e) => e.key),
    ),
  values: (a) =>
    new PyList(
      dict(a)
        .entries()
        .map((e) => e.value),
    ),
  items: (a) =>
    new PyList(
      dict(a)
        .entries()
        .map((e) => new PyTuple([e.key, e.value])),
    ),
  pop: (a) => {
    const value = dict(a).get(a[1]!);
    if (value === undefined) return a.length > 2 ? a[2] : fail('KeyError', a[1]!);
    dict(a).delete(a[1]!);
    return value;
  },
  popitem: (a) => {
    const last = dict(a).entries().at(-1);
    if (!last) return fail('KeyError', 'popitem(): dictionary is empty');
    dict(a).delete(last.key);
    return new PyTuple([last.key, last.value]);
  },
  setdefault: (a) => {
    const value = dict(a).get(a[1]!);
    if (value !== undefined) return value;
    dict(a).set(a[1]!, a[2] ?? null);
    return a[2];
  },
  update: function* (a, k): Run<Value> {
    yield* fillDict(dict(a), a[1], k);
    return null;
  },
  clear: (a) => {
    dict(a).map.clear();
  },
  copy: (a) => {
    const out = new PyDict();
    out.cls = dict(a).cls;
    if (dict(a).attrs) out.attrs = new Map(dict(a).attrs);
    for (const { key, value } of dict(a).entries()) out.set(key, value);
    return out;
  },
  move_to_end: (a) => {
    const entry = dict(a).map.get(hashOf(a[1]!));
    if (entry) {
      dict(a).map.delete(hashOf(a[1]!));
      dict(a).map.set(hashOf(a[1]!), entry);
    }
  },
});

const set = (args: readonly Value[]): PySet => args[0] as PySet;
const combine = (keep: (a: PySet, b: PySet) => Value[]) =>
  function* (a: Value[]): Run<Value> {
    let out = set(a);
    for (const other of a.slice(1)) out = new PySet(keep(out, new PySet(yield* items(currentVm(), other))));
    return a.length === 1 ? new PySet(out.map.values()) : out;
  };
const shared = {
  union: combine((a, b) => [...a.map.values(), ...b.map.values()]),
  intersection: combine((a, b) => [...a.map.values()].filter((v) => b.has(v))),
  difference: combine((a, b) => [...a.map.values()].filter((v) => !b.has(v))),
  symmetric_difference: combine((a, b) => [
    ...[...a.map.values()].filter((v) => !b.has(v)),
    ...[...b.map.values()].filter((v) => !a.has(v)),
  ]),
  issubset: function* (a: Value[]): Run<Value> {
    const other = new PySet(yield* items(currentVm(), a[1]!));
    return [...set(a).map.keys()].every((hash) => other.map.has(hash));
  },
  issuperset: function* (a: Value[]): Run<Value> {
    return (yield* items(currentVm(), a[1]!)).every((v) => set(a).has(v));
  },
  isdisjoint: function* (a: Value[]): Run<Value> {
    return !(yield* items(currentVm(), a[1]!)).some((v) => set(a).has(v));
  },
  copy: (a: Value[]) => new PySet(set(a).map.values()),
};
methods(types.frozenset, shared);
methods(types.set, {
  ...shared,
  add: (a) => {
    set(a).add(a[1] ?? null);
  },
  discard: (a) => void set(a).map.delete(hashOf(a[1]!)),
  remove: (a) => {
    if (!set(a).map.delete(hashOf(a[1]!))) fail('KeyError', a[1]!);
  },
  pop: (a) => {
    const first = set(a).map.entries().next();
    if (first.done) return fail('KeyError', 'pop from an empty set');
    set(a).map.delete(first.value[0]);
    return first.value[1];
  },
  clear: (a) => {
    set(a).map.clear();
  },
  update: function* (a): Run<Value> {
    for (const other of a.slice(1)) for (const v of yield* items(currentVm(), other)) set(a).add(v);
    return null;
  },
});

methods(types.iterator, {
  __iter__: (a) => a[0],
  __next__: function* (a): Run<Value> {
    const value = yield* nextOf(currentVm(), a[0]!);
    return value === undefined ? fail('StopIteration') : value;
  },
});

/** reversed(x) of a list. */
export const reversedOf = (values: readonly Value[]): PyIterator => over([...values].reverse());
