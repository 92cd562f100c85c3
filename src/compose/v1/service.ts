import { PyFloat, pythonRepr, pythonText } from '#yaml/python';
import { ComposeError } from '../errors';
import type { ProjectFiles } from '../load/files';
import type { Dict } from '../tree';
import { readLegacyEnv } from './dotenv';
import { isMap } from './json-schema';
import { asList, parseEnvironment, parsePairs, textValues } from './pairs';
import { parseLegacyPort } from './port';
import { parseDependsOn } from './merge';
import { crash } from './validate';
import { enginePath, expandPath, expandUser, normalPath, parseBytes, parseNanoseconds, splitVolume } from './values';

/** Where a service stands and what it is read with. */
export interface ServiceContext {
  readonly workingDir: string;
  readonly environment: ReadonlyMap<string, string>;
  /** Of the process, without the project's own file of variables. */
  readonly processEnvironment: ReadonlyMap<string, string>;
  readonly disk: ProjectFiles;
  readonly warn: (message: string) => void;
}

const URL = /^(?:https?:\/\/|git:\/\/|github\.com\/|git@)/;
export const isBuildUrl = (path: string): boolean => URL.test(path);

/** Paths made absolute and short forms made long, before services are merged. Upstream: config.py process_service. */
export function processService(service: Dict, { workingDir, environment }: ServiceContext): Dict {
  const home = environment.get('HOME');
  const out: Dict = { ...service };
  const path = (text: unknown): string => expandPath(workingDir, pythonText(text), home);
  const context = (text: unknown): string => (isBuildUrl(pythonText(text)) ? pythonText(text) : path(text));
  if (out.env_file !== undefined) out.env_file = asList(out.env_file).map(path);
  if (typeof out.build === 'string') out.build = context(out.build);
  else if (isMap(out.build)) {
    const build: Dict = { ...out.build };
    if (build.context !== undefined) build.context = context(build.context);
    if (build.labels !== undefined) build.labels = parsePairs(build.labels, 'labels', '');
    out.build = build;
  }
  if (Array.isArray(out.volumes) && (out.volume_driver ?? null) === null) {
    out.volumes = out.volumes.map((volume) => volumePath(volume, workingDir, home));
  }
  if (out.sysctls !== undefined) out.sysctls = textValues(parsePairs(out.sysctls, 'sysctls', ''));
  if (out.labels !== undefined) out.labels = parsePairs(out.labels, 'labels', '');
  if (out.depends_on !== undefined) out.depends_on = parseDependsOn(out.depends_on);
  for (const key of ['dns', 'dns_search', 'tmpfs']) if (out[key] !== undefined) out[key] = asList(out[key]);
  if (isMap(out.healthcheck)) out.healthcheck = healthcheck(out.healthcheck);
  if (Array.isArray(out.ports)) out.ports = out.ports.flatMap(parseLegacyPort);
  if (isMap(out.blkio_config)) out.blkio_config = blkio(out.blkio_config);
  if (Array.isArray(out.security_opt)) out.security_opt.forEach(checkSecurityOption);
  return out;
}

function volumePath(volume: unknown, workingDir: string, home: string | undefined): unknown {
  if (isMap(volume)) {
    const { source, type } = volume;
    return typeof source === 'string' && /^[.~]/.test(source) && type === 'bind'
      ? { ...volume, source: expandPath(workingDir, source, home) }
      : volume;
  }
  const { container, host, mode } = splitVolume(String(volume));
  if (host === undefined) return container;
  const source = expandUser(host.startsWith('.') ? expandPath(workingDir, host, home) : host, home);
  return `${source}:${container}${mode ? `:${mode}` : ''}`;
}

function healthcheck(check: Dict): Dict {
  const out: Dict = { ...check };
  if (out.disable !== undefined) {
    delete out.disable;
    out.test = ['NONE'];
  }
  for (const key of ['interval', 'timeout', 'start_period']) {
    if (typeof out[key] === 'string') out[key] = parseNanoseconds(out[key]);
  }
  return out;
}

function blkio(config: Dict): Dict {
  const out: Dict = { ...config };
  for (const key of ['device_read_bps', 'device_write_bps', 'device_read_iops', 'device_write_iops']) {
    if (!Array.isArray(out[key])) continue;
    out[key] = out[key].map((item: Dict) => {
      const given = item.rate ?? 0;
      if (key.endsWith('bps')) {
        const rate = parseBytes(given);
        if (rate === undefined) throw new ComposeError(`Invalid format for bytes value: "${pythonText(given)}"`);
        return { ...item, rate };
      }
      if (!/^\s*[-+]?\d+\s*$/.test(pythonText(given)))
        throw new ComposeError(`Invalid IOPS value: "${pythonText(given)}". Must be a positive integer.`);
      return { ...item, rate: Number(given) };
    });
  }
  return out;
}

function checkSecurityOption(option: unknown): void {
  const text = String(option);
  if (!text.includes('=') && text !== 'no-new-privileges' && !text.includes(':'))
    throw new ComposeError(`Invalid security_opt: ${text}`);
}

/** A volume of a service, its text taken apart. */
export class VolumeSpec {
  constructor(
    readonly external: string | undefined,
    readonly internal: string | undefined,
    readonly mode: string,
  ) {}

  get text(): string {
    const { external, internal, mode } = this;
    return external === undefined ? String(internal) : `${external}:${String(internal)}:${mode}`;
  }

  /** What a mount in long form would be in short form. */
  static of(mount: unknown): VolumeSpec {
    if (mount instanceof VolumeSpec) return mount;
    const { source, target, read_only } = mount as Dict;
    return new VolumeSpec(
      typeof source === 'string' && source !== '' ? source : undefined,
      typeof target === 'string' ? target : 'None',
      read_only === true ? 'ro' : 'rw',
    );
  }
}

const MOUNT_KEYS = ['type', 'source', 'target', 'read_only', 'consistency'];

function parseVolume(volume: unknown, convert: boolean): VolumeSpec | Dict {
  if (isMap(volume)) {
    const mount: Dict = { ...volume };
    if (typeof mount.source === 'string' && mount.source !== '') {
      if (mount.type === 'tmpfs') throw new ComposeError('tmpfs mounts can not specify a source');
      mount.source = convert ? enginePath(normalPath(mount.source)) : normalPath(mount.source);
    }
    const kept = MOUNT_KEYS.filter((key) => Boolean(mount[key]));
    const type = String(mount.type);
    const options = !MOUNT_KEYS.includes(type) && isMap(mount[type]) ? mount[type] : undefined;
    return {
      ...Object.fromEntries(kept.map((key) => [key, mount[key]])),
      ...(options && Object.keys(options).length > 0 && { [type]: options }),
    };
  }
  const parts = String(volume).split(':');
  if (parts.length > 3) {
    throw new ComposeError(`Volume ${String(volume)} has incorrect format, should be external:internal[:mode]`);
  }
  const [first = '', second, mode] = parts;
  return second === undefined
    ? new VolumeSpec(undefined, normalPath(first), 'rw')
    : new VolumeSpec(normalPath(first), normalPath(second), mode ?? 'rw');
}

/** The service as it is run and shown. Throws ComposeError. Upstream: config.py finalize_service. */
export function finalizeService(service: Dict, names: readonly string[], isV1: boolean, context: ServiceContext): Dict {
  const out: Dict = { ...service };
  if (out.environment !== undefined || out.env_file !== undefined) {
    out.environment = resolveEnvironment(out, context);
    delete out.env_file;
  }
  if (Array.isArray(out.volumes_from))
    out.volumes_from = out.volumes_from.map((from) => volumesFrom(String(from), names, isV1));
  if (Array.isArray(out.volumes)) {
    const convert = /^(?!0$|false$)./i.test(context.environment.get('COMPOSE_CONVERT_WINDOWS_PATHS') ?? '');
    const volumes = out.volumes.map((volume) => parseVolume(volume, convert));
    const specs = volumes.map((volume) => VolumeSpec.of(volume));
    const twice = specs.filter((spec) => specs.filter((other) => other.internal === spec.internal).length > 1);
    if (twice.length > 0)
      throw new ComposeError(`Duplicate mount points: [${twice.map((spec) => spec.text).join(', ')}]`);
    out.volumes = volumes;
  }
  if (out.net !== undefined) {
    const mode = pythonText(out.net);
    const container = mode.startsWith('container:') ? mode.slice(10) : undefined;
    out.network_mode = container !== undefined && names.includes(container) ? `service:${container}` : mode;
    delete out.net;
  }
  if (Array.isArray(out.networks))
    out.networks = Object.fromEntries(out.networks.map((key) => [pythonText(key), null]));
  if (typeof out.restart === 'string') out.restart = restart(out.restart);
  for (const key of ['secrets', 'configs'])
    if (Array.isArray(out[key])) out[key] = out[key].map((item) => (isMap(item) ? item : { source: item as unknown }));
  if (typeof out.build === 'string') out.build = { context: out.build };
  else if (isMap(out.build) && out.build.args !== undefined) {
    out.build = { ...out.build, args: textValues(fromEnvironment(parseEnvironment(out.build.args), context)) };
  }
  if (out.log_driver !== undefined || out.log_opt !== undefined) {
    out.logging = {
      ...(isMap(out.logging) ? out.logging : {}),
      ...(out.log_driver !== undefined && { driver: out.log_driver }),
      ...(out.log_opt !== undefined && { options: out.log_opt }),
    };
    delete out.log_driver;
    delete out.log_opt;
  }
  if (out.dockerfile !== undefined) {
    out.build = { ...(isMap(out.build) ? out.build : {}), dockerfile: out.dockerfile };
    delete out.dockerfile;
  }
  return out;
}

const fromEnvironment = (values: Dict, { environment }: ServiceContext): Dict =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, value === null ? (environment.get(key) ?? null) : value]),
  );

function resolveEnvironment(service: Dict, context: ServiceContext): Dict {
  const env: Dict = {};
  for (const file of asList(service.env_file)) {
    const found = readLegacyEnv(String(file), { ...context, environment: context.processEnvironment });
    for (const [key, value] of found) env[key] = value;
  }
  return fromEnvironment({ ...env, ...parseEnvironment(service.environment) }, context);
}

function volumesFrom(text: string, names: readonly string[], isV1: boolean): string {
  const parts = text.split(':');
  const [first = '', second, third] = parts;
  if (isV1) {
    if (parts.length > 2) throw new ComposeError(`volume_from ${text} has incorrect format, should be service[:mode]`);
    return `${names.includes(first) ? 'service' : 'container'}:${first}:${second ?? 'rw'}`;
  }
  if (parts.length > 3) {
    throw new ComposeError(
      `volume_from ${text} has incorrect format, should be one of '<service name>[:<mode>]' or 'container:<container name>[:<mode>]'`,
    );
  }
  if (second === undefined) return `service:${first}:rw`;
  if (third === undefined) return first === 'container' ? `container:${second}:rw` : `service:${first}:${second}`;
  if (first !== 'service' && first !== 'container')
    throw new ComposeError(`Unknown volumes_from type '${first}' in '${text}'`);
  return text;
}

function restart(text: string): string {
  const parts = text.split(':');
  if (parts.length > 2) throw new ComposeError(`Restart ${text} has incorrect format, should be mode[:max_retry]`);
  const [name = '', count = '0'] = parts;
  if (!/^\s*[-+]?\d+\s*$/.test(count))
    throw crash(`ValueError: invalid literal for int() with base 10: ${pythonRepr(count)}`);
  return Number(count) === 0 ? name : `${name}:${Number(count)}`;
}

/** The number of a value that may be a float of Python. */
export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : value instanceof PyFloat ? value.value : undefined;
