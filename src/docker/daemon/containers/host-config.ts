import type { HostConfig, Resources, RestartPolicy } from '../../api/host-config';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { CAPABILITIES } from './capabilities';

const MIB = 1024 * 1024;

const MASKED = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];
const READ_ONLY = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/** All fields in the order in which inspect shows them, with the values that the engine fills in. */
const defaults = (): HostConfig => ({
  Binds: null,
  ContainerIDFile: '',
  LogConfig: { Type: 'json-file', Config: {} },
  NetworkMode: 'bridge',
  PortBindings: {},
  RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
  AutoRemove: false,
  VolumeDriver: '',
  VolumesFrom: null,
  ConsoleSize: [0, 0],
  CapAdd: null,
  CapDrop: null,
  CgroupnsMode: 'host',
  Dns: null,
  DnsOptions: null,
  DnsSearch: null,
  ExtraHosts: null,
  GroupAdd: null,
  IpcMode: 'private',
  Cgroup: '',
  Links: null,
  OomScoreAdj: 0,
  PidMode: '',
  Privileged: false,
  PublishAllPorts: false,
  ReadonlyRootfs: false,
  SecurityOpt: null,
  UTSMode: '',
  UsernsMode: '',
  ShmSize: 64 * MIB,
  Runtime: 'runc',
  Isolation: '',
  CpuShares: 0,
  Memory: 0,
  NanoCpus: 0,
  CgroupParent: '',
  BlkioWeight: 0,
  BlkioWeightDevice: null,
  BlkioDeviceReadBps: null,
  BlkioDeviceWriteBps: null,
  BlkioDeviceReadIOps: null,
  BlkioDeviceWriteIOps: null,
  CpuPeriod: 0,
  CpuQuota: 0,
  CpuRealtimePeriod: 0,
  CpuRealtimeRuntime: 0,
  CpusetCpus: '',
  CpusetMems: '',
  Devices: null,
  DeviceCgroupRules: null,
  DeviceRequests: null,
  MemoryReservation: 0,
  MemorySwap: 0,
  MemorySwappiness: null,
  OomKillDisable: false,
  PidsLimit: null,
  Ulimits: null,
  CpuCount: 0,
  CpuPercent: 0,
  IOMaximumIOps: 0,
  IOMaximumBandwidth: 0,
  MaskedPaths: MASKED,
  ReadonlyPaths: READ_ONLY,
});

/** Where in the order the fields stand that are shown only when given. */
const OPTIONAL_AFTER: readonly (readonly [keyof HostConfig, keyof HostConfig])[] = [
  ['Annotations', 'ConsoleSize'],
  ['StorageOpt', 'SecurityOpt'],
  ['Tmpfs', 'SecurityOpt'],
  ['Sysctls', 'ShmSize'],
  ['Mounts', 'IOMaximumBandwidth'],
];

/** The host configuration as it is kept and shown. Throws DaemonError. */
export function fillHostConfig(daemon: Daemon, given: Partial<HostConfig>): HostConfig {
  const base = defaults() as unknown as Record<string, unknown>;
  const out: Record<string, unknown> = {};
  const from = given as Record<string, unknown>;
  for (const key of Object.keys(base)) {
    out[key] = from[key] ?? base[key];
    for (const [optional, after] of OPTIONAL_AFTER) {
      if (after === key && isGiven(from[optional])) out[optional] = from[optional];
    }
  }
  if (given.Init !== undefined && given.Init !== null) out['Init'] = given.Init;
  const config = out as unknown as HostConfig;
  if (!config.LogConfig.Type) config.LogConfig = { Type: 'json-file', Config: config.LogConfig.Config ?? {} };
  const options = Object.entries(config.LogConfig.Config ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  config.LogConfig = { Type: config.LogConfig.Type, Config: Object.fromEntries(options) };
  if (config.NetworkMode === 'default' || config.NetworkMode === '') config.NetworkMode = 'bridge';
  if (!config.RestartPolicy.Name) config.RestartPolicy = { Name: 'no', MaximumRetryCount: 0 };
  config.IpcMode ||= 'private';
  config.CgroupnsMode ||= 'host';
  config.Runtime ||= 'runc';
  config.ShmSize ||= 64 * MIB;
  if (config.Memory > 0 && config.MemorySwap === 0) config.MemorySwap = 2 * config.Memory;
  if (config.MemorySwappiness === -1) config.MemorySwappiness = null;
  config.PidsLimit ||= null;
  config.CapAdd = capabilities('CapAdd', config.CapAdd);
  config.CapDrop = capabilities('CapDrop', config.CapDrop);
  if (config.Privileged) {
    config.MaskedPaths = given.MaskedPaths ?? null;
    config.ReadonlyPaths = given.ReadonlyPaths ?? null;
    config.SecurityOpt ??= ['label=disable'];
  }
  check(daemon, config);
  return config;
}

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && (typeof value !== 'object' || Object.keys(value).length > 0);

function check(daemon: Daemon, config: HostConfig): void {
  checkRestartPolicy(config.RestartPolicy);
  if (config.AutoRemove && config.RestartPolicy.Name !== 'no') throw errors.autoRemoveRestart();
  checkResources(daemon, config);
  checkLog(config);
}

export function checkRestartPolicy(policy: RestartPolicy): void {
  if (!['', 'no', 'always', 'unless-stopped', 'on-failure'].includes(policy.Name)) {
    throw errors.restartPolicy(policy.Name);
  }
  if (policy.Name !== 'on-failure' && policy.MaximumRetryCount !== 0) throw errors.restartCount();
  if (policy.MaximumRetryCount < 0) throw errors.restartCountNegative();
}

export function checkResources(daemon: Daemon, config: Resources): void {
  const { cpus } = daemon.host.info;
  if (config.Memory > 0 && config.Memory < 6 * MIB) throw errors.memoryMinimum();
  if (config.Memory > 0 && config.MemorySwap > 0 && config.MemorySwap < config.Memory) throw errors.memorySwap();
  if (config.Memory === 0 && config.MemorySwap > 0) throw errors.swapWithoutMemory();
  if (config.Memory > 0 && config.MemoryReservation > config.Memory) throw errors.reservation();
  if (config.NanoCpus > 0 && config.CpuPeriod > 0) throw errors.nanoCpusConflict();
  if (config.NanoCpus < 0 || config.NanoCpus > cpus * 1e9) throw errors.cpus(cpus);
  for (const part of config.CpusetCpus.split(',')) {
    const last = Number(part.split('-').at(-1));
    if (part !== '' && last >= cpus) throw errors.cpuset(config.CpusetCpus, cpus - 1);
  }
}

const LOG_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'json-file': [
    'max-file',
    'max-size',
    'compress',
    'labels',
    'labels-regex',
    'env',
    'env-regex',
    'tag',
    'mode',
    'max-buffer-size',
  ],
  local: ['max-file', 'max-size', 'compress', 'mode', 'max-buffer-size'],
  none: [],
};

function checkLog({ LogConfig: { Type, Config } }: HostConfig): void {
  const known = LOG_OPTIONS[Type];
  if (!known) throw errors.logDriver(Type);
  for (const option of Object.keys(Config ?? {})) {
    if (Type !== 'none' && !known.includes(option)) throw errors.logOption(option, Type);
  }
}

function capabilities(which: 'CapAdd' | 'CapDrop', names: string[] | null): string[] | null {
  if (!names) return null;
  const full = names.map((name) => {
    const upper = name.toUpperCase();
    if (upper === 'ALL') return 'ALL';
    const cap = upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
    if (!CAPABILITIES.includes(cap)) throw errors.capability(which, cap);
    return cap;
  });
  return [...new Set(full)].sort();
}
