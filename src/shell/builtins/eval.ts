import { Source } from '../source';
import type { Builtin } from './builtin';

export const evalBuiltin: Builtin = {
  name: 'eval',
  special: true,
  synopsis: 'eval [arg ...]',
  run(shell, args) {
    const text = (args[0] === '--' ? args.slice(1) : args).join(' ');
    if (text.trim() === '') return 0;
    return shell.executor.runText(shell, text, new Source(text, shell.source.name, shell.line));
  },
};
