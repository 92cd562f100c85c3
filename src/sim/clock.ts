/** A timer as data: what will happen, never a closure. */
export interface TimerEvent {
  readonly id: number;
  readonly at: number;
  readonly name: string;
  readonly payload: unknown;
}

interface Entry {
  id: number;
  at: number;
  fire(): void;
}

/** Thrown when a run passes the limit that the caller set: something re-arms itself for ever. */
export class ClockLimitError extends Error {
  override readonly name = 'ClockLimitError';
}

/**
 * The one discrete-event clock of a world. Times are virtual milliseconds since the world's start; events at the same
 * time fire in the order in which they were booked. Nothing in an engine knows another time.
 */
export class Clock {
  #now = 0;
  #nextId = 1;
  #heap: Entry[] = [];
  #cancelled = new Set<number>();
  #handlers = new Map<string, (payload: never, event: TimerEvent) => void>();
  #holds = 0;
  #woken = false;
  #whenReleased: (() => void)[] = [];

  /** `epochMs` is the calendar time (milliseconds since 1970, UTC) at virtual time 0. */
  constructor(public readonly epochMs: number) {}

  /** Virtual milliseconds since the world's start. */
  now(): number {
    return this.#now;
  }

  /** Calendar time in milliseconds since 1970, UTC. */
  epochNow(): number {
    return this.epochMs + this.#now;
  }

  /** Registers what a named event does. A name has one handler. */
  on<P>(name: string, handler: (payload: P, event: TimerEvent) => void): void {
    if (this.#handlers.has(name)) throw new Error(`two handlers for the event ${name}`);
    this.#handlers.set(name, handler);
  }

  /** Books the named event at a virtual time (now, if that is past); answers an id for `cancel`. */
  at(time: number, name: string, payload?: unknown): number {
    const id = this.#nextId++;
    const at = Math.max(time, this.#now);
    const event: TimerEvent = { id, at, name, payload };
    this.#push({
      id,
      at,
      fire: () => {
        const handler = this.#handlers.get(name);
        if (!handler) throw new Error(`no handler for the event ${name}`);
        handler(payload as never, event);
      },
    });
    return id;
  }

  /** Books the named event `delayMs` from now. */
  after(delayMs: number, name: string, payload?: unknown): number {
    return this.at(this.#now + delayMs, name, payload);
  }

  /**
   * Calls `wake` once after `delayMs`; for coroutines (programs), whose waiting is not part of the world's state.
   * Marks the world as woken, so that the driver lets the program run before time moves on.
   */
  wakeAfter(delayMs: number, wake: () => void): number {
    const id = this.#nextId++;
    this.#push({
      id,
      at: this.#now + Math.max(0, delayMs),
      fire: () => {
        this.#woken = true;
        wake();
      },
    });
    return id;
  }

  cancel(id: number | undefined): void {
    if (id !== undefined) this.#cancelled.add(id);
  }

  /** Says that a program was resumed (data arrived, a promise settled) by something other than a timer. */
  wake(): void {
    this.#woken = true;
  }

  /** Whether a program was woken since the last call; the driver then drains microtasks before the next event. */
  takeWoken(): boolean {
    const woken = this.#woken;
    this.#woken = false;
    return woken;
  }

  /**
   * Holds the clock while real, external work runs that a program waits for (loading a module, WebAssembly). Time does
   * not move until the answer's function is called; calling it twice does nothing more.
   */
  hold(): () => void {
    this.#holds++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#woken = true;
      if (--this.#holds > 0) return;
      for (const done of this.#whenReleased.splice(0)) done();
    };
  }

  get held(): boolean {
    return this.#holds > 0;
  }

  /** Settles when nothing holds the clock. */
  released(): Promise<void> {
    if (this.#holds === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenReleased.push(resolve));
  }

  /** The time of the next event, or undefined when nothing is booked. */
  nextAt(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.at;
  }

  /** Fires the next event and moves time to it; answers false when nothing is booked at or before `limit`. */
  step(limit: number): boolean {
    this.#dropCancelled();
    const next = this.#heap[0];
    if (!next || next.at > limit) return false;
    this.#pop();
    this.#now = Math.max(this.#now, next.at);
    next.fire();
    return true;
  }

  /** Moves time forward without firing anything; only past events already fired. */
  advanceTo(time: number): void {
    const next = this.nextAt();
    if (next !== undefined && next < time) throw new Error('advanceTo would pass a booked event');
    this.#now = Math.max(this.#now, time);
  }

  #dropCancelled(): void {
    for (let top = this.#heap[0]; top && this.#cancelled.delete(top.id); top = this.#heap[0]) this.#pop();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let i = heap.push(entry) - 1;
    for (let parent = (i - 1) >> 1; i > 0 && before(entry, heap[parent]!); parent = (i - 1) >> 1) {
      heap[i] = heap[parent]!;
      heap[parent] = entry;
      i = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    heap[0] = last;
    for (let i = 0; ;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < heap.length && before(heap[child]!, heap[least]!)) least = child;
      }
      if (least === i) return;
      [heap[i], heap[least]] = [heap[least]!, heap[i]!];
      i = least;
    }
  }
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);
