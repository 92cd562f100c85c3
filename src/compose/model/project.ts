import { ComposeError } from '../errors';
import { parseDotenv, parseRawEnv } from '../load/dotenv';
import type { ProjectFiles } from '../load/files';
import { loadModel, type ConfigFile, type LoadOptions } from '../load/load';
import { isDict, type Dict } from '../tree';
import { checkConsistency } from './consistency';
import { decodeStruct, EXTENSIONS } from './decode';

/** A loaded project: typed services and resources by name, as the Compose model has them. */
export interface Project {
  name: string;
  readonly workingDir: string;
  readonly composeFiles: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  services: Record<string, Dict>;
  /** Services whose profiles are not active. */
  disabled: Record<string, Dict>;
  networks: Record<string, Dict>;
  volumes: Record<string, Dict>;
  secrets: Record<string, Dict>;
  configs: Record<string, Dict>;
  models: Record<string, Dict>;
  extensions: Dict | undefined;
}

export interface ProjectOptions extends LoadOptions {
  readonly profiles?: readonly string[];
  readonly consistency?: boolean;
  /** False leaves env_file unread (commands that do not create containers). */
  readonly resolveEnvFiles?: boolean;
}

/** Loads a project. Throws ComposeError. Upstream: compose-go loader.LoadWithContext. */
export function loadProject(files: readonly ConfigFile[], options: ProjectOptions): Project {
  const { model, name } = loadModel(files, options);
  delete model.name;
  const typed = decodeStruct('Project', model, '');
  const of = (kind: string): Record<string, Dict> => (typed[kind] as Record<string, Dict> | undefined) ?? {};
  const project: Project = {
    name,
    workingDir: options.workingDir,
    composeFiles: files.map((file) => file.path),
    environment: new Map(options.environment).set('COMPOSE_PROJECT_NAME', name),
    services: of('services'),
    disabled: {},
    networks: of('networks'),
    volumes: of('volumes'),
    secrets: of('secrets'),
    configs: of('configs'),
    models: of('models'),
    extensions: typed[EXTENSIONS] as Dict | undefined,
  };
  applyProfiles(project, options.profiles ?? []);
  if (options.consistency !== false) checkConsistency(asModel(project), project.disabled);
  if (options.resolveEnvFiles !== false) resolveEnvironment(project, options.files, options.warn);
  resolveLabels(project, options.files);
  return project;
}

/** The project as one mapping in the model's form, for rendering. */
export const asModel = (project: Project): Dict => ({
  name: project.name,
  services: project.services,
  ...Object.fromEntries(
    (['networks', 'volumes', 'secrets', 'configs', 'models'] as const)
      .filter((kind) => Object.keys(project[kind]).length > 0)
      .map((kind) => [kind, project[kind]]),
  ),
  ...(project.extensions && { [EXTENSIONS]: project.extensions }),
});

/** Sets aside the services whose profiles are not among the active ones. */
export function applyProfiles(project: Project, profiles: readonly string[]): void {
  const active = (service: Dict): boolean => {
    const own = service.profiles as string[] | undefined;
    return !own || own.length === 0 || profiles.includes('*') || own.some((profile) => profiles.includes(profile));
  };
  const all = Object.entries({ ...project.services, ...project.disabled });
  project.services = Object.fromEntries(all.filter(([, service]) => active(service)));
  project.disabled = Object.fromEntries(all.filter(([, service]) => !active(service)));
}

/** Fills `environment` from env files and the project's own. Throws ComposeError. */
export function resolveEnvironment(project: Project, files: ProjectFiles, warn: (message: string) => void): void {
  for (const service of Object.values(project.services)) {
    const own = Object.entries((service.environment as Record<string, string | null> | undefined) ?? {}).map(
      ([key, value]) => [key, value ?? project.environment.get(key) ?? null] as const,
    );
    const mine = new Map(own);
    const fromFiles = new Map<string, string>();
    for (const file of (service.env_file as Dict[] | undefined) ?? []) {
      const path = file.path as string;
      const text = files.kind(path) === 'file' ? files.read(path) : undefined;
      if (text === undefined) {
        if (file.required === false) continue;
        throw new ComposeError(`env file ${path} not found: stat ${path}: no such file or directory`);
      }
      try {
        const lookup = (key: string): string | undefined =>
          project.environment.get(key) ?? mine.get(key) ?? fromFiles.get(key) ?? undefined;
        const found =
          file.format === 'raw'
            ? parseRawEnv(text)
            : parseDotenv(text, lookup, new Map(), (name) =>
                warn(`The ${JSON.stringify(name)} variable is not set. Defaulting to a blank string.`),
              );
        for (const [key, value] of found) fromFiles.set(key, value);
      } catch (error) {
        throw new ComposeError(`failed to read ${path}: ${(error as Error).message}`);
      }
    }
    if (fromFiles.size > 0 || own.length > 0) service.environment = Object.fromEntries([...fromFiles, ...own]);
    delete service.env_file;
  }
}

function resolveLabels(project: Project, files: ProjectFiles): void {
  for (const service of Object.values(project.services)) {
    const paths = (service.label_file as string[] | undefined) ?? [];
    if (paths.length === 0) continue;
    const labels = new Map<string, string>();
    for (const path of paths) {
      const text = files.kind(path) === 'file' ? files.read(path) : undefined;
      if (text === undefined) {
        throw new ComposeError(`label file ${path} not found: stat ${path}: no such file or directory`);
      }
      for (const [key, value] of parseDotenv(text, (name) => labels.get(name))) labels.set(key, value);
    }
    service.labels = { ...Object.fromEntries(labels), ...(isDict(service.labels) ? service.labels : {}) };
    delete service.label_file;
  }
}

/** Only the named services (all when none) and what they depend on. Throws ComposeError. */
export function selectServices(project: Project, names: readonly string[], withDependencies = true): void {
  if (names.length === 0) return;
  for (const name of names) enable(project, name);
  const chosen = new Set<string>();
  const add = (name: string, required: boolean): void => {
    if (chosen.has(name)) return;
    const service = project.services[name];
    if (!service) {
      if (!required) return;
      throw new ComposeError(`no such service: ${name}`);
    }
    chosen.add(name);
    if (!withDependencies) return;
    for (const [other, dependency] of Object.entries((service.depends_on as Record<string, Dict> | undefined) ?? {})) {
      add(other, dependency.required !== false);
    }
  };
  for (const name of names) add(name, true);
  project.services = Object.fromEntries(
    Object.entries(project.services)
      .filter(([name]) => chosen.has(name))
      .map(([name, service]) => [name, withoutOthers(service, chosen)]),
  );
}

const withoutOthers = (service: Dict, chosen: ReadonlySet<string>): Dict => {
  if (!isDict(service.depends_on)) return service;
  const kept = Object.entries(service.depends_on).filter(([name]) => chosen.has(name));
  const out: Dict = { ...service, depends_on: Object.fromEntries(kept) };
  if (kept.length === 0) delete out.depends_on;
  return out;
};

function enable(project: Project, name: string): void {
  const service = project.disabled[name];
  if (!service) return;
  Reflect.deleteProperty(project.disabled, name);
  project.services[name] = service;
  for (const other of Object.keys((service.depends_on as Dict | undefined) ?? {})) enable(project, other);
}

/** Leaves out networks, volumes, secrets and configs that no service uses. */
export function dropUnused(project: Project): void {
  const used = {
    networks: new Set<string>(),
    volumes: new Set<string>(),
    secrets: new Set<string>(),
    configs: new Set<string>(),
    models: new Set<string>(),
  };
  for (const service of Object.values(project.services)) {
    for (const name of Object.keys((service.networks as Dict | undefined) ?? {})) used.networks.add(name);
    for (const name of Object.keys((service.models as Dict | undefined) ?? {})) used.models.add(name);
    for (const volume of (service.volumes as Dict[] | undefined) ?? []) {
      if (volume.type === 'volume' && volume.source !== undefined) used.volumes.add(volume.source as string);
    }
    const build = service.build as Dict | undefined;
    for (const kind of ['secrets', 'configs'] as const) {
      const references = [
        ...((service[kind] as Dict[] | undefined) ?? []),
        ...((kind === 'secrets' ? (build?.secrets as Dict[] | undefined) : undefined) ?? []),
      ];
      for (const reference of references) used[kind].add(reference.source as string);
    }
  }
  for (const kind of ['networks', 'volumes', 'secrets', 'configs', 'models'] as const) {
    project[kind] = Object.fromEntries(Object.entries(project[kind]).filter(([name]) => used[kind].has(name)));
  }
}

/** Two containers may not want the same name. Throws ComposeError. */
export function checkContainerNames(project: Project): void {
  const names = new Map<string, string>();
  for (const [name, service] of Object.entries(project.services)) {
    const wanted = service.container_name as string | undefined;
    if (wanted === undefined) continue;
    const other = names.get(wanted);
    if (other !== undefined) {
      throw new ComposeError(
        `services.${name}: container name ${JSON.stringify(wanted)} is already in use by service ${other}"`,
      );
    }
    names.set(wanted, wanted);
  }
}
