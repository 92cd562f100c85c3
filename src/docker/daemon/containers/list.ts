import { json } from '#network/http';
import type { ContainerSummary } from '../../api/container-summary';
import type { Route } from '../call';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { Filters } from '../filters';
import { findContainer, tryNetwork } from '../lookup';
import { endpointView } from '../networks/endpoints';
import { unixSeconds } from '../time';
import { lookUpImage } from './create';
import { sizesOf, visibleMounts } from './inspect';
import { portList, statusText } from './status';

const ACCEPTED = [
  'ancestor',
  'before',
  'exited',
  'expose',
  'health',
  'id',
  'is-task',
  'isolation',
  'label',
  'label!',
  'name',
  'network',
  'publish',
  'since',
  'status',
  'volume',
];
const STATES = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];
const HEALTH = ['none', 'starting', 'healthy', 'unhealthy'];

/** One row of `docker ps`. */
export function summaryOf(daemon: Daemon, container: Container, size = false): ContainerSummary {
  const { record } = container;
  return {
    Id: record.id,
    Names: [`/${record.name}`, ...linkNames(daemon, container)],
    Image: imageName(daemon, container),
    ImageID: record.imageId,
    Command: commandText(record.path, record.args),
    Created: unixSeconds(record.createdMs),
    Ports: portList(container),
    ...(size && sizesOf(daemon, container)),
    Labels: record.config.Labels ?? {},
    State: record.state.status,
    Status: statusText(container, daemon.host.clock.epochNow()),
    HostConfig: { NetworkMode: record.hostConfig.NetworkMode },
    NetworkSettings: {
      Networks: Object.fromEntries(
        Object.entries(record.networks).map(([name, endpoint]) => [
          name,
          { ...endpointView(endpoint), DNSNames: null },
        ]),
      ),
    },
    Mounts: visibleMounts(container),
  };
}

/** The names that links give it: `/app/db`. */
function linkNames(daemon: Daemon, container: Container): string[] {
  const out: string[] = [];
  for (const other of daemon.containers.values()) {
    if (other.record.hostConfig.NetworkMode !== 'bridge') continue;
    for (const link of other.record.hostConfig.Links ?? []) {
      const [target, alias] = link.split(':') as [string, string?];
      if (target === `/${container.name}` && alias !== undefined) out.push(alias);
    }
  }
  return out;
}

/** The image as it was named; its id when the name leads elsewhere now. */
function imageName(daemon: Daemon, { record }: Container): string {
  if (record.config.Image === '') return record.imageId;
  try {
    const now = lookUpImage(daemon, record.config.Image);
    if (now && now.id !== record.imageId) return record.imageId;
    if (!now && record.imageId !== '') return record.imageId;
  } catch {
    return record.config.Image;
  }
  return record.config.Image;
}

const commandText = (path: string, args: readonly string[]): string =>
  [path, ...args.map((arg) => (/[\s'"\\]/.test(arg) || arg === '' ? `'${arg}'` : arg))].join(' ');

/** The containers that a query asks for, newest first. */
export function listContainers(
  daemon: Daemon,
  options: { all: boolean; limit?: number | undefined; filters: Filters },
): Container[] {
  const { filters } = options;
  for (const status of filters.get('status')) {
    if (!STATES.includes(status)) {
      throw errors.filterValue(
        'status',
        status,
        `invalid value for state (${status}): must be one of ${STATES.join(', ')}`,
      );
    }
  }
  for (const health of filters.get('health')) {
    if (!HEALTH.includes(health))
      throw errors.filterValue('health', health, `unrecognised filter value for health: ${health}`);
  }
  for (const code of filters.get('exited')) {
    if (!/^-?\d+$/.test(code))
      throw errors.filterValue('exited', code, `strconv.Atoi: parsing ${JSON.stringify(code)}: invalid syntax`);
  }
  const all =
    options.all ||
    (options.limit ?? 0) > 0 ||
    filters.has('status') ||
    filters.has('exited') ||
    filters.has('since') ||
    filters.has('before');
  const only = all ? undefined : ['running', 'paused', 'restarting'];
  const before = filters.has('before') ? findContainer(daemon, filters.get('before')[0]!) : undefined;
  const since = filters.has('since') ? findContainer(daemon, filters.get('since')[0]!) : undefined;
  const ancestors = filters.has('ancestor') ? ancestorIds(daemon, filters.get('ancestor')) : undefined;
  const out: Container[] = [];
  const newest = [...daemon.containers.values()].reverse();
  let passed = before === undefined;
  for (const container of newest) {
    if (container === since) break;
    if (container === before) {
      passed = true;
      continue;
    }
    if (!passed || !matches(daemon, container, filters)) continue;
    const { status } = container.record.state;
    if (only && !only.includes(status)) continue;
    if (ancestors && !ancestors.has(container.record.imageId)) continue;
    out.push(container);
    if (options.limit !== undefined && options.limit > 0 && out.length >= options.limit) break;
  }
  return out;
}

function ancestorIds(daemon: Daemon, words: readonly string[]): Set<string> {
  const ids = new Set<string>();
  const add = (id: string): void => {
    if (ids.has(id)) return;
    ids.add(id);
    const layers = daemon.image(id)?.layers.map((layer) => layer.diffId);
    if (!layers) return;
    for (const other of daemon.host.images.list()) {
      if (other.layers.length >= layers.length && layers.every((diffId, i) => other.layers[i]!.diffId === diffId))
        ids.add(other.id);
    }
  };
  for (const word of words) {
    const image = lookUpImage(daemon, word);
    if (image) add(image.id);
  }
  return ids;
}

function matches(daemon: Daemon, container: Container, filters: Filters): boolean {
  const { record } = container;
  const { state } = record;
  if (filters.has('name') && !filters.match('name', record.name) && !filters.match('name', `/${record.name}`))
    return false;
  if (!filters.fuzzy('id', record.id) || !filters.labels(record.config.Labels)) return false;
  if (!filters.exact('status', state.status)) return false;
  if (!filters.exact('health', state.health?.status ?? 'none')) return false;
  if (
    filters.has('exited') &&
    (container.run || state.status === 'created' || !filters.exact('exited', String(state.exitCode)))
  )
    return false;
  if (filters.has('is-task') && filters.flag('is-task')) return false;
  if (filters.has('volume')) {
    const wanted = filters.get('volume');
    if (!record.mounts.some((m) => wanted.includes(m.Name ?? '') || wanted.includes(m.Destination))) return false;
  }
  if (filters.has('network')) {
    const ids = new Set(filters.get('network').map((word) => tryNetwork(daemon, word)?.name ?? word));
    if (!Object.keys(record.networks).some((name) => ids.has(name))) return false;
  }
  if (
    filters.has('publish') &&
    !portMatch(
      filters.get('publish'),
      portList(container).flatMap((p) => (p.PublicPort === undefined ? [] : [`${String(p.PublicPort)}/${p.Type}`])),
    )
  )
    return false;
  return !filters.has('expose') || portMatch(filters.get('expose'), Object.keys(record.config.ExposedPorts ?? {}));
}

/** `80`, `80/udp`, `8000-8080/tcp` against `80/tcp`. */
function portMatch(wanted: readonly string[], ports: readonly string[]): boolean {
  return wanted.some((text) => {
    const [range = '', protocol = 'tcp'] = text.split('/');
    const [first, last = first] = range.split('-').map(Number);
    return ports.some((port) => {
      const [number, proto] = port.split('/');
      return proto === protocol && Number(number) >= first! && Number(number) <= last!;
    });
  });
}

/** `docker ps`. */
export const list: Route = {
  method: 'GET',
  path: '/containers/json',
  handle: ({ daemon, query }) => {
    const filters = Filters.parse(query.get('filters'), ACCEPTED);
    const found = listContainers(daemon, { all: query.flag('all'), limit: query.number('limit'), filters });
    return json(
      200,
      found.map((container) => summaryOf(daemon, container, query.flag('size'))),
    );
  },
};
