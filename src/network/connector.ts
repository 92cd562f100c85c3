import { parseAddress } from './address';
import { connectionPair, lazySocket, type Flow } from './connection';
import { answerHttp } from './http-exchange';
import { serveHttp } from './http-wire';
import { count, type Crossing } from './interface';
import type { ListenerRecord, Namespace } from './namespace';
import type { HttpHandler } from './http';
import { type Path } from './path';
import { NetworkError, type Endpoint, type Hop, type NetworkErrorCode, type Protocol, type Socket } from './stack';

/** The C library's words for an error number. */
export const ERROR_WORDS: Readonly<Record<NetworkErrorCode, string>> = {
  ECONNREFUSED: 'Connection refused',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ETIMEDOUT: 'Connection timed out',
  ECONNRESET: 'Connection reset by peer',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  ENOTFOUND: 'Name or service not known',
  EAI_AGAIN: 'Temporary failure in name resolution',
  EACCES: 'Permission denied',
  EINVAL: 'Invalid argument',
};

/** How long a program waits for an answer to a ping when it does not say. */
const PING_TIMEOUT_MS = 10_000;
/** A trace record for bytes on a raw connection at most this often (virtual). */
const TRACE_EVERY_MS = 200;

/** A way that led to a listener, through docker-proxy where that is between. */
interface Reached {
  readonly paths: readonly Path[];
  readonly hops: readonly Hop[];
  readonly elements: readonly string[];
  readonly crossings: readonly Crossing[];
  readonly rttMs: number;
  readonly last: Path;
  /** Whether docker-proxy took the connection though nobody behind it does: it is cut at once. */
  readonly cutByProxy: boolean;
}

/** Opens connections and sends pings from one namespace. */
export class Connector {
  constructor(private readonly ns: Namespace) {}

  explain(to: Endpoint, protocol: Protocol): readonly Hop[] {
    if (!parseAddress(to.address)) {
      return [{ at: this.ns.name, kind: 'name', text: `${to.address} is not an IP address`, ok: false }];
    }
    return this.#reach(to, protocol, false).hops;
  }

  async connect(to: Endpoint, options: { protocol?: Protocol; timeoutMs?: number; tls?: boolean }): Promise<Socket> {
    const protocol = options.protocol ?? 'tcp';
    if (!parseAddress(to.address) || to.port < 0 || to.port > 65535)
      throw new NetworkError('EINVAL', ERROR_WORDS.EINVAL);
    const sport = this.ns.nextPort();
    const reached = this.#reach(to, protocol, true, sport);
    const { end } = reached.last;
    if (end.kind === 'failed' && !reached.cutByProxy && !(protocol === 'udp' && end.code === 'ECONNREFUSED')) {
      const limit = options.timeoutMs ?? Infinity;
      this.#trace(protocol, to, reached, end.code);
      await this.#pause(Math.min(limit, end.afterMs + this.#jitter(reached.rttMs)));
      const code = end.afterMs > limit ? 'ETIMEDOUT' : end.code;
      throw new NetworkError(code, ERROR_WORDS[code], reached.hops);
    }
    await this.#pause(this.#jitter(reached.rttMs));
    return this.#open(protocol, to, sport, reached);
  }

  async ping(
    address: string,
    { timeoutMs = PING_TIMEOUT_MS, ttl = 64 }: { timeoutMs?: number; ttl?: number },
  ): Promise<{ rttMs: number; ttl: number; from: string; exceeded?: boolean }> {
    if (!parseAddress(address)) throw new NetworkError('EINVAL', ERROR_WORDS.EINVAL);
    const path = this.ns.walk({ address, port: 0 }, 'icmp', true);
    const rttMs = this.#jitter(path.rttMs);
    this.#trace('icmp', { address, port: 0 }, { ...path }, path.end.kind === 'failed' ? path.end.code : undefined);
    const router = ttl <= path.routers.length ? path.routers[ttl - 1]! : undefined;
    if (router !== undefined) {
      const part = (rttMs * ttl) / (path.routers.length + 1);
      await this.#pause(part);
      return { rttMs: part, ttl: 64, from: router, exceeded: true };
    }
    if (path.end.kind === 'failed') {
      await this.#pause(Math.min(timeoutMs, path.end.afterMs));
      const code = path.end.afterMs > timeoutMs ? 'ETIMEDOUT' : path.end.code;
      throw new NetworkError(code, ERROR_WORDS[code], path.hops);
    }
    count(path.crossings, 32);
    count(path.crossings, 32, true);
    await this.#pause(rttMs);
    const far = path.end.kind === 'public' ? path.end.host.distance : 0;
    return { rttMs, ttl: 64 - path.routers.length - far, from: address };
  }

  #reach(to: Endpoint, protocol: Protocol, counting: boolean, sport = 0): Reached {
    const first = this.ns.walk(to, protocol, counting, sport);
    const proxy = first.end.kind === 'namespace' ? first.end.listener?.proxy : undefined;
    if (!proxy || first.end.kind !== 'namespace') return { ...first, paths: [first], last: first, cutByProxy: false };
    const second = first.end.namespace.walk(proxy, protocol, counting, sport);
    const proxied: Hop = {
      at: first.end.namespace.name,
      kind: 'proxy',
      text: `docker-proxy connects to ${proxy.address}:${String(proxy.port)}`,
      ok: true,
    };
    return {
      paths: [first, second],
      hops: [...first.hops, proxied, ...second.hops],
      elements: [...first.elements, ...second.elements.slice(1)],
      crossings: [...first.crossings, ...second.crossings],
      rttMs: first.rttMs + second.rttMs,
      last: second,
      cutByProxy: second.end.kind === 'failed',
    };
  }

  #open(protocol: Protocol, to: Endpoint, sport: number, reached: Reached): Socket {
    const { end, packet } = reached.last;
    const { clock } = this.ns.machine.world;
    const listener = end.kind === 'namespace' ? end.listener : undefined;
    // The listener may have closed while the packet was on its way.
    if (listener?.closed) throw new NetworkError('ECONNREFUSED', ERROR_WORDS.ECONNREFUSED, reached.hops);
    const service = end.kind === 'public' ? end.host.serviceAt(packet.dport) : undefined;
    const http = listener?.http ?? service?.http;
    const tls = (listener?.tls ?? service?.tls) === true;
    const local = { address: reached.paths[0]!.source || reached.paths[0]!.packet.src, port: sport };
    const inside = { address: packet.dst, port: packet.dport };
    let tracedAt = -Infinity;
    const flow: Flow = {
      client: local,
      server: to,
      hops: reached.hops,
      sent: (bytes, back) => {
        count(reached.crossings, bytes, back);
        if (clock.now() - tracedAt < TRACE_EVERY_MS) return;
        tracedAt = clock.now();
        this.#trace(protocol, to, reached, undefined, { bytes, back });
      },
      closed: () => {
        this.ns.connections.delete(mine);
        if (end.kind === 'namespace') end.namespace.connections.delete(theirs);
      },
    };
    const pair = connectionPair(clock, flow);
    const mine = { protocol, local, remote: to, program: undefined, reset: pair.reset };
    const seenFrom = { address: packet.src, port: sport };
    const theirs = { protocol, local: inside, remote: seenFrom, program: listener?.program, reset: pair.reset };
    this.ns.connections.add(mine);
    if (end.kind === 'namespace') end.namespace.connections.add(theirs);
    if (end.kind === 'failed') {
      // docker-proxy took it and found nobody behind; or a datagram to a port where nobody listens.
      pair.reset();
      this.#trace(protocol, to, reached, end.code);
      return pair.client;
    }
    this.#trace(protocol, to, reached, undefined);
    const server: Socket = { ...pair.server, local: inside, remote: seenFrom };
    if (!http) {
      if (listener?.accept) listener.accept(server);
      else pair.reset();
      return pair.client;
    }
    const answering = this.#handler(
      http,
      listener,
      reached,
      packet.src,
      end.kind === 'namespace' ? end.namespace : undefined,
      flow,
    );
    return lazySocket(pair.client, answering.direct, tls, () => void serveHttp(server, answering.overBytes, tls));
  }

  /** The handler as this client reaches it: later (the way's latency), counted, and lost when the server ends. */
  #handler(
    http: HttpHandler,
    listener: ListenerRecord | undefined,
    reached: Reached,
    from: string,
    at: Namespace | undefined,
    flow: Flow,
  ): { direct: HttpHandler; overBytes: HttpHandler } {
    const { clock } = this.ns.machine.world;
    const guarded: HttpHandler = (request) => {
      const asked = { ...request, from };
      return new Promise((resolve, reject) => {
        const lost = (): void => {
          clock.wake();
          reject(new NetworkError('ECONNRESET', ERROR_WORDS.ECONNRESET, reached.hops));
        };
        if (listener?.closed) {
          lost();
          return;
        }
        listener?.onClose.add(lost);
        void (async () => {
          try {
            if (at) await at.thawed();
            resolve(await answerHttp(http, asked));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          } finally {
            listener?.onClose.delete(lost);
          }
        })();
      });
    };
    const direct: HttpHandler = async (request) => {
      flow.sent(sizeOfHead(request.target, request.headers) + bodySize(request.body), false);
      await this.#pause(this.#jitter(reached.rttMs));
      const response = await guarded(request);
      flow.sent(sizeOfHead('', response.headers) + bodySize(response.body), true);
      return response;
    };
    return { direct, overBytes: guarded };
  }

  #pause(ms: number): Promise<void> {
    return new Promise((go) => this.ns.machine.world.clock.wakeAfter(ms, go));
  }

  #jitter(ms: number): number {
    return ms * (0.85 + 0.5 * this.ns.machine.world.random.fraction());
  }

  #trace(
    protocol: string,
    to: Endpoint,
    way: { elements: readonly string[]; hops: readonly Hop[] },
    failed: NetworkErrorCode | undefined,
    data?: { bytes: number; back: boolean },
  ): void {
    const stopped = failed && way.hops.findLast((hop) => !hop.ok);
    this.ns.machine.world.trace.add('kernel', 'packet', `${protocol} ${to.address}:${String(to.port)}`, {
      path: way.elements,
      protocol,
      ...(data ?? {}),
      ...(failed && { failed, why: stopped?.text ?? '' }),
    });
  }
}

const sizeOfHead = (target: string, headers: Record<string, string>): number => {
  let size = 20 + target.length;
  for (const name in headers) size += name.length + (headers[name]?.length ?? 0) + 4;
  return size;
};

const bodySize = (body: { kind: string; bytes?: Uint8Array; value?: unknown }): number => {
  if (body.kind === 'bytes') return body.bytes?.length ?? 0;
  return body.kind === 'json' ? ((JSON.stringify(body.value) as string | undefined) ?? '').length : 0;
};
