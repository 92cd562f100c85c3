import type { Process } from '#process/process';
import { enter } from './current';
import { fail } from './errors';
import { wait, type PyModule, type Request, type Run, type Value } from './values';

/** Statements between two looks at the clock and at signals. */
const SLICE = 10_000;
/** The first statements are counted at a real processor's speed; a program that goes on pays more, so that it ends. */
const CHEAP = 2_000_000;

export interface OutputBuffer {
  text: string;
}

/** One Python process: its modules, output and the time its statements take. */
export class Vm {
  readonly modules = new Map<string, PyModule>();
  readonly out: OutputBuffer = { text: '' };
  steps = 0;
  depth = 0;
  /** Set by SIGINT: raised as KeyboardInterrupt at the next statement. */
  interrupted = false;
  onInterrupt: (() => void) | undefined;
  /** Signal handlers that wait to be called between statements. */
  readonly pending: (() => Run<unknown>)[] = [];
  argv: string[] = [];
  path: string[] = [];
  readonly unbuffered: boolean;
  /** Called at the end, last registered first. */
  readonly atexit: (() => Run<unknown>)[] = [];
  readonly threads: Promise<unknown>[] = [];
  /** Source lines by file, for tracebacks. */
  readonly sources = new Map<string, readonly string[]>();
  /** What `sys.stdout` is; undefined while it is the process's own. */
  stdout: Value | undefined;

  constructor(
    readonly process: Process,
    readonly version: string,
    unbuffered: boolean,
  ) {
    this.unbuffered = unbuffered || process.isTTY(1);
  }

  /** Counts a statement; now and then lets the world go on. */
  *pause(): Run<void> {
    this.steps += SLICE;
    const spent = this.steps > CHEAP ? 20 : 1;
    this.process.use({ cpuMs: spent });
    yield* wait(() => (this.steps > CHEAP ? this.process.sleep(spent) : this.process.yield()));
  }

  left = SLICE;

  *tick(): Run<void> {
    if (this.left <= 0) {
      this.left = SLICE;
      yield* this.pause();
    }
    if (this.interrupted) {
      this.interrupted = false;
      fail('KeyboardInterrupt');
    }
    while (this.pending.length > 0) yield* this.pending.shift()!();
  }

  /** Writes what print has gathered. */
  *flush(): Run<void> {
    const { text } = this.out;
    if (text === '') return;
    this.out.text = '';
    yield* wait(() => this.process.stdout.write(text));
  }

  *write(text: string): Run<void> {
    this.out.text += text;
    if (this.unbuffered ? text.includes('\n') || this.out.text.length > 1024 : this.out.text.length > 8192)
      yield* this.flush();
  }

  /** Runs a computation to its end, waiting for the world where it asks to. */
  async drive<T>(run: Run<T>): Promise<T> {
    const depth = this.depth;
    enter(this);
    let step = run.next();
    while (!step.done) {
      const { value: request } = step;
      const kept = this.depth;
      this.depth = depth;
      let answer: unknown;
      let error: unknown;
      let failed = false;
      try {
        answer = await this.#answer(request);
      } catch (caught) {
        // Reads as: the process was killed. Nothing of the program runs any more, not even `finally`.
        if (caught instanceof Error && caught.name === 'ProcessEnded') throw caught;
        if (caught instanceof Interrupted) {
          while (this.pending.length > 0) await this.drive(this.pending.shift()!());
          continue;
        }
        failed = true;
        error = caught;
      }
      this.depth = kept;
      enter(this);
      step = failed ? run.throw(error) : run.next(answer);
    }
    return step.value;
  }

  async #answer(request: Request): Promise<unknown> {
    if (!('start' in request)) throw new Error('yield outside a generator');
    const interrupt = new Promise<void>((resolve) => {
      this.onInterrupt = resolve;
    });
    const result = await Promise.race([
      request.start().then((value) => ({ value })),
      this.process.wait(interrupt).then(() => undefined),
    ]);
    if (result) return result.value;
    if (this.interrupted) {
      this.interrupted = false;
      fail('KeyboardInterrupt');
    }
    throw new Interrupted();
  }
}

/** A wait was cut short because a signal handler has to run; the wait is begun again. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
