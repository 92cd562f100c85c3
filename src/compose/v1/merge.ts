import { pythonText } from '#yaml/python';
import { own, setKey, type Dict } from '../tree';
import { isMap } from './json-schema';
import { LegacyPort, parseLegacyPort } from './port';
import { splitVolume } from './values';
import { json } from './validate';
import { asList, parseEnvironment, parseExtraHosts, parsePairs } from './pairs';

/** The keys that a merge keeps as they are, the last one winning; others are merged below or lost. */
const SCALARS =
  'cgroup_parent command cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset detach dns_opt domainname entrypoint group_add hostname image ipc isolation mac_address mem_limit mem_reservation memswap_limit mem_swappiness net oom_score_adj oom_kill_disable pid privileged read_only restart runtime shm_size pids_limit stdin_open stop_signal tty user userns_mode volume_driver working_dir build container_name credential_spec dockerfile init log_driver log_opt network_mode platform scale stop_grace_period'.split(
    ' ',
  );

type Combine = (base: unknown, override: unknown) => unknown;

/** Two mappings becoming one, key by key. Upstream: config.py MergeDict. */
class Merge {
  readonly out: Dict = {};

  constructor(
    readonly base: Dict,
    readonly override: Dict,
  ) {}

  field(key: string, combine: Combine): void {
    const [base, override] = [own(this.base, key), own(this.override, key)];
    if (base === undefined && override === undefined) return;
    setKey(this.out, key, combine(base, override));
  }

  scalars(keys: readonly string[]): void {
    for (const key of keys) this.field(key, (base, override) => (override !== undefined ? override : base));
  }

  mappings(keys: readonly string[], parse: (value: unknown) => Dict): void {
    for (const key of keys) this.field(key, (base, override) => ({ ...parse(base), ...parse(override) }));
  }
}

const dict = (value: unknown): Dict => (isMap(value) ? value : {});
const array = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const uniqueTexts: Combine = (base, override) =>
  [...new Set([...array(base), ...array(override)].map(pythonText))].sort(compare);
const labels = (value: unknown): Dict => parsePairs(value, 'labels', '');

/** One service over another of the same name or that it extends. Upstream: config.py merge_service_dicts. */
export function mergeServices(base: Dict, override: Dict, isV1: boolean): Dict {
  const merge = new Merge(base, override);
  merge.mappings(['environment'], parseEnvironment);
  merge.mappings(['labels'], labels);
  merge.mappings(['ulimits', 'storage_opt'], dict);
  merge.mappings(['sysctls'], (value) => parsePairs(value, 'sysctls', ''));
  merge.mappings(['depends_on'], parseDependsOn);
  merge.mappings(['extra_hosts'], parseExtraHosts);
  merge.field('links', mergeLinks);
  merge.field('secrets', mergeReferences);
  merge.field('configs', mergeReferences);
  merge.field('security_opt', uniqueTexts);
  merge.field('networks', mergeNetworks);
  for (const key of ['volumes', 'devices']) merge.field(key, mergePaths);
  for (const key of [
    'cap_add',
    'cap_drop',
    'expose',
    'external_links',
    'volumes_from',
    'device_cgroup_rules',
    'profiles',
  ])
    merge.field(key, uniqueTexts);
  for (const key of ['dns', 'dns_search', 'env_file', 'tmpfs'])
    merge.field(key, (a, b) => [...asList(a), ...asList(b)]);
  merge.field('logging', (a, b) => mergeLogging(dict(a), dict(b)));
  merge.field('ports', mergePorts);
  merge.field('blkio_config', (a, b) => mergeBlkio(dict(a), dict(b)));
  merge.field('healthcheck', (a, b) => (dict(b).disabled === true ? b : { ...dict(a), ...dict(b) }));
  merge.field('deploy', (a, b) => mergeDeploy(dict(a), dict(b)));
  merge.scalars(SCALARS);
  if (isV1) {
    delete merge.out.image;
    delete merge.out.build;
    for (const side of [override, base]) {
      const key = ['image', 'build'].find((name) => side[name] !== undefined);
      if (key === undefined) continue;
      merge.out[key] = side[key];
      break;
    }
  } else merge.field('build', (a, b) => mergeBuild(a, b));
  return merge.out;
}

/** `depends_on` in its long form. */
export const parseDependsOn = (value: unknown): Dict =>
  isMap(value)
    ? { ...value }
    : Object.fromEntries(array(value).map((name) => [pythonText(name), { condition: 'service_started' }]));

const mergeLinks: Combine = (base, override) => {
  const byAlias = new Map<string, string>();
  for (const link of [...array(base), ...array(override)].map(String)) {
    const [target = '', alias = ''] = link.split(/:(.*)/s);
    byAlias.set(alias === '' ? target : alias, target);
  }
  return [...byAlias]
    .sort(([a, x], [b, y]) => compare(x, y) || compare(a, b))
    .map(([alias, target]) => (alias === target ? target : `${target}:${alias}`));
};

const mergeReferences: Combine = (base, override) => {
  const bySource = new Map<string, Dict>();
  for (const item of [...array(base), ...array(override)]) {
    const found = isMap(item) ? item : { source: item };
    bySource.set(pythonText(found.source), found);
  }
  return [...bySource].sort(([a], [b]) => compare(a, b)).map(([, item]) => item);
};

const mergeNetworks: Combine = (base, override) => {
  const named = (value: unknown): Dict =>
    Array.isArray(value) ? Object.fromEntries(value.map((name) => [pythonText(name), {}])) : dict(value);
  const [first, second] = [named(base), named(override)];
  return Object.fromEntries(
    [...new Set([...Object.keys(first), ...Object.keys(second)])].map((name) => {
      const merge = new Merge(dict(own(first, name)), dict(own(second, name)));
      for (const key of ['aliases', 'link_local_ips']) merge.field(key, uniqueTexts);
      merge.scalars(['priority', 'ipv4_address', 'ipv6_address']);
      return [name, merge.out];
    }),
  );
};

const mergePaths: Combine = (base, override) => {
  const byTarget = new Map<string, unknown>();
  for (const item of [...array(base), ...array(override)]) {
    if (isMap(item)) byTarget.set(pythonText(item.target), item);
    else {
      const { container, host, mode } = splitVolume(String(item));
      byTarget.set(container, host === undefined ? container : `${host}:${container}${mode ? `:${mode}` : ''}`);
    }
  }
  return [...byTarget].sort(([a], [b]) => compare(a, b)).map(([, item]) => item);
};

function mergeLogging(base: Dict, override: Dict): Dict {
  const merge = new Merge(base, override);
  merge.scalars(['driver']);
  if (merge.out.driver === base.driver || base.driver === undefined) merge.mappings(['options'], dict);
  else if (Object.keys(dict(override.options)).length > 0) merge.out.options = override.options;
  return merge.out;
}

const mergePorts: Combine = (base, override) => {
  const byKey = new Map<string, LegacyPort>();
  for (const port of [...array(base), ...array(override)].flatMap(parseLegacyPort)) byKey.set(port.mergeKey, port);
  return [...byKey.values()].sort((a, b) => Number(a.target) - Number(b.target));
};

function mergeBlkio(base: Dict, override: Dict): Dict {
  const merge = new Merge(base, override);
  merge.scalars(['weight']);
  for (const key of ['device_read_bps', 'device_read_iops', 'device_write_bps', 'device_write_iops', 'weight_device']) {
    merge.field(key, (a, b) => {
      const byPath = new Map([...array(a), ...array(b)].map((item) => [pythonText(dict(item).path), item]));
      return [...byPath].sort(([x], [y]) => compare(x, y)).map(([, item]) => item);
    });
  }
  return merge.out;
}

const uniqueObjects: Combine = (base, override) => [
  ...new Map([...array(base), ...array(override)].map((item) => [json(item), item])).values(),
];

function mergeDeploy(base: Dict, override: Dict): Dict {
  const merge = new Merge(base, override);
  merge.scalars(['mode', 'endpoint_mode', 'replicas']);
  merge.mappings(['labels'], labels);
  merge.mappings(['update_config', 'rollback_config', 'restart_policy'], dict);
  merge.field('resources', (a, b) => {
    const resources = new Merge(dict(a), dict(b));
    resources.mappings(['limits'], dict);
    resources.field('reservations', (x, y) => {
      const reservations = new Merge(dict(x), dict(y));
      reservations.scalars(['cpus', 'memory']);
      for (const key of ['generic_resources', 'devices']) reservations.field(key, uniqueObjects);
      return reservations.out;
    });
    return resources.out;
  });
  merge.field('placement', (a, b) => {
    const placement = new Merge(dict(a), dict(b));
    placement.scalars(['max_replicas_per_node']);
    placement.field('constraints', uniqueTexts);
    placement.field('preferences', uniqueObjects);
    return placement.out;
  });
  return merge.out;
}

function mergeBuild(base: unknown, override: unknown): Dict {
  const long = (value: unknown): Dict => (typeof value === 'string' ? { context: value } : dict(value));
  const merge = new Merge(long(base), long(override));
  merge.scalars(['context', 'dockerfile', 'network', 'target', 'shm_size', 'isolation']);
  merge.mappings(['args'], parseEnvironment);
  merge.field('cache_from', uniqueTexts);
  merge.mappings(['labels'], labels);
  merge.mappings(['extra_hosts'], parseExtraHosts);
  return merge.out;
}
