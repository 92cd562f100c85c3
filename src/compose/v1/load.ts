import { YamlError } from '#yaml/error';
import { parse } from '#yaml/load';
import { K8S_SCHEMA } from '#yaml/schemas';
import { ComposeError } from '../errors';
import { parseDotenv } from '../load/dotenv';
import { folderOf, joinPath, type ProjectFiles } from '../load/files';
import { extendService, mergeModels } from '../load/merge';
import type { JsonSchema } from '../schema/json-schema';
import composeSpec from '../schema/compose-spec.json';
import { clone, isDict, own, setKey, type Dict } from '../tree';
import { interpolateLegacy } from './interpolate';

/** A project as docker-compose 1 has it after loading: long forms only where it makes them. */
export interface LegacyConfig {
  /** What stands in the file, `1` for a file of services alone, `3.9` without a version. */
  version: string;
  isV1: boolean;
  services: Record<string, Dict>;
  networks: Record<string, Dict>;
  volumes: Record<string, Dict>;
  secrets: Record<string, Dict>;
  configs: Record<string, Dict>;
}

const EXPLANATION =
  'You might be seeing this error because you\'re using the wrong Compose file version. Either specify a supported version (e.g "2.2" or "3.3") and place your service definitions under the `services` key, or omit the `version` key and place your service definitions at the root of the file to use version 1.\nFor more on the Compose file format versions, see https://docs.docker.com/compose/compose-file/';

const HINTS: Record<string, string> = {
  cpu_share: 'cpu_shares',
  add_host: 'extra_hosts',
  hosts: 'extra_hosts',
  extra_host: 'extra_hosts',
  device: 'devices',
  link: 'links',
  memory_swap: 'memswap_limit',
  port: 'ports',
  privilege: 'privileged',
  priviliged: 'privileged',
  privilige: 'privileged',
  volume: 'volumes',
  workdir: 'working_dir',
};

/** Service keys of today's specification that 1.29 does not know. */
const TOO_NEW = new Set(
  'annotations attach cgroup develop gpus label_file models post_start pre_stop pre_start provider use_api_socket uts external_links_ volume_driver cpu_rt_ driver_opts'.split(
    ' ',
  ),
);
const V1_ONLY =
  'build cap_add cap_drop cgroup_parent command container_name cpu_shares cpu_quota cpuset devices dns dns_search dockerfile domainname entrypoint env_file environment expose extends external_links extra_hosts hostname image ipc labels links log_driver log_opt mac_address mem_limit memswap_limit mem_swappiness net pid ports privileged read_only restart security_opt shm_size stdin_open stop_signal tty ulimits user volumes volume_driver volumes_from working_dir'.split(
    ' ',
  );

const an = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);
const typeName = (value: unknown): string =>
  value === null
    ? 'NoneType'
    : Array.isArray(value)
      ? 'array'
      : isDict(value)
        ? 'mapping'
        : typeof value === 'object'
          ? 'date'
          : typeof value;

/** Loads files as docker-compose 1.29 does. Throws ComposeError. Upstream: compose 1.29 config/config.py. */
export function loadLegacy(
  paths: readonly string[],
  workingDir: string,
  environment: ReadonlyMap<string, string>,
  disk: ProjectFiles,
  warn: (message: string) => void,
): LegacyConfig {
  const context = { environment, disk, warn, workingDir, warned: new Set<string>() };
  const files = paths.map((path) => readFile(path, context));
  const main = files[0]!;
  for (const file of files.slice(1)) {
    if (file.isV1 !== main.isV1) {
      throw new ComposeError(
        `Version mismatch: file ${main.path} specifies version ${main.isV1 ? '1' : '3.9'} but extension file ${file.path} uses version ${file.isV1 ? '1' : '3.9'}`,
      );
    }
  }
  let services: Record<string, Dict> = {};
  const merged: Record<string, Record<string, Dict>> = { networks: {}, volumes: {}, secrets: {}, configs: {} };
  for (const [index, file] of files.entries()) {
    services =
      index === 0
        ? file.services
        : ((mergeModels({ services }, { services: file.services }).services as Record<string, Dict>) ?? {});
    for (const kind of Object.keys(merged)) {
      for (const [name, value] of Object.entries(file.sections[kind] ?? {}))
        setKey(merged[kind]!, name, section(kind, name, value, workingDir));
    }
  }
  for (const name of Object.keys(services)) {
    setKey(services, name, resolveExtends(name, services, main, context, []));
  }
  for (const [name, service] of Object.entries(services))
    validateService(name, service, services, merged, main.isV1, disk);
  return {
    version: main.version,
    isV1: main.isV1,
    services,
    ...(merged as Omit<LegacyConfig, 'version' | 'isV1' | 'services'>),
  };
}

interface Context {
  environment: ReadonlyMap<string, string>;
  disk: ProjectFiles;
  warn: (message: string) => void;
  workingDir: string;
  warned: Set<string>;
}

interface LegacyFile {
  path: string;
  version: string;
  isV1: boolean;
  services: Record<string, Dict>;
  sections: Record<string, Record<string, unknown>>;
}

function readFile(path: string, context: Context): LegacyFile {
  const text = context.disk.read(path);
  const shown = `./${path.slice(path.lastIndexOf('/') + 1)}`;
  if (text === undefined) throw new ComposeError(`.FileNotFoundError: [Errno 2] No such file or directory: '${shown}'`);
  let config: unknown;
  try {
    config = parse(text, K8S_SCHEMA) ?? null;
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    // Simplified: PyYAML's own words for each fault are not known here.
    throw new ComposeError(
      `yaml.parser.ParserError: ${error.reason}\n  in "${shown}", line ${error.line}, column ${error.column}`,
    );
  }
  if (!isDict(config)) {
    const type =
      config === null ? 'NoneType' : Array.isArray(config) ? 'list' : typeof config === 'string' ? 'str' : 'int';
    throw new ComposeError(`Top level object in '${shown}' needs to be an object not '<class '${type}'>'.`);
  }
  const stated = own(config, 'version');
  const isV1 =
    (stated === undefined || stated === null || stated === '' || isDict(stated)) &&
    !config.services &&
    !config.networks &&
    !config.volumes;
  if (stated !== undefined && !isDict(stated)) {
    if (typeof stated !== 'string') throw new ComposeError(`Version in "${shown}" is invalid - it should be a string.`);
    if (!/^[1-3]+(\.\d+)?$/.test(stated)) throw new ComposeError(`Version "${stated}" in "${shown}" is invalid.`);
    if (stated.startsWith('1')) throw new ComposeError(`Version in "${shown}" is invalid. ${EXPLANATION}`);
  }
  const checked = (value: unknown, kind: string): Record<string, unknown> => {
    if (value === undefined) return {};
    if (!isDict(value))
      throw new ComposeError(`In file '${shown}', ${kind} must be a mapping, not ${an(typeName(value))}.`);
    for (const [key, item] of Object.entries(value)) {
      if (item !== null && !isDict(item))
        throw new ComposeError(`In file '${shown}', ${kind} '${key}' must be a mapping not ${an(typeName(item))}.`);
    }
    return interpolateLegacy(value, kind, context, isV1);
  };
  const services = checked(isV1 ? config : own(config, 'services'), 'service') as Record<string, Dict>;
  const sections: Record<string, Record<string, unknown>> = {};
  if (!isV1)
    for (const kind of ['volumes', 'networks', 'secrets', 'configs'])
      sections[kind] = checked(own(config, kind), kind.slice(0, -1));
  validateKeys(shown, config, services, isV1);
  return { path: shown, version: isV1 ? '1' : ((stated as string | undefined) ?? '3.9'), isV1, services, sections };
}

function validateKeys(file: string, config: Dict, services: Record<string, Dict>, isV1: boolean): void {
  const errors: string[] = [];
  const spec = composeSpec as unknown as JsonSchema;
  const known = spec.definitions!.service!.properties!;
  if (!isV1) {
    for (const key of Object.keys(config)) {
      if (['version', 'services', 'networks', 'volumes', 'secrets', 'configs'].includes(key) || key.startsWith('x-'))
        continue;
      errors.push(`'${key}' does not match any of the regexes: '^x-'\n\n${EXPLANATION}`);
    }
  }
  for (const [name, service] of Object.entries(services)) {
    for (const key of Object.keys(service)) {
      const fine = isV1
        ? V1_ONLY.includes(key)
        : key.startsWith('x-') || (Object.hasOwn(known, key) && !TOO_NEW.has(key));
      if (fine) continue;
      const where = isV1 ? name : `services.${name}`;
      errors.push(
        `Unsupported config option for ${where}: '${key}'${HINTS[key] ? ` (did you mean '${HINTS[key]}'?)` : ''}`,
      );
    }
  }
  if (errors.length > 0)
    throw new ComposeError(`The Compose file '${file}' is invalid because:\n${errors.sort().join('\n')}`);
}

function section(kind: string, name: string, value: unknown, workingDir: string): Dict {
  const item: Dict = isDict(value) ? { ...value } : {};
  if (item.external !== undefined && item.external !== false) {
    if (isDict(item.external)) item.name = item.external.name;
    else item.name ??= name;
    item.external = true;
  }
  if (typeof item.file === 'string' && (kind === 'secrets' || kind === 'configs'))
    item.file = joinPath(workingDir, item.file);
  if (item.labels !== undefined) item.labels = pairs(item.labels, '');
  return item;
}

/** `KEY=value` lists as a mapping. */
export const pairs = (value: unknown, missing: unknown): Dict =>
  isDict(value)
    ? { ...value }
    : Object.fromEntries(
        (Array.isArray(value) ? value : []).map((item) => {
          const text = String(item);
          const at = text.indexOf('=');
          return at < 0 ? [text, missing] : [text.slice(0, at), text.slice(at + 1)];
        }),
      );

function resolveExtends(
  name: string,
  services: Record<string, Dict>,
  file: LegacyFile,
  context: Context,
  seen: readonly string[],
): Dict {
  const service = services[name]!;
  const extension = service.extends;
  if (extension === undefined) return processService(service, context);
  const ref = isDict(extension) ? (extension.service as string) : (extension as string);
  const at = `${name} in ${joinPath(context.workingDir, file.path)}`;
  if (seen.includes(at)) throw new ComposeError(`Circular reference:\n  ${[...seen, at].join('\n  extends ')}`);
  const other =
    isDict(extension) && typeof extension.file === 'string' ? joinPath(context.workingDir, extension.file) : undefined;
  const from = other === undefined ? file : readFile(other, context);
  const path = other ?? joinPath(context.workingDir, file.path);
  if (!from.services[ref]) throw new ComposeError(`Cannot extend service '${ref}' in ${path}: Service not found`);
  const inner = other === undefined ? context : { ...context, workingDir: folderOf(other) };
  const base = resolveExtends(ref, clone(from.services), from, inner, [...seen, at]);
  for (const key of ['links', 'volumes_from', 'depends_on']) {
    if (base[key] !== undefined)
      throw new ComposeError(`Cannot extend service '${ref}' in ${path}: services with '${key}' cannot be extended`);
  }
  const { extends: _, ...rest } = service;
  void _;
  return extendService(base, processService(rest, context));
}

function processService(service: Dict, { workingDir, environment, disk }: Context): Dict {
  const out: Dict = { ...service };
  const files =
    out.env_file === undefined
      ? []
      : Array.isArray(out.env_file)
        ? (out.env_file as string[])
        : [out.env_file as string];
  if (out.environment !== undefined || files.length > 0) {
    const env: Dict = {};
    for (const file of files) {
      const path = joinPath(workingDir, file);
      const text = disk.kind(path) === 'file' ? disk.read(path) : undefined;
      if (text === undefined) throw new ComposeError(`Couldn't find env file: ${path}`);
      for (const [key, value] of parseDotenv(text, (name) => environment.get(name))) env[key] = value;
    }
    for (const [key, value] of Object.entries(pairs(out.environment ?? {}, null)))
      env[key] = value ?? environment.get(key) ?? null;
    out.environment = env;
    delete out.env_file;
  }
  if (typeof out.build === 'string') out.build = { context: out.build };
  if (isDict(out.build)) {
    const build: Dict = { ...out.build };
    if (typeof build.context === 'string' && !/^(https?:\/\/|git:\/\/|github\.com\/|git@)/.test(build.context))
      build.context = joinPath(workingDir, build.context);
    if (build.args !== undefined)
      build.args = Object.fromEntries(
        Object.entries(pairs(build.args, null)).map(([k, v]) => [
          k,
          v === null ? (environment.get(k) ?? null) : String(v as string),
        ]),
      );
    if (build.labels !== undefined) build.labels = pairs(build.labels, '');
    out.build = build;
  }
  if (out.dockerfile !== undefined) {
    out.build = { ...(isDict(out.build) ? out.build : {}), dockerfile: out.dockerfile };
    delete out.dockerfile;
  }
  if (Array.isArray(out.volumes)) {
    out.volumes = out.volumes.map((volume) => {
      if (isDict(volume))
        return typeof volume.source === 'string' && /^[.~]/.test(volume.source)
          ? { ...volume, source: joinPath(workingDir, volume.source) }
          : volume;
      const [host, ...rest] = String(volume).split(':');
      return rest.length > 0 && host!.startsWith('.') ? [joinPath(workingDir, host!), ...rest].join(':') : volume;
    });
  }
  for (const key of ['labels', 'sysctls']) if (out[key] !== undefined) out[key] = pairs(out[key], '');
  if (Array.isArray(out.depends_on))
    out.depends_on = Object.fromEntries(out.depends_on.map((name) => [String(name), { condition: 'service_started' }]));
  for (const key of ['dns', 'dns_search', 'tmpfs']) if (typeof out[key] === 'string') out[key] = [out[key]];
  if (out.net !== undefined) {
    out.network_mode = out.net;
    delete out.net;
  }
  if (out.log_driver !== undefined || out.log_opt !== undefined) {
    out.logging = {
      ...(out.log_driver !== undefined && { driver: out.log_driver }),
      ...(out.log_opt !== undefined && { options: out.log_opt }),
    };
    delete out.log_driver;
    delete out.log_opt;
  }
  if (Array.isArray(out.networks)) out.networks = Object.fromEntries(out.networks.map((name) => [String(name), null]));
  return out;
}

function validateService(
  name: string,
  service: Dict,
  services: Record<string, Dict>,
  merged: Record<string, Record<string, Dict>>,
  isV1: boolean,
  disk: ProjectFiles,
): void {
  if (service.image === undefined && service.build === undefined) {
    throw new ComposeError(
      `The Compose file is invalid because:\nService ${name} has neither an image nor a build context specified. At least one must be provided.`,
    );
  }
  if (isV1 && service.image !== undefined && service.build !== undefined) {
    throw new ComposeError(
      `The Compose file is invalid because:\nService ${name} has both an image and build path specified. A service can either be built to image or use an existing image, not both.`,
    );
  }
  const context = isDict(service.build) ? service.build.context : undefined;
  if (typeof context === 'string' && context.startsWith('/') && disk.kind(context) === undefined) {
    throw new ComposeError(`build path ${context} either does not exist, is not accessible, or is not a valid URL.`);
  }
  if (service.network_mode !== undefined && service.networks !== undefined)
    throw new ComposeError("'network_mode' and 'networks' cannot be combined");
  for (const other of Object.keys(isDict(service.depends_on) ? service.depends_on : {})) {
    if (!services[other]) throw new ComposeError(`Service '${name}' depends on service '${other}' which is undefined.`);
  }
  for (const link of Array.isArray(service.links) ? service.links : []) {
    if (!services[String(link).split(':')[0]!])
      throw new ComposeError(`Service '${name}' has a link to service '${String(link)}' which is undefined.`);
  }
  if (isV1) return;
  for (const volume of Array.isArray(service.volumes) ? service.volumes : []) {
    const spec = isDict(volume)
      ? volume.type === 'volume'
        ? (volume.source as string | undefined)
        : undefined
      : String(volume).includes(':')
        ? String(volume).split(':')[0]
        : undefined;
    if (spec === undefined || /^[./~]/.test(spec) || merged.volumes![spec]) continue;
    const shown = isDict(volume)
      ? JSON.stringify(volume)
      : String(volume).split(':').length === 2
        ? `${String(volume)}:rw`
        : String(volume);
    throw new ComposeError(
      `Named volume "${shown}" is used in service "${name}" but no declaration was found in the volumes section.`,
    );
  }
  for (const network of Object.keys(isDict(service.networks) ? service.networks : {})) {
    if (network !== 'default' && !merged.networks![network])
      throw new ComposeError(`Service "${name}" uses an undefined network "${network}"`);
  }
}
