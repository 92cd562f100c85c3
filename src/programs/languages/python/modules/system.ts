import { keyText as textOf } from '../runtime/key-text';
import { decode, encode, Sink } from '#io/streams';
import type { Signal } from '#process/signals';
import { FileError } from '#vfs/filesystem';
import { callValue } from '../runtime/call';
import { asPyError, fail, pyError, PyError } from '../runtime/errors';
import { handled } from '../runtime/execute';
import { numeric } from '../runtime/convert';
import { items } from '../runtime/iteration';
import { strOf } from '../runtime/repr';
import {
  isInt,
  PyBytes,
  PyClass,
  PyDict,
  PyFloat,
  PyFunction,
  PyGenerator,
  PyInstance,
  PyList,
  PyTuple,
  types,
  wait,
  type Run,
  type Value,
} from '../runtime/values';
import type { Vm } from '../runtime/vm';
import { int, str } from '../objects/define';
import { streamFile } from '../objects/file';
import { traceback } from '../traceback';
import { nativeModule } from './define';

const list = (values: readonly Value[]): PyList => new PyList([...values]);
export const pathOf = (value: Value | undefined): string => {
  if (typeof value === 'string') return value;
  if (value instanceof PyInstance && typeof value.attrs.get('_text') === 'string')
    return value.attrs.get('_text') as string;
  return str(value, 'path');
};

nativeModule('sys', (vm) => {
  const argv = list(vm.argv);
  const path = list(vm.path);
  vm.path = path.items as string[];
  const [major, minor, micro] = vm.version.split('.').map(Number);
  const stderr = streamFile(vm, '<stderr>', { writer: vm.process.stderr, prompt: true });
  const out = new PyInstance(stderr.cls);
  out.attrs.set('name', '<stdout>');
  out.attrs.set('encoding', 'utf-8');
  out.native = stderr.native;
  const stdout = streamFile(vm, '<stdout>', { writer: { write: async () => undefined, close: () => undefined } });
  const table: Record<string, (a: Value[]) => Run<Value>> = {
    write: function* (a) {
      yield* vm.write(str(a[0], 'write() argument'));
      return str(a[0]).length;
    },
    flush: function* () {
      yield* vm.flush();
      return null;
    },
  };
  for (const [name, code] of Object.entries(table)) stdout.attrs.set(name, nativeOf(name, code));
  stdout.attrs.set(
    'isatty',
    nativeOf('isatty', () => vm.process.isTTY(1)),
  );
  const buffer = new PyInstance(stderr.cls);
  buffer.attrs.set(
    'write',
    nativeOf('write', (a) => vm.write(decode((a[0] as PyBytes).data)) as unknown as Run<Value>),
  );
  buffer.attrs.set('flush', stdout.attrs.get('flush')!);
  stdout.attrs.set('buffer', buffer);
  return {
    argv: { value: argv },
    path: { value: path },
    modules: { value: new PyDict() },
    version: { value: `${vm.version} (main, Oct  9 2025, 22:31:34) [GCC 14.2.0]` },
    version_info: { value: new PyTuple([major!, minor!, micro!, 'final', 0]) },
    platform: { value: 'linux' },
    executable: { value: '/usr/local/bin/python3' },
    prefix: { value: '/usr/local' },
    maxsize: { value: 9223372036854775807n },
    byteorder: { value: 'little' },
    stdout: { value: stdout },
    stderr: { value: stderr },
    stdin: { value: streamFile(vm, '<stdin>', { reader: vm.process.stdin }) },
    modules_main: () => vm.modules.get('__main__'),
    exit: (a) => {
      throw pyError('SystemExit', ...a);
    },
    getsizeof: () => 64,
    getrecursionlimit: () => 1000,
    setrecursionlimit: () => undefined,
    getdefaultencoding: () => 'utf-8',
    exc_info: () => {
      const error = handled.get(vm)?.at(-1);
      return new PyTuple(error ? [error.value.cls, error.value, null] : [null, null, null]);
    },
  };
});

const nativeOf = (name: string, code: (a: Value[]) => Value | Run<Value>): Value => native(name, code);
import { native } from '../objects/define';

const statOf = (vm: Vm, path: string): Value => {
  const stat = vm.process.fs.stat(path);
  const type = stat.type === 'directory' ? 0o40000 : 0o100000;
  const made = new PyDict();
  for (const [key, value] of Object.entries({
    st_mode: type | stat.mode,
    st_size: stat.size,
    st_uid: stat.uid,
    st_gid: stat.gid,
    st_ino: stat.ino,
  }))
    made.set(key, value);
  made.set('st_mtime', new PyFloat(stat.mtimeMs / 1000));
  return made;
};

nativeModule('_os', (vm) => {
  const { process } = vm;
  const { fs } = process;
  const environ = new PyDict();
  for (const [key, value] of process.env) environ.set(key, value);
  return {
    environ: { value: environ },
    getcwd: () => fs.cwd,
    chdir: (a) => {
      const to = fs.realpath(pathOf(a[0]));
      if (!fs.isDirectory(to)) throw new FileError('ENOTDIR', pathOf(a[0]));
      fs.cwd = to;
    },
    listdir: (a) => list(fs.readdir(a[0] === undefined ? '.' : pathOf(a[0]))),
    mkdir: (a) => {
      fs.mkdir(pathOf(a[0]));
    },
    makedirs: (a) => {
      if (a[1] !== true && fs.exists(pathOf(a[0]))) throw new FileError('EEXIST', pathOf(a[0]));
      fs.mkdir(pathOf(a[0]), { parents: true });
    },
    remove: (a) => {
      fs.unlink(pathOf(a[0]));
    },
    rmdir: (a) => {
      fs.rmdir(pathOf(a[0]));
    },
    rmtree: (a) => {
      fs.removeAll(pathOf(a[0]));
    },
    rename: (a) => {
      fs.rename(pathOf(a[0]), pathOf(a[1]));
    },
    chmod: (a) => {
      fs.chmod(pathOf(a[0]), int(a[1]));
    },
    symlink: (a) => {
      fs.symlink(pathOf(a[0]), pathOf(a[1]));
    },
    readlink: (a) => fs.readlink(pathOf(a[0])),
    exists: (a) => fs.exists(pathOf(a[0])),
    isdir: (a) => fs.isDirectory(pathOf(a[0])),
    isfile: (a) => fs.exists(pathOf(a[0])) && fs.stat(pathOf(a[0])).type === 'file',
    islink: (a) => {
      try {
        return fs.lstat(pathOf(a[0])).type === 'symlink';
      } catch {
        return false;
      }
    },
    access: (a) => fs.access(pathOf(a[0]), 'rwx'.slice(0, 1)),
    abspath: (a) => fs.absolute(pathOf(a[0])),
    realpath: (a) => (fs.exists(pathOf(a[0])) ? fs.realpath(pathOf(a[0])) : fs.absolute(pathOf(a[0]))),
    stat: (a) => statOf(vm, pathOf(a[0])),
    getpid: () => process.pid,
    getppid: () => process.ppid,
    getuid: () => process.credentials.uid,
    getgid: () => process.credentials.gid,
    hostname: () => process.host.hostname,
    kernel: () => process.host.kernel,
    cpu_count: () => process.host.cpus,
    isatty: (a) => process.isTTY(int(a[0])),
    kill: (a) => {
      process.kill(int(a[0]), (SIGNALS[int(a[1])] ?? 'SIGTERM') as Signal);
    },
    urandom: (a) =>
      new PyBytes(Uint8Array.from({ length: Math.min(1_000_000, int(a[0])) }, () => process.random.below(256))),
    _exit: (a) => process.exit(int(a[0])),
    /** Runs a command: (argv, shell, input, env, cwd, capture) -> (code, out, err). */
    run: function* (a): Run<Value> {
      const argv = yield* items(vm, a[0]!);
      const words: string[] = [];
      for (const word of argv) words.push(word instanceof PyInstance ? pathOf(word) : yield* strOf(vm, word));
      yield* vm.flush();
      return yield* runCommand(vm, words, a.slice(1));
    },
  };
});

export const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  12: 'SIGUSR2',
  14: 'SIGALRM',
  15: 'SIGTERM',
};

function* runCommand(vm: Vm, words: readonly string[], rest: readonly Value[]): Run<Value> {
  const [shell, input, env, cwd, capture] = rest;
  const { process } = vm;
  const argv = shell === true ? ['/bin/sh', '-c', words[0] ?? ''] : words;
  const path = process.findProgram(argv[0] ?? '');
  if (path === undefined) throw pyError('FileNotFoundError', 2, 'No such file or directory', argv[0] ?? '');
  const out = new Sink();
  const err = new Sink();
  const fds = new Map(process.fds);
  const pumps: Promise<void>[] = [];
  const gather = (fd: number, sink: Sink): void => {
    const pipe = process.pipe();
    fds.set(fd, pipe.write);
    pumps.push(
      (async () => {
        const reader = pipe.read.reader!;
        for (let chunk = await reader.read(); chunk; chunk = await reader.read()) await sink.write(chunk);
      })(),
    );
  };
  const mode = int(capture, 0);
  if (mode & 1) gather(1, out);
  if (mode & 2) gather(2, err);
  if (mode & 4) fds.set(2, fds.get(1)!);
  if (mode & 8) fds.set(1, process.open('/dev/null', 'w'));
  if (mode & 16) fds.set(2, process.open('/dev/null', 'w'));
  if (input instanceof PyBytes) {
    const pipe = process.pipe();
    fds.set(0, pipe.read);
    void pipe.write.writer!.write(input.data).then(
      () => pipe.write.close(),
      () => undefined,
    );
  }
  const vars =
    env instanceof PyDict ? new Map(env.entries().map((e) => [textOf(e.key), textOf(e.value)])) : environOf(vm);
  const child = process.spawn({
    path,
    argv: [...argv],
    env: vars,
    fds,
    ...(typeof cwd === 'string' && { cwd: process.fs.absolute(cwd) }),
  });
  for (const [fd, descriptor] of fds) if (descriptor !== process.fds.get(fd)) descriptor.close();
  const status = yield* wait(() => process.wait(child.exited));
  yield* wait(() => process.wait(Promise.all(pumps)));
  const code = status.signal === undefined ? status.code : -(status.code - 128);
  return new PyTuple([code, new PyBytes(encode(out.text())), new PyBytes(encode(err.text()))]);
}

function environOf(vm: Vm): Map<string, string> {
  const environ = vm.modules.get('_os')?.vars.get('environ');
  if (!(environ instanceof PyDict)) return new Map(vm.process.env);
  return new Map(environ.entries().map((e) => [textOf(e.key), textOf(e.value)]));
}

nativeModule('_time', (vm) => ({
  time: () => new PyFloat(vm.process.clock.epochNow() / 1000),
  monotonic: () => new PyFloat(vm.process.clock.now() / 1000),
  sleep: function* (a): Run<Value> {
    const seconds = numeric(a[0]);
    if (seconds < 0) fail('ValueError', 'sleep length must be non-negative');
    yield* wait(() => vm.process.sleep(seconds * 1000));
    return null;
  },
}));

nativeModule('_signal', (vm) => ({
  signal: (a) => {
    const name = SIGNALS[int(a[0])];
    if (name === undefined) return fail('ValueError', 'signal number out of range');
    const handler = a[1] ?? null;
    if (handler instanceof PyInstance || isInt(handler)) {
      vm.process.on(name as Signal, int(handler instanceof PyInstance ? 0 : handler) === 1 ? 'ignore' : 'default');
      return null;
    }
    vm.process.on(name as Signal, () => {
      vm.pending.push(() => callValue(vm, handler, [int(a[0]), null]));
      vm.onInterrupt?.();
      vm.process.clock.wake();
    });
    return null;
  },
  pause: function* (): Run<Value> {
    yield* wait(() => vm.process.wait(new Promise<never>(() => undefined)));
    return null;
  },
}));

nativeModule('_thread', (vm) => ({
  /** The arguments that a web framework finds for a handler: by name, turned into what the annotation says. */
  arguments: function* (a): Run<Value> {
    const handler = a[0] as PyFunction;
    const given = a[1] as PyDict;
    const raw = a[2] as PyDict;
    const out = new PyDict();
    for (const { name, annotation } of handler.parameters) {
      const type = annotation ? yield* evaluate(vm, annotation, handler.frame) : null;
      const value = given.get(name);
      if (value !== undefined)
        out.set(
          name,
          type === types.int || type === types.float || type === types.bool
            ? yield* callValue(vm, type, [value])
            : value,
        );
      else if (type === a[3]) out.set(name, yield* callValue(vm, a[3], [raw]));
      else if (type instanceof PyClass && type.module !== 'builtins' && !handler.defaults.has(name)) {
        const loads = (yield* importModule(vm, 'json')).vars.get('loads')!;
        const body = yield* callValue(vm, loads, [raw.get('body') ?? '']);
        const fields = new Map((body as PyDict).entries().map((e) => [textOf(e.key), e.value]));
        out.set(name, yield* callValue(vm, type, [], fields));
      }
    }
    return out;
  },
  make_tuple: function* (a): Run<Value> {
    const made = new PyTuple(yield* items(vm, a[1]!));
    made.cls = a[0] as PyClass;
    made.attrs = new Map();
    return made;
  },
  new_object: (a) => new PyInstance(a[0] as PyClass),
  set_plain: (a) => void (a[0] as PyInstance).attrs.set(str(a[1]), a[2] ?? null),
  throw: function* (a): Run<Value> {
    const generator = a[0] as PyGenerator;
    const error = traces.get(a[1] as PyInstance) ?? new PyError(a[1] as PyInstance);
    try {
      yield* resume(generator, null, error);
    } catch (caught) {
      if (caught instanceof PyError && caught.value.cls.name === 'StopIteration') return true;
      throw caught;
    }
    return false;
  },
  /** Starts a function beside the others. Python's threads take turns where they wait. */
  start: (a) => {
    const run = callValue(vm, a[0]!, a.slice(2));
    const done = vm.drive(run).catch(async (error: unknown) => {
      const known = asPyError(error);
      if (!known) throw error;
      const text = await vm.drive(traceback(vm, known, vm.argv[0] ?? ''));
      await vm.process.stderr.write(`Exception in thread Thread-1:\n${text}`);
    });
    if (a[1] !== true) vm.threads.push(done);
    const handle = new PyInstance(native('', () => null).cls);
    handle.native = done;
    return handle;
  },
  join: function* (a): Run<Value> {
    yield* wait(() => vm.process.wait((a[0] as PyInstance).native as Promise<void>));
    return null;
  },
  /** Waits until a function answers true; looked at whenever others had a turn. */
  turn: function* (): Run<Value> {
    yield* wait(() => vm.process.sleep(1));
    return null;
  },
  gather: function* (a): Run<Value> {
    const runs = yield* items(vm, a[0]!);
    const all = runs.map((one) => vm.drive(awaitValue(vm, one)));
    const done = yield* wait(() => vm.process.wait(Promise.all(all)));
    return new PyList(done);
  },
  run: function* (a): Run<Value> {
    return yield* awaitValue(vm, a[0]!);
  },
  atexit: (a) => void vm.atexit.push(() => callValue(vm, a[0]!, a.slice(1))),
  traceback: function* (a): Run<Value> {
    const value = a[0];
    const error = value instanceof PyInstance ? (traces.get(value) ?? new PyError(value)) : handled.get(vm)?.at(-1);
    return error ? yield* traceback(vm, error, vm.argv[0] ?? '') : 'NoneType: None\n';
  },
}));
import { evaluate } from '../runtime/evaluate';
import { importModule } from '../runtime/imports';
import { awaitValue, resume } from '../runtime/call';
import { traces } from '../runtime/execute';
