import { ReturnFrom } from '../control';
import type { Builtin } from './builtin';

export const returnBuiltin: Builtin = {
  name: 'return',
  special: true,
  synopsis: 'return [n]',
  async run(shell, args) {
    const first = args[0];
    if (shell.frames.length === 0 && shell.dialect === 'bash') {
      await shell.fail('return', "can only `return' from a function or sourced script");
      return 2;
    }
    if (first !== undefined && !/^\s*[-+]?\d+\s*$/.test(first)) {
      await shell.fail('return', `${first}: numeric argument required`);
      throw new ReturnFrom(2);
    }
    throw new ReturnFrom(first === undefined ? shell.status : Number(first) & 255);
  },
};
