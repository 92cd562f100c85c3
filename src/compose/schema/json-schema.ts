import { isDict, sameValue, type Dict } from '../tree';

/** The part of JSON Schema that Compose's schemas use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly uniqueItems?: boolean;
  readonly minItems?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** One failed rule; `causes` are the failures below it, as Go's jsonschema v6 builds them. */
export interface SchemaError {
  readonly keyword: string;
  readonly path: readonly (string | number)[];
  /** The words after the path. */
  readonly message: string;
  readonly causes: readonly SchemaError[];
}

/** Checks a value against a schema; undefined when it fits. Upstream: santhosh-tekuri/jsonschema v6 validator.go. */
export function validate(root: JsonSchema, value: unknown): SchemaError | undefined {
  const patterns = new Map<string, RegExp>();
  const regexp = (source: string): RegExp => {
    let found = patterns.get(source);
    if (!found) patterns.set(source, (found = new RegExp(source, 'u')));
    return found;
  };

  const check = (schema: JsonSchema, value: unknown, path: readonly (string | number)[]): SchemaError | undefined => {
    const errors: SchemaError[] = [];
    const fail = (keyword: string, message: string, causes: SchemaError[] = []): void =>
      void errors.push({ keyword, path, message, causes });

    if (schema.type !== undefined) {
      const wanted = typeof schema.type === 'string' ? [schema.type] : schema.type;
      if (!wanted.some((type) => isType(type, value))) {
        return { keyword: 'type', path, message: `must be a ${typeNames(wanted)}`, causes: [] };
      }
    }
    if (schema.const !== undefined && !sameValue(schema.const, value)) {
      fail('const', `value must be ${quoted(schema.const)}`);
    }
    if (schema.enum && !schema.enum.some((item) => sameValue(item, value))) {
      const names = schema.enum.map(quoted).join(', ');
      fail('enum', schema.enum.length === 1 ? `value must be ${names}` : `value must be one of ${names}`);
    }
    if (isDict(value)) object(schema, value, path, errors, fail);
    else if (Array.isArray(value)) array(schema, value as unknown[], path, errors, fail);
    else if (typeof value === 'string' && schema.pattern !== undefined && !regexp(schema.pattern).test(value)) {
      fail('pattern', `'${value}' does not match pattern '${schema.pattern}'`);
    } else if (typeof value === 'number') {
      if (schema.minimum !== undefined && value < schema.minimum) {
        fail('minimum', `must be greater than or equal to ${schema.minimum}`);
      }
      if (schema.maximum !== undefined && value > schema.maximum) {
        fail('maximum', `must be less than or equal to ${schema.maximum}`);
      }
    }
    if (schema.$ref !== undefined) {
      const target = resolveRef(root, schema.$ref);
      const error = target && check(target, value, path);
      if (error) errors.push({ keyword: '$ref', path, message: 'validation failed', causes: [error] });
    }
    for (const each of schema.allOf ?? []) {
      const error = check(each, value, path);
      if (error) errors.push(error);
    }
    if (schema.anyOf) {
      const causes = schema.anyOf.map((each) => check(each, value, path));
      if (causes.every((cause) => cause !== undefined)) fail('anyOf', 'anyOf failed', causes);
    }
    if (schema.oneOf) {
      const causes = schema.oneOf.map((each) => check(each, value, path));
      const fitting = causes.flatMap((cause, i) => (cause ? [] : [i]));
      if (fitting.length === 0)
        fail(
          'oneOf',
          'oneOf failed, none matched',
          causes.filter((c) => c !== undefined),
        );
      else if (fitting.length > 1) {
        fail('oneOf', `oneOf failed, subschemas ${String(fitting[0])}, ${String(fitting[1])} matched`);
      }
    }
    if (errors.length === 0) return undefined;
    return errors.length === 1 ? errors[0] : { keyword: 'group', path, message: 'validation failed', causes: errors };
  };

  const object = (
    schema: JsonSchema,
    value: Dict,
    path: readonly (string | number)[],
    errors: SchemaError[],
    fail: (keyword: string, message: string) => void,
  ): void => {
    const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name));
    if (missing.length > 0) {
      const names = missing.map((name) => `'${name}'`).join(', ');
      fail('required', `missing ${missing.length === 1 ? 'property' : 'properties'} ${names}`);
    }
    const extra: string[] = [];
    for (const [key, item] of Object.entries(value)) {
      let known = false;
      const property = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
      const schemas = property ? [property] : [];
      for (const [source, sub] of Object.entries(schema.patternProperties ?? {})) {
        if (regexp(source).test(key)) schemas.push(sub);
      }
      for (const sub of schemas) {
        known = true;
        const error = check(sub, item, [...path, key]);
        if (error) errors.push(error);
      }
      if (known || schema.additionalProperties === undefined || schema.additionalProperties === true) continue;
      if (schema.additionalProperties === false) extra.push(key);
      else {
        const error = check(schema.additionalProperties, item, [...path, key]);
        if (error) errors.push(error);
      }
    }
    if (extra.length > 0) {
      fail('additionalProperties', `additional properties ${extra.map((key) => `'${key}'`).join(', ')} not allowed`);
    }
  };

  const array = (
    schema: JsonSchema,
    value: readonly unknown[],
    path: readonly (string | number)[],
    errors: SchemaError[],
    fail: (keyword: string, message: string) => void,
  ): void => {
    if (schema.minItems !== undefined && value.length < schema.minItems) {
      fail('minItems', `minItems: got ${value.length}, want ${schema.minItems}`);
    }
    if (schema.uniqueItems) {
      const twice = equalItems(value);
      if (twice) fail('uniqueItems', `items at ${twice[0]} and ${twice[1]} are equal`);
    }
    if (!schema.items) return;
    for (const [index, item] of value.entries()) {
      const error = check(schema.items, item, [...path, index]);
      if (error) errors.push(error);
    }
  };

  return check(root, value, []);
}

/** The schema behind `#/definitions/x`, or undefined. */
export function resolveRef(root: JsonSchema, ref: string): JsonSchema | undefined {
  const name = /^#\/definitions\/(.+)$/.exec(ref)?.[1];
  return name === undefined ? undefined : root.definitions?.[name];
}

/** The failure that lies deepest in the value; of equals the first. Upstream: compose-go schema.getMostSpecificError. */
export function mostSpecific(error: SchemaError): SchemaError {
  let best: SchemaError | undefined;
  for (const cause of error.causes) {
    const deep = mostSpecific(cause);
    if (!best || specificity(deep) > specificity(best)) best = deep;
  }
  return best ?? error;
}

const specificity = (error: SchemaError): number =>
  error.path.length + (error.keyword === 'additionalProperties' ? 1 : 0);

/** The type of a value in JSON Schema's words. */
export const isType = (type: string, value: unknown): boolean => {
  switch (type) {
    case 'null':
      return value === null;
    case 'object':
      return isDict(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
};

const typeNames = (types: readonly string[]): string => {
  const names = types.map((type) => (type === 'object' ? 'mapping' : type));
  if (names.length === 1) return names[0]!;
  names.sort();
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)!}`;
};

const quoted = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));

/** The places of the first two items that are equal. */
export function equalItems(value: readonly unknown[]): readonly [number, number] | undefined {
  const seen = new Map<unknown, number>();
  for (const [j, item] of value.entries()) {
    if (typeof item !== 'object' || item === null) {
      const i = seen.get(item);
      if (i !== undefined) return [i, j];
      seen.set(item, j);
    } else {
      const i = value.findIndex((other, at) => at < j && sameValue(other, item));
      if (i >= 0) return [i, j];
    }
  }
  return undefined;
}
