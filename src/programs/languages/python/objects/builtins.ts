import { keyText as textOf } from '../runtime/key-text';
import './constructors';
import { decode } from '#io/streams';
import { builtins } from '../runtime/builtin-scope';
import { callSpecial, deleteAttribute, findAttribute, getAttribute, setAttribute } from '../runtime/attributes';
import { callValue } from '../runtime/call';
import { currentVm } from '../runtime/current';
import { exceptions, fail, pyError } from '../runtime/errors';
import { evaluate } from '../runtime/evaluate';
import { execute } from '../runtime/execute';
import { fixed, formatValue } from '../runtime/format';
import { Frame } from '../runtime/frame';
import { items, iterate, nextOf } from '../runtime/iteration';
import { compare } from '../runtime/comparison';
import { binary, truth } from '../runtime/operators';
import { reprOf, strOf } from '../runtime/repr';
import { parseExpression, parseModule } from '../syntax/parser';
import {
  classOf,
  ELLIPSIS,
  hashOf,
  identityOf,
  isInt,
  NOT_IMPLEMENTED,
  PyBytes,
  PyClass,
  PyDict,
  PyFloat,
  PyFunction,
  PyGenerator,
  PyIterator,
  PyList,
  PyMethod,
  PyModule,
  PyNative,
  PyRange,
  PySet,
  PyTuple,
  toInt,
  types,
  wait,
  type Run,
  type Value,
} from '../runtime/values';
import { reversedOf, sorted } from './containers';
import { int, methods, native, str, type Native } from './define';
import { openFile } from './file';

const define = (name: string, code: Native): void => void builtins.set(name, native(name, code));

for (const [name, cls] of exceptions) builtins.set(name, cls);
builtins.set('IOError', exceptions.get('OSError')!);
builtins.set('EnvironmentError', exceptions.get('OSError')!);
for (const name of 'object type int bool float str bytes bytearray list tuple dict set frozenset slice range property staticmethod classmethod super'.split(
  ' ',
))
  builtins.set(name, types[name as keyof typeof types]);
builtins.set('NotImplemented', NOT_IMPLEMENTED);
builtins.set('Ellipsis', ELLIPSIS);
builtins.set('__debug__', true);

define('print', function* (args, kwargs): Run<Value> {
  const vm = currentVm();
  const parts: string[] = [];
  for (const arg of args) parts.push(yield* strOf(vm, arg));
  const sep = kwargs.get('sep') ?? ' ';
  const end = kwargs.get('end') ?? '\n';
  const text = parts.join(str(sep)) + str(end);
  const file = kwargs.get('file') ?? vm.stdout ?? null;
  if (file === null) {
    yield* vm.write(text);
    if (kwargs.get('flush') === true) yield* vm.flush();
  } else {
    yield* callValue(vm, yield* getAttribute(vm, file, 'write'), [text]);
    if (kwargs.get('flush') === true) yield* callValue(vm, yield* getAttribute(vm, file, 'flush'), []);
  }
  return null;
});
const inputRest = new WeakMap<object, string>();
define('input', function* (args): Run<Value> {
  const vm = currentVm();
  if (args.length > 0) yield* vm.write(yield* strOf(vm, args[0]!));
  yield* vm.flush();
  let text = inputRest.get(vm) ?? '';
  while (!text.includes('\n')) {
    const chunk = yield* wait(() => vm.process.stdin.read());
    if (!chunk) break;
    text += decode(chunk);
  }
  if (text === '') fail('EOFError', 'EOF when reading a line');
  const at = text.indexOf('\n');
  inputRest.set(vm, at < 0 ? '' : text.slice(at + 1));
  return at < 0 ? text : text.slice(0, at);
});
define('len', function* (args): Run<Value> {
  const value = args[0]!;
  const made = yield* callSpecial(currentVm(), value, '__len__');
  if (made !== undefined) return made;
  if (typeof value === 'string') return value.length;
  if (value instanceof PyList || value instanceof PyTuple) return value.items.length;
  if (value instanceof PyDict || value instanceof PySet) return value.map.size;
  if (value instanceof PyRange) return value.length;
  return fail('TypeError', `object of type '${classOf(value).name}' has no len()`);
});
define('repr', (a) => reprOf(currentVm(), a[0]!));
define('ascii', (a) => reprOf(currentVm(), a[0]!));
define('format', (a) => formatValue(currentVm(), a[0]!, textOf(a[1] ?? '')));
define('id', (a) => (typeof a[0] === 'object' && a[0] ? 0x7f3c5a200000 + identityOf(a[0]) * 64 : 0x955e20));
define('hash', function* (a): Run<Value> {
  const made = yield* callSpecial(currentVm(), a[0]!, '__hash__');
  if (made !== undefined) return made;
  const hash = hashOf(a[0]!);
  if (typeof hash === 'number' || typeof hash === 'bigint') return hash;
  if (typeof hash === 'object' && hash !== null) return identityOf(hash);
  let n = 5381;
  for (const ch of String(hash)) n = (n * 33 + ch.charCodeAt(0)) % 2147483647;
  return n;
});
define('iter', (a) => iterate(currentVm(), a[0]!));
define('next', function* (a): Run<Value> {
  const value = yield* nextOf(currentVm(), a[0]!);
  return value === undefined ? (a.length > 1 ? a[1]! : fail('StopIteration')) : value;
});
define('abs', function* (a): Run<Value> {
  const value = a[0]!;
  if (value instanceof PyFloat) return new PyFloat(Math.abs(value.value));
  if (isInt(value)) return toInt(BigInt(value) < 0n ? -BigInt(value) : BigInt(value));
  return (
    (yield* callSpecial(currentVm(), value, '__abs__')) ??
    fail('TypeError', `bad operand type for abs(): '${classOf(value).name}'`)
  );
});
define('sum', function* (a, k): Run<Value> {
  let total: Value = a[1] ?? k.get('start') ?? 0;
  for (const value of yield* items(currentVm(), a[0]!)) total = yield* binary(currentVm(), '+', total, value);
  return total;
});
const extreme = (name: string, operator: string): void =>
  define(name, function* (a, k): Run<Value> {
    const vm = currentVm();
    const values = a.length === 1 ? yield* items(vm, a[0]!) : a;
    if (values.length === 0) return k.get('default') ?? fail('ValueError', `${name}() iterable argument is empty`);
    const key = k.get('key') ?? null;
    const score = function* (value: Value): Run<Value> {
      return key === null ? value : yield* callValue(vm, key, [value]);
    };
    let best: Value = values[0]!;
    let top = yield* score(best);
    for (const value of values.slice(1)) {
      const mark = yield* score(value);
      if ((yield* compare(vm, operator, mark, top)) === true) {
        best = value;
        top = mark;
      }
    }
    return best;
  });
extreme('min', '<');
extreme('max', '>');
define('round', function* (a, k): Run<Value> {
  const value = a[0]!;
  const digits = a[1] ?? k.get('ndigits') ?? null;
  if (isInt(value)) return toInt(BigInt(value));
  if (!(value instanceof PyFloat))
    return (
      (yield* callSpecial(currentVm(), value, '__round__', a.slice(1))) ??
      fail('TypeError', `type ${classOf(value).name} doesn't define __round__ method`)
    );
  const sign = value.value < 0 ? -1 : 1;
  if (digits === null) return sign * Number(fixed(Math.abs(value.value), 0));
  const n = int(digits);
  if (n < 0) return new PyFloat(Math.round(value.value / 10 ** -n) * 10 ** -n);
  return new PyFloat(Number.isFinite(value.value) ? sign * Number(fixed(Math.abs(value.value), n)) : value.value);
});
define('divmod', function* (a): Run<Value> {
  const vm = currentVm();
  return new PyTuple([yield* binary(vm, '//', a[0]!, a[1]!), yield* binary(vm, '%', a[0]!, a[1]!)]);
});
define('pow', function* (a): Run<Value> {
  const vm = currentVm();
  if (a[2] === undefined) return yield* binary(vm, '**', a[0]!, a[1]!);
  let [base, power, result] = [BigInt(int(a[0])), BigInt(int(a[1])), 1n];
  const by = BigInt(int(a[2]));
  for (base %= by; power > 0n; power >>= 1n) {
    if (power & 1n) result = (result * base) % by;
    base = (base * base) % by;
  }
  return toInt(result);
});
define('chr', (a) =>
  int(a[0]) >= 0 && int(a[0]) <= 0x10ffff
    ? String.fromCodePoint(int(a[0]))
    : fail('ValueError', 'chr() arg not in range(0x110000)'),
);
define('ord', (a) => {
  if (a[0] instanceof PyBytes) return a[0].data[0] ?? 0;
  const text = str(a[0], 'ord() argument');
  if ([...text].length !== 1)
    fail('TypeError', `ord() expected a character, but string of length ${String(text.length)} found`);
  return text.codePointAt(0)!;
});
const radix = (name: string, prefix: string, base: number): void =>
  define(name, (a) => {
    const big = BigInt(int(a[0]));
    return `${big < 0n ? '-' : ''}${prefix}${(big < 0n ? -big : big).toString(base)}`;
  });
radix('hex', '0x', 16);
radix('oct', '0o', 8);
radix('bin', '0b', 2);
define('sorted', function* (a, k): Run<Value> {
  return new PyList(yield* sorted(yield* items(currentVm(), a[0]!), k));
});
define('reversed', function* (a): Run<Value> {
  const made = yield* callSpecial(currentVm(), a[0]!, '__reversed__');
  return made ?? reversedOf(yield* items(currentVm(), a[0]!));
});
define('enumerate', function* (a, k): Run<Value> {
  const vm = currentVm();
  const inner = yield* iterate(vm, a[0]!);
  let i = int(a[1] ?? k.get('start'), 0);
  return new PyIterator(function* () {
    const value = yield* nextOf(vm, inner);
    return value === undefined ? undefined : new PyTuple([i++, value]);
  });
});
define('zip', function* (a, k): Run<Value> {
  const vm = currentVm();
  const inner: Value[] = [];
  for (const value of a) inner.push(yield* iterate(vm, value));
  return new PyIterator(function* () {
    const row: Value[] = [];
    for (const iterator of inner) {
      const value = yield* nextOf(vm, iterator);
      if (value === undefined) {
        if (k.get('strict') === true && row.length > 0)
          fail('ValueError', `zip() argument ${String(row.length + 1)} is shorter than argument ${String(row.length)}`);
        return undefined;
      }
      row.push(value);
    }
    return row.length === 0 ? undefined : new PyTuple(row);
  });
});
define('map', function* (a): Run<Value> {
  const vm = currentVm();
  const inner: Value[] = [];
  for (const value of a.slice(1)) inner.push(yield* iterate(vm, value));
  return new PyIterator(function* () {
    const row: Value[] = [];
    for (const iterator of inner) {
      const value = yield* nextOf(vm, iterator);
      if (value === undefined) return undefined;
      row.push(value);
    }
    return yield* callValue(vm, a[0]!, row);
  });
});
define('filter', function* (a): Run<Value> {
  const vm = currentVm();
  const inner = yield* iterate(vm, a[1]!);
  return new PyIterator(function* () {
    for (;;) {
      if (--vm.left <= 0) yield* vm.tick();
      const value = yield* nextOf(vm, inner);
      if (value === undefined) return undefined;
      if (yield* truth(vm, a[0] === null ? value : yield* callValue(vm, a[0]!, [value]))) return value;
    }
  });
});
define('any', function* (a): Run<Value> {
  for (const value of yield* items(currentVm(), a[0]!)) if (yield* truth(currentVm(), value)) return true;
  return false;
});
define('all', function* (a): Run<Value> {
  for (const value of yield* items(currentVm(), a[0]!)) if (!(yield* truth(currentVm(), value))) return false;
  return true;
});
const classes = (value: Value): readonly Value[] => (value instanceof PyTuple ? value.items.flatMap(classes) : [value]);
define('isinstance', (a) => classes(a[1]!).some((cls) => cls instanceof PyClass && classOf(a[0]!).is(cls)));
define('issubclass', (a) => classes(a[1]!).some((cls) => cls instanceof PyClass && (a[0] as PyClass).is(cls)));
define('callable', (a) => {
  const value = a[0]!;
  return (
    value instanceof PyFunction ||
    value instanceof PyNative ||
    value instanceof PyMethod ||
    value instanceof PyClass ||
    classOf(value).find('__call__') !== undefined
  );
});
define('getattr', function* (a): Run<Value> {
  const value = yield* findAttribute(currentVm(), a[0]!, str(a[1]));
  if (value !== undefined) return value;
  return a.length > 2 ? a[2]! : yield* getAttribute(currentVm(), a[0]!, str(a[1]));
});
define('hasattr', function* (a): Run<Value> {
  return (yield* findAttribute(currentVm(), a[0]!, str(a[1]))) !== undefined;
});
define('setattr', function* (a): Run<Value> {
  yield* setAttribute(currentVm(), a[0]!, str(a[1]), a[2]!);
  return null;
});
define('delattr', function* (a): Run<Value> {
  yield* deleteAttribute(currentVm(), a[0]!, str(a[1]));
  return null;
});
define('dir', (a) => {
  const names = new Set<string>();
  const value = a[0];
  if (value instanceof PyModule) for (const key of value.vars.keys()) names.add(key);
  else if (value !== undefined) {
    for (const cls of (value instanceof PyClass ? value : classOf(value)).mro)
      for (const key of cls.vars.keys()) names.add(key);
    if (typeof value === 'object' && value?.attrs) for (const key of value.attrs.keys()) names.add(key);
  }
  return new PyList([...names].sort());
});
define('vars', (a) => {
  const made = new PyDict();
  const value = a[0];
  const vars =
    value instanceof PyModule || value instanceof PyClass
      ? value.vars
      : typeof value === 'object'
        ? value?.attrs
        : undefined;
  for (const [key, item] of vars ?? []) made.set(key, item);
  return made;
});
define('open', (a, k) => openFile(a, k));
define('exit', (a) => {
  throw pyError('SystemExit', ...a);
});
define('quit', (a) => {
  throw pyError('SystemExit', ...a);
});
define('eval', function* (a): Run<Value> {
  const vm = currentVm();
  const vars = varsOf(a[1]);
  const frame = new Frame('module', '<module>', '<string>', vars, undefined, undefined, vars);
  return yield* evaluate(vm, parseExpression(str(a[0]), '<string>'), frame);
});
define('exec', function* (a): Run<Value> {
  const vm = currentVm();
  const vars = varsOf(a[1]);
  const frame = new Frame('module', '<module>', '<string>', vars, undefined, undefined, vars);
  yield* execute(vm, parseModule(str(a[0]), '<string>').body, frame);
  if (a[1] instanceof PyDict) for (const [key, value] of vars) a[1].set(key, value);
  return null;
});
const varsOf = (dict: Value | undefined): Map<string, Value> => {
  if (dict instanceof PyDict) return new Map(dict.entries().map((e) => [textOf(e.key), e.value]));
  return currentVm().modules.get('__main__')?.vars ?? new Map<string, Value>();
};
define('__import__', function* (a): Run<Value> {
  const { importModule } = imports;
  return yield* importModule(currentVm(), str(a[0]));
});
define('breakpoint', () => fail('RuntimeError', 'drydock: the debugger is not simulated yet'));

methods(types.object, {
  __str__: function* (a): Run<Value> {
    return yield* reprOf(currentVm(), a[0]!);
  },
  __eq__: (a) => (a[0] === a[1] ? true : NOT_IMPLEMENTED),
});
types.object.vars.delete('__str__');
types.object.vars.delete('__eq__');
methods(types.generator, {
  __iter__: (a) => a[0],
  __next__: function* (a): Run<Value> {
    const value = yield* nextOf(currentVm(), a[0]!);
    return value === undefined ? fail('StopIteration') : value;
  },
  send: function* (a): Run<Value> {
    return yield* calls.resume(a[0] as never, a[1] ?? null);
  },
  close: (a) => {
    const generator = a[0] as PyGenerator;
    generator.state = 'done';
  },
});
methods(types.coroutine, { close: () => undefined });
methods(types.type, {});

import * as imports from '../runtime/imports';
import * as calls from '../runtime/call';
