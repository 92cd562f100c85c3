import { NetworkError, type Socket } from '#network/stack';
import { ProcessEnded, type Process, type Program } from '#process/process';
import { isoTime, stopSignal } from '../service/service-program';
import type { Document } from './bson';
import { textOf } from './changes';
import { CommandError, Collections } from './collections';
import { mongoVersion, runCommand } from './commands';
import { pack, WireReader } from './wire';

const ADMIN = 'drydock.users.json';
const FREE = new Set([
  'hello',
  'isMaster',
  'ismaster',
  'ping',
  'saslStart',
  'saslContinue',
  'buildInfo',
  'buildinfo',
  'endSessions',
  'logout',
  'atlasVersion',
  'getParameter',
  'connectionStatus',
]);

const line = (process: Process, component: string, id: number, context: string, msg: string, attr?: object): string =>
  `${JSON.stringify({
    t: { $date: isoTime(process).replace('Z', '+00:00') },
    s: 'I',
    c: component.padEnd(8),
    id,
    ctx: context,
    msg,
    ...(attr && { attr }),
  })
    .replace(/"c":"(\w+)(\s*)"/, '"c":"$1",$2')
    .replace(/,(\s*),"id"/, ',$1"id"')}\n`;

async function converse(
  process: Process,
  socket: Socket,
  store: Collections,
  users: Record<string, string>,
): Promise<void> {
  const reader = new WireReader(socket.reader);
  const open = Object.keys(users).length === 0;
  let known = open;
  let id = 1;
  for (let message = await reader.next(); message; message = await reader.next()) {
    const { document: command, database } = message;
    const name = Object.keys(command)[0] ?? '';
    let answer: Document;
    try {
      if (name === 'saslStart') {
        answer = logIn(command, users);
        known = true;
      } else if (name === 'createUser') {
        users[textOf(command['createUser'])] = textOf(command['pwd']);
        process.fs.writeFile(`${DIRECTORY(process)}/${ADMIN}`, JSON.stringify(users), { mode: 0o600 });
        answer = { ok: 1 };
      } else if (!known && !FREE.has(name)) {
        throw new CommandError(13, 'Unauthorized', `Command ${name} requires authentication`);
      } else answer = { ...(await runCommand(store, command, database)), ok: 1 };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      answer = { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName };
    }
    if (!message.silent) await socket.writer.write(pack(answer, id++, message.id, message.opcode));
  }
}

/** Simplified: PLAIN alone; real clients use SCRAM. */
function logIn(command: Document, users: Record<string, string>): Document {
  const payload = command['payload'];
  const text = payload instanceof Uint8Array ? new TextDecoder().decode(payload) : textOf(payload);
  const [, user = '', password = ''] = text.split('\0');
  if (command['mechanism'] !== 'PLAIN') {
    throw new CommandError(
      334,
      'MechanismUnavailable',
      `drydock: the mechanism ${textOf(command['mechanism'])} is not simulated yet, PLAIN is`,
    );
  }
  if (users[user] === undefined || users[user] !== password)
    throw new CommandError(18, 'AuthenticationFailed', 'Authentication failed.');
  return { conversationId: 1, done: true, payload: new Uint8Array(), ok: 1 };
}

const DIRECTORY = (process: Process): string => {
  const at = process.argv.indexOf('--dbpath');
  return at >= 0
    ? process.argv[at + 1]!
    : (process.argv.map((arg) => /^--dbpath=(.*)/.exec(arg)?.[1]).find(Boolean) ?? '/data/db');
};

/** The server: queries by mingo, documents in files of the data directory. Upstream: mongod(1). */
export const mongod: Program = {
  name: 'mongod',
  async run(process) {
    const version = mongoVersion(process);
    if (process.argv.includes('--version')) {
      await process.stdout.write(
        `db version v${version}\nBuild Info: {\n    "version": "${version}",\n    "gitVersion": "drydock",\n    "modules": [],\n    "allocator": "tcmalloc-google",\n    "environment": {\n        "distmod": "ubuntu2404",\n        "distarch": "x86_64",\n        "target_arch": "x86_64"\n    }\n}\n`,
      );
      return 0;
    }
    const directory = DIRECTORY(process);
    const { fs, stdout } = process;
    const log = (component: string, id: number, context: string, msg: string, attr?: object): Promise<void> =>
      stdout.write(line(process, component, id, context, msg, attr));
    await log(
      'CONTROL',
      23285,
      'main',
      "Automatically disabling TLS 1.0, to force-enable TLS 1.0 specify --sslDisabledProtocols 'none'",
    );
    await log('CONTROL', 4615611, 'initandlisten', 'MongoDB starting', {
      pid: process.pid,
      port: 27017,
      dbPath: directory,
      architecture: '64-bit',
      host: process.host.hostname,
    });
    await log('CONTROL', 23403, 'initandlisten', 'Build Info', {
      buildInfo: {
        version,
        gitVersion: 'drydock',
        environment: { distmod: 'ubuntu2404', distarch: 'x86_64', target_arch: 'x86_64' },
      },
    });
    if (!fs.isDirectory(directory)) {
      await log('CONTROL', 20557, 'initandlisten', 'DBException in initAndListen, terminating', {
        error: `NonExistentPath: Data directory ${directory} not found. Create the missing directory or specify another path using (1) the --dbpath command line option, or (2) by adding the 'storage.dbPath' option in the configuration file.`,
      });
      return 100;
    }
    const users = fs.exists(`${directory}/${ADMIN}`)
      ? (JSON.parse(fs.readText(`${directory}/${ADMIN}`)) as Record<string, string>)
      : {};
    const root = setting(process, 'MONGO_INITDB_ROOT_USERNAME');
    const password = setting(process, 'MONGO_INITDB_ROOT_PASSWORD');
    if (root && password && Object.keys(users).length === 0 && fs.readdir(directory).length === 0) {
      users[root] = password;
      fs.writeFile(`${directory}/${ADMIN}`, JSON.stringify(users), { mode: 0o600 });
    }
    const at = process.argv.indexOf('--port');
    const port = at >= 0 ? Number(process.argv[at + 1]) : 27017;
    const store = new Collections(process, directory);
    const ended = stopSignal(process);
    process.use({ memoryBytes: 120_000_000 });
    const sockets = new Set<Socket>();
    let count = 0;
    try {
      process.net.listen({
        port,
        program: 'mongod',
        accept: (socket) => {
          sockets.add(socket);
          const context = `conn${String(++count)}`;
          const remote = `${socket.remote.address}:${String(socket.remote.port)}`;
          void log('NETWORK', 22943, 'listener', 'Connection accepted', {
            remote,
            connectionId: count,
            connectionCount: sockets.size,
          }).catch(() => undefined);
          void converse(process, socket, store, users)
            .catch(async (error: unknown) => {
              if (error instanceof ProcessEnded || (error as Error).name === 'BrokenPipeError') return;
              await process.stderr.write(`drydock: ${error instanceof Error ? error.message : String(error)}\n`);
            })
            .finally(() => {
              sockets.delete(socket);
              socket.close();
              void log('NETWORK', 22944, context, 'Connection ended', {
                remote,
                connectionId: count,
                connectionCount: sockets.size,
              }).catch(() => undefined);
            });
        },
      });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await log('CONTROL', 20568, 'initandlisten', 'Error setting up listener', {
        error: { code: 9001, codeName: 'SocketException', errmsg: 'Address already in use' },
      });
      return 48;
    }
    await log('STORAGE', 22315, 'initandlisten', 'Opening WiredTiger', { config: 'create,cache_size=256M' });
    await log('NETWORK', 23015, 'listener', 'Listening on', { address: '0.0.0.0' });
    await log('NETWORK', 23016, 'listener', 'Waiting for connections', { port, ssl: 'off' });
    const signal = await ended;
    await log('CONTROL', 23377, 'SignalHandler', 'Received signal', {
      signal: signal === 'SIGINT' ? 2 : 15,
      error: signal === 'SIGINT' ? 'Interrupt' : 'Terminated',
    });
    await log('CONTROL', 20565, 'SignalHandler', 'Now exiting');
    await log('CONTROL', 23138, 'SignalHandler', 'Shutting down', { exitCode: 0 });
    for (const socket of sockets) socket.close();
    return 0;
  },
};

function setting(process: Process, name: string): string | undefined {
  const file = process.env.get(`${name}_FILE`);
  return file !== undefined && process.fs.exists(file) ? process.fs.readText(file).trim() : process.env.get(name);
}
