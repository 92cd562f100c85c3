import type { Clock } from '#sim/clock';
import type { Driver } from '#sim/driver';

/** How long one slice of simulation may keep the worker from its messages, in real milliseconds. */
const SLICE_MS = 12;
/** Real time that was missed beyond this (a sleeping laptop, a slow slice) is not caught up with. */
const DEBT_MS = 250;
/** How long to wait at most when nothing is due, so that the clock shows that time passes. */
const REST_MS = 100;

/** Lets a macrotask pass, without the 4 ms that nested timers cost: one message to ourselves. */
export function messageDrain(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
}

/** Moves a world's clock with real time, in slices, at a speed; can pause and step. */
export class RealTime {
  paused = false;
  #speed = 1;
  #behind = false;
  #stopped = false;
  #wakeUp: (() => void) | undefined;
  #last: number;

  constructor(
    private readonly clock: Clock,
    private readonly driver: Driver,
    private readonly now: () => number,
    private readonly onFault: (error: unknown) => void,
    private readonly drain: () => Promise<void> = messageDrain(),
  ) {
    this.#last = now();
  }

  get speed(): number {
    return this.#speed;
  }

  /** Whether the simulation is slower than the wanted speed. */
  get behind(): boolean {
    return this.#behind;
  }

  /** 0.1 to 100 virtual seconds a second. */
  setSpeed(factor: number): void {
    this.#speed = Math.min(100, Math.max(0.1, factor));
    this.kick();
  }

  /** Something was typed or asked: run what is ready now rather than at the next slice. */
  kick(): void {
    this.#wakeUp?.();
  }

  stop(): void {
    this.#stopped = true;
    this.kick();
  }

  /** Moves time to the next event and runs what it woke. Only while paused. */
  async step(): Promise<void> {
    const at = this.clock.nextAt();
    if (!this.paused || at === undefined) return;
    await this.driver.runUntil(at);
  }

  /** Runs until `stop`. A fault in an event is told and the world goes on. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#slice();
      } catch (error) {
        this.onFault(error);
      }
    }
  }

  async #slice(): Promise<void> {
    const start = this.now();
    const passed = Math.min(start - this.#last, DEBT_MS);
    this.#last = start;
    if (this.paused) {
      await this.driver.idle();
      await this.#rest(REST_MS);
      return;
    }
    const target = this.clock.now() + passed * this.#speed;
    await this.driver.runUntil(target, () => this.now() - start > SLICE_MS);
    this.#behind = this.clock.now() < target;
    if (this.#behind) {
      await this.drain();
      return;
    }
    const next = this.clock.nextAt();
    const due = next === undefined ? REST_MS : (next - this.clock.now()) / this.#speed;
    await this.#rest(Math.min(REST_MS, Math.max(1, due)));
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#wakeUp = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wakeUp = done;
    });
  }
}
