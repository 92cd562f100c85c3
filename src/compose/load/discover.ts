import { ComposeError } from '../errors';
import { folderOf, joinPath, type ProjectFiles } from './files';
import { invalidName, normalizeName, readEnvFiles, type ConfigFile } from './load';

const FILE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDE_NAMES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** What the command line and environment say about which project is meant. */
export interface Selection {
  readonly files: readonly string[];
  readonly projectName?: string;
  readonly projectDirectory?: string;
  readonly envFiles: readonly string[];
  readonly profiles: readonly string[];
}

/** Which files make up the project, and with which environment. */
export interface Discovered {
  readonly files: ConfigFile[];
  readonly workingDir: string;
  readonly environment: Map<string, string>;
  readonly projectName: string;
  readonly nameIsSet: boolean;
  readonly profiles: readonly string[];
}

/** Finds a project's files as `docker compose` does. Throws ComposeError. Upstream: compose-go cli/options.go. */
export function discover(
  selection: Selection,
  cwd: string,
  env: ReadonlyMap<string, string>,
  disk: ProjectFiles,
  warn: (message: string) => void,
  standardInput?: string,
): Discovered {
  const environment = new Map(env);
  const name = selection.projectName ?? '';
  if (name !== '' && normalizeName(name) !== name) throw invalidName(name);
  const given = selection.projectDirectory;
  let paths = selection.files.map((file) => (file === '-' ? '-' : joinPath(cwd, file)));
  const workingDir = (): string => {
    if (given !== undefined && given !== '') return joinPath(cwd, given);
    const first = paths.find((path) => path !== '-');
    return first === undefined ? cwd : folderOf(first);
  };
  const readEnv = (): void => {
    const disabled = ['1', 't', 'true', 'T', 'TRUE', 'True'].includes(env.get('COMPOSE_DISABLE_ENV_FILE') ?? '');
    let files = selection.envFiles.map((file) => joinPath(cwd, file));
    const standard = joinPath(workingDir(), '.env');
    if (files.length === 0 && !disabled && disk.kind(standard) === 'file') files = [standard];
    for (const [key, value] of readEnvFiles(files, environment, disk, warn)) {
      if (!environment.has(key)) environment.set(key, value);
    }
  };
  readEnv();
  if (paths.length === 0) {
    const list = environment.get('COMPOSE_FILE');
    const separator = environment.get('COMPOSE_PATH_SEPARATOR') ?? ':';
    if (list !== undefined) {
      paths = list.split(separator === '' ? ':' : separator).map((file) => (file === '-' ? '-' : joinPath(cwd, file)));
    } else paths = findFiles(workingDir(), disk, warn);
  }
  if (paths.length === 0) throw new ComposeError('no configuration file provided: not found');
  readEnv();
  const directory = workingDir();
  const wanted = name !== '' ? name : (environment.get('COMPOSE_PROJECT_NAME') ?? '');
  if (wanted !== '' && normalizeName(wanted) !== wanted) throw invalidName(wanted);
  const profiles =
    selection.profiles.length > 0
      ? selection.profiles
      : (environment.get('COMPOSE_PROFILES') ?? '').split(',').map((profile) => profile.trim());
  return {
    files: paths.map((path) =>
      path === '-' ? { path: joinPath(directory, '-'), content: standardInput ?? '' } : { path },
    ),
    workingDir: directory,
    environment,
    projectName: wanted !== '' ? wanted : normalizeName(directory.slice(directory.lastIndexOf('/') + 1)),
    nameIsSet: wanted !== '',
    profiles,
  };
}

function findFiles(from: string, disk: ProjectFiles, warn: (message: string) => void): string[] {
  for (let folder = from; ; folder = folderOf(folder)) {
    const found = FILE_NAMES.map((name) => joinPath(folder, name)).filter((path) => disk.kind(path) !== undefined);
    if (found.length > 0) {
      if (found.length > 1) {
        warn(`Found multiple config files with supported names: ${found.join(', ')}`);
        warn(`Using ${found[0]!}`);
      }
      const overrides = OVERRIDE_NAMES.map((name) => joinPath(folder, name)).filter((p) => disk.kind(p) !== undefined);
      if (overrides.length > 1) {
        warn(`Found multiple override files with supported names: ${overrides.join(', ')}`);
        warn(`Using ${overrides[0]!}`);
      }
      return [found[0]!, ...overrides.slice(0, 1)];
    }
    if (folder === '/') return [];
  }
}
