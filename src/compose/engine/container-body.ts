import type { ContainerCreateBody } from '#docker/api/container-create';
import type { EndpointSettings } from '#docker/api/endpoint-settings';
import type { HostConfig, MountRequest, PortMap, RestartPolicyName } from '#docker/api/host-config';
import { ComposeError } from '../errors';
import type { Project } from '../model/project';
import type { Dict } from '../tree';
import { serviceHash } from './hash';
import { LABEL, type Flavor } from './labels';
import { dependenciesOf } from './plan';

/** How the container of a service is to differ from the file (run, scale). */
export interface BodyOptions {
  readonly number: number;
  readonly name: string;
  readonly oneoff?: boolean;
  readonly imageId?: string;
  readonly slug?: string;
  /** Ports are published, aliases set (not for one-off containers unless asked). */
  readonly aliases?: boolean;
  readonly autoRemove?: boolean;
  readonly attachStdin?: boolean;
  /** Containers of other services by name, for links, `service:x` modes and volumes_from. */
  containerOf(service: string): string | undefined;
  /** Anonymous volumes of the container that is replaced: target to volume's name. */
  readonly inherited?: ReadonlyMap<string, string>;
}

/** The image a service runs: its own, or the one its build makes. */
export const imageName = (project: string, name: string, service: Dict, flavor: Flavor): string =>
  (service.image as string | undefined) ?? `${project}${flavor.separator}${name}`;

const NANO = 1_000_000_000;

/** The Engine API's request that creates a service's container. Upstream: compose pkg/compose/create.go. */
export function containerBody(
  project: Project,
  name: string,
  service: Dict,
  flavor: Flavor,
  options: BodyOptions,
): ContainerCreateBody {
  const list = (key: string): string[] | undefined => service[key] as string[] | undefined;
  const text = (key: string): string | undefined => service[key] as string | undefined;
  const environment = Object.entries((service.environment as Record<string, string | null> | undefined) ?? {})
    .filter(([, value]) => value !== null || flavor.generation === 2)
    // A name alone takes the image's variable away.
    .map(([key, value]) => (value === null ? key : `${key}=${value}`));
  const ports = (service.ports as Dict[] | undefined) ?? [];
  const exposed = new Set(ports.map((port) => `${String(port.target)}/${port.protocol as string}`));
  for (const port of list('expose') ?? []) exposed.add(port.includes('/') ? port : `${port}/tcp`);
  const grace = service.stop_grace_period as number | undefined;
  const network = networking(project, name, service, options);
  const health = healthcheck(service.healthcheck as Dict | undefined);
  return {
    ...(text('hostname') !== undefined && { Hostname: text('hostname')! }),
    ...(text('domainname') !== undefined && { Domainname: text('domainname')! }),
    ...(text('user') !== undefined && { User: text('user')! }),
    ...(text('mac_address') !== undefined && { MacAddress: text('mac_address')! }),
    ExposedPorts: Object.fromEntries([...exposed].map((port) => [port, {}])),
    Tty: service.tty === true,
    OpenStdin: service.stdin_open === true,
    StdinOnce: options.attachStdin === true,
    AttachStdin: options.attachStdin === true,
    AttachStdout: true,
    AttachStderr: true,
    Env: environment,
    ...(list('command') && { Cmd: list('command')! }),
    ...(list('entrypoint') && { Entrypoint: list('entrypoint')! }),
    ...(health && { Healthcheck: health }),
    Image: imageName(project.name, name, service, flavor),
    ...(text('working_dir') !== undefined && { WorkingDir: text('working_dir')! }),
    ...(text('stop_signal') !== undefined && { StopSignal: text('stop_signal')! }),
    ...(grace !== undefined && { StopTimeout: Math.ceil(grace / NANO) }),
    Labels: {
      ...(service.labels as Record<string, string> | undefined),
      ...labels(project, name, service, flavor, options),
    },
    HostConfig: {
      ...hostConfig(project, service, ports, flavor, options),
      NetworkMode: network.mode,
      Links: network.links.length > 0 ? network.links : null,
    },
    NetworkingConfig: { EndpointsConfig: network.endpoints },
  };
}

const labels = (
  project: Project,
  name: string,
  service: Dict,
  flavor: Flavor,
  options: BodyOptions,
): Record<string, string> => ({
  [LABEL.hash]: serviceHash(service),
  [LABEL.number]: String(options.number),
  [LABEL.oneoff]: options.oneoff ? 'True' : 'False',
  [LABEL.project]: project.name,
  [LABEL.configFiles]: project.composeFiles.join(','),
  [LABEL.workingDir]: project.workingDir,
  [LABEL.service]: name,
  [LABEL.version]: flavor.version,
  ...(flavor.generation === 2 && {
    [LABEL.dependencies]: dependenciesOf(service)
      .map((other) => {
        const dependency = (service.depends_on as Record<string, Dict>)[other]!;
        return `${other}:${dependency.condition as string}:${String(dependency.restart === true)}`;
      })
      .join(','),
    ...(options.imageId !== undefined && { [LABEL.image]: options.imageId }),
  }),
  ...(options.slug !== undefined && { [LABEL.slug]: options.slug }),
});

function healthcheck(check: Dict | undefined): object | undefined {
  if (!check) return undefined;
  if (check.disable === true) return { Test: ['NONE'] };
  if (check.start_interval !== undefined && check.start_period === undefined)
    throw new ComposeError('healthcheck.start_interval requires healthcheck.start_period to be set');
  return {
    ...(check.test !== undefined && { Test: check.test }),
    Interval: check.interval ?? 0,
    Timeout: check.timeout ?? 0,
    StartPeriod: check.start_period ?? 0,
    StartInterval: check.start_interval ?? 0,
    Retries: check.retries ?? 0,
  };
}

function networking(project: Project, name: string, service: Dict, options: BodyOptions) {
  const mode = service.network_mode as string | undefined;
  const links = ((service.links as string[] | undefined) ?? []).flatMap((link) => {
    const [other = '', alias = other] = link.split(':');
    const container = options.containerOf(other);
    return container === undefined ? [] : [...new Set([`${container}:${alias}`, `${container}:${container}`])];
  });
  links.push(
    ...((service.external_links as string[] | undefined) ?? []).map((link) =>
      link.includes(':') ? link : `${link}:${link}`,
    ),
  );
  if (mode !== undefined) {
    const other = mode.startsWith('service:') ? options.containerOf(mode.slice(8)) : undefined;
    return { mode: other === undefined ? mode : `container:${other}`, links, endpoints: {} };
  }
  const wanted = (service.networks as Record<string, Dict | null> | undefined) ?? {};
  const keys = Object.keys(wanted).sort(
    (a, b) =>
      ((wanted[b]?.priority as number | undefined) ?? 0) - ((wanted[a]?.priority as number | undefined) ?? 0) ||
      (a < b ? -1 : 1),
  );
  if (keys.length === 0) return { mode: 'none', links: [], endpoints: {} };
  const endpoints: Record<string, Partial<EndpointSettings>> = {};
  for (const key of keys) {
    const config = wanted[key];
    const aliases = [
      options.name,
      ...(options.aliases === false ? [] : [name]),
      ...((config?.aliases as string[] | undefined) ?? []),
    ];
    const ipam = {
      ...(config?.ipv4_address !== undefined && { IPv4Address: config.ipv4_address as string }),
      ...(config?.ipv6_address !== undefined && { IPv6Address: config.ipv6_address as string }),
      ...(config?.link_local_ips !== undefined && { LinkLocalIPs: config.link_local_ips as string[] }),
    };
    endpoints[project.networks[key]!.name as string] = {
      Aliases: aliases,
      Links: links,
      IPAMConfig: Object.keys(ipam).length > 0 ? ipam : null,
      ...(config?.mac_address !== undefined && { MacAddress: config.mac_address as string }),
      ...(key === keys[0] && service.mac_address !== undefined && { MacAddress: service.mac_address as string }),
      ...(config?.driver_opts !== undefined && { DriverOpts: config.driver_opts as Record<string, string> }),
      ...(config?.gw_priority !== undefined && { GwPriority: config.gw_priority as number }),
    };
  }
  return { mode: project.networks[keys[0]!]!.name as string, links: [] as string[], endpoints };
}

function hostConfig(
  project: Project,
  service: Dict,
  ports: readonly Dict[],
  flavor: Flavor,
  options: BodyOptions,
): Partial<HostConfig> {
  const deploy = service.deploy as Dict | undefined;
  if (
    service.gpus !== undefined ||
    ((deploy?.resources as Dict | undefined)?.reservations as Dict | undefined)?.devices !== undefined
  )
    throw new ComposeError('drydock: GPUs and reserved devices are not simulated yet');
  const limits = (deploy?.resources as Dict | undefined)?.limits as Dict | undefined;
  const reservations = (deploy?.resources as Dict | undefined)?.reservations as Dict | undefined;
  const number = (key: string): number | undefined => service[key] as number | undefined;
  const bindings: PortMap = {};
  for (const port of ports) {
    const key = `${String(port.target)}/${port.protocol as string}`;
    (bindings[key] ??= []).push({
      HostIp: (port.host_ip as string | undefined) ?? '',
      HostPort: (port.published as string | undefined) ?? '',
    });
  }
  const { binds, mounts } = volumes(project, service, flavor, options);
  const cpus = (limits?.cpus as number | undefined) ?? number('cpus');
  const logging = service.logging as Dict | undefined;
  const shared = (key: string): string => {
    const mode = (service[key] as string | undefined) ?? '';
    const other = mode.startsWith('service:') ? options.containerOf(mode.slice(8)) : undefined;
    return other === undefined ? mode : `container:${other}`;
  };
  const volumesFrom = ((service.volumes_from as string[] | undefined) ?? []).map((from) => {
    if (from.startsWith('container:')) return from.slice('container:'.length);
    const [other = '', mode] = from.split(':');
    const container = options.containerOf(other) ?? other;
    return mode === undefined ? container : `${container}:${mode}`;
  });
  const devices = ((service.devices as Dict[] | undefined) ?? []).map((device) => ({
    PathOnHost: device.source as string,
    PathInContainer: device.target as string,
    CgroupPermissions: (device.permissions as string | undefined) ?? 'rwm',
  }));
  const ulimits = Object.entries((service.ulimits as Record<string, Dict> | undefined) ?? {}).map(([Name, value]) => ({
    Name,
    Hard: ((value.single ?? value.hard) as number | undefined) ?? 0,
    Soft: ((value.single ?? value.soft) as number | undefined) ?? 0,
  }));
  return {
    AutoRemove: options.autoRemove === true,
    Binds: binds.length > 0 || flavor.generation === 1 ? binds : null,
    Mounts: mounts,
    PortBindings: bindings,
    RestartPolicy: restartPolicy(service, deploy, options),
    CapAdd: (service.cap_add as string[] | undefined) ?? null,
    CapDrop: (service.cap_drop as string[] | undefined) ?? null,
    Dns: (service.dns as string[] | undefined) ?? null,
    DnsOptions: (service.dns_opt as string[] | undefined) ?? null,
    DnsSearch: (service.dns_search as string[] | undefined) ?? null,
    ExtraHosts: Object.entries((service.extra_hosts as Record<string, string[]> | undefined) ?? {}).flatMap(
      ([host, ips]) => ips.map((ip) => `${host}:${ip}`),
    ),
    GroupAdd: (service.group_add as string[] | undefined) ?? null,
    IpcMode: shared('ipc'),
    PidMode: shared('pid'),
    UTSMode: (service.uts as string | undefined) ?? '',
    UsernsMode: (service.userns_mode as string | undefined) ?? '',
    Privileged: service.privileged === true,
    ReadonlyRootfs: service.read_only === true,
    SecurityOpt: (service.security_opt as string[] | undefined) ?? null,
    ...(service.storage_opt !== undefined && { StorageOpt: service.storage_opt as Record<string, string> }),
    ...(service.sysctls !== undefined && { Sysctls: service.sysctls as Record<string, string> }),
    ...(service.runtime !== undefined && { Runtime: service.runtime as string }),
    ...(service.init !== undefined && { Init: service.init as boolean }),
    Tmpfs: Object.fromEntries(
      ((service.tmpfs as string[] | undefined) ?? []).map((item) => {
        const at = item.indexOf(':');
        return at < 0 ? [item, ''] : [item.slice(0, at), item.slice(at + 1)];
      }),
    ),
    ...(service.shm_size !== undefined && { ShmSize: service.shm_size as number }),
    LogConfig: {
      Type: (logging?.driver as string | undefined) ?? '',
      Config: (logging?.options as Record<string, string> | undefined) ?? null,
    },
    Memory: (limits?.memory as number | undefined) ?? number('mem_limit') ?? 0,
    MemoryReservation: (reservations?.memory as number | undefined) ?? number('mem_reservation') ?? 0,
    MemorySwap: number('memswap_limit') ?? 0,
    NanoCpus: cpus === undefined ? 0 : Math.round(cpus * NANO),
    CpuShares: number('cpu_shares') ?? 0,
    CpuPeriod: number('cpu_period') ?? 0,
    CpuQuota: number('cpu_quota') ?? 0,
    CpusetCpus: (service.cpuset as string | undefined) ?? '',
    ...(((limits?.pids as number | undefined) ?? number('pids_limit')) !== undefined && {
      PidsLimit: (limits?.pids as number | undefined) ?? number('pids_limit')!,
    }),
    OomScoreAdj: number('oom_score_adj') ?? 0,
    ...(service.oom_kill_disable === true && { OomKillDisable: true }),
    Devices: devices.length > 0 ? devices : null,
    Ulimits: ulimits,
    VolumesFrom: volumesFrom.length > 0 || flavor.generation === 1 ? volumesFrom : null,
  };
}

function restartPolicy(service: Dict, deploy: Dict | undefined, options: BodyOptions): HostConfig['RestartPolicy'] {
  if (options.oneoff) return { Name: 'no', MaximumRetryCount: 0 };
  const restart = service.restart as string | undefined;
  if (restart !== undefined) {
    const [name = '', count = '0'] = restart.split(':');
    if (!/^\d+$/.test(count)) throw new ComposeError('invalid restart policy: maximum retry count must be an integer');
    return { Name: name as RestartPolicyName, MaximumRetryCount: Number(count) };
  }
  const policy = deploy?.restart_policy as Dict | undefined;
  if (!policy) return { Name: '', MaximumRetryCount: 0 };
  const condition = (policy.condition as string | undefined) ?? 'any';
  const name = { any: 'always', 'on-failure': 'on-failure', none: 'no' }[condition] ?? condition;
  return { Name: name as RestartPolicyName, MaximumRetryCount: (policy.max_attempts as number | undefined) ?? 0 };
}

function volumes(
  project: Project,
  service: Dict,
  flavor: Flavor,
  options: BodyOptions,
): { binds: string[]; mounts: MountRequest[] } {
  const binds: string[] = [];
  const mounts: MountRequest[] = [];
  for (const volume of (service.volumes as Dict[] | undefined) ?? []) {
    const target = volume.target as string;
    const source = volume.source as string | undefined;
    const readOnly = volume.read_only === true;
    const bind = volume.bind as Dict | undefined;
    if (volume.type === 'bind' && bind?.create_host_path === true) {
      const flags = [readOnly ? 'ro' : 'rw', bind.selinux, bind.propagation].filter((flag) => typeof flag === 'string');
      binds.push(`${source!}:${target}:${flags.join(',')}`);
      continue;
    }
    const inherited = source === undefined ? options.inherited?.get(target) : undefined;
    const own = volume.volume as Dict | undefined;
    const tmpfs = volume.tmpfs as Dict | undefined;
    const named =
      volume.type === 'volume' && source !== undefined
        ? (project.volumes[source]?.name as string | undefined)
        : undefined;
    const from = named ?? inherited ?? source;
    mounts.push({
      Type: volume.type as MountRequest['Type'],
      ...(from !== undefined && { Source: from }),
      Target: target,
      ...(readOnly && { ReadOnly: true }),
      ...(bind?.propagation !== undefined && { BindOptions: { Propagation: bind.propagation as string } }),
      ...(own && {
        VolumeOptions: {
          ...(own.nocopy === true && { NoCopy: true }),
          ...(own.subpath !== undefined && { Subpath: own.subpath as string }),
        },
      }),
      ...(tmpfs && {
        TmpfsOptions: {
          SizeBytes: (tmpfs.size as number | undefined) ?? 0,
          Mode: (tmpfs.mode as number | undefined) ?? 0,
        },
      }),
    });
  }
  for (const [kind, folder] of [
    ['configs', '/'],
    ['secrets', '/run/secrets/'],
  ] as const) {
    // docker-compose 1 leaves configs to swarm.
    if (kind === 'configs' && flavor.generation === 1) continue;
    for (const reference of (service[kind] as Dict[] | undefined) ?? []) {
      const item = project[kind][reference.source as string];
      if (item?.external === true)
        throw new ComposeError(`unsupported external ${kind.slice(0, -1)} ${item.name as string}`);
      if (item?.file === undefined) continue;
      const target = (reference.target as string | undefined) ?? (reference.source as string);
      mounts.push({
        Type: 'bind',
        Source: item.file as string,
        Target: target.startsWith('/') ? target : folder + target,
        ReadOnly: true,
      });
    }
  }
  for (const [target, source] of options.inherited ?? []) {
    const known = mounts.some((m) => m.Target === target) || binds.some((b) => b.split(':')[1] === target);
    if (!known) mounts.push({ Type: 'volume', Source: source, Target: target });
  }
  return { binds, mounts };
}
