import { PyDate, PyFloat, pythonRepr } from '#yaml/python';
import { splitPort } from './port';
import type { LegacySchema } from './schema';

/** One thing that a value does not fulfil, as Python's jsonschema tells it. */
export interface SchemaFault {
  readonly message: string;
  /** From the value that the schema was asked about, or from that of the `oneOf` around it. */
  readonly path: readonly (string | number)[];
  readonly validator: keyof LegacySchema;
  readonly wanted: unknown;
  readonly instance: unknown;
  readonly schema: LegacySchema;
  /** Of `oneOf`: what each of its schemas found wrong. */
  readonly context: readonly SchemaFault[];
  /** Of `format`: the words of the check. */
  readonly cause?: string;
}

/** A mapping, not a date nor a float. */
export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof PyFloat) &&
  !(value instanceof PyDate);

const TYPES: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => (typeof value === 'number' && Number.isInteger(value)) || typeof value === 'bigint',
  number: (value) => typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: isMap,
};

/** Checks a value; the faults come in the order of the schema. Upstream: Python's jsonschema, draft 4. */
export function checkSchema(value: unknown, schema: LegacySchema): SchemaFault[] {
  const faults: SchemaFault[] = [];
  for (const validator of Object.keys(schema) as (keyof LegacySchema)[]) {
    const wanted = schema[validator];
    const add = (message: string, more: Partial<SchemaFault> = {}): void =>
      void faults.push({ message, path: [], validator, wanted, instance: value, schema, context: [], ...more });
    const descend = (step: string | number, item: unknown, inner: LegacySchema): void => {
      for (const fault of checkSchema(item, inner)) faults.push({ ...fault, path: [step, ...fault.path] });
    };
    check(validator, value, schema, add, descend);
  }
  return faults;
}

function check(
  validator: keyof LegacySchema,
  value: unknown,
  schema: LegacySchema,
  add: (message: string, more?: Partial<SchemaFault>) => void,
  descend: (step: string | number, item: unknown, inner: LegacySchema) => void,
): void {
  const shown = (): string => pythonRepr(value);
  switch (validator) {
    case 'type': {
      const types = typeof schema.type === 'string' ? [schema.type] : schema.type!;
      if (!types.some((type) => TYPES[type]!(value)))
        add(`${shown()} is not of type ${types.map((type) => `'${type}'`).join(', ')}`);
      return;
    }
    case 'required':
      if (isMap(value))
        for (const key of schema.required!) if (!Object.hasOwn(value, key)) add(`'${key}' is a required property`);
      return;
    case 'properties':
      if (isMap(value))
        for (const [key, inner] of Object.entries(schema.properties!))
          if (Object.hasOwn(value, key)) descend(key, value[key], inner);
      return;
    case 'patternProperties':
      if (isMap(value))
        for (const [pattern, inner] of Object.entries(schema.patternProperties!))
          for (const [key, item] of Object.entries(value))
            if (new RegExp(pattern, 'u').test(key)) descend(key, item, inner);
      return;
    case 'additionalProperties':
      if (isMap(value)) extras(value, schema, add);
      return;
    case 'dependencies':
      if (isMap(value))
        for (const [key, others] of Object.entries(schema.dependencies!))
          for (const other of others)
            if (Object.hasOwn(value, key) && !Object.hasOwn(value, other))
              add(`'${other}' is a dependency of '${key}'`);
      return;
    case 'items':
      if (Array.isArray(value)) value.forEach((item, index) => descend(index, item, schema.items!));
      return;
    case 'uniqueItems':
      if (Array.isArray(value) && new Set(value.map((item) => pythonRepr(item))).size < value.length)
        add(`${shown()} has non-unique elements`);
      return;
    case 'oneOf': {
      const context: SchemaFault[] = [];
      for (const inner of schema.oneOf!) {
        const found = checkSchema(value, inner);
        if (found.length === 0) return;
        context.push(...found);
      }
      add(`${shown()} is not valid under any of the given schemas`, { context });
      return;
    }
    case 'enum':
      if (!schema.enum!.includes(value as string)) add(`${shown()} is not one of ${pythonRepr(schema.enum)}`);
      return;
    case 'minimum':
      if (typeof value === 'number' && value < schema.minimum!)
        add(`${shown()} is less than the minimum of ${schema.minimum!}`);
      return;
    case 'maximum':
      if (typeof value === 'number' && value > schema.maximum!)
        add(`${shown()} is greater than the maximum of ${schema.maximum!}`);
      return;
    case 'format': {
      const cause = formatFault(schema.format!, value);
      if (cause !== undefined) add(`${shown()} is not a '${schema.format!}'`, { cause });
    }
  }
}

function extras(value: Record<string, unknown>, schema: LegacySchema, add: (message: string) => void): void {
  const patterns = Object.keys(schema.patternProperties ?? {}).sort();
  const known = schema.properties ?? {};
  const extra = Object.keys(value).filter(
    (key) => !Object.hasOwn(known, key) && !patterns.some((pattern) => new RegExp(pattern, 'u').test(key)),
  );
  if (extra.length === 0) return;
  if (schema.patternProperties) {
    const names = extra.sort().map((key) => pythonRepr(key));
    const shown = patterns.map((pattern) => pythonRepr(pattern)).join(', ');
    add(`${names.join(', ')} ${names.length === 1 ? 'does' : 'do'} not match any of the regexes: ${shown}`);
    return;
  }
  const names = extra
    .sort()
    .map((key) => pythonRepr(key))
    .join(', ');
  add(`Additional properties are not allowed (${names} ${extra.length === 1 ? 'was' : 'were'} unexpected)`);
}

const OCTET = '(\\d{1,2}|1\\d{2}|2[0-4]\\d|25[0-5])';
const IPV4_CIDR = new RegExp(`^(${OCTET}\\.){3}${OCTET}/(\\d|[1-2]\\d|3[0-2])$`);

function formatFault(format: string, value: unknown): string | undefined {
  if (format === 'ports') {
    try {
      splitPort(isMap(value) || Array.isArray(value) ? pythonRepr(value) : pythonRepr(value).replace(/^'(.*)'$/, '$1'));
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }
  if (typeof value !== 'string') return undefined;
  if (format === 'expose') {
    return /^\d+(-\d+)?(\/[a-zA-Z]+)?$/.test(value) ? undefined : "should be of the format 'PORT[/PROTOCOL]'";
  }
  return IPV4_CIDR.test(value) || isIpv6Cidr(value) ? undefined : 'should use the CIDR format';
}

function isIpv6Cidr(text: string): boolean {
  const found = /^([0-9a-fA-F:.]+)\/(\d|[1-9]\d|1[0-1]\d|12[0-8])$/.exec(text);
  if (!found) return false;
  const halves = found[1]!.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}
