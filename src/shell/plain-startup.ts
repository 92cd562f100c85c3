import type { Shell } from './shell';

const SETTING = /^(export )?([A-Za-z_]\w*)='([^']*)'$/;
const ALIAS = /^alias ([\w.-]+)='([^']*)'$/;

/**
 * Runs a startup file that only has comments, quoted settings and aliases, and answers true; any other file is left
 * alone. So the first prompt of a terminal does not wait for the parser.
 */
export function plainStartup(shell: Shell, text: string): boolean {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const settable = (name: string): boolean =>
    !shell.variables.find(name)?.readonly && !shell.variables.dynamic.has(name);
  const plain = (line: string): boolean => ALIAS.test(line) || settable(SETTING.exec(line)?.[2] ?? '');
  if (!lines.every((line) => (ALIAS.test(line) || SETTING.test(line)) && plain(line))) return false;
  for (const line of lines) {
    const [, exported, name, value] = SETTING.exec(line) ?? [];
    const [, alias, meaning] = ALIAS.exec(line) ?? [];
    if (alias !== undefined) shell.aliases.set(alias, meaning!);
    if (name === undefined) continue;
    const variable = shell.variables.declare(name);
    variable.text = value!;
    if (exported !== undefined) variable.exported = true;
  }
  return true;
}
