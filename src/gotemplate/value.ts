/** Go's kinds of numbers. */
export type NumberKind =
  | 'int'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'uintptr'
  | 'float32'
  | 'float64';

/**
 * Values as templates see them. A plain JavaScript value stands for the Go value that comes to mind: a whole number is
 * an int, another one a float64, an array `[]interface {}`, an object `map[string]interface {}`, null a nil
 * interface, undefined no value. The classes below are for what is otherwise in Go.
 */
export class GoNumber {
  constructor(
    readonly kind: NumberKind,
    readonly value: number | bigint,
  ) {}
}

/** A `[]byte`, or a string that is no UTF-8. */
export class GoBytes {
  constructor(
    readonly bytes: Uint8Array,
    readonly type: string = '[]uint8',
  ) {}
}

/** A slice, array or pointer to one, of a stated type; `items` null is a nil slice. */
export class GoList {
  constructor(
    readonly type: string,
    readonly items: readonly unknown[] | null,
  ) {}
}

/** A map of a stated type (`map[int]string`); `entries` null is a nil map. */
export class GoMap {
  constructor(
    readonly type: string,
    readonly entries: ReadonlyMap<unknown, unknown> | null,
  ) {}

  get keyType(): string {
    return /^map\[([^\]]*)\]/.exec(this.type)?.[1] ?? 'string';
  }

  get elementType(): string {
    return this.type.replace(/^map\[[^\]]*\]/, '');
  }
}

/** A pointer to anything but a struct; `value` null is a nil pointer. */
export class GoPointer {
  constructor(
    readonly type: string,
    readonly value: unknown,
  ) {}
}

/** What a function takes: a Go type by name, `...` before the last one's for any number of it; `value` takes everything. */
export interface GoFunction {
  readonly params: readonly string[];
  call(...args: readonly unknown[]): unknown;
}

/** A struct, or a pointer to one (`*formatter.ContainerContext`), with its methods. */
export class GoStruct {
  constructor(
    readonly type: string,
    readonly fields: Readonly<Record<string, unknown>>,
    readonly methods: Readonly<Record<string, GoFunction>> = {},
    /** What fmt prints: the String or Error method. */
    readonly text?: () => string,
  ) {}
}

export const isFunction = (value: unknown): value is GoFunction =>
  typeof value === 'object' && value !== null && 'params' in value && 'call' in value;

/** A function for templates: `func((a, b) => ..., 'string', '...any')`. */
export const func = (call: (...args: never[]) => unknown, ...params: string[]): GoFunction => ({
  params,
  call: call,
});

/** A plain object, as maps are given. */
export const isPlainMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof GoNumber) &&
  !(value instanceof GoBytes) &&
  !(value instanceof GoList) &&
  !(value instanceof GoMap) &&
  !(value instanceof GoPointer) &&
  !(value instanceof GoStruct) &&
  !(value instanceof Map) &&
  !isFunction(value);

/** The items of a list, or undefined. */
export const itemsOf = (value: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (value instanceof GoList) return value.items ?? [];
  if (value instanceof GoBytes && value.type !== 'string') return [...value.bytes].map((b) => new GoNumber('uint8', b));
  return undefined;
};

/** The entries of a map in the order of its keys, or undefined. */
export function entriesOf(value: unknown): [unknown, unknown][] | undefined {
  const entries: [unknown, unknown][] | undefined =
    value instanceof GoMap
      ? [...(value.entries ?? [])]
      : value instanceof Map
        ? [...(value as Map<unknown, unknown>)]
        : isPlainMap(value)
          ? Object.entries(value)
          : undefined;
  return entries?.sort(([a], [b]) => compareKeys(a, b));
}

function compareKeys(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0;
  return typeName(a) < typeName(b) ? -1 : 1;
}

/** By code points, as Go compares strings. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] !== y[i]) return x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!;
  }
  return x.length - y.length;
}

/** The number behind an int, uint or float, or undefined. */
export const numberOf = (value: unknown): number | bigint | undefined =>
  typeof value === 'number' || typeof value === 'bigint' ? value : value instanceof GoNumber ? value.value : undefined;

export const numberKind = (value: unknown): NumberKind | undefined => {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? 'int' : 'float64';
  if (typeof value === 'bigint') return 'int64';
  return value instanceof GoNumber ? value.kind : undefined;
};

/** What %T prints. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  const kind = numberKind(value);
  if (kind) return kind;
  if (Array.isArray(value)) return '[]interface {}';
  if (value instanceof GoBytes || value instanceof GoList || value instanceof GoMap) return value.type;
  if (value instanceof GoPointer || value instanceof GoStruct) return value.type;
  return isFunction(value) ? 'func()' : 'map[string]interface {}';
}

/** Whether a value counts as true: not the zero value, not empty. */
export function truth(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return false;
  const number = numberOf(value);
  if (number !== undefined) return Number(number) !== 0;
  if (value instanceof GoBytes) return value.bytes.length > 0;
  const items = itemsOf(value);
  if (items) return items.length > 0;
  if (value instanceof GoMap) return (value.entries?.size ?? 0) > 0;
  if (value instanceof Map) return value.size > 0;
  if (value instanceof GoPointer) return value.value !== null;
  return isPlainMap(value) ? Object.keys(value).length > 0 : true;
}

/** The zero value of a type by its name. */
export function zero(type: string): unknown {
  if (type === 'string') return '';
  if (type === 'bool') return false;
  if (/^(u?int\d*|uintptr|byte|rune)$/.test(type)) return type === 'int' ? 0 : new GoNumber(type as NumberKind, 0);
  if (/^float/.test(type)) return new GoNumber(type as NumberKind, 0);
  if (type.startsWith('map[')) return new GoMap(type, null);
  if (type.startsWith('[]')) return new GoList(type, null);
  return type.startsWith('*') ? new GoPointer(type, null) : null;
}
