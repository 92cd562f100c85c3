import { quoteSingle } from '../expand/quote';
import type { Builtin } from './builtin';

export const alias: Builtin = {
  name: 'alias',
  declares: false,
  synopsis: 'alias [-p] [name[=value] ... ]',
  async run(shell, args) {
    const shown = (name: string): string =>
      `${shell.dialect === 'bash' ? 'alias ' : ''}${name}=${quoteSingle(shell.aliases.get(name)!)}\n`;
    if (args.length === 0 || args[0] === '-p') await shell.out([...shell.aliases.keys()].sort().map(shown).join(''));
    let status = 0;
    for (const arg of args.filter((a) => a !== '-p')) {
      const at = arg.indexOf('=');
      if (at > 0) shell.aliases.set(arg.slice(0, at), arg.slice(at + 1));
      else if (shell.aliases.has(arg)) await shell.out(shown(arg));
      else {
        if (shell.dialect === 'bash') await shell.fail('alias', `${arg}: not found`);
        else await shell.write(2, `alias: ${arg} not found\n`);
        status = 1;
      }
    }
    return status;
  },
};

export const unalias: Builtin = {
  name: 'unalias',
  synopsis: 'unalias [-a] name [name ...]',
  async run(shell, args) {
    let status = 0;
    for (const name of args) {
      if (name === '-a') shell.aliases.clear();
      else if (!shell.aliases.delete(name)) {
        if (shell.dialect === 'bash') await shell.fail('unalias', `${name}: not found`);
        else await shell.write(2, `unalias: ${name} not found\n`);
        status = 1;
      }
    }
    return status;
  },
};
