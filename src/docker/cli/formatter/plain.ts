import {
  entriesOf,
  GoBytes,
  GoList,
  GoMap,
  GoNumber,
  GoPointer,
  GoStruct,
  isPlainMap,
  itemsOf,
} from '#gotemplate/value';

/** A struct of which JSON shows something else than its fields. */
export class JsonStruct extends GoStruct {
  constructor(
    type: string,
    fields: Readonly<Record<string, unknown>>,
    methods: ConstructorParameters<typeof GoStruct>[2],
    readonly toJson: () => unknown,
    /** As Go's json.Marshal does, `<`, `>` and `&` are escaped. */
    readonly escapes: boolean,
  ) {
    super(type, fields, methods);
  }
}

/** Go's json.Marshal in that it escapes what HTML could misread. */
export const escapedJson = (value: unknown, indent?: string): string =>
  JSON.stringify(value, undefined, indent)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026');

/** A template's value as JSON. */
export function plainOf(value: unknown): string {
  if (value instanceof JsonStruct && value.escapes) return escapedJson(toPlain(value));
  return JSON.stringify(toPlain(value)) ?? 'null';
}

function toPlain(value: unknown): unknown {
  if (value instanceof JsonStruct) return value.toJson();
  if (value instanceof GoNumber) return Number(value.value);
  if (value instanceof GoPointer) return toPlain(value.value);
  if (value instanceof GoBytes) return new TextDecoder().decode(value.bytes);
  if (value instanceof GoList && value.items === null) return null;
  if (value instanceof GoMap && value.entries === null) return null;
  if (value instanceof GoStruct)
    return Object.fromEntries(Object.entries(value.fields).map(([k, v]) => [k, toPlain(v)]));
  const items = itemsOf(value);
  if (items) return items.map(toPlain);
  if (value instanceof GoMap || value instanceof Map || isPlainMap(value)) {
    return Object.fromEntries(entriesOf(value)!.map(([k, v]) => [String(k), toPlain(v)]));
  }
  return value ?? null;
}
