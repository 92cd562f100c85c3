import { discover, type Selection } from './load/discover';
import type { ProjectFiles } from './load/files';
import { loadModel } from './load/load';
import { asModel, checkContainerNames, dropUnused, loadProject, selectServices, type Project } from './model/project';
import { renderJson, renderYaml } from './model/render';
import { ComposeError } from './errors';
import { goJson } from './model/render';
import { dump } from '#yaml/dump';
import type { Dict } from './tree';

/** Where a project is loaded from. */
export interface LoadPlace {
  readonly cwd: string;
  readonly env: ReadonlyMap<string, string>;
  readonly files: ProjectFiles;
  readonly warn: (message: string) => void;
  readonly standardInput?: string;
}

/** The switches of `docker compose config` that change what is loaded. */
export interface ConfigSwitches {
  readonly interpolate?: boolean;
  readonly resolvePaths?: boolean;
  readonly normalize?: boolean;
  readonly consistency?: boolean;
  readonly resolveEnvFiles?: boolean;
  readonly allResources?: boolean;
}

/** Finds and loads the project that a command means, with only the named services. Throws ComposeError. */
export function openProject(
  selection: Selection,
  place: LoadPlace,
  services: readonly string[] = [],
  switches: ConfigSwitches = {},
): Project {
  const found = discover(selection, place.cwd, place.env, place.files, place.warn, place.standardInput);
  const project = loadProject(found.files, {
    ...place,
    ...found,
    files: place.files,
    ...switches,
    home: place.env.get('HOME') ?? '/root',
  });
  selectServices(project, services);
  if (switches.allResources !== true) dropUnused(project);
  return project;
}

// `files` of a discovery are the project's, those of a place the disk.
/** `docker compose config`: the text it prints. Throws ComposeError. */
export function renderConfig(
  selection: Selection,
  place: LoadPlace,
  services: readonly string[],
  switches: ConfigSwitches,
  format: string,
): string {
  if (format !== 'yaml' && format !== 'json') throw new ComposeError(`unsupported format ${JSON.stringify(format)}`);
  if (switches.interpolate === false) {
    const model = openModel(selection, place, switches);
    return format === 'json' ? goJson(model, 2) : dump(model, { style: 'compose', sortKeys: true });
  }
  const project = openProject(selection, place, services, switches);
  if (switches.consistency !== false) checkContainerNames(project);
  const text = format === 'json' ? renderJson(asModel(project)) : renderYaml(asModel(project));
  return text.replaceAll('$', () => '$$');
}

/** The untyped model, nothing interpolated where so asked. Throws ComposeError. */
export function openModel(selection: Selection, place: LoadPlace, switches: ConfigSwitches): Dict {
  const found = discover(selection, place.cwd, place.env, place.files, place.warn, place.standardInput);
  return loadModel(found.files, { ...place, ...found, files: place.files, ...switches }).model;
}
