import {
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  type Schema,
} from 'js-yaml';

/** A value under a tag that means something to its reader: Compose's `!reset` and `!override`. */
export class Tagged {
  constructor(
    readonly tag: string,
    readonly value: unknown,
  ) {}
}

const bool = (yes: RegExp, no: RegExp) =>
  defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
    implicit: true,
    implicitFirstChars: [...'yYnNtTfFoO'],
    resolve: (source) => (yes.test(source) ? true : no.test(source) ? false : NOT_RESOLVED),
    identify: (value) => typeof value === 'boolean',
  });

/** Whole numbers as Go's ParseInt reads them with base 0, underscores dropped: 0644 is 420. */
export function parseGoInt(source: string): number | undefined {
  const text = source.replaceAll('_', '');
  const match = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/.exec(text);
  if (!match || !/\d/.test(source[0]!) === !/^[-+]/.test(source)) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const value =
    hex !== undefined
      ? parseInt(hex, 16)
      : binary !== undefined
        ? parseInt(binary, 2)
        : octal !== undefined
          ? parseInt(octal, 8)
          : Number(decimal);
  return sign === '-' ? -value : value;
}

const goInt = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: [...'+-0123456789'],
  resolve: (source) => parseGoInt(source) ?? NOT_RESOLVED,
  identify: (value) => Number.isInteger(value),
});

// go-yaml ignores the tags it does not know, other than these two of Compose.
const MEANT = new Set(['!reset', '!override']);
const tagged = (tag: string, value: unknown): unknown => (MEANT.has(tag) ? new Tagged(tag, value) : value);

const implicit = (schema: Schema, source: string): unknown => {
  for (const tag of schema.tags) {
    if (tag.nodeKind !== 'scalar' || !tag.implicit) continue;
    const value: unknown = tag.resolve(source, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return source;
};

const localTags = (schema: Schema) => [
  defineScalarTag<unknown>('!', {
    matchByTagPrefix: true,
    resolve: (source, _explicit, tag) => tagged(tag, tag === '!' ? source : implicit(schema, source)),
    identify: () => false,
  }),
  defineSequenceTag<{ tag: string; items: unknown[] }, unknown>('!', {
    matchByTagPrefix: true,
    create: (tag) => ({ tag, items: [] }),
    addItem: (carrier, item) => void carrier.items.push(item),
    finalize: ({ tag, items }) => tagged(tag, items),
    identify: () => false,
  }),
  defineMappingTag<{ tag: string; map: Record<string, unknown> }, unknown>('!', {
    matchByTagPrefix: true,
    create: (tag) => ({ tag, map: mapTag.create(tag) }),
    addPair: (carrier, key, value) => mapTag.addPair(carrier.map, key, value),
    has: (carrier, key) => mapTag.has(carrier.map, key),
    keys: (result) => Object.keys((result instanceof Tagged ? result.value : result) as object),
    get: (result, key) => mapTag.get((result instanceof Tagged ? result.value : result) as never, key),
    finalize: ({ tag, map }) => tagged(tag, map),
    identify: () => false,
  }),
];

const compose = CORE_SCHEMA.withTags(goInt, mergeTag);
const kubernetes = CORE_SCHEMA.withTags(
  bool(/^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/, /^(n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/),
  goInt,
  mergeTag,
);

/** Scalars as go-yaml v3 reads them for Compose: only true and false are booleans, `<<` merges, !reset and !override. */
export const COMPOSE_SCHEMA = compose.withTags(localTags(compose));

/** Scalars as kubectl and Helm read them (goyaml.v2): yes, no, on and off are booleans too. */
export const K8S_SCHEMA = kubernetes.withTags(localTags(kubernetes));
