import { concat, decode, encode } from '#io/streams';
import { NetworkError, type Listener, type Socket } from '#network/stack';
import { ProcessEnded, type Process, type Program } from '#process/process';
import { Cluster, fatal, isCluster, literal, logLine } from './cluster';
import { scramMatches } from './scram';
import { errorMessage, fieldsOf, int32, MessageReader, messagesOf, pack, type Message } from './wire';

const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;

/** `16.11 (Debian 16.11-1.pgdg13+1)`, as the image's environment tells it. */
export const serverVersion = (process: Process): string => {
  const full = process.env.get('PG_VERSION') ?? '18.1';
  return full.includes('-') ? `${full.split('-')[0]!} (Debian ${full})` : full;
};

/** One connected client. */
class Session {
  #status = 'I';
  #release: (() => void) | undefined;

  constructor(
    private readonly process: Process,
    private readonly cluster: Cluster,
    private readonly socket: Socket,
    private readonly local: boolean,
    private readonly id: number,
    private readonly log: (text: string, pid: number) => void,
  ) {}

  async run(): Promise<void> {
    const reader = new MessageReader(this.socket.reader);
    const settings = await this.#startup(reader);
    if (!settings) return;
    const user = settings.get('user') ?? 'postgres';
    const database = settings.get('database') ?? user;
    if (!(await this.#admit(reader, user, database))) return;
    let batch: Message[] = [];
    try {
      for (let message = await reader.next(); message && message.type !== 'X'; message = await reader.next()) {
        batch.push(message);
        if (!'QSHF'.includes(message.type)) continue;
        const done = batch;
        batch = [];
        await this.#execute(done, user, database);
      }
    } finally {
      if (this.#status !== 'I') await this.#execute([{ type: 'Q', body: encode('ROLLBACK\0') }], user, database, true);
      this.#release?.();
    }
  }

  async #startup(reader: MessageReader): Promise<Map<string, string> | undefined> {
    for (;;) {
      const first = await reader.next(false);
      if (!first || first.body.length < 4) return undefined;
      const code = new DataView(first.body.buffer, first.body.byteOffset).getInt32(0);
      if (code === CANCEL_REQUEST) return undefined;
      if (code === SSL_REQUEST || code === GSS_REQUEST) {
        await this.socket.writer.write('N');
        continue;
      }
      const words = decode(first.body.subarray(4)).split('\0');
      const settings = new Map<string, string>();
      for (let at = 0; at + 1 < words.length && words[at] !== ''; at += 2) settings.set(words[at]!, words[at + 1]!);
      return settings;
    }
  }

  /** Simplified: the password comes in clear text; the real server asks for it by SCRAM. */
  async #admit(reader: MessageReader, user: string, database: string): Promise<boolean> {
    const { socket, cluster } = this;
    const refuse = async (code: string, text: string): Promise<false> => {
      this.log(`FATAL:  ${text}`, this.id);
      await socket.writer.write(fatal(code, text));
      return false;
    };
    const found = await cluster.alone(async () => {
      const home = await this.#home();
      const roles = await cluster.ask(
        home,
        `SELECT rolpassword, rolcanlogin FROM pg_authid WHERE rolname = ${literal(user)}`,
      );
      const databases = await cluster.ask(home, `SELECT 1 FROM pg_database WHERE datname = ${literal(database)}`);
      return { role: roles[0], database: databases.length > 0 };
    });
    const trusted = this.local || this.process.env.get('POSTGRES_HOST_AUTH_METHOD') === 'trust';
    if (!trusted) {
      await socket.writer.write(pack('R', 3));
      const answer = await reader.next();
      if (answer?.type !== 'p') return false;
      const password = decode(answer.body).replace(/\0$/, '');
      const known = found.role?.[0];
      if (!known || !scramMatches(known, password)) {
        return refuse('28P01', `password authentication failed for user "${user}"`);
      }
    }
    if (!found.role) return refuse('28000', `role "${user}" does not exist`);
    if (found.role[1] !== 't') return refuse('28000', `role "${user}" is not permitted to log in`);
    if (!found.database) return refuse('3D000', `database "${database}" does not exist`);
    const parameters = {
      in_hot_standby: 'off',
      integer_datetimes: 'on',
      TimeZone: 'Etc/UTC',
      IntervalStyle: 'postgres',
      is_superuser: 'on',
      application_name: '',
      default_transaction_read_only: 'off',
      scram_iterations: '4096',
      DateStyle: 'ISO, MDY',
      standard_conforming_strings: 'on',
      session_authorization: user,
      client_encoding: 'UTF8',
      server_version: serverVersion(this.process),
      server_encoding: 'UTF8',
    };
    await socket.writer.write(
      concat([
        pack('R', 0),
        ...Object.entries(parameters).map(([name, value]) => pack('S', name, value)),
        pack('K', this.id, concat([int32(this.process.random.below(2 ** 30))])),
        pack('Z', encode('I')),
      ]),
    );
    return true;
  }

  /** A database that is sure to be there, best the one that the engine has open. */
  async #home(): Promise<string> {
    return this.cluster.opened ?? this.process.env.get('POSTGRES_DB') ?? 'postgres';
  }

  async #execute(batch: readonly Message[], user: string, database: string, quiet = false): Promise<void> {
    if (!this.#release) {
      await new Promise<void>((entered) => {
        void this.cluster.alone(
          () =>
            new Promise<void>((release) => {
              this.#release = release;
              entered();
              this.process.clock.wake();
            }),
        );
      });
    }
    try {
      const engine = await this.cluster.take(this, database, user);
      const answers: Uint8Array[] = [];
      for (const message of batch) {
        if (message.type === 'd' || message.type === 'c' || message.type === 'f') continue;
        const renamed = this.#named(message);
        if (message.type === 'Q' && /^\s*copy\s[\s\S]*\sfrom\s+stdin/i.test(decode(message.body))) {
          answers.push(
            errorMessage('ERROR', '0A000', 'drydock: COPY FROM STDIN is not simulated yet'),
            pack('Z', encode(this.#status)),
          );
          continue;
        }
        answers.push(engine.exec(concat([encode(message.type), int32(renamed.length + 4), renamed])));
      }
      const answer = concat(answers);
      for (const { type, body } of messagesOf(answer)) {
        if (type === 'Z') this.#status = String.fromCharCode(body[0]!);
        if (type === 'E' && !quiet) this.#tell(fieldsOf(body), batch);
      }
      if (!quiet) await this.socket.writer.write(answer);
    } finally {
      if (this.#status === 'I') {
        this.#release?.();
        this.#release = undefined;
      }
    }
  }

  /** Names of prepared statements and portals are this session's own: the engine has one name space for all. */
  #named({ type, body }: Message): Uint8Array {
    const own = encode(`${String(this.id)}/`);
    const cut = (at: number): Uint8Array[] => {
      const rest = body.subarray(at);
      return rest[0] === 0 ? [rest] : [own, rest];
    };
    if (type === 'P' || type === 'E') return concat(cut(0));
    if (type === 'D' || type === 'C') return concat([body.subarray(0, 1), ...cut(1)]);
    if (type !== 'B') return body;
    const portal = body.indexOf(0) + 1;
    const first = body[0] === 0 ? [body.subarray(0, 1)] : [own, body.subarray(0, portal)];
    return concat([...first, ...cut(portal)]);
  }

  #tell(fields: Record<string, string>, batch: readonly Message[]): void {
    const place = fields['P'] === undefined ? '' : ` at character ${fields['P']}`;
    this.log(`${fields['S'] ?? 'ERROR'}:  ${fields['M'] ?? ''}${place}`, this.id);
    if (fields['D'] !== undefined) this.log(`DETAIL:  ${fields['D']}`, this.id);
    const asked = batch.find(({ type }) => type === 'Q' || type === 'P');
    const text = asked && decode(asked.body).split('\0')[asked.type === 'Q' ? 0 : 1];
    if (text) this.log(`STATEMENT:  ${text.trimEnd()}`, this.id);
  }
}

/** Answers clients of a data directory until closed. Logs go to the standard error. */
export function serve(process: Process, directory: string, options: { port: number; address?: string }) {
  const cluster = new Cluster(process, directory);
  const sockets = new Set<Socket>();
  let next = 30;
  const log = (text: string, pid?: number): void =>
    void process.stderr.write(logLine(process, text, pid)).catch(() => undefined);
  const listener: Listener = process.net.listen({
    ...options,
    program: 'postgres',
    accept: (socket) => {
      sockets.add(socket);
      const local = socket.remote.address === '127.0.0.1' || socket.remote.address === '::1';
      const session = new Session(process, cluster, socket, local, (next += 1 + process.random.below(3)), log);
      void session
        .run()
        .catch(async (error: unknown) => {
          if (error instanceof ProcessEnded || error instanceof NetworkError) return;
          if ((error as Error).name === 'BrokenPipeError') return;
          log(`PANIC:  drydock: ${error instanceof Error ? error.message : String(error)}`);
          await socket.writer.write(fatal('XX000', `drydock: ${String(error)}`)).catch(() => undefined);
        })
        .finally(() => {
          sockets.delete(socket);
          socket.close();
        });
    },
  });
  return {
    async close(): Promise<void> {
      listener.close();
      for (const socket of sockets) socket.close();
      await cluster.stop();
    },
  };
}

/** The server. Upstream: postgres(1); the engine is PGlite, which is PostgreSQL 18 whatever the image's tag says. */
export const postgres: Program = {
  name: 'postgres',
  async run(process) {
    const args = process.argv.slice(1);
    if (args[0] === '--version' || args[0] === '-V') {
      await process.stdout.write(`postgres (PostgreSQL) ${serverVersion(process)}\n`);
      return 0;
    }
    const directory = process.env.get('PGDATA') ?? '/var/lib/postgresql/data';
    if (!isCluster(process, directory)) {
      await process.stderr.write(
        `postgres: could not access the server configuration file "${directory}/postgresql.conf": No such file or directory\n`,
      );
      return 2;
    }
    const at = args.indexOf('-p');
    const port = at >= 0 ? Number(args[at + 1]) : Number(process.env.get('PGPORT') ?? 5432);
    const log = (text: string): Promise<void> => process.stderr.write(logLine(process, text));
    const ended = new Promise<string>((resolve) => {
      for (const name of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) process.on(name, () => resolve(name));
    });
    process.use({ memoryBytes: 28_000_000 });
    await log(
      `LOG:  starting PostgreSQL ${serverVersion(process)} on x86_64-pc-linux-gnu, compiled by gcc (Debian 14.2.0-19) 14.2.0, 64-bit`,
    );
    let server;
    try {
      server = serve(process, directory, { port });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await log(`LOG:  could not bind IPv4 address "0.0.0.0": Address already in use`);
      await log('FATAL:  could not create any TCP/IP sockets');
      return 1;
    }
    await log(`LOG:  listening on IPv4 address "0.0.0.0", port ${String(port)}`);
    await log(`LOG:  listening on IPv6 address "::", port ${String(port)}`);
    await log(`LOG:  listening on Unix socket "/var/run/postgresql/.s.PGSQL.${String(port)}"`);
    await log('LOG:  database system was shut down at ' + logLine(process, '').slice(0, 19) + ' UTC');
    await log('LOG:  database system is ready to accept connections');
    const signal = await process.wait(ended);
    await log(
      `LOG:  received ${signal === 'SIGTERM' ? 'smart' : signal === 'SIGINT' ? 'fast' : 'immediate'} shutdown request`,
    );
    if (signal === 'SIGINT') await log('LOG:  aborting any active transactions');
    await server.close();
    await log('LOG:  shutting down');
    await log('LOG:  checkpoint starting: shutdown immediate');
    await log('LOG:  database system is shut down');
    return 0;
  },
};
