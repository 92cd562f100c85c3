import type { BootReport, BootRequest, ClockView, MachineView, WorldView } from '#browser/protocol';
import type { Remote } from '#browser/rpc';
import { startWorld, type WorldClient } from '#browser/world-client';
import type { WorldCalls } from '#browser/protocol';
import type { TraceRecord } from '#sim/trace';

/** How many of the latest trace records the page keeps. */
const KEEP_TRACE = 400;

const PROMPT_ON = '\x1b[?2004h';
const PROMPT_OFF = '\x1b[?2004l';

export interface TerminalTab {
  readonly id: number;
  readonly number: number;
  ended: boolean;
}

type Write = (text: string) => void;

/** The world that is open, as components read it: snapshots and events of the worker. */
export class World {
  view: WorldView = $state.raw({ machines: [] });
  clock: ClockView = $state.raw({ nowMs: 0, epochMs: 0, paused: false, speed: 1, behind: false });
  trace: readonly TraceRecord[] = $state.raw([]);
  status: 'booting' | 'ready' | 'failed' = $state('booting');
  failure = $state('');
  report: BootReport | undefined = $state.raw();
  fault: { message: string; stack?: string } | undefined = $state.raw();
  keepError: string | undefined = $state();
  terminals: TerminalTab[] = $state([]);
  active = $state(0);
  /** What the flag under a terminal's cursor means. */
  hint: { readonly terminal: number; readonly text: string } = $state.raw({ terminal: 0, text: '' });
  /** Counts changes of the world: checks and views look again when it grows. */
  changes = $state(0);
  onEdit: (path: string) => void = () => undefined;
  onBrowse: (url: string) => void = () => undefined;

  /** Settles when the first view of the world has come: the prompt is there, the page at rest. */
  readonly rested: Promise<void>;
  #rest: () => void = () => undefined;

  readonly calls: Remote<WorldCalls>;
  #client: WorldClient;
  #writers = new Map<number, Write>();
  #early = new Map<number, string>();
  #nextNumber = 1;
  #typing = Promise.resolve();
  /** By terminal: the end of its output, to see whether a prompt waits there. */
  #tails = new Map<number, string>();
  #flush = () => void this.calls.flush();

  constructor(
    readonly request: BootRequest,
    private readonly cwd: string | undefined,
  ) {
    this.#client = startWorld((message) => {
      this.status = 'failed';
      this.failure = message;
    });
    this.calls = this.#client.calls;
    this.rested = new Promise((go) => (this.#rest = go));
    this.#listen();
    addEventListener('pagehide', this.#flush);
    document.addEventListener('visibilitychange', this.#flush);
  }

  /** Boots and opens the first terminal, unless `prepare` has to come first. */
  async boot(prepare?: (report: BootReport) => Promise<void>): Promise<void> {
    try {
      this.report = await this.calls.boot(this.request);
      await prepare?.(this.report);
      await this.openTerminal();
      this.status = 'ready';
    } catch (error) {
      this.status = 'failed';
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  /** A virtual time as the world's clock shows it. */
  timeOf(ms: number, fraction = false): string {
    return new Date(this.clock.epochMs - this.clock.nowMs + ms).toISOString().slice(11, fraction ? 23 : 19);
  }

  get machine(): MachineView | undefined {
    return this.view.machines[0];
  }

  async openTerminal(): Promise<void> {
    const id = await this.calls.openTerminal(80, 24, this.cwd);
    this.terminals.push({ id, number: this.#nextNumber++, ended: false });
    this.active = id;
  }

  closeTerminal(id: number): void {
    void this.calls.closeTerminal(id);
    this.terminals = this.terminals.filter((tab) => tab.id !== id);
    if (this.active === id) this.active = this.terminals.at(-1)?.id ?? 0;
    if (this.terminals.length === 0) void this.openTerminal();
  }

  /** Where a terminal's output is drawn; what came before is drawn at once. */
  attach(id: number, write: Write): () => void {
    this.#writers.set(id, write);
    const early = this.#early.get(id);
    if (early !== undefined) write(early);
    this.#early.delete(id);
    return () => void this.#writers.delete(id);
  }

  type(id: number, keys: string): void {
    void this.calls.type(id, keys);
  }

  /** Types a command into the active terminal, so that it can be seen, and runs it. */
  runInTerminal(command: string): Promise<void> {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return (this.#typing = this.#typing.then(async () => {
      const terminal = this.active;
      for (const [at, line] of command.replace(/\n+$/, '').split('\n').entries()) {
        // What runs in the terminal would read the next line for itself.
        if (at > 0) await this.#prompt(terminal);
        const pieces = still || line.length > 120 ? [line] : (line.match(/[\s\S]{1,4}/g) ?? []);
        for (const piece of pieces) {
          this.type(terminal, piece);
          await new Promise((go) => setTimeout(go, still ? 0 : 12));
        }
        this.#tails.set(terminal, '');
        this.type(terminal, '\r');
      }
      focusTerminal();
    }));
  }

  /** Settles when the terminal shows a prompt again, or is gone. */
  async #prompt(terminal: number): Promise<void> {
    while (this.terminals.some(({ id, ended }) => id === terminal && !ended)) {
      const tail = this.#tails.get(terminal) ?? '';
      // Bash switches bracketed paste on at each prompt; other shells only show one.
      if (tail.lastIndexOf(PROMPT_ON) > tail.lastIndexOf(PROMPT_OFF)) return;
      if (/[$#>] $/.test(tail.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]/g, ''))) return;
      await new Promise((go) => setTimeout(go, 40));
    }
  }

  press(keys: string): void {
    this.type(this.active, keys);
    focusTerminal();
  }

  close(): void {
    removeEventListener('pagehide', this.#flush);
    document.removeEventListener('visibilitychange', this.#flush);
    void this.calls.flush().finally(() => this.#client.terminate());
    setTimeout(() => this.#client.terminate(), 2000);
  }

  #listen(): void {
    const { on } = this.#client;
    on('output', ({ terminal, text }) => {
      this.#tails.set(terminal, ((this.#tails.get(terminal) ?? '') + text).slice(-400));
      const write = this.#writers.get(terminal);
      if (write) write(text);
      else this.#early.set(terminal, (this.#early.get(terminal) ?? '') + text);
    });
    on('ended', ({ terminal }) => {
      const tab = this.terminals.find(({ id }) => id === terminal);
      if (tab) tab.ended = true;
    });
    on('hint', ({ terminal, text }) => (this.hint = { terminal, text }));
    on('world', (view) => {
      this.view = view;
      this.changes++;
      this.#rest();
    });
    on('clock', (clock) => (this.clock = clock));
    on('trace', (records) => (this.trace = [...this.trace, ...records].slice(-KEEP_TRACE)));
    on('fault', (fault) => (this.fault = fault));
    on('kept', ({ error }) => (this.keepError = error));
    on('edit', ({ path }) => this.onEdit(path));
    on('browse', ({ url }) => this.onBrowse(url));
  }
}

/** Puts the cursor into the terminal that is shown. */
export const focusTerminal = (): void =>
  document.querySelector<HTMLElement>('.terminal.shown .xterm-helper-textarea')?.focus({ preventScroll: true });
