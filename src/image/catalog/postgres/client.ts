import { encode } from '#io/streams';
import { lookup } from '#network/names';
import { NetworkError, type Socket } from '#network/stack';
import type { Process } from '#process/process';
import { fieldsOf, int32, MessageReader, pack, query, readDescription, readRow, type ResultSet } from './wire';
import { concat } from '#io/streams';

export interface Target {
  /** Undefined is the local socket. */
  readonly host: string | undefined;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string | undefined;
}

/** What the server refused, or why it could not be asked; `message` is as psql prints it. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
}

/** Options and environment of the PostgreSQL clients, joined. */
export function targetOf(env: ReadonlyMap<string, string>, given: Partial<Target>): Target {
  const host = given.host ?? env.get('PGHOST');
  const user = given.user ?? env.get('PGUSER') ?? 'root';
  return {
    host: host === undefined || host.startsWith('/') ? undefined : host,
    port: given.port ?? Number(env.get('PGPORT') ?? 5432),
    user,
    database: given.database ?? env.get('PGDATABASE') ?? user,
    password: given.password ?? env.get('PGPASSWORD'),
  };
}

/** A connection that asks by the simple protocol. */
export class PgClient {
  transaction = 'I';
  readonly parameters = new Map<string, string>();

  private constructor(
    private readonly socket: Socket,
    private readonly reader: MessageReader,
  ) {}

  /** Throws ConnectError. */
  static async connect(process: Process, target: Target, ask?: () => Promise<string>): Promise<PgClient> {
    const { socket, where } = await open(process, target);
    const words = [
      'user',
      target.user,
      'database',
      target.database,
      'application_name',
      'psql',
      'client_encoding',
      'UTF8',
    ];
    const body = concat([int32(196608), ...words.map((word) => encode(`${word}\0`)), encode('\0')]);
    await socket.writer.write(concat([int32(body.length + 4), body]));
    const client = new PgClient(socket, new MessageReader(socket.reader));
    for (;;) {
      const message = await client.reader.next();
      if (!message) throw new ConnectError(`${where} failed: server closed the connection unexpectedly`);
      if (message.type === 'E') {
        const { S = 'FATAL', M = '' } = fieldsOf(message.body);
        throw new ConnectError(`${where} failed: ${S}:  ${M}`);
      }
      if (message.type === 'S') {
        const [name = '', value = ''] = new TextDecoder().decode(message.body).split('\0');
        client.parameters.set(name, value);
      }
      if (message.type === 'R' && message.body[3] === 3) {
        const password = target.password ?? (await ask?.());
        if (password === undefined) throw new ConnectError(`${where} failed: fe_sendauth: no password supplied`);
        await socket.writer.write(pack('p', password));
      }
      if (message.type === 'Z') return client;
    }
  }

  /** Runs statements; calls back for each result, error and notice as it comes. Answers whether none failed. */
  async query(
    sql: string,
    on: {
      result?(result: ResultSet): void;
      error?(fields: Record<string, string>): void;
      notice?(fields: Record<string, string>): void;
    },
  ): Promise<boolean> {
    await this.socket.writer.write(query(sql));
    let columns: ResultSet['columns'] = [];
    let rows: (string | null)[][] = [];
    let fine = true;
    for (;;) {
      const message = await this.reader.next();
      if (!message) throw new ConnectError('server closed the connection unexpectedly');
      if (message.type === 'T') columns = readDescription(message.body);
      else if (message.type === 'D') rows.push(readRow(message.body));
      else if (message.type === 'C') {
        on.result?.({ columns, rows, tag: new TextDecoder().decode(message.body).replace(/\0$/, '') });
        [columns, rows] = [[], []];
      } else if (message.type === 'E') {
        fine = false;
        on.error?.(fieldsOf(message.body));
      } else if (message.type === 'N') on.notice?.(fieldsOf(message.body));
      else if (message.type === 'Z') {
        this.transaction = String.fromCharCode(message.body[0]!);
        return fine;
      }
    }
  }

  /** The rows of one statement; throws ConnectError with the server's message when it fails. */
  async rows(sql: string): Promise<ResultSet> {
    let last: ResultSet = { columns: [], rows: [], tag: '' };
    let failed: string | undefined;
    await this.query(sql, { result: (result) => (last = result), error: (fields) => (failed = fields['M']) });
    if (failed !== undefined) throw new ConnectError(failed);
    return last;
  }

  async close(): Promise<void> {
    await this.socket.writer.write(pack('X')).catch(() => undefined);
    this.socket.close();
  }
}

async function open(process: Process, { host, port }: Target): Promise<{ socket: Socket; where: string }> {
  if (host === undefined) {
    const where = `connection to server on socket "/var/run/postgresql/.s.PGSQL.${String(port)}"`;
    try {
      return { socket: await process.net.connect({ address: '127.0.0.1', port }), where };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw new ConnectError(
        `${where} failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?`,
      );
    }
  }
  let address: string;
  try {
    address = (await lookup(host, process.fs, process.net)).addresses[0]!;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new ConnectError(`could not translate host name "${host}" to address: ${error.message.replace(/: .*$/, '')}`);
  }
  const named = host === address ? `"${host}"` : `"${host}" (${address})`;
  const where = `connection to server at ${named}, port ${String(port)}`;
  try {
    return { socket: await process.net.connect({ address, port }), where };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new ConnectError(
      `${where} failed: ${error.message}${error.code === 'ECONNREFUSED' ? '\n\tIs the server running on that host and accepting TCP/IP connections?' : ''}`,
    );
  }
}
