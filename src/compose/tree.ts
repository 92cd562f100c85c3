/** A mapping of a parsed Compose file. */
export type Dict = Record<string, unknown>;

/** Where a value stands in the model; list items are `[]`. Upstream: compose-go tree.Path. */
export type Path = readonly string[];

/** Whether a value is a mapping. */
export const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a path fits a pattern such as `services.*.ports.[]`; `*` stands for any one part. */
export function matches(path: Path, pattern: readonly string[]): boolean {
  return path.length === pattern.length && pattern.every((part, i) => part === '*' || part === path[i]);
}

/** `services.*.ports` as its parts. */
export const pattern = (text: string): readonly string[] => text.split('.');

/** The path as errors name it. */
export const pathText = (path: Path): string => path.join('.');

/** Sets a key, `__proto__` too, as an own property. */
export function setKey(dict: Dict, key: string, value: unknown): void {
  Object.defineProperty(dict, key, { value, enumerable: true, writable: true, configurable: true });
}

/** The own value of a key, never an inherited one. */
export const own = (dict: Dict, key: string): unknown => (Object.hasOwn(dict, key) ? dict[key] : undefined);

/** A deep copy of plain data. */
export function clone<T>(value: T): T {
  if (Array.isArray(value)) return (value as unknown[]).map(clone) as T;
  if (!isDict(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clone(item)])) as T;
}

/** Deep equality of plain data, whatever the order of keys. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((x, i) => sameValue(x, b[i]));
  if (!isDict(a)) return a === b;
  if (!isDict(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => Object.hasOwn(b, k) && sameValue(a[k], b[k]));
}
