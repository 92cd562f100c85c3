import type { Builtin } from './builtin';
import { BUILTINS } from './index';

export const help: Builtin = {
  name: 'help',
  dialects: ['bash', 'ash'],
  synopsis: 'help [-dms] [pattern ...]',
  async run(shell, args) {
    const names = args.filter((arg) => !arg.startsWith('-'));
    const known = BUILTINS.filter((builtin) => !builtin.dialects || builtin.dialects.includes(shell.dialect));
    if (names.length === 0) {
      const lines = known.map((builtin) => ` ${builtin.synopsis}`).sort();
      await shell.out(
        `These shell commands are defined internally.  Type \`help' to see this list.\n\n${lines.join('\n')}\n`,
      );
      return 0;
    }
    let status = 0;
    for (const name of names) {
      const found = known.find((builtin) => builtin.name === name);
      if (found) await shell.out(`${name}: ${found.synopsis}\n`);
      else {
        await shell.fail(
          'help',
          `no help topics match \`${name}'.  Try \`help help' or \`man -k ${name}' or \`info ${name}'.`,
        );
        status = 1;
      }
    }
    return status;
  },
};
