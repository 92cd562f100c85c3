import { PyDate, PyFloat, pythonRepr } from '#yaml/python';
import { ComposeError } from '../errors';
import type { Dict } from '../tree';
import { checkSchema, isMap, type SchemaFault } from './json-schema';
import { SPEC_SCHEMA, V1_SCHEMA } from './schema';

/** What docker-compose 1 adds where a file may be of another version. */
export const VERSION_EXPLANATION =
  'You might be seeing this error because you\'re using the wrong Compose file version. Either specify a supported version (e.g "2.2" or "3.3") and place your service definitions under the `services` key, or omit the `version` key and place your service definitions at the root of the file to use version 1.\nFor more on the Compose file format versions, see https://docs.docker.com/compose/compose-file/';

const HINTS: Record<string, string | undefined> = {
  cpu_share: 'cpu_shares',
  add_host: 'extra_hosts',
  hosts: 'extra_hosts',
  extra_host: 'extra_hosts',
  device: 'devices',
  link: 'links',
  memory_swap: 'memswap_limit',
  port: 'ports',
  privilege: 'privileged',
  priviliged: 'privileged',
  privilige: 'privileged',
  volume: 'volumes',
  workdir: 'working_dir',
};

/** An uncaught Python exception. Simplified: its last line, without the frames, which name files of the installation. */
export const crash = (words: string): ComposeError => new ComposeError(`Traceback (most recent call last):\n${words}`);

const withArticle = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

/** The type of a value in YAML's words, Python's own where there is none. */
export function yamlType(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (Array.isArray(value)) return 'array';
  if (value instanceof PyDate) return value.kind;
  return typeof value === 'object' && !(value instanceof PyFloat) ? 'mapping' : 'number';
}

/** Python's name of a value's type. */
export function pythonType(value: unknown): string {
  const names: Record<string, string> = { string: 'str', boolean: 'bool', array: 'list', mapping: 'dict' };
  const type = yamlType(value);
  if (type === 'number') return Number.isInteger(value) || typeof value === 'bigint' ? 'int' : 'float';
  return type === 'date' || type === 'datetime' ? `datetime.${type}` : (names[type] ?? type);
}

/** A section must be a mapping from names to mappings. Throws ComposeError. */
export function validateSection(
  file: string,
  value: unknown,
  section: string,
  oddKeys: ReadonlyMap<object, ReadonlyMap<string, unknown>>,
): void {
  if (!isMap(value)) {
    const type = withArticle(yamlType(value));
    throw new ComposeError(`In file '${file}', ${section} must be a mapping, not ${type}.`);
  }
  const odd = oddKeys.get(value);
  for (const [key, item] of Object.entries(value)) {
    if (odd?.has(key)) {
      throw new ComposeError(`In file '${file}', the ${section} name ${key} must be a quoted string, i.e. '${key}'.`);
    }
    if (item !== null && !isMap(item)) {
      const type = withArticle(yamlType(item));
      throw new ComposeError(`In file '${file}', ${section} '${key}' must be a mapping not ${type}.`);
    }
  }
}

/** Checks a whole file against its schema. Throws ComposeError with every fault. Upstream: config/validation.py. */
export function validateSchema(file: string, config: Dict, isV1: boolean): void {
  const faults = checkSchema(config, isV1 ? V1_SCHEMA : SPEC_SCHEMA).sort(byMessage);
  if (faults.length === 0) return;
  throw new ComposeError(`The Compose file '${file}' is invalid because:\n${faults.map(describe).join('\n')}`);
}

const sortKey = (fault: SchemaFault): string => `${fault.message}\n\n${fault.validator}${fault.path.join("']['")}`;
const byMessage = (a: SchemaFault, b: SchemaFault): number => {
  const [x, y] = [sortKey(a), sortKey(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};

const pathText = (path: readonly (string | number)[]): string =>
  path.filter((part) => typeof part === 'string').join('.');

const keyOf = (message: string): string =>
  message.split("'")[1] ?? (message.split('(')[1] ?? '').split(' ')[0]!.replace(/^'+|'+$/g, '');

function describe(fault: SchemaFault): string {
  const { path, schema, validator, message, wanted } = fault;
  if (schema.id !== undefined && validator === 'additionalProperties') {
    if (schema.id === 'config_schema_v1.json' || schema.id === '#/properties/services') {
      const name = Object.keys(fault.instance as Dict).find((key) => !/^[a-zA-Z0-9._-]+$/.test(key)) ?? '';
      return `Invalid service name '${name}' - only [a-zA-Z0-9\\._\\-] characters are allowed`;
    }
    if (schema.id === '#/definitions/service') {
      const key = keyOf(message);
      const hint = HINTS[key];
      const meant = hint === undefined ? '' : ` (did you mean '${hint}'?)`;
      return `Unsupported config option for ${pathText(path)}: '${key}'${meant}`;
    }
    if (path.length === 0) return `${message}\n\n${VERSION_EXPLANATION}`;
  }
  switch (validator) {
    case 'oneOf': {
      const [key, words] = describeOneOf(fault);
      return `${pathText(key === '' ? path : [...path, key])} ${words}`;
    }
    case 'type':
      return `${pathText(path)} contains an invalid type, it should be ${validTypes(wanted)}`;
    case 'required':
      return `${pathText(path)} is invalid, ${(wanted as string[]).join(', ')} is required.`;
    case 'dependencies': {
      const [key, others] = Object.entries(wanted as Record<string, string[]>)[0]!;
      const words = `when defining '${key}' you must set '${others.join(',')}' as well`;
      return `${pathText([...path, key])} is invalid: ${words}`;
    }
  }
  if (fault.cause !== undefined) return `${pathText(path)} is invalid: ${fault.cause}`;
  return path.length > 0 ? `${pathText(path)} value ${message}` : message;
}

function validTypes(types: unknown): string {
  if (typeof types === 'string') return withArticle(types);
  if (!Array.isArray(types)) {
    throw crash(`AttributeError: '${pythonType(types)}' object has no attribute 'startswith'`);
  }
  const names = types as unknown[];
  if (names.length === 0) throw crash('IndexError: list index out of range');
  const odd = names.find((name) => typeof name !== 'string');
  if (odd !== undefined) throw crash(`AttributeError: '${pythonType(odd)}' object has no attribute 'startswith'`);
  const [first, ...rest] = names as string[];
  const last = rest.pop();
  return last === undefined
    ? withArticle(first!)
    : `${[withArticle(first!), ...rest].join(', ')}, or ${withArticle(last)}`;
}

// The first telling fault of the alternatives, with the key that it is under.
function describeOneOf(fault: SchemaFault): [string, string] {
  const types: unknown[] = [];
  for (const inner of fault.context) {
    const where = pathText(inner.path);
    switch (inner.validator) {
      case 'oneOf':
        return [where, describeOneOf(inner)[1]];
      case 'required':
        return ['', inner.message];
      case 'additionalProperties':
        return ['', `contains unsupported option: '${keyOf(inner.message)}'`];
      case 'uniqueItems':
        return [where, `contains non-unique items, please remove duplicates from ${pythonRepr(inner.instance)}`];
    }
    if (inner.path.length > 0) {
      const words = `contains ${json(inner.instance)}, which is an invalid type, it should be`;
      return [where, `${words} ${validTypes(inner.wanted)}`];
    }
    if (inner.validator === 'type') types.push(inner.wanted);
  }
  return ['', `contains an invalid type, it should be ${validTypes(types)}`];
}

/** A value as Python's json.dumps writes it. */
export function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(', ')}]`;
  if (value instanceof PyDate) throw crash(`TypeError: Object of type ${value.kind} is not JSON serializable`);
  if (value instanceof PyFloat) {
    return Number.isFinite(value.value) ? pythonRepr(value) : String(value.value);
  }
  if (isMap(value)) {
    const pairs = Object.entries(value).map(([key, item]) => `${json(key)}: ${json(item)}`);
    return `{${pairs.join(', ')}}`;
  }
  if (typeof value !== 'string') return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return JSON.stringify(value).replace(
    /[\x7f-\uffff]/g,
    (ch) => `\\u${ch.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
