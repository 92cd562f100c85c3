import { decode, encode } from '#io/streams';
import type { Listener, Socket } from '#network/stack';
import { bodyBytes } from '#network/http-wire';
import { request } from '#network/http-client';
import { lookup } from '#network/names';
import type { HttpResponse } from '#network/http';
import type { Process } from '#process/process';
import type { Signal } from '#process/signals';
import { FileError } from '#vfs/filesystem';
import { digest } from '../digest';
import { errorOf, latin } from './host-values';

interface HostEvent {
  readonly kind: string;
  readonly value: unknown;
  readonly bytes?: Uint8Array;
}

/** What the modules inside QuickJS may ask of the world, and the events they are told. */
export class Host {
  exitCode: number | undefined;
  /** Work that keeps the process alive. */
  #refs = 0;
  #queue: HostEvent[] = [];
  #wake: (() => void) | undefined;
  #output: { fd: 1 | 2; data: Uint8Array | string }[] = [];
  #listeners = new Map<number, Listener>();
  #sockets = new Map<number, Socket>();
  #answers = new Map<number, (response: HttpResponse) => void>();
  #timers = new Map<number, { handle: number; ref: boolean }>();
  #ids = 0;
  #closed = false;

  constructor(private readonly process: Process) {}

  get busy(): boolean {
    return this.#refs > 0 || this.#queue.length > 0;
  }

  get waiting(): boolean {
    return this.#queue.length > 0;
  }

  next(): HostEvent | undefined {
    return this.#queue.shift();
  }

  wait(): Promise<void> {
    if (this.#queue.length > 0) return Promise.resolve();
    return new Promise((resolve) => (this.#wake = resolve));
  }

  async flush(): Promise<void> {
    for (const { fd, data } of this.#output.splice(0)) {
      await (fd === 1 ? this.process.stdout : this.process.stderr).write(data);
    }
  }

  error(text: string): void {
    this.#output.push({ fd: 2, data: text });
  }

  close(): void {
    this.#closed = true;
    for (const listener of this.#listeners.values()) listener.close();
    for (const socket of this.#sockets.values()) socket.close();
    for (const { handle } of this.#timers.values()) this.process.clock.cancel(handle);
  }

  #push(kind: string, value: unknown, bytes?: Uint8Array): void {
    if (this.#closed) return;
    this.#queue.push(bytes ? { kind, value, bytes } : { kind, value });
    this.#wake?.();
    this.process.clock.wake();
  }

  /** Answers one call; an error is told as `{error}`. */
  call(op: string, args: unknown[], bytes: Uint8Array | undefined): unknown {
    try {
      const answer = this.#do(op, args as never[], bytes);
      return answer instanceof Uint8Array ? answer : { value: answer ?? null };
    } catch (error) {
      return { error: errorOf(error) };
    }
  }

  /** Begins work whose end is told as an event with this id. */
  #later(id: number, work: Promise<unknown>): void {
    this.#refs++;
    this.process.wait(work).then(
      (value) => {
        this.#refs--;
        if (value instanceof Uint8Array) this.#push('done', { id }, value);
        else this.#push('done', { id, value });
      },
      (error: unknown) => {
        this.#refs--;
        if (error instanceof Error && error.name === 'ProcessEnded') return;
        this.#push('done', { id, error: errorOf(error) });
      },
    );
  }

  #do(op: string, args: never[], bytes: Uint8Array | undefined): unknown {
    const { process } = this;
    const { fs } = process;
    const [a, b, c] = args as unknown as [string, string, unknown];
    switch (op) {
      case 'write':
        this.#output.push({ fd: Number(a) as 1 | 2, data: bytes ?? b });
        return;
      case 'exit':
        this.exitCode ??= Number(a) & 255;
        return;
      case 'now':
        return process.clock.epochNow();
      case 'uptime':
        return process.clock.now();
      case 'random':
        return process.random.bytes(Math.min(65536, Number(a)));
      case 'digest':
        return digest(a as 'md5', bytes ?? encode(b));
      case 'cwd':
        return fs.cwd;
      case 'chdir':
        fs.cwd = fs.realpath(a);
        return;
      case 'read':
        return fs.readFile(a).slice();
      case 'writeFile':
        fs.writeFile(a, bytes ?? b);
        return;
      case 'appendFile':
        fs.appendFile(a, bytes ?? b);
        return;
      case 'exists':
        return fs.exists(a);
      case 'stat':
        return b === 'l' ? fs.lstat(a) : fs.stat(a);
      case 'readdir':
        return fs.readdir(a).map((name) => ({ name, type: fs.lstat(`${a}/${name}`).type }));
      case 'mkdir':
        fs.mkdir(a, { parents: Boolean(b) });
        return;
      case 'unlink':
        fs.unlink(a);
        return;
      case 'rmdir':
        fs.rmdir(a);
        return;
      case 'rm':
        if (!fs.exists(a) && !b) throw new FileError('ENOENT', a);
        fs.removeAll(a);
        return;
      case 'rename':
        fs.rename(a, b);
        return;
      case 'realpath':
        return fs.realpath(a);
      case 'chmod':
        fs.chmod(a, Number(b));
        return;
      case 'symlink':
        fs.symlink(a, b);
        return;
      case 'timer':
        this.#timer(Number(a), Number(b));
        return;
      case 'clearTimer':
        this.#clear(Number(a));
        return;
      case 'unrefTimer': {
        const timer = this.#timers.get(Number(a));
        if (timer?.ref) {
          timer.ref = false;
          this.#refs--;
        }
        return;
      }
      case 'signal':
        process.on(a as Signal, (signal) => this.#push('signal', signal));
        return;
      case 'kill':
        process.kill(Number(a), b as Signal);
        return;
      case 'stdin':
        this.#readStdin();
        return;
      case 'lookup':
        this.#later(
          Number(a),
          lookup(b, fs, process.net).then((found) => found.addresses),
        );
        return;
      case 'fetch':
        this.#later(Number(a), this.#fetch(c as Fetch, bytes));
        return;
      case 'serve':
        return this.#serve(Number(a), b, Number(c));
      case 'respond':
        this.#respond(Number(a), c as { status: number; headers: Record<string, string> }, bytes ?? new Uint8Array());
        return;
      case 'listen':
        return this.#listen(Number(a), b, Number(c));
      case 'unlisten': {
        const listener = this.#listeners.get(Number(a));
        if (listener) {
          listener.close();
          this.#listeners.delete(Number(a));
          this.#refs--;
        }
        return;
      }
      case 'connect':
        this.#connect(Number(a), b, Number(c));
        return;
      case 'socketWrite':
        void this.#sockets
          .get(Number(a))
          ?.writer.write(bytes ?? b)
          .catch(() => undefined);
        return;
      case 'socketClose':
        this.#sockets.get(Number(a))?.close();
        return;
      case 'spawn':
        this.#spawn(Number(a), c as { argv: string[]; env?: Record<string, string>; cwd?: string; inherit?: boolean });
        return;
      default:
        throw new Error(`no such host call: ${op}`);
    }
  }

  #timer(id: number, ms: number): void {
    this.#refs++;
    const handle = this.process.clock.wakeAfter(ms, () => {
      const timer = this.#timers.get(id);
      if (!timer) return;
      this.#timers.delete(id);
      if (timer.ref) this.#refs--;
      this.#push('timer', id);
    });
    this.#timers.set(id, { handle, ref: true });
  }

  #clear(id: number): void {
    const timer = this.#timers.get(id);
    if (!timer) return;
    this.process.clock.cancel(timer.handle);
    this.#timers.delete(id);
    if (timer.ref) this.#refs--;
  }

  #readStdin(): void {
    this.#refs++;
    void (async () => {
      for (;;) {
        const chunk = await this.process.stdin.read();
        if (!chunk) break;
        this.#push('stdin', decode(chunk));
      }
      this.#refs--;
      this.#push('stdin', null);
    })().catch(() => undefined);
  }

  async #fetch(options: Fetch, bytes: Uint8Array | undefined): Promise<unknown> {
    const answer = await request(this.process, options.url, {
      method: options.method,
      headers: options.headers,
      ...(bytes && { body: bytes }),
      redirects: options.redirects,
    });
    const data = await bodyBytes(answer.body);
    answer.close();
    return { status: answer.status, headers: answer.headers, body: latin(data) };
  }

  #serve(id: number, host: string, port: number): unknown {
    const listener = this.process.net.listen({
      ...(host !== '' && { address: host }),
      port,
      program: 'node',
      http: async (incoming) => {
        const body = await bodyBytes(incoming.body);
        const answer = ++this.#ids;
        const { method, target, headers, from } = incoming;
        this.#push('request', { server: id, id: answer, method, target, headers, from }, body);
        return await new Promise<HttpResponse>((resolve) => this.#answers.set(answer, resolve));
      },
    });
    this.#listeners.set(id, listener);
    this.#refs++;
    return { port: listener.local.port, address: listener.local.address };
  }

  #respond(id: number, head: { status: number; headers: Record<string, string> }, bytes: Uint8Array): void {
    this.#answers.get(id)?.({ ...head, body: { kind: 'bytes', bytes } });
    this.#answers.delete(id);
    this.process.clock.wake();
  }

  #listen(id: number, host: string, port: number): unknown {
    const listener = this.process.net.listen({
      ...(host !== '' && { address: host }),
      port,
      program: 'node',
      accept: (socket) => {
        const own = 1_000_000 + ++this.#ids;
        this.#push('connection', { server: id, id: own, remote: socket.remote });
        this.#open(own, socket);
      },
    });
    this.#listeners.set(id, listener);
    this.#refs++;
    return { port: listener.local.port, address: listener.local.address };
  }

  #connect(id: number, host: string, port: number): void {
    const open = async (): Promise<null> => {
      const found = await lookup(host, this.process.fs, this.process.net);
      const address = found.addresses[0] ?? host;
      try {
        const socket = await this.process.net.connect({ address, port });
        this.#push('connected', { id });
        this.#open(id, socket);
        return null;
      } catch (error) {
        throw Object.assign(error as Error, { address, port, syscall: 'connect' });
      }
    };
    this.#later(id, open());
  }

  #open(id: number, socket: Socket): void {
    this.#sockets.set(id, socket);
    this.#refs++;
    void (async () => {
      for (;;) {
        const chunk = await socket.reader.read();
        if (!chunk) break;
        this.#push('data', { id }, chunk);
      }
    })()
      .catch(() => undefined)
      .finally(() => {
        this.#refs--;
        this.#push('end', { id });
      });
  }

  #spawn(
    id: number,
    { argv, env, cwd, inherit }: { argv: string[]; env?: Record<string, string>; cwd?: string; inherit?: boolean },
  ): void {
    const path = this.process.findProgram(argv[0] ?? '');
    if (path === undefined) throw new FileError('ENOENT', argv[0] ?? '');
    const fds = new Map(this.process.fds);
    const pumps: Promise<void>[] = [];
    for (const fd of inherit ? [] : [1, 2]) {
      const pipe = this.process.pipe();
      fds.set(fd, pipe.write);
      pumps.push(
        (async () => {
          for (let chunk = await pipe.read.reader!.read(); chunk; chunk = await pipe.read.reader!.read())
            this.#push('child', { id, fd }, chunk);
        })().catch(() => undefined),
      );
    }
    const vars = env ? new Map(Object.entries(env)) : this.process.env;
    const child = this.process.spawn({ path, argv, fds, env: vars, ...(cwd !== undefined && { cwd }) });
    for (const [fd, descriptor] of fds) if (descriptor !== this.process.fds.get(fd)) descriptor.close();
    this.#later(
      id,
      Promise.all([child.exited, ...pumps]).then(([status]) => ({ ...status, pid: child.pid })),
    );
  }
}

interface Fetch {
  url: string;
  method: string;
  headers: Record<string, string>;
  redirects: number;
}
