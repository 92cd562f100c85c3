import type { Command } from 'unbash';
import { decode, readAll } from '#io/streams';
import type { Process, Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { setOption } from './builtins/set';
import { runBody } from './exec/subshell';
import { runParsed } from './exec/script';
import { runInteractive } from './interactive';
import { runInput } from './input';
import { optionOfLetter, SHOPT_DEFAULTS } from './options';
import type { Dialect, Shell } from './shell';
import { parserReady, parseScript, Source } from './source';
import { startShell } from './start';

/** GNU bash as a program. */
export const bash: Program = { name: 'bash', run: (process) => runShell(process, 'bash') };
/** Debian's and Ubuntu's `sh`, which is dash. */
export const sh: Program = { name: 'sh', run: (process) => runShell(process, 'dash') };
/** dash under its own name. */
export const dash: Program = { name: 'dash', run: (process) => runShell(process, 'dash') };
/** busybox' ash: Alpine's `sh`. */
export const ash: Program = { name: 'ash', run: (process) => runShell(process, 'ash') };

/** The shells, for a machine's list of programs. */
export const SHELLS: readonly Program[] = [bash, sh, dash, ash];

interface Line {
  command: string | undefined;
  stdin: boolean;
  interactive: boolean;
  login: boolean;
  rc: boolean;
  rest: string[];
  options: [string, boolean][];
  shopts: [string, boolean][];
}

/** Runs a shell by its command line. */
export async function runShell(process: Process, dialect: Dialect): Promise<number> {
  const name = process.argv[0] ?? dialect;
  const line = parseLine(process.argv.slice(1), dialect, name);
  if (typeof line === 'string') {
    const writer = process.fds.get(line.startsWith('\0') ? 1 : 2)?.writer;
    await writer?.write(line.replace('\0', ''));
    return line.startsWith('\0') ? 0 : 2;
  }
  const terminal = process.isTTY(0) && process.isTTY(2);
  const file = line.command === undefined && !line.stdin ? line.rest[0] : undefined;
  const interactive = line.interactive || (line.command === undefined && file === undefined && terminal);
  const positional = line.command !== undefined || file !== undefined ? line.rest.slice(1) : line.rest;
  const zero = line.command !== undefined || file !== undefined ? (line.rest[0] ?? name) : name;
  const shell = startShell(process, { dialect, name: zero, positional, interactive });
  for (const [option, on] of line.options) setOption(shell, option, on);
  for (const [option, on] of line.shopts) shell.shopts.set(option, on);
  if (dialect === 'bash' && /(?:^|\/)-?sh$/.test(name)) shell.options.add('posix');
  if (dialect !== 'bash' || shell.options.has('posix')) shell.shopts.set('expand_aliases', true);
  return runBody(shell, () => main(shell, line, file));
}

async function main(shell: Shell, line: Line, file: string | undefined): Promise<number> {
  const { process } = shell;
  if (line.login || process.argv[0]?.startsWith('-')) shell.shopts.set('login_shell', true);
  if (line.command !== undefined) {
    shell.isString = true;
    shell.interactive = line.interactive;
    shell.source = new Source(line.command, '');
    shell.last = lastCommand(shell.dialect, line.command);
    return runParsed(shell, line.command, shell.source, false);
  }
  if (file !== undefined) {
    const text = await readScript(shell, file);
    if (typeof text === 'number') return text;
    shell.source = new Source(text, file);
    return runParsed(shell, text, shell.source, true);
  }
  if (shell.interactive) return runInteractive(shell, { rc: line.rc, login: shell.shopt('login_shell') });
  return runInput(shell);
}

/**
 * The program at the end of `-c` text, which a shell becomes in place of waiting for it. bash and busybox do so; dash
 * forks always. Upstream: bash builtins/evalstring.c should_suppress_fork, busybox shell/ash.c EV_EXIT.
 */
function lastCommand(dialect: Dialect, text: string): Command | undefined {
  if (dialect === 'dash' || !parserReady()) return undefined;
  const script = parseScript(text);
  const statement = script.errors?.length ? undefined : script.commands.at(-1);
  if (!statement || statement.background) return undefined;
  const node = statement.command.type === 'AndOr' ? statement.command.commands.at(-1) : statement.command;
  return node?.type === 'Command' ? node : undefined;
}

async function readScript(shell: Shell, file: string): Promise<string | number> {
  const { fs } = shell.process;
  const lead = shell.dialect === 'bash' ? `${shell.process.argv[0] ?? 'bash'}: ` : `${shell.process.argv[0] ?? 'sh'}: `;
  try {
    const path = fs.exists(file) || file.includes('/') ? file : (shell.process.findProgram(file) ?? file);
    if (fs.isDirectory(path)) {
      await shell.write(2, `${file}: ${file}: Is a directory\n`);
      return 126;
    }
    const special = /^\/dev\/(?:stdin|fd\/\d+)$/.test(path);
    const bytes = special ? await readAll(shell.process.open(path, 'r').reader!) : fs.readFile(path);
    if (bytes.subarray(0, 80).includes(0)) {
      await shell.write(2, `${file}: ${file}: cannot execute binary file\n`);
      return 126;
    }
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const dash = `${lead}0: cannot open ${file}: No such file\n`;
    const ash = `${lead.replace(/: $/, '')}: can't open '${file}': ${error.message}\n`;
    const words = { bash: `${lead}${file}: ${error.message}\n`, dash, ash };
    await shell.write(2, words[shell.dialect]);
    return shell.dialect === 'bash' ? (error.code === 'ENOENT' ? 127 : 126) : 2;
  }
}

/** The command line; a text is a message for stderr (or, after a NUL, for stdout). */
function parseLine(args: readonly string[], dialect: Dialect, name: string): Line | string {
  const line: Line = {
    command: undefined,
    stdin: false,
    interactive: false,
    login: false,
    rc: true,
    rest: [],
    options: [],
    shopts: [],
  };
  let wantsCommand = false;
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--' || arg === '-') {
      i++;
      break;
    }
    if (!/^[-+]./.test(arg)) break;
    if (arg.startsWith('--') && dialect === 'bash') {
      if (arg === '--login') line.login = true;
      else if (arg === '--norc') line.rc = false;
      else if (arg === '--posix') line.options.push(['posix', true]);
      else if (arg === '--rcfile' || arg === '--init-file') i++;
      else if (arg === '--version') {
        return '\0GNU bash, version 5.2.21(1)-release (x86_64-pc-linux-gnu)\nCopyright (C) 2022 Free Software Foundation, Inc.\nLicense GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>\n\nThis is free software; you are free to change and redistribute it.\nThere is NO WARRANTY, to the extent permitted by law.\n';
      } else if (!/^--(?:noprofile|noediting|verbose|debugger)$/.test(arg)) return `${name}: ${arg}: invalid option\n`;
      continue;
    }
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      if (letter === 'c') wantsCommand = true;
      else if (letter === 's') line.stdin = true;
      else if (letter === 'i') line.interactive = true;
      else if (letter === 'l') line.login = true;
      else if (letter === 'o' || letter === 'O') {
        const value = args[++i] ?? '';
        if (letter === 'o') line.options.push([value, on]);
        else if (value in SHOPT_DEFAULTS) line.shopts.push([value, on]);
        else return `${name}: ${value}: invalid shell option name\n`;
      } else {
        const option = optionOfLetter(letter);
        if (!option)
          return `${name}: ${dialect === 'dash' ? `0: Illegal option -${letter}` : `-${letter}: invalid option`}\n`;
        line.options.push([option, on]);
      }
    }
  }
  line.rest = args.slice(i);
  if (wantsCommand) {
    line.command = line.rest.shift();
    if (line.command === undefined) return `${name}: -c: option requires an argument\n`;
  }
  return line;
}
