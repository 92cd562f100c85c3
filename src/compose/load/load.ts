import { ComposeError } from '../errors';
import { goBadString, goType } from '../go-format';
import { mostSpecific, validate } from '../schema/json-schema';
import composeSpec from '../schema/compose-spec.json';
import { clone, isDict, own, sameValue, setKey, type Dict } from '../tree';
import { canonical } from './canonical';
import { checkModel, setDefaults } from './defaults';
import { parseDotenv } from './dotenv';
import { folderOf, joinPath, relativePath, type ProjectFiles } from './files';
import { interpolate } from './interpolate';
import { extendService, mergeModels } from './merge';
import { normalize } from './normalize';
import { resolvePaths } from './paths';
import { applyResets, asModel, readSource, type SourceDocument } from './source';
import { enforceUnicity } from './unicity';

/** A Compose file to load; `content` stands for a file that is not on the disk (standard input). */
export interface ConfigFile {
  readonly path: string;
  readonly content?: string;
}

export interface LoadOptions {
  readonly files: ProjectFiles;
  readonly workingDir: string;
  readonly environment: ReadonlyMap<string, string>;
  /** The name by folder, `-p` or COMPOSE_PROJECT_NAME. */
  readonly projectName: string;
  /** Whether that name wins over a `name:` in the files. */
  readonly nameIsSet?: boolean;
  readonly home?: string;
  readonly interpolate?: boolean;
  readonly resolvePaths?: boolean;
  readonly normalize?: boolean;
  readonly warn: (message: string) => void;
}

interface Context extends LoadOptions {
  readonly base: string;
  readonly validating: boolean;
  readonly extending: boolean;
  readonly including: boolean;
  readonly environment: ReadonlyMap<string, string>;
  readonly warned: Set<string>;
  readonly named: boolean;
}

/** The whole model of a project, in its long form and not yet typed. Throws ComposeError. */
export function loadModel(files: readonly ConfigFile[], options: LoadOptions): { model: Dict; name: string } {
  const context: Context = {
    ...options,
    base: options.workingDir,
    validating: true,
    extending: true,
    including: true,
    warned: new Set(),
    named: options.nameIsSet !== true,
  };
  const name = projectName(files, context);
  const environment = new Map(options.environment).set('COMPOSE_PROJECT_NAME', name);
  const model = loadFiles(files, { ...context, environment }, []);
  if (Object.keys(model).length === 0) throw new ComposeError('empty compose file');
  if (name === '') throw new ComposeError('project name must not be empty');
  if (options.normalize === false) return { model, name };
  return { model: normalize(model, name, (key) => environment.get(key)), name };
}

const INVALID_NAME =
  'must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number';

/** The words for a project name that cannot be. */
export const invalidName = (name: string): ComposeError =>
  new ComposeError(`invalid project name ${JSON.stringify(name)}: ${INVALID_NAME}`, ['name']);

/** A folder's or file's name as a project name: what may not be in it is left out. */
export const normalizeName = (name: string): string =>
  (name.toLowerCase().match(/[a-z0-9_-]/g) ?? []).join('').replace(/^[_-]+/, '');

function projectName(files: readonly ConfigFile[], context: Context): string {
  if (context.nameIsSet) {
    if (normalizeName(context.projectName) !== context.projectName) throw invalidName(context.projectName);
    return context.projectName;
  }
  let found = '';
  for (const file of files) {
    let documents: SourceDocument[];
    try {
      documents = readSource(contentOf(file, context), file.path, true);
    } catch (error) {
      if (error instanceof ComposeError && /^(yaml|open)/.test(error.message)) throw error;
      continue;
    }
    for (const { value } of documents) {
      const name = isDict(value) ? own(value, 'name') : undefined;
      if (typeof name === 'string' && name !== '') found = name;
    }
  }
  if (context.interpolate !== false) {
    found = interpolate({ name: found }, (key) => context.environment.get(key), context.warn).name as string;
  }
  if (context.normalize !== false) found = normalizeName(found);
  return found === '' ? context.projectName : found;
}

function contentOf(file: ConfigFile, context: LoadOptions): string {
  const text = file.content ?? context.files.read(file.path);
  if (text === undefined) throw new ComposeError(`open ${file.path}: no such file or directory`);
  return text;
}

function loadFiles(files: readonly ConfigFile[], context: Context, included: readonly string[]): Dict {
  let model: Dict = {};
  for (const file of files) model = loadFile(file, context, model, included).model;
  model = setDefaults(model);
  if (context.validating) checkModel(model);
  if (context.resolvePaths !== false) model = resolvePaths(model, context.base, context.home ?? '/root');
  resolveEnvironment(model, context.environment);
  return model;
}

function loadFile(
  file: ConfigFile,
  context: Context,
  before: Dict,
  included: readonly string[],
): { model: Dict; resets: readonly (readonly string[])[] } {
  let model = before;
  let lastResets: readonly (readonly string[])[] = [];
  for (const { value, resets } of readSource(contentOf(file, context), file.path, context.named)) {
    lastResets = resets;
    let config = asModel(value);
    if (context.interpolate !== false) {
      config = interpolate(config, (key) => context.environment.get(key), context.warn);
    }
    if (context.extending) applyExtends(config, file.path, context, resets);
    applyResets(model, resets);
    if (context.including) applyIncludes(config, context, [...included, file.path]);
    model = enforceUnicity(mergeModels(model, config));
    if (context.validating) {
      validateModel(model, file.path);
      if (Object.hasOwn(model, 'version')) {
        if (!context.warned.has(file.path)) {
          context.warn(
            `${file.path}: the attribute \`version\` is obsolete, it will be ignored, please remove it to avoid potential confusion`,
          );
        }
        context.warned.add(file.path);
        delete model.version;
      }
    }
    model = canonical(model, { lenient: context.interpolate === false, warn: context.warn });
    omitEmptyDns(model);
    model = enforceUnicity(model);
  }
  return { model, resets: lastResets };
}

/** Checks a model against the specification's schema. Throws ComposeError. */
export function validateModel(model: Dict, file: string): void {
  const error = validate(composeSpec, model);
  if (!error) return;
  const { path, message } = mostSpecific(error);
  throw new ComposeError(`validating ${file}: ${path.join('.')} ${message}`, path);
}

function omitEmptyDns(model: Dict): void {
  for (const service of Object.values(isDict(model.services) ? model.services : {})) {
    if (isDict(service) && Array.isArray(service.dns)) {
      service.dns = (service.dns as unknown[]).filter((server) => server !== '' && server !== null);
    }
  }
}

interface Extension {
  readonly file: string;
  readonly service: string;
}

function applyExtends(config: Dict, file: string, context: Context, resets: readonly (readonly string[])[]): void {
  if (!Object.hasOwn(config, 'services')) return;
  const services = config.services;
  if (!isDict(services)) throw new ComposeError('services must be a mapping', ['services']);
  for (const name of Object.keys(services)) {
    setKey(services, name, extended(name, services, file, context, [], resets));
  }
}

function extended(
  name: string,
  services: Dict,
  file: string,
  context: Context,
  seen: readonly Extension[],
  resets: readonly (readonly string[])[],
): unknown {
  const service = own(services, name);
  if (service === null || service === undefined) return null;
  if (!isDict(service)) throw new ComposeError(`services.${name} must be a mapping`, ['services', name]);
  const reference = own(service, 'extends');
  if (reference === undefined) return service;
  const ref = isDict(reference) ? own(reference, 'service') : reference;
  if (typeof ref !== 'string') {
    throw new ComposeError(`extends.${name}.service is required`, ['services', name, 'extends']);
  }
  const other = isDict(reference) ? own(reference, 'file') : undefined;
  let from = services;
  let fromFile = file;
  let fromResets: readonly (readonly string[])[] = [];
  let fromContext = context;
  if (other !== undefined && other !== null) {
    const found = baseServices(name, ref, file, goBadString(other), context);
    [from, fromResets, fromContext] = [found.services, found.resets, found.context];
    fromFile = goBadString(other);
  } else if (!Object.hasOwn(services, ref)) {
    throw new ComposeError(
      `cannot extend service ${JSON.stringify(name)} in ${file}: service ${JSON.stringify(ref)} not found`,
      ['services', name, 'extends'],
    );
  }
  if (seen.some((each) => each.file === fromFile && each.service === name)) {
    const trail = [...seen.slice(1), { file: fromFile, service: name }];
    throw new ComposeError(
      ['Circular reference:', `  ${seen[0]!.service} in ${seen[0]!.file}`]
        .concat(trail.map((each) => `  extends ${each.service} in ${each.file}`))
        .join('\n'),
      ['services', name, 'extends'],
    );
  }
  const base = extended(ref, from, fromFile, fromContext, [...seen, { file: fromFile, service: name }], fromResets);
  if (!isDict(base)) return service;
  const source = clone(base);
  applyResets({ services: { [name]: source } }, resets);
  const merged = extendService(source, service);
  delete merged.extends;
  setKey(services, name, merged);
  return merged;
}

function baseServices(name: string, ref: string, file: string, other: string, context: Context) {
  const path = joinPath(context.base, other);
  const folder = folderOf(path);
  const inner: Context = {
    ...context,
    base: folder,
    validating: false,
    extending: false,
    including: false,
    named: false,
  };
  const { model, resets } = loadFile({ path }, inner, {}, []);
  const prefix = `cannot extend service ${JSON.stringify(name)} in`;
  if (!Object.hasOwn(model, 'services')) throw new ComposeError(`${prefix} ${path}: no services section`);
  if (!isDict(model.services)) throw new ComposeError(`${prefix} ${path}: services must be a mapping`);
  if (!Object.hasOwn(model.services, ref)) {
    throw new ComposeError(`${prefix} ${file}: service ${JSON.stringify(ref)} not found in ${other}`, [
      'services',
      name,
      'extends',
    ]);
  }
  // Paths of the other file are seen from where this one's are.
  const relative = context.base.startsWith('/') ? relativePath(context.base, folder) : folder;
  const resolved = resolvePaths(model, relative, context.home ?? '/root');
  return { services: resolved.services as Dict, resets, context: inner };
}

function applyIncludes(config: Dict, context: Context, included: readonly string[]): void {
  const include = own(config, 'include');
  if (include === undefined || include === null) {
    delete config.include;
    return;
  }
  if (!Array.isArray(include)) {
    throw new ComposeError(`\`include\` must be a list, got ${goBadString(include)}`, ['include']);
  }
  for (const entry of include as unknown[]) {
    const item: Dict = typeof entry === 'string' ? { path: entry } : isDict(entry) ? entry : {};
    includeOne(item, config, context, included);
  }
  delete config.include;
}

function includeOne(item: Dict, config: Dict, context: Context, included: readonly string[]): void {
  const list = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (!Array.isArray(value)) return [];
    if (value.some((each) => typeof each !== 'string')) {
      throw new ComposeError(`invalid type ${goType(value)} for string list`, ['include']);
    }
    return value as string[];
  };
  const paths = list(item.path).map((path) => joinPath(context.base, path));
  const main = paths[0];
  if (main === undefined) return;
  const directory =
    typeof item.project_directory === 'string' ? joinPath(context.base, item.project_directory) : folderOf(main);
  if (included.includes(main)) {
    throw new ComposeError(
      `include cycle detected:\n${included[0]!}\n include ${[...included.slice(1), main].join('\n include ')}`,
      ['include'],
    );
  }
  const environment = new Map(context.environment);
  const envFiles = list(item.env_file).map((file) => joinPath(context.base, file));
  if (envFiles.length === 0 && context.files.kind(joinPath(directory, '.env')) === 'file') {
    envFiles.push(joinPath(directory, '.env'));
  }
  for (const file of envFiles) {
    const kind = context.files.kind(file);
    if (kind === undefined) throw new ComposeError(`stat ${file}: no such file or directory`, ['include']);
    if (kind === 'directory') throw new ComposeError(`${file} is not a file`, ['include']);
  }
  for (const [key, value] of readEnvFiles(envFiles, context.environment, context.files, context.warn)) {
    if (!environment.has(key)) environment.set(key, value);
  }
  const imported = loadFiles(
    paths.map((path) => ({ path })),
    { ...context, environment, base: directory, named: false },
    included,
  );
  for (const kind of ['services', 'volumes', 'networks', 'secrets', 'configs', 'models']) {
    const from = own(imported, kind);
    if (!isDict(from)) continue;
    const to = isDict(config[kind]) ? config[kind] : {};
    for (const [name, value] of Object.entries(from)) {
      const other = own(to, name);
      if (other !== undefined && !sameValue(other, value)) {
        throw new ComposeError(`${kind}.${name} conflicts with imported resource`, ['include']);
      }
      setKey(to, name, value);
    }
    config[kind] = to;
  }
}

/** Variables of .env files; what the environment has wins while expanding. Throws ComposeError. */
export function readEnvFiles(
  paths: readonly string[],
  environment: ReadonlyMap<string, string>,
  files: ProjectFiles,
  warn: (message: string) => void,
): Map<string, string> {
  const out = new Map<string, string>();
  for (const path of paths) {
    const kind = files.kind(path);
    if (kind === undefined) throw new ComposeError(`couldn't find env file: ${path}`);
    if (kind === 'directory') throw new ComposeError(`${path} is a directory`);
    try {
      parseDotenv(
        files.read(path) ?? '',
        (key) => environment.get(key) ?? out.get(key),
        out,
        (name) => warn(`The ${JSON.stringify(name)} variable is not set. Defaulting to a blank string.`),
      );
    } catch (error) {
      throw new ComposeError(`failed to read ${path}: ${(error as Error).message}`);
    }
  }
  return out;
}

function resolveEnvironment(model: Dict, environment: ReadonlyMap<string, string>): void {
  for (const service of Object.values(isDict(model.services) ? model.services : {})) {
    if (!isDict(service) || !Array.isArray(service.environment)) continue;
    service.environment = (service.environment as unknown[]).flatMap((item) => {
      if (typeof item !== 'string') return [];
      const found = environment.get(item);
      return [found === undefined ? item : `${item}=${found}`];
    });
  }
  for (const [kind, field] of [
    ['secrets', 'x-#value'],
    ['configs', 'content'],
  ] as const) {
    for (const item of Object.values(isDict(model[kind]) ? model[kind] : {})) {
      if (!isDict(item) || typeof item.environment !== 'string') continue;
      const found = environment.get(item.environment);
      if (found !== undefined) item[field] = found;
    }
  }
}
