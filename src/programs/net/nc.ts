import { copy, BrokenPipeError } from '#io/streams';
import { NetworkError, type Listener, type Socket } from '#network/stack';
import type { Process, Program } from '#process/process';
import { getopt, UsageError, type Options } from '../getopt';
import { isApplet } from '../program';
import { addressOf, attempt, within, wordsOf } from './words';

const BUSYBOX_USAGE = `BusyBox v1.36.1 (2024-06-10 07:11:47 UTC) multi-call binary.

Usage: nc [OPTIONS] HOST PORT  - connect
nc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen

	-e PROG	Run PROG after connect (must be last)
	-l	Listen mode, for inbound connects
	-lk	With -e, provides persistent server
	-p PORT	Local port
	-s ADDR	Local address
	-w SEC	Timeout for connects and final net reads
	-i SEC	Delay interval for lines sent
	-n	Don't do DNS resolution
	-u	UDP mode
	-b	Allow broadcasts
	-v	Verbose
	-o FILE	Hex dump traffic
	-z	Zero-I/O mode (scanning)
`;

export const nc: Program = {
  name: 'nc',
  async run(process) {
    const busybox = isApplet(process);
    let options: Options;
    try {
      options = getopt(process.argv.slice(1), {
        short: busybox ? 'lkp:s:w:i:nuvz' : '46CDdhklNnrtUuvZzi:I:M:m:O:P:p:q:s:T:V:w:W:X:x:',
      });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      await process.stderr.write(
        busybox
          ? `nc: ${error.busybox}\n${BUSYBOX_USAGE}`
          : `nc: ${error.message}\nusage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]\n\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]\n\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]\n\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]\n\t  [destination] [port]\n`,
      );
      return 1;
    }
    if (options.has('U') || options.has('X') || options.has('x')) {
      await process.stderr.write('drydock: nc with unix sockets or proxies is not simulated yet\n');
      return 1;
    }
    return options.has('l') ? await listen(process, options, busybox) : await dial(process, options, busybox);
  },
};

const protocolOf = (options: Options): 'tcp' | 'udp' => (options.has('u') ? 'udp' : 'tcp');

async function listen(process: Process, options: Options, busybox: boolean): Promise<number> {
  const given = options.value('p') ?? options.operands.at(-1) ?? '0';
  const address = options.value('s') ?? (options.operands.length > 1 ? options.operands[0] : undefined);
  const queue: Socket[] = [];
  let ready: () => void = () => undefined;
  let listener: Listener;
  try {
    listener = process.net.listen({
      protocol: protocolOf(options),
      port: Number(given),
      program: 'nc',
      ...(address !== undefined && { address }),
      accept: (socket) => {
        queue.push(socket);
        process.clock.wake();
        ready();
      },
    });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await process.stderr.write(busybox ? `nc: bind: ${wordsOf(error)}\n` : `nc: ${wordsOf(error)}\n`);
    return 1;
  }
  try {
    if (options.has('v'))
      await process.stderr.write(
        busybox ? `listening on [::]:${given} ...\n` : `Listening on ${address ?? '0.0.0.0'} ${given}\n`,
      );
    do {
      while (queue.length === 0) await process.wait(new Promise<void>((go) => (ready = go)));
      const socket = queue.shift()!;
      if (!options.has('k')) listener.close();
      if (options.has('v'))
        await process.stderr.write(`Connection received on ${socket.remote.address} ${String(socket.remote.port)}\n`);
      await talk(process, socket, undefined);
    } while (options.has('k'));
    return 0;
  } finally {
    listener.close();
  }
}

async function dial(process: Process, options: Options, busybox: boolean): Promise<number> {
  const [host, ports] = options.operands;
  if (host === undefined || ports === undefined) {
    await process.stderr.write(busybox ? BUSYBOX_USAGE : 'usage: nc [-46CDdFhklNnrStUuvZz] [destination] [port]\n');
    return 1;
  }
  const address = await addressOf(process, host);
  if (address === undefined) {
    await process.stderr.write(
      busybox
        ? `nc: bad address '${host}'\n`
        : `nc: getaddrinfo for host "${host}" port ${ports}: Name or service not known\n`,
    );
    return 1;
  }
  const range = /^(\d+)(?:-(\d+))?$/.exec(ports);
  if (!range) {
    await process.stderr.write(busybox ? `nc: bad port '${ports}'\n` : `nc: port number invalid: ${ports}\n`);
    return 1;
  }
  const [first, last] = [Number(range[1]), Math.min(65535, Number(range[2] ?? range[1]))];
  const limit = options.has('w') ? 1000 * options.number('w', 0) : undefined;
  let reached = false;
  for (let port = first; port <= last; port++) {
    const protocol = protocolOf(options);
    const result = await attempt(
      process.wait(
        process.net.connect({ address, port }, { protocol, ...(limit !== undefined && { timeoutMs: limit }) }),
      ),
    );
    if ('error' in result) {
      const words = result.error.code === 'ETIMEDOUT' && !busybox ? 'Operation now in progress' : wordsOf(result.error);
      if (busybox) await process.stderr.write(`nc: ${host} (${address}:${String(port)}): ${words}\n`);
      else if (options.has('v')) {
        const shown =
          host === address
            ? `${host} port ${String(port)} (${protocol})`
            : `${host} (${address}) port ${String(port)} (${protocol})`;
        await process.stderr.write(`nc: connect to ${shown} failed: ${words}\n`);
      }
      continue;
    }
    reached = true;
    const shown =
      host === address
        ? `${host} ${String(port)} port [${protocol}/*] succeeded!`
        : `${host} (${address}) ${String(port)} port [${protocol}/*] succeeded!`;
    if (options.has('v'))
      await process.stderr.write(busybox ? `${host} (${address}:${String(port)}) open\n` : `Connection to ${shown}\n`);
    if (options.has('z')) result.value.close();
    else await talk(process, result.value, limit, options.has('N') || options.has('q'));
  }
  return reached ? 0 : 1;
}

/** Standard input to the peer and back, until the peer ends. */
export async function talk(
  process: Process,
  socket: Socket,
  idleMs: number | undefined,
  shutdown = true,
): Promise<void> {
  const quiet = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof BrokenPipeError || error instanceof NetworkError)) throw error;
    }
  };
  const send = quiet(copy(process.stdin, socket.writer)).then(() => {
    if (shutdown) socket.writer.close();
  });
  send.catch(() => undefined);
  try {
    await quiet(
      (async () => {
        for (;;) {
          const data = await within(process, idleMs, socket.reader.read());
          if (!data) return;
          await process.stdout.write(data);
        }
      })(),
    );
  } finally {
    socket.close();
  }
}

export const telnet: Program = {
  name: 'telnet',
  async run(process) {
    const [host, port = '23'] = process.argv.slice(1).filter((a) => !a.startsWith('-'));
    if (host === undefined) {
      await process.stderr.write('drydock: the command mode of telnet is not simulated yet\n');
      return 1;
    }
    const address = await addressOf(process, host);
    if (address === undefined) {
      await process.stderr.write(
        isApplet(process)
          ? `telnet: bad address '${host}'\n`
          : `telnet: could not resolve ${host}/${port}: Name or service not known\n`,
      );
      return 1;
    }
    if (!isApplet(process)) await process.stdout.write(`Trying ${address}...\n`);
    const result = await attempt(process.wait(process.net.connect({ address, port: Number(port) })));
    if ('error' in result) {
      await process.stderr.write(
        isApplet(process)
          ? `telnet: can't connect to remote host (${address}): ${wordsOf(result.error)}\n`
          : `telnet: Unable to connect to remote host: ${wordsOf(result.error)}\n`,
      );
      return 1;
    }
    await process.stdout.write(
      `Connected to ${host}${isApplet(process) ? '' : '.'}\n${isApplet(process) ? '\n' : ''}Escape character is '^]'.\n`,
    );
    await talk(process, result.value, undefined);
    await process.stdout.write('Connection closed by foreign host.\n');
    return 1;
  },
};
