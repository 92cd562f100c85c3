import type { Firewall } from '#network/firewall';
import type {
  DnsAnswer,
  DnsQuestion,
  Endpoint,
  Hop,
  InterfaceInfo,
  Listener,
  ListeningInfo,
  ListenOptions,
  NetworkStack,
  Protocol,
  RouteInfo,
  Socket,
} from '#network/stack';
import { capable } from '#vfs/resolve';
import type { Task } from './task';

interface Closable {
  close(): void;
}

/**
 * The network in one process's hands: what it listens on and what it has connected closes when the process ends.
 * Simplified: a real socket closes with the last process that has it; children here do not inherit sockets.
 */
export class BoundNetwork implements NetworkStack {
  #open = new Set<Closable>();
  #stack: NetworkStack;

  constructor(private readonly task: Task) {
    this.#stack = task.spaces.network;
    task.onEnd.push(() => {
      for (const socket of [...this.#open]) socket.close();
      this.#open.clear();
    });
  }

  get name(): string {
    return this.#stack.name;
  }

  get firewall(): Firewall | undefined {
    return capable(this.task.view.credentials, 'NET_ADMIN') ? this.#stack.firewall : undefined;
  }

  listen(options: ListenOptions): Listener {
    this.task.check();
    const listener = this.#stack.listen({
      ...options,
      ...(options.accept && {
        accept: (socket: Socket) => {
          options.accept?.(this.#keep(socket));
        },
      }),
    });
    return this.#keep(listener);
  }

  async connect(to: Endpoint, options?: { protocol?: Protocol; timeoutMs?: number; tls?: boolean }): Promise<Socket> {
    const socket = await this.#stack.connect(to, options);
    if (this.task.status) socket.close();
    return this.#keep(socket);
  }

  ping(address: string, options?: { timeoutMs?: number; ttl?: number }): ReturnType<NetworkStack['ping']> {
    return this.#stack.ping(address, options);
  }

  query(server: string, question: DnsQuestion): Promise<DnsAnswer> {
    return this.#stack.query(server, question);
  }

  explain(to: Endpoint, protocol?: Protocol): readonly Hop[] {
    return this.#stack.explain(to, protocol);
  }

  interfaces(): readonly InterfaceInfo[] {
    return this.#stack.interfaces();
  }

  routes(): readonly RouteInfo[] {
    return this.#stack.routes();
  }

  sockets(): readonly ListeningInfo[] {
    return this.#stack.sockets();
  }

  rules(table: 'filter' | 'nat' | 'mangle' | 'raw'): readonly string[] {
    return this.#stack.rules(table);
  }

  neighbours(): readonly { address: string; mac: string; device: string }[] {
    return this.#stack.neighbours();
  }

  /** The same socket, known to this process until it closes it. */
  #keep<T extends Closable>(socket: T): T {
    const kept = Object.create(socket, {
      close: {
        value: () => {
          this.#open.delete(kept);
          socket.close();
        },
      },
    }) as T;
    this.#open.add(kept);
    return kept;
  }
}
