import type { Statement } from '../syntax/ast';
import { callSpecial } from './attributes';
import { callValue } from './call';
import { fail } from './errors';
import { argumentsOf } from './evaluate';
import { execute } from './execute';
import { Frame } from './frame';
import {
  objectClass,
  PyClass,
  PyFunction,
  PyInstance,
  PyMethod,
  PyProperty,
  PyTuple,
  PyWrapped,
  types,
  type Run,
  type Value,
} from './values';
import type { Vm } from './vm';

/** The class that a `class` statement makes. */
export function* makeClass(vm: Vm, s: Statement & { kind: 'Class' }, frame: Frame): Run<Value> {
  const { args, kwargs } = yield* argumentsOf(vm, s.args, frame);
  const bases = args.map((base) => {
    if (base instanceof PyClass) return base;
    return fail('TypeError', 'bases must be types');
  });
  if (bases.includes(types.bool)) fail('TypeError', "type 'bool' is not an acceptable base type");
  const body = new Frame('class', s.name, frame.file, frame.globals, frame);
  yield* execute(vm, s.body, body);
  const meta = kwargs.get('metaclass');
  const cls = new PyClass(s.name, bases.length > 0 ? bases : [objectClass], meta instanceof PyClass ? meta : undefined);
  const name = frame.globals.get('__name__');
  cls.module = typeof name === 'string' ? name : '__main__';
  if (frame.kind === 'class') cls.qualname = `${frame.name}.${s.name}`;
  for (const [key, value] of body.vars) cls.vars.set(key, value);
  const first = s.body[0];
  if (first?.kind === 'Expression' && first.value.kind === 'Constant' && first.value.constant.type === 'str')
    cls.vars.set('__doc__', first.value.constant.value);
  body.vars.set('__class__', cls);
  abstractMethods(cls);
  for (const [key, value] of cls.vars) {
    if (value instanceof PyInstance) yield* callSpecial(vm, value, '__set_name__', [cls, key]);
  }
  kwargs.delete('metaclass');
  for (const base of cls.mro.slice(1)) {
    const hook = base.vars.get('__init_subclass__');
    if (hook === undefined) continue;
    const plain = hook instanceof PyWrapped ? hook.value : hook;
    yield* callValue(vm, new PyMethod(cls, plain), [], kwargs);
    break;
  }
  const made = yield* callSpecial(vm, cls, '__post_class__', []);
  return made instanceof PyClass ? made : cls;
}

const isAbstract = (value: Value | undefined): boolean => {
  if (value instanceof PyFunction) return value.attrs?.get('__isabstractmethod__') === true;
  if (value instanceof PyProperty) return isAbstract(value.getter);
  return value instanceof PyWrapped && isAbstract(value.value);
};

function abstractMethods(cls: PyClass): void {
  const names = new Set<string>();
  for (const base of cls.mro) for (const [name, value] of base.vars) if (isAbstract(value)) names.add(name);
  const open = [...names].filter((name) => isAbstract(cls.find(name))).sort();
  if (open.length > 0 || cls.find('__abstractmethods__') !== undefined)
    cls.vars.set('__abstractmethods__', new PyTuple(open));
}
