import { concat, encode } from '#io/streams';
import { lookup } from '#network/names';
import { NetworkError, type Socket } from '#network/stack';
import type { Process } from '#process/process';
import type { Column } from './engine';
import { isMaria } from './functions';
import { Fields, lengthOf, number, Packets, scramble } from './wire';

/** Where a client connects, and as whom. */
export interface Target {
  host: string | undefined;
  port: number;
  user: string;
  password: string;
  database: string;
}

/** The server's or the connection's error, as the clients print it after `ERROR `. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
}

interface Result {
  columns?: Column[];
  rows: (string | null)[][];
  affected: number;
}

/** A connection. */
export class Client {
  private constructor(
    private readonly socket: Socket,
    private readonly packets: Packets,
    readonly id: number,
    readonly version: string,
  ) {}

  static async connect(process: Process, target: Target): Promise<Client> {
    const socket = await open(process, target);
    const packets = new Packets(socket.reader, socket.writer);
    const hello = await packets.read();
    if (!hello)
      throw new ClientError(
        "2013 (HY000): Lost connection to MySQL server at 'reading initial communication packet', system error: 0",
      );
    const fields = new Fields(hello);
    fields.number(1);
    const version = fields.zeroText();
    const id = fields.number(4);
    const start = fields.take(8);
    fields.take(19);
    const nonce = concat([start, fields.take(12)]);
    const proof = scramble(target.password, nonce);
    await packets.write(
      concat([
        number(0x0001 | 0x0008 | 0x0200 | 0x2000 | 0x8000 | 0x00080000, 4),
        number(1 << 24, 4),
        Uint8Array.of(255),
        new Uint8Array(23),
        encode(`${target.user}\0`),
        lengthOf(proof.length),
        proof,
        encode(`${target.database}\0`),
        encode('caching_sha2_password\0'),
      ]),
    );
    const client = new Client(socket, packets, id, version);
    for (;;) {
      const answer = await packets.read();
      if (!answer) throw new ClientError('2013 (HY000): Lost connection to MySQL server during query');
      if (answer[0] === 0xff) throw errorOf(answer);
      if (answer[0] === 0) return client;
    }
  }

  async query(sql: string): Promise<Result> {
    this.packets.sequence = 0;
    await this.packets.write(concat([Uint8Array.of(3), encode(sql)]));
    const next = async (): Promise<Uint8Array> => {
      const packet = await this.packets.read();
      if (!packet) throw new ClientError('2013 (HY000): Lost connection to MySQL server during query');
      if (packet[0] === 0xff) throw errorOf(packet);
      return packet;
    };
    const first = new Fields(await next());
    const count = first.length() ?? 0;
    if (count === 0) return { rows: [], affected: first.length() ?? 0 };
    const columns: Column[] = [];
    for (let at = 0; at < count; at++) {
      const fields = new Fields(await next());
      for (let skipped = 0; skipped < 4; skipped++) fields.lengthText();
      const name = fields.lengthText() ?? '';
      fields.lengthText();
      fields.take(7);
      columns.push({ name, numeric: fields.number(1) === 8 });
    }
    await next();
    const rows: (string | null)[][] = [];
    for (;;) {
      const packet = await next();
      if (packet[0] === 0xfe && packet.length < 9) return { columns, rows, affected: 0 };
      const fields = new Fields(packet);
      rows.push(columns.map(() => fields.lengthText()));
    }
  }

  async close(): Promise<void> {
    this.packets.sequence = 0;
    await this.packets.write(Uint8Array.of(1)).catch(() => undefined);
    this.socket.close();
  }
}

function errorOf(packet: Uint8Array): ClientError {
  const fields = new Fields(packet);
  fields.number(1);
  const code = fields.number(2);
  const rest = fields.rest();
  return new ClientError(`${String(code)} (${rest.slice(1, 6)}): ${rest.slice(6)}`);
}

async function open(process: Process, { host, port }: Target): Promise<Socket> {
  const local = host === undefined || host === 'localhost';
  try {
    const address = local ? '127.0.0.1' : (await lookup(host, process.fs, process.net)).addresses[0]!;
    return await process.net.connect({ address, port });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (local)
      throw new ClientError(
        `2002 (HY000): Can't connect to local ${isMaria(process) ? 'server' : 'MySQL server'} through socket '/${isMaria(process) ? 'run' : 'var/run'}/mysqld/mysqld.sock' (2)`,
      );
    if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
      throw new ClientError(
        `2005 (HY000): Unknown MySQL server host '${host}' (${error.code === 'ENOTFOUND' ? '-2' : '-3'})`,
      );
    throw new ClientError(
      `2003 (HY000): Can't connect to MySQL server on '${host}:${String(port)}' (${error.code === 'ECONNREFUSED' ? '111' : '110'})`,
    );
  }
}
