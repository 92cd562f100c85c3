import { concat, encode } from '#io/streams';
import { NetworkError, type Socket } from '#network/stack';
import { ProcessEnded, type Process, type Program } from '#process/process';
import { isoTime, stopSignal } from '../service/service-program';
import { Databases, SqlError, SqlSession, type Answer } from './engine';
import { isMaria, serverVersion } from './functions';
import { Fields, lengthOf, lengthText, number, Packets, scramble } from './wire';

const USERS = 'drydock.users.json';
type Users = Record<string, string>;

const CAPABILITIES = 0x0008 | 0x0001 | 0x0200 | 0x8000 | 0x00080000 | 0x2000;
const PLUGIN = 'caching_sha2_password';

const readUsers = (process: Process, directory: string): Users =>
  process.fs.exists(`${directory}/${USERS}`) ? (JSON.parse(process.fs.readText(`${directory}/${USERS}`)) as Users) : {};

/** Users and their passwords, as plain text: nothing here is secret. */
export const writeUsers = (process: Process, directory: string, users: Users): void =>
  process.fs.writeFile(`${directory}/${USERS}`, JSON.stringify(users), { mode: 0o600 });

const ok = ({ affected, insertId }: Answer): Uint8Array =>
  concat([Uint8Array.of(0), lengthOf(affected), lengthOf(insertId), number(2, 2), number(0, 2)]);
const EOF = Uint8Array.of(0xfe, 0, 0, 2, 0);
const failure = (error: SqlError): Uint8Array =>
  concat([Uint8Array.of(0xff), number(error.code, 2), encode(`#${error.state}${error.message}`)]);

const columnPacket = (name: string, numeric: boolean): Uint8Array =>
  concat([
    lengthText('def'),
    lengthText(''),
    lengthText(''),
    lengthText(''),
    lengthText(name),
    lengthText(name),
    Uint8Array.of(0x0c),
    number(numeric ? 63 : 255, 2),
    number(1024, 4),
    Uint8Array.of(numeric ? 0x08 : 0xfd),
    number(0, 2),
    Uint8Array.of(0),
    number(0, 2),
  ]);

async function converse(process: Process, socket: Socket, databases: Databases, id: number): Promise<void> {
  const packets = new Packets(socket.reader, socket.writer);
  const nonce = Uint8Array.from({ length: 20 }, () => 33 + process.random.below(90));
  await packets.write(
    concat([
      Uint8Array.of(10),
      encode(`${serverVersion(process)}\0`),
      number(id, 4),
      nonce.subarray(0, 8),
      Uint8Array.of(0),
      number(CAPABILITIES & 0xffff, 2),
      Uint8Array.of(255),
      number(2, 2),
      number(CAPABILITIES >>> 16, 2),
      Uint8Array.of(21),
      new Uint8Array(10),
      nonce.subarray(8),
      Uint8Array.of(0),
      encode(`${PLUGIN}\0`),
    ]),
  );
  const first = await packets.read();
  if (!first) return;
  const fields = new Fields(first);
  const flags = fields.number(4);
  fields.take(28);
  const user = fields.zeroText();
  let answer = fields.take(flags & 0x8000 || flags & 0x00200000 ? (fields.length() ?? 0) : 0);
  const wanted = flags & 0x0008 ? fields.zeroText() : '';
  const plugin = flags & 0x00080000 ? fields.zeroText() : PLUGIN;
  if (plugin !== PLUGIN && answer.length > 0) {
    await packets.write(concat([Uint8Array.of(0xfe), encode(`${PLUGIN}\0`), nonce, Uint8Array.of(0)]));
    answer = (await packets.read()) ?? answer;
  }
  const users = readUsers(process, databases.directory);
  const password = users[user];
  const proof = password === undefined ? undefined : scramble(password, nonce);
  if (!proof || proof.length !== answer.length || !proof.every((byte, at) => byte === answer[at])) {
    const from = socket.remote.address === '127.0.0.1' ? 'localhost' : socket.remote.address;
    await packets.write(
      failure(
        new SqlError(
          1045,
          '28000',
          `Access denied for user '${user}'@'${from}' (using password: ${answer.length > 0 ? 'YES' : 'NO'})`,
        ),
      ),
    );
    return;
  }
  const session = new SqlSession(databases, user);
  try {
    if (wanted !== '') await session.run(`USE \`${wanted}\``);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    await packets.write(failure(error));
    return;
  }
  if (answer.length > 0) await packets.write(Uint8Array.of(1, 3));
  await packets.write(ok({ affected: 0, insertId: 0 }));
  for (;;) {
    const packet = await packets.read();
    if (!packet || packet[0] === 1) break;
    const text = new TextDecoder().decode(packet.subarray(1));
    try {
      if (packet[0] === 14) await packets.write(ok({ affected: 0, insertId: 0 }));
      else if (packet[0] === 2) {
        await session.run(`USE \`${text}\``);
        await packets.write(ok({ affected: 0, insertId: 0 }));
      } else if (packet[0] === 3) {
        remember(process, databases.directory, text);
        await send(packets, await session.run(text));
      } else
        throw new SqlError(1047, '08S01', 'drydock: prepared statements of the binary protocol are not simulated yet');
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      await packets.write(failure(error));
    }
  }
  await session.end();
}

async function send(packets: Packets, answer: Answer): Promise<void> {
  const { columns, rows = [] } = answer;
  if (!columns) return packets.write(ok(answer));
  await packets.write(
    lengthOf(columns.length),
    ...columns.map(({ name, numeric }) => columnPacket(name, numeric)),
    EOF,
    ...rows.map((row) => concat(row.map((cell) => (cell === null ? Uint8Array.of(0xfb) : lengthText(cell))))),
    EOF,
  );
}

/** CREATE USER and ALTER USER as far as logging in goes; rights are not simulated. */
function remember(process: Process, directory: string, sql: string): void {
  const found =
    /\b(?:create|alter)\s+user\s+(?:if\s+(?:not\s+)?exists\s+)?['"`]?([\w-]+)['"`]?(?:@['"`]?[^'"`\s]+['"`]?)?\s+identified\s+(?:with\s+\w+\s+)?by\s+['"]([^'"]*)['"]/i.exec(
      sql,
    );
  if (found) writeUsers(process, directory, { ...readUsers(process, directory), [found[1]!]: found[2]! });
}

/** Answers clients until closed. */
export function serve(process: Process, directory: string, options: { port: number; address?: string }) {
  const databases = new Databases(process, directory);
  const sockets = new Set<Socket>();
  let next = 8;
  const listener = process.net.listen({
    ...options,
    program: 'mysqld',
    accept: (socket) => {
      sockets.add(socket);
      void converse(process, socket, databases, next++)
        .catch(async (error: unknown) => {
          if (error instanceof ProcessEnded || (error as Error).name === 'BrokenPipeError') return;
          await process.stderr.write(`drydock: ${error instanceof Error ? error.message : String(error)}\n`);
        })
        .finally(() => {
          sockets.delete(socket);
          socket.close();
        });
    },
  });
  return {
    close(): void {
      listener.close();
      for (const socket of sockets) socket.close();
    },
  };
}

const stamp = (process: Process): string => isoTime(process).replace('Z', '000Z');

/** The server. The engine is SQLite; ARCHITECTURE tells what that leaves out. Upstream: mysqld(8), mariadbd(8). */
export const daemon = (name: 'mysqld' | 'mariadbd'): Program => ({
  name,
  async run(process) {
    const version = serverVersion(process);
    const maria = isMaria(process);
    if (process.argv.includes('--version') || process.argv.includes('-V')) {
      await process.stdout.write(
        `/usr/sbin/${name}  Ver ${version} for Linux on x86_64 (${maria ? 'mariadb.org binary distribution' : 'MySQL Community Server - GPL'})\n`,
      );
      return 0;
    }
    const directory = process.argv.map((arg) => /^--datadir=(.*)/.exec(arg)?.[1]).find(Boolean) ?? '/var/lib/mysql';
    const port = Number(process.argv.map((arg) => /^--port=(\d+)/.exec(arg)?.[1]).find(Boolean) ?? 3306);
    const log = (text: string): Promise<void> =>
      process.stderr.write(
        maria
          ? `${isoTime(process)
              .slice(0, 19)
              .replace('T', ' ')
              .replace(/ 0(\d)/, '  $1')} 0 [Note] ${text}\n`
          : `${stamp(process)} 0 [System] ${text}\n`,
      );
    if (!process.fs.exists(`${directory}/mysql.sqlite`)) {
      await process.stderr.write(
        `${stamp(process)} 0 [ERROR] [MY-010457] [Server] --initialize specified but the data directory has files in it. Aborting.\n`,
      );
      return 1;
    }
    const ended = stopSignal(process);
    process.use({ memoryBytes: 360_000_000 });
    await log(
      maria
        ? `Starting MariaDB ${version} source revision  server_uid drydock as process ${process.pid}`
        : `[MY-010116] [Server] /usr/sbin/mysqld (mysqld ${version}) starting as process ${process.pid}`,
    );
    if (!maria) {
      await log('[MY-013576] [InnoDB] InnoDB initialization has started.');
      await process.sleep(400);
      await log('[MY-013577] [InnoDB] InnoDB initialization has ended.');
    } else await process.sleep(400);
    let server;
    try {
      server = serve(process, directory, { port });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await process.stderr.write(
        `${stamp(process)} 0 [ERROR] [MY-010262] [Server] Can't start server: Bind on TCP/IP port: Address already in use\n`,
      );
      return 1;
    }
    if (maria) {
      await log("Server socket created on IP: '0.0.0.0', port: '3306'.");
      await process.stderr.write(
        `${isoTime(process).slice(0, 19).replace('T', ' ')} 0 [Note] ${name}: ready for connections.\nVersion: '${version}'  socket: '/run/mysqld/mysqld.sock'  port: ${port}  mariadb.org binary distribution\n`,
      );
    } else {
      await log(
        `[MY-011323] [Server] X Plugin ready for connections. Bind-address: '::' port: 33060, socket: /var/run/mysqld/mysqlx.sock`,
      );
      await log(
        `[MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '${version}'  socket: '/var/run/mysqld/mysqld.sock'  port: ${port}  MySQL Community Server - GPL.`,
      );
    }
    await ended;
    await log(
      maria
        ? `${name} (initiated by: unknown): Normal shutdown`
        : `[MY-013172] [Server] Received SHUTDOWN from user <via user signal>. Shutting down mysqld (Version: ${version}).`,
    );
    server.close();
    await log(
      maria
        ? `${name}: Shutdown complete`
        : `[MY-010910] [Server] /usr/sbin/mysqld: Shutdown complete (mysqld ${version})  MySQL Community Server - GPL.`,
    );
    return 0;
  },
});
