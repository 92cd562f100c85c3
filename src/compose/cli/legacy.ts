import { childOf } from '#cli/command';
import { parseFlags, type FlagTable } from '#cli/flags';
import type { Process } from '#process/process';
import { COMPOSE_V1 } from '../engine/labels';
import { ComposeError } from '../errors';
import type { ComposeCommand } from './command';
import { ComposeCli } from './compose-cli';
import { matchUsage, type UsageMatch } from './docopt';
import type { LegacyLoad } from './docker-compose';
import { composeCommands } from './index';
import { LEGACY_ROOT, LEGACY_USAGE } from './legacy-usage';
import { tellFailure } from './failure';

/** Switches of the program that stand for things this world does not have. */
const MISSING = [
  'context',
  'verbose',
  'log-level',
  'host',
  'tls',
  'tlscacert',
  'tlscert',
  'tlskey',
  'tlsverify',
  'skip-hostname-check',
  'compatibility',
];

/** How docker-compose 1 calls what the shared command calls otherwise: `command flag` to the flag here. */
const RENAMED: Readonly<Record<string, string>> = {
  'rm v': 'volumes',
  'kill s': 'signal',
  'run T': 'no-TTY',
  'run e': 'env',
  'exec T': 'no-tty',
};

/** Options that change nothing by their own text. */
const WITHOUT_EFFECT = new Set(['rm all', 'pull parallel', 'pull no-parallel', 'build parallel']);

const root: ComposeCommand = { name: 'docker-compose', short: '', commands: composeCommands };

/** Runs a command line of docker-compose 1 (the words after its name); answers the exit code. Upstream: compose 1.29 cli/main.py. */
export async function runLegacy(process: Process, words: readonly string[], load?: LegacyLoad): Promise<number> {
  const out = (text: string): Promise<number> => process.stdout.write(text).then(() => 0);
  // docopt's refusals are the whole help on standard error, and no failure.
  const refuse = (text: string): Promise<number> => process.stderr.write(`${text}\n`).then(() => 0);
  const global = matchUsage(LEGACY_ROOT, words, false);
  if (!global) return refuse(LEGACY_ROOT);
  if (global.help) return out(`${LEGACY_ROOT}\n`);
  if (global.options.has('version')) return out(`docker-compose version ${COMPOSE_V1.version}, build unknown\n`);
  const [name, ...rest] = global.words;
  if (name === undefined) return refuse(LEGACY_ROOT);
  const cli = new ComposeCli(process, COMPOSE_V1, optionsOf(global), load);
  try {
    const missing = MISSING.find((option) => global.options.has(option));
    if (missing !== undefined) throw new ComposeError(`drydock: docker-compose --${missing} is not simulated yet`);
    const usage = Object.hasOwn(LEGACY_USAGE, name) ? LEGACY_USAGE[name]! : undefined;
    if (usage === undefined) throw new ComposeError(noSuchCommand(name));
    const match = matchUsage(usage, rest);
    if (!match) return await refuse(usage);
    if (match.help) return await out(`${usage}\n`);
    if (name === 'help') {
      const about = match.words[0];
      if (about !== undefined && !Object.hasOwn(LEGACY_USAGE, about)) throw new ComposeError(noSuchCommand(about));
      return await out(`${about === undefined ? LEGACY_ROOT : LEGACY_USAGE[about]!}\n`);
    }
    const command = childOf(root, name)!;
    const { flags, changed } = flagsOf(command, name, match);
    const call = { args: match.words, flags: flags as never, changed, dashAt: -1, path: `docker-compose ${name}` };
    return (await command.run!(cli, call)) ?? 0;
  } catch (error) {
    return tellFailure(error, cli);
  }
}

const noSuchCommand = (name: string): string =>
  `No such command: ${name}\n\n${LEGACY_ROOT.slice(LEGACY_ROOT.indexOf('Commands:'))}`;

function optionsOf({ options }: UsageMatch): ComposeCli['options'] {
  const text = (name: string): string | undefined => options.get(name) as string | undefined;
  const many = (name: string): string[] => {
    const value = options.get(name);
    return value === undefined ? [] : typeof value === 'object' ? [...value] : [value as string];
  };
  const [projectName, directory] = [text('project-name'), text('project-directory')];
  return {
    selection: {
      files: many('file'),
      envFiles: many('env-file'),
      profiles: many('profile'),
      ...(projectName !== undefined && { projectName }),
      ...(directory !== undefined && { projectDirectory: directory }),
    },
    progress: '',
    ansi: options.has('no-ansi') ? 'never' : (text('ansi') ?? 'auto'),
    dryRun: false,
    allResources: false,
  };
}

/** The flags of the shared command from what docopt found. Throws ComposeError. */
function flagsOf(command: ComposeCommand, name: string, { options }: UsageMatch) {
  const table: FlagTable = command.flags ?? {};
  const words: string[] = [];
  for (const [option, value] of options) {
    const key = `${name} ${option}`;
    if (WITHOUT_EFFECT.has(key)) continue;
    const flag = RENAMED[key] ?? option;
    if (!Object.hasOwn(table, flag))
      throw new ComposeError(`drydock: docker-compose ${name} --${option} is not simulated yet`);
    for (const each of typeof value === 'object' ? value : [value])
      words.push(each === true ? `--${flag}` : `--${flag}=${each}`);
  }
  const { values, changed } = parseFlags(table, words);
  return { flags: values, changed };
}
