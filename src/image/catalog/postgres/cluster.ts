import type { Process } from '#process/process';
import { isoTime } from '../service/service-program';
import { Engine } from './engine';
import { errorMessage, fieldsOf, messagesOf, query, readRow } from './wire';

/** What the entry point was told; the first start of the engine carries it out. */
export interface Setup {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

const SETUP = 'drydock.setup.json';
const READY = 'drydock.cluster.json';

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The databases of one data directory behind one engine, which sessions use in turn.
 * Simplified: sessions of several databases make the engine start anew for each change, and a session in a transaction
 * makes the others wait until it ends.
 */
export class Cluster {
  #engine: Engine | undefined;
  #owner = 'postgres';
  #busy: Promise<void> = Promise.resolve();
  #last: unknown;

  constructor(
    private readonly process: Process,
    private readonly directory: string,
  ) {}

  /** The database that the engine has open. */
  get opened(): string | undefined {
    return this.#engine?.database;
  }

  /** Runs the work alone; a session keeps the cluster while it is in a transaction. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#busy;
    let done = (): void => undefined;
    this.#busy = new Promise((resolve) => (done = resolve));
    await before;
    try {
      return await work();
    } finally {
      done();
      this.process.clock.wake();
    }
  }

  async engine(database: string): Promise<Engine> {
    const { fs } = this.process;
    if (this.#engine?.database === database) return this.#engine;
    if (fs.exists(`${this.directory}/${SETUP}`)) await this.#setUp();
    this.#owner = (JSON.parse(fs.readText(`${this.directory}/${READY}`)) as { owner: string }).owner;
    if (this.#engine?.database === database) return this.#engine;
    await this.#close();
    this.#last = undefined;
    return (this.#engine = await Engine.open(this.process, this.directory, database, this.#owner));
  }

  async #setUp(): Promise<void> {
    const { fs } = this.process;
    const { user, password, database } = JSON.parse(fs.readText(`${this.directory}/${SETUP}`)) as Setup;
    const engine = await Engine.open(this.process, this.directory, 'postgres', 'postgres');
    const run = (sql: string): void => {
      const failed = [...messagesOf(engine.exec(query(sql)))].find((message) => message.type === 'E');
      if (failed) throw new Error(`${fieldsOf(failed.body)['M'] ?? ''}: ${sql}`);
    };
    if (password !== '') run(`ALTER ROLE postgres PASSWORD ${literal(password)}`);
    if (user !== 'postgres') run(`UPDATE pg_catalog.pg_authid SET rolname = ${literal(user)} WHERE oid = 10`);
    if (database !== 'postgres') run(`CREATE DATABASE ${identifier(database)} STRATEGY FILE_COPY`);
    if (database === 'postgres' && user === 'postgres') this.#engine = engine;
    else await engine.close(this.process);
    fs.writeFile(`${this.directory}/${READY}`, JSON.stringify({ owner: user }), { mode: 0o600 });
    fs.unlink(`${this.directory}/${SETUP}`);
  }

  async #close(): Promise<void> {
    const engine = this.#engine;
    this.#engine = undefined;
    if (engine) await engine.close(this.process);
  }

  /** Rows of a question of our own, asked as the owner. */
  async ask(database: string, sql: string): Promise<(string | null)[][]> {
    const engine = await this.engine(database);
    this.#last = undefined;
    const answer = engine.exec(query(`RESET SESSION AUTHORIZATION; ${sql}`));
    return [...messagesOf(answer)].filter(({ type }) => type === 'D').map(({ body }) => readRow(body));
  }

  /** Makes the engine speak for this session: its database and role. */
  async take(session: object, database: string, user: string): Promise<Engine> {
    const engine = await this.engine(database);
    if (this.#last !== session) {
      const role =
        user === this.#owner ? 'RESET SESSION AUTHORIZATION' : `SET SESSION AUTHORIZATION ${identifier(user)}`;
      if (this.#last !== undefined || user !== this.#owner) engine.exec(query(role));
      this.#last = session;
    }
    return engine;
  }

  async stop(): Promise<void> {
    await this.#close();
  }
}

/** A line of the server's log: `2026-01-01 00:00:00.000 UTC [1] LOG:  text`. */
export const logLine = (process: Process, text: string, pid = process.pid): string =>
  `${isoTime(process).slice(0, 23).replace('T', ' ')} UTC [${String(pid)}] ${text}\n`;

export const fatal = (code: string, message: string): Uint8Array => errorMessage('FATAL', code, message);

/** Whether a data directory was made by our initdb. */
export const isCluster = (process: Process, directory: string): boolean => process.fs.exists(`${directory}/PG_VERSION`);

/** Leaves what the entry point was told for the first start of the engine. */
export function leaveSetup(process: Process, directory: string, setup: Setup): void {
  process.fs.writeFile(`${directory}/${SETUP}`, JSON.stringify(setup), { mode: 0o600 });
}
