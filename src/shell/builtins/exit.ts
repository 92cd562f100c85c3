import { ExitShell } from '../control';
import type { Builtin } from './builtin';

export const exit: Builtin = {
  name: 'exit',
  special: true,
  synopsis: 'exit [n]',
  async run(shell, args) {
    const first = args[0] === '--' ? args[1] : args[0];
    if (shell.interactive && shell.level === 0) await shell.write(2, shell.dialect === 'bash' ? 'exit\n' : '');
    if (first === undefined) throw new ExitShell(shell.status);
    if (!/^\s*[-+]?\d+\s*$/.test(first)) {
      await shell.complain(
        shell.dialect === 'bash' ? `exit: ${first}: numeric argument required` : `exit: Illegal number: ${first}`,
      );
      throw new ExitShell(2);
    }
    if (args.length > 1 && args[0] !== '--') {
      await shell.fail('exit', 'too many arguments');
      return 1;
    }
    throw new ExitShell(Number(first) & 255);
  },
};
