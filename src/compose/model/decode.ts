import { ComposeError } from '../errors';
import { goQuote, goType, goValue, parseDecimal, parseFloatGo } from '../go-format';
import { toBoolean } from '../load/interpolate';
import { isDict, own, type Dict } from '../tree';
import { STRUCTS, type Field } from './structs';
import { parseBytes, parseDuration, shellWords } from './units';

/** Keys that the file format does not know and carries along (`x-...`). */
export const EXTENSIONS = '#extensions';

const NAMED = new Set(['services', 'volumes', 'networks', 'secrets', 'configs', 'models', 'depends_on']);

/** A value in its typed form: texts, numbers (nanoseconds, bytes), lists and maps; empty optional fields are absent. */
export function decodeStruct(name: string, value: unknown, where: string): Dict {
  const fields = STRUCTS[name]!;
  const source = isDict(value) ? value : {};
  const out: Dict = {};
  if (name === 'Ulimits' && typeof value === 'number') return value === 0 ? {} : { single: value };
  for (const field of fields) {
    const raw = own(source, field.name);
    if (raw === undefined) {
      if (field.always) out[field.name] = zero(field.kind);
      continue;
    }
    const decoded = decodeField(field, raw, where === '' ? field.name : `${where}.${field.name}`);
    if (decoded !== undefined) out[field.name] = decoded;
  }
  const extra = Object.entries(source).filter(([key]) => key.startsWith('x-') && key !== 'x-#value');
  if (extra.length > 0) out[EXTENSIONS] = Object.fromEntries(extra);
  if ((name === 'Secret' || name === 'Config') && own(source, 'x-#value') !== undefined) {
    Object.defineProperty(out, 'value', { value: source['x-#value'], enumerable: false });
  }
  return out;
}

const zero = (kind: string): unknown =>
  kind === 'bool' ? false : kind === 'int' || kind === 'bytes' ? 0 : kind.startsWith('{}') ? {} : '';

function decodeField(field: Field, raw: unknown, where: string): unknown {
  const { kind } = field;
  if (raw === null) {
    // Upstream's decoder gives these types their value even from null.
    return undefined;
  }
  const pointer = kind.startsWith('*');
  const inner = pointer ? kind.slice(1) : kind;
  if (inner.startsWith('[]')) {
    const item = inner.slice(2).replace('*', '');
    if (!Array.isArray(raw)) return undefined;
    const list = raw.map((each, i) => decodeStruct(item, each, `${where}[${i}]`));
    return list.length > 0 ? list : undefined;
  }
  if (inner.startsWith('{}')) {
    const item = inner.slice(2);
    if (!isDict(raw)) return undefined;
    const nullable = item.startsWith('*');
    const skip = NAMED.has(field.name) && where.split('.').length === 1 ? '' : 'x-';
    const entries = Object.entries(raw).filter(
      ([key]) => skip === '' || !key.startsWith('x-') || NAMED.has(field.name),
    );
    const map = Object.fromEntries(
      entries.map(([key, each]) => [
        key,
        each === null && nullable ? null : decodeStruct(item.replace('*', ''), each, `${where}[${key}]`),
      ]),
    );
    return field.always || Object.keys(map).length > 0 ? map : undefined;
  }
  if (Object.hasOwn(STRUCTS, inner)) {
    const value = decodeStruct(inner, raw, where);
    return pointer || Object.keys(value).length > 0 ? value : undefined;
  }
  const value = decodeScalar(inner, raw, where);
  if (pointer || field.always) return value;
  return isEmpty(value, inner) ? undefined : value;
}

const isEmpty = (value: unknown, kind: string): boolean => {
  if (kind === 'command') return value === undefined;
  if (Array.isArray(value)) return value.length === 0;
  if (isDict(value)) return Object.keys(value).length === 0;
  return value === undefined || value === '' || value === 0 || value === false;
};

function decodeScalar(kind: string, raw: unknown, where: string): unknown {
  const fail = (message: string): ComposeError =>
    new ComposeError(`decoding failed due to the following error(s):\n\n'${where}' ${message}`, pathOf(where));
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw fail((error as Error).message);
    }
  };
  switch (kind) {
    case 'string':
      return typeof raw === 'string' ? raw : goValue(raw);
    case 'bool':
      return typeof raw === 'string' ? guarded(() => toBoolean(raw, () => undefined)) : Boolean(raw);
    case 'int': {
      const value = typeof raw === 'string' ? parseDecimal(raw) : Number(raw);
      if (value === undefined) throw fail(`strconv.Atoi: parsing ${goQuote(String(raw))}: invalid syntax`);
      return Math.trunc(value);
    }
    case 'float':
    case 'nanocpus': {
      const value = typeof raw === 'string' ? parseFloatGo(raw) : Number(raw);
      if (value === undefined) throw fail(`strconv.ParseFloat: parsing ${goQuote(String(raw))}: invalid syntax`);
      return value;
    }
    case 'bytes':
      return typeof raw === 'string' ? guarded(() => parseBytes(raw)) : Math.trunc(Number(raw));
    case 'duration':
      return guarded(() => parseDuration(goValue(raw)));
    case 'filemode':
      return typeof raw === 'string' ? parseInt(raw, 8) : Number(raw);
    case 'deviceCount': {
      if (typeof raw === 'string' && raw.toLowerCase() === 'all') return -1;
      const value = typeof raw === 'string' ? parseDecimal(raw) : Number(raw);
      if (value === undefined)
        throw fail(`invalid value ${goQuote(String(raw))}, the only value allowed is 'all' or a number`);
      return value;
    }
    case 'command':
      if (typeof raw === 'string') return guarded(() => shellWords(raw));
      return Array.isArray(raw) ? raw.map(goValue) : undefined;
    case 'healthTest':
      return typeof raw === 'string' ? ['CMD-SHELL', raw] : Array.isArray(raw) ? raw.map(goValue) : [];
    case 'strings':
      return typeof raw === 'string' ? [raw] : Array.isArray(raw) ? raw.map(goValue) : [];
    case 'hosts':
      return guarded(() => hosts(raw));
    case 'ssh':
      return isDict(raw)
        ? Object.fromEntries(Object.entries(raw).map(([k, v]) => [k, v === null ? '' : goValue(v)]))
        : {};
    case 'multiOptions':
      return Object.fromEntries(
        Object.entries(isDict(raw) ? raw : {}).map(([k, v]) => [k, (Array.isArray(v) ? v : [v]).map(goValue)]),
      );
    case 'mappingEquals':
      return guarded(() => pairs(raw, null));
    default:
      if (kind === 'labels' || kind === 'mapping' || kind === 'options') return guarded(() => pairs(raw, ''));
      throw fail(`unexpected type ${goType(raw)}`);
  }
}

const pathOf = (where: string): string[] => where.split(/[.[\]]+/).filter((part) => part !== '');

function pairs(raw: unknown, missing: '' | null): Dict {
  if (isDict(raw)) {
    return Object.fromEntries(Object.entries(raw).map(([key, v]) => [key, v === null ? missing : goValue(v)]));
  }
  if (!Array.isArray(raw)) throw new Error(`unexpected value type ${goType(raw)} for mapping`);
  return Object.fromEntries(
    raw.map((item) => {
      const text = goValue(item);
      const at = text.indexOf('=');
      const key = at < 0 ? text : text.slice(0, at);
      if (missing === null && /\s$/.test(key)) {
        throw new Error(`environment variable ${key} is declared with a trailing space`);
      }
      return [key, at < 0 ? missing : text.slice(at + 1)];
    }),
  );
}

/** Hosts with their addresses. Throws Error. Upstream: compose-go types/hostList.go. */
export function hosts(raw: unknown): Record<string, string[]> {
  const out = new Map<string, string[]>();
  if (isDict(raw)) {
    for (const [host, value] of Object.entries(raw)) {
      out.set(host, Array.isArray(value) ? value.map(goValue) : [value === null ? '' : goValue(value)]);
    }
  } else {
    for (const item of Array.isArray(raw) ? raw : []) {
      const text = goValue(item);
      const at = text.includes('=') ? text.indexOf('=') : text.indexOf(':');
      if (at < 0) throw new Error(`invalid additional host, missing IP: ${text}`);
      const host = text.slice(0, at);
      out.set(host, [...(out.get(host) ?? []), ...text.slice(at + 1).split(',')]);
    }
  }
  for (const [host, addresses] of out) {
    if (host === '' || /[:=]/.test(host)) throw new Error(`bad host name '${host}'`);
    out.set(
      host,
      addresses.map((ip) => (ip.length > 2 && ip.startsWith('[') && ip.endsWith(']') ? ip.slice(1, -1) : ip)),
    );
  }
  return Object.fromEntries(out);
}
