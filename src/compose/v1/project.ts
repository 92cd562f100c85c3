import { PyDate, PyFloat, pythonText } from '#yaml/python';
import { canonical } from '../load/canonical';
import { setDefaults } from '../load/defaults';
import { folderOf, joinPath, type ProjectFiles } from '../load/files';
import { interpolate } from '../load/interpolate';
import { normalize } from '../load/normalize';
import type { Selection } from '../load/discover';
import { decodeStruct } from '../model/decode';
import { applyProfiles, selectServices, type Project } from '../model/project';
import { ComposeError } from '../errors';
import type { Dict } from '../tree';
import { legacyView } from './config';
import { readLegacyEnv } from './dotenv';
import { isMap } from './json-schema';
import { loadLegacy, type LegacyConfig, type LegacyPath } from './load';

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
  /** What `-f -` reads. */
  readonly standardInput?: string;
}

/** Finds and loads a project's files. Throws ComposeError. */
export function openLegacy(
  selection: Selection,
  place: LegacyPlace,
  interpolate = true,
): { config: LegacyConfig; name: string; workingDir: string; paths: string[]; environment: Map<string, string> } {
  const environment = new Map<string, string>();
  const files = selection.files;
  const folder = files[0] === undefined || files[0] === '-' ? undefined : folderOf(joinPath(place.cwd, files[0]));
  const start = selection.projectDirectory !== undefined ? joinPath(place.cwd, selection.projectDirectory) : folder;
  const envFile =
    selection.envFiles[0] === undefined ? `${start ?? place.cwd}/.env` : joinPath(place.cwd, selection.envFiles[0]);
  if (selection.envFiles.length > 0 || place.files.kind(envFile) === 'file') {
    const found = readLegacyEnv(envFile, { disk: place.files, environment: place.env, warn: place.warn });
    for (const [key, value] of found) environment.set(key, value ?? 'None');
  }
  for (const [key, value] of place.env) environment.set(key, value);
  const listed = files.length > 0 ? files : (environment.get('COMPOSE_FILE')?.split(':') ?? []);
  const paths =
    listed.length > 0
      ? listed.map((file) => ({ path: joinPath(place.cwd, file), shown: file.startsWith('/') ? file : `./${file}` }))
      : find(place.cwd, start, place);
  const workingDir = start ?? folderOf(paths[0]!.path);
  const input = files[0] === '-' ? place.standardInput : undefined;
  const disk: ProjectFiles =
    input === undefined
      ? place.files
      : {
          kind: (path) => (path === paths[0]!.path ? 'file' : place.files.kind(path)),
          read: (path) => (path === paths[0]!.path ? input : place.files.read(path)),
        };
  const config = loadLegacy(paths, {
    workingDir,
    environment,
    processEnvironment: place.env,
    disk,
    warn: place.warn,
    warned: new Set(),
    interpolate,
  });
  const wanted =
    selection.projectName ??
    environment.get('COMPOSE_PROJECT_NAME') ??
    workingDir.slice(workingDir.lastIndexOf('/') + 1);
  const name = wanted.toLowerCase().replace(/[^-_a-z0-9]/g, '');
  const all = paths.map(({ path }) => path);
  return { config, name: name === '' ? 'default' : name, workingDir, paths: all, environment };
}

// The current folder and those above it, then the project's folder.
function find(cwd: string, start: string | undefined, place: LegacyPlace): LegacyPath[] {
  const found = findAbove(cwd, place) ?? (start === undefined ? undefined : findAbove(start, place));
  if (found) return found;
  throw new ComposeError(
    `\n        Can't find a suitable configuration file in this directory or any\n        parent. Are you in the right directory?\n\n        Supported filenames: ${NAMES.join(', ')}\n        `,
  );
}

function findAbove(from: string, { files, warn }: LegacyPlace): LegacyPath[] | undefined {
  let shown = '.';
  for (let folder = from; ; folder = folderOf(folder)) {
    const there = (names: readonly string[]): string[] =>
      names.filter((name) => files.kind(joinPath(folder, name)) !== undefined);
    const [winner, ...others] = there(NAMES);
    if (winner !== undefined) {
      if (others.length > 0) {
        warn(`Found multiple config files with supported names: ${[winner, ...others].join(', ')}`);
        warn(`Using ${winner}\n`);
      }
      const overrides = there(OVERRIDES);
      if (overrides.length > 1) {
        const list = overrides.map((name) => `${shown}/${name}`).join(', ');
        throw new ComposeError(`Multiple override files found: ${list}. You may only use a single override file.`);
      }
      return [winner, ...overrides].map((name) => ({ path: joinPath(folder, name), shown: `${shown}/${name}` }));
    }
    if (folder === '/') return undefined;
    shown += '/..';
  }
}

/** The same project in the form that the engine works with. Throws ComposeError. */
export function legacyProject(selection: Selection, place: LegacyPlace, services: readonly string[]): Project {
  const { config, name, workingDir, paths, environment } = openLegacy(selection, place);
  const view = legacyView(config);
  delete view.version;
  // Variables are replaced already; this casts texts to numbers and booleans.
  let model: Dict = interpolate(
    asV2(view, '') as Dict,
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
  const profiles = selection.profiles.length > 0 ? selection.profiles : environment.get('COMPOSE_PROFILES')?.split(',');
  applyProfiles(project, profiles ?? []);
  for (const service of services)
    if (!project.services[service] && !project.disabled[service]) throw new ComposeError(`No such service: ${service}`);
  selectServices(project, services);
  return project;
}

// Compose 2 knows `service` as `volumes_from`'s default only, and texts in places where Python keeps floats.
function asV2(value: unknown, key: string): unknown {
  if (typeof value === 'string') {
    const text = key === 'volumes_from' ? value.replace(/^service:/, '') : value;
    return text.replaceAll('$', () => '$$');
  }
  if (value instanceof PyFloat || value instanceof PyDate) return pythonText(value);
  if (Array.isArray(value)) return value.map((item) => asV2(item, key));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asV2(item, name)]));
}
