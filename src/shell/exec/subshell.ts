import { BrokenPipeError } from '#io/streams';
import type { ChildProcess, Descriptor } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { ExitShell, Interrupted, LeaveLoop, ReturnFrom, ShellError } from '../control';
import type { Shell } from '../shell';
import { loadParser, parserReady } from '../source';
import { runExitTrap } from './traps';

/** The most processes that one shell with all its subshells may have at once; more is a fork bomb. */
const MAX_LIVE = 1500;
const MAX_LEVEL = 100;

export interface ForkOptions {
  readonly fds?: ReadonlyMap<number, Descriptor>;
  readonly group?: 'new' | number;
  /** The background: Ctrl-C is ignored when there is no job control. */
  readonly background?: boolean;
}

/** Runs a part of the shell as another process with a copy of the state. */
export function forkShell(
  shell: Shell,
  body: (sub: Shell) => Promise<number>,
  options: ForkOptions = {},
): ChildProcess {
  if (shell.family.live >= MAX_LIVE || shell.level >= MAX_LEVEL) {
    throw cannotFork(shell);
  }
  const sub = shell.subshell();
  const child = forked(shell, () =>
    shell.process.fork(
      async (process) => {
        sub.process = process;
        return runBody(sub, body);
      },
      {
        argv: shell.process.argv,
        fds: options.fds ?? shell.process.fds,
        ...(options.group !== undefined && { group: options.group }),
        ...(options.background && options.group === undefined && { ignored: ['SIGINT', 'SIGQUIT'] as const }),
      },
    ),
  );
  shell.family.live++;
  void child.exited.then(() => shell.family.live--);
  return child;
}

/** What a shell says, and ends with, when there may be no more processes. */
function cannotFork(shell: Shell): ShellError {
  if (shell.dialect === 'bash') return new ShellError('fork: retry: Resource temporarily unavailable', 254, true);
  const words = shell.dialect === 'dash' ? 'Cannot fork' : "can't fork: Resource temporarily unavailable";
  return new ShellError(words, 2, true);
}

/** Starts a process by `start`. Throws ShellError when there may be no more, FileError for what else fails. */
export function forked<T>(shell: Shell, start: () => T): T {
  try {
    return start();
  } catch (error) {
    if (error instanceof FileError && error.code === 'EAGAIN') throw cannotFork(shell);
    throw error;
  }
}

/** Runs a shell's whole work: what ends it becomes its exit code, and its EXIT trap runs. */
export async function runBody(shell: Shell, body: (shell: Shell) => Promise<number>): Promise<number> {
  const needed = !shell.interactive && !parserReady();
  let code = await settle(shell, () =>
    needed ? shell.process.external(loadParser).then(() => body(shell)) : body(shell),
  );
  shell.status = code;
  if (shell.traps.has('EXIT')) code = await settle(shell, () => runExitTrap(shell, code));
  return code;
}

async function settle(shell: Shell, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ExitShell || error instanceof ReturnFrom) return error.code;
    if (error instanceof LeaveLoop) return 0;
    if (error instanceof Interrupted) return 130;
    if (error instanceof BrokenPipeError) return 141;
    if (error instanceof ShellError) {
      await shell.complain(inDialect(shell, error.message));
      return shell.dialect === 'dash' ? 2 : error.code;
    }
    if (error instanceof RangeError) {
      // The host's stack is gone: what a real shell meets as a segmentation fault.
      await shell.write(2, 'Segmentation fault\n');
      return 139;
    }
    throw error;
  }
}

/** dash's words for what bash says otherwise. */
function inDialect(shell: Shell, message: string): string {
  if (shell.dialect === 'bash') return message;
  const division = /^(.*): division by 0 \(/s.exec(message);
  if (division) {
    return shell.dialect === 'dash' ? `arithmetic expression: division by zero: "${division[1]!}"` : 'divide by zero';
  }
  return message.replace(/: readonly variable$/, ': is read only');
}
