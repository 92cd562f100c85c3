import { type Builtin, parseLetters, usage } from './builtin';
import { BUILTINS } from './index';

export const enable: Builtin = {
  name: 'enable',
  dialects: ['bash'],
  synopsis: 'enable [-a] [-dnps] [-f filename] [name ...]',
  async run(shell, args) {
    const { letters, rest, invalid } = parseLetters(args, 'anps');
    if (invalid) return usage(shell, enable, invalid);
    if (rest.length === 0) {
      const names = BUILTINS.map((builtin) => builtin.name).sort();
      await shell.out(
        names
          .filter((name) => letters.includes('a') || shell.disabled.has(name) === letters.includes('n'))
          .map((name) => `enable ${shell.disabled.has(name) ? '-n ' : ''}${name}\n`)
          .join(''),
      );
      return 0;
    }
    let status = 0;
    for (const name of rest) {
      if (!BUILTINS.some((builtin) => builtin.name === name)) {
        await shell.fail('enable', `${name}: not a shell builtin`);
        status = 1;
      } else if (letters.includes('n')) shell.disabled.add(name);
      else shell.disabled.delete(name);
    }
    return status;
  },
};
