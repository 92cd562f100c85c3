import { keyText as textOf } from '../runtime/key-text';
import { decode } from '#io/streams';
import { currentVm } from '../runtime/current';
import { fail } from '../runtime/errors';
import { items } from '../runtime/iteration';
import { truth } from '../runtime/operators';
import { strOf } from '../runtime/repr';
import {
  PyBytes,
  PyClass,
  PyDict,
  PyFloat,
  PyInstance,
  PyList,
  PyNative,
  PyObject,
  PyProperty,
  PyRange,
  PySet,
  PySlice,
  PySuper,
  PyTuple,
  PyWrapped,
  toInt,
  types,
  type Run,
  type Value,
} from '../runtime/values';
import { bytesOf } from './bytes';
import { fillDict } from './containers';
import { int, native, str } from './define';
import { floatOf, intOf } from './number';

types.object.vars.set('__init_subclass__', new PyNative('__init_subclass__', () => null));
types.object.make = (cls) => new PyInstance(cls);
for (const cls of Object.values(types)) cls.make ??= undefined;
types.int.make = (_, args, kwargs) => (args.length === 0 ? 0 : intOf(args[0]!, args[1] ?? kwargs.get('base')));
types.float.make = (_, args) => (args.length === 0 ? new PyFloat(0) : floatOf(args[0]!));
types.bool.make = (_, args) => (args.length === 0 ? false : truth(currentVm(), args[0]!));
types.str.make = function* (_, args): Run<Value> {
  if (args.length > 1 && args[0] instanceof PyBytes) return decode(args[0].data);
  return args.length === 0 ? '' : yield* strOf(currentVm(), args[0]!);
};
types.bytes.make = function* (_, args): Run<Value> {
  return new PyBytes(yield* bytesOf(args));
};
types.bytearray.make = function* (_, args): Run<Value> {
  const made = new PyBytes(yield* bytesOf(args));
  made.cls = types.bytearray;
  return made;
};
const own = <T extends PyObject>(made: T, cls: PyClass, plain: PyClass): T => {
  if (cls !== plain) {
    (made as { cls: PyClass }).cls = cls;
    made.attrs = new Map();
  }
  return made;
};
types.list.make = function* (cls, args): Run<Value> {
  return own(
    new PyList(args.length === 0 || cls.find('__init__') ? [] : yield* items(currentVm(), args[0]!)),
    cls,
    types.list,
  );
};
types.tuple.make = function* (cls, args): Run<Value> {
  return own(new PyTuple(args.length === 0 ? [] : yield* items(currentVm(), args[0]!)), cls, types.tuple);
};
types.set.make = function* (cls, args): Run<Value> {
  return own(new PySet(args.length === 0 ? [] : yield* items(currentVm(), args[0]!)), cls, types.set);
};
types.frozenset.make = types.set.make;
types.frozenset.make = function* (cls, args): Run<Value> {
  const made = new PySet(args.length === 0 ? [] : yield* items(currentVm(), args[0]!));
  made.cls = cls;
  return made;
};
types.dict.make = function* (cls, args, kwargs): Run<Value> {
  const made = own(new PyDict(), cls, types.dict);
  if (cls.find('__init__') === undefined) yield* fillDict(made, args[0], kwargs);
  return made;
};
types.slice.make = (_, args) =>
  args.length === 1 ? new PySlice(null, args[0]!, null) : new PySlice(args[0]!, args[1]!, args[2] ?? null);
types.range.make = (_, args) => {
  for (const value of args) int(value);
  const [start, stop] = args.length === 1 ? [0, int(args[0])] : [int(args[0]), int(args[1])];
  const step = int(args[2], 1);
  if (step === 0) fail('ValueError', 'range() arg 3 must not be zero');
  return new PyRange(start, stop, step);
};
types.property.make = (_, args, kwargs) =>
  new PyProperty(args[0] ?? kwargs.get('fget') ?? null, args[1] ?? kwargs.get('fset') ?? null, args[2] ?? null);
types.staticmethod.make = (_, args) => new PyWrapped(types.staticmethod, args[0]!);
types.classmethod.make = (_, args) => new PyWrapped(types.classmethod, args[0]!);
types.super.make = (_, args) => new PySuper(args[0] as PyClass, args[1] ?? null);
types.type.make = (cls, args) => {
  const [name, bases, vars] = args;
  const made = new PyClass(str(name), bases instanceof PyTuple ? (bases.items as PyClass[]) : [], cls);
  if (vars instanceof PyDict) for (const e of vars.entries()) made.vars.set(textOf(e.key), e.value);
  made.module = '__main__';
  return made;
};
types.dict.vars.set(
  'fromkeys',
  new PyWrapped(
    types.staticmethod,
    native('fromkeys', function* (a): Run<Value> {
      const made = new PyDict();
      for (const key of yield* items(currentVm(), a[0]!)) made.set(key, a[1] ?? null);
      return made;
    }),
  ),
);
types.dict.vars.set(
  '__init__',
  new PyNative('__init__', function* ([self, from], kwargs): Run<Value> {
    if ((self as PyDict).cls !== types.dict) yield* fillDict(self as PyDict, from, kwargs);
    return null;
  }),
);
types.list.vars.set(
  '__init__',
  new PyNative('__init__', function* ([self, from]): Run<Value> {
    const list = self as PyList;
    if (from !== undefined) list.items.splice(0, list.items.length, ...(yield* items(currentVm(), from)));
    return null;
  }),
);
types.dict.make = (cls) => own(new PyDict(), cls, types.dict);
types.dict.vars.set(
  '__init__',
  new PyNative('__init__', function* ([self, from], kwargs): Run<Value> {
    yield* fillDict(self as PyDict, from, kwargs);
    return null;
  }),
);
types.list.make = (cls) => own(new PyList(), cls, types.list);
types.str.vars.set(
  'maketrans',
  new PyWrapped(
    types.staticmethod,
    native('maketrans', (a) => {
      const made = new PyDict();
      if (a[0] instanceof PyDict) {
        for (const e of a[0].entries()) made.set(typeof e.key === 'string' ? e.key.codePointAt(0)! : e.key, e.value);
        return made;
      }
      [...str(a[0])].forEach((ch, i) => made.set(ch.codePointAt(0)!, [...str(a[1])][i]?.codePointAt(0) ?? null));
      for (const ch of textOf(a[2] ?? '')) made.set(ch.codePointAt(0)!, null);
      return made;
    }),
  ),
);
types.bytes.vars.set(
  'fromhex',
  new PyWrapped(
    types.staticmethod,
    native(
      'fromhex',
      (a) => new PyBytes(Uint8Array.from(str(a[0]).match(/[\da-f]{2}/gi) ?? [], (h) => parseInt(h, 16))),
    ),
  ),
);
types.int.vars.set(
  'from_bytes',
  new PyWrapped(
    types.staticmethod,
    native('from_bytes', (a) => {
      const data = [...(a[0] as PyBytes).data];
      if (a[1] === 'little') data.reverse();
      return toInt(data.reduce((n, b) => n * 256n + BigInt(b), 0n));
    }),
  ),
);
