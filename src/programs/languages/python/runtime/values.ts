import type { Expression, Parameter, Scope, Statement } from '../syntax/ast';
import type { Frame } from './frame';

/** What a running piece of Python asks of the world outside: to wait for something, or to hand a value to `next()`. */
export type Request = { readonly start: () => Promise<unknown> } | { readonly yielded: Value };

/** A computation that may have to wait for the world; whoever drives it answers its requests. */
export type Run<T> = Generator<Request, T, unknown>;

/**
 * A Python value. None, bool and str are JavaScript's own; an int is a number while it is safe and a bigint beyond; a
 * float is always a PyFloat, so that the two never mix.
 */
export type Value = null | boolean | number | bigint | string | PyObject;

export type Kwargs = ReadonlyMap<string, Value>;

/** Everything that is no JavaScript primitive. */
export abstract class PyObject {
  abstract cls: PyClass;
  attrs: Map<string, Value> | undefined;
}

export type NativeCode = (args: Value[], kwargs: Kwargs) => Value | Run<Value>;

export class PyClass extends PyObject {
  cls: PyClass;
  readonly mro: readonly PyClass[];
  readonly vars = new Map<string, Value>();
  module = 'builtins';
  qualname: string;
  /** How a built-in type makes a value: gets the class that was called and the arguments. */
  make: ((cls: PyClass, args: Value[], kwargs: Kwargs) => Value | Run<Value>) | undefined;

  constructor(
    readonly name: string,
    readonly bases: readonly PyClass[],
    meta?: PyClass,
  ) {
    super();
    // The first two classes are made before there is a `type`; they get theirs below.
    this.cls =
      meta ??
      (bases.length === 0 || name === 'type' ? this : (bases.find((base) => base.cls !== typeClass)?.cls ?? typeClass));
    this.qualname = name;
    this.mro = [this, ...linearize(bases)];
    this.make = this.mro.find((base) => base.make)?.make;
  }

  find(name: string): Value | undefined {
    for (const cls of this.mro) {
      const value = cls.vars.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  is(other: PyClass): boolean {
    return this.mro.includes(other);
  }
}

/** Bases before their own bases, each once, the last place counting: C3 for the hierarchies people write. */
function linearize(bases: readonly PyClass[]): PyClass[] {
  const lists = [...bases.map((base) => [...base.mro]), [...bases]];
  const out: PyClass[] = [];
  for (;;) {
    const rest = lists.filter((list) => list.length > 0);
    if (rest.length === 0) return out;
    const head =
      rest.map((list) => list[0]!).find((cls) => !rest.some((list) => list.indexOf(cls) > 0)) ?? rest[0]![0]!;
    out.push(head);
    for (const list of lists) {
      const at = list.indexOf(head);
      if (at >= 0) list.splice(at, 1);
    }
  }
}

export const objectClass: PyClass = new PyClass('object', []);
export const typeClass: PyClass = new PyClass('type', [objectClass]);
objectClass.cls = typeClass;
typeClass.cls = typeClass;

const builtin = (name: string, base: PyClass = objectClass): PyClass => new PyClass(name, [base], typeClass);

/** The built-in types by name. */
export const types = {
  object: objectClass,
  type: typeClass,
  NoneType: builtin('NoneType'),
  int: builtin('int'),
  bool: undefined as unknown as PyClass,
  float: builtin('float'),
  str: builtin('str'),
  bytes: builtin('bytes'),
  bytearray: builtin('bytearray'),
  list: builtin('list'),
  tuple: builtin('tuple'),
  dict: builtin('dict'),
  set: builtin('set'),
  frozenset: builtin('frozenset'),
  slice: builtin('slice'),
  range: builtin('range'),
  function: builtin('function'),
  native: builtin('builtin_function_or_method'),
  method: builtin('method'),
  module: builtin('module'),
  generator: builtin('generator'),
  coroutine: builtin('coroutine'),
  iterator: builtin('iterator'),
  property: builtin('property'),
  staticmethod: builtin('staticmethod'),
  classmethod: builtin('classmethod'),
  super: builtin('super'),
  ellipsis: builtin('ellipsis'),
};
types.bool = builtin('bool', types.int);

export class PyFloat extends PyObject {
  cls = types.float;
  constructor(readonly value: number) {
    super();
  }
}

export class PyBytes extends PyObject {
  cls: PyClass = types.bytes;
  constructor(public data: Uint8Array) {
    super();
  }
}

export class PyList extends PyObject {
  cls: PyClass = types.list;
  constructor(readonly items: Value[] = []) {
    super();
  }
}

export class PyTuple extends PyObject {
  cls: PyClass = types.tuple;
  constructor(readonly items: readonly Value[]) {
    super();
  }
}

export class PyDict extends PyObject {
  cls: PyClass = types.dict;
  readonly map = new Map<unknown, { key: Value; value: Value }>();

  get(key: Value): Value | undefined {
    return this.map.get(hashOf(key))?.value;
  }

  set(key: Value, value: Value): void {
    const hash = hashOf(key);
    const entry = this.map.get(hash);
    if (entry) entry.value = value;
    else this.map.set(hash, { key, value });
  }

  has(key: Value): boolean {
    return this.map.has(hashOf(key));
  }

  delete(key: Value): boolean {
    return this.map.delete(hashOf(key));
  }

  entries(): { key: Value; value: Value }[] {
    return [...this.map.values()];
  }
}

export class PySet extends PyObject {
  cls: PyClass = types.set;
  readonly map = new Map<unknown, Value>();

  constructor(items: Iterable<Value> = []) {
    super();
    for (const item of items) this.add(item);
  }

  add(item: Value): void {
    const hash = hashOf(item);
    if (!this.map.has(hash)) this.map.set(hash, item);
  }

  has(item: Value): boolean {
    return this.map.has(hashOf(item));
  }
}

/** Thrown by `hashOf`; the interpreter turns it into TypeError. */
export class Unhashable extends Error {
  constructor(readonly type: string) {
    super(`unhashable type: '${type}'`);
  }
}

/** A key for JavaScript's Map that is equal when Python's values are. */
export function hashOf(value: Value): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof PyFloat) return Number.isNaN(value.value) ? value : value.value;
  if (value instanceof PyTuple) return `\0(${value.items.map(part).join(',')})`;
  if (value instanceof PyBytes && value.cls === types.bytes) return `\0b${value.data.join()}`;
  if (value instanceof PySet && value.cls.is(types.frozenset))
    return `\0{${[...value.map.keys()].map(String).sort().join()}}`;
  if (value instanceof PyList || value instanceof PyDict || value instanceof PySet || value instanceof PyBytes)
    throw new Unhashable(value.cls.name);
  const hash = value instanceof PyInstance ? value.hash : undefined;
  return hash ?? value;
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;
/** A number of an object's own, for id(). */
export function identityOf(value: object): number {
  let id = identities.get(value);
  if (id === undefined) identities.set(value, (id = ++lastIdentity));
  return id;
}

const part = (value: Value): string => {
  const hash = hashOf(value);
  if (typeof hash === 'object' && hash !== null) return `#${String(identityOf(hash))}`;
  return typeof hash === 'string' ? JSON.stringify(hash) : String(hash);
};

export class PySlice extends PyObject {
  cls = types.slice;
  constructor(
    readonly lower: Value,
    readonly upper: Value,
    readonly step: Value,
  ) {
    super();
  }
}

export class PyRange extends PyObject {
  cls = types.range;
  readonly length: number;
  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    super();
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }
}

export class PyFunction extends PyObject {
  cls = types.function;
  constructor(
    public name: string,
    readonly parameters: readonly Parameter[],
    readonly defaults: ReadonlyMap<string, Value>,
    readonly body: readonly Statement[] | Expression,
    readonly scope: Scope,
    readonly frame: Frame,
    readonly isAsync: boolean,
  ) {
    super();
  }
}

export class PyNative extends PyObject {
  cls = types.native;
  constructor(
    readonly name: string,
    readonly code: NativeCode,
  ) {
    super();
  }
}

export class PyMethod extends PyObject {
  cls = types.method;
  constructor(
    readonly self: Value,
    readonly callee: Value,
  ) {
    super();
  }
}

export class PyInstance extends PyObject {
  override attrs = new Map<string, Value>();
  /** What a class with its own `__hash__` answered when the object was made a key. */
  hash: unknown;
  /** What native code keeps with the object. */
  native: unknown;

  constructor(public cls: PyClass) {
    super();
  }
}

export class PyModule extends PyObject {
  cls = types.module;
  constructor(
    readonly name: string,
    readonly vars: Map<string, Value>,
  ) {
    super();
  }
}

/** An iterator made by native code: answers undefined at its end. */
export class PyIterator extends PyObject {
  cls: PyClass = types.iterator;
  constructor(readonly next: () => Value | undefined | Run<Value | undefined>) {
    super();
  }
}

export class PyGenerator extends PyObject {
  cls: PyClass;
  state: 'new' | 'waiting' | 'running' | 'done' = 'new';
  constructor(
    readonly name: string,
    readonly run: Run<Value>,
    readonly coroutine: boolean,
  ) {
    super();
    this.cls = coroutine ? types.coroutine : types.generator;
  }
}

export class PyWrapped extends PyObject {
  constructor(
    readonly cls: PyClass,
    readonly value: Value,
  ) {
    super();
  }
}

export class PyProperty extends PyObject {
  cls = types.property;
  constructor(
    readonly getter: Value,
    readonly setter: Value,
    readonly deleter: Value,
  ) {
    super();
  }
}

export class PySuper extends PyObject {
  cls = types.super;
  constructor(
    readonly from: PyClass,
    readonly self: Value,
  ) {
    super();
  }
}

class PyEllipsis extends PyObject {
  cls = types.ellipsis;
}
export const ELLIPSIS = new PyEllipsis();
export const NOT_IMPLEMENTED = new PyInstance(builtin('NotImplementedType'));

/** A value's type. */
export function classOf(value: Value): PyClass {
  if (value === null) return types.NoneType;
  switch (typeof value) {
    case 'boolean':
      return types.bool;
    case 'number':
    case 'bigint':
      return types.int;
    case 'string':
      return types.str;
    default:
      return value.cls;
  }
}

/** Whether what native code answered is a computation to go on with. */
export const isRun = <T>(answer: T | Run<T>): answer is Run<T> =>
  typeof answer === 'object' && answer !== null && !(answer instanceof PyObject);

export const isInt = (value: Value): value is number | bigint | boolean =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';

/** An int in its normal form. */
export const toInt = (big: bigint): number | bigint =>
  big <= 9007199254740991n && big >= -9007199254740991n ? Number(big) : big;

/** Waits for a promise of the world. */
export function* wait<T>(start: () => Promise<T>): Run<T> {
  return (yield { start }) as T;
}
