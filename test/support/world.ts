import { Pty } from '#io/pty';
import { readerOf, Sink } from '#io/streams';
import { Machine } from '#machine/machine';
import type { NetworkStack } from '#network/stack';
import { readDescriptor, writeDescriptor } from '#process/descriptor';
import { executable, type Descriptor, type LazyProgram, type Process, type Program } from '#process/process';
import { Clock } from '#sim/clock';
import { Driver } from '#sim/driver';
import { Random } from '#sim/random';
import { Store } from '#sim/store';
import { Trace } from '#sim/trace';
import { files, type Content } from '#vfs/layer-builder';

/** 2026-01-01T00:00:00Z. */
export const EPOCH = 1767225600000;

export const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A network namespace with nothing in it, for tests that need none. */
export const noNetwork: NetworkStack = {
  name: 'nowhere',
  listen: () => {
    throw new Error('no network in this test');
  },
  connect: () => Promise.reject(new Error('no network in this test')),
  ping: () => Promise.reject(new Error('no network in this test')),
  query: () => Promise.reject(new Error('no network in this test')),
  explain: () => [],
  interfaces: () => [],
  routes: () => [],
  sockets: () => [],
  rules: () => [],
  neighbours: () => [],
};

export interface WorldOptions {
  /** Each gets an executable file `/usr/bin/<name>`. */
  programs?: readonly (Program | LazyProgram)[];
  /** More files: text, or what `#vfs/layer-builder` takes. */
  files?: Readonly<Record<string, Content>>;
  seed?: number;
  network?: NetworkStack;
  store?: Store;
}

export interface RunOptions {
  stdin?: string;
  env?: Record<string, string>;
  cwd?: string;
  /** Standard streams are a terminal; what it shows is in `stdout`. */
  tty?: boolean;
  /** The most virtual milliseconds it may take; an hour when absent. */
  timeoutMs?: number;
  uid?: number;
}

export interface RunResult {
  stdout: string;
  stderr: string;
  /** Undefined when it still ran at the end of the time. */
  code: number | undefined;
}

type Run = (process: Process) => Promise<number> | number;

/** A machine with its clock, and `run` to run one program or function on it to its end. */
export function createTestMachine(options: WorldOptions = {}) {
  const clock = new Clock(EPOCH);
  const driver = new Driver(clock, drain);
  const random = new Random(options.seed ?? 1);
  const trace = new Trace(() => clock.now());
  const store = options.store ?? new Store();
  const programs = new Map((options.programs ?? []).map((program) => [program.name, program]));
  const disk = files({
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nlearner:x:1000:1000:Learner:/home/learner:/bin/bash\n',
    '/etc/group': 'root:x:0:\nlearner:x:1000:\n',
    '/etc/hostname': 'laptop\n',
    '/etc/hosts': '127.0.0.1\tlocalhost\n',
    '/root/': { mode: 0o700 },
    '/home/learner/': { uid: 1000, gid: 1000 },
    '/tmp/': { mode: 0o1777 },
    '/usr/bin/': {},
    '/bin': { type: 'symlink', target: 'usr/bin' },
    ...Object.fromEntries(
      [...programs.keys()].map((name) => [`/usr/bin/${name}`, { mode: 0o755, data: encoder.encode(executable(name)) }]),
    ),
    ...options.files,
  });
  const machine = new Machine({
    name: 'laptop',
    clock,
    random,
    trace,
    store,
    network: options.network ?? noNetwork,
    programs,
    disk: [disk],
  });

  /** Runs a program (argv[0] by path or in /usr/bin) or a function, until it ends. */
  async function run(what: readonly string[] | Run, how: RunOptions = {}): Promise<RunResult> {
    const stdout = new Sink();
    const stderr = new Sink();
    const pty = how.tty ? new Pty(clock) : undefined;
    let fds: Map<number, Descriptor>;
    if (pty) {
      fds = machine.terminal(pty);
      pty.type(how.stdin ?? '');
      void pump(pty, stdout);
    } else {
      fds = new Map([
        [0, readDescriptor(readerOf(how.stdin ?? ''))],
        [1, writeDescriptor(stdout)],
        [2, writeDescriptor(stderr)],
      ]);
    }
    const env = new Map(Object.entries({ PATH: '/usr/bin:/bin', HOME: '/root', ...how.env }));
    const session = {
      env,
      cwd: how.cwd ?? '/root',
      fds,
      ...(how.uid !== undefined && { credentials: { uid: how.uid, gid: how.uid } }),
    };
    const child =
      typeof what === 'function'
        ? machine.run({ ...session, argv: ['test'] }, what)
        : machine.start({
            ...session,
            argv: [what[0]!.includes('/') ? what[0]! : `/usr/bin/${what[0]!}`, ...what.slice(1)],
          });
    const until = clock.now() + (how.timeoutMs ?? 3_600_000);
    await driver.runUntil(until, () => child.status !== undefined);
    await driver.idle();
    return { stdout: stdout.text(), stderr: stderr.text(), code: child.status?.code };
  }

  return { machine, clock, driver, random, trace, store, run };
}

const encoder = new TextEncoder();

async function pump(pty: Pty, to: Sink): Promise<void> {
  for (let chunk = await pty.output.read(); chunk; chunk = await pty.output.read()) await to.write(chunk);
}
