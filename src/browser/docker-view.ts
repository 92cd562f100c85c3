import type { EngineClient } from '#docker/api/client';
import type { ContainerSummary } from '#docker/api/container-summary';
import type { ImageSummary } from '#docker/api/image-summary';
import type { Network } from '#docker/api/network';
import type { Volume } from '#docker/api/volume';
import type { ContainerView, ImageView, MachineView, NetworkView, ObjectKind, VolumeView } from './protocol';

/** All of an engine as the map draws it, asked through the Engine API like any client would. */
export async function dockerView(name: string, engine: EngineClient): Promise<MachineView> {
  const [containers, networks, volumes, images] = await Promise.all([
    engine.get<ContainerSummary[]>('/containers/json', { query: { all: true } }),
    engine.get<Network[]>('/networks'),
    engine.get<{ Volumes: Volume[] | null }>('/volumes'),
    engine.get<ImageSummary[]>('/images/json'),
  ]);
  return {
    name,
    containers: containers.map(containerView).sort((a, b) => a.created - b.created || a.name.localeCompare(b.name)),
    networks: networks.map(networkView).sort((a, b) => a.name.localeCompare(b.name)),
    volumes: (volumes.Volumes ?? []).map(volumeView).sort((a, b) => a.name.localeCompare(b.name)),
    images: images.map(imageView),
  };
}

const containerView = (summary: ContainerSummary): ContainerView => {
  const labels = summary.Labels;
  const project = labels['com.docker.compose.project'];
  const service = labels['com.docker.compose.service'];
  const health = /\((healthy|unhealthy|health: starting)\)/.exec(summary.Status)?.[1];
  const exit = /\((\d+)\)/.exec(summary.Status)?.[1];
  return {
    id: summary.Id,
    name: (summary.Names[0] ?? summary.Id.slice(0, 12)).replace(/^\//, ''),
    image: summary.Image,
    command: summary.Command,
    state: summary.State,
    status: summary.Status,
    ...(health === undefined ? {} : { health }),
    ...(exit === undefined ? {} : { exitCode: Number(exit) }),
    ...(project === undefined ? {} : { project }),
    ...(service === undefined ? {} : { service }),
    created: summary.Created,
    ports: summary.Ports.map(({ IP, PrivatePort, PublicPort, Type }) => ({
      containerPort: PrivatePort,
      protocol: Type,
      ...(IP === undefined ? {} : { hostIp: IP }),
      ...(PublicPort === undefined ? {} : { hostPort: PublicPort }),
    })),
    endpoints: Object.entries(summary.NetworkSettings.Networks).map(([network, endpoint]) => ({
      network,
      address: endpoint.IPAddress ?? '',
      aliases: endpoint.Aliases ?? [],
    })),
    mounts: summary.Mounts.map((mount) => ({
      type: mount.Type,
      source: mount.Name ?? mount.Source,
      target: mount.Destination,
      readOnly: !mount.RW,
    })),
    networkMode: summary.HostConfig.NetworkMode,
  };
};

const networkView = (network: Network): NetworkView => {
  const config = network.IPAM.Config?.[0];
  return {
    id: network.Id,
    name: network.Name,
    driver: network.Driver,
    internal: network.Internal,
    bridge: network.Options?.['com.docker.network.bridge.name'] ?? `br-${network.Id.slice(0, 12)}`,
    ...(config?.Subnet === undefined ? {} : { subnet: config.Subnet }),
    ...(config?.Gateway === undefined ? {} : { gateway: config.Gateway }),
  };
};

const volumeView = (volume: Volume): VolumeView => ({
  name: volume.Name,
  driver: volume.Driver,
  anonymous: /^[0-9a-f]{64}$/.test(volume.Name),
});

const imageView = (image: ImageSummary): ImageView => ({
  id: image.Id,
  tags: image.RepoTags ?? [],
  size: image.Size,
  created: image.Created,
});

/** What `docker inspect` answers for one thing. */
export const inspectOf = (engine: EngineClient, kind: ObjectKind, id: string): Promise<unknown> =>
  engine.get(
    {
      container: `/containers/${encodeURIComponent(id)}/json`,
      network: `/networks/${encodeURIComponent(id)}`,
      volume: `/volumes/${encodeURIComponent(id)}`,
      image: `/images/${id}/json`,
    }[kind],
  );

/** The last lines that a container has printed, both streams as they came. */
export async function logsOf(engine: EngineClient, id: string, lines: number): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  const query = { stdout: true, stderr: true, tail: lines };
  const { frames } = await engine.frames(`/containers/${id}/logs`, { query });
  for await (const { data } of frames) text += decoder.decode(data, { stream: true });
  return text;
}
