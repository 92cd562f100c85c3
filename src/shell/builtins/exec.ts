import { FileError } from '#vfs/filesystem';
import { ExitShell } from '../control';
import { complainOfStart, findCommand, startProgram } from '../exec/external';
import { type Builtin, parseLetters, usage } from './builtin';

/**
 * `exec program`: Simplified: the program runs as a child whose exit code ends the shell, and gets its signals, because
 * a process of this world cannot become another one.
 */
export const exec: Builtin = {
  name: 'exec',
  special: true,
  synopsis: 'exec [-cl] [-a name] [command [argument ...]] [redirection ...]',
  async run(shell, args) {
    const { letters, rest, invalid, values } = parseLetters(args, 'cla:');
    if (invalid) return usage(shell, exec, invalid);
    const name = rest[0];
    if (name === undefined) return 0;
    const path = findCommand(shell, name);
    if (path === undefined) {
      const code = await complainOfExec(shell, name);
      if (shell.interactive || shell.shopt('execfail')) return code;
      throw new ExitShell(code);
    }
    const env = letters.includes('c') ? new Map<string, string>() : shell.variables.environment();
    let child;
    try {
      const argv = [values.get('a') ?? (letters.includes('l') ? `-${name}` : name), ...rest.slice(1)];
      child = startProgram(shell, path, argv, env, shell.process.fds, undefined);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const code = await complainOfStart(shell, path, error);
      if (shell.interactive) return code;
      throw new ExitShell(code);
    }
    shell.traps.delete('EXIT');
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const) {
      shell.process.on(signal, () => {
        if (child.status === undefined) shell.process.kill(child.pid, signal);
      });
    }
    const status = await shell.process.wait(child.exited);
    throw new ExitShell(status.code);
  },
};

async function complainOfExec(shell: Parameters<typeof complainOfStart>[0], name: string): Promise<number> {
  if (shell.dialect === 'bash') await shell.complain(`exec: ${name}: not found`);
  else await shell.complain(shell.dialect === 'dash' ? `exec: ${name}: not found` : `exec: ${name}: not found`);
  return 127;
}
