import { ClockLimitError, type Clock } from './clock';

/** Lets every microtask run that is ready: one macrotask of the host (setImmediate, a MessageChannel). */
export type Drain = () => Promise<void>;

/** The most events that one call may fire before it fails loudly. */
const EVENT_LIMIT = 20_000_000;

/**
 * Moves a world's clock. Programs are coroutines that await only the world; after an event that woke one, the driver
 * drains microtasks, so that all programs wait again before time goes on.
 */
export class Driver {
  constructor(
    private readonly clock: Clock,
    private readonly drain: Drain,
  ) {}

  /** Runs all that is due up to the virtual time `until`, then sets the clock there. Stops early once `done()` is true. */
  async runUntil(until: number, done: () => boolean = () => false): Promise<void> {
    await this.#rest();
    for (let fired = 0; !done(); fired++) {
      if (fired > EVENT_LIMIT)
        throw new ClockLimitError(`more than ${String(EVENT_LIMIT)} events before ${String(until)} ms`);
      if (!this.clock.step(until)) {
        this.clock.advanceTo(until);
        return;
      }
      if (this.clock.takeWoken()) await this.#rest();
    }
  }

  /** Lets programs run without moving time, until all of them wait. */
  async idle(): Promise<void> {
    await this.#rest();
  }

  async #rest(): Promise<void> {
    do {
      await this.drain();
      if (this.clock.held) await this.clock.released();
    } while (this.clock.takeWoken() || this.clock.held);
  }
}
