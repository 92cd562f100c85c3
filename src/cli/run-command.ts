import { childOf, CommandError, plural, type Command } from './command';
import { FlagError, HelpRequested, parseFlags } from './flags';
import { help, useLine, type HelpOptions } from './help';

/** What running a command line needs besides the tree. */
export interface RunOptions<E> {
  readonly environment: E;
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => Promise<void>;
  readonly help: HelpOptions;
  /** The exit code of a refused flag: 125 in docker, 1 elsewhere. */
  readonly flagErrorCode: number;
  /** The first word of messages about arguments (`docker: 'docker rm' requires ...`). */
  readonly binary: string;
}

/**
 * Finds the command of a command line below `root`, parses its flags and runs it; answers the exit code. A command's
 * own failures (CommandError among them) are thrown to the caller.
 */
export async function runCommand<E>(
  root: Command<E>,
  rootPath: string,
  words: readonly string[],
  options: RunOptions<E>,
): Promise<number> {
  let command = root;
  let path = rootPath;
  let rest = [...words];
  for (;;) {
    const at = firstArgument(command, rest);
    const child: Command<E> | undefined = at < 0 ? undefined : childOf(command, rest[at]!);
    if (!child) break;
    rest = [...rest.slice(0, at), ...rest.slice(at + 1)];
    path = child.shownPath ?? `${path} ${child.name}`;
    command = child;
    if (command.passThrough) return command.passThrough(options.environment, rest);
  }
  const showHelp = (): Promise<void> =>
    options.out(help(command, path, command === root ? options.help : { ...omitMore(options.help) }));
  let parsed;
  try {
    parsed = parseFlags(command.flags ?? {}, rest, command.stopAtArgs);
  } catch (error) {
    if (error instanceof HelpRequested) {
      if (error.short) await options.err('Flag shorthand -h has been deprecated, use --help\n');
      await showHelp();
      return 0;
    }
    if (!(error instanceof FlagError)) throw error;
    const text = `${error.message}\n\nUsage:  ${useLine(command, path)}\n\nRun '${path} --help' for more information`;
    throw new CommandError(text, options.flagErrorCode);
  }
  if (parsed.values['help'] === true) {
    await showHelp();
    return 0;
  }
  for (const name of parsed.changed) {
    const note = command.flags?.[name]?.deprecated;
    if (note !== undefined) await options.err(`Flag --${name} has been deprecated, ${note}\n`);
  }
  checkArgs(command, path, parsed.args, options.binary);
  if (!command.run) {
    await showHelp();
    return 0;
  }
  const { values, changed, args, dashAt } = parsed;
  return (await command.run(options.environment, { args, flags: values as never, changed, dashAt, path })) ?? 0;
}

const omitMore = ({ columns }: HelpOptions): HelpOptions => (columns === undefined ? {} : { columns });

// Flags may stand before the sub-command's name: those of the parent, with their values.
function firstArgument<E>(command: Command<E>, words: readonly string[]): number {
  if (!command.commands) return -1;
  const flags = Object.entries(command.flags ?? {});
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--') return -1;
    if (!word.startsWith('-') || word === '-') return i;
    if (word.includes('=')) continue;
    const flag = word.startsWith('--')
      ? flags.find(([name]) => name === word.slice(2))
      : flags.find(([, spec]) => spec.short === word[1]);
    const takes = flag && flag[1].kind !== 'bool' && flag[1].noValue === undefined;
    if (takes && (word.startsWith('--') || word.length === 2)) i++;
  }
  return -1;
}

function checkArgs<E>(command: Command<E>, path: string, args: readonly string[], binary: string): void {
  const usage = `\n\nUsage:  ${useLine(command, path)}\n\n`;
  const run = `Run '${path} --help' for more information`;
  const count = args.length;
  if (command.commands && count > 0) {
    throw new CommandError(`${binary}: unknown command: ${path} ${args[0]!}${usage}${run}`);
  }
  if (!command.args) return;
  const { min, max } = command.args;
  if (count >= min && count <= max) return;
  const fail = (words: string, last = run): never => {
    throw new CommandError(`${binary}: '${path}' ${words}${usage}${last}`);
  };
  if (max === 0) fail('accepts no arguments');
  if (min === max) fail(`requires ${min} ${plural('argument', min)}`);
  if (max === Infinity) {
    fail(`requires at least ${min} ${plural('argument', min)}`, `See '${path} --help' for more information`);
  }
  if (min === 0) fail(`requires at most ${max} ${plural('argument', max)}`);
  fail(`requires at least ${min} and at most ${max} ${plural('argument', max)}`);
}
