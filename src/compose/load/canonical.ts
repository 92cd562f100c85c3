import { ComposeError } from '../errors';
import { goBadString, goType, goValue } from '../go-format';
import { parsePort } from '../model/port-spec';
import { parseVolume } from '../model/volume-spec';
import { isDict, matches, own, pathText, pattern, type Dict, type Path } from '../tree';

interface Context {
  /** Texts that cannot be parsed stay as they are (`--no-interpolate`). */
  readonly lenient: boolean;
  readonly warn: (message: string) => void;
}
type Transform = (value: unknown, path: Path, context: Context) => unknown;

const invalid = (value: unknown, path: Path, what: string): ComposeError =>
  new ComposeError(`${pathText(path)}: invalid type ${goType(value)} for ${what}`, path);

const into: Transform = (value, path, context) =>
  isDict(value)
    ? Object.fromEntries(Object.entries(value).map(([k, item]) => [k, transform(item, [...path, k], context)]))
    : Array.isArray(value)
      ? value.map((item, index) => {
          try {
            return transform(item, [...path, '[]'], context);
          } catch (error) {
            throw located(error, path, index);
          }
        })
      : value;

// The same words with their place for the editor, where the messages themselves tell no index.
function located(error: unknown, path: Path, index?: number): unknown {
  if (!(error instanceof ComposeError)) return error;
  if (error.path.length === 0)
    return new ComposeError(error.message, index === undefined ? path : [...path, index], error.exitCode);
  if (index === undefined || error.path[path.length] !== '[]') return error;
  return new ComposeError(error.message, [...path, index, ...error.path.slice(path.length + 1)], error.exitCode);
}

const stringOrList: Transform = (value) => (typeof value === 'string' ? [value] : value);
const stringOrAny: Transform = (value) => (typeof value === 'string' ? value : goValue(value));
const keys: Transform = (value) =>
  Array.isArray(value) ? Object.fromEntries(value.map((key) => [goBadString(key), null])) : value;

const fileMount: Transform = (value, path) => {
  if (isDict(value)) return value;
  if (typeof value === 'string') return { source: value };
  throw new ComposeError(`${pathText(path)}: unsupported type ${goType(value)}`, path);
};

const keyValue: Transform = (value, path, { lenient }) => {
  if (isDict(value)) return value;
  if (!Array.isArray(value)) throw new ComposeError(`${pathText(path)}: invalid type ${goType(value)}`, path);
  const out: [string, string][] = [];
  for (const item of value) {
    const text = goBadString(item);
    const at = text.indexOf('=');
    if (at < 0) {
      if (lenient) return value as unknown[];
      throw new ComposeError(`${pathText(path)}: invalid value ${text}, expected key=value`, path);
    }
    out.push([text.slice(0, at), text.slice(at + 1)]);
  }
  return Object.fromEntries(out);
};

const dependsOn: Transform = (value, path) => {
  if (Array.isArray(value)) {
    return Object.fromEntries(
      value.map((name) => [goBadString(name), { condition: 'service_started', required: true }]),
    );
  }
  if (!isDict(value)) throw invalid(value, path, 'depend_on');
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      if (!isDict(item)) {
        throw new ComposeError(`${pathText(path)}.${name}: unsupported value ${goBadString(value)}`, path);
      }
      return [
        name,
        { ...item, condition: own(item, 'condition') ?? 'service_started', required: own(item, 'required') ?? true },
      ];
    }),
  );
};

const envFile: Transform = (value, path) => {
  const one = (item: unknown): unknown => {
    if (typeof item === 'string') return { path: item, required: true };
    return isDict(item) ? { required: true, ...item } : null;
  };
  if (typeof value === 'string') return [one(value)];
  if (Array.isArray(value)) return value.map(one);
  throw invalid(value, path, 'env_file');
};

const extendsForm: Transform = (value, path, context) => {
  if (typeof value === 'string') return { service: value };
  if (isDict(value)) return into(value, path, context);
  throw invalid(value, path, 'extends');
};

const gpus: Transform = (value, path, context) => {
  if (Array.isArray(value)) return into(value, path, context);
  if (typeof value === 'string') return [{ count: 'all' }];
  throw invalid(value, path, 'gpus');
};

const volumeMount: Transform = (value, path, { lenient }) => {
  if (isDict(value)) return value;
  if (typeof value !== 'string') throw invalid(value, path, 'service volume mount');
  try {
    const volume = parseVolume(value);
    if (volume.target !== undefined) volume.target = cleanPath(volume.target);
    return volume;
  } catch (error) {
    if (lenient) return value;
    throw error;
  }
};

const deviceMapping: Transform = (value, path, { lenient }) => {
  if (isDict(value)) return value;
  if (typeof value !== 'string') throw invalid(value, path, 'service volume mount');
  const parts = value.split(':');
  if (parts.length > 3 && !lenient) {
    throw new ComposeError(`confusing device mapping, please use long syntax: ${value}`, path);
  }
  const [source = '', target = '', permissions = 'rwm'] = parts.length > 3 ? [] : parts;
  return { source, target: target === '' ? source : target, permissions };
};

const ports: Transform = (value, path, { lenient }) => {
  if (!Array.isArray(value)) throw invalid(value, path, 'port');
  const out: unknown[] = [];
  for (const [index, item] of value.entries()) {
    if (isDict(item)) out.push(item);
    else if (typeof item === 'string' || (typeof item === 'number' && Number.isInteger(item))) {
      try {
        out.push(...parsePort(String(item)));
      } catch (error) {
        if (lenient && typeof item === 'string') return value as unknown[];
        throw located(error, path, index);
      }
    } else throw invalid(item, path, 'port');
  }
  return out;
};

const build: Transform = (value, path, context) => {
  if (isDict(value)) return into(value, path, context);
  if (typeof value === 'string') return { context: value };
  throw invalid(value, path, 'build');
};

const ssh: Transform = (value, path) => {
  if (isDict(value)) return value;
  if (!Array.isArray(value)) throw invalid(value, path, 'ssh');
  return Object.fromEntries(
    value.map((item) => {
      if (typeof item !== 'string') throw new ComposeError(`invalid ssh key type ${goType(item)}`, path);
      const at = item.indexOf('=');
      if (at >= 0) return [item.slice(0, at), item.slice(at + 1)];
      if (item !== 'default') throw new ComposeError(`invalid ssh key ${JSON.stringify(item)}`, path);
      return [item, null];
    }),
  );
};

const ulimits: Transform = (value, path) => {
  if (isDict(value) || typeof value === 'number') return value;
  throw invalid(value, path, 'external');
};

const maybeExternal: Transform = (value, path, context) => {
  if (!isDict(value)) return value;
  const resource = into(value, path, context) as Dict;
  const external = own(resource, 'external');
  if (!isDict(external)) return resource;
  resource.external = true;
  const name = own(external, 'name');
  if (name === undefined) return resource;
  context.warn(`${pathText(path)}: external.name is deprecated. Please set name and external: true`);
  const named = own(resource, 'name');
  if (named !== undefined && named !== name) {
    throw new ComposeError(`${pathText(path)}: name and external.name conflict; only use name`, path);
  }
  resource.name = name;
  return resource;
};

const include: Transform = (value, path) => {
  if (isDict(value)) return value;
  if (typeof value === 'string') return { path: value };
  throw invalid(value, path, 'external');
};

const TRANSFORMS: readonly (readonly [readonly string[], Transform])[] = (
  [
    ['services.*', into],
    ['services.*.build.secrets.*', fileMount],
    ['services.*.build.provenance', stringOrAny],
    ['services.*.build.sbom', stringOrAny],
    ['services.*.build.additional_contexts', keyValue],
    ['services.*.depends_on', dependsOn],
    ['services.*.env_file', envFile],
    ['services.*.label_file', stringOrList],
    ['services.*.extends', extendsForm],
    ['services.*.gpus', gpus],
    ['services.*.networks', keys],
    ['services.*.models', keys],
    ['services.*.volumes.*', volumeMount],
    ['services.*.dns', stringOrList],
    ['services.*.devices.*', deviceMapping],
    ['services.*.secrets.*', fileMount],
    ['services.*.configs.*', fileMount],
    ['services.*.ports', ports],
    ['services.*.build', build],
    ['services.*.build.ssh', ssh],
    ['services.*.ulimits.*', ulimits],
    ['services.*.build.ulimits.*', ulimits],
    ['services.*.develop.watch.*.ignore', stringOrList],
    ['services.*.develop.watch.*.include', stringOrList],
    ['volumes.*', maybeExternal],
    ['networks.*', maybeExternal],
    ['secrets.*', maybeExternal],
    ['configs.*', maybeExternal],
    ['include.*', include],
  ] as const
).map(([path, fn]) => [pattern(path), fn] as const);

function transform(value: unknown, path: Path, context: Context): unknown {
  const special = TRANSFORMS.find(([p]) => matches(path, p));
  try {
    return (special ? special[1] : into)(value, path, context);
  } catch (error) {
    throw located(error, path);
  }
}

/** Every short form in its long one. Throws ComposeError. Upstream: compose-go transform/canonical.go. */
export const canonical = (model: Dict, context: Context): Dict => transform(model, [], context) as Dict;

/** A slash path without `.`, `..` and doubled slashes (Go's path.Clean). */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  const rooted = path.startsWith('/');
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && out.length > 0 && out.at(-1) !== '..') out.pop();
    else if (part !== '..' || !rooted) out.push(part);
  }
  return (rooted ? '/' : '') + out.join('/') || (rooted ? '/' : '.');
}
