import { keyText as textOf } from '../runtime/key-text';
import { concat, decode, encode, type Reader, type Writer } from '#io/streams';
import { FileError } from '#vfs/filesystem';
import { currentVm } from '../runtime/current';
import { fail } from '../runtime/errors';
import { items } from '../runtime/iteration';
import { strOf } from '../runtime/repr';
import {
  classOf,
  PyBytes,
  PyClass,
  PyInstance,
  PyList,
  typeClass,
  objectClass,
  wait,
  type Kwargs,
  type Run,
  type Value,
} from '../runtime/values';
import type { Vm } from '../runtime/vm';
import { arg, int, methods, str } from './define';

interface OpenFile {
  readonly vm: Vm;
  readonly binary: boolean;
  reader: Reader | undefined;
  writer: Writer | undefined;
  /** Read and not yet given out. */
  rest: Uint8Array;
  ended: boolean;
  pending: (Uint8Array | string)[];
  closed: boolean;
  readonly close: () => void;
  /** Written through at every newline. */
  readonly prompt: boolean;
}

export const fileClass = new PyClass('TextIOWrapper', [objectClass], typeClass);
fileClass.module = '_io';

/** A stream of the process as a Python file. */
export function streamFile(
  vm: Vm,
  name: string,
  stream: { reader?: Reader; writer?: Writer; binary?: boolean; close?: () => void; prompt?: boolean },
): PyInstance {
  const made = new PyInstance(fileClass);
  made.native = {
    vm,
    binary: stream.binary ?? false,
    reader: stream.reader,
    writer: stream.writer,
    rest: new Uint8Array(),
    ended: false,
    pending: [],
    closed: false,
    close: stream.close ?? (() => undefined),
    prompt: stream.prompt ?? false,
  } satisfies OpenFile;
  made.attrs.set('name', name);
  made.attrs.set('encoding', 'utf-8');
  return made;
}

/** open(...). */
export function openFile(args: readonly Value[], kwargs: Kwargs): Value {
  const vm = currentVm();
  const given = args[0]!;
  const path = typeof given === 'string' ? given : textOf((given as PyInstance).attrs.get('_text') ?? '');
  const mode = str(arg(args, kwargs, 1, 'mode') ?? 'r');
  const binary = mode.includes('b');
  const { fs } = vm.process;
  if (!/^[rwax]?[bt]?\+?[bt]?$/.test(mode)) fail('ValueError', `invalid mode: '${mode}'`);
  if (fs.isDirectory(path)) throw new FileError('EISDIR', path);
  const bounded = (): FileError | undefined => {
    if (mode.includes('x') && fs.exists(path)) return new FileError('EEXIST', path);
    return undefined;
  };
  const broken = bounded();
  if (broken) throw broken;
  const kind = /[wx]/.test(mode) ? 'w' : mode.includes('a') ? 'a' : mode.includes('+') ? 'rw' : 'r';
  const descriptor = vm.process.open(path, kind);
  const made = streamFile(vm, path, {
    ...(descriptor.reader && { reader: descriptor.reader }),
    ...(descriptor.writer && { writer: descriptor.writer }),
    binary,
    close: () => descriptor.close(),
  });
  made.attrs.set('mode', mode);
  openFiles.set(vm, [...(openFiles.get(vm) ?? []), made]);
  return made;
}

const openFiles = new WeakMap<Vm, PyInstance[]>();

/** Writes what files opened by a program still hold: at its end. */
export function* flushAll(vm: Vm): Run<void> {
  for (const made of openFiles.get(vm) ?? []) yield* flush(made.native as OpenFile);
}

function* flush(file: OpenFile): Run<void> {
  if (file.pending.length === 0 || !file.writer) return;
  const data = concat(file.pending.splice(0).map((part) => (typeof part === 'string' ? encode(part) : part)));
  yield* wait(() => file.writer!.write(data));
}

const stateOf = (self: Value | undefined): OpenFile => {
  const file = (self as PyInstance).native as OpenFile;
  if (file.closed) fail('ValueError', 'I/O operation on closed file.');
  return file;
};

function* fill(file: OpenFile, enough: (data: Uint8Array) => boolean): Run<void> {
  if (!file.reader) fail('OSError', 'not readable');
  while (!file.ended && !enough(file.rest)) {
    const chunk = yield* wait(() => file.reader!.read());
    if (!chunk) file.ended = true;
    else file.rest = concat([file.rest, chunk]);
  }
}

const shown = (file: OpenFile, data: Uint8Array): Value => (file.binary ? new PyBytes(data) : decode(data));

function* readLine(file: OpenFile): Run<Uint8Array> {
  yield* fill(file, (data) => data.includes(10));
  const at = file.rest.indexOf(10);
  const end = at < 0 ? file.rest.length : at + 1;
  const line = file.rest.slice(0, end);
  file.rest = file.rest.subarray(end);
  return line;
}

methods(fileClass, {
  read: function* (a): Run<Value> {
    const file = stateOf(a[0]);
    const most = a[1] === undefined || a[1] === null || int(a[1]) < 0 ? Infinity : int(a[1]);
    yield* fill(file, (data) => data.length >= most);
    const data = file.rest.slice(0, Math.min(most, file.rest.length));
    file.rest = file.rest.subarray(data.length);
    return shown(file, data);
  },
  readline: function* (a): Run<Value> {
    const file = stateOf(a[0]);
    return shown(file, yield* readLine(file));
  },
  readlines: function* (a): Run<Value> {
    const file = stateOf(a[0]);
    const lines: Value[] = [];
    for (;;) {
      const line = yield* readLine(file);
      if (line.length === 0) return new PyList(lines);
      lines.push(shown(file, line));
    }
  },
  write: function* (a): Run<Value> {
    const file = stateOf(a[0]);
    if (!file.writer) fail('OSError', 'not writable');
    const value = a[1]!;
    if (file.binary) {
      if (!(value instanceof PyBytes))
        fail('TypeError', `a bytes-like object is required, not '${classOf(value).name}'`);
      file.pending.push(value.data);
    } else {
      if (typeof value !== 'string') fail('TypeError', `write() argument must be str, not ${classOf(value).name}`);
      file.pending.push(value);
    }
    if (file.prompt || file.pending.length > 200) yield* flush(file);
    return typeof value === 'string' ? value.length : value.data.length;
  },
  writelines: function* (a): Run<Value> {
    const file = stateOf(a[0]);
    for (const line of yield* items(currentVm(), a[1]!)) file.pending.push(yield* strOf(currentVm(), line));
    return null;
  },
  flush: function* (a): Run<Value> {
    yield* flush(stateOf(a[0]));
    return null;
  },
  close: function* (a): Run<Value> {
    const file = (a[0] as PyInstance).native as OpenFile;
    if (file.closed) return null;
    yield* flush(file);
    file.closed = true;
    file.close();
    return null;
  },
  isatty: () => false,
  fileno: () => 3,
  readable: (a) => stateOf(a[0]).reader !== undefined,
  writable: (a) => stateOf(a[0]).writer !== undefined,
  reconfigure: () => undefined,
  __enter__: (a) => a[0],
  __exit__: function* (a): Run<Value> {
    const file = (a[0] as PyInstance).native as OpenFile;
    if (file.closed) return null;
    yield* flush(file);
    file.closed = true;
    file.close();
    return null;
  },
  __iter__: (a) => a[0],
  __next__: function* (a): Run<Value> {
    const file = stateOf(a[0]);
    const line = yield* readLine(file);
    return line.length === 0 ? fail('StopIteration') : shown(file, line);
  },
});
