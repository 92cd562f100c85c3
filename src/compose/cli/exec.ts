import type { FlagTable } from '#cli/flags';
import type { ContainerCreateResponse } from '#docker/api/container-create';
import type { ContainerWaitResponse } from '#docker/api/container-wait';
import type { ExecInspect } from '#docker/api/exec';
import type { IdResponse } from '#docker/api/id-response';
import { containerBody } from '../engine/container-body';
import { execute } from '../engine/execute';
import { startContainer } from '../engine/hooks';
import { makePlan } from '../engine/plan';
import { ComposeError } from '../errors';
import { parsePort } from '../model/port-spec';
import { parseVolume } from '../model/volume-spec';
import { shellWords } from '../model/units';
import { joinPath } from '../load/files';
import { parseDotenv } from '../load/dotenv';
import { composeCommand } from './command';
import { ensureImages } from './pull';
import { noSuchService } from './services';
import { converge } from './converge';
import { joinStreams } from './streams';

/** compose exec. */
export const exec = composeCommand({
  name: 'exec',
  usage: 'SERVICE COMMAND [ARGS...]',
  short: 'Execute a command in a running container',
  stopAtArgs: true,
  flags: {
    detach: { kind: 'bool', short: 'd', help: 'Detached mode: Run command in the background' },
    env: { kind: 'array', short: 'e', help: 'Set environment variables', typeName: 'stringArray' },
    index: { kind: 'int', help: 'Index of the container if service has multiple replicas', default: 0 },
    'no-tty': {
      kind: 'bool',
      short: 'T',
      help: 'Disable pseudo-TTY allocation. By default `docker compose exec` allocates a TTY.',
    },
    'no-TTY': { kind: 'bool', help: 'Disable pseudo-TTY allocation', hidden: true },
    interactive: {
      kind: 'bool',
      short: 'i',
      help: 'Keep STDIN open even if not attached',
      default: true,
      hidden: true,
    },
    tty: { kind: 'bool', short: 't', help: 'Allocate a pseudo-TTY', default: true, hidden: true },
    privileged: { kind: 'bool', help: 'Give extended privileges to the process' },
    user: { kind: 'string', short: 'u', help: 'Run the command as this user' },
    workdir: { kind: 'string', short: 'w', help: 'Path to workdir directory for this command' },
  },
  async run(cli, { args, flags }) {
    if (args.length < 2) throw new ComposeError('requires at least 2 arg(s), only received ' + String(args.length));
    const [service = '', ...command] = args;
    const name = await cli.projectName();
    const containers = (await cli.observe(name, { oneOffs: cli.flavor.generation === 2 && flags.index === 0 })).filter(
      (c) => c.service === service && (flags.index === 0 || c.number === flags.index),
    );
    const container =
      containers.find((c) => c.summary.State === 'running') ??
      (cli.flavor.generation === 1 ? undefined : containers.find((c) => c.summary.State === 'paused'));
    if (!container) {
      if (cli.flavor.generation === 1)
        throw new ComposeError(
          containers.length > 0
            ? `No container found for ${service}_${Math.max(1, flags.index)}`
            : `No container found for ${service}_${Math.max(1, flags.index)}`,
        );
      throw new ComposeError(
        flags.index > 0
          ? `service ${JSON.stringify(service)} is not running container #${flags.index}`
          : `service ${JSON.stringify(service)} is not running`,
      );
    }
    const { process, client } = cli;
    const tty = flags.tty && !flags['no-tty'] && !flags['no-TTY'] && process.isTTY(0) && process.isTTY(1);
    if (!tty && !flags['no-tty'] && !flags['no-TTY'] && cli.flavor.generation === 1 && !flags.detach)
      throw new ComposeError('the input device is not a TTY');
    const { Id } = await client.post<IdResponse>(`/containers/${container.id}/exec`, {
      Cmd: command,
      Env: flags.env,
      Tty: tty,
      User: flags.user,
      WorkingDir: flags.workdir,
      Privileged: flags.privileged,
      AttachStdin: !flags.detach && flags.interactive,
      AttachStdout: !flags.detach,
      AttachStderr: !flags.detach,
    });
    if (flags.detach) {
      await client.post(`/exec/${Id}/start`, { Detach: true, Tty: tty });
      return 0;
    }
    const connection = await client.hijack(`/exec/${Id}/start`, { Detach: false, Tty: tty });
    await joinStreams(process, connection, flags.interactive);
    const { ExitCode } = await client.get<ExecInspect>(`/exec/${Id}/json`);
    return ExitCode ?? 0;
  },
});

const RUN_FLAGS = {
  build: { kind: 'bool', help: 'Build image before starting container' },
  detach: { kind: 'bool', short: 'd', help: 'Run container in background and print container ID' },
  entrypoint: { kind: 'string', help: 'Override the entrypoint of the image' },
  env: { kind: 'array', short: 'e', help: 'Set environment variables', typeName: 'stringArray' },
  label: { kind: 'array', short: 'l', help: 'Add or override a label', typeName: 'stringArray' },
  name: { kind: 'string', help: 'Assign a name to the container' },
  'no-TTY': { kind: 'bool', short: 'T', help: 'Disable pseudo-TTY allocation (default: auto-detected)' },
  'no-deps': { kind: 'bool', help: "Don't start linked services" },
  publish: { kind: 'array', short: 'p', help: "Publish a container's port(s) to the host", typeName: 'stringArray' },
  'cap-add': { kind: 'list', help: 'Add Linux capabilities' },
  'cap-drop': { kind: 'list', help: 'Drop Linux capabilities' },
  'env-from-file': { kind: 'array', help: 'Set environment variables from file', typeName: 'stringArray' },
  pull: { kind: 'string', help: 'Pull image before running ("always"|"missing"|"never")', default: 'policy' },
  quiet: { kind: 'bool', short: 'q', help: "Don't print anything to STDOUT" },
  'quiet-build': { kind: 'bool', help: 'Suppress progress output from the build process' },
  'quiet-pull': { kind: 'bool', help: 'Pull without printing progress information' },
  'remove-orphans': { kind: 'bool', help: 'Remove containers for services not defined in the Compose file' },
  rm: { kind: 'bool', help: 'Automatically remove the container when it exits' },
  'service-ports': {
    kind: 'bool',
    short: 'P',
    help: "Run command with all service's ports enabled and mapped to the host",
  },
  'use-aliases': {
    kind: 'bool',
    help: "Use the service's network useAliases in the network(s) the container connects to",
  },
  user: { kind: 'string', short: 'u', help: 'Run as specified username or uid' },
  volume: { kind: 'array', short: 'v', help: 'Bind mount a volume', typeName: 'stringArray' },
  workdir: { kind: 'string', short: 'w', help: 'Working directory inside the container' },
  interactive: { kind: 'bool', short: 'i', help: 'Keep STDIN open even if not attached', default: true },
  tty: { kind: 'bool', short: 't', help: 'Allocate a pseudo-TTY', default: true, hidden: true },
} as const satisfies FlagTable;

/** compose run. */
export const run = composeCommand({
  name: 'run',
  usage: 'SERVICE [COMMAND] [ARGS...]',
  short: 'Run a one-off command on a service',
  stopAtArgs: true,
  flags: RUN_FLAGS,
  async run(cli, { args, flags }) {
    const [name = '', ...command] = args;
    if (name === '') throw new ComposeError('requires at least 1 arg(s), only received 0');
    const { process, client, flavor } = cli;
    const project = await cli.project([name]).catch((error: unknown) => {
      if (error instanceof ComposeError && /^no such service/.test(error.message))
        throw new ComposeError(noSuchService(cli, name));
      throw error;
    });
    const service = project.services[name]!;
    const dependencies = {
      ...project,
      services: Object.fromEntries(Object.entries(project.services).filter(([other]) => other !== name)),
    };
    if (flags['no-deps']) dependencies.services = {};
    await converge(
      cli,
      Object.keys(dependencies.services).length > 0 ? dependencies : { ...project, services: {} },
      [],
      {
        'quiet-pull': flags['quiet-pull'],
        'remove-orphans': flags['remove-orphans'],
        build: flags.build,
        pull: flags.pull,
      },
      { start: true },
    );
    const ensure = {
      build: flags.build,
      quietPull: flags['quiet-pull'],
      quietBuild: flags['quiet-build'],
      pull: flags.pull,
    };
    await ensureImages(cli, { ...project, services: { [name]: service } }, ensure);
    const tty = flags.tty && !flags['no-TTY'] && process.isTTY(0) && process.isTTY(1) && !flags.detach;
    const own = { ...service };
    if (command.length > 0) own.command = command;
    if (flags.entrypoint !== '') {
      own.entrypoint = shellWords(flags.entrypoint);
      if (command.length === 0) delete own.command;
    }
    if (flags['cap-add'].length > 0)
      own.cap_add = [...((own.cap_add as string[] | undefined) ?? []), ...flags['cap-add']];
    if (flags['cap-drop'].length > 0)
      own.cap_drop = [...((own.cap_drop as string[] | undefined) ?? []), ...flags['cap-drop']];
    const fromFiles = flags['env-from-file'].map((file) => {
      const text = cli.files.read(joinPath(process.fs.cwd, file));
      if (text === undefined) throw new ComposeError(`open ${file}: no such file or directory`);
      return Object.fromEntries(parseDotenv(text, (key) => process.env.get(key)));
    });
    own.environment = {
      ...(own.environment as object | undefined),
      ...Object.assign({}, ...fromFiles),
      ...Object.fromEntries(
        flags.env.map((text) => {
          const at = text.indexOf('=');
          return at < 0 ? [text, process.env.get(text) ?? null] : [text.slice(0, at), text.slice(at + 1)];
        }),
      ),
    };
    own.labels = {
      ...(own.labels as object | undefined),
      ...Object.fromEntries(flags.label.map((text) => [text.split('=')[0]!, text.split('=').slice(1).join('=')])),
    };
    if (!flags['service-ports']) delete own.ports;
    if (flags.publish.length > 0) own.ports = flags.publish.flatMap((text) => parsePort(text));
    if (flags.user !== '') own.user = flags.user;
    if (flags.workdir !== '') own.working_dir = flags.workdir;
    if (flags.volume.length > 0) {
      const extra = flags.volume.map((text) => {
        const volume = parseVolume(text);
        return volume.type === 'bind' ? { ...volume, source: joinPath(process.fs.cwd, volume.source!) } : volume;
      });
      own.volumes = [...((own.volumes as unknown[] | undefined) ?? []), ...extra];
    }
    delete own.container_name;
    own.tty = tty;
    own.stdin_open = flags.interactive;
    const slug = process.random.hex(64);
    const container =
      flags.name !== ''
        ? flags.name
        : `${project.name}${flavor.separator}${name}${flavor.separator}run${flavor.separator}${slug.slice(0, 12)}`;
    const observed = await cli.observe(project.name);
    const body = containerBody(project, name, own, flavor, {
      number: 1,
      name: container,
      oneoff: true,
      slug,
      aliases: flags['use-aliases'],
      autoRemove: flags.rm && flags.detach,
      attachStdin: !flags.detach,
      containerOf: (other) => observed.find((c) => c.service === other)?.name,
    });
    const subject = { kind: 'Container' as const, name: container };
    const reporter = cli.reporter();
    if (flavor.generation === 1) {
      // Resources that only this service uses are made without a word about containers.
      await execute(
        cli.executor(project),
        makePlan(
          { ...project, services: {} },
          [],
          {
            recreate: 'never',
            scale: new Map(),
            start: false,
            removeOrphans: false,
            chosen: [],
            recreateDependencies: false,
            images: new Map(),
          },
          flavor,
        ),
        [],
      );
      await cli.err(`Creating ${container} ... \nCreating ${container} ... done\n`);
    } else await reporter.begin('create', [subject]);
    const { Id } = await client.post<ContainerCreateResponse>('/containers/create', body, {
      query: { name: container },
    });
    if (flavor.generation === 2) await reporter.end('create', subject);
    const starter = { client, flavor, project: { ...project, services: { [name]: own } } };
    if (flags.detach) {
      await startContainer(starter, name, Id);
      if (!flags.quiet) await cli.out(`${flavor.generation === 1 ? container : Id}\n`);
      return 0;
    }
    const connection = await client.hijack(`/containers/${Id}/attach`, undefined, {
      query: { stream: true, stdin: true, stdout: true, stderr: true },
    });
    const waiting = client.post<ContainerWaitResponse>(`/containers/${Id}/wait`, undefined, {
      query: { condition: 'next-exit' },
    });
    process.on(
      'SIGINT',
      () =>
        void client.post(`/containers/${Id}/kill`, undefined, { query: { signal: 'SIGINT' } }).catch(() => undefined),
    );
    await startContainer(starter, name, Id);
    await joinStreams(process, connection, flags.interactive);
    const { StatusCode } = await process.wait(waiting);
    if (flags.rm) await client.delete(`/containers/${Id}`, { query: { force: true, v: true } });
    return StatusCode;
  },
});
