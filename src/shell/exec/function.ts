import { ReturnFrom, ShellError } from '../control';
import type { Shell, ShellFunction } from '../shell';
import { runCommand } from './command';
import { runTrap } from './traps';

/** As deep as functions may call each other. */
const MAX_NESTING = 1000;

/** Calls a function with words as its parameters. */
export async function callFunction(shell: Shell, called: ShellFunction, words: readonly string[]): Promise<number> {
  const limit = Math.min(Number(shell.get('FUNCNEST')) || MAX_NESTING, MAX_NESTING);
  if (shell.frames.length >= limit) {
    throw new ShellError(`${called.name}: maximum function nesting level exceeded (${limit})`, 1, !shell.interactive);
  }
  // A fresh stack for each call, so that deep recursion does not use up the host's.
  await Promise.resolve();
  const { positional, source, position, loops } = shell;
  shell.frames.push({ kind: 'function', name: called.name, calledFrom: source, calledAt: position });
  shell.positional = words.slice(1);
  shell.source = called.source;
  shell.loops = 0;
  shell.variables.pushScope();
  try {
    return await runCommand(shell, called.node.body);
  } catch (error) {
    if (error instanceof ReturnFrom) return error.code;
    throw error;
  } finally {
    if (shell.traps.has('RETURN') && shell.options.has('functrace')) await runTrap(shell, 'RETURN');
    shell.variables.popScope();
    shell.loops = loops;
    shell.source = source;
    shell.position = position;
    shell.positional = positional;
    shell.frames.pop();
  }
}
