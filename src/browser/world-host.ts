import { createWorkbench } from '#workbench/workbench';
import { MemoryJournal, type Change, type Journal } from '#sim/store';
import type { TraceRecord } from '#sim/trace';
import { chainOf, whyLine } from './causes';
import { forget, IndexedDbJournal } from './indexeddb-journal';
import type { BootReport, BootRequest, WorldCalls, WorldEvents } from './protocol';
import { messageDrain, RealTime } from './real-time';
import type { TerminalPort, WorkbenchPort } from './workbench-port';

type Emit = <K extends keyof WorldEvents>(event: K, value: WorldEvents[K]) => void;

/** How often the page is told the time, what happened, and how the world looks (real milliseconds). */
const CLOCK_MS = 100;
const TRACE_MS = 60;
const VIEW_MS = 80;
/** Output is handed over at this size even before the slice ends. */
const MAX_TRACE = 500;
const MAX_FILE = 4 * 1024 * 1024;
/** How long changes are gathered before they are written (real milliseconds). */
const KEEP_MS = 150;

/** How long the first prompt is waited for, and how long it has for itself before more is loaded (real milliseconds). */
const PROMPT_LIMIT_MS = 2000;
const PROMPT_QUIET_MS = 150;
/** Bash switches bracketed paste on when it shows a prompt. */
const PROMPT = '\x1b[?2004h';

/** The schema is loaded when the editor first asks. */
const advice = () => import('./compose-advice');

const isComposeFile = (path: string): boolean => /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path);

/** The world's side of the protocol: one workbench, its clock, its journal. */
export function createWorldHost(emit: Emit): WorldCalls {
  const terminals = new Map<number, TerminalPort>();
  const editing = new Map<string, (() => void)[]>();
  let nextTerminal = 1;
  let bench: WorkbenchPort;
  let time: RealTime;
  let prompted: () => void = () => undefined;
  const afterPrompt = new Promise<void>((go) => {
    prompted = () => setTimeout(go, PROMPT_QUIET_MS);
  });
  let loading: Promise<Docker> | undefined;
  /** What asks the engine; loaded after the first prompt. */
  const docker = (): Promise<Docker> => (loading ??= loadDocker(bench));

  const fault = (error: unknown): void => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    emit('fault', { message, ...(stack === undefined ? {} : { stack }) });
  };

  const shown = (terminal: number, text: string): void => {
    emit('output', { terminal, text });
    if (text.includes(PROMPT)) prompted();
  };

  /** Lets the world run so that what is asked of it can be answered, also while it is paused. */
  const asked = async <T>(work: Promise<T>): Promise<T> => {
    time.kick();
    return await work;
  };

  async function boot(request: BootRequest): Promise<BootReport> {
    const { journal, notes, kept } = await openJournal(request, (error) =>
      emit('kept', { at: Date.now(), ...(error === undefined ? {} : { error }) }),
    );
    const drain = messageDrain();
    const found = await journal.load();
    bench = await createWorkbench({
      preset: request.preset,
      seed: request.seed,
      journal: { load: () => Promise.resolve(found), append: (changes: readonly Change[]) => journal.append(changes) },
      epochMs: Date.now(),
      afterPrompt,
      drain,
      page: {
        edit: (path: string) =>
          new Promise<void>((closed) => {
            editing.set(path, [...(editing.get(path) ?? []), closed]);
            emit('edit', { path });
          }),
        browse: (url: string) => emit('browse', { url }),
      },
      onFault: fault,
    });
    time = new RealTime(bench.clock, bench.driver, () => performance.now(), fault, drain);
    void time.run();
    setTimeout(() => prompted(), PROMPT_LIMIT_MS);
    watch();
    keep();
    const damaged = journal instanceof IndexedDbJournal ? journal.damaged : 0;
    if (damaged > 0) notes.push(`${String(damaged)} records of this world could not be read; they are kept aside.`);
    return { restored: found.length > 0, kept, notes, home: bench.home };
  }

  /** Writes what changed, in batches; what fails is told by the journal and tried again with the next change. */
  function keep(): void {
    let booked = false;
    const soon = (): void => {
      if (booked) return;
      booked = true;
      setTimeout(() => {
        booked = false;
        bench.flush().catch(() => undefined);
      }, KEEP_MS);
    };
    bench.store.onDirty(soon);
    soon();
  }

  function watch(): void {
    let records: TraceRecord[] = [];
    let dirty = true;
    let looking = false;
    bench.trace.listen((record) => {
      if (records.length < MAX_TRACE) records.push(record);
      if (record.verb !== 'packet') dirty = true;
    });
    setInterval(() => {
      if (records.length > 0) emit('trace', records);
      records = [];
    }, TRACE_MS);
    setInterval(() => {
      const { paused, speed, behind } = time;
      emit('clock', { nowMs: bench.clock.now(), epochMs: bench.clock.epochNow(), paused, speed, behind });
    }, CLOCK_MS);
    const look = async (): Promise<void> => {
      if (!dirty || looking) return;
      dirty = false;
      looking = true;
      try {
        const { engine, dockerView } = await docker();
        emit('world', { machines: [await asked(dockerView('laptop', engine))] });
      } catch (error) {
        fault(error);
      } finally {
        looking = false;
      }
    };
    void afterPrompt.then(() => {
      void look();
      setInterval(() => void look(), VIEW_MS);
    });
    // Ages in `Up 3 minutes` change without an event.
    setInterval(() => (dirty = true), 5000);
  }

  const readable = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, MAX_FILE));

  return {
    boot,
    openTerminal: (columns, rows, cwd) => {
      const id = nextTerminal++;
      const terminal = bench.openTerminal({
        columns,
        rows,
        ...(cwd === undefined ? {} : { cwd }),
        onOutput: (text) => shown(id, text),
        onEnd: () => emit('ended', { terminal: id }),
      });
      terminal.pty.onHint = (text) => emit('hint', { terminal: id, text });
      terminals.set(id, terminal);
      time.kick();
      return Promise.resolve(id);
    },
    type: (id, keys) => {
      terminals.get(id)?.type(keys);
      time.kick();
    },
    resize: (id, columns, rows) => terminals.get(id)?.resize(columns, rows),
    closeTerminal: (id) => {
      terminals.get(id)?.close();
      terminals.delete(id);
    },
    run: (command, cwd) => asked(bench.run(command, cwd === undefined ? {} : { cwd })),
    listFiles: async (path, container) => {
      if (container === undefined) return [...bench.files.list(path)];
      const { engine, listIn } = await docker();
      return asked(listIn(engine, container, path));
    },
    readFile: async (path, container) => {
      if (container === undefined) return readable(bench.files.read(path));
      const { engine, readIn } = await docker();
      return readable(await asked(readIn(engine, container, path)));
    },
    readBytes: async (path) => bench.files.read(path),
    writeFile: async (path, text) => bench.files.write(path, text),
    renameFile: async (from, to) => bench.files.rename(from, to),
    deleteFile: async (path) => bench.files.remove(path),
    makeDirectory: async (path) => bench.files.makeDirectory(path),
    inspect: async (kind, id) => {
      const { engine, inspectOf } = await docker();
      return asked(inspectOf(engine, kind, id));
    },
    logs: async (container, lines) => {
      const { engine, logsOf } = await docker();
      return asked(logsOf(engine, container, lines));
    },
    life: async () => (await docker()).containerLife.states,
    why: async (from, to) => (await asked(bench.explain(from, to))).map(whyLine),
    because: (seq) => Promise.resolve(chainOf(bench.trace.records(), seq)),
    fetchPage: async (request) => {
      const { fetchPage } = await import('./browse');
      return asked(fetchPage(bench.client, request));
    },
    diagnose: async (path, text) => (isComposeFile(path) ? (await advice()).diagnose(bench.files, path, text) : []),
    complete: async (path, text, offset) => (isComposeFile(path) ? (await advice()).complete(text, offset) : []),
    describe: async (path, text, offset) => (isComposeFile(path) ? (await advice()).describe(text, offset) : undefined),
    edited: (path) => {
      for (const closed of editing.get(path) ?? []) closed();
      editing.delete(path);
      bench.clock.wake();
      time.kick();
    },
    pause: (paused) => {
      time.paused = paused;
      time.kick();
    },
    step: () => time.step(),
    speed: (factor) => time.setSpeed(factor),
    save: async () => (await import('./world-file')).packWorld(bench.snapshot()),
    flush: () => bench.flush(),
  };
}

type Docker = Awaited<ReturnType<typeof loadDocker>>;

async function loadDocker(bench: WorkbenchPort) {
  const [{ EngineClient }, view, files, { containerLife }] = await Promise.all([
    import('#docker/api/client'),
    import('./docker-view'),
    import('./container-files'),
    import('#machine/container.machine'),
  ]);
  return { ...view, ...files, containerLife, engine: new EngineClient(bench.engine) };
}

/** Opens the world's journal, or one that forgets when the browser refuses; with what the learner should know. */
async function openJournal(
  request: BootRequest,
  onKept: (error: string | undefined) => void,
): Promise<{ journal: Journal; notes: string[]; kept: boolean }> {
  try {
    if (request.fresh) await forget(request.world);
    const kept = await IndexedDbJournal.open(request.world);
    kept.onAppend = onKept;
    if (request.from) await kept.replace((await import('./world-file')).unpackWorld(request.from));
    return { journal: kept, notes: [], kept: true };
  } catch (error) {
    if (request.from) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return { journal: new MemoryJournal(), notes: [reason], kept: false };
  }
}
