import { readLines } from '#io/streams';
import { lookup } from '#network/names';
import { NetworkError, type Socket } from '#network/stack';
import type { Process, Program } from '#process/process';
import { encodeReply, RespReader, type Reply } from './resp';

interface Options {
  host: string;
  port: number;
  password: string | undefined;
  db: number;
  repeat: number;
  interval: number;
  raw: boolean | undefined;
  command: string[];
}

function readOptions(process: Process): Options {
  const options: Options = {
    host: '127.0.0.1',
    port: 6379,
    password: process.env.get('REDISCLI_AUTH'),
    db: 0,
    repeat: 1,
    interval: 0,
    raw: undefined,
    command: [],
  };
  const args = process.argv.slice(1);
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    const value = (): string => args[++at] ?? '';
    if (arg === '-h') options.host = value();
    else if (arg === '-p') options.port = Number(value());
    else if (arg === '-a' || arg === '--pass') options.password = value();
    else if (arg === '-n') options.db = Number(value());
    else if (arg === '-r') options.repeat = Number(value());
    else if (arg === '-i') options.interval = Number(value());
    else if (arg === '--raw') options.raw = true;
    else if (arg === '--no-raw') options.raw = false;
    else if (arg === '-u') {
      const url = /^redis:\/\/(?:[^:@/]*:?([^@/]*)@)?([^:/]+)(?::(\d+))?(?:\/(\d+))?$/.exec(value());
      if (url)
        Object.assign(options, {
          host: url[2],
          port: Number(url[3] ?? 6379),
          db: Number(url[4] ?? 0),
          ...(url[1] !== undefined && url[1] !== '' && { password: url[1] }),
        });
    } else if (arg === '--no-auth-warning') continue;
    else {
      options.command = args.slice(at);
      break;
    }
  }
  return options;
}

/** A reply as redis-cli shows it on a terminal. */
export function formatReply(reply: Reply, indent = ''): string {
  if (reply === null) return '(nil)\n';
  if (typeof reply === 'number') return `(integer) ${String(reply)}\n`;
  if (typeof reply === 'string') return `${JSON.stringify(reply)}\n`;
  if ('simple' in (reply as object)) return `${(reply as { simple: string }).simple}\n`;
  if ('error' in (reply as object)) return `(error) ${(reply as { error: string }).error}\n`;
  const list = reply as readonly Reply[];
  if (list.length === 0) return '(empty array)\n';
  const width = String(list.length).length;
  return list
    .map((item, index) => {
      const mark = `${String(index + 1).padStart(width)}) `;
      return (index === 0 ? '' : indent) + mark + formatReply(item, indent + ' '.repeat(mark.length));
    })
    .join('');
}

/** A reply as redis-cli writes it into a pipe. */
export function rawReply(reply: Reply): string {
  if (reply === null) return '\n';
  if (typeof reply === 'number' || typeof reply === 'string') return `${String(reply)}\n`;
  if (Array.isArray(reply)) return (reply as readonly Reply[]).map(rawReply).join('') || '\n';
  return 'simple' in reply ? `${(reply as { simple: string }).simple}\n` : `${(reply as { error: string }).error}\n\n`;
}

/** The words of a line, with quotes; undefined when they are not closed. */
function split(line: string): string[] | undefined {
  const words: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+))/gy;
  const text = line.trim();
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    if (match[3] !== undefined && /^["']/.test(match[3])) return undefined;
    words.push(
      (match[1] ?? match[2])?.replaceAll(/\\(.)/g, (_, c: string) => ({ n: '\n', t: '\t', r: '\r' })[c] ?? c) ??
        match[3]!,
    );
  }
  return words;
}

async function connect(process: Process, { host, port }: Options): Promise<Socket | string> {
  try {
    const address = (await lookup(host, process.fs, process.net)).addresses[0] ?? host;
    return await process.net.connect({ address, port });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (error.code === 'ENOTFOUND')
      return `Could not connect to Redis at ${host}:${String(port)}: Name or service not known\n`;
    if (error.code === 'EAI_AGAIN')
      return `Could not connect to Redis at ${host}:${String(port)}: Temporary failure in name resolution\n`;
    const words = {
      ECONNREFUSED: 'Connection refused',
      EHOSTUNREACH: 'No route to host',
      ETIMEDOUT: 'Connection timed out',
    };
    return `Could not connect to Redis at ${host}:${String(port)}: ${words[error.code as keyof typeof words] ?? error.message}\n`;
  }
}

/** redis-cli. Upstream: redis src/redis-cli.c. */
export const redisCli: Program = {
  name: 'redis-cli',
  async run(process) {
    if (process.argv.includes('--version') || process.argv[1] === '-v') {
      await process.stdout.write(`redis-cli ${process.env.get('REDIS_VERSION') ?? '8.2.2'}\n`);
      return 0;
    }
    const options = readOptions(process);
    const socket = await connect(process, options);
    if (typeof socket === 'string') {
      await process.stderr.write(socket);
      return 1;
    }
    const reader = new RespReader(socket.reader);
    const ask = async (words: readonly string[]): Promise<Reply | undefined> => {
      await socket.writer.write(encodeReply(words));
      return reader.reply();
    };
    if (options.password !== undefined) await ask(['AUTH', options.password]);
    if (options.db !== 0) await ask(['SELECT', String(options.db)]);
    const terminal = process.isTTY(1);
    const format = (options.raw ?? !terminal) ? rawReply : formatReply;
    const follow = /^p?subscribe$/i;
    const show = async (words: readonly string[]): Promise<boolean> => {
      let reply = await ask(words);
      if (reply === undefined) return false;
      if (follow.test(words[0] ?? '') && terminal)
        await process.stdout.write('Reading messages... (press Ctrl-C to quit)\n');
      await process.stdout.write(format(reply));
      if (!follow.test(words[0] ?? '')) return true;
      while ((reply = await reader.reply()) !== undefined) await process.stdout.write(format(reply));
      return false;
    };
    if (options.command.length > 0) {
      for (let turn = 0; options.repeat < 0 || turn < options.repeat; turn++) {
        if (turn > 0) await process.sleep(options.interval * 1000);
        if (!(await show(options.command))) break;
      }
      return 0;
    }
    const interactive = process.isTTY(0);
    let db = options.db;
    const prompt = (): Promise<void> =>
      interactive
        ? process.stdout.write(`${options.host}:${String(options.port)}${db === 0 ? '' : `[${String(db)}]`}> `)
        : Promise.resolve();
    await prompt();
    for await (const line of readLines(process.stdin)) {
      const words = split(line);
      if (!words) await process.stdout.write('Invalid argument(s)\n');
      else if (/^(?:exit|quit)$/i.test(words[0] ?? '')) return 0;
      else if (/^clear$/i.test(words[0] ?? '')) await process.stdout.write('\x1b[H\x1b[2J');
      else if (words.length > 0) {
        if (!(await show(words))) {
          await process.stdout.write('Error: Server closed the connection\n');
          return 1;
        }
        if (/^select$/i.test(words[0]!) && /^\d+$/.test(words[1] ?? '')) db = Number(words[1]);
      }
      await prompt();
    }
    return 0;
  },
};
