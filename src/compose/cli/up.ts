import type { FlagTable, FlagValues } from '#cli/flags';
import type { ContainerInspect } from '#docker/api/container-inspect';
import type { ContainerWaitResponse } from '#docker/api/container-wait';
import { execute, stopContainer, type Subject } from '../engine/execute';
import type { ObservedContainer } from '../engine/observe';
import { inDependencyOrder, makePlan, orphansOf, planText, type PlanOptions } from '../engine/plan';
import { ComposeError } from '../errors';
import type { Project } from '../model/project';
import { composeCommand } from './command';
import type { ComposeCli } from './compose-cli';
import { ensureImages } from './images';
import { followLogs, LogPrinter } from './streams';

const CREATE_FLAGS = {
  build: { kind: 'bool', help: 'Build images before starting containers' },
  'force-recreate': { kind: 'bool', help: "Recreate containers even if their configuration and image haven't changed" },
  'no-build': { kind: 'bool', help: "Don't build an image, even if it's policy" },
  'no-recreate': {
    kind: 'bool',
    help: "If containers already exist, don't recreate them. Incompatible with --force-recreate.",
  },
  pull: { kind: 'string', help: 'Pull image before running ("always"|"missing"|"never"|"build")', default: 'policy' },
  'quiet-pull': { kind: 'bool', help: 'Pull without printing progress information' },
  'remove-orphans': { kind: 'bool', help: 'Remove containers for services not defined in the Compose file' },
  scale: {
    kind: 'array',
    help: 'Scale SERVICE to NUM instances. Overrides the `scale` setting in the Compose file if present.',
    typeName: 'stringArray',
  },
} as const satisfies FlagTable;

const UP_FLAGS = {
  ...CREATE_FLAGS,
  'abort-on-container-exit': {
    kind: 'bool',
    help: 'Stops all containers if any container was stopped. Incompatible with -d',
  },
  'abort-on-container-failure': {
    kind: 'bool',
    help: 'Stops all containers if any container exited with failure. Incompatible with -d',
  },
  'always-recreate-deps': { kind: 'bool', help: 'Recreate dependent containers. Incompatible with --no-recreate.' },
  attach: {
    kind: 'array',
    help: 'Restrict attaching to the specified services. Incompatible with --attach-dependencies.',
    typeName: 'stringArray',
  },
  'attach-dependencies': { kind: 'bool', help: 'Automatically attach to log output of dependent services' },
  detach: { kind: 'bool', short: 'd', help: 'Detached mode: Run containers in the background' },
  'exit-code-from': {
    kind: 'string',
    help: 'Return the exit code of the selected service container. Implies --abort-on-container-exit',
  },
  'no-attach': {
    kind: 'array',
    help: 'Do not attach (stream logs) to the specified services',
    typeName: 'stringArray',
  },
  'no-color': { kind: 'bool', help: 'Produce monochrome output' },
  'no-deps': { kind: 'bool', help: "Don't start linked services" },
  'no-log-prefix': { kind: 'bool', help: "Don't print prefix in logs" },
  'no-start': { kind: 'bool', help: "Don't start the services after creating them" },
  'renew-anon-volumes': {
    kind: 'bool',
    short: 'V',
    help: 'Recreate anonymous volumes instead of retrieving data from the previous containers',
  },
  timeout: {
    kind: 'int',
    short: 't',
    help: 'Use this timeout in seconds for container shutdown when attached or when containers are already running',
    default: 0,
    defaultText: '0',
  },
  timestamps: { kind: 'bool', help: 'Show timestamps' },
  wait: { kind: 'bool', help: 'Wait for services to be running|healthy. Implies detached mode.' },
  'wait-timeout': {
    kind: 'int',
    help: 'Maximum duration in seconds to wait for the project to be running|healthy',
    default: 0,
  },
} as const satisfies FlagTable;

type CreateFlags = FlagValues<typeof CREATE_FLAGS>;

/** `web=3` texts as a map. Throws ComposeError. */
export function parseScale(texts: readonly string[], project: Project): Map<string, number> {
  return new Map(
    texts.map((text) => {
      const [name = '', count = ''] = text.split('=');
      if (!/^\d+$/.test(count))
        throw new ComposeError(`invalid --scale option ${JSON.stringify(text)}. Should be SERVICE=NUM`);
      const service = project.services[name];
      if (!service) throw new ComposeError(`no such service: ${name}: not found`);
      if (Number(count) > 1 && service.container_name !== undefined) {
        throw new ComposeError(
          `WARNING: The ${JSON.stringify(name)} service is using the custom container name ${JSON.stringify(service.container_name)}. Docker requires each container to have a unique name. Remove the custom name to scale the service`,
        );
      }
      return [name, Number(count)];
    }),
  );
}

/** Creates (and starts) what the project wants; shared by up, create, scale and run. Throws ComposeError. */
export async function converge(
  cli: ComposeCli,
  project: Project,
  chosen: readonly string[],
  flags: Partial<CreateFlags>,
  extra: { start: boolean; recreateDependencies?: boolean; timeout?: number; scale?: Map<string, number> },
): Promise<Map<string, string>> {
  const images = await ensureImages(cli, project, {
    build: flags.build === true,
    noBuild: flags['no-build'] === true,
    pull: flags.pull ?? '',
  });
  const observed = await cli.observe(project.name);
  const orphans = orphansOf(project, observed);
  if (
    orphans.length > 0 &&
    flags['remove-orphans'] !== true &&
    cli.process.env.get('COMPOSE_IGNORE_ORPHANS') === undefined
  ) {
    const names = orphans.map(({ name }) => name);
    cli.warn(
      cli.flavor.generation === 2
        ? `Found orphan containers ([${names.join(' ')}]) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`
        : `Found orphan containers (${names.join(', ')}) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`,
    );
    await cli.flush();
  }
  const scale = extra.scale ?? parseScale(flags.scale ?? [], project);
  const options: PlanOptions = {
    recreate: flags['force-recreate'] ? 'force' : flags['no-recreate'] ? 'never' : 'diverged',
    scale,
    start: extra.start,
    removeOrphans: flags['remove-orphans'] === true,
    chosen: chosen.length > 0 ? chosen : Object.keys(project.services),
    recreateDependencies: extra.recreateDependencies === true,
    images,
  };
  const plan = makePlan(project, observed, options, cli.flavor);
  if (cli.options.dryRun) {
    await cli.err(
      planText(plan)
        .replace(/^/gm, ' DRY-RUN MODE -  ')
        .replace(/ DRY-RUN MODE - {2}$/, ''),
    );
    return new Map();
  }
  const x = cli.executor(project);
  const ids = await execute(x, plan, observed, extra.timeout);
  await x.reporter.finish();
  return ids;
}

/** compose up. */
export const up = composeCommand({
  name: 'up',
  usage: '[SERVICE...]',
  short: 'Create and start containers',
  flags: UP_FLAGS,
  async run(cli, { args, flags, changed }) {
    if (flags['force-recreate'] && flags['no-recreate'])
      throw new ComposeError('--force-recreate and --no-recreate are incompatible');
    if (flags.build && flags['no-build']) throw new ComposeError('--build and --no-build are incompatible');
    const abort = flags['abort-on-container-exit'] || flags['exit-code-from'] !== '';
    if (flags.detach && (abort || flags.attach.length > 0)) {
      throw new ComposeError(
        '--detach cannot be combined with --abort-on-container-exit, --abort-on-container-failure, --attach, --attach-dependencies or --watch',
      );
    }
    const project = await cli.project(args);
    if (Object.keys(project.services).length === 0) throw new ComposeError('no service selected');
    if (flags['no-deps']) {
      project.services = Object.fromEntries(
        Object.entries(project.services).filter(([name]) => args.length === 0 || args.includes(name)),
      );
      for (const service of Object.values(project.services)) delete service.depends_on;
    }
    const timeout = changed.has('timeout') ? flags.timeout : undefined;
    const detached = flags.detach || flags.wait || flags['no-start'];
    await converge(cli, project, args, flags, {
      // In the foreground the containers start only when their output is listened to.
      start: !flags['no-start'],
      recreateDependencies: flags['always-recreate-deps'],
      ...(timeout !== undefined && { timeout }),
    });
    if (flags.wait) return waitReady(cli, project, flags['wait-timeout']);
    if (detached || cli.options.dryRun) return 0;
    const followed = inDependencyOrder(project.services).filter(
      (name) =>
        (args.length === 0 || args.includes(name) || flags['attach-dependencies']) &&
        (flags.attach.length === 0 || flags.attach.includes(name)) &&
        !flags['no-attach'].includes(name) &&
        project.services[name]!.attach !== false,
    );
    return foreground(cli, project, followed, {
      abort,
      abortOnFailure: flags['abort-on-container-failure'],
      codeFrom: flags['exit-code-from'],
      colour: !flags['no-color'],
      prefix: !flags['no-log-prefix'],
      timestamps: flags.timestamps,
      timeout,
    });
  },
});

async function waitReady(cli: ComposeCli, project: Project, timeoutSeconds: number): Promise<number> {
  const x = cli.executor(project);
  const deadline = timeoutSeconds > 0 ? cli.process.clock.now() + timeoutSeconds * 1000 : Infinity;
  const containers = (await cli.observe(project.name)).filter((c) => Object.hasOwn(project.services, c.service));
  const subject = ({ name }: ObservedContainer): Subject => ({ kind: 'Container', name });
  await x.reporter.begin('wait', containers.map(subject));
  for (const container of containers) {
    for (;;) {
      const { State } = await cli.client.get<ContainerInspect>(`/containers/${container.id}/json`);
      if (State.Health?.Status === 'unhealthy') throw new ComposeError(`container ${container.name} is unhealthy`);
      if (State.Status === 'exited') throw new ComposeError(`container ${container.name} exited (${State.ExitCode})`);
      if (State.Running && (!State.Health || State.Health.Status === 'healthy')) break;
      if (cli.process.clock.now() >= deadline)
        throw new ComposeError('application not healthy after ' + `${timeoutSeconds}s`);
      await cli.process.sleep(500);
    }
    await x.reporter.end('wait', subject(container), 'Healthy');
  }
  return 0;
}

interface Foreground {
  readonly abort: boolean;
  readonly abortOnFailure: boolean;
  readonly codeFrom: string;
  readonly colour: boolean;
  readonly prefix: boolean;
  readonly timestamps: boolean;
  readonly timeout: number | undefined;
}

/** Shows all containers' output until they end, or Ctrl-C stops them. */
async function foreground(
  cli: ComposeCli,
  project: Project,
  services: readonly string[],
  options: Foreground,
): Promise<number> {
  const { process, client, flavor } = cli;
  const legacy = flavor.generation === 1;
  const containers = (await cli.observe(project.name)).filter((c) => Object.hasOwn(project.services, c.service));
  const shown = containers.filter((c) => services.includes(c.service));
  const printer = new LogPrinter(cli.out, {
    colour: options.colour && cli.options.ansi !== 'never' && (legacy || process.isTTY(1)),
    prefix: options.prefix,
    generation: flavor.generation,
  });
  const short = (c: ObservedContainer): string =>
    project.services[c.service]?.container_name !== undefined ? c.name : `${c.service}${flavor.separator}${c.number}`;
  await cli.out(
    `Attaching to ${shown
      .map((c) => (legacy ? c.name : short(c)))
      .sort()
      .join(', ')}\n`,
  );
  for (const c of shown) {
    printer.register(short(c));
    printer.full.set(short(c), c.name);
  }
  let interrupted = 0;
  let interrupt: () => void = () => undefined;
  const stopped = new Promise<'interrupt'>((resolve) => (interrupt = () => resolve('interrupt')));
  const onSignal = (): void => {
    interrupted++;
    interrupt();
    process.clock.wake();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  let aborting: (() => void) | undefined;
  const aborted = new Promise<'abort'>((resolve) => (aborting = () => resolve('abort')));
  let code = 0;
  let wantedCode: number | undefined;
  let over = false;
  const follow = async (c: ObservedContainer): Promise<void> => {
    const { State } = await client.get<ContainerInspect>(`/containers/${c.id}/json`);
    const since = State.StartedAt;
    const logs = services.includes(c.service)
      ? followLogs(process, client, c.id, short(c), printer, {
          follow: true,
          since: String(Date.parse(since) / 1000),
          timestamps: options.timestamps,
        }).catch(() => undefined)
      : Promise.resolve();
    const { StatusCode } = await client.post<ContainerWaitResponse>(`/containers/${c.id}/wait`, undefined, {
      query: { condition: 'not-running' },
    });
    await logs;
    if (services.includes(c.service) && (!over || !legacy)) await printer.exited(short(c), StatusCode);
    else if (services.includes(c.service)) await printer.exited(short(c), StatusCode);
    if (options.codeFrom === c.service) wantedCode ??= StatusCode;
    if (code === 0 && !over) code = StatusCode;
    if (options.abort || (options.abortOnFailure && StatusCode !== 0)) {
      aborting?.();
      process.clock.wake();
    }
  };
  const all = Promise.all(containers.map(follow)).then(() => 'done' as const);
  const outcome = await process.wait(Promise.race([all, stopped, aborted]));
  over = true;
  if (outcome === 'done' && !options.abort) return 0;
  if (legacy)
    await cli.err(
      outcome === 'interrupt'
        ? 'Gracefully stopping... (press Ctrl+C again to force)\n'
        : 'Aborting on container exit...\n',
    );
  else
    await cli.err(
      outcome === 'interrupt'
        ? 'Gracefully Stopping... press Ctrl+C again to force\n'
        : 'Aborting on container exit...\n',
    );
  const reporter = cli.reporter();
  const order = inDependencyOrder(project.services).reverse();
  for (const name of order) {
    const mine = containers.filter((c) => c.service === name);
    const running = [];
    for (const c of mine) {
      const { State } = await client.get<ContainerInspect>(`/containers/${c.id}/json`);
      if (State.Running || !legacy) running.push(c);
    }
    await reporter.begin(
      'stop',
      running.map((c) => ({ kind: 'Container', name: c.name })),
    );
    for (const c of running) {
      if (interrupted > 1) await client.post(`/containers/${c.id}/kill`).catch(() => undefined);
      else await stopContainer(client, c.id, options.timeout);
      await reporter.end('stop', { kind: 'Container', name: c.name });
    }
  }
  await process.wait(all);
  if (legacy && outcome === 'interrupt') return 0;
  if (outcome === 'interrupt') return 130;
  return wantedCode ?? (options.abort || options.abortOnFailure ? code : 0);
}

/** compose create. */
export const create = composeCommand({
  name: 'create',
  usage: '[SERVICE...]',
  short: 'Creates containers for a service',
  flags: CREATE_FLAGS,
  async run(cli, { args, flags }) {
    const project = await cli.project(args);
    await converge(cli, project, args, flags, { start: false });
  },
});

/** compose scale. */
export const scale = composeCommand({
  name: 'scale',
  usage: '[SERVICE=REPLICAS...]',
  short: 'Scale services ',
  flags: { 'no-deps': { kind: 'bool', help: "Don't start linked services" } },
  async run(cli, { args }) {
    const project = await cli.project(args.map((text) => text.split('=')[0]!));
    await converge(cli, project, [], {}, { start: true, scale: parseScale(args, project) });
  },
});
