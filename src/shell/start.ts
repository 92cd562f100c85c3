import type { Process } from '#process/process';
import { suggestCommand } from './command-not-found';
import { executor } from './exec/executor';
import { interrupt } from './exec/traps';
import { type Dialect, Shell } from './shell';
import { specialVariables } from './special-variables';
import { Variable } from './variables';

const VERSION = '5.2.21(1)-release';

export interface StartOptions {
  readonly dialect: Dialect;
  /** `$0`. */
  readonly name: string;
  readonly positional?: readonly string[];
  readonly interactive?: boolean;
}

/** A new shell on a process: variables from the environment, those that the shell sets, signals. */
export function startShell(process: Process, options: StartOptions): Shell {
  const shell = new Shell(process, { ...options, executor });
  const { variables } = shell;
  for (const [name, value] of process.env) {
    if (!/^[A-Za-z_]\w*$/.test(name)) continue;
    const variable = new Variable();
    variable.text = value;
    variable.exported = true;
    variables.define(name, variable);
  }
  const give = (name: string, value: string, exported = false): void => {
    const variable = variables.declare(name);
    variable.text ??= value;
    if (exported) variable.exported = true;
  };
  variables.declare('IFS').text = ' \t\n';
  variables.declare('OPTIND').text = '1';
  variables.declare('PPID').text = String(process.ppid);
  const inherited = process.env.get('PWD');
  variables.declare('PWD').text =
    inherited !== undefined && sameDirectory(process, inherited) ? inherited : process.fs.cwd;
  give('PWD', process.fs.cwd, true);
  give('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  give('PS4', '+ ');
  if (options.dialect !== 'dash') {
    variables.declare('SHLVL').text = String((Number(process.env.get('SHLVL')) || 0) + 1);
    variables.declare('SHLVL').exported = true;
    give('HOSTNAME', process.host.hostname);
  }
  if (options.dialect === 'bash') bashVariables(process, shell, give);
  else give('PS1', options.dialect === 'ash' ? '\\w \\$ ' : process.credentials.uid === 0 ? '# ' : '$ ');
  give('PS2', '> ');
  specialVariables(shell);
  if (options.dialect === 'bash' && options.interactive) beLikeTyped(shell);
  return shell;
}

function bashVariables(
  process: Process,
  shell: Shell,
  give: (name: string, value: string, exported?: boolean) => void,
): void {
  const { variables } = shell;
  give('BASH', '/bin/bash');
  variables.declare('BASH_VERSION').text = VERSION;
  variables.declare('BASH_VERSINFO').indexed = new Map(
    ['5', '2', '21', '1', 'release', 'x86_64-pc-linux-gnu'].map((text, i) => [i, text]),
  );
  for (const [name, value] of [
    ['UID', process.credentials.uid],
    ['EUID', process.credentials.uid],
  ] as const) {
    const variable = variables.declare(name);
    variable.text = String(value);
    variable.integer = true;
    variable.readonly = true;
  }
  give('HOSTTYPE', 'x86_64');
  give('MACHTYPE', 'x86_64-pc-linux-gnu');
  give('OSTYPE', 'linux-gnu');
  give('OPTERR', '1');
  give('TERM', 'dumb');
  if (shell.interactive) {
    give('PS1', '\\s-\\v\\$ ');
    give('HISTSIZE', '500');
  }
}

/** What only shells that somebody types into have: aliases, plain messages, suggestions. */
export function beLikeTyped(shell: Shell): void {
  shell.numbered = false;
  shell.label = shell.name.replace(/^.*\//, '');
  shell.shopts.set('expand_aliases', true);
  shell.suggest = suggestCommand;
}

const sameDirectory = (process: Process, path: string): boolean => {
  try {
    return process.fs.realpath(path) === process.fs.realpath('.');
  } catch {
    return false;
  }
};

/** Makes the shell catch Ctrl-C and ignore what would end or stop it, as one at a terminal does. */
export function guardInteractive(shell: Shell): void {
  shell.catchesInterrupt = true;
  shell.shopts.set('expand_aliases', true);
  shell.options.add('monitor');
  shell.process.on('SIGINT', () => interrupt(shell));
  // A handler that does nothing and not 'ignore', which the children would inherit.
  for (const signal of ['SIGTERM', 'SIGQUIT', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const)
    shell.process.on(signal, () => undefined);
}
