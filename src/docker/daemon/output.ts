import type { Writer } from '#io/streams';
import { encode } from '#io/streams';
import type { Frame } from '#network/http';
import type { Clock } from '#sim/clock';
import type { Channel } from './channel';

/** Bytes (and a fixed price for each write) after which a writer waits a virtual millisecond. */
const BUDGET = 65_536;
const PRICE_OF_A_WRITE = 256;

/**
 * Where the standard output and error of a container's (or exec's) process go: to the log, and to everyone attached.
 * Writing takes virtual time, so that a program that writes for ever lets the world go on.
 */
export class Output {
  #listeners = new Set<Channel<Frame>>();
  #spent = 0;
  #ended = false;

  constructor(
    private readonly clock: Clock,
    private readonly keep: (stream: 1 | 2, data: Uint8Array) => void,
  ) {}

  writer(stream: 1 | 2): Writer {
    return {
      write: (data) => this.write(stream, typeof data === 'string' ? encode(data) : data),
      close: () => undefined,
    };
  }

  async write(stream: 1 | 2, data: Uint8Array): Promise<void> {
    if (data.length === 0 || this.#ended) return;
    this.keep(stream, data);
    for (const listener of this.#listeners) listener.push({ stream, data });
    for (const listener of this.#listeners) await listener.room();
    this.#spent += data.length + PRICE_OF_A_WRITE;
    if (this.#spent < BUDGET) return;
    this.#spent = 0;
    await new Promise<void>((go) => this.clock.wakeAfter(1, go));
  }

  /** Sends everything from now on to a channel as well. */
  attach(channel: Channel<Frame>): void {
    if (this.#ended) {
      channel.end();
      return;
    }
    this.#listeners.add(channel);
    channel.onClose(() => this.#listeners.delete(channel));
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  end(): void {
    this.#ended = true;
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
  }
}
