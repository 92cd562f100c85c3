import type { Builtin } from './builtin';
import { usage } from './builtin';

/** Where within `-abc` the next letter is, by shell: OPTIND alone does not tell. */
const places = new WeakMap<object, { index: number; at: number }>();

export const getopts: Builtin = {
  name: 'getopts',
  synopsis: 'getopts optstring name [arg ...]',
  async run(shell, args) {
    const [options, name, ...given] = args;
    if (options === undefined || name === undefined) return usage(shell, getopts, undefined);
    const words = given.length > 0 ? given : shell.positional;
    const index = Math.max(1, Number(shell.get('OPTIND') ?? 1) || 1);
    const kept = places.get(shell);
    const place = kept?.index === index ? kept : { index, at: 1 };
    places.set(shell, place);
    const silent = options.startsWith(':');
    const word = words[index - 1];
    const finish = (next: number): number => {
      shell.variables.set('OPTIND', String(next));
      shell.variables.set(name, '?');
      shell.variables.unset('OPTARG');
      places.delete(shell);
      return 1;
    };
    if (word === undefined || !/^-./.test(word)) return finish(index);
    if (word === '--') return finish(index + 1);
    const letter = word[place.at]!;
    const known = letter === ':' ? -1 : options.indexOf(letter);
    const end = place.at + 1 >= word.length;
    const advance = (by: number): void => {
      shell.variables.set('OPTIND', String(index + by));
      if (by > 0) places.set(shell, { index: index + by, at: 1 });
      else place.at++;
    };
    if (known < 0) {
      advance(end ? 1 : 0);
      shell.variables.set(name, '?');
      if (silent) shell.variables.set('OPTARG', letter);
      else {
        shell.variables.unset('OPTARG');
        if (shell.get('OPTERR') !== '0')
          await shell.write(
            2,
            shell.dialect === 'dash' ? `Illegal option -${letter}\n` : `${shell.name}: illegal option -- ${letter}\n`,
          );
      }
      return 0;
    }
    if (options[known + 1] !== ':') {
      advance(end ? 1 : 0);
      shell.variables.set(name, letter);
      shell.variables.unset('OPTARG');
      return 0;
    }
    const value = end ? words[index] : word.slice(place.at + 1);
    advance(end ? 2 : 1);
    if (value === undefined) {
      shell.variables.set('OPTIND', String(index + 1));
      shell.variables.set(name, silent ? ':' : '?');
      if (silent) shell.variables.set('OPTARG', letter);
      else {
        shell.variables.unset('OPTARG');
        if (shell.get('OPTERR') !== '0')
          await shell.write(
            2,
            shell.dialect === 'dash'
              ? `No arg for -${letter} option\n`
              : `${shell.name}: option requires an argument -- ${letter}\n`,
          );
      }
      return 0;
    }
    shell.variables.set(name, letter);
    shell.variables.set('OPTARG', value);
    return 0;
  },
};
