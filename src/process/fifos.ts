import { Pipe, type Waker } from '#io/streams';
import type { Descriptor } from './process';
import { openDescriptor } from './descriptor';

interface Fifo {
  readonly pipe: Pipe;
  readers: number;
  writers: number;
  /** All writers have gone; what they wrote waits for a reader. */
  ended: boolean;
}

/**
 * Named pipes that somebody has open, by file. Simplified: opening does not wait for the other side (the first read or
 * a full buffer does).
 */
export class Fifos {
  #open = new Map<string, Fifo>();

  constructor(private readonly waker: Waker) {}

  open(key: string, label: string, mode: 'r' | 'w' | 'a' | 'rw'): Descriptor {
    let fifo = this.#open.get(key);
    if (!fifo || (fifo.ended && mode !== 'r'))
      this.#open.set(key, (fifo = { pipe: new Pipe(this.waker), readers: 0, writers: 0, ended: false }));
    const { pipe } = fifo;
    const reads = mode === 'r' || mode === 'rw';
    const writes = mode !== 'r';
    if (reads) fifo.readers++;
    if (writes) fifo.writers++;
    const opened = fifo;
    return openDescriptor({
      reader: reads ? pipe.reader : undefined,
      writer: writes ? pipe.writer : undefined,
      label,
      onClose: () => {
        if (reads && --opened.readers === 0) pipe.reader.close();
        if (writes && --opened.writers === 0) {
          opened.ended = true;
          pipe.close();
        }
        const unread = opened.ended && pipe.size > 0 && !pipe.broken;
        if (opened.readers + opened.writers === 0 && !unread && this.#open.get(key) === opened) this.#open.delete(key);
      },
    });
  }
}
