import { optionOfLetter, SET_OPTIONS, type SetOption } from '../options';
import { declaration } from '../declaration';
import { quoteAssignment } from '../expand/quote';
import type { Shell } from '../shell';
import { type Builtin, usage } from './builtin';

/** Turns an option of `set` on or off; answers false when there is none of that name. */
export function setOption(shell: Shell, name: string, on: boolean): boolean {
  if (!(name in SET_OPTIONS)) return false;
  if (on) shell.options.add(name as SetOption);
  else shell.options.delete(name as SetOption);
  return true;
}

async function listOptions(shell: Shell, commands: boolean): Promise<number> {
  for (const name of Object.keys(SET_OPTIONS) as SetOption[]) {
    const on = shell.options.has(name);
    await shell.out(commands ? `set ${on ? '-' : '+'}o ${name}\n` : `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n`);
  }
  return 0;
}

async function listVariables(shell: Shell): Promise<number> {
  const lines: string[] = [];
  for (const name of shell.variables.names()) {
    const variable = shell.variables.find(name)!;
    if (!variable.isSet && !variable.isArray) continue;
    if (variable.isArray) lines.push(`${name}=${declaration(name, variable).replace(/^.*?=/s, '')}`);
    else if (shell.dialect === 'bash') lines.push(`${name}=${quoteAssignment(variable.text ?? '')}`);
    else lines.push(`${name}='${(variable.text ?? '').replaceAll("'", `'"'"'`)}'`);
  }
  await shell.out(lines.map((line) => line + '\n').join(''));
  return 0;
}

export const set: Builtin = {
  name: 'set',
  special: true,
  synopsis: 'set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]',
  async run(shell, args) {
    if (args.length === 0) return listVariables(shell);
    let i = 0;
    for (; i < args.length; i++) {
      const arg = args[i]!;
      if (arg === '--' || arg === '-') {
        if (arg === '-') for (const name of ['xtrace', 'verbose'] as const) shell.options.delete(name);
        shell.positional = args.slice(i + 1);
        return 0;
      }
      if (!/^[-+]./.test(arg)) break;
      const on = arg.startsWith('-');
      for (const letter of arg.slice(1)) {
        if (letter === 'o') {
          const name = args[i + 1];
          if (name === undefined) return listOptions(shell, !on);
          i++;
          if (!setOption(shell, name, on)) {
            await shell.fail(
              'set',
              shell.dialect === 'dash' ? `Illegal option -o ${name}` : `${name}: invalid option name`,
            );
            return shell.dialect === 'bash' ? 2 : 2;
          }
          continue;
        }
        const option = optionOfLetter(letter);
        if (!option) return usage(shell, set, `${on ? '-' : '+'}${letter}`);
        setOption(shell, option, on);
      }
    }
    if (i < args.length) shell.positional = args.slice(i);
    return 0;
  },
};
