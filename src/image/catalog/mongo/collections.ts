import type { Process } from '#process/process';
import { fromLine, OID, toLine, type Document, type Value } from './bson';

/** A failed command as the server numbers it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Index extends Document {
  name: string;
  key: Document;
}

interface Collection {
  documents: Document[];
  indexes: Index[];
}

const MAGIC = 'drydock-collection-1';
const fileName = (name: string): string => encodeURIComponent(name);

/** The data directory: a directory for each database, in it a file for each collection, one document a line. */
export class Collections {
  #open = new Map<string, Collection>();

  constructor(
    readonly process: Process,
    private readonly directory: string,
  ) {}

  #path = (database: string, name?: string): string =>
    `${this.directory}/${fileName(database)}${name === undefined ? '' : `/${fileName(name)}.wt`}`;

  databases(): string[] {
    const { fs } = this.process;
    return fs
      .readdir(this.directory)
      .filter((name) => fs.isDirectory(`${this.directory}/${name}`) && this.names(decodeURIComponent(name)).length > 0)
      .map(decodeURIComponent);
  }

  names(database: string): string[] {
    const { fs } = this.process;
    const path = this.#path(database);
    return fs.isDirectory(path)
      ? fs.readdir(path).flatMap((name) => (name.endsWith('.wt') ? [decodeURIComponent(name.slice(0, -3))] : []))
      : [];
  }

  size(database: string): number {
    return this.names(database).reduce((sum, name) => sum + this.process.fs.stat(this.#path(database, name)).size, 0);
  }

  find(database: string, name: string): Collection | undefined {
    const path = this.#path(database, name);
    const known = this.#open.get(path);
    if (known) return known;
    if (!this.process.fs.exists(path)) return undefined;
    const [head = '', ...lines] = this.process.fs.readText(path).split('\n');
    const indexes = (fromLine(head.slice(MAGIC.length)) as Index[] | null) ?? [];
    const collection = { indexes, documents: lines.filter(Boolean).map((line) => fromLine(line) as Document) };
    this.#open.set(path, collection);
    return collection;
  }

  get(database: string, name: string): Collection {
    const found = this.find(database, name);
    if (found) return found;
    if (name === '' || name.includes('$') || database === '')
      throw new CommandError(73, 'InvalidNamespace', `Invalid namespace specified '${database}.${name}'`);
    const collection: Collection = { documents: [], indexes: [{ v: 2, key: { _id: 1 }, name: '_id_' }] };
    this.#open.set(this.#path(database, name), collection);
    this.save(database, name);
    return collection;
  }

  /** Writes the whole collection. */
  save(database: string, name: string): void {
    const collection = this.#open.get(this.#path(database, name))!;
    this.process.fs.mkdir(this.#path(database), { parents: true });
    const lines = [MAGIC + toLine(collection.indexes), ...collection.documents.map(toLine)];
    this.process.fs.writeFile(this.#path(database, name), `${lines.join('\n')}\n`, { mode: 0o600 });
  }

  /** Adds a document; throws CommandError when a unique index has its key already. */
  insert(database: string, name: string, document: Document): void {
    const collection = this.get(database, name);
    const own: Document = '_id' in document ? document : { _id: this.objectId(), ...document };
    this.check(database, name, own);
    collection.documents.push(own);
    this.process.fs.appendFile(this.#path(database, name), `${toLine(own)}\n`);
  }

  check(database: string, name: string, document: Document, except?: Document): void {
    const { documents, indexes } = this.get(database, name);
    for (const index of indexes) {
      if (index.name !== '_id_' && index['unique'] !== true) continue;
      const keys = Object.keys(index.key);
      const shape = (one: Document): string => toLine(keys.map((key) => at(one, key) ?? null));
      const wanted = shape(document);
      if (documents.some((one) => one !== except && shape(one) === wanted)) {
        const key = keys.map((field) => `${field}: ${shown(at(document, field))}`).join(', ');
        throw new CommandError(
          11000,
          'DuplicateKey',
          `E11000 duplicate key error collection: ${database}.${name} index: ${index.name} dup key: { ${key} }`,
        );
      }
    }
  }

  drop(database: string, name: string): boolean {
    const path = this.#path(database, name);
    this.#open.delete(path);
    if (!this.process.fs.exists(path)) return false;
    this.process.fs.unlink(path);
    return true;
  }

  dropDatabase(database: string): void {
    for (const name of this.names(database)) this.drop(database, name);
    this.process.fs.removeAll(this.#path(database));
  }

  objectId(): string {
    const seconds = Math.floor(this.process.clock.epochNow() / 1000);
    return OID + seconds.toString(16).padStart(8, '0') + this.process.random.hex(16);
  }
}

const at = (document: Document, path: string): Value =>
  path
    .split('.')
    .reduce<Value>(
      (value, key) =>
        typeof value === 'object' && value !== null && !(value instanceof Date) ? (value as Document)[key] : undefined,
      document,
    );

const shown = (value: Value): string => {
  if (typeof value === 'string')
    return value.startsWith(OID) ? `ObjectId('${value.slice(OID.length)}')` : JSON.stringify(value);
  return value === undefined ? 'null' : toLine(value);
};
