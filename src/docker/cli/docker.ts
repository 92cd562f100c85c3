import { childOf, CommandError, renamed, type Command } from '#cli/command';
import { complete, type CompletionItem } from '#cli/completion';
import { FlagError, HelpRequested, parseFlags, type FlagTable } from '#cli/flags';
import { help } from '#cli/help';
import { runCommand } from '#cli/run-command';
import { ProcessEnded, type Process, type Program } from '#process/process';
import { openCli, unreachable } from './connection';
import { isToldError, messageOf, type DockerCli, type DockerCommand, type DockerPlugin } from './docker-command';
import { dockerCommands } from './index';
import { CLIENT } from './system/version';

const MORE = 'For more help on how to use Docker, head to https://docs.docker.com/go/guides/';

const globalFlags = (directory: string) =>
  ({
    config: { kind: 'string', default: directory, help: 'Location of client config files' },
    context: {
      kind: 'string',
      short: 'c',
      help: 'Name of the context to use to connect to the daemon (overrides DOCKER_HOST env var and default context set with "docker context use")',
    },
    debug: { kind: 'bool', short: 'D', help: 'Enable debug mode' },
    host: { kind: 'list', short: 'H', typeName: 'string', help: 'Daemon socket to connect to' },
    'log-level': {
      kind: 'string',
      short: 'l',
      default: 'info',
      help: 'Set the logging level ("debug", "info", "warn", "error", "fatal")',
    },
    tls: { kind: 'bool', help: 'Use TLS; implied by --tlsverify' },
    tlscacert: { kind: 'string', default: `${directory}/ca.pem`, help: 'Trust certs signed only by this CA' },
    tlscert: { kind: 'string', default: `${directory}/cert.pem`, help: 'Path to TLS certificate file' },
    tlskey: { kind: 'string', default: `${directory}/key.pem`, help: 'Path to TLS key file' },
    tlsverify: { kind: 'bool', help: 'Use TLS and verify the remote' },
    version: { kind: 'bool', short: 'v', help: 'Print version information and quit' },
  }) as const satisfies FlagTable;

/** The commands of `docker container` that docker also knows without it, and their order among the common ones. */
const COMMON = [
  'run',
  'exec',
  'ps',
  'build',
  'bake',
  'pull',
  'push',
  'images',
  'login',
  'logout',
  'search',
  'version',
  'info',
];

const NOT_SIMULATED: readonly (readonly [
  name: string,
  short: string,
  what: string,
  heading: 'common' | 'management' | 'swarm',
  hidden: boolean,
])[] = [
  ['bake', 'Build from a file', 'docker bake', 'common', false],
  ['manifest', 'Manage Docker image manifests and manifest lists', 'docker manifest', 'management', false],
  ['plugin', 'Manage plugins', 'docker plugin', 'management', false],
  ['trust', 'Manage trust on Docker images', 'docker trust', 'management', false],
  ['checkpoint', 'Manage checkpoints', 'docker checkpoint', 'management', true],
  ['ai', 'Docker AI Agent', 'docker ai', 'management', true],
  ['desktop', 'Docker Desktop commands', 'docker desktop', 'management', true],
  ['init', 'Creates Docker-related starter files for your project', 'docker init', 'management', true],
  ['mcp', 'Docker MCP Plugin', 'docker mcp', 'management', true],
  ['offload', 'Docker Offload', 'docker offload', 'management', true],
  ['scan', 'Docker Scan', 'docker scan', 'management', true],
  ['sbom', 'View the packaged-based Software Bill Of Materials (SBOM) for an image', 'docker sbom', 'management', true],
  ['scout', 'Docker Scout', 'docker scout', 'management', true],
  ['model', 'Docker Model Runner', 'docker model', 'management', true],
  ['swarm', 'Manage Swarm', 'docker swarm', 'swarm', false],
  ['config', 'Manage Swarm configs', 'docker swarm', 'swarm', true],
  ['node', 'Manage Swarm nodes', 'docker swarm', 'swarm', true],
  ['secret', 'Manage Swarm secrets', 'docker swarm', 'swarm', true],
  ['service', 'Manage Swarm services', 'docker swarm', 'swarm', true],
  ['stack', 'Manage Swarm stacks', 'docker swarm', 'swarm', true],
];

const GROUPS: Readonly<Record<string, string>> = {
  container: 'Manage containers',
  image: 'Manage images',
  network: 'Manage networks',
  volume: 'Manage volumes',
  system: 'Manage Docker',
  builder: 'Manage builds',
  buildx: 'Docker Buildx',
};

function shortForms(): DockerCommand[] {
  const of = (group: string, name: string): DockerCommand => dockerCommands[group]!.find((c) => c.name === name)!;
  const plain = (command: DockerCommand, name = command.name): DockerCommand =>
    renamed(command, { name, aliases: [], ...(command.aliasText === undefined && { aliasText: '' }) });
  const container = dockerCommands['container']!.filter((c) => !['inspect', 'ls', 'prune'].includes(c.name)).map((c) =>
    plain(c),
  );
  const build = renamed(plain(of('image', 'build')), {
    listed: 'Build an image from a Dockerfile',
    shownPath: 'docker buildx build',
  });
  const image = ['history', 'import', 'load', 'pull', 'push', 'save', 'tag'].map((name) => plain(of('image', name)));
  const system = ['events', 'info'].map((name) => plain(of('system', name)));
  return [
    ...container,
    plain(of('container', 'ls'), 'ps'),
    plain(of('image', 'ls'), 'images'),
    plain(of('image', 'rm'), 'rmi'),
    build,
    ...image,
    ...system,
  ];
}

function pluginCommand(plugin: DockerPlugin): DockerCommand {
  return {
    name: plugin.name,
    short: plugin.short,
    plugin: true,
    passThrough: (cli, args) => plugin.run(cli.process, args),
    complete: async (cli, args) => (await plugin.complete?.(cli.process, [...args, ''])) ?? [],
  };
}

/** The whole tree, with plugins in their places. */
export function dockerRoot(directory: string, plugins: readonly DockerPlugin[]): DockerCommand {
  const groups: DockerCommand[] = Object.entries(GROUPS).map(([name, short]) => ({
    name,
    short,
    commands: dockerCommands[name]!,
    plugin: name === 'buildx',
  }));
  const absent: DockerCommand[] = NOT_SIMULATED.map(([name, short, what, heading, hidden]) => ({
    name,
    short,
    hidden,
    heading,
    async passThrough(cli) {
      await cli.err(`drydock: ${what} is not simulated yet\n`);
      return 1;
    },
    commands: [],
  }));
  const all = [...shortForms(), ...dockerCommands['']!, ...groups, ...absent, ...plugins.map(pluginCommand)];
  const commands = all.map((command) => {
    const order = COMMON.indexOf(command.name);
    return order < 0 ? command : renamed(command, { heading: 'common', order });
  });
  return { name: 'docker', short: 'A self-sufficient runtime for containers', flags: globalFlags(directory), commands };
}

/** The program `docker`. */
export const dockerProgram = (plugins: readonly DockerPlugin[] = []): Program => ({
  name: 'docker',
  run: (process) => new DockerRun(process, plugins).run(),
});

/** What may follow on a docker command line; `words` are those after `docker`, the last one being typed. */
export async function completeDocker(
  process: Process,
  words: readonly string[],
  plugins: readonly DockerPlugin[] = [],
): Promise<readonly CompletionItem[]> {
  const plugin = plugins.find((p) => p.name === words[0]);
  if (plugin && words.length > 1) return (await plugin.complete?.(process, words.slice(1))) ?? [];
  const directory = directoryOf(process);
  const root = dockerRoot(directory, plugins);
  return complete(root, openCli(process, { directory, host: '', context: '', plugins, debug: false }), words);
}

interface GlobalFlags {
  readonly config: string;
  readonly context: string;
  readonly debug: boolean;
  readonly host: string[];
  readonly 'log-level': string;
  readonly tls: boolean;
  readonly tlscacert: string;
  readonly tlscert: string;
  readonly tlskey: string;
  readonly tlsverify: boolean;
  readonly version: boolean;
}

/** Refuses a level of messages there is not. The levels themselves differ only in messages that docker does not have here. */
function checkGlobals(values: GlobalFlags, changed: ReadonlySet<string>): void {
  const levels = ['debug', 'info', 'warn', 'warning', 'error', 'fatal', 'panic', 'trace'];
  if (changed.has('log-level') && !levels.includes(values['log-level'].toLowerCase())) {
    throw new CommandError(`Unable to parse logging level: ${values['log-level']}`);
  }
}

/** A daemon behind TLS: fails as docker does without its certificates. Throws CommandError. */
function refuseTls(process: Process, values: GlobalFlags, host: string): void {
  const fail = (reason: string): never => {
    throw new CommandError(`Failed to initialize: unable to resolve docker endpoint: ${reason}`);
  };
  if (host.startsWith('unix://')) return;
  for (const path of [values.tlscacert, values.tlscert, values.tlskey]) {
    if (values.tlsverify && !process.fs.exists(path)) fail(`open ${path}: no such file or directory`);
  }
  throw new CommandError('drydock: TLS between docker and its daemon is not simulated yet');
}

const directoryOf = (process: Process): string =>
  process.env.get('DOCKER_CONFIG') ?? `${process.env.get('HOME') ?? '/root'}/.docker`;

class DockerRun {
  constructor(
    private readonly process: Process,
    private readonly plugins: readonly DockerPlugin[],
  ) {}

  readonly #out = async (text: string): Promise<void> => {
    if (text !== '') await this.process.stdout.write(text);
  };

  readonly #err = async (text: string): Promise<void> => {
    if (text !== '') await this.process.stderr.write(text);
  };

  async run(): Promise<number> {
    try {
      return await this.#dispatch();
    } catch (error) {
      if (error instanceof ProcessEnded) throw error;
      if (!isToldError(error)) throw error;
      const text = unreachable(error, this.#host) ?? messageOf(error);
      await this.#err(`${text}\n`);
      return error instanceof CommandError ? error.exitCode : 1;
    }
  }

  #host = '';

  async #dispatch(): Promise<number> {
    const { process } = this;
    const words = process.argv.slice(1);
    const directory = directoryOf(process);
    const root = dockerRoot(directory, this.plugins);
    const columns = process.isTTY(0) && process.pty ? process.pty.columns : 80;
    const rootHelp = (): string => help(root, 'docker', { columns, more: MORE, root: true });
    let globals;
    try {
      globals = parseFlags(root.flags!, words, true);
    } catch (error) {
      if (error instanceof HelpRequested) {
        if (error.short) await this.#err('Flag shorthand -h has been deprecated, use --help\n');
        await this.#out(rootHelp());
        return 0;
      }
      if (!(error instanceof FlagError)) throw error;
      throw new CommandError(
        `${error.message}\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information`,
        125,
      );
    }
    const values = globals.values as unknown as GlobalFlags;
    checkGlobals(values, globals.changed);
    const rest = globals.args;
    if (values.version) {
      await this.#out(`Docker version ${CLIENT.Version}, build ${CLIENT.GitCommit}\n`);
      return 0;
    }
    if (rest.length === 0) {
      // As docker does: without a command the help is an answer to a mistake.
      await this.#err(rootHelp());
      return 0;
    }
    if (rest[0] === 'help') return this.#help(root, rest.slice(1), columns, rootHelp);
    if (!childOf(root, rest[0]!)) {
      throw new CommandError(`docker: unknown command: docker ${rest[0]!}\n\nRun 'docker --help' for more information`);
    }
    const cli = openCli(process, {
      directory: values.config,
      host: values.host.at(-1) ?? '',
      context: values.context,
      plugins: this.plugins,
      debug: values.debug,
    });
    if (values.tls || values.tlsverify || (process.env.get('DOCKER_TLS_VERIFY') ?? '') !== '')
      refuseTls(process, values, cli.context.host);
    this.#host = cli.context.host;
    if (cli.config.warning) await this.#err(cli.config.warning);
    const group: Command<DockerCli> = { ...root, flags: {} };
    return runCommand(group, 'docker', rest, {
      environment: cli,
      out: this.#out,
      err: this.#err,
      help: { columns },
      flagErrorCode: 125,
      binary: 'docker',
    });
  }

  async #help(root: DockerCommand, words: readonly string[], columns: number, rootHelp: () => string): Promise<number> {
    let command = root;
    let path = 'docker';
    for (const word of words) {
      const child = childOf(command, word);
      if (!child) throw new CommandError(`unknown help topic: ${words.join(' ')}`);
      command = child;
      path = child.shownPath ?? `${path} ${child.name}`;
    }
    if (command.passThrough && command.plugin) {
      return this.plugins.find((p) => p.name === command.name)!.run(this.process, ['--help']);
    }
    await this.#out(command === root ? rootHelp() : help(command, path, { columns }));
    return 0;
  }
}
