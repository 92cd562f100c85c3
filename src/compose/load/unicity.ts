import { ComposeError } from '../errors';
import { goBadString, goType, goValue } from '../go-format';
import { parseVolume } from '../model/volume-spec';
import { isDict, matches, own, pathText, pattern, type Dict, type Path } from '../tree';

type Indexer = (item: unknown, path: Path) => string;

const keyValue: Indexer = (item, path) => {
  if (typeof item !== 'string') throw new ComposeError(`${pathText(path)}: unexpected type ${goType(item)}`, path);
  return item.split('=')[0]!;
};

const target =
  (what: string, short: (text: string) => string): Indexer =>
  (item, path) => {
    if (typeof item === 'string') return short(item);
    if (!isDict(item)) return '';
    const found = own(item, 'target');
    if (typeof found !== 'string') {
      throw new ComposeError(`service ${what} ${pathText(path)} is missing a mount target`, path);
    }
    return found;
  };

const volume = target('volume', (text) => parseVolume(text).target ?? '');
const device = target('device', (text) => text.split(':')[1] ?? text.split(':')[0]!);

const unsupported = (item: unknown, path: Path): ComposeError =>
  new ComposeError(`${pathText(path)}: unsupported expose value ${goBadString(item)}`, path);

const expose: Indexer = (item, path) => {
  if (typeof item === 'string') return item;
  if (typeof item === 'number' && Number.isInteger(item)) return String(item);
  throw unsupported(item, path);
};

const mount =
  (folder: string): Indexer =>
  (item, path) => {
    if (typeof item === 'string') return `${folder}/${item}`;
    if (!isDict(item)) throw unsupported(item, path);
    const found = own(item, 'target');
    return typeof found === 'string' ? found : `${folder}/${goBadString(item.source)}`;
  };

const port: Indexer = (item, path) => {
  if (typeof item === 'string') return item;
  if (typeof item === 'number') return String(item);
  if (!isDict(item)) return '';
  if (!Object.hasOwn(item, 'target')) {
    throw new ComposeError(`service ports ${pathText(path)} is missing a target port`, path);
  }
  const { host_ip = '0.0.0.0', published, target: to, protocol = 'tcp' } = item;
  return `${goBadString(host_ip)}:${goValue(published)}:${goValue(to)}/${goBadString(protocol)}`;
};

const envFile: Indexer = (item, path) => {
  if (typeof item === 'string') return item;
  if (!isDict(item)) return '';
  if (typeof item.path === 'string') return item.path;
  throw new ComposeError(`environment path attribute ${pathText(path)} is missing`, path);
};

const KEYED =
  'networks.*.labels networks.*.ipam.options services.*.annotations services.*.build.args ' +
  'services.*.build.additional_contexts services.*.build.platform services.*.build.tags services.*.build.labels ' +
  'services.*.cap_add services.*.cap_drop services.*.deploy.labels services.*.dns services.*.dns_opt ' +
  'services.*.dns_search services.*.environment services.*.labels services.*.links services.*.networks.*.aliases ' +
  'services.*.networks.*.link_local_ips services.*.profiles services.*.sysctls services.*.tmpfs';

const UNIQUE: readonly (readonly [readonly string[], Indexer])[] = [
  ...KEYED.split(' ').map((path) => [pattern(path), keyValue] as const),
  [pattern('services.*.configs'), mount('')],
  [pattern('services.*.devices'), device],
  [pattern('services.*.env_file'), envFile],
  [pattern('services.*.expose'), expose],
  [pattern('services.*.ports'), port],
  [pattern('services.*.secrets'), mount('/run/secrets')],
  [pattern('services.*.volumes'), volume],
];

/** Keeps of list items that mean the same thing the last, in the first one's place. Throws ComposeError. */
export function enforceUnicity(model: Dict): Dict {
  return walk(model, []) as Dict;
}

function walk(value: unknown, path: Path): unknown {
  if (isDict(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]));
  }
  if (!Array.isArray(value)) return value;
  const indexer = UNIQUE.find(([p]) => matches(path, p))?.[1];
  if (!indexer) return value;
  const items = new Map<string, unknown>();
  for (const [i, item] of value.entries()) items.set(indexer(item, [...path, `[${i}]`]), item);
  return [...items.values()];
}
