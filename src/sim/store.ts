/** One change of the world's lasting state; `value` is absent when the record is gone. */
export interface Change {
  readonly table: string;
  readonly key: string;
  readonly value?: unknown;
}

/** Where lasting state is kept: IndexedDB in the page, memory in Node. `append` is all or nothing. */
export interface Journal {
  load(): Promise<Change[]>;
  append(changes: readonly Change[]): Promise<void>;
}

/** The records of one kind by key. What is stored is plain data; call `put` again after changing a record in place. */
export interface Table<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  put(key: string, value: T): void;
  delete(key: string): void;
  /** In the order in which the keys were first put. */
  entries(): IterableIterator<[string, T]>;
  values(): IterableIterator<T>;
  readonly size: number;
}

/**
 * The lasting state of a world: tables of plain records. Memory is the truth and a write is synchronous; what changed
 * is collected and handed out in batches, so that a journal can persist it.
 */
export class Store {
  #tables = new Map<string, Map<string, unknown>>();
  #dirty = new Map<string, { table: string; key: string }>();
  #listeners = new Set<() => void>();

  table<T>(name: string): Table<T> {
    let records = this.#tables.get(name);
    if (!records) this.#tables.set(name, (records = new Map<string, unknown>()));
    const rows = records as Map<string, T>;
    return {
      get: (key) => rows.get(key),
      has: (key) => rows.has(key),
      put: (key, value) => {
        rows.set(key, value);
        this.#touch(name, key);
      },
      delete: (key) => {
        if (rows.delete(key)) this.#touch(name, key);
      },
      entries: () => rows.entries(),
      values: () => rows.values(),
      get size() {
        return rows.size;
      },
    };
  }

  /** Calls back at the first change after each `take`. */
  onDirty(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The changes since the last call, each key once, with its value as it is now (not a copy). */
  take(): Change[] {
    const changes: Change[] = [];
    for (const { table, key } of this.#dirty.values()) {
      const rows = this.#tables.get(table)!;
      changes.push(rows.has(key) ? { table, key, value: rows.get(key) } : { table, key });
    }
    this.#dirty.clear();
    return changes;
  }

  /** All records, for saving a world to a file. */
  snapshot(): Change[] {
    return [...this.#tables].flatMap(([table, rows]) => [...rows].map(([key, value]) => ({ table, key, value })));
  }

  /** Puts loaded records in place; they are not dirty afterwards. Call before any engine starts. */
  load(changes: Iterable<Change>): void {
    for (const { table, key, value } of changes) {
      let rows = this.#tables.get(table);
      if (!rows) this.#tables.set(table, (rows = new Map<string, unknown>()));
      if (value === undefined) rows.delete(key);
      else rows.set(key, value);
    }
  }

  #touch(table: string, key: string): void {
    const first = this.#dirty.size === 0;
    this.#dirty.set(`${table}\0${key}`, { table, key });
    if (first) for (const listener of this.#listeners) listener();
  }
}

/** A journal that forgets when the process ends: for tests, benchmarks and the headless runner. */
export class MemoryJournal implements Journal {
  readonly records = new Map<string, Change>();

  load(): Promise<Change[]> {
    return Promise.resolve([...this.records.values()].map((change) => structuredClone(change)));
  }

  append(changes: readonly Change[]): Promise<void> {
    for (const change of changes) {
      const key = `${change.table}\0${change.key}`;
      if (change.value === undefined) this.records.delete(key);
      else this.records.set(key, structuredClone(change));
    }
    return Promise.resolve();
  }
}
