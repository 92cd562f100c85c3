import { globPaths } from '../expand/glob';
import { drive, expandText } from '../expand/word';
import { type Builtin, parseLetters, usage } from './builtin';
import { BUILTINS } from './index';

const FLAGS = 'abcdefgjksuvprDEIo:A:G:W:F:C:X:P:S:';

/** Keeps completion specifications as scripts set them; the line editor has its own sources. */
export const complete: Builtin = {
  name: 'complete',
  dialects: ['bash'],
  synopsis:
    'complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]',
  async run(shell, args) {
    const { letters, rest, invalid } = parseLetters(args, FLAGS);
    if (invalid) return usage(shell, complete, invalid);
    if (letters.includes('r'))
      for (const name of rest.length > 0 ? rest : [...shell.completions.keys()]) shell.completions.delete(name);
    else if (letters.includes('p') || args.length === 0) {
      for (const [name, spec] of shell.completions) await shell.out(`complete ${[...spec, name].join(' ')}\n`);
    } else for (const name of rest) shell.completions.set(name, args.slice(0, args.length - rest.length));
    return 0;
  },
};

export const compgen: Builtin = {
  name: 'compgen',
  dialects: ['bash'],
  synopsis:
    'compgen [-abcdefgjksuv] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [word]',
  async run(shell, args) {
    const { letters, rest, invalid, values } = parseLetters(args, FLAGS);
    if (invalid) return usage(shell, compgen, invalid);
    const word = rest[0] ?? '';
    const found: string[] = [];
    const words = values.get('W');
    if (words !== undefined) found.push(...(await drive(expandText(shell, words))).split(/\s+/).filter(Boolean));
    if (letters.includes('b')) found.push(...BUILTINS.map((builtin) => builtin.name));
    if (letters.includes('v')) found.push(...shell.variables.names());
    if (letters.includes('a')) found.push(...shell.aliases.keys());
    if (values.get('A') === 'function') found.push(...shell.functions.keys());
    if (/[fd]/.test(letters)) {
      const options = { dotglob: false, nocase: false, globstar: false, extglob: false };
      const files = globPaths(shell.process.fs, `${word}*`, options);
      found.push(...files.filter((path) => !letters.includes('d') || shell.process.fs.isDirectory(path)));
    }
    const fitting = found.filter((text) => text.startsWith(word));
    await shell.out(fitting.map((text) => `${values.get('P') ?? ''}${text}${values.get('S') ?? ''}\n`).join(''));
    return fitting.length > 0 ? 0 : 1;
  },
};

export const compopt: Builtin = {
  name: 'compopt',
  dialects: ['bash'],
  synopsis: 'compopt [-o|+o option] [-DEI] [name ...]',
  async run(shell) {
    await shell.fail('compopt', 'not currently executing completion function');
    return 1;
  },
};
