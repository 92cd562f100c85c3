import { aliasOf } from '../exec/alias';
import { findCommand } from '../exec/external';
import { quoteSingle } from '../expand/quote';
import type { Shell } from '../shell';
import { type Builtin, parseLetters, usage } from './builtin';
import { functionText } from './function-text';
import { findBuiltin } from './registry';

const KEYWORDS = [
  '!',
  '[[',
  ']]',
  '{',
  '}',
  'case',
  'coproc',
  'do',
  'done',
  'elif',
  'else',
  'esac',
  'fi',
  'for',
  'function',
  'if',
  'in',
  'select',
  'then',
  'time',
  'until',
  'while',
];

export type Meaning = { kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'file'; value: string };

/** All that a name means as a command, first the one that counts. */
export function meanings(shell: Shell, name: string, all: boolean): Meaning[] {
  const found: Meaning[] = [];
  const alias = aliasOf(shell, name);
  if (alias !== undefined) found.push({ kind: 'alias', value: alias });
  if (KEYWORDS.includes(name)) found.push({ kind: 'keyword', value: name });
  if (shell.functions.has(name)) found.push({ kind: 'function', value: name });
  if (findBuiltin(shell, name)) found.push({ kind: 'builtin', value: name });
  const paths =
    all && !name.includes('/')
      ? (shell.get('PATH') ?? '').split(':').map((directory) => `${directory || '.'}/${name}`)
      : [findCommand(shell, name) ?? ''];
  for (const path of paths) {
    if (path !== '' && isProgram(shell, path)) found.push({ kind: 'file', value: path });
  }
  return found;
}

function isProgram(shell: Shell, path: string): boolean {
  try {
    return shell.process.fs.stat(path).type === 'file' && shell.process.fs.access(path, 'x');
  } catch {
    return false;
  }
}

/** The sentence of `type` and `command -V`. */
export function sentence(shell: Shell, name: string, meaning: Meaning): string {
  const bash = shell.dialect === 'bash';
  switch (meaning.kind) {
    case 'alias':
      return bash ? `${name} is aliased to \`${meaning.value}'` : `${name} is an alias for ${meaning.value}`;
    case 'keyword':
      return `${name} is a shell keyword`;
    case 'function':
      return bash
        ? `${name} is a function\n${functionText(shell.functions.get(name)!)}`
        : `${name} is a shell function`;
    case 'builtin':
      return findBuiltin(shell, name)?.special && !bash
        ? `${name} is a special shell builtin`
        : `${name} is a shell builtin`;
    case 'file':
      return shell.hashed.has(name) && bash ? `${name} is hashed (${meaning.value})` : `${name} is ${meaning.value}`;
  }
}

export const type: Builtin = {
  name: 'type',
  synopsis: 'type [-afptP] name [name ...]',
  async run(shell, args) {
    const { letters, rest, invalid } = parseLetters(args, 'afptP');
    if (invalid) return usage(shell, type, invalid);
    let status = 0;
    for (const name of rest) {
      let found = meanings(shell, name, letters.includes('a'));
      if (letters.includes('f')) found = found.filter((meaning) => meaning.kind !== 'function');
      if (letters.includes('P')) found = found.filter((meaning) => meaning.kind === 'file');
      if (!letters.includes('a')) found = found.slice(0, 1);
      if (found.length === 0) {
        status = 1;
        if (/[tpP]/.test(letters)) continue;
        if (shell.dialect === 'bash') await shell.fail('type', `${name}: not found`);
        else {
          await shell.write(shell.dialect === 'dash' ? 1 : 2, `${name}: not found\n`);
          status = 127;
        }
      }
      for (const meaning of found) {
        if (letters.includes('t')) await shell.out(`${meaning.kind}\n`);
        else if (letters.includes('p') || letters.includes('P'))
          await shell.out(meaning.kind === 'file' ? `${meaning.value}\n` : '');
        else await shell.out(`${sentence(shell, name, meaning)}\n`);
      }
    }
    return status;
  },
};

export const command: Builtin = {
  name: 'command',
  synopsis: 'command [-pVv] command [arg ...]',
  async run(shell, args) {
    const { letters, rest, invalid } = parseLetters(args, 'pVv');
    if (invalid) return usage(shell, command, invalid);
    if (!/[vV]/.test(letters)) return shell.executor.runWords(shell, rest, { functions: false });
    let status = rest.length > 0 ? 0 : 1;
    for (const name of rest) {
      const [meaning] = meanings(shell, name, false);
      if (!meaning) {
        if (letters.includes('V')) {
          if (shell.dialect === 'bash') await shell.fail('command', `${name}: not found`);
          else await shell.out(`${name}: not found\n`);
        }
        status = shell.dialect === 'bash' ? 1 : 127;
      } else if (letters.includes('V')) await shell.out(`${sentence(shell, name, meaning)}\n`);
      else
        await shell.out(
          meaning.kind === 'alias' ? `alias ${name}=${quoteSingle(meaning.value)}\n` : `${meaning.value}\n`,
        );
    }
    return status;
  },
};

export const builtin: Builtin = {
  name: 'builtin',
  dialects: ['bash'],
  synopsis: 'builtin [shell-builtin [arg ...]]',
  async run(shell, args, call) {
    const found = args[0] === undefined ? undefined : findBuiltin(shell, args[0]);
    if (args[0] === undefined) return 0;
    if (!found) {
      await shell.fail('builtin', `${args[0]}: not a shell builtin`);
      return 1;
    }
    const declared = new Map([...call.declared].map(([at, node]) => [at - 1, node]));
    return found.run(shell, args.slice(1), { name: args[0], words: args, declared });
  },
};
