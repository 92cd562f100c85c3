import { ComposeError } from '../errors';
import { goValue } from '../go-format';
import { clone, isDict, matches, own, pathText, pattern, setKey, type Dict, type Path } from '../tree';

type Merger = (base: unknown, over: unknown, path: Path) => unknown;

const replace: Merger = (_, over) => over;
const sequences: Merger = (base, over) => [...asSequence(base), ...asSequence(over)];
const mappings =
  (fill: Dict | null): Merger =>
  (base, over, path) =>
    mergeMappings(asMapping(base, fill), asMapping(over, fill), path);

const asBuild = (value: unknown): Dict => (typeof value === 'string' ? { context: value } : isDict(value) ? value : {});
const buildMerger: Merger = (base, over, path) => mergeMappings(asBuild(base), asBuild(over), path);

// Options of a logging driver are merged only when both files mean the same driver.
const logging: Merger = (base, over, path) => {
  if (!isDict(base) || !isDict(over)) throw new ComposeError(`cannot override ${pathText(path)}`, path);
  const [b, o] = [own(base, 'driver'), own(over, 'driver')];
  return b === o || b === undefined || o === undefined ? mergeMappings(base, over, path) : over;
};

const extraHosts: Merger = (base, over) => {
  const first = asSequence(base);
  return [...first, ...asSequence(over).filter((host) => !first.includes(host))];
};

const ipamConfig: Merger = (base, over, path) => {
  if (!Array.isArray(base) || !Array.isArray(over)) {
    throw new ComposeError(`${pathText(path)}: unexpected type`, path);
  }
  const out: Dict[] = [];
  const at = (subnet: unknown): number => out.findIndex((pool) => pool.subnet === subnet);
  for (const original of base) {
    const right = asMapping(original, null);
    for (const each of over) {
      const left = asMapping(each, null);
      if (left.subnet !== right.subnet && at(left.subnet) < 0) {
        out.push(left);
        continue;
      }
      const merged = mergeMappings(right, left, path);
      const index = at(merged.subnet);
      if (index >= 0) out[index] = merged;
      else out.push(merged);
    }
  }
  return out;
};

const SPECIAL: readonly (readonly [readonly string[], Merger])[] = (
  [
    ['networks.*.ipam.config', ipamConfig],
    ['networks.*.labels', sequences],
    ['volumes.*.labels', sequences],
    ['services.*.annotations', sequences],
    ['services.*.build', buildMerger],
    ['services.*.build.args', sequences],
    ['services.*.build.additional_contexts', sequences],
    ['services.*.build.extra_hosts', extraHosts],
    ['services.*.build.labels', sequences],
    ['services.*.command', replace],
    ['services.*.depends_on', mappings({ condition: 'service_started', required: true })],
    ['services.*.deploy.labels', sequences],
    ['services.*.dns', sequences],
    ['services.*.dns_opt', sequences],
    ['services.*.dns_search', sequences],
    ['services.*.entrypoint', replace],
    ['services.*.env_file', sequences],
    ['services.*.label_file', sequences],
    ['services.*.environment', sequences],
    ['services.*.extra_hosts', extraHosts],
    ['services.*.healthcheck.test', replace],
    ['services.*.labels', sequences],
    ['services.*.volumes.*.volume.labels', sequences],
    ['services.*.logging', logging],
    ['models.*.runtime_flags', replace],
    ['services.*.models', mappings(null)],
    ['services.*.networks', mappings(null)],
    ['services.*.sysctls', sequences],
    ['services.*.tmpfs', sequences],
    ['services.*.ulimits.*', replace],
  ] as const
).map(([path, merger]) => [pattern(path), merger] as const);

/** A later file's model over an earlier one's. Throws ComposeError. Upstream: compose-go override/merge.go. */
export const mergeModels = (base: Dict, over: Dict): Dict => mergeMappings(base, over, []);

/** A service over the one that it extends. Upstream: compose-go override/extends.go. */
export const extendService = (base: Dict, over: Dict): Dict => mergeMappings(base, over, ['services', 'x']);

function mergeValue(base: unknown, over: unknown, path: Path): unknown {
  const special = SPECIAL.find(([p]) => matches(path, p));
  if (special) return special[1](base, over, path);
  if (over === null || over === undefined) return base;
  if (isDict(base)) {
    if (!isDict(over)) throw new ComposeError(`cannot override ${pathText(path)}`, path);
    return mergeMappings(base, over, path);
  }
  if (Array.isArray(base)) {
    if (!Array.isArray(over)) throw new ComposeError(`cannot override ${pathText(path)}`, path);
    return [...(base as unknown[]), ...(over as unknown[])];
  }
  return over;
}

function mergeMappings(base: Dict, over: Dict, path: Path): Dict {
  const out = { ...base };
  for (const [key, value] of Object.entries(over)) {
    setKey(out, key, Object.hasOwn(out, key) ? mergeValue(out[key], value, [...path, key]) : value);
  }
  return out;
}

function asMapping(value: unknown, fill: Dict | null): Dict {
  if (isDict(value)) return value;
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(value.map((key) => [String(key), fill && clone(fill)]));
}

/** A mapping in its list form: `KEY=value`, sorted. */
export function asSequence(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (typeof value === 'string') return [value];
  if (!isDict(value)) return [];
  const out = Object.entries(value).flatMap(([key, item]) => {
    if (item === null || item === undefined) return [key];
    return (Array.isArray(item) ? item : [item]).map((each) => `${key}=${goValue(each)}`);
  });
  return out.sort();
}
