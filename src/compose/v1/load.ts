import { loadPython, pythonMessage, pythonText } from '#yaml/python';
import { Fault } from '#yaml/reader';
import { ComposeError } from '../errors';
import { folderOf } from '../load/files';
import { clone, own, setKey, type Dict } from '../tree';
import { checkNamedVolumes, checkService, sortServices } from './checks';
import { interpolateSection, type InterpolationContext } from './interpolate';
import { isMap } from './json-schema';
import { mergeServices } from './merge';
import { parsePairs, textValues } from './pairs';
import { finalizeService, processService, type ServiceContext } from './service';
import { pythonType, validateSchema, validateSection, VERSION_EXPLANATION } from './validate';
import { expandPath } from './values';

/** A project as docker-compose 1 has it after loading, services in the order of their dependencies. */
export interface LegacyConfig {
  /** What stands in the file, `1` for a file of services alone, `3.9` without a version. */
  readonly version: string;
  readonly isV1: boolean;
  readonly services: Record<string, Dict>;
  readonly networks: Record<string, Dict>;
  readonly volumes: Record<string, Dict>;
  readonly secrets: Record<string, Dict>;
  readonly configs: Record<string, Dict>;
}

/** What a project is loaded with. */
export interface LegacyContext extends ServiceContext, InterpolationContext {}

/** A file of a project: its place, and how messages name it. */
export interface LegacyPath {
  readonly path: string;
  readonly shown: string;
}

interface LegacyFile extends LegacyPath {
  readonly config: Dict;
  readonly oddKeys: ReadonlyMap<object, ReadonlyMap<string, unknown>>;
  readonly isV1: boolean;
  readonly version: string;
}

type Section = 'volumes' | 'networks' | 'secrets' | 'configs';
const SECTIONS: readonly Section[] = ['volumes', 'networks', 'secrets', 'configs'];

/** Loads files as docker-compose 1.29 does. Throws ComposeError. Upstream: compose 1.29 config/config.py. */
export function loadLegacy(paths: readonly LegacyPath[], context: LegacyContext): LegacyConfig {
  const read = paths.map((path) => readFile(path, context));
  for (const next of read.slice(1)) sameVersion(read[0]!, next);
  const files = read.map((file) => processFile(file, context));
  const main = files[0]!;
  const sections = Object.fromEntries(SECTIONS.map((kind) => [kind, loadMapping(kind, files, context)])) as Record<
    Section,
    Record<string, Dict>
  >;
  const services = loadServices(files, context);
  if (!main.isV1)
    for (const [name, service] of Object.entries(services)) checkNamedVolumes(name, service, sections.volumes);
  warnOfSwarm(services, context.warn);
  return { version: main.version, isV1: main.isV1, services, ...sections };
}

function readFile({ path, shown }: LegacyPath, context: LegacyContext): LegacyFile {
  const kind = context.disk.kind(path);
  if (kind === 'directory') throw new ComposeError(`.IsADirectoryError: [Errno 21] Is a directory: '${shown}'`);
  const text = kind === undefined ? undefined : context.disk.read(path);
  if (text === undefined) throw new ComposeError(`.FileNotFoundError: [Errno 2] No such file or directory: '${shown}'`);
  let document;
  try {
    document = loadPython(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (error instanceof Fault) throw new ComposeError(pythonMessage(error, shown));
    throw error;
  }
  const { value, oddKeys } = document;
  if (!isMap(value)) {
    const type = pythonType(value);
    throw new ComposeError(`Top level object in '${shown}' needs to be an object not '<class '${type}'>'.`);
  }
  return { path, shown, config: value, oddKeys, ...versionOf(value, shown, oddKeys, context.warn) };
}

const isFalsy = (value: unknown): boolean =>
  !value || (Array.isArray(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0);

function versionOf(
  config: Dict,
  shown: string,
  oddKeys: LegacyFile['oddKeys'],
  warn: (message: string) => void,
): { isV1: boolean; version: string } {
  const stated = own(config, 'version');
  if (isFalsy(stated)) {
    const parts = ['services', 'networks', 'volumes'];
    if (parts.every((part) => isFalsy(own(config, part)))) {
      validateSection(shown, config, 'services', oddKeys);
      return { isV1: true, version: '1' };
    }
    for (const part of parts) validateSection(shown, Object.hasOwn(config, part) ? config[part] : {}, part, oddKeys);
    return { isV1: false, version: '3.9' };
  }
  if (isMap(stated)) {
    warn(
      `Unexpected type for "version" key in "${shown}". Assuming "version" is the name of a service, and defaulting to Compose file version 1.`,
    );
    return { isV1: true, version: '1' };
  }
  if (typeof stated !== 'string') throw new ComposeError(`Version in "${shown}" is invalid - it should be a string.`);
  if (!/^[1-3]+(\.\d+)?$/.test(stated)) throw new ComposeError(`Version "${stated}" in "${shown}" is invalid.`);
  if (stated.startsWith('1')) throw new ComposeError(`Version in "${shown}" is invalid. ${VERSION_EXPLANATION}`);
  return { isV1: false, version: stated };
}

function sameVersion(main: LegacyFile, other: LegacyFile): void {
  if (main.isV1 === other.isV1) return;
  const version = (file: LegacyFile): string => (file.isV1 ? '1' : '3.9');
  throw new ComposeError(
    `Version mismatch: file ${main.shown} specifies version ${version(main)} but extension file ${other.shown} uses version ${version(other)}`,
  );
}

const servicesOf = (file: LegacyFile): Dict => (file.isV1 ? file.config : (file.config.services as Dict));

function processFile(file: LegacyFile, context: LegacyContext, service?: string): LegacyFile {
  const section = (value: unknown, kind: string): Record<string, Dict> => {
    validateSection(file.shown, value, kind, file.oddKeys);
    return context.interpolate
      ? interpolateSection(value as Dict, kind, context, file.isV1)
      : (clone(value) as Record<string, Dict>);
  };
  const of = (kind: string): unknown => (Object.hasOwn(file.config, kind) ? file.config[kind] : {});
  const services = section(file.isV1 ? file.config : of('services'), 'service');
  const config: Dict = file.isV1 ? services : { ...file.config, services };
  if (!file.isV1) for (const kind of SECTIONS) config[kind] = section(of(kind), kind.slice(0, -1));
  validateSchema(file.shown, config, file.isV1);
  if (service !== undefined && !Object.hasOwn(services, service))
    throw new ComposeError(`Cannot extend service '${service}' in ${file.shown}: Service not found`);
  return { ...file, config };
}

function loadMapping(kind: Section, files: readonly LegacyFile[], context: LegacyContext): Record<string, Dict> {
  const out: Record<string, Dict> = {};
  const home = context.environment.get('HOME');
  for (const file of files) {
    if (file.isV1) continue;
    for (const [name, value] of Object.entries(file.config[kind] as Dict)) {
      const item: Dict = isMap(value) ? { ...value } : {};
      setKey(out, name, item);
      if (!isFalsy(item.external)) {
        checkExternal(kind, name, item);
        if (isMap(item.external)) item.name = item.external.name ?? null;
        else if (isFalsy(item.name)) item.name = name;
      }
      if (item.labels !== undefined) item.labels = parsePairs(item.labels, 'labels', '');
      if (typeof item.file === 'string') item.file = expandPath(context.workingDir, item.file, home);
      if (!isMap(item.driver_opts)) continue;
      const options = textValues(item.driver_opts);
      const local = (item.driver ?? 'local') === 'local';
      if (kind === 'volumes' && local && options.o === 'bind' && !isFalsy(options.device))
        options.device = expandPath(context.workingDir, pythonText(options.device), home);
      item.driver_opts = options;
    }
  }
  return out;
}

function checkExternal(kind: Section, name: string, item: Dict): void {
  const wrong = Object.keys(item).some(
    (key) => key !== 'external' && key !== 'name' && !(kind === 'networks' && key === 'driver'),
  );
  if (!wrong) return;
  const type = `${kind[0]!.toUpperCase()}${kind.slice(1, -1)}`;
  const others = Object.keys(item).filter((key) => key !== 'external');
  throw new ComposeError(
    `${type} ${name} declared as external but specifies additional attributes (${others.join(', ')}).`,
  );
}

function loadServices(files: readonly LegacyFile[], context: LegacyContext): Record<string, Dict> {
  const main = files[0]!;
  const all = files.map(servicesOf).reduce((base, override) => {
    const names = new Set([...Object.keys(base), ...Object.keys(override)]);
    return Object.fromEntries(
      [...names].map((name) => {
        const [first, second] = [(own(base, name) ?? {}) as Dict, (own(override, name) ?? {}) as Dict];
        const merged = mergeServices(first, second, main.isV1);
        const extension = second.extends ?? first.extends;
        if (extension !== undefined) merged.extends = extension;
        return [name, merged];
      }),
    );
  });
  const names = Object.keys(all);
  const built: Record<string, Dict> = {};
  for (const name of names) {
    const resolved = resolveExtends(all[name] as Dict, name, main.path, main, context, []);
    const service = processService(resolved, context);
    checkService(name, service, names, main.isV1, context.disk);
    setKey(built, name, finalizeService(service, names, main.isV1, context));
  }
  return sortServices(built);
}

function resolveExtends(
  service: Dict,
  name: string,
  path: string,
  main: LegacyFile,
  context: LegacyContext,
  seen: readonly string[],
): Dict {
  const signature = `${name} in ${path}`;
  if (seen.includes(signature))
    throw new ComposeError(`Circular reference:\n  ${[...seen, signature].join('\n  extends ')}`);
  if (service.extends === undefined) return service;
  const extension = isMap(service.extends) ? service.extends : { service: service.extends };
  const other = String(extension.service);
  const from =
    extension.file === undefined
      ? path
      : expandPath(context.workingDir, pythonText(extension.file), context.environment.get('HOME'));
  let base: unknown;
  if (from === main.path) {
    base = own(servicesOf(main), other);
    if (base === undefined) throw new ComposeError(`Cannot extend service '${other}' in ${from}: Service not found`);
  } else {
    const file = readFile({ path: from, shown: from }, context);
    sameVersion(main, file);
    base = servicesOf(processFile(file, { ...context, interpolate: true }, other))[other];
  }
  const inner = { ...context, workingDir: folderOf(from) };
  const resolved = resolveExtends(base as Dict, other, from, main, inner, [...seen, signature]);
  const extended = processService(resolved, inner);
  refuseExtended(extended, from, other);
  return mergeServices(extended, service, main.isV1);
}

function refuseExtended(service: Dict, file: string, name: string): void {
  const refuse = (what: string): ComposeError =>
    new ComposeError(`Cannot extend service '${name}' in ${file}: services with '${what}' cannot be extended`);
  const refers = (value: unknown, kind: string): boolean => typeof value === 'string' && value.startsWith(`${kind}:`);
  if (service.links !== undefined) throw refuse('links');
  if (service.volumes_from !== undefined) throw refuse('volumes_from');
  if (refers(service.net, 'container')) throw refuse('net: container');
  if (refers(service.network_mode, 'service')) throw refuse('network_mode: service');
  if (service.depends_on !== undefined) throw refuse('depends_on');
}

function warnOfSwarm(services: Record<string, Dict>, warn: (message: string) => void): void {
  const names = Object.keys(services).filter((name) => !isFalsy(services[name]!.configs));
  if (names.length === 0) return;
  warn(
    `Some services (${names.sort().join(', ')}) use the 'configs' key, which will be ignored. Compose does not support 'configs' configuration - use \`docker stack deploy\` to deploy to a swarm.`,
  );
}
