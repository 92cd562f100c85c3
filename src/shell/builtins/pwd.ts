import type { Builtin } from './builtin';

export const pwd: Builtin = {
  name: 'pwd',
  synopsis: 'pwd [-LP]',
  async run(shell, args) {
    const { fs } = shell.process;
    const logical = shell.get('PWD');
    const physical = args.includes('-P') || !logical || !fs.isDirectory(logical);
    await shell.out((physical ? fs.realpath('.') : logical) + '\n');
    return 0;
  },
};
