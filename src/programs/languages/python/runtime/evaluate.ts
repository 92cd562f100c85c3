import { keyText as textOf } from './key-text';
import type { Argument, Clause, ConstantValue, Expression, FPart, FunctionStatement, Position } from '../syntax/ast';
import { getAttribute } from './attributes';
import { awaitValue, callValue, resume } from './call';
import { builtins } from './builtin-scope';
import { errorClass, fail, PyError } from './errors';
import { assign, store } from './execute';
import { formatValue, strOf } from './format';
import { Frame } from './frame';
import { getItem, items, iterate, nextOf } from './iteration';
import { compare } from './comparison';
import { binary, truth, unary } from './operators';
import { reprOf } from './repr';
import {
  classOf,
  ELLIPSIS,
  PyBytes,
  PyClass,
  PyDict,
  PyFloat,
  PyFunction,
  PyGenerator,
  PyInstance,
  PyList,
  PySet,
  PySlice,
  PySuper,
  PyTuple,
  type Run,
  type Value,
} from './values';
import type { Vm } from './vm';

const constantOf = (constant: ConstantValue): Value => {
  switch (constant.type) {
    case 'float':
      return new PyFloat(constant.value);
    case 'bytes':
      return new PyBytes(constant.value);
    case 'name':
      return constant.value === '...' ? ELLIPSIS : constant.value === 'None' ? null : constant.value === 'True';
    default:
      return constant.value;
  }
};

const STDLIB = new Set(
  'os sys time json re random math datetime logging socket subprocess collections threading'.split(' '),
);

/** A name's value. Throws NameError. */
export function lookup(frame: Frame, id: string, at?: Position): Value {
  const { scope } = frame;
  if (frame.kind === 'function' && scope.locals.has(id)) {
    const value = frame.vars.get(id);
    if (value !== undefined) return value;
    if (at) frame.at = at;
    return fail('UnboundLocalError', `cannot access local variable '${id}' where it is not associated with a value`);
  }
  if (frame.kind === 'class') {
    const value = frame.vars.get(id);
    if (value !== undefined) return value;
  }
  if (!scope.globals.has(id)) {
    for (let outer = frame.parent; outer; outer = outer.parent) {
      if (outer.kind === 'function' && outer.scope.locals.has(id)) {
        const value = outer.vars.get(id);
        if (value !== undefined) return value;
        return fail(
          'NameError',
          `cannot access free variable '${id}' where it is not associated with a value in enclosing scope`,
        );
      }
    }
  }
  const own = frame.globals.get(id);
  const value = own === undefined ? builtins.get(id) : own;
  if (value !== undefined) return value;
  if (at) frame.at = at;
  if (id === '__builtins__') return null;
  const known = [...frame.vars.keys(), ...frame.globals.keys(), ...builtins.keys()];
  const near = known.find((name) => close(name, id));
  const hint =
    near !== undefined ? `. Did you mean: '${near}'?` : STDLIB.has(id) ? `. Did you forget to import '${id}'?` : '';
  return fail('NameError', `name '${id}' is not defined${hint}`);
}

/** One letter added, missing or another. */
function close(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b || Math.max(a.length, b.length) < 3) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return a.slice(i + 1) === b.slice(i + 1) || a.slice(i) === b.slice(i + 1) || a.slice(i + 1) === b.slice(i);
}

/** An expression's value. */
export function* evaluate(vm: Vm, e: Expression, frame: Frame): Run<Value> {
  switch (e.kind) {
    case 'Constant':
      return constantOf(e.constant);
    case 'Name':
      return lookup(frame, e.id, e.at);
    case 'Attribute': {
      const object = leaf(e.object, frame) ?? (yield* evaluate(vm, e.object, frame));
      if (object instanceof PyInstance) {
        const own = object.attrs.get(e.name);
        if (own !== undefined && object.cls.find(e.name) === undefined) return own;
      }
      frame.at = e.at;
      return yield* getAttribute(vm, object, e.name);
    }
    case 'Call':
      return yield* call(vm, e, frame);
    case 'Binary': {
      const left = leaf(e.left, frame) ?? (yield* evaluate(vm, e.left, frame));
      const right = leaf(e.right, frame) ?? (yield* evaluate(vm, e.right, frame));
      frame.at = e.at;
      return yield* binary(vm, e.operator, left, right);
    }
    case 'Compare': {
      let left = leaf(e.left, frame) ?? (yield* evaluate(vm, e.left, frame));
      for (let i = 0; ; i++) {
        const right = leaf(e.rights[i]!, frame) ?? (yield* evaluate(vm, e.rights[i]!, frame));
        frame.at = e.at;
        const result = yield* compare(vm, e.operators[i]!, left, right);
        if (i === e.operators.length - 1 || !(yield* truth(vm, result))) return result;
        left = right;
      }
    }
    case 'Boolean': {
      let value: Value = null;
      for (const part of e.values) {
        value = yield* evaluate(vm, part, frame);
        if ((yield* truth(vm, value)) === (e.operator === 'or')) return value;
      }
      return value;
    }
    case 'Unary': {
      const value = yield* evaluate(vm, e.operand, frame);
      if (e.operator === 'not') return !(yield* truth(vm, value));
      frame.at = e.at;
      return yield* unary(vm, e.operator, value);
    }
    case 'Subscript': {
      const object = yield* evaluate(vm, e.object, frame);
      const index = leaf(e.index, frame) ?? (yield* evaluate(vm, e.index, frame));
      frame.at = e.at;
      return yield* getItem(vm, object, index);
    }
    case 'Slice': {
      const part = function* (value: Expression | undefined): Run<Value> {
        return value ? yield* evaluate(vm, value, frame) : null;
      };
      return new PySlice(yield* part(e.lower), yield* part(e.upper), yield* part(e.step));
    }
    case 'Tuple':
      return new PyTuple(yield* elements(vm, e.items, frame));
    case 'List':
      return new PyList(yield* elements(vm, e.items, frame));
    case 'Set':
      return new PySet(yield* elements(vm, e.items, frame));
    case 'Dict': {
      const dict = new PyDict();
      for (const { key, value } of e.entries) {
        if (key) dict.set(yield* evaluate(vm, key, frame), yield* evaluate(vm, value, frame));
        else {
          const more = yield* evaluate(vm, value, frame);
          if (!(more instanceof PyDict)) fail('TypeError', `'${classOf(more).name}' object is not a mapping`);
          for (const entry of more.entries()) dict.set(entry.key, entry.value);
        }
      }
      return dict;
    }
    case 'Conditional':
      return yield* evaluate(vm, (yield* truth(vm, yield* evaluate(vm, e.test, frame))) ? e.then : e.otherwise, frame);
    case 'FString':
      return yield* fString(vm, e.parts, frame);
    case 'Lambda': {
      const defaults = yield* defaultsOf(vm, e.parameters, frame);
      return new PyFunction('<lambda>', e.parameters, defaults, e.body, e.scope, frame, false);
    }
    case 'Comprehension':
      return yield* comprehension(vm, e, frame);
    case 'Yield': {
      const value = e.value ? yield* evaluate(vm, e.value, frame) : null;
      return ((yield { yielded: value }) as Value | undefined) ?? null;
    }
    case 'YieldFrom': {
      const inner = yield* iterate(vm, yield* evaluate(vm, e.value, frame));
      for (;;) {
        if (inner instanceof PyGenerator) {
          try {
            yield { yielded: yield* resume(inner, null) };
          } catch (error) {
            if (!(error instanceof PyError) || error.value.cls !== errorClass('StopIteration')) throw error;
            return (error.value.attrs.get('args') as PyTuple).items[0] ?? null;
          }
          continue;
        }
        const value = yield* nextOf(vm, inner);
        if (value === undefined) return null;
        yield { yielded: value };
      }
    }
    case 'Await': {
      const value = yield* evaluate(vm, e.value, frame);
      frame.at = e.at;
      return yield* awaitValue(vm, value);
    }
    case 'Walrus': {
      const value = yield* evaluate(vm, e.value, frame);
      let target = frame;
      while (target.kind === 'function' && /^<(list|set|dict)comp>$|^<genexpr>$/.test(target.name) && target.parent)
        target = target.parent;
      store(target, e.name, value);
      return value;
    }
    case 'Starred':
      return fail('SyntaxError', "can't use starred expression here");
  }
}

/** A constant's or local name's value without a detour; undefined for all else. */
function leaf(e: Expression, frame: Frame): Value | undefined {
  if (e.kind === 'Constant') return e.constant.type === 'name' ? undefined : constantOf(e.constant);
  if (e.kind === 'Name') return lookup(frame, e.id, e.at) ?? undefined;
  return undefined;
}

function* elements(vm: Vm, list: readonly Expression[], frame: Frame): Run<Value[]> {
  const out: Value[] = [];
  for (const e of list) {
    if (e.kind === 'Starred') out.push(...(yield* items(vm, yield* evaluate(vm, e.value, frame))));
    else out.push(yield* evaluate(vm, e, frame));
  }
  return out;
}

/** What a call's arguments are worth. */
export function* argumentsOf(
  vm: Vm,
  list: readonly Argument[],
  frame: Frame,
): Run<{ args: Value[]; kwargs: Map<string, Value> }> {
  const args: Value[] = [];
  const kwargs = new Map<string, Value>();
  for (const { value: e, stars, name } of list) {
    const value = leaf(e, frame) ?? (yield* evaluate(vm, e, frame));
    if (stars === 1) args.push(...(yield* items(vm, value)));
    else if (stars === 2) {
      if (!(value instanceof PyDict)) fail('TypeError', 'argument after ** must be a mapping');
      for (const entry of value.entries()) kwargs.set(textOf(entry.key), entry.value);
    } else if (name !== undefined) {
      if (kwargs.has(name)) fail('SyntaxError', `keyword argument repeated: ${name}`);
      kwargs.set(name, value);
    } else args.push(value);
  }
  return { args, kwargs };
}

function* call(vm: Vm, e: Expression & { kind: 'Call' }, frame: Frame): Run<Value> {
  if (e.callee.kind === 'Name' && e.callee.id === 'super' && e.args.length === 0) return superOf(frame);
  const callee = yield* evaluate(vm, e.callee, frame);
  const { args, kwargs } = yield* argumentsOf(vm, e.args, frame);
  frame.at = e.at;
  if (e.callee.kind === 'Name' && e.args.length === 0) {
    if (e.callee.id === 'locals' || e.callee.id === 'globals' || e.callee.id === 'vars') {
      const dict = new PyDict();
      for (const [key, value] of e.callee.id === 'globals' ? frame.globals : frame.vars) dict.set(key, value);
      return dict;
    }
  }
  vm.left--;
  return yield* callValue(vm, callee, args, kwargs);
}

/** `super()` in a method: the class it was defined in, and its first argument. */
function superOf(frame: Frame): Value {
  for (let at: Frame | undefined = frame; at; at = at.parent) {
    if (at.kind !== 'function' || at.parent?.kind !== 'class') continue;
    const cls = at.parent.vars.get('__class__');
    const self = [...at.scope.locals][0];
    if (cls instanceof PyClass && self !== undefined) return new PySuper(cls, at.vars.get(self) ?? null);
  }
  return fail('RuntimeError', 'super(): no arguments');
}

export function* defaultsOf(
  vm: Vm,
  parameters: FunctionStatement['parameters'],
  frame: Frame,
): Run<Map<string, Value>> {
  const defaults = new Map<string, Value>();
  for (const { name, fallback } of parameters) if (fallback) defaults.set(name, yield* evaluate(vm, fallback, frame));
  return defaults;
}

/** The function that a `def` makes. */
export function* makeFunction(vm: Vm, s: FunctionStatement, frame: Frame): Run<PyFunction> {
  const defaults = yield* defaultsOf(vm, s.parameters, frame);
  const made = new PyFunction(s.name, s.parameters, defaults, s.body, s.scope, frame, s.isAsync);
  const first = s.body[0];
  if (first?.kind === 'Expression' && first.value.kind === 'Constant' && first.value.constant.type === 'str')
    made.attrs = new Map([['__doc__', first.value.constant.value]]);
  return made;
}

function* fString(vm: Vm, parts: readonly FPart[], frame: Frame): Run<string> {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else {
      let value = yield* evaluate(vm, part.value, frame);
      if (part.conversion === 'r' || part.conversion === 'a') value = yield* reprOf(vm, value);
      else if (part.conversion === 's') value = yield* strOf(vm, value);
      text += yield* formatValue(vm, value, yield* fString(vm, part.spec, frame));
    }
  }
  return text;
}

function* comprehension(vm: Vm, e: Expression & { kind: 'Comprehension' }, outer: Frame): Run<Value> {
  const name = e.of === 'generator' ? '<genexpr>' : `<${e.of}comp>`;
  const frame = new Frame('function', name, outer.file, outer.globals, outer, e.scope);
  frame.line = outer.line;
  const first = yield* iterate(vm, yield* evaluate(vm, e.clauses[0]!.over, outer));
  if (e.of === 'generator') {
    const run = (function* (): Run<Value> {
      yield* clauses(vm, e.clauses, 0, first, frame, function* () {
        yield { yielded: yield* evaluate(vm, e.element, frame) };
      });
      return null;
    })();
    return new PyGenerator(name, run, false);
  }
  if (e.of === 'dict') {
    const dict = new PyDict();
    yield* clauses(vm, e.clauses, 0, first, frame, function* () {
      dict.set(yield* evaluate(vm, e.element, frame), yield* evaluate(vm, e.value!, frame));
    });
    return dict;
  }
  const out: Value[] = [];
  yield* clauses(vm, e.clauses, 0, first, frame, function* () {
    out.push(yield* evaluate(vm, e.element, frame));
  });
  return e.of === 'set' ? new PySet(out) : new PyList(out);
}

function* clauses(
  vm: Vm,
  list: readonly Clause[],
  at: number,
  first: Value | undefined,
  frame: Frame,
  body: () => Run<void>,
): Run<void> {
  const clause = list[at];
  if (!clause) return yield* body();
  const iterator = first ?? (yield* iterate(vm, yield* evaluate(vm, clause.over, frame)));
  next: for (;;) {
    if (--vm.left <= 0 || vm.interrupted) yield* vm.tick();
    const value = yield* nextOf(vm, iterator);
    if (value === undefined) return;
    yield* assign(vm, clause.target, value, frame);
    for (const condition of clause.conditions)
      if (!(yield* truth(vm, yield* evaluate(vm, condition, frame)))) continue next;
    yield* clauses(vm, list, at + 1, undefined, frame, body);
  }
}
