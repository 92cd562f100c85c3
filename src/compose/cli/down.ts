import { EngineError, filtersOf } from '#docker/api/client';
import type { Network } from '#docker/api/network';
import type { VolumeList } from '#docker/api/volume';
import { imageName } from '../engine/container-body';
import { stopContainer, type Subject } from '../engine/execute';
import { preStop } from '../engine/hooks';
import { LABEL } from '../engine/labels';
import type { ObservedContainer } from '../engine/observe';
import { inDependencyOrder, orphansOf } from '../engine/plan';
import { ComposeError } from '../errors';
import type { Project } from '../model/project';
import { composeCommand } from './command';
import type { ComposeCli } from './compose-cli';

const subject = ({ name }: ObservedContainer): Subject => ({ kind: 'Container', name });

/** Containers in the order in which they stop: what depends on others first; equals together. */
export function stopWaves(
  project: Project | undefined,
  containers: readonly ObservedContainer[],
): ObservedContainer[][] {
  if (!project) return containers.length > 0 ? [[...containers]] : [];
  const depth = new Map<string, number>();
  for (const name of inDependencyOrder(project.services)) {
    const others = Object.keys((project.services[name]!.depends_on as object | undefined) ?? {});
    depth.set(name, 1 + Math.max(-1, ...others.map((other) => depth.get(other) ?? -1)));
  }
  const waves = new Map<number, ObservedContainer[]>();
  for (const container of containers) {
    const at = depth.get(container.service) ?? 0;
    waves.set(at, [...(waves.get(at) ?? []), container]);
  }
  return [...waves].sort(([a], [b]) => b - a).map(([, wave]) => wave);
}

/** Does something to all containers at once. */
export const forAll = (
  cli: ComposeCli,
  containers: readonly ObservedContainer[],
  work: (container: ObservedContainer) => Promise<void>,
): Promise<unknown> => cli.process.wait(Promise.all(containers.map(work)));

/** Stops and removes a project's containers. */
export async function removeContainers(
  cli: ComposeCli,
  project: Project | undefined,
  containers: readonly ObservedContainer[],
  timeout?: number,
  volumes = false,
): Promise<void> {
  const { client } = cli;
  const reporter = cli.reporter();
  const legacy = cli.flavor.generation === 1;
  const stop = async (wave: readonly ObservedContainer[]): Promise<void> => {
    await reporter.begin('stop', wave.map(subject));
    await forAll(cli, wave, async (container) => {
      if (container.summary.State === 'running') await preStop(cli, project, container.service, container.id);
      await stopContainer(client, container.id, timeout);
      await reporter.end('stop', subject(container));
    });
  };
  const remove = async (wave: readonly ObservedContainer[]): Promise<void> => {
    await reporter.begin('remove', wave.map(subject));
    for (const container of wave) {
      await client.delete(`/containers/${container.id}`, { query: { force: true, v: volumes || undefined } });
      await reporter.end('remove', subject(container));
    }
  };
  const waves = stopWaves(project, containers);
  if (legacy) {
    const running = waves.flat().filter((c) => c.summary.State === 'running');
    await stop(running);
    await remove(waves.flat());
    return;
  }
  for (const wave of waves) {
    await stop(wave);
    await remove(wave);
  }
}

/** compose down. */
export const down = composeCommand({
  name: 'down',
  usage: '[SERVICES]',
  short: 'Stop and remove containers, networks',
  flags: {
    'remove-orphans': { kind: 'bool', help: 'Remove containers for services not defined in the Compose file' },
    rmi: {
      kind: 'string',
      help: 'Remove images used by services. "local" remove only images that don\'t have a custom tag ("local"|"all")',
    },
    timeout: { kind: 'int', short: 't', help: 'Specify a shutdown timeout in seconds', default: 0 },
    volumes: {
      kind: 'bool',
      short: 'v',
      help: 'Remove named volumes declared in the "volumes" section of the Compose file and anonymous volumes attached to containers',
    },
  },
  async run(cli, { args, flags, changed }) {
    if (flags.rmi !== '' && flags.rmi !== 'all' && flags.rmi !== 'local')
      throw new ComposeError(`invalid value for --rmi: ${JSON.stringify(flags.rmi)}`);
    const named = cli.options.selection.projectName;
    const project =
      named !== undefined && cli.options.selection.files.length === 0 && cli.flavor.generation === 2
        ? undefined
        : await cli.project([], { resolveEnvFiles: false, allResources: true });
    await takeDown(cli, project, project?.name ?? named!, {
      services: args,
      rmi: flags.rmi,
      removeOrphans: flags['remove-orphans'],
      volumes: flags.volumes,
      ...(changed.has('timeout') && { timeout: flags.timeout }),
    });
  },
});

/** What `down` takes away besides containers and networks. */
export interface DownOptions {
  readonly services?: readonly string[];
  readonly rmi?: string;
  readonly removeOrphans?: boolean;
  readonly volumes?: boolean;
  /** Seconds. */
  readonly timeout?: number;
}

/** Stops and removes what a project has. Throws ComposeError, EngineError. */
export async function takeDown(
  cli: ComposeCli,
  project: Project | undefined,
  name: string,
  { services = [], rmi = '', removeOrphans = false, volumes = false, timeout }: DownOptions,
): Promise<void> {
  for (const service of services)
    if (project && !project.services[service]) throw new ComposeError(`no such service: ${service}`);
  const { client } = cli;
  const legacy = cli.flavor.generation === 1;
  const observed = await cli.observe(name, { oneOffs: true });
  const orphans = project ? orphansOf(project, observed) : [];
  const chosen = observed.filter(
    (c) => (services.length === 0 || services.includes(c.service)) && (removeOrphans || !orphans.includes(c)),
  );
  if (orphans.length > 0 && !removeOrphans) {
    const names = orphans.map((c) => c.name);
    cli.warn(
      `Found orphan containers (${legacy ? names.join(', ') : `[${names.join(' ')}]`}) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`,
    );
    await cli.flush();
  }
  await removeContainers(cli, project, chosen, timeout, volumes);
  if (services.length > 0) return;
  const reporter = cli.reporter();
  const networks = await client.get<Network[]>('/networks', {
    query: { filters: filtersOf({ label: [`${LABEL.project}=${name}`] }) },
  });
  const remove = async (kind: Subject['kind'], what: string, path: string): Promise<void> => {
    await reporter.begin('remove', [{ kind, name: what }]);
    try {
      await client.delete(path);
      if (!legacy) await reporter.end('remove', { kind, name: what });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const busy = /has active endpoints|in use/.test(error.message);
      if (!busy) throw error;
      await cli.err(
        legacy
          ? `ERROR: error while removing network: ${error.message}\n`
          : ` ${kind} ${what}  Resource is still in use\n`,
      );
    }
  };
  const external = project
    ? Object.values(project.networks)
        .filter((n) => n.external === true)
        .map((n) => n.name as string)
    : [];
  if (legacy) for (const each of external) await cli.err(`Network ${each} is external, skipping\n`);
  for (const network of networks) await remove('Network', network.Name, `/networks/${network.Id}`);
  if (legacy && project) {
    for (const network of Object.values(project.networks)) {
      const found = networks.some((n) => n.Name === network.name);
      if (!found && network.external !== true)
        await cli.err(`Removing network ${network.name as string}\nNetwork ${network.name as string} not found.\n`);
    }
  }
  if (volumes) {
    const { Volumes } = await client.get<VolumeList>('/volumes', {
      query: { filters: filtersOf({ label: [`${LABEL.project}=${name}`] }) },
    });
    for (const volume of Volumes ?? []) await remove('Volume', volume.Name, `/volumes/${volume.Name}`);
  }
  if (rmi !== '' && project) await removeImages(cli, project, rmi);
}

async function removeImages(cli: ComposeCli, project: Project, which: string): Promise<void> {
  const legacy = cli.flavor.generation === 1;
  const reporter = cli.reporter();
  for (const service of Object.keys(project.services)) {
    const config = project.services[service]!;
    // "local" are those that the project builds, whatever their name; docker-compose 1 spares those with a name.
    if (which === 'local' && (legacy ? config.image !== undefined : config.build === undefined)) continue;
    const image = imageName(project.name, service, config, cli.flavor);
    const shown: Subject = { kind: 'Image', name: `Image ${image.includes(':') ? image : `${image}:latest`}` };
    if (legacy) await cli.err(`Removing image ${image}\n`);
    else await reporter.begin('remove', [shown]);
    try {
      await cli.client.delete(`/images/${image}`);
      if (!legacy) await reporter.end('remove', shown);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (legacy) await cli.err(`Image ${image} not found.\n`);
      else if (error.status === 409) await reporter.end('remove', shown, 'Resource is still in use');
      else await reporter.end('remove', shown, 'Warning: No resource found to remove');
    }
  }
}
