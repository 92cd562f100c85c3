import { keyText as textOf } from './key-text';
import { fail } from './errors';
import { callValue } from './call';
import {
  classOf,
  PyClass,
  PyFunction,
  PyGenerator,
  PyInstance,
  PyMethod,
  PyModule,
  PyNative,
  PyProperty,
  PySuper,
  PyTuple,
  PyWrapped,
  PyDict,
  types,
  type Run,
  type Value,
} from './values';
import type { Vm } from './vm';

/** An attribute's value, or undefined when there is none. */
export function* findAttribute(vm: Vm, object: Value, name: string): Run<Value | undefined> {
  if (object instanceof PyModule) {
    const value = object.vars.get(name);
    if (value !== undefined) return value;
    if (name === '__name__') return object.name;
    if (name === '__dict__') return dictOf(object.vars);
    return undefined;
  }
  if (object instanceof PyClass) return yield* classAttribute(vm, object, name);
  if (object instanceof PySuper) {
    const mro = object.self instanceof PyClass ? object.self.mro : classOf(object.self).mro;
    for (const cls of mro.slice(mro.indexOf(object.from) + 1)) {
      const value = cls.vars.get(name);
      if (value !== undefined) return yield* bind(vm, value, object.self, classOf(object.self));
    }
    const raw = rawMethod(classOf(object.self), name);
    if (raw) return new PyMethod(object.self, raw);
    return yield* special(vm, object.self, name);
  }
  const cls = classOf(object);
  const inClass = cls.find(name);
  if (inClass instanceof PyProperty) return yield* callValue(vm, inClass.getter, [object]);
  if (inClass instanceof PyInstance && inClass.cls.find('__get__') && inClass.cls.find('__set__'))
    return yield* callMethod(vm, inClass, '__get__', [object, cls]);
  if (typeof object === 'object' && object?.attrs) {
    const own = object.attrs.get(name);
    if (own !== undefined) return own;
  }
  if (inClass !== undefined) return yield* bind(vm, inClass, object, cls);
  const found = yield* special(vm, object, name);
  if (found !== undefined) return found;
  const fallback = cls.find('__getattr__');
  if (fallback !== undefined) return yield* callValue(vm, fallback, [object, name]);
  return undefined;
}

function* bind(vm: Vm, value: Value, self: Value, cls: PyClass): Run<Value> {
  if (value instanceof PyFunction || value instanceof PyNative) return new PyMethod(self, value);
  if (value instanceof PyWrapped)
    return value.cls === types.classmethod
      ? new PyMethod(self instanceof PyClass ? self : cls, value.value)
      : value.value;
  if (value instanceof PyProperty) return yield* callValue(vm, value.getter, [self]);
  if (value instanceof PyInstance && value.cls.find('__get__'))
    return yield* callMethod(vm, value, '__get__', [self, cls]);
  return value;
}

function* classAttribute(vm: Vm, cls: PyClass, name: string): Run<Value | undefined> {
  const value = cls.find(name);
  if (value !== undefined) {
    if (value instanceof PyWrapped)
      return value.cls === types.classmethod ? new PyMethod(cls, value.value) : value.value;
    if (value instanceof PyInstance && value.cls.find('__get__'))
      return yield* callMethod(vm, value, '__get__', [null, cls]);
    return value;
  }
  switch (name) {
    case '__name__':
      return cls.name;
    case '__qualname__':
      return cls.qualname;
    case '__module__':
      return cls.module;
    case '__mro__':
      return new PyTuple(cls.mro);
    case '__bases__':
      return new PyTuple(cls.bases);
    case '__dict__':
      return dictOf(cls.vars);
    case '__doc__':
      return null;
    case 'mro':
      return new PyNative('mro', () => new PyTuple(cls.mro));
  }
  const raw = rawMethod(cls, name);
  if (raw) return raw;
  const meta = cls.cls.find(name);
  if (meta !== undefined) return yield* bind(vm, meta, cls, cls.cls);
  if (name === '__class__') return cls.cls;
  if (name === '__init__' || name === '__new__') return new PyNative(name, () => null);
  return undefined;
}

const dictOf = (vars: ReadonlyMap<string, Value>): PyDict => {
  const dict = new PyDict();
  for (const [key, value] of vars) dict.set(key, value);
  return dict;
};

function* special(_vm: Vm, object: Value, name: string): Run<Value | undefined> {
  if (name === '__class__') return classOf(object);
  if (name === '__dict__' && typeof object === 'object' && object?.attrs) return dictOf(object.attrs);
  if (name === '__doc__') return object instanceof PyFunction ? (object.attrs?.get('__doc__') ?? null) : null;
  if (name === '__init__' || name === '__init_subclass__') return new PyNative(name, () => null);
  if (object instanceof PyFunction) {
    if (name === '__name__' || name === '__qualname__') return object.name;
    if (name === '__module__') return object.frame.globals.get('__name__') ?? '__main__';
    if (name === '__annotations__') return new PyDict();
    if (name === '__wrapped__') return undefined;
  }
  if (object instanceof PyNative && (name === '__name__' || name === '__qualname__')) return object.name;
  if (object instanceof PyMethod) {
    if (name === '__self__') return object.self;
    if (name === '__func__') return object.callee;
    return yield* findAttribute(_vm, object.callee, name);
  }
  if (object instanceof PyProperty) {
    if (name === 'setter')
      return new PyNative('setter', ([f]) => new PyProperty(object.getter, f ?? null, object.deleter));
    if (name === 'deleter')
      return new PyNative('deleter', ([f]) => new PyProperty(object.getter, object.setter, f ?? null));
    if (name === 'fget') return object.getter;
  }
  if (object instanceof PyGenerator && name === '__name__') return object.name;
  if (name === '__setattr__')
    return new PyNative(name, ([key, value]) => {
      setPlain(object, textOf(key), value ?? null);
      return null;
    });
  return undefined;
}

/** What `dict.__setitem__` and its like do, past a subclass's own methods. */
const RAW: Readonly<Record<string, (dict: PyDict, key: Value, value: Value) => Value>> = {
  __setitem__: (dict, key, value) => {
    dict.set(key, value);
    return null;
  },
  __getitem__: (dict, key) => {
    const value = dict.get(key);
    return value === undefined ? fail('KeyError', key) : value;
  },
  __contains__: (dict, key) => dict.has(key),
  __delitem__: (dict, key) => (dict.delete(key) ? null : fail('KeyError', key)),
  __len__: (dict) => dict.map.size,
};

function rawMethod(cls: PyClass, name: string): PyNative | undefined {
  const code = cls.is(types.dict) ? RAW[name] : undefined;
  return code && new PyNative(name, ([dict, key, value]) => code(dict as PyDict, key ?? null, value ?? null));
}

/** An attribute's value. Throws AttributeError. */
export function* getAttribute(vm: Vm, object: Value, name: string): Run<Value> {
  const value = yield* findAttribute(vm, object, name);
  if (value !== undefined) return value;
  if (object instanceof PyModule) {
    if (vm.modules.has(`${object.name}.${name}`)) return vm.modules.get(`${object.name}.${name}`)!;
    return fail('AttributeError', `module '${object.name}' has no attribute '${name}'`);
  }
  if (object instanceof PyClass)
    return fail('AttributeError', `type object '${object.name}' has no attribute '${name}'`);
  if (object instanceof PySuper) return fail('AttributeError', `'super' object has no attribute '${name}'`);
  return fail('AttributeError', `'${classOf(object).name}' object has no attribute '${name}'`);
}

function setPlain(object: Value, name: string, value: Value): void {
  if (object instanceof PyModule) object.vars.set(name, value);
  else if (object instanceof PyClass) {
    if (object.module === 'builtins' && types[object.name as keyof typeof types] === object)
      fail('TypeError', `cannot set '${name}' attribute of immutable type '${object.name}'`);
    object.vars.set(name, value);
  } else if (object instanceof PyFunction && name === '__name__') object.name = textOf(value);
  else if (object instanceof PyInstance || object instanceof PyFunction || userMade(object))
    (object.attrs ??= new Map()).set(name, value);
  else fail('AttributeError', `'${classOf(object).name}' object has no attribute '${name}'`);
}

/** A built-in container whose class the program has derived. */
const userMade = (object: Value): object is Exclude<Value, null | boolean | number | bigint | string> =>
  typeof object === 'object' && object !== null && object.cls.module !== 'builtins';

export function* setAttribute(vm: Vm, object: Value, name: string, value: Value): Run<void> {
  if (typeof object === 'object' && object && !(object instanceof PyClass) && !(object instanceof PyModule)) {
    const cls = classOf(object);
    const inClass = cls.find(name);
    if (inClass instanceof PyProperty) {
      if (inClass.setter === null) fail('AttributeError', `property '${name}' of '${cls.name}' object has no setter`);
      yield* callValue(vm, inClass.setter, [object, value]);
      return;
    }
    if (inClass instanceof PyInstance && inClass.cls.find('__set__')) {
      yield* callMethod(vm, inClass, '__set__', [object, value]);
      return;
    }
    const own = cls.find('__setattr__');
    if (own !== undefined) {
      yield* callValue(vm, own, [object, name, value]);
      return;
    }
  }
  setPlain(object, name, value);
}

export function* deleteAttribute(vm: Vm, object: Value, name: string): Run<void> {
  const own = classOf(object).find('__delattr__');
  if (own !== undefined) {
    yield* callValue(vm, own, [object, name]);
    return;
  }
  const vars =
    object instanceof PyModule || object instanceof PyClass
      ? object.vars
      : typeof object === 'object'
        ? object?.attrs
        : undefined;
  if (!vars?.delete(name)) fail('AttributeError', `'${classOf(object).name}' object has no attribute '${name}'`);
}

/** Calls a method that must exist. */
export function* callMethod(vm: Vm, object: Value, name: string, args: Value[] = []): Run<Value> {
  return yield* callValue(vm, yield* getAttribute(vm, object, name), args);
}

/** Calls a special method of the value's class; undefined when the class has none. */
export function* callSpecial(vm: Vm, object: Value, name: string, args: Value[] = []): Run<Value | undefined> {
  if (typeof object !== 'object' || object === null) return undefined;
  const method = object instanceof PyClass ? object.cls.find(name) : object.cls.find(name);
  if (method === undefined || method === null) return undefined;
  return yield* callValue(vm, method, [object, ...args]);
}
