import { Pty } from '#io/pty';
import { Pipe } from '#io/streams';
import { readDescriptor, writeDescriptor } from '#process/descriptor';
import type { Drain } from '#sim/driver';
import { MemoryJournal } from '#sim/store';
import { FileError } from '#vfs/filesystem';
import { ShellSession } from '#shell/session';
import { readerOf, Sink } from '#io/streams';
import { environment, HOME } from './environment';
import { createWorkbench, type Workbench } from './workbench';

export interface HeadlessHost {
  readonly drain: Drain;
  /** Real milliseconds, for `wallMs`. */
  wallMs(): number;
}

interface Request {
  readonly id?: unknown;
  /** `terminal: false` gives commands no terminal as standard input, as in a script. */
  readonly reset?: { readonly preset?: string; readonly seed?: number; readonly terminal?: boolean };
  readonly write?: string;
  readonly text?: string;
  readonly run?: string;
  readonly timeout?: number;
  readonly settle?: number;
  readonly read?: string;
  /** Cuts the world off the simulated internet, or joins it again. */
  readonly offline?: boolean;
}

/** 2026-01-05T09:00:00Z: a Monday morning. */
const EPOCH = Date.UTC(2026, 0, 5, 9);
/** What one command may print before the rest is dropped, bytes. */
const OUTPUT_LIMIT = 4 * 1024 * 1024;
/** How long after Ctrl-C a command may go on before it is killed, virtual milliseconds. */
const GRACE_MS = 15_000;

/**
 * The world without a page: one JSON request a line, one answer each. `run` types into one lasting shell; `timeout` is
 * in virtual seconds, then comes Ctrl-C.
 */
export class Headless {
  #bench: Workbench | undefined;
  #session: ShellSession | undefined;
  #pty: Pty | undefined;
  #onTerminal = true;

  constructor(private readonly host: HeadlessHost) {}

  /** Answers one request; never throws. */
  async answer(line: string): Promise<Record<string, unknown>> {
    let request: Request;
    try {
      request = JSON.parse(line) as Request;
    } catch {
      return { error: 'not JSON' };
    }
    try {
      return { id: request.id, ...(await this.#answer(request)) };
    } catch (error) {
      return { id: request.id, error: error instanceof Error ? error.message : String(error) };
    }
  }

  async #answer(request: Request): Promise<Record<string, unknown>> {
    if (request.reset) {
      this.#onTerminal = request.reset.terminal ?? true;
      await this.#open(request.reset.preset ?? 'laptop', request.reset.seed ?? 1);
      return { ok: true };
    }
    const bench = this.#bench ?? (await this.#open('laptop', 1));
    if (request.run !== undefined) return this.#run(bench, request.run, request.timeout ?? 60);
    if (request.settle !== undefined) {
      await bench.driver.runUntil(bench.clock.now() + request.settle * 1000);
      return { ok: true };
    }
    if (request.write !== undefined) {
      if (/^https?:\/\//.test(request.write)) bench.fabric.internet.publish(request.write, request.text ?? '');
      else bench.files.write(request.write, request.text ?? '');
      return { ok: true };
    }
    if (request.read !== undefined) {
      try {
        return { text: new TextDecoder().decode(bench.files.read(request.read)) };
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        return { error: `${request.read}: ${error.message}` };
      }
    }
    if (request.offline !== undefined) {
      bench.fabric.internet.online = !request.offline;
      return { ok: true };
    }
    return { error: 'a request is one of reset, write, run, settle, read' };
  }

  async #open(preset: string, seed: number): Promise<Workbench> {
    const { drain } = this.host;
    this.#bench = await createWorkbench({ preset, seed, journal: new MemoryJournal(), drain, epochMs: EPOCH });
    await this.#bench.ready;
    this.#session = await this.#shell(this.#bench);
    return this.#bench;
  }

  /** The lasting shell, in a process that waits for ever; its standard input is a terminal at which nobody types. */
  async #shell(bench: Workbench): Promise<ShellSession> {
    let session: ShellSession | undefined;
    const sink = writeDescriptor(new Sink());
    const fds = new Map([
      [0, readDescriptor(readerOf(''))],
      [1, sink],
      [2, sink],
    ]);
    this.#pty = undefined;
    if (this.#onTerminal) {
      const pty = new Pty(bench.clock, { columns: 160, rows: 50 });
      fds.set(0, bench.machine.terminal(pty).get(0)!);
      void forget(pty);
      this.#pty = pty;
    }
    bench.machine.run({ argv: ['bash'], env: environment(), cwd: HOME, fds }, (process) => {
      session = new ShellSession(process);
      if (this.#pty) {
        this.#pty.foreground = process.group;
        session.shell.options.add('monitor');
      }
      return new Promise<number>(() => undefined);
    });
    await bench.driver.idle();
    if (!session) throw new Error('the shell did not start');
    await session.run('shopt -s expand_aliases');
    return session;
  }

  async #run(bench: Workbench, text: string, timeoutSeconds: number): Promise<Record<string, unknown>> {
    const wall = this.host.wallMs();
    const start = bench.clock.now();
    const session = this.#session!;
    const stdout = new Collector(bench);
    const stderr = new Collector(bench);
    let result: { code: number; interrupted: boolean; exited: boolean } | undefined;
    const fds = new Map([
      [1, writeDescriptor(stdout.pipe.writer)],
      [2, writeDescriptor(stderr.pipe.writer)],
    ]);
    void session.run(text, fds).then((end) => (result = end));
    const done = (): boolean => result !== undefined;
    await bench.driver.runUntil(start + timeoutSeconds * 1000, done);
    const late = !done();
    if (late) await this.#end(bench, session, done);
    await bench.driver.idle();
    if (!done() || result!.exited) this.#session = await this.#shell(bench);
    return {
      stdout: stdout.text(),
      stderr: stderr.text(),
      exitCode: result?.code ?? 130,
      interrupted: late,
      virtualMs: Math.round(bench.clock.now() - start),
      wallMs: Math.round(this.host.wallMs() - wall),
    };
  }

  /** Ends what runs: Ctrl-C, then Ctrl-D (which leaves a shell), then by force, as closing the terminal would. */
  async #end(bench: Workbench, session: ShellSession, done: () => boolean): Promise<void> {
    const wait = (ms: number): Promise<void> => bench.driver.runUntil(bench.clock.now() + ms, done);
    if (this.#pty && !this.#pty.mode.signals) this.#pty.type('\x03');
    else session.interrupt();
    await wait(GRACE_MS);
    if (done()) return;
    this.#pty?.type('\x04');
    await wait(GRACE_MS);
    const group = session.shell.foreground;
    if (!done() && group !== undefined) session.process.kill(-group, 'SIGKILL');
    await wait(1000);
    this.#pty?.flushInput();
  }
}

/** What a terminal echoes to nobody. */
async function forget(pty: Pty): Promise<void> {
  while (await pty.output.read()) continue;
}

/** Takes what a command prints, up to a limit. */
class Collector {
  readonly pipe: Pipe;
  #sink = new Sink();
  #size = 0;

  constructor(bench: Workbench) {
    this.pipe = new Pipe(bench.clock);
    void this.#collect();
  }

  async #collect(): Promise<void> {
    for (let chunk = await this.pipe.read(); chunk; chunk = await this.pipe.read()) {
      if (this.#size < OUTPUT_LIMIT) await this.#sink.write(chunk);
      this.#size += chunk.length;
    }
  }

  text(): string {
    return this.#sink.text();
  }
}
