import type { Command, Function as FunctionNode, ParsedScript, ProcessSubstitutionPart } from 'unbash';
import { encode } from '#io/streams';
import type { Process } from '#process/process';
import { Interrupted } from './control';
import { JobTable } from './jobs';
import { SET_OPTIONS, type SetOption, SHOPT_DEFAULTS } from './options';
import { Source } from './source';
import { specialVariables } from './special-variables';
import { Variables } from './variables';

/** Whose words and habits a shell has: GNU bash, Debian's dash, busybox' ash. */
export type Dialect = 'bash' | 'dash' | 'ash';

export interface ShellFunction {
  readonly name: string;
  readonly node: FunctionNode;
  readonly source: Source;
}

/** A function call or sourced file that is running. */
export interface Frame {
  readonly kind: 'function' | 'source';
  readonly name: string;
  /** Where it was called: what `caller` and BASH_LINENO tell. */
  readonly calledFrom: Source;
  readonly calledAt: number;
}

/** What expansions and builtins need of the executor. */
export interface Executor {
  /** Runs in a subshell and answers what it wrote, without the last newlines; sets `shell.substitutionStatus`. */
  capture(shell: Shell, script: ParsedScript | undefined, source: Source): Promise<string>;
  /** Starts the command of `<(...)` or `>(...)` and answers its path. */
  substituteProcess(shell: Shell, part: ProcessSubstitutionPart): Promise<string>;
  /** Runs text in this shell, as `eval` does; answers the status. */
  runText(shell: Shell, text: string, source: Source): Promise<number>;
  /** Runs words as a command, without functions when `plain`. */
  runWords(
    shell: Shell,
    words: readonly string[],
    options?: { functions?: boolean; builtins?: boolean },
  ): Promise<number>;
}

export interface ShellSetup {
  readonly dialect: Dialect;
  /** `$0`. */
  readonly name: string;
  readonly positional?: readonly string[];
  readonly interactive?: boolean;
  readonly executor: Executor;
}

/** What is shared by a shell and all its subshells, to bound them. */
interface Family {
  live: number;
}

/** The lasting state of one shell: what a subshell gets a copy of. */
export class Shell {
  /** The process it runs as; a subshell gets its own when that starts. */
  process: Process;
  readonly dialect: Dialect;
  readonly executor: Executor;
  variables = new Variables();
  functions = new Map<string, ShellFunction>();
  aliases = new Map<string, string>();
  options = new Set<SetOption>(['braceexpand', 'hashall', 'interactive-comments']);
  shopts = new Map<string, boolean>(Object.entries(SHOPT_DEFAULTS));
  disabled = new Set<string>();
  hashed = new Map<string, { path: string; hits: number }>();
  completions = new Map<string, readonly string[]>();
  directories: string[] = [];
  history: string[] = [];
  traps = new Map<string, string>();
  /** Signals that arrived and whose trap has not run yet. */
  pending: string[] = [];
  jobs = new JobTable();
  name: string;
  positional: string[];
  interactive: boolean;
  /** What a message says first, in place of `$0`. */
  label: string | undefined;
  /** Whether messages tell the line. */
  numbered = true;
  frames: Frame[] = [];
  source = new Source('', '');
  /** Where in `source` the running command stands. */
  position = 0;
  status = 0;
  substitutionStatus: number | undefined;
  pipeStatus: number[] = [0];
  lastBackground: number | undefined;
  lastArgument = '';
  command = '';
  /** How many subshells deep. */
  level = 0;
  loops = 0;
  /** How deep `eval`, `source` and aliases are in each other. */
  nesting = 0;
  /** Above zero, a failing command does not end the shell (conditions, `!`, `&&` lists). */
  sheltered = 0;
  inTrap = false;
  steps = 0;
  startedAt: number;
  secondsBase = 0;
  /** How many command substitutions deep, for `set -x`. */
  traceLevel = 0;
  /** Descriptors of process substitutions, closed after the command. */
  substituted: number[] = [];
  limits = new Map<string, string>();
  readonlyFunctions = new Set<string>();
  /** Aliases that are being expanded, so that they do not expand again. */
  expanding = new Set<string>();
  /** The text is an argument (`-c`). */
  isString = false;
  /** The program that the shell becomes when it comes to it: the end of what `-c` gave. */
  last: Command | undefined;
  /** Set by Ctrl-C; the next step gives up. */
  interrupted = false;
  /** Called by Ctrl-C when something waits. */
  onInterrupt: (() => void) | undefined;
  /** Called when a signal with a trap arrives: what `wait` ends for. */
  onTrap: (() => void) | undefined;
  /** The process group that runs in the foreground, when it is not the shell's own. */
  foreground: number | undefined;
  /** Whether messages about jobs are shown. */
  jobMessages = false;
  /** Suggestions for a command that is not found (see `command-not-found.ts`). */
  suggest: ((shell: Shell, name: string) => Promise<boolean>) | undefined;
  readonly family: Family;
  /** `$$`: the pid of the outermost shell. */
  mainPid: number;

  constructor(process: Process, setup: ShellSetup, family: Family = { live: 1 }) {
    this.process = process;
    this.dialect = setup.dialect;
    this.executor = setup.executor;
    this.name = setup.name;
    this.positional = [...(setup.positional ?? [])];
    this.interactive = setup.interactive ?? false;
    this.family = family;
    this.startedAt = process.clock.now();
    this.mainPid = process.pid;
  }

  /** A copy for a subshell, as things are now; it gets its own process when that starts. */
  subshell(): Shell {
    const twin = new Shell(
      this.process,
      { dialect: this.dialect, name: this.name, executor: this.executor },
      this.family,
    );
    twin.variables = this.variables.copy();
    twin.functions = new Map(this.functions);
    twin.aliases = new Map(this.aliases);
    twin.options = new Set(this.options);
    twin.options.delete('monitor');
    twin.shopts = new Map(this.shopts);
    twin.disabled = new Set(this.disabled);
    twin.hashed = new Map(this.hashed);
    twin.directories = [...this.directories];
    twin.history = this.history;
    // Caught signals are reset; ignored ones stay ignored.
    for (const [name, action] of this.traps) if (action === '') twin.traps.set(name, action);
    twin.jobs = this.jobs.inherited();
    twin.positional = [...this.positional];
    twin.label = this.label;
    twin.numbered = this.numbered;
    twin.frames = [...this.frames];
    twin.source = this.source;
    twin.position = this.position;
    twin.status = this.status;
    twin.pipeStatus = [...this.pipeStatus];
    twin.lastBackground = this.lastBackground;
    twin.lastArgument = this.lastArgument;
    twin.level = this.level + 1;
    twin.loops = this.loops;
    twin.sheltered = this.sheltered;
    twin.startedAt = this.startedAt;
    twin.secondsBase = this.secondsBase;
    twin.suggest = this.suggest;
    twin.mainPid = this.mainPid;
    twin.traceLevel = this.traceLevel;
    twin.isString = this.isString;
    twin.expanding = new Set(this.expanding);
    twin.readonlyFunctions = new Set(this.readonlyFunctions);
    twin.command = this.command;
    twin.completions = this.completions;
    twin.inTrap = this.inTrap;
    twin.limits = new Map(this.limits);
    specialVariables(twin);
    return twin;
  }

  get posix(): boolean {
    return this.dialect !== 'bash' || this.options.has('posix');
  }

  /** The code with which an unset parameter ends the shell. */
  get unsetCode(): number {
    if (this.dialect !== 'bash') return 2;
    return this.isString && !this.options.has('errexit') ? 127 : 1;
  }

  get line(): number {
    return this.source.line(this.position);
  }

  get(name: string): string | undefined {
    return this.variables.get(name);
  }

  get ifs(): string {
    return this.variables.get('IFS') ?? ' \t\n';
  }

  shopt(name: string): boolean {
    return this.shopts.get(name) ?? false;
  }

  /** Writes to standard output. */
  out(text: string): Promise<void> {
    return this.write(1, text);
  }

  async write(fd: number, text: string): Promise<void> {
    if (text === '') return;
    const writer = this.process.fds.get(fd)?.writer;
    if (writer) await this.process.wait(writer.write(encode(text)));
  }

  /** Writes a message on standard error with the shell's name (and line) before it. */
  complain(message: string): Promise<void> {
    return this.write(2, `${this.prefix()}${message}\n`);
  }

  /** As `complain`, by a builtin. */
  fail(builtin: string, message: string): Promise<void> {
    if (this.dialect === 'ash') {
      const line = this.interactive ? '' : `line ${this.line}: `;
      return this.write(2, `${this.label ?? this.name}: ${builtin}: ${line}${message}\n`);
    }
    return this.complain(`${builtin}: ${message}`);
  }

  /** What stands before a message: `bash: line 1: `. */
  prefix(): string {
    const name = this.label ?? this.name;
    const source = this.source.name || name;
    const inFile = this.source.name !== '' && this.source.name !== this.name;
    if (this.dialect === 'dash') {
      if (this.interactive) return `${name}: ${this.line}: `;
      return `${inFile ? source : name}: ${this.line}: `;
    }
    if (this.dialect === 'ash') {
      if (this.source.name === '') return `${name}: `;
      return `${source}: line ${this.line}: `;
    }
    if (!this.numbered && !inFile) return `${name}: `;
    return `${inFile ? source : name}: line ${this.line}: `;
  }

  /** A node's source text on one line, as jobs are named. */
  textOf(node: { pos: number; end: number }): string {
    const text = this.source.text
      .slice(node.pos, node.end)
      .replace(/\s*\n\s*/g, ' ')
      .slice(0, 500);
    return /^\((?!\().*\)$/.test(text) ? `( ${text.slice(1, -1).trim()} )` : text;
  }

  /** `$-`. */
  flags(): string {
    const on = [...this.options].map((name) => SET_OPTIONS[name] ?? '').join('') + (this.interactive ? 'i' : '');
    const letters = [...'abefhikmnptuvxBCEHPT'].filter((letter) => on.includes(letter)).join('');
    return letters + (this.isString ? 'c' : this.interactive ? 's' : '');
  }

  /** Counts a step; now and then the answer is a promise to await, so that others run. Throws when Ctrl-C came. */
  breathe(): Promise<void> | undefined {
    if (this.interrupted) {
      this.interrupted = false;
      throw new Interrupted();
    }
    if (++this.steps % 500 !== 0) return undefined;
    return this.process.yield();
  }

  /** Waits for something of the world; Ctrl-C ends the wait with Interrupted when the shell catches it. */
  async interruptible<T>(promise: Promise<T>): Promise<T> {
    if (!this.catchesInterrupt) return this.process.wait(promise);
    const before = this.onInterrupt;
    try {
      return await this.process.wait(
        new Promise<T>((resolve, reject) => {
          this.onInterrupt = () => {
            this.interrupted = false;
            this.process.clock.wake();
            reject(new Interrupted());
          };
          promise.then(resolve, reject);
          if (this.interrupted) this.onInterrupt();
        }),
      );
    } finally {
      this.onInterrupt = before;
    }
  }

  /** Whether SIGINT gives up the command and not the shell. */
  catchesInterrupt = false;
}
