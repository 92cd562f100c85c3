import type { NamespaceControl, PublishedPort } from '#network/topology';
import type { PortBinding, PortMap } from '../../api/host-config';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { findContainer, tryNetwork } from '../lookup';
import { joinNetwork, leaveNetwork, networkDriver, networkingError } from '../networks/connect-container';
import { embeddedDns } from '../networks/embedded-dns';

/** Makes a container's namespace, joins its networks and opens its ports. Throws DaemonError. */
export function setUpNetworking(daemon: Daemon, container: Container): NamespaceControl {
  try {
    return setUp(daemon, container);
  } catch (error) {
    throw networkingError(error);
  }
}

function setUp(daemon: Daemon, container: Container): NamespaceControl {
  const { record } = container;
  const { network } = daemon.host;
  const mode = record.hostConfig.NetworkMode;
  record.sandboxId = daemon.host.random.hex(64);
  if (mode.startsWith('container:')) {
    const other = findContainer(daemon, mode.slice('container:'.length));
    if (!other.run) throw errors.joinNotRunning(other.id);
    return other.run.namespace;
  }
  const namespace =
    mode === 'host'
      ? network.host
      : network.createNamespace({
          id: `${daemon.host.name}/${container.id.slice(0, 12)}`,
          name: `container ${container.name}`,
        });
  // Remembered before anything can fail, so that a failure takes it away again.
  container.pendingNamespace = mode === 'host' ? undefined : namespace;
  if (record.config.NetworkDisabled) return namespace;
  for (const [name, endpoint] of ordered(container)) {
    const found = tryNetwork(daemon, name) ?? daemon.networks.get(endpoint.networkId);
    if (!found) throw errors.noNetwork(name);
    joinNetwork(daemon, container, found, endpoint, namespace);
  }
  refreshDns(daemon, container, namespace);
  publishPorts(daemon, container);
  return namespace;
}

/** The order of joining: by priority, then as asked. */
const ordered = (container: Container): [string, Container['record']['networks'][string]][] =>
  Object.entries(container.record.networks).sort((a, b) => b[1].gwPriority - a[1].gwPriority);

/** Docker's DNS server is there as long as the container is on a user-defined network. */
export function refreshDns(daemon: Daemon, container: Container, namespace: NamespaceControl): void {
  const named = Object.values(container.record.networks).some((e) => e.dnsNames !== null && e.endpointId !== '');
  namespace.setEmbeddedDns(named ? embeddedDns(daemon, container) : undefined);
}

/** Leaves every network and closes the ports. */
export function tearDownNetworking(daemon: Daemon, container: Container): void {
  const { network } = daemon.host;
  for (const port of container.published) network.unpublish(port);
  container.published = [];
  container.record.ports = {};
  container.record.sandboxId = '';
  for (const name of Object.keys(container.record.networks)) leaveNetwork(daemon, container, name);
  const own = container.pendingNamespace;
  container.pendingNamespace = undefined;
  if (own) network.deleteNamespace(own);
}

interface Wanted {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly key: string;
  readonly binding: PortBinding;
}

/** The ports to open, in the order of protocol and number. */
function wantedPorts(container: Container): Wanted[] {
  const { hostConfig, config } = container.record;
  const bindings: PortMap = { ...hostConfig.PortBindings };
  if (hostConfig.PublishAllPorts)
    for (const key of Object.keys(config.ExposedPorts ?? {})) bindings[key] ??= [{ HostIp: '', HostPort: '' }];
  const out: Wanted[] = [];
  for (const [key, list] of Object.entries(bindings)) {
    const [port = '', protocol = 'tcp'] = key.split('/');
    if (protocol !== 'tcp' && protocol !== 'udp') {
      const binding = list?.[0];
      if (!binding) continue;
      throw errors.system(
        `error starting userland proxy: failed to listen on ${binding.HostIp || '0.0.0.0'}:${binding.HostPort}: protocol not supported`,
      );
    }
    for (const binding of list ?? []) out.push({ port: Number(port), protocol, key: `${port}/${protocol}`, binding });
  }
  return out.sort((a, b) => a.protocol.localeCompare(b.protocol) || a.port - b.port);
}

/** Opens the container's ports on the machine, at the first network that has a way out. */
export function publishPorts(daemon: Daemon, container: Container): void {
  const { record } = container;
  const ports: PortMap = {};
  const exposed = Object.keys(record.config.ExposedPorts ?? {});
  const gateway = ordered(container)
    .map(([name, endpoint]) => ({ network: tryNetwork(daemon, name), endpoint }))
    .find(({ network, endpoint }) => network?.driver === 'bridge' && !network.internal && endpoint.address !== '');
  for (const key of exposed) ports[key] = null;
  if (!gateway?.network) {
    record.ports = gateway === undefined && Object.keys(record.networks)[0] === 'host' ? {} : sortedPorts(ports);
    return;
  }
  const { endpoint, network } = gateway;
  const bridge = networkDriver(network).interfaceOf(network)!;
  let wanted: Wanted[];
  try {
    wanted = wantedPorts(container);
    for (const want of wanted) {
      const opened = publishOne(daemon, container, want, endpoint.address, bridge);
      ports[want.key] = [
        ...(ports[want.key] ?? []),
        ...opened.map((p) => ({ HostIp: p.hostIp, HostPort: String(p.hostPort) })),
      ];
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw errors.system(errors.portDriver(container.name, endpoint.endpointId, error.message));
  }
  record.ports = sortedPorts(ports);
  record.lastPorts = record.ports;
}

function publishOne(
  daemon: Daemon,
  container: Container,
  want: Wanted,
  containerIp: string,
  bridge: string,
): PublishedPort[] {
  const { HostIp = '', HostPort = '' } = want.binding as Partial<PortBinding>;
  const [first = '0', last] = HostPort.split('-');
  const before = container.record.lastPorts?.[want.key]?.[0]?.HostPort;
  const hostPort = Number(first || '0') || (daemon.restoring && before !== undefined ? Number(before) : 0);
  const common = { protocol: want.protocol, containerIp, containerPort: want.port, bridge };
  const range = last === undefined ? {} : { hostPortEnd: Number(last) };
  const publish = (hostIp: string, port: number, more: object = {}): PublishedPort => {
    const opened = daemon.host.network.publish({ ...common, hostIp, hostPort: port, ...more });
    container.published.push(opened);
    return opened;
  };
  if (HostIp !== '') return [publish(HostIp, hostPort, range)];
  const four = publish('0.0.0.0', hostPort, range);
  return [four, publish('::', four.hostPort)];
}

/** Ports by their text, as Go prints a map. */
const sortedPorts = (ports: PortMap): PortMap =>
  Object.fromEntries(Object.entries(ports).sort(([a], [b]) => (a < b ? -1 : 1)));
