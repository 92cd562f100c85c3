import { EngineError, type EngineClient } from '#docker/api/client';
import type { ContainerCreateResponse } from '#docker/api/container-create';
import type { ContainerInspect } from '#docker/api/container-inspect';
import type { ImageInspect } from '#docker/api/image-inspect';
import type { JsonMessage } from '#docker/api/json-message';
import type { Network, NetworkCreateBody } from '#docker/api/network';
import { ComposeError } from '../errors';
import type { Project } from '../model/project';
import type { Dict } from '../tree';
import { containerBody, imageName } from './container-body';
import { resourceHash } from './hash';
import { preStop, startContainer } from './hooks';
import { LABEL, type Flavor } from './labels';
import type { ObservedContainer } from './observe';
import type { Operation } from './plan';
import { waitForDependencies } from './wait';

/** What happens to what, in the words of no program in particular. */
export type Step =
  | 'create'
  | 'recreate'
  | 'keep'
  | 'start'
  | 'stop'
  | 'discard'
  | 'remove'
  | 'wait'
  | 'kill'
  | 'restart'
  | 'pause'
  | 'unpause'
  | 'pull'
  | 'push'
  | 'build';

/** One thing that a step works on. */
export interface Subject {
  readonly kind: 'Container' | 'Network' | 'Volume' | 'Image';
  readonly name: string;
  readonly service?: string;
  readonly driver?: string;
}

/** Shows progress; a program's own words are its business. */
export interface Reporter {
  begin(step: Step, subjects: readonly Subject[]): Promise<void>;
  end(step: Step, subject: Subject, outcome?: string): Promise<void>;
  fail(step: Step, subject: Subject, message: string): Promise<void>;
  finish(): Promise<void>;
}

/** No progress at all. */
export const quietProgress: Reporter = {
  begin: () => Promise.resolve(),
  end: () => Promise.resolve(),
  fail: () => Promise.resolve(),
  finish: () => Promise.resolve(),
};

/** What an executor works with. */
export interface Executor {
  readonly client: EngineClient;
  readonly project: Project;
  readonly flavor: Flavor;
  readonly reporter: Reporter;
  /** Who is told of starts, where that is another: `up` in the foreground shows none. */
  readonly startReporter?: Reporter;
  /** Containers made anew get new anonymous volumes, not those of the replaced one. */
  readonly renewAnonymous?: boolean;
  /** Called when everything is made and nothing of this plan has started. */
  readonly beforeStart?: () => Promise<void>;
  /** Called when a container was started. */
  readonly onStarted?: (service: string, name: string, id: string) => void;
  readonly warn: (message: string) => void;
  sleep(ms: number): Promise<void>;
  /** A new id for temporary names. */
  hex(digits: number): string;
}

/** What was made of containers: names to ids. */
export type Containers = Map<string, string>;

const STEPS: Record<string, Step> = { network: 'create', volume: 'create' };

const subjectOf = (operation: Operation, project: Project): Subject => ({
  kind: operation.kind === 'network' ? 'Network' : operation.kind === 'volume' ? 'Volume' : 'Container',
  name: operation.name,
  ...(operation.service !== undefined && { service: operation.service }),
  ...(operation.kind === 'network' && { driver: project.networks[operation.key!]?.driver as string }),
});

/** Carries a plan out, wave by wave. Throws ComposeError and EngineError. */
export async function execute(
  x: Executor,
  plan: readonly Operation[],
  observed: readonly ObservedContainer[],
  timeoutSeconds?: number,
): Promise<Containers> {
  const ids: Containers = new Map(observed.map((container) => [container.name, container.id]));
  const done = new Set<string>();
  const known = new Set(plan.map(({ id }) => id));
  let left = [...plan];
  let begun = false;
  while (left.length > 0) {
    const ready = left.filter(({ after }) => after.every((id) => done.has(id) || !known.has(id)));
    // Everything is made before anything starts; docker-compose 1 goes service by service.
    const early = ready.filter(({ kind }) => kind !== 'start');
    const waiting = x.flavor.generation === 2 && left.some(({ kind }) => kind !== 'start');
    const pool = waiting || early.length > 0 ? early : ready;
    const kind = pool[0]!.kind;
    if (kind === 'start' && !begun) {
      begun = true;
      await x.beforeStart?.();
    }
    const wave = pool.filter((operation) => operation.kind === kind);
    left = left.filter((operation) => !wave.includes(operation));
    await runWave(x, kind, wave, ids, timeoutSeconds);
    for (const { id } of wave) done.add(id);
  }
  return ids;
}

async function runWave(
  x: Executor,
  kind: Operation['kind'],
  wave: readonly Operation[],
  ids: Containers,
  timeout?: number,
): Promise<void> {
  // docker-compose 1 stops and removes what is too much in one step.
  const surplus = x.flavor.generation === 1 && wave.every(({ service }) => service !== undefined);
  const step = surplus && kind === 'stop' ? 'discard' : (STEPS[kind] ?? (kind as Step));
  const reporter =
    kind === 'start' ? (x.startReporter ?? x.reporter) : surplus && kind === 'remove' ? quietProgress : x.reporter;
  const early = x.flavor.generation === 1 ? ['create', 'recreate', 'start'] : ['start'];
  if (early.includes(kind)) await waitForDependencies(x, [...new Set(wave.map(({ service }) => service!))], ids);
  if (kind === 'network' || kind === 'volume') {
    for (const operation of wave) {
      if (!(await missing(x, kind, operation))) continue;
      const subject = subjectOf(operation, x.project);
      await x.reporter.begin(step, [subject]);
      await (kind === 'network' ? createNetwork(x, operation) : createVolume(x, operation));
      await x.reporter.end(step, subject);
    }
    return;
  }
  await reporter.begin(
    step,
    wave.map((operation) => subjectOf(operation, x.project)),
  );
  let refused: ComposeError | undefined;
  for (const operation of wave) {
    const subject = subjectOf(operation, x.project);
    try {
      await runOne(x, operation, ids, timeout);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      await x.reporter.fail(step, subject, error.message);
      if (x.flavor.generation === 2) throw error;
      // docker-compose 1 carries on with what does not need this one.
      refused ??= new ComposeError(startRefused(operation, error));
      continue;
    }
    await reporter.end(step, subject);
    if (kind === 'start') x.onStarted?.(operation.service!, operation.name, ids.get(operation.name)!);
  }
  if (refused) throw refused;
}

/** How docker-compose 1 tells that a container did not come up. Upstream: compose 1.29 parallel.py, project.py. */
function startRefused({ service = '', name }: Operation, { message }: EngineError): string {
  const what = `Cannot start service ${service}: ${message}`;
  const taken = message.includes('port is already allocated') ? 'Host is already in use by another container\n' : '';
  return `${taken}\nERROR: for ${name}  ${what}\n\nERROR: for ${service}  ${what}\nEncountered errors while bringing up the project.`;
}

async function runOne(x: Executor, operation: Operation, ids: Containers, timeout?: number): Promise<void> {
  const { client } = x;
  switch (operation.kind) {
    case 'create':
      ids.set(operation.name, await createContainer(x, operation.service!, operation.number!, operation.name, ids));
      return;
    case 'recreate': {
      const old = operation.container!;
      const temporary = `${old.id.slice(0, 12)}_${operation.name}`;
      const inherited = x.renewAnonymous === true ? new Map<string, string>() : await anonymousVolumes(client, old.id);
      const id = await createContainer(
        x,
        operation.service!,
        operation.number!,
        operation.name,
        ids,
        temporary,
        inherited,
      );
      await preStop(x, x.project, operation.service!, old.id);
      await stopContainer(client, old.id, timeout);
      await client.delete(`/containers/${old.id}`, { query: { force: true } });
      await client.post(`/containers/${id}/rename`, undefined, { query: { name: operation.name } });
      ids.set(operation.name, id);
      return;
    }
    case 'start':
      await startContainer(x, operation.service!, ids.get(operation.name)!);
      return;
    case 'stop':
      await preStop(x, x.project, operation.service ?? '', operation.container!.id);
      await stopContainer(client, operation.container!.id, timeout);
      return;
    case 'remove':
      await client.delete(`/containers/${operation.container!.id}`, { query: { force: true } });
      ids.delete(operation.name);
      return;
    default:
      return;
  }
}

/** Stops a container, with a grace period in seconds if one was asked for. */
export const stopContainer = (client: EngineClient, id: string, seconds?: number): Promise<void> =>
  client.post(`/containers/${id}/stop`, undefined, { query: { t: seconds } });

async function anonymousVolumes(client: EngineClient, id: string): Promise<Map<string, string>> {
  const { Mounts } = await client.get<ContainerInspect>(`/containers/${id}/json`);
  return new Map(
    Mounts.flatMap((m) =>
      m.Type === 'volume' && m.Name !== undefined && /^[0-9a-f]{64}$/.test(m.Name)
        ? [[m.Destination, m.Name] as const]
        : [],
    ),
  );
}

/** Creates a service's container; answers its id. Throws EngineError. */
export async function createContainer(
  x: Executor,
  service: string,
  number: number,
  name: string,
  ids: Containers,
  requestName = name,
  inherited?: ReadonlyMap<string, string>,
): Promise<string> {
  const { client, project, flavor } = x;
  const config = project.services[service]!;
  const image = await inspectImage(client, imageName(project.name, service, config, flavor));
  const body = containerBody(project, service, config, flavor, {
    number,
    name,
    ...(image && { imageId: image.Id }),
    ...(inherited && { inherited }),
    containerOf: (other) => {
      const own = project.services[other]?.container_name as string | undefined;
      const prefix = `${project.name}${flavor.separator}${other}${flavor.separator}`;
      return own ?? [...ids.keys()].find((each) => each.startsWith(prefix));
    },
  });
  const { Id } = await client.post<ContainerCreateResponse>('/containers/create', body, {
    query: { name: requestName },
  });
  return Id;
}

/** An image's details, undefined when it is not there. */
export async function inspectImage(client: EngineClient, name: string): Promise<ImageInspect | undefined> {
  try {
    return await client.get<ImageInspect>(`/images/${name}/json`);
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return undefined;
    throw error;
  }
}

async function missing(x: Executor, kind: 'network' | 'volume', { key, name }: Operation): Promise<boolean> {
  const resource = x.project[kind === 'network' ? 'networks' : 'volumes'][key!]!;
  try {
    if (kind === 'network') await x.client.get<Network>(`/networks/${name}`);
    else await x.client.get(`/volumes/${name}`);
  } catch (error) {
    if (!(error instanceof EngineError) || error.status !== 404) throw error;
    if (resource.external !== true) return true;
    throw new ComposeError(externalMissing(x.flavor, kind, name));
  }
  return false;
}

const externalMissing = ({ generation }: Flavor, kind: 'network' | 'volume', name: string): string =>
  generation === 1
    ? `${kind === 'network' ? 'Network' : 'Volume'} ${name} declared as external, but could not be found. Please create the ${kind} manually using \`docker ${kind} create ${kind === 'volume' ? '--name=' : ''}${name}\` and try again.`
    : kind === 'network'
      ? `network ${name} declared as external, but could not be found`
      : `external volume ${JSON.stringify(name)} not found`;

async function createNetwork(x: Executor, { key, name }: Operation): Promise<void> {
  const network = x.project.networks[key!]!;
  const ipam = network.ipam as Dict | undefined;
  const body: NetworkCreateBody = {
    Name: name,
    Driver: (network.driver as string | undefined) ?? 'bridge',
    ...(network.driver_opts !== undefined && { Options: network.driver_opts as Record<string, string> }),
    ...(ipam && {
      IPAM: {
        Driver: (ipam.driver as string | undefined) ?? 'default',
        Config: ((ipam.config as Dict[] | undefined) ?? []).map((pool) => ({
          ...(pool.subnet !== undefined && { Subnet: pool.subnet as string }),
          ...(pool.ip_range !== undefined && { IPRange: pool.ip_range as string }),
          ...(pool.gateway !== undefined && { Gateway: pool.gateway as string }),
          ...(pool.aux_addresses !== undefined && { AuxiliaryAddresses: pool.aux_addresses as Record<string, string> }),
        })),
      },
    }),
    Internal: network.internal === true,
    Attachable: x.flavor.generation === 1 || network.attachable === true,
    ...(network.enable_ipv6 !== undefined && { EnableIPv6: network.enable_ipv6 as boolean }),
    ...(network.enable_ipv4 !== undefined && { EnableIPv4: network.enable_ipv4 as boolean }),
    Labels: {
      ...(network.labels as Record<string, string> | undefined),
      ...(x.flavor.generation === 2 && { [LABEL.hash]: resourceHash(network) }),
      [LABEL.network]: key!,
      [LABEL.project]: x.project.name,
      [LABEL.version]: x.flavor.version,
    },
  };
  await x.client.post('/networks/create', body);
}

async function createVolume(x: Executor, { key, name }: Operation): Promise<void> {
  const volume = x.project.volumes[key!]!;
  await x.client.post('/volumes/create', {
    Name: name,
    Driver: (volume.driver as string | undefined) ?? 'local',
    DriverOpts: (volume.driver_opts as Record<string, string> | undefined) ?? {},
    Labels: {
      ...(volume.labels as Record<string, string> | undefined),
      ...(x.flavor.generation === 2 && { [LABEL.hash]: resourceHash(volume) }),
      [LABEL.project]: x.project.name,
      [LABEL.version]: x.flavor.version,
      [LABEL.volume]: key!,
    },
  });
}

/** Pulls an image; answers the daemon's refusal, undefined when it worked. */
export async function pullImage(
  client: EngineClient,
  image: string,
  see: (message: JsonMessage) => Promise<void> = () => Promise.resolve(),
): Promise<string | undefined> {
  const slash = image.lastIndexOf('/');
  const colon = image.lastIndexOf(':');
  const digest = image.indexOf('@');
  const [name, tag] =
    digest >= 0
      ? [image.slice(0, digest), image.slice(digest + 1)]
      : colon > slash
        ? [image.slice(0, colon), image.slice(colon + 1)]
        : [image, 'latest'];
  try {
    const messages = await client.objects<JsonMessage>('POST', '/images/create', undefined, {
      query: { fromImage: name, tag },
    });
    for await (const message of messages) {
      if (message.error !== undefined) return message.error;
      await see(message);
    }
  } catch (error) {
    if (error instanceof EngineError) return `Error response from daemon: ${error.message}`;
    throw error;
  }
  return undefined;
}
