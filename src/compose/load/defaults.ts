import { ComposeError } from '../errors';
import { goBadString, goType } from '../go-format';
import { isAddress } from '../model/port-spec';
import { isDict, matches, own, pathText, pattern, type Dict, type Path } from '../tree';

const deviceRequest = (value: unknown, path: Path): unknown => {
  if (!isDict(value))
    throw new ComposeError(`${pathText(path)}: invalid type ${goType(value)} for device request`, path);
  return Object.hasOwn(value, 'count') || Object.hasOwn(value, 'device_ids') ? value : { ...value, count: 'all' };
};

const DEFAULTS: readonly (readonly [readonly string[], (value: unknown, path: Path) => unknown])[] = (
  [
    ['services.*.build', (value) => (isDict(value) ? { context: '.', ...value } : value)],
    [
      'services.*.secrets.*',
      (value, path) => {
        if (isDict(value)) return { target: `/run/secrets/${goBadString(value.source)}`, ...value };
        throw new ComposeError(`${pathText(path)}: unsupported type ${goType(value)}`, path);
      },
    ],
    ['services.*.ports.*', (value) => (isDict(value) ? { protocol: 'tcp', mode: 'ingress', ...value } : value)],
    ['services.*.deploy.resources.reservations.devices.*', deviceRequest],
    ['services.*.gpus.*', deviceRequest],
  ] as readonly [string, (value: unknown, path: Path) => unknown][]
).map(([path, fn]) => [pattern(path), fn] as const);

/** Fills in what may be left out. Throws ComposeError. Upstream: compose-go transform/defaults.go. */
export function setDefaults(model: Dict): Dict {
  const walk = (value: unknown, path: Path): unknown => {
    const special = DEFAULTS.find(([p]) => matches(path, p));
    if (special) return special[1](value, path);
    if (Array.isArray(value)) return value.map((item) => walk(item, [...path, '[]']));
    if (!isDict(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]));
  };
  return walk(model, []) as Dict;
}

const external = (value: unknown, path: Path): void => {
  if (value === null || value === undefined) return;
  if (!isDict(value)) throw new ComposeError(`expected volume, got ${goBadString(value)}`, path);
  if (own(value, 'external') !== true) return;
  const other = Object.keys(value).find((key) => key !== 'name' && key !== 'external' && !key.startsWith('x-'));
  if (other === undefined) return;
  throw new ComposeError(
    `${pathText(path)}: conflicting parameters "external" and ${JSON.stringify(other)} specified`,
    [...path, other],
  );
};

const fileObject =
  (...keys: string[]) =>
  (value: unknown, path: Path): void => {
    if (!isDict(value)) return;
    const count = keys.filter((key) => Object.hasOwn(value, key)).length;
    if (count > 1)
      throw new ComposeError(`${pathText(path)}: ${keys.join('|')} attributes are mutually exclusive`, path);
    if (count === 1 || Object.hasOwn(value, 'driver') || Object.hasOwn(value, 'external')) return;
    throw new ComposeError(`${pathText(path)}: one of ${keys.join('|')} must be set`, path);
  };

const exclusiveDevices = (value: unknown, path: Path): void => {
  if (isDict(value) && Object.hasOwn(value, 'count') && Object.hasOwn(value, 'device_ids')) {
    throw new ComposeError(`${pathText(path)}: "count" and "device_ids" attributes are exclusive`, path);
  }
};

const CHECKS: readonly (readonly [readonly string[], (value: unknown, path: Path) => void])[] = (
  [
    ['volumes.*', external],
    ['configs.*', fileObject('file', 'environment', 'content')],
    ['secrets.*', fileObject('file', 'environment')],
    [
      'services.*.ports.*',
      (value, path) => {
        const ip = isDict(value) ? own(value, 'host_ip') : undefined;
        if (typeof ip === 'string' && !isAddress(ip)) {
          throw new ComposeError(`${pathText(path)}: invalid ip address: ${ip}`, path);
        }
      },
    ],
    [
      'services.*.develop.watch.*.path',
      (value, path) => {
        if (value === '') throw new ComposeError(`${pathText(path)}: value can't be blank`, path);
      },
    ],
    ['services.*.deploy.resources.reservations.devices.*', exclusiveDevices],
    ['services.*.gpus.*', exclusiveDevices],
  ] as readonly [string, (value: unknown, path: Path) => void][]
).map(([path, fn]) => [pattern(path), fn] as const);

/** What the schema cannot say. Throws ComposeError. Upstream: compose-go validation/. */
export function checkModel(value: unknown, path: Path = []): void {
  const special = CHECKS.find(([p]) => matches(path, p));
  if (special) {
    special[1](value, path);
    return;
  }
  if (Array.isArray(value)) for (const item of value) checkModel(item, [...path, '[]']);
  else if (isDict(value)) for (const [key, item] of Object.entries(value)) checkModel(item, [...path, key]);
}
