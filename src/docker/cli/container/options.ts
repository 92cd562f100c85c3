import { CommandError } from '#cli/command';
import type { FlagTable, FlagValues } from '#cli/flags';
import { ramInBytes } from '#cli/units';
import type { ContainerCreateBody } from '#docker/api/container-create';
import type { HostConfig, RestartPolicyName } from '#docker/api/host-config';
import type { Process } from '#process/process';
import { keyValues } from '../docker-command';
import { parseThrottleBps, parseThrottleIops, parseWeightDevice } from '../options/block-devices';
import { effectiveCapabilities } from '../options/capabilities';
import { deviceOptions, parseGpus } from '../options/devices';
import { readPairs } from '../options/env-file';
import { parseMount } from '../options/mount';
import { portOptions } from '../options/ports';
import { securityOptions, systemPaths } from '../options/security';
import { extraHost, parseCpus, parseRestart, parseUlimit, validateIp } from '../options/validate';
import { volumeOption } from '../options/volume';
import { createFlags, hiddenCreateFlags, validators } from './create-flags';
import { networkOptions } from './network-options';

/** All flags of create, with their checks. */
export const allCreateFlags: typeof createFlags & typeof hiddenCreateFlags = Object.fromEntries(
  Object.entries({ ...createFlags, ...hiddenCreateFlags } as FlagTable).map(([name, spec]) => {
    const validate = validators[name];
    return [name, validate ? { ...spec, validate } : spec];
  }),
) as never;

export type CreateFlags = FlagValues<typeof allCreateFlags>;

const size = (text: string): number => (text === '' ? 0 : text === '-1' ? -1 : ramInBytes(text));

const refuse = (message: string): never => {
  throw new CommandError(message);
};

/** The flags and arguments of `docker run` as the API's body. Throws CommandError, OptionError. Upstream: cli/command/container/opts.go. */
export function createBody(
  process: Process,
  flags: CreateFlags,
  changed: ReadonlySet<string>,
  args: readonly string[],
): ContainerCreateBody {
  const [image = '', ...command] = args;
  if (flags['mac-address'] !== '' && !/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(flags['mac-address'].trim())) {
    refuse(`${flags['mac-address']} is not a valid mac address`);
  }
  const swappiness = flags['memory-swappiness'];
  if (swappiness !== -1 && (swappiness < 0 || swappiness > 100)) {
    refuse(`invalid value: ${swappiness}. Valid memory swappiness range is 0-100`);
  }
  const streams = new Set(flags.attach.map((name) => name.toLowerCase()));
  const attachAll = streams.size === 0;
  const attachStdin = streams.has('stdin') || flags.interactive;
  const binds: string[] = [];
  const volumes: Record<string, object> = {};
  for (const option of flags.volume.map((text) => volumeOption(text, process))) {
    if ('bind' in option) binds.push(option.bind);
    else volumes[option.anonymous] = {};
  }
  const { exposed, bindings } = portOptions(flags.publish, flags.expose);
  const restart = parseRestart(flags.restart);
  if (flags.rm && restart.Name !== '' && restart.Name !== 'no') {
    refuse('conflicting options: cannot specify both --restart and --rm');
  }
  const networks = networkOptions(flags);
  const health = healthOptions(flags);
  if (flags['use-api-socket']) refuse('drydock: docker run --use-api-socket is not simulated yet');
  const caps = effectiveCapabilities(flags['cap-add'], flags['cap-drop']);
  const security = systemPaths(securityOptions(process, flags['security-opt']));
  const { devices, requests } = deviceOptions(flags.device);
  const deviceRequests = [...flags.gpus.map(parseGpus), ...requests];
  if (flags['log-driver'] === 'none' && flags['log-opt'].length > 0)
    refuse(`invalid logging opts for driver ${flags['log-driver']}`);
  const host: Partial<HostConfig> = {
    Binds: binds.length > 0 ? binds : null,
    ContainerIDFile: flags.cidfile,
    LogConfig: { Type: flags['log-driver'], Config: keyValues(flags['log-opt']) },
    NetworkMode: networks.mode,
    PortBindings: bindings,
    RestartPolicy: { ...restart, Name: restart.Name as RestartPolicyName },
    AutoRemove: flags.rm,
    VolumeDriver: flags['volume-driver'],
    VolumesFrom: flags['volumes-from'].length > 0 ? flags['volumes-from'] : null,
    CapAdd: caps.add.length > 0 ? caps.add : null,
    CapDrop: caps.drop.length > 0 ? caps.drop : null,
    CgroupnsMode: flags.cgroupns,
    Dns: flags.dns.map(validateIp),
    DnsOptions: [...flags['dns-option'], ...flags['dns-opt']],
    DnsSearch: flags['dns-search'],
    ExtraHosts: flags['add-host'].length > 0 ? flags['add-host'].map(extraHost) : null,
    GroupAdd: flags['group-add'].length > 0 ? flags['group-add'] : null,
    IpcMode: flags.ipc,
    Links: flags.link.length > 0 ? flags.link : null,
    OomScoreAdj: flags['oom-score-adj'],
    PidMode: mode('pid', 'PID', flags.pid, true),
    Privileged: flags.privileged,
    PublishAllPorts: flags['publish-all'],
    ReadonlyRootfs: flags['read-only'],
    SecurityOpt: security.options.length > 0 ? security.options : null,
    ...(security.unconfined && { MaskedPaths: [], ReadonlyPaths: [] }),
    UTSMode: mode('uts', 'UTS', flags.uts, false),
    UsernsMode: mode('userns', 'USER', flags.userns, false),
    ShmSize: size(flags['shm-size']),
    Isolation: flags.isolation,
    CpuShares: flags['cpu-shares'],
    Memory: size(flags.memory),
    NanoCpus: parseCpus(flags.cpus),
    CgroupParent: flags['cgroup-parent'],
    BlkioWeight: flags['blkio-weight'],
    BlkioWeightDevice: flags['blkio-weight-device'].map(parseWeightDevice),
    BlkioDeviceReadBps: flags['device-read-bps'].map(parseThrottleBps),
    BlkioDeviceWriteBps: flags['device-write-bps'].map(parseThrottleBps),
    BlkioDeviceReadIOps: flags['device-read-iops'].map(parseThrottleIops),
    BlkioDeviceWriteIOps: flags['device-write-iops'].map(parseThrottleIops),
    CpuCount: flags['cpu-count'],
    CpuPercent: flags['cpu-percent'],
    IOMaximumIOps: flags['io-maxiops'],
    IOMaximumBandwidth: size(flags['io-maxbandwidth']),
    CpuPeriod: flags['cpu-period'],
    CpuQuota: flags['cpu-quota'],
    CpuRealtimePeriod: flags['cpu-rt-period'],
    CpuRealtimeRuntime: flags['cpu-rt-runtime'],
    CpusetCpus: flags['cpuset-cpus'],
    CpusetMems: flags['cpuset-mems'],
    Devices: devices,
    DeviceRequests: deviceRequests.length > 0 ? deviceRequests : null,
    DeviceCgroupRules: flags['device-cgroup-rule'].length > 0 ? flags['device-cgroup-rule'] : null,
    MemoryReservation: size(flags['memory-reservation']),
    MemorySwap: size(flags['memory-swap']),
    MemorySwappiness: swappiness,
    OomKillDisable: flags['oom-kill-disable'],
    PidsLimit: flags['pids-limit'],
    Ulimits: flags.ulimit.map(parseUlimit),
    ...(flags.runtime !== '' && { Runtime: flags.runtime }),
    ...(flags.mount.length > 0 && { Mounts: flags.mount.map((text) => bindPath(process, parseMount(text))) }),
    ...(flags.tmpfs.length > 0 && {
      Tmpfs: Object.fromEntries(flags.tmpfs.map((text) => [text.split(':')[0]!, text.split(':').slice(1).join(':')])),
    }),
    ...(flags.sysctl.size > 0 && { Sysctls: Object.fromEntries(flags.sysctl) }),
    ...(flags.annotation.size > 0 && { Annotations: Object.fromEntries(flags.annotation) }),
    ...(flags['storage-opt'].length > 0 && { StorageOpt: keyValues(flags['storage-opt']) }),
    ...(changed.has('init') && { Init: flags.init }),
  };
  return {
    Hostname: flags.hostname,
    Domainname: flags.domainname,
    User: flags.user,
    AttachStdin: attachStdin,
    AttachStdout: attachAll || streams.has('stdout'),
    AttachStderr: attachAll || streams.has('stderr'),
    ExposedPorts: exposed,
    Tty: flags.tty,
    OpenStdin: flags.interactive,
    StdinOnce: flags.interactive && attachStdin,
    Env: readPairs(process, flags['env-file'], flags.env, true),
    Cmd: command.length > 0 ? command : null,
    Image: image,
    Volumes: volumes,
    WorkingDir: flags.workdir,
    Entrypoint: changed.has('entrypoint') ? [flags.entrypoint] : null,
    OnBuild: null,
    Labels: keyValues(readPairs(process, flags['label-file'], flags.label, false)),
    ...(flags['mac-address'] !== '' && { MacAddress: flags['mac-address'] }),
    ...(flags['stop-signal'] !== '' && { StopSignal: flags['stop-signal'] }),
    ...(changed.has('stop-timeout') && { StopTimeout: flags['stop-timeout'] }),
    ...(health && { Healthcheck: health }),
    HostConfig: host,
    NetworkingConfig: { EndpointsConfig: networks.endpoints },
  };
}

const bindPath = (process: Process, mount: ReturnType<typeof parseMount>) =>
  mount.Type === 'bind' && mount.Source?.startsWith('.')
    ? { ...mount, Source: process.fs.absolute(mount.Source) }
    : mount;

function mode(flag: string, name: string, text: string, joins: boolean): string {
  if (text === '' || text === 'host' || (joins && (text === 'private' || /^container:.+/.test(text)))) return text;
  return refuse(`--${flag}: invalid ${name} mode`);
}

function healthOptions(flags: CreateFlags) {
  const fields = [
    'health-interval',
    'health-timeout',
    'health-start-period',
    'health-start-interval',
    'health-retries',
  ] as const;
  const given = flags['health-cmd'] !== '' || fields.some((name) => flags[name] !== 0);
  if (flags['no-healthcheck']) {
    if (given) refuse('--no-healthcheck conflicts with --health-* options');
    return { Test: ['NONE'] };
  }
  if (!given) return undefined;
  for (const name of fields) if (flags[name] < 0) refuse(`--${name} cannot be negative`);
  return {
    ...(flags['health-cmd'] !== '' && { Test: ['CMD-SHELL', flags['health-cmd']] }),
    ...(flags['health-interval'] > 0 && { Interval: flags['health-interval'] }),
    ...(flags['health-timeout'] > 0 && { Timeout: flags['health-timeout'] }),
    ...(flags['health-start-period'] > 0 && { StartPeriod: flags['health-start-period'] }),
    ...(flags['health-start-interval'] > 0 && { StartInterval: flags['health-start-interval'] }),
    ...(flags['health-retries'] > 0 && { Retries: flags['health-retries'] }),
  };
}
