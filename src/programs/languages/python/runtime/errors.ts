import { FileError } from '#vfs/filesystem';
import { NetworkError } from '#network/stack';
import { BrokenPipeError } from '#io/streams';
import type { Position } from '../syntax/ast';
import { SyntaxFault } from '../syntax/tokens';
import {
  objectClass,
  PyClass,
  PyInstance,
  PyNative,
  PyTuple,
  Unhashable,
  typeClass,
  types,
  type Value,
} from './values';

export interface TraceEntry {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly at: Position;
}

/** A Python exception on its way. */
export class PyError extends Error {
  override readonly name = 'PyError';
  /** Innermost last. */
  readonly trace: TraceEntry[] = [];

  constructor(readonly value: PyInstance) {
    super(value.cls.name);
  }
}

const TREE: Readonly<Record<string, string>> = {
  BaseException: 'SystemExit KeyboardInterrupt GeneratorExit Exception',
  Exception:
    'ArithmeticError AssertionError AttributeError BufferError EOFError ImportError LookupError MemoryError NameError OSError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError ValueError Warning',
  ArithmeticError: 'FloatingPointError OverflowError ZeroDivisionError',
  ImportError: 'ModuleNotFoundError',
  LookupError: 'IndexError KeyError',
  NameError: 'UnboundLocalError',
  OSError:
    'BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError',
  ConnectionError: 'BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError',
  RuntimeError: 'NotImplementedError RecursionError',
  SyntaxError: 'IndentationError',
  IndentationError: 'TabError',
  ValueError: 'UnicodeError',
  UnicodeError: 'UnicodeDecodeError UnicodeEncodeError',
  Warning: 'DeprecationWarning FutureWarning RuntimeWarning SyntaxWarning UserWarning ResourceWarning',
};

/** The built-in exceptions by name. */
export const exceptions = new Map<string, PyClass>();

function declare(name: string, base: PyClass): void {
  const cls = new PyClass(name, [base], typeClass);
  exceptions.set(name, cls);
  for (const child of (TREE[name] ?? '').split(' ').filter(Boolean)) declare(child, cls);
}
declare('BaseException', objectClass);
exceptions.get('BaseException')!.make = (cls, args) => {
  const made = new PyInstance(cls);
  made.attrs.set('args', new PyTuple(args));
  return made;
};
for (const cls of exceptions.values()) cls.make = exceptions.get('BaseException')!.make;
exceptions.get('BaseException')!.vars.set(
  '__init__',
  new PyNative('__init__', ([self, ...args], kwargs) => {
    const instance = self as PyInstance;
    instance.attrs.set('args', new PyTuple(args));
    if (instance.cls.is(errorClass('OSError')) && args.length >= 2) {
      instance.attrs.set('errno', args[0]!);
      instance.attrs.set('strerror', args[1]!);
      instance.attrs.set('filename', args[2] ?? null);
    }
    if (instance.cls.is(errorClass('SystemExit'))) instance.attrs.set('code', args[0] ?? null);
    if (instance.cls.is(errorClass('StopIteration'))) instance.attrs.set('value', args[0] ?? null);
    for (const [name, value] of kwargs) instance.attrs.set(name, value);
    return null;
  }),
);
exceptions.get('BaseException')!.vars.set('with_traceback', new PyNative('with_traceback', ([self]) => self ?? null));

/** A built-in exception's class. */
export const errorClass = (name: string): PyClass => exceptions.get(name)!;

/** A built-in exception, ready to be thrown. */
export function pyError(type: string, ...args: Value[]): PyError {
  const cls = errorClass(type);
  const value = new PyInstance(cls);
  value.attrs.set('args', new PyTuple(args));
  if (cls.is(errorClass('OSError')) && args.length >= 2) {
    value.attrs.set('errno', args[0]!);
    value.attrs.set('strerror', args[1]!);
    value.attrs.set('filename', args[2] ?? null);
  }
  if (type === 'SystemExit') value.attrs.set('code', args[0] ?? null);
  return new PyError(value);
}

/** Throws a built-in exception. */
export function fail(type: string, ...args: Value[]): never {
  throw pyError(type, ...args);
}

const FILE_ERRORS: Readonly<Record<string, readonly [string, number]>> = {
  ENOENT: ['FileNotFoundError', 2],
  EEXIST: ['FileExistsError', 17],
  ENOTDIR: ['NotADirectoryError', 20],
  EISDIR: ['IsADirectoryError', 21],
  ENOTEMPTY: ['OSError', 39],
  EACCES: ['PermissionError', 13],
  EPERM: ['PermissionError', 1],
  EROFS: ['OSError', 30],
  ELOOP: ['OSError', 40],
  EXDEV: ['OSError', 18],
  EINVAL: ['OSError', 22],
  EBUSY: ['OSError', 16],
  ENOSPC: ['OSError', 28],
  ENAMETOOLONG: ['OSError', 36],
  ENOEXEC: ['OSError', 8],
  ESRCH: ['ProcessLookupError', 3],
};
const NETWORK_ERRORS: Readonly<Record<string, readonly [string, number, string]>> = {
  ECONNREFUSED: ['ConnectionRefusedError', 111, 'Connection refused'],
  EHOSTUNREACH: ['OSError', 113, 'No route to host'],
  ENETUNREACH: ['OSError', 101, 'Network is unreachable'],
  ETIMEDOUT: ['TimeoutError', 110, 'Connection timed out'],
  ECONNRESET: ['ConnectionResetError', 104, 'Connection reset by peer'],
  EADDRINUSE: ['OSError', 98, 'Address already in use'],
  EADDRNOTAVAIL: ['OSError', 99, 'Cannot assign requested address'],
  EACCES: ['PermissionError', 13, 'Permission denied'],
  EINVAL: ['OSError', 22, 'Invalid argument'],
};

/** socket.gaierror, which lookups raise. */
export const gaierror = new PyClass('gaierror', [exceptions.get('OSError')!], typeClass);
gaierror.module = 'socket';

/** Any error of the world or of ours as the Python exception it is; undefined for what must pass through. */
export function asPyError(error: unknown): PyError | undefined {
  if (error instanceof PyError) return error;
  if (error instanceof FileError) {
    const [type, errno] = FILE_ERRORS[error.code] ?? ['OSError', 5];
    return pyError(type, errno, error.message, error.path);
  }
  if (error instanceof NetworkError) {
    if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
      const value = new PyInstance(gaierror);
      const again = error.code === 'EAI_AGAIN';
      const args: Value[] = again ? [-3, 'Temporary failure in name resolution'] : [-2, 'Name or service not known'];
      value.attrs.set('args', new PyTuple(args));
      value.attrs.set('errno', args[0]!);
      value.attrs.set('strerror', args[1]!);
      return new PyError(value);
    }
    const [type, errno, text] = NETWORK_ERRORS[error.code] ?? ['OSError', 5, error.message];
    return pyError(type, errno, text);
  }
  if (error instanceof BrokenPipeError) return pyError('BrokenPipeError', 32, 'Broken pipe');
  if (error instanceof Unhashable) return pyError('TypeError', error.message);
  if (error instanceof RangeError) return pyError('RecursionError', 'maximum recursion depth exceeded');
  if (error instanceof SyntaxFault) {
    const made = pyError(error.type, error.message);
    made.value.native = error;
    return made;
  }
  return undefined;
}

export const isNone = (value: Value | undefined): boolean => value === null || value === undefined;
export { types };
