import { Pipe, type Reader, type Waker, type Writer } from '#io/streams';
import type { HttpHandler } from './http';
import { NetworkError, type Endpoint, type Hop, type Socket } from './stack';

/** What a connection counts and tells about itself. */
export interface Flow {
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly hops: readonly Hop[];
  /** `back` is true for what the server sends. */
  sent(bytes: number, back: boolean): void;
  closed(): void;
}

interface Direction {
  readonly pipe: Pipe;
  reset: boolean;
}

/** Both ends of a connection that carries bytes. */
export function connectionPair(waker: Waker, flow: Flow): { client: Socket; server: Socket; reset: () => void } {
  const up: Direction = { pipe: new Pipe(waker), reset: false };
  const down: Direction = { pipe: new Pipe(waker), reset: false };
  let open = 2;
  const gone = (): void => {
    if (--open === 0) flow.closed();
  };
  const end = (incoming: Direction, outgoing: Direction, back: boolean): Socket => {
    let closed = false;
    let told = false;
    const reader: Reader = {
      async read(max) {
        const data = incoming.reset && incoming.pipe.size === 0 ? undefined : await incoming.pipe.read(max);
        if (data === undefined && incoming.reset)
          throw new NetworkError('ECONNRESET', 'Connection reset by peer', flow.hops);
        return data;
      },
      close: () => incoming.pipe.reader.close(),
    };
    const writer: Writer = {
      async write(data) {
        // The first write after a reset still succeeds: that the peer is gone shows at the next read.
        if (outgoing.reset && !told) {
          told = true;
          return;
        }
        flow.sent(data.length, back);
        await outgoing.pipe.write(data);
      },
      close: () => outgoing.pipe.close(),
    };
    return {
      local: back ? flow.server : flow.client,
      remote: back ? flow.client : flow.server,
      hops: flow.hops,
      reader,
      writer,
      close() {
        if (closed) return;
        closed = true;
        outgoing.pipe.close();
        incoming.pipe.reader.close();
        gone();
      },
    };
  };
  return {
    client: end(down, up, false),
    server: end(up, down, true),
    reset() {
      up.reset = down.reset = true;
      up.pipe.close();
      down.pipe.close();
      if (open > 0) {
        open = 0;
        flow.closed();
      }
    },
  };
}

/**
 * A socket to a listener that answers HTTP by function: requests can go through `http`; only when the client reads or
 * writes raw bytes is the other end given to `serve`, which speaks HTTP/1.1 there.
 */
export function lazySocket(socket: Socket, http: HttpHandler, tls: boolean, serve: () => void): Socket {
  let served = false;
  const start = (): void => {
    if (served) return;
    served = true;
    serve();
  };
  return {
    ...socket,
    http,
    ...(tls && { tls }),
    reader: {
      read: (max) => {
        start();
        return socket.reader.read(max);
      },
      close: () => socket.reader.close(),
    },
    writer: {
      write: (data) => {
        start();
        return socket.writer.write(data);
      },
      close: () => socket.writer.close(),
    },
  };
}
