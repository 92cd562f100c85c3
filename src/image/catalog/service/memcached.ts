import type { Socket } from '#network/stack';
import type { Process, Program } from '#process/process';
import { stopSignal } from './service-program';

interface Item {
  flags: string;
  value: string;
  until: number;
  cas: number;
}

/** The text protocol. Upstream: memcached doc/protocol.txt. */
async function memcachedClient(process: Process, socket: Socket, items: Map<string, Item>): Promise<void> {
  let rest = '';
  // One byte is one letter here, so that sizes count bytes.
  const latin = (bytes: Uint8Array): string => [...bytes].map((byte) => String.fromCharCode(byte)).join('');
  const say = (line: string): Promise<void> =>
    socket.writer.write(Uint8Array.from(line, (letter) => letter.charCodeAt(0)));
  const more = async (): Promise<boolean> => {
    const chunk = await socket.reader.read();
    if (chunk) rest += latin(chunk);
    return chunk !== undefined;
  };
  const alive = (key: string): Item | undefined => {
    const item = items.get(key);
    if (item && item.until <= process.clock.now()) items.delete(key);
    return items.get(key);
  };
  for (;;) {
    while (!rest.includes('\n')) {
      if (rest.length > 65536 || !(await more())) {
        socket.close();
        return;
      }
    }
    const end = rest.indexOf('\n');
    const [verb = '', key = '', ...args] = rest.slice(0, end).replace(/\r$/, '').split(' ');
    rest = rest.slice(end + 1);
    const quiet = args.at(-1) === 'noreply';
    const reply = async (line: string): Promise<void> => (quiet ? undefined : say(`${line}\r\n`));
    if (['set', 'add', 'replace', 'append', 'prepend', 'cas'].includes(verb)) {
      const size = Number(args[2]);
      if (!(size >= 0 && size <= 1024 * 1024)) {
        await say(
          size > 0 ? 'SERVER_ERROR object too large for cache\r\n' : 'CLIENT_ERROR bad command line format\r\n',
        );
        continue;
      }
      while (rest.length < size + 2)
        if (!(await more())) {
          socket.close();
          return;
        }
      const value = rest.slice(0, size);
      rest = rest.slice(size).replace(/^\r?\n/, '');
      const old = alive(key);
      const seconds = Number(args[1]);
      const until = seconds === 0 ? Infinity : process.clock.now() + seconds * 1000;
      const cas = (old?.cas ?? 0) + 1;
      if ((verb === 'add' && old) || (['replace', 'append', 'prepend'].includes(verb) && !old))
        await reply('NOT_STORED');
      else if (verb === 'cas' && !old) await reply('NOT_FOUND');
      else if (verb === 'cas' && old!.cas !== Number(args[3])) await reply('EXISTS');
      else {
        const joined = verb === 'append' ? old!.value + value : verb === 'prepend' ? value + old!.value : value;
        items.set(key, { flags: args[0] ?? '0', value: joined, until, cas });
        await reply('STORED');
      }
    } else if (verb === 'get' || verb === 'gets') {
      for (const wanted of [key, ...args]) {
        const item = alive(wanted);
        if (item)
          await say(
            `VALUE ${wanted} ${item.flags} ${String(item.value.length)}${verb === 'gets' ? ` ${String(item.cas)}` : ''}\r\n${item.value}\r\n`,
          );
      }
      await say('END\r\n');
    } else if (verb === 'delete') {
      await reply(alive(key) && items.delete(key) ? 'DELETED' : 'NOT_FOUND');
    } else if (verb === 'incr' || verb === 'decr') {
      const item = alive(key);
      if (!item) await reply('NOT_FOUND');
      else if (!/^\d+$/.test(item.value)) await reply('CLIENT_ERROR cannot increment or decrement non-numeric value');
      else {
        item.value = String(Math.max(0, Number(item.value) + (verb === 'incr' ? 1 : -1) * Number(args[0])));
        await reply(item.value);
      }
    } else if (verb === 'touch') await reply(alive(key) ? 'TOUCHED' : 'NOT_FOUND');
    else if (verb === 'flush_all') {
      items.clear();
      await say('OK\r\n');
    } else if (verb === 'version') await say(`VERSION ${process.env.get('MEMCACHED_VERSION') ?? '1.6.39'}\r\n`);
    else if (verb === 'stats')
      await say(
        `STAT pid ${process.pid}\r\nSTAT version ${process.env.get('MEMCACHED_VERSION') ?? '1.6.39'}\r\nSTAT curr_connections 2\r\nSTAT curr_items ${items.size}\r\nSTAT limit_maxbytes 67108864\r\nEND\r\n`,
      );
    else if (verb === 'verbosity') await reply('OK');
    else if (verb === 'quit') {
      socket.close();
      return;
    } else await say('ERROR\r\n');
  }
}

/** The cache. Upstream: memcached(1). */
export const memcached: Program = {
  name: 'memcached',
  async run(process) {
    if (process.argv.includes('-V') || process.argv.includes('--version')) {
      await process.stdout.write(`memcached ${process.env.get('MEMCACHED_VERSION') ?? '1.6.39'}\n`);
      return 0;
    }
    const at = process.argv.indexOf('-p');
    const port = at >= 0 ? Number(process.argv[at + 1]) : 11211;
    const items = new Map<string, Item>();
    process.use({ memoryBytes: 3_000_000 });
    process.net.listen({
      port,
      program: 'memcached',
      accept: (socket) => void memcachedClient(process, socket, items).catch(() => socket.close()),
    });
    const signal = await stopSignal(process);
    await process.stderr.write(`Signal handled: ${signal === 'SIGINT' ? 'Interrupt' : 'Terminated'}.\n`);
    return 0;
  },
};
