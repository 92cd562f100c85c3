import { CommandError, childOf } from '#cli/command';
import { FlagError, HelpRequested, parseFlags, type FlagTable } from '#cli/flags';
import { help } from '#cli/help';
import { runCommand } from '#cli/run-command';
import type { Process, Program } from '#process/process';
import { COMPOSE_V1, COMPOSE_V2, type Flavor } from '../engine/labels';
import type { Project } from '../model/project';
import { legacyProject } from '../v1/project';
import { ComposeCli, errorText } from './compose-cli';
import type { ComposeCommand } from './command';
import { composeCommands } from './index';

const GLOBAL = {
  'all-resources': { kind: 'bool', help: 'Include all resources, even those not used by services' },
  ansi: {
    kind: 'string',
    help: 'Control when to print ANSI control characters ("never"|"always"|"auto")',
    default: 'auto',
  },
  compatibility: { kind: 'bool', help: 'Run compose in backward compatibility mode' },
  'dry-run': { kind: 'bool', help: 'Execute command in dry run mode' },
  'env-file': { kind: 'array', help: 'Specify an alternate environment file', typeName: 'stringArray' },
  file: { kind: 'array', short: 'f', help: 'Compose configuration files', typeName: 'stringArray' },
  parallel: { kind: 'int', help: 'Control max parallelism, -1 for unlimited', default: -1 },
  profile: { kind: 'array', help: 'Specify a profile to enable', typeName: 'stringArray' },
  progress: { kind: 'string', help: 'Set type of progress output (auto, tty, plain, json, quiet)' },
  'project-directory': {
    kind: 'string',
    help: 'Specify an alternate working directory\n(default: the path of the, first specified, Compose file)',
  },
  'project-name': { kind: 'string', short: 'p', help: 'Project name' },
  verbose: { kind: 'bool', help: 'Show more output', hidden: true },
  version: { kind: 'bool', short: 'v', help: 'Show the Docker Compose version information', hidden: true },
  'no-ansi': { kind: 'bool', help: 'Do not print ANSI control characters (DEPRECATED)', hidden: true },
} as const satisfies FlagTable;

/** Commands of compose that are known and not simulated. */
const MISSING = ['attach', 'bridge', 'commit', 'cp', 'export', 'publish', 'stats', 'alpha'];

const root: ComposeCommand = {
  name: 'compose',
  short: 'Docker Compose',
  long: 'Define and run multi-container applications with Docker',
  flags: GLOBAL,
  commands: composeCommands,
};

/** How docker-compose 1 reads a project: set by the generation's own loader. */
export type LegacyLoad = (cli: ComposeCli, services: readonly string[]) => Project;

/**
 * Runs a compose command line (the words after `docker compose` or `docker-compose`); answers the exit code. `path` is
 * how the learner called it.
 */
export async function runCompose(
  process: Process,
  words: readonly string[],
  flavor: Flavor,
  path: string,
  load?: LegacyLoad,
): Promise<number> {
  const out = (text: string): Promise<void> => process.stdout.write(text);
  const err = (text: string): Promise<void> => process.stderr.write(text);
  const legacy = flavor.generation === 1;
  const fail = (text: string): Promise<number> =>
    (text === '' ? Promise.resolve() : err(`${text.replace(/\n+$/, '')}\n`)).then(() => 1);
  let cli: ComposeCli | undefined;
  try {
    const global = parseFlags(GLOBAL, words, true);
    const flags: Record<string, unknown> = global.values;
    const rest = global.args;
    if (flags.version === true && rest.length === 0) {
      return await out(
        legacy
          ? `docker-compose version ${flavor.version}, build unknown\n`
          : `Docker Compose version ${flavor.version}\n`,
      ).then(() => 0);
    }
    const name = rest[0];
    if (name === undefined || (name === 'help' && rest.length === 1))
      return await out(help(root, path, { root: true })).then(() => 0);
    if (!childOf(root, name)) {
      if (MISSING.includes(name)) return await fail(`drydock: ${path} ${name} is not simulated yet`);
      if (legacy) return await fail(`No such command: ${name}\n\n${legacyCommands()}`);
      await out(help(root, path));
      return await fail(`unknown docker command: "compose ${name}"`);
    }
    const own = childOf(root, name)!;
    // Flags of compose itself may also stand after the command's name where it does not have them.
    const projectName = flags['project-name'] as string;
    cli = new ComposeCli(
      process,
      flavor,
      {
        selection: {
          files: flags.file as string[],
          envFiles: flags['env-file'] as string[],
          profiles: flags.profile as string[],
          ...(projectName !== '' && { projectName }),
          ...(flags['project-directory'] !== '' && { projectDirectory: flags['project-directory'] as string }),
        },
        progress: (flags.progress as string) || (process.env.get('COMPOSE_PROGRESS') ?? ''),
        ansi: flags['no-ansi'] === true ? 'never' : (flags.ansi as string),
        dryRun: flags['dry-run'] === true,
        allResources: flags['all-resources'] === true,
      },
      load,
    );
    const tree: ComposeCommand = { name: 'compose', short: '', commands: [own] };
    return await runCommand(tree, path, rest, {
      environment: cli,
      out,
      err,
      help: {},
      flagErrorCode: 1,
      binary: path.split(' ')[0]!,
    });
  } catch (error) {
    await cli?.flush();
    if (error instanceof HelpRequested) return out(help(root, path)).then(() => 0);
    if (error instanceof FlagError) return fail(error.message);
    if (error instanceof CommandError) {
      // Compose prints a refused flag's words alone.
      const short = /^(unknown (shorthand )?flag|flag needs|invalid argument|bad flag)/.test(error.message);
      await fail(short ? error.message.split('\n')[0]! : error.message);
      return error.exitCode;
    }
    const text = errorText(error, flavor);
    if (text === undefined) throw error;
    return fail(text);
  }
}

const legacyCommands = (): string =>
  `Commands:\n${LEGACY.map(([name, short]) => `  ${name!.padEnd(18)} ${short!}`).join('\n')}`;

const LEGACY = [
  ['build', 'Build or rebuild services'],
  ['config', 'Validate and view the Compose file'],
  ['create', 'Create services'],
  ['down', 'Stop and remove resources'],
  ['events', 'Receive real time events from containers'],
  ['exec', 'Execute a command in a running container'],
  ['help', 'Get help on a command'],
  ['images', 'List images'],
  ['kill', 'Kill containers'],
  ['logs', 'View output from containers'],
  ['pause', 'Pause services'],
  ['port', 'Print the public port for a port binding'],
  ['ps', 'List containers'],
  ['pull', 'Pull service images'],
  ['push', 'Push service images'],
  ['restart', 'Restart services'],
  ['rm', 'Remove stopped containers'],
  ['run', 'Run a one-off command'],
  ['scale', 'Set number of containers for a service'],
  ['start', 'Start services'],
  ['stop', 'Stop services'],
  ['top', 'Display the running processes'],
  ['unpause', 'Unpause services'],
  ['up', 'Create and start containers'],
  ['version', 'Show version information and quit'],
];

/** `docker compose`: what the docker CLI calls with the words after `compose`. */
export const dockerComposePlugin = {
  name: 'compose',
  short: 'Docker Compose',
  version: COMPOSE_V2.version,
  path: '/usr/libexec/docker/cli-plugins/docker-compose',
  run: (process: Process, words: readonly string[]): Promise<number> =>
    runCompose(process, words, COMPOSE_V2, 'docker compose'),
};

/** The program `docker-compose`, which presents itself as 1.29. */
export const dockerCompose: Program = {
  name: 'docker-compose',
  run: (process) =>
    runCompose(process, process.argv.slice(1), COMPOSE_V1, 'docker-compose', (cli, services) =>
      legacyProject(cli.options.selection, cli.place, services),
    ),
};
