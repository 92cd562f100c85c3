import { decode, encode } from '#io/streams';
import type { Socket } from '#network/stack';
import { ProcessEnded, type Process, type Program } from '#process/process';
import { matchPattern } from '#vfs/glob';
import { COMMANDS } from './commands';
import { Keyspace, RedisError } from './keyspace';
import { DEFAULTS, readSettings, version } from './settings';
import { encodeReply, OK, RespReader, type Reply } from './resp';

const DATABASES = 16;
/** Simplified: the dump is text of our own; a real redis cannot read it. */
const MAGIC = 'DRYDOCK-RDB1\n';

interface Client {
  db: number;
  authenticated: boolean;
  name: string;
  readonly channels: Set<string>;
  readonly patterns: Set<string>;
  queue: string[][] | undefined;
  send(reply: Reply): Promise<void>;
}

/** A redis server's state and its commands that are not about one key. */
class Server {
  readonly #dbs: Keyspace[];
  readonly #clients = new Set<Client>();
  #served = 0;

  constructor(
    private readonly process: Process,
    readonly settings: Map<string, string>,
    private readonly log: (line: string) => Promise<void>,
    readonly shutdown: (save: boolean) => void,
  ) {
    this.#dbs = Array.from({ length: DATABASES }, () => new Keyspace(() => process.clock.epochNow()));
  }

  get #file(): string {
    return `${this.settings.get('dir')!}/${this.settings.get('dbfilename')!}`;
  }

  async load(): Promise<void> {
    const { fs } = this.process;
    if (!fs.exists(this.#file)) return;
    const text = decode(fs.readFile(this.#file));
    if (!text.startsWith(MAGIC)) {
      await this.log('# Fatal error loading the DB, check server logs. Exiting.');
      this.process.exit(1);
    }
    const dumps = JSON.parse(text.slice(MAGIC.length)) as string[];
    dumps.forEach((dump, index) => this.#dbs[index]?.load(dump));
    const keys = this.#dbs.reduce((sum, db) => sum + db.keys().length, 0);
    await this.log(`* Done loading RDB, keys loaded: ${String(keys)}, keys expired: 0.`);
    await this.log('* DB loaded from disk: 0.000 seconds');
  }

  get dirty(): number {
    return this.#dbs.reduce((sum, db) => sum + db.dirty, 0);
  }

  save(): void {
    const text = MAGIC + JSON.stringify(this.#dbs.map((db) => db.dump()));
    this.process.fs.writeFile(this.#file, encode(text));
    for (const db of this.#dbs) db.dirty = 0;
  }

  async serve(socket: Socket): Promise<void> {
    const client: Client = {
      db: 0,
      authenticated: (this.settings.get('requirepass') ?? '') === '',
      name: '',
      channels: new Set(),
      patterns: new Set(),
      queue: undefined,
      send: (reply) => socket.writer.write(encodeReply(reply)),
    };
    this.#clients.add(client);
    const reader = new RespReader(socket.reader);
    try {
      for (let words = await reader.command(); words; words = await reader.command()) {
        if (words.length === 0) continue;
        for (const reply of this.#answer(client, words)) await client.send(reply);
        if (words[0]!.toLowerCase() === 'quit') break;
      }
    } catch (error) {
      if (error instanceof ProcessEnded) throw error;
      /* the connection broke */
    } finally {
      this.#clients.delete(client);
      socket.close();
    }
  }

  #answer(client: Client, words: string[]): Reply[] {
    const name = words[0]!.toLowerCase();
    this.#served++;
    try {
      if (!client.authenticated && !['auth', 'quit', 'hello'].includes(name))
        throw new RedisError('NOAUTH Authentication required.');
      if (client.queue && !['exec', 'discard', 'multi'].includes(name)) {
        client.queue.push(words);
        return [{ simple: 'QUEUED' }];
      }
      return this.#connection(client, name, words.slice(1)) ?? [this.#run(client, name, words)];
    } catch (error) {
      if (error instanceof RedisError) return [{ error: error.message }];
      throw error;
    }
  }

  #run(client: Client, name: string, words: readonly string[]): Reply {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) {
      const args = words
        .slice(1)
        .map((word) => `'${word}' `)
        .join('');
      throw new RedisError(`ERR unknown command '${words[0]!}', with args beginning with: ${args}`);
    }
    if (command.arity > 0 ? words.length !== command.arity : words.length < -command.arity) {
      throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
    }
    return command.run(this.#dbs[client.db]!, words.slice(1), this.process.clock.epochNow());
  }

  /** Commands about the connection and the server; undefined when it is none of them. */
  #connection(client: Client, name: string, args: readonly string[]): Reply[] | undefined {
    const [first = '', second = ''] = args;
    switch (name) {
      case 'ping':
        return [args.length > 0 ? first : { simple: 'PONG' }];
      case 'echo':
        return [first];
      case 'quit':
        return [OK];
      case 'select':
        if (!/^\d+$/.test(first) || Number(first) >= DATABASES) throw new RedisError('ERR DB index is out of range');
        client.db = Number(first);
        return [OK];
      case 'auth': {
        const password = this.settings.get('requirepass') ?? '';
        if (password === '')
          throw new RedisError(
            'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
          );
        if (args.at(-1) !== password)
          throw new RedisError('WRONGPASS invalid username-password pair or user is disabled.');
        client.authenticated = true;
        return [OK];
      }
      case 'hello':
        throw new RedisError('NOPROTO unsupported protocol version');
      case 'client':
        if (/^setname$/i.test(first)) client.name = second;
        if (/^getname$/i.test(first)) return [client.name === '' ? null : client.name];
        if (/^(?:setname|setinfo)$/i.test(first)) return [OK];
        if (/^id$/i.test(first)) return [1];
        throw new RedisError(`ERR unknown subcommand '${first}'. Try CLIENT HELP.`);
      case 'command':
        return [[]];
      case 'time':
        return [
          [
            String(Math.floor(this.process.clock.epochNow() / 1000)),
            String((this.process.clock.epochNow() % 1000) * 1000),
          ],
        ];
      case 'flushdb':
        this.#dbs[client.db]!.clear();
        return [OK];
      case 'flushall':
        for (const db of this.#dbs) db.clear();
        return [OK];
      case 'save':
        this.save();
        return [OK];
      case 'bgsave':
        this.save();
        return [{ simple: 'Background saving started' }];
      case 'bgrewriteaof':
        this.save();
        return [{ simple: 'Background append only file rewriting started' }];
      case 'lastsave':
        return [Math.floor(this.process.clock.epochNow() / 1000)];
      case 'shutdown':
        this.shutdown(!/^nosave$/i.test(first));
        return [];
      case 'config':
        return [this.#config(first.toLowerCase(), second, args[2] ?? '')];
      case 'info':
        return [this.#info(first.toLowerCase())];
      case 'publish':
        return [this.#publish(first, second)];
      case 'subscribe':
      case 'psubscribe':
      case 'unsubscribe':
      case 'punsubscribe':
        return this.#subscribe(client, name, args);
      case 'multi':
        if (client.queue) throw new RedisError('ERR MULTI calls can not be nested');
        client.queue = [];
        return [OK];
      case 'discard':
        if (!client.queue) throw new RedisError('ERR DISCARD without MULTI');
        client.queue = undefined;
        return [OK];
      case 'exec': {
        if (!client.queue) throw new RedisError('ERR EXEC without MULTI');
        const queue = client.queue;
        client.queue = undefined;
        return [queue.flatMap((words) => this.#answer(client, words))];
      }
      case 'role':
        return [['master', 0, []]];
      default:
        return undefined;
    }
  }

  #config(verb: string, name: string, value: string): Reply {
    if (verb === 'get') return [...this.settings].filter(([key]) => matchPattern(name, key)).flat();
    if (verb === 'resetstat' || verb === 'rewrite') return OK;
    if (verb !== 'set') throw new RedisError(`ERR unknown subcommand '${verb}'. Try CONFIG HELP.`);
    if (!this.settings.has(name))
      throw new RedisError(`ERR Unknown option or number of arguments for CONFIG SET - '${name}'`);
    this.settings.set(name, value);
    return OK;
  }

  #publish(channel: string, message: string): number {
    let heard = 0;
    for (const client of this.#clients) {
      if (client.channels.has(channel)) {
        heard++;
        void client.send(['message', channel, message]).catch(() => undefined);
      }
      for (const pattern of client.patterns) {
        if (!matchPattern(pattern, channel)) continue;
        heard++;
        void client.send(['pmessage', pattern, channel, message]).catch(() => undefined);
      }
    }
    return heard;
  }

  #subscribe(client: Client, name: string, args: readonly string[]): Reply[] {
    const held = name.startsWith('p') ? client.patterns : client.channels;
    const leaving = name.endsWith('unsubscribe');
    const wanted = leaving && args.length === 0 ? [...held] : args;
    return wanted.map((channel) => {
      if (leaving) held.delete(channel);
      else held.add(channel);
      return [name, channel, client.channels.size + client.patterns.size];
    });
  }

  #info(section: string): string {
    const { process } = this;
    const uptime = Math.floor(
      (process.clock.now() - process.processes().find((p) => p.pid === process.pid)!.startMs) / 1000,
    );
    const sections: Record<string, string[]> = {
      server: [
        `redis_version:${version(process)}`,
        'redis_mode:standalone',
        `os:Linux ${process.host.kernel} x86_64`,
        'arch_bits:64',
        `process_id:${String(process.pid)}`,
        `tcp_port:${this.settings.get('port')!}`,
        `uptime_in_seconds:${String(uptime)}`,
        `uptime_in_days:${String(Math.floor(uptime / 86400))}`,
      ],
      clients: [`connected_clients:${String(this.#clients.size)}`, 'blocked_clients:0'],
      memory: ['used_memory:1048576', 'used_memory_human:1.00M'],
      persistence: [
        'loading:0',
        `rdb_changes_since_last_save:${String(this.dirty)}`,
        `aof_enabled:${this.settings.get('appendonly') === 'yes' ? '1' : '0'}`,
      ],
      stats: [`total_commands_processed:${String(this.#served)}`],
      replication: ['role:master', 'connected_slaves:0'],
      keyspace: this.#dbs.flatMap((db, index) => {
        const keys = db.keys();
        const expires = keys.filter((key) => db.expiry(key) !== undefined).length;
        return keys.length === 0
          ? []
          : [`db${String(index)}:keys=${String(keys.length)},expires=${String(expires)},avg_ttl=0`];
      }),
    };
    const wanted = Object.entries(sections).filter(([name]) => section === '' || section === name || section === 'all');
    return wanted
      .map(([name, lines]) => [`# ${name[0]!.toUpperCase()}${name.slice(1)}`, ...lines, ''].join('\r\n'))
      .join('\r\n');
  }
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** redis-server. Upstream: redis 8.2 src/server.c. */
export const redisServer: Program = {
  name: 'redis-server',
  async run(process) {
    if (process.argv.includes('--version') || process.argv.includes('-v')) {
      await process.stdout.write(
        `Redis server v=${version(process)} sha=00000000:1 malloc=jemalloc-5.3.0 bits=64 build=0\n`,
      );
      return 0;
    }
    const settings = new Map(DEFAULTS);
    const bad = readSettings(process, settings);
    if (bad !== undefined) {
      await process.stderr.write(`\n${bad}\n`);
      return 1;
    }
    const log = (line: string, role = 'M'): Promise<void> => {
      const t = new Date(process.clock.epochNow());
      const date = `${String(t.getUTCDate()).padStart(2, '0')} ${MONTHS[t.getUTCMonth()]!} ${String(t.getUTCFullYear())} ${t.toISOString().slice(11, 23)}`;
      return process.stdout.write(`${String(process.pid)}:${role} ${date} ${line}\n`);
    };
    let stop!: (how: 'SIGTERM' | 'SIGINT' | 'save' | 'nosave') => void;
    const stopped = new Promise<'SIGTERM' | 'SIGINT' | 'save' | 'nosave'>((resolve) => (stop = resolve));
    const server = new Server(process, settings, log, (save) => {
      process.clock.wake();
      stop(save ? 'save' : 'nosave');
    });
    await log('* oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', 'C');
    await log(
      `* Redis version=${version(process)}, bits=64, commit=00000000, modified=0, pid=${String(process.pid)}, just started`,
      'C',
    );
    await log(
      process.argv.length > 1
        ? '* Configuration loaded'
        : '# Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
      'C',
    );
    await log('* monotonic clock: POSIX clock_gettime');
    await log(`* Running mode=standalone, port=${settings.get('port')!}.`);
    await server.load();
    await log('* Server initialized');
    const accept = (socket: Socket): void => void server.serve(socket);
    const listener = process.net.listen({ port: Number(settings.get('port')), program: 'redis-server', accept });
    await log('* Ready to accept connections tcp');
    process.use({ memoryBytes: 10_000_000 });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
    process.fork(
      async (child) => {
        // The append-only file and the save points: what changed is on the disk within a second or five minutes.
        for (;;) {
          await child.sleep(settings.get('appendonly') === 'yes' ? 1000 : 60_000);
          if (server.dirty > 0 && settings.get('save') !== '') server.save();
        }
      },
      { argv: ['redis-server *:6379'] },
    );
    const how = await process.wait(stopped);
    if (how === 'SIGTERM' || how === 'SIGINT') await log(`* Received ${how} scheduling shutdown...`, 'signal-handler');
    await log('* User requested shutdown...');
    if (how !== 'nosave' && (settings.get('save') !== '' || settings.get('appendonly') === 'yes')) {
      await log('* Saving the final RDB snapshot before exiting.');
      server.save();
      await log('* DB saved on disk');
    }
    listener.close();
    await log('# Redis is now ready to exit, bye bye...');
    return 0;
  },
};
