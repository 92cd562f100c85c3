import { ShellError } from '../control';
import { subscript } from '../expand/arithmetic-scope';
import type { Builtin } from './builtin';
import { parseLetters, usage } from './builtin';

export const unset: Builtin = {
  name: 'unset',
  special: true,
  synopsis: 'unset [-f] [-v] [-n] [name ...]',
  async run(shell, args) {
    const { letters, rest, invalid } = parseLetters(args, 'fvn');
    if (invalid) return usage(shell, unset, invalid);
    let status = 0;
    for (const name of rest) {
      try {
        const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name);
        if (element) {
          const variable = shell.variables.lookup(element[1]!);
          if (element[2] === '@' || element[2] === '*') shell.variables.unset(element[1]!);
          else {
            const key = subscript(shell, element[1]!, element[2]!);
            if (variable?.associative) variable.associative.delete(key);
            else if (variable?.indexed) {
              const at = Number(key);
              variable.indexed.delete(at < 0 ? Math.max(-1, ...variable.indexed.keys()) + 1 + at : at);
            } else if (key === '0') shell.variables.unset(element[1]!);
          }
        } else if (letters.includes('f')) shell.functions.delete(name);
        else if (!letters.includes('v') && !shell.variables.find(name) && shell.functions.has(name))
          shell.functions.delete(name);
        else if (letters.includes('n')) shell.variables.unsetReference(name);
        else shell.variables.unset(name);
      } catch (error) {
        if (!(error instanceof ShellError)) throw error;
        await shell.fail('unset', error.message);
        status = 1;
      }
    }
    return status;
  },
};
