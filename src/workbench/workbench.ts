import { Sink } from '#io/streams';
import { Machine } from '#machine/machine';
import { Fabric } from '#network/fabric';
import type { HttpHandler } from '#network/http';
import type { HttpClientHost } from '#network/http-client';
import type { Hop } from '#network/stack';
import { readDescriptor, writeDescriptor } from '#process/descriptor';
import type { PagePort } from '#process/process';
import { readerOf } from '#io/streams';
import { Clock } from '#sim/clock';
import { Driver, type Drain } from '#sim/driver';
import { Random } from '#sim/random';
import { Store, type Change, type Journal } from '#sim/store';
import { Trace } from '#sim/trace';
import { loadParser } from '#shell/source';
import { Files } from './files';
import { dockerCommandLines } from './docker-cli';
import { environment, HOME } from './environment';
import { laptopDisk } from './laptop';
import type { Engine } from './engine';
import { lazily } from './lazy-programs';
import { basicPrograms } from './programs';
import { Terminal } from './terminal';

export interface WorkbenchOptions {
  /** Which machines there are; `laptop` is one with Docker. */
  readonly preset: string;
  readonly seed: number;
  readonly journal: Journal;
  readonly drain: Drain;
  /** Calendar time at the world's start, milliseconds since 1970; a world that is opened again keeps its own. */
  readonly epochMs: number;
  readonly page?: PagePort;
  readonly onFault?: (error: unknown) => void;
  /** The engine is loaded when this settles (the first prompt shows), or when a command asks for it. */
  readonly afterPrompt?: Promise<unknown>;
}

interface Meta {
  readonly seed: number;
  readonly random: number[];
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A world with all that is in it: the headless composition root, where everybody is introduced to each other. */
export class Workbench {
  readonly home = HOME;
  readonly files: Files;

  constructor(
    readonly clock: Clock,
    readonly driver: Driver,
    readonly trace: Trace,
    readonly store: Store,
    readonly random: Random,
    readonly fabric: Fabric,
    readonly machine: Machine,
    /** Settles when the Docker engine runs; it is loaded after the first prompt can show. */
    readonly ready: Promise<Engine>,
    private readonly journal: Journal,
  ) {
    this.files = new Files(machine);
  }

  /** The Docker engine's API, as behind /var/run/docker.sock. */
  readonly engine: HttpHandler = async (request) => (await this.ready).handler(request);

  /** Who asks when the page's browser does: the laptop. */
  get client(): HttpClientHost {
    return { net: this.machine.network, fs: this.machine.files() };
  }

  openTerminal(options: {
    columns: number;
    rows: number;
    cwd?: string;
    onOutput(text: string): void;
    onEnd(): void;
  }): Terminal {
    const { columns, rows } = options;
    const cwd = options.cwd !== undefined && this.machine.files().isDirectory(options.cwd) ? options.cwd : HOME;
    return new Terminal(
      this.machine,
      { columns, rows },
      environment(),
      cwd,
      (text) => options.onOutput(text),
      () => options.onEnd(),
    );
  }

  /** Runs a command line in a shell of its own, which no learner sees. Settles as the world moves on. */
  async run(command: string, options: { cwd?: string } = {}): Promise<RunResult> {
    const stdout = new Sink();
    const stderr = new Sink();
    const fds = new Map([
      [0, readDescriptor(readerOf(''))],
      [1, writeDescriptor(stdout)],
      [2, writeDescriptor(stderr)],
    ]);
    const child = this.machine.start({
      argv: ['/bin/bash', '-c', command],
      env: environment(),
      cwd: options.cwd ?? HOME,
      fds,
    });
    const { code } = await child.exited;
    return { stdout: stdout.text(), stderr: stderr.text(), exitCode: code };
  }

  /** The path from a place to another one; see `explain`. */
  explain(from: string, to: string): Promise<readonly Hop[]> {
    return Promise.all([this.ready, import('./explain')]).then(([{ daemon }, { explain }]) =>
      explain(daemon, this.machine, from, to),
    );
  }

  /** Hands what changed to the journal now. */
  async flush(): Promise<void> {
    this.store.table<Meta>('world').put('meta', { seed: 0, random: this.random.save() });
    this.store.table<number>('world').put('epoch', this.clock.epochNow());
    const changes = this.store.take();
    if (changes.length > 0) await this.journal.append(changes);
  }

  /** The whole state, for saving to a file. */
  snapshot(): Change[] {
    return this.store.snapshot();
  }
}

/** Opens a world: as the journal has it, or new from its preset and seed. */
export async function createWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const store = new Store();
  store.load(await options.journal.load());
  const meta = store.table<Meta>('world').get('meta');
  const epoch = Math.max(options.epochMs, store.table<number>('world').get('epoch') ?? 0);
  const clock = new Clock(epoch);
  const driver = new Driver(clock, options.drain);
  const random = new Random(options.seed);
  if (meta) random.restore(meta.random);
  const trace = new Trace(() => clock.now());
  const fabric = new Fabric({ clock, random, trace });
  const network = fabric.addMachine({ name: 'laptop' });
  let boot: Promise<Engine> | undefined;
  const engine = (): Promise<Engine> =>
    (boot ??= import('./engine').then(({ bootEngine }) => bootEngine({ machine, network, fabric, store, programs })));
  const programs = basicPrograms([
    ...dockerCommandLines(engine),
    lazily('drydock', async () => {
      const [{ drydock }, { daemon }] = await Promise.all([import('./drydock'), engine()]);
      return [drydock({ daemon, machine })];
    }),
  ]);
  const disk = laptopDisk(programs, fabric, epoch);
  const machine = new Machine({
    name: 'laptop',
    clock,
    random,
    trace,
    store,
    network: network.host,
    programs,
    disk,
    ...(options.page && { page: options.page }),
  });
  const ready = Promise.resolve(options.afterPrompt).then(async () => {
    const [started] = await Promise.all([engine(), loadParser()]);
    return started;
  });
  ready.catch((error: unknown) => options.onFault?.(error));
  return new Workbench(clock, driver, trace, store, random, fabric, machine, ready, options.journal);
}
