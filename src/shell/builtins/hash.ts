import { findCommand } from '../exec/external';
import { type Builtin, parseLetters, usage } from './builtin';

export const hash: Builtin = {
  name: 'hash',
  synopsis: 'hash [-lr] [-p pathname] [-dt] [name ...]',
  async run(shell, args) {
    const { letters, rest, invalid } = parseLetters(args, 'lrdtp:');
    if (invalid) return usage(shell, hash, invalid);
    if (letters.includes('r')) shell.hashed.clear();
    if (rest.length === 0 && !letters.includes('r')) {
      if (shell.hashed.size === 0) await shell.out('hash: hash table empty\n');
      else
        await shell.out(
          'hits\tcommand\n' +
            [...shell.hashed.values()].map(({ path, hits }) => `${String(hits).padStart(4)}\t${path}\n`).join(''),
        );
    }
    let status = 0;
    for (const name of rest) {
      const path = findCommand(shell, name);
      if (letters.includes('d')) shell.hashed.delete(name);
      else if (path === undefined) {
        await shell.fail('hash', `${name}: not found`);
        status = 1;
      } else if (letters.includes('t')) await shell.out(path + '\n');
      else shell.hashed.set(name, { path, hits: 0 });
    }
    return status;
  },
};
