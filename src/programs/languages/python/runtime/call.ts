import { keyText as textOf } from './key-text';
import type { Expression, Statement } from '../syntax/ast';
import { getAttribute, callSpecial } from './attributes';
import { asPyError, errorClass, fail, PyError } from './errors';
import { evaluate } from './evaluate';
import { execute, ReturnSignal } from './execute';
import { Frame } from './frame';
import {
  classOf,
  isRun,
  PyClass,
  PyDict,
  PyFunction,
  PyGenerator,
  PyInstance,
  PyMethod,
  PyNative,
  PyTuple,
  PyWrapped,
  types,
  type Kwargs,
  type Run,
  type Value,
} from './values';
import type { Vm } from './vm';

const NONE: Kwargs = new Map();
const DEEPEST = 900;

/** Calls anything that can be called. */
export function* callValue(vm: Vm, callee: Value, args: Value[], kwargs: Kwargs = NONE): Run<Value> {
  if (callee instanceof PyMethod) return yield* callValue(vm, callee.callee, [callee.self, ...args], kwargs);
  if (callee instanceof PyNative) {
    const answer = callee.code(args, kwargs);
    return isRun(answer) ? yield* answer : answer;
  }
  if (callee instanceof PyFunction) return yield* callFunction(vm, callee, args, kwargs);
  if (callee instanceof PyClass) return yield* construct(vm, callee, args, kwargs);
  if (callee instanceof PyWrapped) return yield* callValue(vm, callee.value, args, kwargs);
  if (callee instanceof PyInstance) {
    const method = callee.cls.find('__call__');
    if (method !== undefined) return yield* callValue(vm, method, [callee, ...args], kwargs);
  }
  return fail('TypeError', `'${classOf(callee).name}' object is not callable`);
}

function* construct(vm: Vm, cls: PyClass, args: Value[], kwargs: Kwargs): Run<Value> {
  if (cls === types.type && args.length === 1) return classOf(args[0]!);
  const metaCall = cls.cls.find('__call__');
  if (metaCall !== undefined && cls.cls !== types.type) return yield* callValue(vm, metaCall, [cls, ...args], kwargs);
  return yield* instantiate(vm, cls, args, kwargs);
}

/** Makes a class's instance: `__new__` or the built-in maker, then `__init__`. */
export function* instantiate(vm: Vm, cls: PyClass, args: Value[], kwargs: Kwargs): Run<Value> {
  const abstract = cls.vars.get('__abstractmethods__');
  if (abstract instanceof PyTuple && abstract.items.length > 0) {
    const names = abstract.items.map((n) => `'${textOf(n)}'`).join(', ');
    const s = abstract.items.length > 1 ? 's' : '';
    fail(
      'TypeError',
      `Can't instantiate abstract class ${cls.name} without an implementation for abstract method${s} ${names}`,
    );
  }
  const maker = cls.find('__new__');
  let made: Value;
  if (maker !== undefined) made = yield* callValue(vm, maker, [cls, ...args], kwargs);
  else if (cls.make) {
    const answer = cls.make(cls, args, kwargs);
    made = isRun(answer) ? yield* answer : answer;
  } else made = new PyInstance(cls);
  if (!classOf(made).is(cls)) return made;
  const init = cls.find('__init__');
  if (init !== undefined) yield* callValue(vm, init, [made, ...args], kwargs);
  else if (!cls.make && maker === undefined && (args.length > 0 || kwargs.size > 0))
    fail('TypeError', `${cls.name}() takes no arguments`);
  if (made instanceof PyInstance && made.hash === undefined && cls.find('__hash__') instanceof PyFunction) {
    const hash = yield* callSpecial(vm, made, '__hash__');
    made.hash = `\0h${cls.name}:${textOf(hash)}`;
  }
  return made;
}

function* callFunction(vm: Vm, callee: PyFunction, args: Value[], kwargs: Kwargs): Run<Value> {
  const outer = callee.frame;
  const file = outer.file;
  const frame = new Frame('function', callee.name, file, outer.globals, outer, callee.scope);
  bindArguments(callee, args, kwargs, frame.vars);
  if (callee.scope.generator || callee.isAsync)
    return new PyGenerator(callee.name, runBody(vm, callee.body, frame), callee.isAsync && !callee.scope.generator);
  if (++vm.depth > DEEPEST) {
    vm.depth--;
    fail('RecursionError', 'maximum recursion depth exceeded');
  }
  try {
    return yield* runBody(vm, callee.body, frame);
  } finally {
    vm.depth--;
  }
}

function* runBody(vm: Vm, body: readonly Statement[] | Expression, frame: Frame): Run<Value> {
  try {
    if (!Array.isArray(body)) {
      frame.line = (body as Expression).at.line;
      vm.left--;
      return yield* evaluate(vm, body as Expression, frame);
    }
    const signal = yield* execute(vm, body as readonly Statement[], frame);
    return signal instanceof ReturnSignal ? signal.value : null;
  } catch (error) {
    throw traced(error, frame);
  }
}

/** Adds where a frame stood to an exception that leaves it. */
export function traced(error: unknown, frame: Frame): unknown {
  const known = asPyError(error);
  if (!known) return error;
  known.trace.unshift({ file: frame.file, line: frame.line, name: frame.name, at: frame.at });
  if (known.trace.length > 1000) known.trace.splice(500, 1);
  return known;
}

const list = (names: readonly string[]): string => {
  const quoted = names.map((name) => `'${name}'`);
  if (quoted.length < 3) return quoted.join(' and ');
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)!}`;
};

function bindArguments(callee: PyFunction, args: readonly Value[], kwargs: Kwargs, vars: Map<string, Value>): void {
  const { parameters } = callee;
  let at = 0;
  const missing: string[] = [];
  const missingKeywords: string[] = [];
  let used = 0;
  for (const { kind, name } of parameters) {
    if (kind === 'args') {
      vars.set(name, new PyTuple(args.slice(at)));
      at = args.length;
    } else if (kind === 'kwargs') {
      const rest = new PyDict();
      for (const [key, value] of kwargs) {
        if (!parameters.some((p) => p.name === key && p.kind !== 'kwargs' && p.kind !== 'args')) {
          rest.set(key, value);
          used++;
        }
      }
      vars.set(name, rest);
    } else if (kind === 'plain' && at < args.length) {
      if (kwargs.has(name)) fail('TypeError', `${callee.name}() got multiple values for argument '${name}'`);
      vars.set(name, args[at++]!);
    } else {
      const given = kwargs.get(name);
      const value = given ?? (kwargs.has(name) ? null : callee.defaults.get(name));
      if (kwargs.has(name)) used++;
      if (value === undefined) (kind === 'plain' ? missing : missingKeywords).push(name);
      else vars.set(name, value);
    }
  }
  if (used < kwargs.size) {
    const wrong = [...kwargs.keys()].find((key) => !parameters.some((p) => p.name === key))!;
    fail('TypeError', `${callee.name}() got an unexpected keyword argument '${wrong}'`);
  }
  if (missing.length > 0) {
    const s = missing.length > 1 ? 's' : '';
    fail(
      'TypeError',
      `${callee.name}() missing ${String(missing.length)} required positional argument${s}: ${list(missing)}`,
    );
  }
  if (at < args.length) {
    const plain = parameters.filter((p) => p.kind === 'plain');
    const optional = plain.filter((p) => callee.defaults.has(p.name)).length;
    const most = plain.length;
    const takes = optional > 0 ? `from ${String(most - optional)} to ${String(most)}` : String(most);
    const s = most === 1 && optional === 0 ? '' : 's';
    const were = args.length === 1 ? 'was' : 'were';
    fail(
      'TypeError',
      `${callee.name}() takes ${takes} positional argument${s} but ${String(args.length)} ${were} given`,
    );
  }
  if (missingKeywords.length > 0) {
    const s = missingKeywords.length > 1 ? 's' : '';
    fail(
      'TypeError',
      `${callee.name}() missing ${String(missingKeywords.length)} required keyword-only argument${s}: ${list(missingKeywords)}`,
    );
  }
}

/** Goes on with a generator until it yields (answers that), or ends (throws StopIteration). */
export function* resume(generator: PyGenerator, value: Value, thrown?: unknown): Run<Value> {
  if (generator.state === 'running') fail('ValueError', 'generator already executing');
  if (generator.state === 'done') {
    if (thrown !== undefined) throw thrown as Error;
    fail('StopIteration');
  }
  const fresh = generator.state === 'new';
  generator.state = 'running';
  try {
    if (fresh && thrown !== undefined) {
      generator.state = 'done';
      throw thrown as Error;
    }
    let step = thrown !== undefined ? generator.run.throw(thrown) : generator.run.next(fresh ? undefined : value);
    for (;;) {
      if (step.done) {
        generator.state = 'done';
        return step.value === null ? fail('StopIteration') : fail('StopIteration', step.value);
      }
      const request = step.value;
      if ('yielded' in request) {
        generator.state = 'waiting';
        return request.yielded;
      }
      let answer: unknown;
      let error: unknown;
      let failed = false;
      try {
        answer = yield request;
      } catch (caught) {
        failed = true;
        error = caught;
      }
      step = failed ? generator.run.throw(error) : generator.run.next(answer);
    }
  } catch (error) {
    if ((generator.state as string) === 'running') generator.state = 'done';
    throw error;
  }
}

/** Runs a coroutine to its end and answers what it returns. */
export function* awaitValue(vm: Vm, value: Value): Run<Value> {
  if (value instanceof PyGenerator) {
    try {
      for (;;) yield* resume(value, null);
    } catch (error) {
      if (error instanceof PyError && error.value.cls === errorClass('StopIteration')) {
        const args = error.value.attrs.get('args') as PyTuple;
        return args.items[0] ?? null;
      }
      throw error;
    }
  }
  const method = classOf(value).find('__await__');
  if (method === undefined) fail('TypeError', `object ${classOf(value).name} can't be used in 'await' expression`);
  return yield* awaitValue(vm, yield* callValue(vm, yield* getAttribute(vm, value, '__await__'), []));
}
