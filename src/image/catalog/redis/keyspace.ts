import { matchPattern } from '#vfs/glob';

export type Value =
  | { type: 'string'; value: string }
  | { type: 'list'; value: string[] }
  | { type: 'hash'; value: Map<string, string> }
  | { type: 'set'; value: Set<string> }
  | { type: 'zset'; value: Map<string, number> };

export type ValueType = Value['type'];
type ValueOf = { [V in Value as V['type']]: V['value'] };

/** A command's error; the message is redis' own. */
export class RedisError extends Error {
  override readonly name = 'RedisError';
}

export const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';

/** One database: keys with values and times to live. */
export class Keyspace {
  #values = new Map<string, Value>();
  #expires = new Map<string, number>();
  /** Changes since the last save. */
  dirty = 0;

  constructor(private readonly now: () => number) {}

  get(key: string): Value | undefined {
    const at = this.#expires.get(key);
    if (at !== undefined && at <= this.now()) this.delete(key);
    return this.#values.get(key);
  }

  /** The value of a key of that type; undefined when there is none. Throws RedisError WRONGTYPE. */
  typed<T extends ValueType>(key: string, type: T): ValueOf[T] | undefined {
    const found = this.get(key);
    if (!found) return undefined;
    if (found.type !== type) throw new RedisError(WRONG_TYPE);
    return found.value as ValueOf[T];
  }

  set(key: string, value: Value, keepTtl = false): void {
    this.#values.set(key, value);
    if (!keepTtl) this.#expires.delete(key);
    this.dirty++;
  }

  delete(key: string): boolean {
    this.#expires.delete(key);
    if (!this.#values.delete(key)) return false;
    this.dirty++;
    return true;
  }

  /** Removes a container that became empty. */
  tidy(key: string): void {
    const found = this.#values.get(key);
    if (!found || found.type === 'string') return;
    const size = found.type === 'list' ? found.value.length : found.value.size;
    if (size === 0) this.delete(key);
  }

  expireAt(key: string, at: number | undefined): void {
    if (at === undefined) this.#expires.delete(key);
    else this.#expires.set(key, at);
    this.dirty++;
  }

  expiry(key: string): number | undefined {
    return this.#expires.get(key);
  }

  keys(pattern = '*'): string[] {
    const all = [...this.#values.keys()].filter((key) => this.get(key) !== undefined);
    return pattern === '*' ? all : all.filter((key) => matchPattern(pattern, key));
  }

  clear(): void {
    this.dirty += this.#values.size;
    this.#values.clear();
    this.#expires.clear();
  }

  /** As text that `load` reads again. */
  dump(): string {
    const rows = this.keys().map((key) => {
      const { type, value } = this.get(key)!;
      const data = typeof value === 'string' || Array.isArray(value) ? value : [...(value as Iterable<unknown>)];
      return [key, type, data, this.#expires.get(key) ?? null];
    });
    return JSON.stringify(rows);
  }

  load(text: string): void {
    for (const [key, type, data, expires] of JSON.parse(text) as [string, ValueType, never, number | null][]) {
      const value = type === 'hash' || type === 'zset' ? new Map(data) : type === 'set' ? new Set(data) : data;
      this.#values.set(key, { type, value } as Value);
      if (expires !== null) this.#expires.set(key, expires);
    }
    this.dirty = 0;
  }
}
