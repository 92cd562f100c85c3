import { childOf } from '#cli/command';
import type { CompletionItem } from '#cli/completion';
import { HelpRequested, parseFlags } from '#cli/flags';
import { help } from '#cli/help';
import { runCommand } from '#cli/run-command';
import type { Process, Program } from '#process/process';
import { COMPOSE_V1, COMPOSE_V2, type Flavor } from '../engine/labels';
import type { Project } from '../model/project';
import { legacyProject } from '../v1/project';
import { ComposeCli } from './compose-cli';
import type { ComposeCommand } from './command';
import { completeCompose } from './completion';
import { tellFailure } from './failure';
import { GLOBAL_FLAGS } from './global-flags';
import { composeCommands } from './index';
import { runLegacy } from './legacy';
import { ComposeError } from '../errors';

const root: ComposeCommand = {
  name: 'compose',
  short: 'Docker Compose',
  long: 'Define and run multi-container applications with Docker',
  flags: GLOBAL_FLAGS,
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
  if (flavor.generation === 1) return runLegacy(process, words, load);
  const out = (text: string): Promise<void> => process.stdout.write(text);
  const err = (text: string): Promise<void> => process.stderr.write(text);
  let cli = new ComposeCli(process, flavor, optionsOf(process, {}));
  try {
    const { values: flags, args: rest } = parseFlags(GLOBAL_FLAGS, words, true);
    if (flags.version === true && rest.length === 0)
      return await out(`Docker Compose version ${flavor.version}\n`).then(() => 0);
    const name = rest[0];
    if (name === undefined || (name === 'help' && rest.length === 1)) return await out(help(root, path)).then(() => 0);
    const own = childOf(root, name);
    if (!own) {
      await out(help(root, path));
      throw new ComposeError(`unknown docker command: "compose ${name}"`);
    }
    // Simplified: what is done side by side is done side by side whatever --parallel says.
    const parallel = flags.parallel as number;
    if (parallel === 0 || parallel < -1)
      throw new ComposeError('--parallel must be -1 (unlimited) or a positive number');
    const dashed: Flavor = flags.compatibility === true ? { ...flavor, separator: '_' } : flavor;
    cli = new ComposeCli(process, dashed, optionsOf(process, flags));
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
    if (error instanceof HelpRequested) return out(help(root, path)).then(() => 0);
    return tellFailure(error, cli);
  }
}

function optionsOf(process: Process, flags: Record<string, unknown>): ComposeCli['options'] {
  const projectName = (flags['project-name'] as string | undefined) ?? '';
  const directory = (flags['project-directory'] as string | undefined) ?? '';
  return {
    selection: {
      files: (flags.file as string[] | undefined) ?? [],
      envFiles: (flags['env-file'] as string[] | undefined) ?? [],
      profiles: (flags.profile as string[] | undefined) ?? [],
      ...(projectName !== '' && { projectName }),
      ...(directory !== '' && { projectDirectory: directory }),
    },
    progress: ((flags.progress as string | undefined) ?? '') || (process.env.get('COMPOSE_PROGRESS') ?? ''),
    ansi: flags['no-ansi'] === true ? 'never' : ((flags.ansi as string | undefined) ?? 'auto'),
    dryRun: flags['dry-run'] === true,
    allResources: flags['all-resources'] === true,
    ...(flags.verbose === true && { verbose: true }),
  };
}

/** `docker compose`: what the docker CLI calls with the words after `compose`. */
export const dockerComposePlugin = {
  name: 'compose',
  short: 'Docker Compose',
  version: COMPOSE_V2.version,
  path: '/usr/libexec/docker/cli-plugins/docker-compose',
  run: (process: Process, words: readonly string[]): Promise<number> =>
    runCompose(process, words, COMPOSE_V2, 'docker compose'),
  complete: (process: Process, words: readonly string[]): Promise<readonly CompletionItem[]> =>
    completeCompose(process, words, COMPOSE_V2),
};

/** The program `docker-compose`, which presents itself as 1.29. */
export const dockerCompose: Program = {
  name: 'docker-compose',
  run: (process) =>
    runCompose(process, process.argv.slice(1), COMPOSE_V1, 'docker-compose', (cli, services) =>
      legacyProject(cli.options.selection, cli.place, services),
    ),
};

/** What may follow `docker-compose` on a command line. */
export const completeDockerCompose = (process: Process, words: readonly string[]): Promise<readonly CompletionItem[]> =>
  completeCompose(process, words, COMPOSE_V1, (cli, services) =>
    legacyProject(cli.options.selection, cli.place, services),
  );
