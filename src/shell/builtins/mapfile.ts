import { decode, readAll } from '#io/streams';
import type { Shell } from '../shell';
import { assignElement } from '../variables';
import { type Builtin, parseLetters, usage } from './builtin';

async function run(shell: Shell, name: string, args: readonly string[]): Promise<number> {
  const { letters, rest, invalid, values } = parseLetters(args, 'd:n:O:s:tu:C:c:');
  if (invalid) return usage(shell, mapfile, invalid, name);
  const reader = shell.process.fds.get(Number(values.get('u') ?? 0))?.reader;
  const text = reader ? decode(await shell.interruptible(readAll(reader))) : '';
  const delimiter = values.get('d')?.[0] ?? (values.has('d') ? '\0' : '\n');
  const lines = text
    .split(delimiter)
    .map((line, i, all) => (i < all.length - 1 && !letters.includes('t') ? line + delimiter : line));
  if (lines.at(-1) === '') lines.pop();
  const skipped = Number(values.get('s') ?? 0);
  const limit = Number(values.get('n') ?? 0);
  const wanted = lines.slice(skipped, limit > 0 ? skipped + limit : undefined);
  const target = shell.variables.target(rest[0] ?? 'MAPFILE');
  const variable = shell.variables.declare(target);
  const origin = Number(values.get('O') ?? 0);
  variable.text = undefined;
  if (!values.has('O')) variable.indexed = new Map();
  wanted.forEach((line, i) => assignElement(target, variable, String(origin + i), line));
  return 0;
}

export const mapfile: Builtin = {
  name: 'mapfile',
  dialects: ['bash'],
  synopsis: 'mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]',
  run: (shell, args) => run(shell, 'mapfile', args),
};

export const readarray: Builtin = {
  name: 'readarray',
  dialects: ['bash'],
  synopsis: 'readarray [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]',
  run: (shell, args) => run(shell, 'readarray', args),
};
