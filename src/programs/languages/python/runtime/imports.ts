import { decode } from '#io/streams';
import type { Statement } from '../syntax/ast';
import { parseModule } from '../syntax/parser';
import { findAttribute } from './attributes';
import { traced } from './call';
import { fail, pyError } from './errors';
import { execute } from './execute';
import { Frame } from './frame';
import { nativeModules } from './native-modules';
import { PyModule, type Run, type Value } from './values';
import type { Vm } from './vm';

/** Runs a module's source in its own names. */
export function* runModule(vm: Vm, module: PyModule, source: string, file: string): Run<void> {
  const parsed = parseModule(source, file);
  vm.sources.set(file, parsed.lines);
  const frame = new Frame('module', '<module>', file, module.vars, undefined, undefined, module.vars);
  try {
    yield* execute(vm, parsed.body, frame);
  } catch (error) {
    throw traced(error, frame);
  }
}

/** Imports a module by its dotted name, its packages first. Throws ModuleNotFoundError. */
export function* importModule(vm: Vm, name: string): Run<PyModule> {
  const parts = name.split('.');
  let module: PyModule | undefined;
  for (let i = 1; i <= parts.length; i++) {
    const full = parts.slice(0, i).join('.');
    const parent = module;
    module = vm.modules.get(full) ?? (yield* load(vm, full, parent));
    if (!module) {
      if (parent && !parent.vars.has('__path__'))
        return fail('ModuleNotFoundError', `No module named '${full}'; '${parent.name}' is not a package`);
      const error = pyError('ModuleNotFoundError', `No module named '${full}'`);
      error.value.attrs.set('name', full);
      throw error;
    }
    parent?.vars.set(parts[i - 1]!, module);
  }
  return module!;
}

function* load(vm: Vm, full: string, parent: PyModule | undefined): Run<PyModule | undefined> {
  const short = full.slice(full.lastIndexOf('.') + 1);
  const paths = parent ? pathsOf(parent) : vm.path;
  const own = parent ? undefined : nativeModules.get(full);
  // What the interpreter has built in goes before files, except for what only stands in for the standard library.
  if (own === undefined || own.source !== undefined) {
    for (const path of paths) {
      const found = locate(vm, `${path}/${short}`);
      if (found) return yield* loadFile(vm, full, found);
    }
  }
  const builtin = nativeModules.get(full);
  if (!builtin) return undefined;
  const module = new PyModule(full, new Map<string, Value>([['__name__', full]]));
  if (builtin.package) module.vars.set('__path__', '');
  vm.modules.set(full, module);
  builtin.fill?.(vm, module.vars);
  if (builtin.source !== undefined) {
    yield* runModule(
      vm,
      module,
      builtin.source,
      `/usr/local/lib/python${vm.version.replace(/\.\d+$/, '')}/${full.replaceAll('.', '/')}.py`,
    );
  }
  return module;
}

const pathsOf = (parent: PyModule): string[] => {
  const path = parent.vars.get('__path__');
  return typeof path === 'string' && path !== '' ? [path] : [];
};

function locate(vm: Vm, stem: string): { file: string; package: string | undefined } | undefined {
  const { fs } = vm.process;
  if (fs.exists(`${stem}/__init__.py`)) return { file: `${stem}/__init__.py`, package: stem };
  if (fs.exists(`${stem}.py`)) return { file: `${stem}.py`, package: undefined };
  if (fs.isDirectory(stem)) return { file: '', package: stem };
  return undefined;
}

function* loadFile(vm: Vm, full: string, found: { file: string; package: string | undefined }): Run<PyModule> {
  const module = new PyModule(full, new Map<string, Value>([['__name__', full]]));
  if (found.package !== undefined) module.vars.set('__path__', found.package);
  if (found.file === '') {
    vm.modules.set(full, module);
    return module;
  }
  module.vars.set('__file__', found.file);
  module.vars.set('__package__', found.package === undefined ? full.split('.').slice(0, -1).join('.') : full);
  vm.modules.set(full, module);
  try {
    nativeModules.get(full)?.fill?.(vm, module.vars);
    yield* runModule(vm, module, decode(vm.process.fs.readFile(found.file)), found.file);
  } catch (error) {
    vm.modules.delete(full);
    throw error;
  }
  return module;
}

/** What `from module import names` binds. */
export function* importName(vm: Vm, s: Statement & { kind: 'ImportFrom' }, frame: Frame): Run<[string, Value][]> {
  let name = s.module;
  if (s.level > 0) {
    const own = frame.globals.get('__package__');
    const from = (typeof own === 'string' ? own : '').split('.').filter(Boolean);
    if (from.length === 0) fail('ImportError', 'attempted relative import with no known parent package');
    name = [...from.slice(0, from.length - (s.level - 1)), ...(name === '' ? [] : [name])].join('.');
  }
  const module = yield* importModule(vm, name);
  if (s.names.length === 0) {
    const all = [...module.vars].filter(([key]) => !key.startsWith('_'));
    return all;
  }
  const out: [string, Value][] = [];
  for (const { name: wanted, alias } of s.names) {
    let value = yield* findAttribute(vm, module, wanted);
    if (value === undefined && (module.vars.has('__path__') || nativeModules.has(`${name}.${wanted}`))) {
      value = vm.modules.get(`${name}.${wanted}`) ?? (yield* load(vm, `${name}.${wanted}`, module));
    }
    if (value === undefined) {
      const file = module.vars.get('__file__');
      fail(
        'ImportError',
        `cannot import name '${wanted}' from '${name}' (${typeof file === 'string' ? file : 'unknown location'})`,
      );
    }
    out.push([alias ?? wanted, value!]);
  }
  return out;
}
