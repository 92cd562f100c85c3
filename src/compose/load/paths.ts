import { ComposeError } from '../errors';
import { isWindowsAbsolute } from '../model/volume-spec';
import { isDict, matches, own, pattern, type Dict, type Path } from '../tree';
import { joinPath } from './files';

/** Makes a model's relative paths absolute, or relative to a file's folder when `base` is so. Throws ComposeError. */
export function resolvePaths(model: Dict, base: string, home: string): Dict {
  const expand = (path: string): string =>
    path === '~' ? home : path.startsWith('~/') ? joinPath(home, path.slice(2)) : path;
  const absolute = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(absolute);
    if (typeof value !== 'string' || value === '') return value;
    const path = expand(value);
    return path.startsWith('/') ? path : joinPath(base, path);
  };
  const unixOrWindows = (value: unknown): unknown =>
    typeof value !== 'string' || isWindowsAbsolute(value) ? value : value === '' ? base : absolute(value);
  const context = (value: unknown): unknown =>
    typeof value === 'string' &&
    (value.includes('://') || value.startsWith('service:') || /^(github\.com\/|git@)/.test(value))
      ? value
      : absolute(value);
  const volume = (value: unknown): unknown => {
    if (!isDict(value) || own(value, 'type') !== 'bind') return value;
    if (!Object.hasOwn(value, 'source')) {
      throw new ComposeError('invalid mount config for type "bind": field Source must not be empty');
    }
    return { ...value, source: unixOrWindows(value.source) };
  };
  const driverOptions = (value: unknown): unknown => {
    if (!isDict(value) || own(value, 'driver') !== 'local') return value;
    const options = own(value, 'driver_opts');
    if (!isDict(options) || own(options, 'o') !== 'bind' || !Object.hasOwn(options, 'device')) return value;
    return { ...value, driver_opts: { ...options, device: unixOrWindows(options.device) } };
  };
  const resolvers: readonly (readonly [readonly string[], (value: unknown) => unknown])[] = [
    [pattern('services.*.build.context'), context],
    [pattern('services.*.build.additional_contexts.*'), context],
    [pattern('services.*.build.ssh.*'), unixOrWindows],
    [pattern('services.*.env_file.*.path'), absolute],
    [pattern('services.*.label_file.*'), absolute],
    [pattern('services.*.extends.file'), absolute],
    [pattern('services.*.develop.watch.*.path'), absolute],
    [pattern('services.*.volumes.*'), volume],
    [pattern('configs.*.file'), unixOrWindows],
    [pattern('secrets.*.file'), unixOrWindows],
    [pattern('include.path'), absolute],
    [pattern('include.project_directory'), absolute],
    [pattern('include.env_file'), absolute],
    [pattern('volumes.*'), driverOptions],
  ];
  const walk = (value: unknown, path: Path): unknown => {
    const special = resolvers.find(([p]) => matches(path, p));
    if (special) return special[1](value);
    if (Array.isArray(value)) return value.map((item) => walk(item, [...path, '[]']));
    if (!isDict(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]));
  };
  return walk(model, []) as Dict;
}
