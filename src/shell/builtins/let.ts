import { ShellError } from '../control';
import { evaluateText } from '../expand/arithmetic-scope';
import type { Builtin } from './builtin';

export const letBuiltin: Builtin = {
  name: 'let',
  dialects: ['bash', 'ash'],
  synopsis: 'let arg [arg ...]',
  run(shell, args) {
    if (args.length === 0) throw new ShellError('expression expected');
    let value = 0n;
    for (const arg of args) value = evaluateText(shell, arg);
    return value === 0n ? 1 : 0;
  },
};
