import type { Process } from '#process/process';
import { translate, type Translation } from './translate';
import { type Sqlite, addFunctions, serverVersion } from './functions';

/** Where the browser finds the engine; Node's build reads it by itself. */
declare const URL: new (path: string, base: string) => { readonly href: string; readonly protocol: string };

interface Library {
  readonly default: (options?: object) => Promise<{ Database: new (data?: Uint8Array) => Sqlite }>;
}

export interface Column {
  readonly name: string;
  readonly numeric: boolean;
}

export interface Answer {
  readonly columns?: readonly Column[];
  readonly rows?: readonly (string | null)[][];
  readonly affected: number;
  readonly insertId: number;
}

/** An error as MySQL numbers it. */
export class SqlError extends Error {
  override readonly name = 'SqlError';

  constructor(
    readonly code: number,
    readonly state: string,
    message: string,
  ) {
    super(message);
  }
}

/** The databases of a data directory: each is one SQLite file there. */
export class Databases {
  #open = new Map<string, Sqlite>();
  #dirty = new Set<string>();

  constructor(
    readonly process: Process,
    readonly directory: string,
  ) {}

  names(): string[] {
    const own = this.process.fs.readdir(this.directory).flatMap((name) => /^(.+)\.sqlite$/.exec(name)?.[1] ?? []);
    return [...new Set(['information_schema', 'mysql', 'performance_schema', 'sys', ...own])].sort();
  }

  has(name: string): boolean {
    return this.names().includes(name);
  }

  path = (name: string): string => `${this.directory}/${name}.sqlite`;

  create(name: string): void {
    this.process.fs.writeFile(this.path(name), new Uint8Array());
  }

  drop(name: string): void {
    this.#open.get(name)?.close();
    this.#open.delete(name);
    this.#dirty.delete(name);
    this.process.fs.unlink(this.path(name));
  }

  async get(name: string): Promise<Sqlite> {
    const known = this.#open.get(name);
    if (known) return known;
    const { fs } = this.process;
    const data = fs.exists(this.path(name)) ? fs.readFile(this.path(name)) : new Uint8Array();
    const database = await this.process.external(async () => {
      const { default: start } = (await import('sql.js')) as unknown as Library;
      const { Database } = await (library ??= start(wasmPlace()));
      return new Database(data.length > 0 ? data.slice() : undefined);
    });
    addFunctions(database, this.process, name);
    this.#open.set(name, database);
    return database;
  }

  touch(name: string): void {
    this.#dirty.add(name);
  }

  /** Puts what changed on disk; not in the middle of a transaction, since exporting ends it. */
  flush(): void {
    for (const name of this.#dirty) {
      const database = this.#open.get(name);
      if (!database) continue;
      this.process.fs.writeFile(this.path(name), database.export(), { mode: 0o640 });
      // An export closes and opens the database anew: its functions are gone.
      addFunctions(database, this.process, name);
    }
    this.#dirty.clear();
  }
}

let library: ReturnType<Library['default']> | undefined;

function wasmPlace(): object {
  const wasm = new URL('../../../../node_modules/sql.js/dist/sql-wasm-browser.wasm', import.meta.url);
  return wasm.protocol === 'file:' ? {} : { locateFile: () => wasm.href };
}

/** What one connection remembers, and the statements it runs. */
export class SqlSession {
  database: string | undefined;
  #transaction: string | undefined;
  #insertId = 0;
  #rows = -1;

  constructor(
    private readonly databases: Databases,
    readonly user: string,
  ) {}

  async run(sql: string): Promise<Answer> {
    const done = translate(sql, this.databases.process, () => serverVersion(this.databases.process));
    return this.#do(done, sql);
  }

  async #do(what: Translation, sql: string): Promise<Answer> {
    const { databases } = this;
    const ok: Answer = { affected: 0, insertId: 0 };
    switch (what.kind) {
      case 'nothing':
        return ok;
      case 'rows':
        return { ...ok, columns: what.columns.map((name) => ({ name, numeric: false })), rows: what.rows };
      case 'use':
        if (!databases.has(what.name)) throw new SqlError(1049, '42000', `Unknown database '${what.name}'`);
        this.database = what.name;
        return ok;
      case 'databases':
        return table(
          'Database',
          databases.names().filter((name) => what.like === undefined || what.like.test(name)),
        );
      case 'create database':
        if (databases.has(what.name)) {
          if (what.maybe) return { ...ok, affected: 1 };
          throw new SqlError(1007, 'HY000', `Can't create database '${what.name}'; database exists`);
        }
        databases.create(what.name);
        return { ...ok, affected: 1 };
      case 'drop database':
        if (!databases.has(what.name)) {
          if (what.maybe) return ok;
          throw new SqlError(1008, 'HY000', `Can't drop database '${what.name}'; database doesn't exist`);
        }
        databases.drop(what.name);
        if (this.database === what.name) this.database = undefined;
        return ok;
      case 'unsupported':
        throw new SqlError(1235, '42000', `drydock: ${what.what} is not simulated yet`);
      default:
    }
    if (what.kind === 'variable' && what.name === 'database()') return table('database()', [this.database ?? null]);
    if (what.kind === 'variable') {
      const value =
        what.name === 'last_insert_id()'
          ? String(this.#insertId)
          : what.name === 'row_count()'
            ? String(this.#rows)
            : `${this.user}@localhost`;
      return table(what.label, [value]);
    }
    const schema = ('schema' in what && what.schema) || this.database;
    if (schema === undefined) {
      if (what.kind === 'sql' && /^\s*select(?![\s\S]*\bfrom\b)/i.test(what.sql))
        return this.#sql('mysql', what.sql, false);
      throw new SqlError(1046, '3D000', 'No database selected');
    }
    if (!databases.has(schema)) throw new SqlError(1049, '42000', `Unknown database '${schema}'`);
    if (what.kind === 'tables') {
      const { rows } = await this.#sql(
        schema,
        "SELECT name FROM sqlite_master WHERE type IN ('table','view') AND name NOT LIKE 'sqlite_%' ORDER BY name",
        false,
      );
      const names = (rows ?? [])
        .map(([name]) => name!)
        .filter((name) => what.like === undefined || what.like.test(name));
      return table(`Tables_in_${schema}`, names);
    }
    if (what.kind === 'describe') return this.#describe(schema, what.table);
    if (what.kind === 'show create') {
      const { rows } = await this.#sql(
        schema,
        `SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '${what.table.replaceAll("'", "''")}'`,
        false,
      );
      if (!rows?.[0]) throw new SqlError(1146, '42S02', `Table '${schema}.${what.table}' doesn't exist`);
      return {
        ...ok,
        columns: [
          { name: 'Table', numeric: false },
          { name: 'Create Table', numeric: false },
        ],
        rows: [[what.table, `${rows[0][0]!.replaceAll('"', '`')} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4`]],
      };
    }
    if (what.kind === 'begin' || what.kind === 'end') {
      const database = await databases.get(schema);
      if (what.kind === 'begin') {
        if (this.#transaction === undefined) database.exec('BEGIN');
        this.#transaction = schema;
      } else if (this.#transaction !== undefined) {
        (await databases.get(this.#transaction)).exec(what.sql);
        databases.touch(this.#transaction);
        this.#transaction = undefined;
        databases.flush();
      }
      return ok;
    }
    let answer = ok;
    if (what.kind !== 'sql') return ok;
    for (const statement of [what.sql, ...(what.more ?? [])]) {
      const next = await this.#sql(
        schema,
        statement,
        !/^\s*(select|with|values|explain|pragma)\b/i.test(statement),
        sql,
      );
      if (statement === what.sql) answer = next;
    }
    return answer;
  }

  async #sql(schema: string, sql: string, writes: boolean, original = sql): Promise<Answer> {
    const { databases } = this;
    const database = await databases.get(schema);
    try {
      const results = database.exec(sql);
      const last = results.at(-1);
      const affected = writes && /^\s*(insert|update|delete|replace)/i.test(sql) ? database.getRowsModified() : 0;
      if (writes) {
        if (/^\s*(insert|replace)/i.test(sql))
          this.#insertId = Number(database.exec('SELECT last_insert_rowid()')[0]!.values[0]![0]);
        this.#rows = affected;
        databases.touch(schema);
        if (this.#transaction === undefined) databases.flush();
        return { affected, insertId: /^\s*(insert|replace)/i.test(sql) ? this.#insertId : 0 };
      }
      const columns = last?.columns ?? columnsOf(original);
      const values = last?.values ?? [];
      return {
        affected,
        insertId: 0,
        columns: columns.map((name, at) => ({
          name,
          numeric:
            values.length > 0 &&
            values.every((row) => row[at] === null || typeof row[at] === 'number') &&
            values.some((row) => row[at] !== null),
        })),
        rows: values.map((row) =>
          row.map((value) =>
            value === null ? null : value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value),
          ),
        ),
      };
    } catch (error) {
      throw mysqlError(error instanceof Error ? error.message : String(error), schema, original);
    }
  }

  async #describe(schema: string, name: string): Promise<Answer> {
    const { rows = [] } = await this.#sql(schema, `PRAGMA table_info("${name.replaceAll('"', '""')}")`, false);
    if (rows.length === 0) throw new SqlError(1146, '42S02', `Table '${schema}.${name}' doesn't exist`);
    const created =
      (await this.#sql(schema, `SELECT sql FROM sqlite_master WHERE name = '${name.replaceAll("'", "''")}'`, false))
        .rows?.[0]?.[0] ?? '';
    const auto = /"?(\w+)"?\s+INTEGER PRIMARY KEY AUTOINCREMENT/i.exec(created)?.[1];
    return {
      affected: 0,
      insertId: 0,
      columns: ['Field', 'Type', 'Null', 'Key', 'Default', 'Extra'].map((column) => ({ name: column, numeric: false })),
      rows: rows.map(([, field, type, notNull, fallback, key]) => [
        field!,
        auto === field ? 'int' : (type ?? '').toLowerCase(),
        notNull === '1' || key !== '0' ? 'NO' : 'YES',
        key === '0' ? '' : 'PRI',
        fallback?.replace(/^'(.*)'$/s, '$1') ?? null,
        auto === field ? 'auto_increment' : '',
      ]),
    };
  }

  /** Ends what the connection left open. */
  async end(): Promise<void> {
    if (this.#transaction !== undefined) await this.run('ROLLBACK');
  }
}

const table = (column: string, values: readonly (string | null)[]): Answer => ({
  affected: 0,
  insertId: 0,
  columns: [{ name: column, numeric: false }],
  rows: values.map((value) => [value]),
});

/** The columns that a SELECT without rows would have had; SQLite's answer does not tell. */
const columnsOf = (sql: string): string[] =>
  (/^\s*select\s+([\s\S]*?)\sfrom\b/i.exec(sql)?.[1] ?? '').split(',').map((part) =>
    part
      .trim()
      .replace(/^.*\bas\s+/i, '')
      .replaceAll('`', ''),
  );

function mysqlError(message: string, schema: string, sql: string): SqlError {
  const unknown = /^no such table: (?:main\.)?(.*)$/.exec(message);
  if (unknown) return new SqlError(1146, '42S02', `Table '${schema}.${unknown[1]!}' doesn't exist`);
  const column = /^no such column: (.*?)(?: - .*)?$/.exec(message) ?? /has no column named (.*)$/.exec(message);
  if (column) return new SqlError(1054, '42S22', `Unknown column '${column[1]!}' in 'field list'`);
  const exists = /^table "?(.*?)"? already exists$/.exec(message);
  if (exists) return new SqlError(1050, '42S01', `Table '${exists[1]!}' already exists`);
  const unique = /^UNIQUE constraint failed: (\w+)\.(\w+)/.exec(message);
  if (unique)
    return new SqlError(
      1062,
      '23000',
      `Duplicate entry for key '${unique[1]!}.${/primary/i.test(sql) ? 'PRIMARY' : unique[2]!}'`,
    );
  const missing = /^NOT NULL constraint failed: \w+\.(\w+)/.exec(message);
  if (missing) return new SqlError(1048, '23000', `Column '${missing[1]!}' cannot be null`);
  const near = /^near "([\s\S]*)": syntax error$/.exec(message);
  if (near || message === 'incomplete input') {
    const at = near ? Math.max(0, sql.indexOf(near[1]!)) : sql.length;
    return new SqlError(
      1064,
      '42000',
      `You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '${sql.slice(at, at + 80)}' at line 1`,
    );
  }
  const lost = /^no such function: (.*)$/.exec(message);
  if (lost) return new SqlError(1305, '42000', `FUNCTION ${schema}.${lost[1]!} does not exist`);
  return new SqlError(1105, 'HY000', message);
}
