import type { Builtin } from './builtin';

const symbolic = (mask: number): string =>
  ['u', 'g', 'o']
    .map((who, i) => {
      const bits = ~(mask >> (6 - 3 * i)) & 7;
      return `${who}=${bits & 4 ? 'r' : ''}${bits & 2 ? 'w' : ''}${bits & 1 ? 'x' : ''}`;
    })
    .join(',');

export const umask: Builtin = {
  name: 'umask',
  synopsis: 'umask [-p] [-S] [mode]',
  async run(shell, args) {
    const mode = args.find((arg) => !arg.startsWith('-'));
    const mask = shell.process.umask;
    if (mode === undefined) {
      const text = args.includes('-S') ? symbolic(mask) : mask.toString(8).padStart(4, '0');
      await shell.out(`${args.includes('-p') ? 'umask ' : ''}${text}\n`);
      return 0;
    }
    if (/^[0-7]+$/.test(mode)) {
      shell.process.umask = parseInt(mode, 8) & 0o777;
      return 0;
    }
    let allowed = ~mask & 0o777;
    for (const clause of mode.split(',')) {
      const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
      if (!match) {
        await shell.fail(
          'umask',
          `${mode}: ${/^\d/.test(mode) ? 'octal number out of range' : 'invalid symbolic mode operator'}`,
        );
        return 1;
      }
      const bits =
        (match[3]!.includes('r') ? 4 : 0) | (match[3]!.includes('w') ? 2 : 0) | (match[3]!.includes('x') ? 1 : 0);
      const who = match[1] === '' || match[1]!.includes('a') ? 'ugo' : match[1]!;
      for (const one of who) {
        const shift = { u: 6, g: 3, o: 0 }[one]!;
        if (match[2] === '=') allowed = (allowed & ~(7 << shift)) | (bits << shift);
        else if (match[2] === '+') allowed |= bits << shift;
        else allowed &= ~(bits << shift);
      }
    }
    shell.process.umask = ~allowed & 0o777;
    return 0;
  },
};
