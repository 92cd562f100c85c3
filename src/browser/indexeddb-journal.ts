import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Change, Journal } from '#sim/store';

/** The format of what is kept; a page that finds a higher one leaves it alone. */
const FORMAT = 1;

interface Kept {
  readonly table: string;
  readonly key: string;
  readonly value: unknown;
  /** Counts first writings: tables promise that order. */
  readonly seq: number;
}

interface Schema extends DBSchema {
  records: { key: [string, string]; value: Kept };
  meta: { key: string; value: unknown };
  /** Records that could not be understood, kept as they were found. */
  damaged: { key: number; value: unknown };
}

/** What is kept was written by a newer Drydock; nothing of it was touched. */
export class NewerFormatError extends Error {
  override readonly name = 'NewerFormatError';
}

const databaseName = (world: string): string => `drydock:${world}`;

/** Forgets a world. */
export const forget = (world: string): Promise<void> => deleteDB(databaseName(world));

/**
 * A world's journal in IndexedDB: one record a key, one transaction a batch, so a batch is there whole or not at all.
 * Durability is relaxed: a power cut may lose the last batch, a closed tab loses none that was handed over.
 */
export class IndexedDbJournal implements Journal {
  /** How many records could not be read; they are kept aside. */
  damaged = 0;
  /** Told after each batch: nothing, or why it could not be written. */
  onAppend: (error: string | undefined) => void = () => undefined;
  #seqs = new Map<string, number>();
  #nextSeq = 1;

  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  /** Opens or creates the world's database. Throws NewerFormatError, or what the browser says (private mode). */
  static async open(world: string): Promise<IndexedDbJournal> {
    const db = await openDB<Schema>(databaseName(world), 1, {
      upgrade(fresh) {
        fresh.createObjectStore('records', { keyPath: ['table', 'key'] });
        fresh.createObjectStore('meta');
        fresh.createObjectStore('damaged', { autoIncrement: true });
      },
      // Another tab deletes or upgrades this world: give way, or it waits for ever.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    const format = await db.get('meta', 'format');
    if (typeof format === 'number' && format > FORMAT) {
      db.close();
      throw new NewerFormatError(`this world was kept by a newer Drydock (format ${String(format)})`);
    }
    if (format === undefined) await db.put('meta', FORMAT, 'format');
    return new IndexedDbJournal(db);
  }

  async load(): Promise<Change[]> {
    const good: Kept[] = [];
    const bad: unknown[] = [];
    for (const record of await this.db.getAll('records')) {
      if (typeof record.table === 'string' && typeof record.key === 'string' && typeof record.seq === 'number')
        good.push(record);
      else bad.push(record);
    }
    this.damaged = bad.length;
    for (const record of bad) await this.db.add('damaged', record);
    good.sort((a, b) => a.seq - b.seq);
    for (const { table, key, seq } of good) this.#seqs.set(`${table}\0${key}`, seq);
    this.#nextSeq = (good.at(-1)?.seq ?? 0) + 1;
    return good;
  }

  async append(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    const transaction = this.db.transaction('records', 'readwrite', { durability: 'relaxed' });
    // The values are copied by these calls, before anything else can change them.
    for (const change of changes) this.#write(transaction.store, change);
    try {
      await transaction.done;
      this.onAppend(undefined);
    } catch (error) {
      this.onAppend(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** Replaces everything with these records, in one transaction. */
  async replace(changes: readonly Change[]): Promise<void> {
    const transaction = this.db.transaction('records', 'readwrite', { durability: 'relaxed' });
    void transaction.store.clear();
    this.#seqs.clear();
    for (const change of changes) this.#write(transaction.store, change);
    await transaction.done;
  }

  #write(
    store: { put(value: Kept): Promise<unknown>; delete(key: [string, string]): Promise<unknown> },
    { table, key, value }: Change,
  ): void {
    const id = `${table}\0${key}`;
    if (value === undefined) {
      this.#seqs.delete(id);
      void store.delete([table, key]);
      return;
    }
    let seq = this.#seqs.get(id);
    if (seq === undefined) this.#seqs.set(id, (seq = this.#nextSeq++));
    void store.put({ table, key, value, seq });
  }

  close(): void {
    this.db.close();
  }
}
