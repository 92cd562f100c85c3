import { ShellError } from '../control';
import { BINARY, binaryTest, UNARY, unaryTest } from '../exec/test-operators';
import type { Shell } from '../shell';
import type { Builtin } from './builtin';

/** `test` and `[`. Upstream: bash test.c. */
function evaluateTest(shell: Shell, args: readonly string[]): boolean {
  const at = { i: 0 };
  const result = byCount(shell, args) ?? or(shell, args, at);
  if (at.i !== 0 && at.i < args.length) throw new ShellError('too many arguments', 2);
  return result;
}

/** POSIX tells what up to four arguments mean, by their number. */
function byCount(shell: Shell, args: readonly string[]): boolean | undefined {
  const [a, b, c] = args as [string, string, string];
  switch (args.length) {
    case 0:
      return false;
    case 1:
      return a !== '';
    case 2:
      if (a === '!') return b === '';
      if (UNARY.test(a)) return unaryTest(shell, a, b);
      throw new ShellError(`${a}: unary operator expected`, 2);
    case 3:
      if (BINARY.test(b)) return binaryTest(shell, a, b, c);
      if (b === '-a') return a !== '' && c !== '';
      if (b === '-o') return a !== '' || c !== '';
      if (a === '!') return !byCount(shell, [b, c]);
      if (a === '(' && c === ')') return b !== '';
      throw new ShellError(`${b}: binary operator expected`, 2);
    case 4:
      if (a === '!') return !byCount(shell, args.slice(1));
      if (a === '(' && args[3] === ')') return byCount(shell, args.slice(1, 3));
  }
  return undefined;
}

function or(shell: Shell, args: readonly string[], at: { i: number }): boolean {
  let result = and(shell, args, at);
  while (args[at.i] === '-o') {
    at.i++;
    const right = and(shell, args, at);
    result ||= right;
  }
  return result;
}

function and(shell: Shell, args: readonly string[], at: { i: number }): boolean {
  let result = term(shell, args, at);
  while (args[at.i] === '-a') {
    at.i++;
    const right = term(shell, args, at);
    result &&= right;
  }
  return result;
}

function term(shell: Shell, args: readonly string[], at: { i: number }): boolean {
  const a = args[at.i];
  if (a === undefined) throw new ShellError('argument expected', 2);
  if (a === '!') {
    at.i++;
    return !term(shell, args, at);
  }
  const b = args[at.i + 1];
  if (b !== undefined && BINARY.test(b) && args[at.i + 2] !== undefined) {
    at.i += 3;
    return binaryTest(shell, a, b, args[at.i - 1]!);
  }
  if (a === '(') {
    at.i++;
    const inner = or(shell, args, at);
    if (args[at.i] !== ')') throw new ShellError("`)' expected", 2);
    at.i++;
    return inner;
  }
  if (UNARY.test(a) && b !== undefined) {
    at.i += 2;
    return unaryTest(shell, a, b);
  }
  at.i++;
  return a !== '';
}

export const test: Builtin = {
  name: 'test',
  synopsis: 'test [expr]',
  run: (shell, args) => (evaluateTest(shell, args) ? 0 : 1),
};

export const bracket: Builtin = {
  name: '[',
  synopsis: '[ arg... ]',
  run: (shell, args) => {
    if (args.at(-1) !== ']') throw new ShellError(shell.dialect === 'bash' ? "missing `]'" : 'missing ]', 2);
    return evaluateTest(shell, args.slice(0, -1)) ? 0 : 1;
  },
};
