import { ShellError } from '../control';
import type { Builtin } from './builtin';

export const shift: Builtin = {
  name: 'shift',
  special: true,
  synopsis: 'shift [n]',
  async run(shell, args) {
    const text = args[0] ?? '1';
    if (!/^-?\d+$/.test(text)) {
      await shell.fail('shift', `${text}: numeric argument required`);
      return 1;
    }
    const count = Number(text);
    if (count < 0 || count > shell.positional.length) {
      if (shell.dialect === 'dash') throw new ShellError("shift: can't shift that many", 2, true);
      if (count < 0) await shell.fail('shift', `${text}: shift count out of range`);
      return 1;
    }
    shell.positional.splice(0, count);
    return 0;
  },
};
