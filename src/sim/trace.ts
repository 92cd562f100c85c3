/** Who told whom what, and why: the record from which every picture and every "why?" is drawn. */
export interface TraceRecord {
  readonly seq: number;
  /** Virtual milliseconds. */
  readonly time: number;
  /** Who acted: `dockerd`, `docker`, `kernel`, `compose`. */
  readonly actor: string;
  readonly verb: string;
  /** What it was done to: `container/web`, `network/front`, `packet`. */
  readonly object: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** The `seq` of the record that led to this one. */
  readonly cause?: number;
}

export type TraceListener = (record: TraceRecord) => void;

/** The world's trace: a ring of the latest records. Without a listener and with `keep` 0 it costs one comparison. */
export class Trace {
  #seq = 0;
  #ring: TraceRecord[] = [];
  #listeners = new Set<TraceListener>();

  constructor(
    private readonly now: () => number,
    private readonly keep = 5000,
  ) {}

  /** Adds a record and answers its `seq`, to be given as `cause` of what follows. */
  add(actor: string, verb: string, object: string, detail?: Readonly<Record<string, unknown>>, cause?: number): number {
    const seq = ++this.#seq;
    if (this.keep === 0 && this.#listeners.size === 0) return seq;
    const record: TraceRecord = {
      seq,
      time: this.now(),
      actor,
      verb,
      object,
      ...(detail && { detail }),
      ...(cause !== undefined && { cause }),
    };
    this.#ring.push(record);
    if (this.#ring.length > 2 * this.keep) this.#ring = this.#ring.slice(-this.keep);
    for (const listener of this.#listeners) listener(record);
    return seq;
  }

  records(): readonly TraceRecord[] {
    return this.#ring.slice(-this.keep);
  }

  listen(listener: TraceListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
