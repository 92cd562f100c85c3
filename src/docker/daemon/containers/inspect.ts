import { imageSize } from '#image/image';
import { layerSize } from '#image/layer';
import { json } from '#network/http';
import type { ContainerInspect, MountPoint } from '../../api/container-inspect';
import type { Route } from '../call';
import type { Container, MountRecord } from '../container';
import type { Daemon } from '../daemon';
import { findContainer } from '../lookup';
import { endpointView } from '../networks/endpoints';
import { rootOf } from './populate';
import { containerDirectory } from './sandbox-mounts';

/** A mount as the API shows it. */
export const mountView = (mount: MountRecord): MountPoint => ({
  Type: mount.Type,
  ...(mount.Name !== undefined && { Name: mount.Name }),
  Source: mount.Source,
  Destination: mount.Destination,
  ...(mount.Driver !== undefined && { Driver: mount.Driver }),
  Mode: mount.Mode,
  RW: mount.RW,
  Propagation: mount.Propagation,
});

export const visibleMounts = (container: Container): MountPoint[] =>
  container.record.mounts.filter((mount) => !mount.hidden).map(mountView);

/** Bytes that a container wrote, and those together with its image's. */
export function sizesOf(daemon: Daemon, container: Container): { SizeRw: number; SizeRootFs: number } {
  const SizeRw = layerSize(rootOf(daemon, container).upperLayer());
  const image = daemon.image(container.record.imageId);
  return { SizeRw, SizeRootFs: SizeRw + (image ? imageSize(image) : 0) };
}

/** The directories of a container's layers, as the overlay2 driver names them. */
function graphDriver({ record }: Container): ContainerInspect['GraphDriver'] {
  const own = `/var/lib/docker/overlay2/${record.graphId}`;
  const lower = record.layers
    .map((diffId) => `/var/lib/docker/overlay2/${diffId.slice('sha256:'.length)}/diff`)
    .reverse();
  return {
    Data: {
      ID: record.id,
      LowerDir: [`${own}-init/diff`, ...lower].join(':'),
      MergedDir: `${own}/merged`,
      UpperDir: `${own}/diff`,
      WorkDir: `${own}/work`,
    },
    Name: 'overlay2',
  };
}

function networkSettings(container: Container): ContainerInspect['NetworkSettings'] {
  const { record } = container;
  const legacy = record.networks['bridge'];
  return {
    Bridge: '',
    SandboxID: record.sandboxId,
    SandboxKey:
      record.sandboxId &&
      `/run/docker/netns/${record.hostConfig.NetworkMode === 'host' ? 'default' : record.sandboxId.slice(0, 12)}`,
    Ports: record.ports,
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: legacy?.endpointId ?? '',
    Gateway: legacy?.gateway ?? '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: legacy?.address ?? '',
    IPPrefixLen: legacy?.prefix ?? 0,
    IPv6Gateway: '',
    MacAddress: legacy?.mac ?? '',
    Networks: Object.fromEntries(
      Object.entries(record.networks).map(([name, endpoint]) => [name, endpointView(endpoint)]),
    ),
  };
}

/** `docker inspect` of a container, field by field. */
export function inspectContainer(daemon: Daemon, container: Container, size: boolean): ContainerInspect {
  const { record } = container;
  const { state } = record;
  const directory = containerDirectory(record.id);
  const execs = [...container.execs].filter((id) => daemon.execs.get(id)?.running);
  const { Type } = record.hostConfig.LogConfig;
  return {
    Id: record.id,
    Created: record.created,
    Path: record.path,
    Args: record.args,
    State: {
      Status: state.status,
      Running: container.running || state.status === 'restarting',
      Paused: state.status === 'paused',
      Restarting: state.status === 'restarting',
      OOMKilled: state.oomKilled,
      Dead: state.status === 'dead',
      Pid: state.pid,
      ExitCode: state.exitCode,
      Error: state.error,
      StartedAt: state.startedAt,
      FinishedAt: state.finishedAt,
      ...(state.health && {
        Health: { Status: state.health.status, FailingStreak: state.health.streak, Log: state.health.log },
      }),
    },
    Image: record.imageId,
    ResolvConfPath: state.everStarted ? `${directory}/resolv.conf` : '',
    HostnamePath: state.everStarted ? `${directory}/hostname` : '',
    HostsPath: state.everStarted ? `${directory}/hosts` : '',
    LogPath: Type === 'json-file' && state.everStarted ? `${directory}/${record.id}-json.log` : '',
    Name: `/${record.name}`,
    RestartCount: record.restartCount,
    Driver: 'overlay2',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: execs.length > 0 ? execs : null,
    HostConfig: record.hostConfig,
    GraphDriver: graphDriver(container),
    ...(size && sizesOf(daemon, container)),
    Mounts: visibleMounts(container),
    Config: record.config,
    NetworkSettings: networkSettings(container),
  };
}

/** `docker inspect`. */
export const inspect: Route = {
  method: 'GET',
  path: '/containers/{id}/json',
  handle: ({ daemon, params, query }) =>
    json(200, inspectContainer(daemon, findContainer(daemon, params['id']!), query.flag('size'))),
};
