import type { Waker } from '#io/streams';

/** The most bytes that wait in a channel before its writers wait. */
const ROOM = 1 << 20;

/** A queue of items from an engine to one coroutine that iterates over it. */
export class Channel<T> implements AsyncIterable<T> {
  #items: T[] = [];
  #size = 0;
  #ended = false;
  #reader: (() => void) | undefined;
  #writers: (() => void)[] = [];
  #onClose: (() => void)[] = [];

  constructor(
    private readonly waker: Waker,
    private readonly sizeOf: (item: T) => number = () => 1,
  ) {}

  /** Adds an item at once; dropped when the reader has gone. */
  push(item: T): void {
    if (this.#ended) return;
    this.#items.push(item);
    this.#size += this.sizeOf(item);
    this.#wakeReader();
  }

  /** No more will come. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#wakeReader();
    this.#wakeWriters();
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Settles when there is room, undefined when there is now. */
  room(): Promise<void> | undefined {
    if (this.#ended || this.#size < ROOM) return undefined;
    return new Promise((go) => this.#writers.push(go));
  }

  /** Called once when the reader stops reading, or at the end of what there was. */
  onClose(listener: () => void): void {
    this.#onClose.push(listener);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        while (this.#items.length > 0) {
          const item = this.#items.shift()!;
          this.#size -= this.sizeOf(item);
          this.#wakeWriters();
          yield item;
        }
        if (this.#ended) return;
        await new Promise<void>((go) => (this.#reader = go));
      }
    } finally {
      this.#ended = true;
      this.#items = [];
      this.#wakeWriters();
      for (const listener of this.#onClose.splice(0)) listener();
    }
  }

  #wakeReader(): void {
    const go = this.#reader;
    if (!go) return;
    this.#reader = undefined;
    this.waker.wake();
    go();
  }

  #wakeWriters(): void {
    if (this.#writers.length === 0) return;
    this.waker.wake();
    for (const go of this.#writers.splice(0)) go();
  }
}
