import type { Stat } from '#vfs/filesystem';
import { ShellError } from '../control';
import { isName } from '../variables';
import { readElement, subscript } from '../expand/arithmetic-scope';
import type { Shell } from '../shell';
import type { SetOption } from '../options';

const FILE_TYPES: Readonly<Record<string, string>> = {
  '-f': 'file',
  '-d': 'directory',
  '-p': 'fifo',
  '-S': 'socket',
  '-c': 'char',
  '-b': 'block',
};

/** The one-operand tests that there are. */
export const UNARY = /^-[abcdefghknoprstuvwxzLOGNSR]$/;
/** The two-operand tests that there are. */
export const BINARY = /^(?:=|==|!=|<|>|=~|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/;

/** A test of one operand: files, strings, variables. */
export function unaryTest(shell: Shell, operator: string, operand: string): boolean {
  const { fs } = shell.process;
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-o':
      return shell.options.has(operand as SetOption);
    case '-v':
      return isSet(shell, operand);
    case '-R':
      return shell.variables.find(operand)?.nameref ?? false;
    case '-t':
      return /^\d+$/.test(operand) && shell.process.fds.get(Number(operand))?.pty !== undefined;
    case '-h':
    case '-L':
      return attempt(() => fs.lstat(operand))?.type === 'symlink';
    case '-r':
    case '-w':
    case '-x':
      return operand !== '' && fs.exists(operand) && fs.access(operand, operator[1]!);
  }
  const stat = statOf(shell, operand);
  if (!stat) return false;
  switch (operator) {
    case '-a':
    case '-e':
      return true;
    case '-s':
      return stat.size > 0;
    case '-u':
      return (stat.mode & 0o4000) !== 0;
    case '-g':
      return (stat.mode & 0o2000) !== 0;
    case '-k':
      return (stat.mode & 0o1000) !== 0;
    case '-O':
      return stat.uid === shell.process.credentials.uid;
    case '-G':
      return stat.gid === shell.process.credentials.gid;
    case '-N':
      return true;
    default:
      return stat.type === FILE_TYPES[operator];
  }
}

/** A test of two operands, as `test` and `[[` share it. */
export function binaryTest(shell: Shell, left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-ef': {
      const [a, b] = [statOf(shell, left), statOf(shell, right)];
      return a !== undefined && b !== undefined && a.ino === b.ino && a.device === b.device;
    }
    case '-nt':
    case '-ot': {
      const [a, b] = [statOf(shell, left)?.mtimeMs, statOf(shell, right)?.mtimeMs];
      const [newer, older] = operator === '-nt' ? [a, b] : [b, a];
      return newer !== undefined && (older === undefined || newer > older);
    }
  }
  const [a, b] = [integer(left), integer(right)];
  const holds: Readonly<Record<string, boolean>> = {
    '-eq': a === b,
    '-ne': a !== b,
    '-lt': a < b,
    '-le': a <= b,
    '-gt': a > b,
    '-ge': a >= b,
  };
  return holds[operator] ?? false;
}

function integer(text: string): bigint {
  const trimmed = text.trim();
  if (!/^[-+]?\d+$/.test(trimmed)) throw new ShellError(`${text}: integer expression expected`, 2);
  return BigInt(trimmed.replace(/^\+/, ''));
}

function isSet(shell: Shell, text: string): boolean {
  const element = /^([A-Za-z_]\w*)\[(.+)\]$/.exec(text);
  if (element) {
    const variable = shell.variables.lookup(element[1]!);
    if (element[2] === '@' || element[2] === '*') return variable?.isSet ?? false;
    return readElement(variable, subscript(shell, element[1]!, element[2]!)) !== undefined;
  }
  if (/^\d+$/.test(text)) return Number(text) <= shell.positional.length;
  return isName(text) && shell.get(text) !== undefined;
}

function statOf(shell: Shell, path: string): Stat | undefined {
  return path === '' ? undefined : attempt(() => shell.process.fs.stat(path));
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
