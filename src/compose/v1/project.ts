import { canonical } from '../load/canonical';
import { setDefaults } from '../load/defaults';
import { folderOf, joinPath, type ProjectFiles } from '../load/files';
import { interpolate } from '../load/interpolate';
import { readEnvFiles } from '../load/load';
import { normalize } from '../load/normalize';
import type { Selection } from '../load/discover';
import { decodeStruct } from '../model/decode';
import { selectServices, type Project } from '../model/project';
import { ComposeError } from '../errors';
import { clone, type Dict } from '../tree';
import { loadLegacy, type LegacyConfig } from './load';

const NAMES = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'];
const OVERRIDES = [
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
  'compose.override.yml',
  'compose.override.yaml',
];

/** Where docker-compose 1 looks. */
export interface LegacyPlace {
  readonly cwd: string;
  readonly env: ReadonlyMap<string, string>;
  readonly files: ProjectFiles;
  readonly warn: (message: string) => void;
}

/** Finds and loads a project's files. Throws ComposeError. */
export function openLegacy(
  selection: Selection,
  place: LegacyPlace,
): { config: LegacyConfig; name: string; workingDir: string; paths: string[]; environment: Map<string, string> } {
  const environment = new Map(place.env);
  const start = selection.projectDirectory !== undefined ? joinPath(place.cwd, selection.projectDirectory) : place.cwd;
  const envFiles =
    selection.envFiles.length > 0
      ? selection.envFiles.map((file) => joinPath(place.cwd, file))
      : [joinPath(start, '.env')].filter((file) => place.files.kind(file) === 'file');
  for (const [key, value] of readEnvFiles(envFiles, place.env, place.files, () => undefined))
    if (!environment.has(key)) environment.set(key, value);
  const listed = selection.files.length > 0 ? selection.files : (environment.get('COMPOSE_FILE')?.split(':') ?? []);
  const paths = listed.length > 0 ? listed.map((file) => joinPath(place.cwd, file)) : find(start, place);
  const workingDir = selection.projectDirectory !== undefined ? start : folderOf(paths[0]!);
  const config = loadLegacy(paths, workingDir, environment, place.files, place.warn);
  const wanted =
    selection.projectName ??
    environment.get('COMPOSE_PROJECT_NAME') ??
    workingDir.slice(workingDir.lastIndexOf('/') + 1);
  const name = wanted.toLowerCase().replace(/[^-_a-z0-9]/g, '');
  return { config, name: name === '' ? 'default' : name, workingDir, paths, environment };
}

function find(from: string, { files, warn }: LegacyPlace): string[] {
  for (let folder = from; ; folder = folderOf(folder)) {
    const found = NAMES.filter((name) => files.kind(joinPath(folder, name)) !== undefined);
    if (found.length > 0) {
      if (found.length > 1) {
        warn(`Found multiple config files with supported names: ${found.join(', ')}`);
        warn(`Using ${found[0]!}\n`);
      }
      const overrides = OVERRIDES.map((name) => joinPath(folder, name)).filter(
        (path) => files.kind(path) !== undefined,
      );
      if (overrides.length > 1)
        throw new ComposeError(
          `Multiple override files found: ${overrides.join(', ')}. You may only use a single override file.`,
        );
      return [joinPath(folder, found[0]!), ...overrides];
    }
    if (folder === '/') break;
  }
  throw new ComposeError(
    `\n        Can't find a suitable configuration file in this directory or any\n        parent. Are you in the right directory?\n\n        Supported filenames: ${NAMES.join(', ')}\n        `,
  );
}

/** The same project in the form that the engine works with. Throws ComposeError. */
export function legacyProject(selection: Selection, place: LegacyPlace, services: readonly string[]): Project {
  const { config, name, workingDir, paths, environment } = openLegacy(selection, place);
  let model: Dict = clone({
    services: config.services,
    networks: config.networks,
    volumes: config.volumes,
    secrets: config.secrets,
    configs: config.configs,
  }) as unknown as Dict;
  if (config.isV1)
    for (const service of Object.values(model.services as Record<string, Dict>)) service.network_mode ??= 'bridge';
  // Variables are replaced already; this casts texts to numbers and booleans.
  model = interpolate(
    JSON.parse(JSON.stringify(model).replaceAll('$', '$$$$')) as Dict,
    () => undefined,
    () => undefined,
  );
  model = setDefaults(canonical(model, { lenient: false, warn: place.warn }));
  model = normalize(model, name, (key) => environment.get(key));
  delete model.name;
  const typed = decodeStruct('Project', model, '');
  const of = (kind: string): Record<string, Dict> => (typed[kind] as Record<string, Dict> | undefined) ?? {};
  const project: Project = {
    name,
    workingDir,
    composeFiles: paths.map((path) => path.slice(path.lastIndexOf('/') + 1)),
    environment,
    services: of('services'),
    disabled: {},
    networks: of('networks'),
    volumes: of('volumes'),
    secrets: of('secrets'),
    configs: of('configs'),
    models: {},
    extensions: undefined,
  };
  for (const service of services) if (!project.services[service]) throw new ComposeError(`No such service: ${service}`);
  selectServices(project, services);
  return project;
}
