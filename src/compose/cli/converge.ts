import { readLines } from '#io/streams';
import { removeDiverged } from '../engine/diverged';
import { execute, type Executor } from '../engine/execute';
import { makePlan, orphansOf, planText, scaleOf, type PlanOptions } from '../engine/plan';
import { ComposeError } from '../errors';
import type { ObservedContainer } from '../engine/observe';
import { checkContainerNames, type Project } from '../model/project';
import type { Dict } from '../tree';
import type { ComposeCli } from './compose-cli';
import type { CreateFlags } from './create-flags';
import { ensureImages } from './pull';

/** `web=3` texts as a map. Throws ComposeError. */
export function parseScale(texts: readonly string[], project: Project, legacy = false): Map<string, number> {
  return new Map(
    texts.map((text) => {
      const [name = '', count = ''] = text.split('=');
      if (!/^\d+$/.test(count))
        throw new ComposeError(`invalid --scale option ${JSON.stringify(text)}. Should be SERVICE=NUM`);
      const service = project.services[name];
      if (!service && legacy) return [name, Number(count)];
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

const isTrue = (text: string | undefined): boolean => text === 'true' || text === '1';

/** What a service shares with another must be there. Throws ComposeError. Upstream: compose resolveServiceReferences. */
function checkShared(project: Project, observed: readonly ObservedContainer[]): void {
  const gone = (name: string): boolean =>
    !Object.hasOwn(project.services, name) && !observed.some((c) => c.service === name && !c.oneoff);
  for (const service of Object.values(project.services)) {
    for (const [key, what] of [
      ['network_mode', 'network'],
      ['ipc', 'IPC'],
      ['pid', 'PID'],
    ] as const) {
      const mode = (service[key] as string | undefined) ?? '';
      if (mode.startsWith('service:') && gone(mode.slice(8)))
        throw new ComposeError(`cannot share ${what} namespace with service ${mode.slice(8)}: container missing`);
    }
    for (const from of (service.volumes_from as string[] | undefined) ?? []) {
      const name = from.split(':')[0]!;
      if (!from.startsWith('container:') && gone(name))
        throw new ComposeError(`cannot share volume with service ${name}: container missing`);
    }
  }
}

async function scaleWarnings(cli: ComposeCli, project: Project, scale: ReadonlyMap<string, number>): Promise<void> {
  for (const [name, service] of Object.entries(project.services)) {
    const ports = (service.ports as Dict[] | undefined) ?? [];
    if (scaleOf(service, scale.get(name)) > 1 && ports.some(({ published }) => published !== undefined))
      cli.warn(
        `The ${JSON.stringify(name)} service specifies a port on the host. If multiple containers for this service are created on a single host, the port will clash.`,
      );
  }
  await cli.flush();
}

async function mayDrop(cli: ComposeCli, volume: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  await cli.err(
    `? Volume ${JSON.stringify(volume)} exists but doesn't match configuration in compose file. Recreate (data will be lost)? (y/N) `,
  );
  for await (const line of readLines(cli.process.stdin)) return /^y(es)?$/i.test(line.trim());
  return false;
}

const NOTHING = {
  recreate: 'never',
  scale: new Map<string, number>(),
  start: false,
  removeOrphans: false,
  chosen: [],
  recreateDependencies: false,
} as const;

/** How a project is brought to what it says. */
export interface ConvergeOptions {
  readonly start: boolean;
  readonly recreateDependencies?: boolean;
  readonly timeout?: number;
  readonly scale?: Map<string, number>;
  readonly withoutResources?: boolean;
  readonly renewAnonymous?: boolean;
  readonly observer?: Pick<Executor, 'startReporter' | 'beforeStart' | 'onStarted'>;
}

/** Creates (and starts) what the project wants; shared by up, create, scale and run. Throws ComposeError. */
export async function converge(
  cli: ComposeCli,
  project: Project,
  chosen: readonly string[],
  flags: Partial<CreateFlags>,
  extra: ConvergeOptions,
): Promise<Map<string, string>> {
  const legacy = cli.flavor.generation === 1;
  if (legacy && extra.withoutResources !== true) {
    // docker-compose 1 makes networks and volumes before anything else.
    const none = { ...project, services: {} };
    const x = cli.executor(none);
    await execute(x, makePlan(none, [], { ...NOTHING, images: new Map() }, cli.flavor), []);
  }
  const images = await ensureImages(cli, project, {
    build: flags.build === true,
    noBuild: flags['no-build'] === true,
    pull: flags.pull ?? '',
    quietPull: flags['quiet-pull'] === true,
    quietBuild: flags['quiet-build'] === true,
  });
  if (cli.flavor.generation === 2) checkContainerNames(project);
  const oneOffs = cli.flavor.generation === 2;
  let observed = await cli.observe(project.name, { oneOffs });
  checkShared(project, observed);
  const removeOrphans = flags['remove-orphans'] === true || isTrue(project.environment.get('COMPOSE_REMOVE_ORPHANS'));
  const orphans = orphansOf(project, observed);
  if (orphans.length > 0 && !removeOrphans && cli.process.env.get('COMPOSE_IGNORE_ORPHANS') === undefined) {
    const listed = legacy ? orphans.toSorted((a, b) => a.order - b.order) : orphans;
    const names = listed.map(({ name }) => name);
    cli.warn(
      cli.flavor.generation === 2
        ? `Found orphan containers ([${names.join(' ')}]) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`
        : `Found orphan containers (${names.join(', ')}) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`,
    );
    await cli.flush();
  }
  const scale = extra.scale ?? parseScale(flags.scale ?? [], project, legacy);
  if (legacy) await scaleWarnings(cli, project, scale);
  const options: PlanOptions = {
    recreate: flags['force-recreate'] ? 'force' : flags['no-recreate'] ? 'never' : 'diverged',
    scale,
    start: extra.start,
    removeOrphans,
    chosen: chosen.length > 0 ? chosen : Object.keys(project.services),
    recreateDependencies: extra.recreateDependencies === true,
    images,
    ...(extra.withoutResources === true && { withoutResources: true }),
  };
  const x: Executor = {
    ...cli.executor(project),
    ...extra.observer,
    ...(extra.renewAnonymous === true && { renewAnonymous: true }),
  };
  if (!legacy && !cli.options.dryRun) {
    const gone = await removeDiverged(x, observed, (volume) => mayDrop(cli, volume, flags.yes === true));
    if (gone) observed = await cli.observe(project.name, { oneOffs });
  }
  const plan = makePlan(project, observed, options, cli.flavor);
  if (cli.options.dryRun) {
    await cli.err(
      planText(plan)
        .replace(/^/gm, ' DRY-RUN MODE -  ')
        .replace(/ DRY-RUN MODE - {2}$/, ''),
    );
    return new Map();
  }
  try {
    return await execute(x, plan, observed, extra.timeout);
  } finally {
    await x.reporter.finish();
    await cli.flush();
  }
}
