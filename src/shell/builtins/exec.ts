import { FileError } from '#vfs/filesystem';
import { ExitShell } from '../control';
import { becomeProgram, complainOfStart, findCommand } from '../exec/external';
import { type Builtin, parseLetters, usage } from './builtin';

/** `exec program`: the shell's process becomes the program. Without one, its redirections stay. */
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
    try {
      const argv = [values.get('a') ?? (letters.includes('l') ? `-${name}` : name), ...rest.slice(1)];
      await becomeProgram(shell, path, argv, env);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const code = await complainOfStart(shell, path, error);
      if (shell.interactive || shell.shopt('execfail')) return code;
      throw new ExitShell(code);
    }
    return 0;
  },
};

async function complainOfExec(shell: Parameters<typeof complainOfStart>[0], name: string): Promise<number> {
  if (shell.dialect === 'bash') await shell.complain(`exec: ${name}: not found`);
  else await shell.complain(shell.dialect === 'dash' ? `exec: ${name}: not found` : `exec: ${name}: not found`);
  return 127;
}
