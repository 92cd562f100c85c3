import type { Expression, Handler, Statement } from '../syntax/ast';
import { callMethod, deleteAttribute, findAttribute, getAttribute, setAttribute } from './attributes';
import { awaitValue, callValue } from './call';
import { makeClass } from './classes';
import { asPyError, errorClass, fail, PyError } from './errors';
import { binary, truth } from './operators';
import { evaluate, makeFunction, lookup } from './evaluate';
import type { Frame } from './frame';
import { importModule, importName } from './imports';
import { matches } from './matching';
import { deleteItem, getItem, items, iterate, nextOf, setItem } from './iteration';
import { classOf, PyClass, PyDict, PyFloat, PyInstance, PyList, PyTuple, types, type Run, type Value } from './values';
import type { Vm } from './vm';

/** `return`, on its way out of the statements. */
export class ReturnSignal {
  constructor(readonly value: Value) {}
}
export type Signal = ReturnSignal | 'break' | 'continue' | undefined;

/** Runs statements one after another. */
export function* execute(vm: Vm, body: readonly Statement[], frame: Frame): Run<Signal> {
  for (const statement of body) {
    frame.line = statement.at.line;
    if (--vm.left <= 0 || vm.interrupted || vm.pending.length > 0) yield* vm.tick();
    const signal = yield* one(vm, statement, frame);
    if (signal !== undefined) return signal;
  }
  return undefined;
}

function* one(vm: Vm, s: Statement, frame: Frame): Run<Signal> {
  switch (s.kind) {
    case 'Expression':
      yield* evaluate(vm, s.value, frame);
      return;
    case 'Assign': {
      const value = yield* evaluate(vm, s.value, frame);
      for (const target of s.targets) yield* assign(vm, target, value, frame);
      return;
    }
    case 'Annotated':
      if (s.target.kind === 'Name' && frame.kind === 'class') yield* annotate(vm, s.target.id, s.annotation, frame);
      if (s.value) yield* assign(vm, s.target, yield* evaluate(vm, s.value, frame), frame);
      return;
    case 'Augmented':
      yield* augment(vm, s.target, s.operator, s.value, frame);
      return;
    case 'Return':
      return new ReturnSignal(s.value ? yield* evaluate(vm, s.value, frame) : null);
    case 'If':
      return yield* execute(vm, (yield* truth(vm, yield* evaluate(vm, s.test, frame))) ? s.body : s.otherwise, frame);
    case 'While':
      while (yield* truth(vm, yield* evaluate(vm, s.test, frame))) {
        const signal = yield* execute(vm, s.body, frame);
        if (signal === 'break') return undefined;
        if (signal instanceof ReturnSignal) return signal;
        frame.line = s.at.line;
      }
      return yield* execute(vm, s.otherwise, frame);
    case 'For': {
      const iterator = yield* iterate(vm, yield* evaluate(vm, s.over, frame));
      for (;;) {
        const value = yield* nextOf(vm, iterator);
        if (value === undefined) break;
        yield* assign(vm, s.target, value, frame);
        const signal = yield* execute(vm, s.body, frame);
        if (signal === 'break') return undefined;
        if (signal instanceof ReturnSignal) return signal;
        frame.line = s.at.line;
      }
      return yield* execute(vm, s.otherwise, frame);
    }
    case 'Function': {
      let made: Value = yield* makeFunction(vm, s, frame);
      for (const decorator of [...s.decorators].reverse())
        made = yield* callValue(vm, yield* evaluate(vm, decorator, frame), [made]);
      store(frame, s.name, made);
      return;
    }
    case 'Class': {
      let made: Value = yield* makeClass(vm, s, frame);
      for (const decorator of [...s.decorators].reverse())
        made = yield* callValue(vm, yield* evaluate(vm, decorator, frame), [made]);
      store(frame, s.name, made);
      return;
    }
    case 'Try':
      return yield* tryStatement(vm, s, frame);
    case 'With':
      return yield* withStatement(vm, s.items, s.body, frame);
    case 'Raise':
      return yield* raise(vm, s.value, s.cause, frame);
    case 'Import':
      for (const { name, alias } of s.names) {
        const module = yield* importModule(vm, name);
        store(frame, alias ?? name.split('.')[0]!, alias ? module : vm.modules.get(name.split('.')[0]!)!);
      }
      return;
    case 'ImportFrom':
      for (const [name, value] of yield* importName(vm, s, frame)) store(frame, name, value);
      return;
    case 'Break':
      return 'break';
    case 'Continue':
      return 'continue';
    case 'Pass':
    case 'Global':
      return;
    case 'Delete':
      for (const target of s.targets) yield* remove(vm, target, frame);
      return;
    case 'Assert':
      if (yield* truth(vm, yield* evaluate(vm, s.test, frame))) return;
      if (!s.message) return fail('AssertionError');
      return fail('AssertionError', yield* evaluate(vm, s.message, frame));
    case 'Match': {
      const subject = yield* evaluate(vm, s.subject, frame);
      for (const { pattern, guard, body } of s.cases) {
        if (!(yield* matches(vm, pattern, subject, frame))) continue;
        if (guard && !(yield* truth(vm, yield* evaluate(vm, guard, frame)))) continue;
        return yield* execute(vm, body, frame);
      }
      return;
    }
  }
}

function* annotate(vm: Vm, name: string, annotation: Expression, frame: Frame): Run<void> {
  const old = frame.vars.get('__annotations__');
  const known = old instanceof PyDict ? old : new PyDict();
  frame.vars.set('__annotations__', known);
  let value: Value = null;
  try {
    value = yield* evaluate(vm, annotation, frame);
  } catch (error) {
    if (!(error instanceof PyError)) throw error;
  }
  known.set(name, value);
}

/** Binds a name in the scope it belongs to. */
export function store(frame: Frame, name: string, value: Value): void {
  if (frame.scope.globals.has(name)) frame.globals.set(name, value);
  else if (frame.scope.nonlocals.has(name)) {
    for (let at = frame.parent; at; at = at.parent) {
      if (at.kind === 'function' && at.scope.locals.has(name)) return void at.vars.set(name, value);
    }
    fail('SyntaxError', `no binding for nonlocal '${name}' found`);
  } else frame.vars.set(name, value);
}

/** Gives a value to a name, attribute, item or pattern of them. */
export function* assign(vm: Vm, target: Expression, value: Value, frame: Frame): Run<void> {
  switch (target.kind) {
    case 'Name':
      store(frame, target.id, value);
      return;
    case 'Attribute':
      yield* setAttribute(vm, yield* evaluate(vm, target.object, frame), target.name, value);
      return;
    case 'Subscript': {
      const object = yield* evaluate(vm, target.object, frame);
      const index = yield* evaluate(vm, target.index, frame);
      frame.at = target.at;
      yield* setItem(vm, object, index, value);
      return;
    }
    case 'Tuple':
    case 'List': {
      const cls = classOf(value);
      if (value === null || typeof value === 'number' || value instanceof PyFloat || typeof value === 'boolean')
        fail('TypeError', `cannot unpack non-iterable ${cls.name} object`);
      const values = yield* items(vm, value);
      const star = target.items.findIndex((item) => item.kind === 'Starred');
      const wanted = target.items.length;
      if (star < 0 && values.length !== wanted) {
        if (values.length > wanted) fail('ValueError', `too many values to unpack (expected ${String(wanted)})`);
        fail('ValueError', `not enough values to unpack (expected ${String(wanted)}, got ${String(values.length)})`);
      }
      if (star >= 0 && values.length < wanted - 1)
        fail(
          'ValueError',
          `not enough values to unpack (expected at least ${String(wanted - 1)}, got ${String(values.length)})`,
        );
      for (let i = 0, at = 0; i < wanted; i++) {
        const item = target.items[i]!;
        if (item.kind === 'Starred') {
          const take = values.length - wanted + 1;
          yield* assign(vm, item.value, new PyList(values.slice(at, at + take)), frame);
          at += take;
        } else yield* assign(vm, item, values[at++]!, frame);
      }
      return;
    }
    case 'Starred':
      yield* assign(vm, target.value, new PyList(yield* items(vm, value)), frame);
      return;
    default:
      fail('SyntaxError', 'cannot assign to expression');
  }
}

function* augment(vm: Vm, target: Expression, operator: string, right: Expression, frame: Frame): Run<void> {
  if (target.kind === 'Attribute') {
    const object = yield* evaluate(vm, target.object, frame);
    const old = yield* getAttribute(vm, object, target.name);
    const value = yield* inPlace(vm, operator, old, yield* evaluate(vm, right, frame));
    yield* setAttribute(vm, object, target.name, value);
  } else if (target.kind === 'Subscript') {
    const object = yield* evaluate(vm, target.object, frame);
    const index = yield* evaluate(vm, target.index, frame);
    frame.at = target.at;
    const old = yield* getItem(vm, object, index);
    yield* setItem(vm, object, index, yield* inPlace(vm, operator, old, yield* evaluate(vm, right, frame)));
  } else if (target.kind === 'Name') {
    const old = lookup(frame, target.id, target.at);
    store(frame, target.id, yield* inPlace(vm, operator, old, yield* evaluate(vm, right, frame)));
  } else fail('SyntaxError', 'illegal expression for augmented assignment');
}

const IN_PLACE: Readonly<Record<string, string>> = {
  '+': '__iadd__',
  '-': '__isub__',
  '*': '__imul__',
  '/': '__itruediv__',
  '|': '__ior__',
  '&': '__iand__',
};

function* inPlace(vm: Vm, operator: string, left: Value, right: Value): Run<Value> {
  if (left instanceof PyList && operator === '+') {
    left.items.push(...(yield* items(vm, right)));
    return left;
  }
  const name = IN_PLACE[operator];
  if (name !== undefined && typeof left === 'object' && left !== null && left.cls.find(name) !== undefined)
    return yield* callMethod(vm, left, name, [right]);
  return yield* binary(vm, operator, left, right, `${operator}=`);
}

function* remove(vm: Vm, target: Expression, frame: Frame): Run<void> {
  if (target.kind === 'Name') {
    const vars = frame.scope.globals.has(target.id) ? frame.globals : frame.vars;
    if (!vars.delete(target.id)) fail('NameError', `name '${target.id}' is not defined`);
  } else if (target.kind === 'Attribute')
    yield* deleteAttribute(vm, yield* evaluate(vm, target.object, frame), target.name);
  else if (target.kind === 'Subscript')
    yield* deleteItem(vm, yield* evaluate(vm, target.object, frame), yield* evaluate(vm, target.index, frame));
  else if (target.kind === 'Tuple') for (const item of target.items) yield* remove(vm, item, frame);
}

/** The exception that `raise X` throws for a class or an instance. */
export function* exceptionOf(vm: Vm, value: Value): Run<PyError> {
  const made = value instanceof PyClass ? yield* callValue(vm, value, []) : value;
  if (!(made instanceof PyInstance) || !made.cls.is(errorClass('BaseException')))
    return fail('TypeError', 'exceptions must derive from BaseException');
  return new PyError(made);
}

function* raise(vm: Vm, value: Expression | undefined, cause: Expression | undefined, frame: Frame): Run<never> {
  if (!value) {
    const current = handled.get(vm)?.at(-1);
    if (!current) return fail('RuntimeError', 'No active exception to reraise');
    throw current;
  }
  const error = yield* exceptionOf(vm, yield* evaluate(vm, value, frame));
  frame.at = { line: frame.line, column: 0, endLine: frame.line, endColumn: 0 };
  if (cause) {
    const reason = yield* evaluate(vm, cause, frame);
    error.value.attrs.set('__cause__', reason instanceof PyClass ? (yield* exceptionOf(vm, reason)).value : reason);
    error.value.attrs.set('__suppress_context__', true);
  }
  throw error;
}

/** The exceptions being handled now, innermost last: for a bare `raise`, contexts and sys.exc_info. */
export const handled = new WeakMap<Vm, PyError[]>();
export const traces = new WeakMap<PyInstance, PyError>();

function* tryStatement(vm: Vm, s: Statement & { kind: 'Try' }, frame: Frame): Run<Signal> {
  let signal: Signal;
  try {
    signal = yield* guarded(vm, s, frame);
  } catch (caught) {
    const error = asPyError(caught);
    if (!error) throw caught;
    const { line, at } = frame;
    const last = yield* execute(vm, s.last, frame);
    if (last !== undefined) return last;
    frame.line = line;
    frame.at = at;
    throw error;
  }
  return (yield* execute(vm, s.last, frame)) ?? signal;
}

function* guarded(vm: Vm, s: Statement & { kind: 'Try' }, frame: Frame): Run<Signal> {
  try {
    const signal = yield* execute(vm, s.body, frame);
    if (signal !== undefined) return signal;
  } catch (caught) {
    const error = asPyError(caught);
    if (!error) throw caught;
    const entry = { file: frame.file, line: frame.line, name: frame.name, at: frame.at };
    const handler = yield* handlerFor(vm, s.handlers, error, frame);
    if (!handler) throw error;
    error.trace.unshift(entry);
    traces.set(error.value, error);
    return yield* handle(vm, handler, error, frame);
  }
  return yield* execute(vm, s.otherwise, frame);
}

function* handle(vm: Vm, handler: Handler, error: PyError, frame: Frame): Run<Signal> {
  const stack = handled.get(vm) ?? [];
  handled.set(vm, stack);
  stack.push(error);
  try {
    if (handler.name !== undefined) store(frame, handler.name, error.value);
    const signal = yield* execute(vm, handler.body, frame);
    if (handler.name !== undefined) frame.vars.delete(handler.name);
    return signal;
  } catch (next) {
    const inner = asPyError(next);
    if (!inner) throw next;
    if (inner.value === error.value) inner.trace.shift();
    else if (!inner.value.attrs.has('__context__')) inner.value.attrs.set('__context__', error.value);
    throw inner;
  } finally {
    stack.splice(stack.lastIndexOf(error), 1);
  }
}

function* handlerFor(vm: Vm, handlers: readonly Handler[], error: PyError, frame: Frame): Run<Handler | undefined> {
  for (const handler of handlers) {
    if (!handler.type) return handler;
    const type = yield* evaluate(vm, handler.type, frame);
    const classes = type instanceof PyTuple ? type.items : [type];
    for (const cls of classes) {
      if (!(cls instanceof PyClass) || !cls.is(errorClass('BaseException')))
        fail('TypeError', 'catching classes that do not inherit from BaseException is not allowed');
      if (error.value.cls.is(cls)) return handler;
    }
  }
  return undefined;
}

function* withStatement(
  vm: Vm,
  list: (Statement & { kind: 'With' })['items'],
  body: readonly Statement[],
  frame: Frame,
): Run<Signal> {
  const first = list[0];
  if (!first) return yield* execute(vm, body, frame);
  const manager = yield* evaluate(vm, first.value, frame);
  const enter = (yield* findAttribute(vm, manager, '__enter__')) ?? (yield* findAttribute(vm, manager, '__aenter__'));
  const exit = (yield* findAttribute(vm, manager, '__exit__')) ?? (yield* findAttribute(vm, manager, '__aexit__'));
  if (enter === undefined || exit === undefined)
    fail('TypeError', `'${classOf(manager).name}' object does not support the context manager protocol`);
  const settle = function* (value: Value): Run<Value> {
    return classOf(value) === types.coroutine ? yield* awaitValue(vm, value) : value;
  };
  const value = yield* settle(yield* callValue(vm, enter, []));
  if (first.target) yield* assign(vm, first.target, value, frame);
  let signal: Signal;
  try {
    signal = yield* withStatement(vm, list.slice(1), body, frame);
  } catch (caught) {
    const error = asPyError(caught);
    if (!error) throw caught;
    traces.set(error.value, error);
    const swallow = yield* settle(yield* callValue(vm, exit, [error.value.cls, error.value, null]));
    if (yield* truth(vm, swallow)) return undefined;
    throw error;
  }
  yield* settle(yield* callValue(vm, exit, [null, null, null]));
  return signal;
}
