import composeSpec from './compose-spec.json';
import { resolveRef, type JsonSchema } from './json-schema';

/** What the specification says about a place in a Compose file. */
export interface SchemaPlace {
  readonly description: string | undefined;
  /** The keys that may stand there, each with what it is for. */
  readonly keys: readonly { readonly name: string; readonly description: string | undefined }[];
  readonly enum: readonly unknown[];
  readonly types: readonly string[];
  readonly deprecated: boolean;
}

const ROOT = composeSpec as unknown as JsonSchema;

/** Looks a path up (`['services', 'web', 'ports', 0]`); undefined where the specification knows nothing. */
export function lookUp(path: readonly (string | number)[]): SchemaPlace | undefined {
  let places: JsonSchema[] = spread(ROOT);
  let description: string | undefined;
  for (const step of path) {
    const next = places.flatMap((place) => into(place, step));
    if (next.length === 0) return undefined;
    description = next.find((schema) => schema.description !== undefined)?.description;
    places = next.flatMap(spread);
    description ??= places.find((schema) => schema.description !== undefined)?.description;
  }
  const keys = new Map<string, string | undefined>();
  for (const { properties } of places) {
    for (const [name, schema] of Object.entries(properties ?? {})) {
      keys.set(name, schema.description ?? spread(schema).find((s) => s.description !== undefined)?.description);
    }
  }
  return {
    description,
    keys: [...keys].map(([name, text]) => ({ name, description: text })),
    enum: [...new Set(places.flatMap((place) => place.enum ?? []))],
    types: [...new Set(places.flatMap((place) => place.type ?? []))],
    deprecated: places.some((place) => place.deprecated === true),
  };
}

const into = (schema: JsonSchema, step: string | number): JsonSchema[] => {
  if (typeof step === 'number') return schema.items ? [schema.items] : [];
  if (schema.properties && Object.hasOwn(schema.properties, step)) return [schema.properties[step]!];
  const byPattern = Object.entries(schema.patternProperties ?? {}).filter(([source]) =>
    new RegExp(source, 'u').test(step),
  );
  if (byPattern.length > 0) return byPattern.map(([, sub]) => sub);
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
};

// A schema with its references and alternatives opened up.
function spread(schema: JsonSchema, depth = 0): JsonSchema[] {
  if (depth > 8) return [];
  const more = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  const target = schema.$ref === undefined ? undefined : resolveRef(ROOT, schema.$ref);
  if (target) more.push(target);
  return [schema, ...more.flatMap((each) => spread(each, depth + 1))];
}
