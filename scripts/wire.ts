import { createServer, type Socket as TcpSocket } from 'node:net';
import { RealTime } from '#browser/real-time';
import { Pipe } from '#io/streams';
import { serveHttp } from '#network/http-wire';
import type { Socket } from '#network/stack';
import { ProcessEnded } from '#process/process';
import { MemoryJournal } from '#sim/store';
import { createWorkbench } from '#workbench/workbench';

/**
 * Serves the simulated Engine API on loopback, for the real clients: `npm run -s wire -- --docker 127.0.0.1:2375`.
 * Test equipment: nothing of it is part of the page.
 */
const address = process.argv[process.argv.indexOf('--docker') + 1] ?? '127.0.0.1:2375';
const [host = '127.0.0.1', port = '2375'] = address.split(':');
if (!/^(127\.|localhost$|\[?::1)/.test(host)) {
  console.error('wire: only loopback addresses are served');
  process.exit(2);
}

// A program that was killed may leave a coroutine behind that nobody awaits.
process.on('unhandledRejection', (error) => {
  if (!(error instanceof ProcessEnded)) console.error(error);
});
const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const workbench = await createWorkbench({
  preset: 'laptop',
  seed: 1,
  journal: new MemoryJournal(),
  drain,
  epochMs: Date.now(),
});
await workbench.ready;
const handler = workbench.engine;
const time = new RealTime(
  workbench.clock,
  workbench.driver,
  () => performance.now(),
  (error) => console.error(error),
  drain,
);
time.setSpeed(Number(process.env['WIRE_SPEED'] ?? 1));
void time.run();

/** A TCP connection of the real world as a socket of the simulated one. */
function adopt(tcp: TcpSocket): Socket {
  const input = new Pipe(workbench.clock, Infinity);
  tcp.on('data', (data) => {
    input.offer(new Uint8Array(data));
    time.kick();
  });
  tcp.on('end', () => {
    input.close();
    time.kick();
  });
  tcp.on('error', () => input.close());
  tcp.on('close', () => {
    input.close();
    time.kick();
  });
  const here = { address: tcp.localAddress ?? host, port: tcp.localPort ?? 0 };
  const there = { address: tcp.remoteAddress ?? host, port: tcp.remotePort ?? 0 };
  return {
    local: here,
    remote: there,
    hops: [],
    reader: input.reader,
    writer: {
      write: (data) =>
        new Promise((resolve) => {
          if (tcp.destroyed) resolve();
          else tcp.write(data, () => resolve());
        }),
      close: () => tcp.end(),
    },
    close: () => tcp.end(),
  };
}

const server = createServer({ allowHalfOpen: true }, (tcp) => {
  tcp.setNoDelay(true);
  serveHttp(adopt(tcp), handler).catch((error: unknown) => {
    console.error('wire:', error);
    tcp.destroy();
  });
  time.kick();
});
server.listen(Number(port), host, () => console.log(`wire: the simulated Engine API is at tcp://${host}:${port}`));
