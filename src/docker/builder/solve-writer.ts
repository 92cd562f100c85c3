import { decode } from '#io/streams';
import type { Clock } from '#sim/clock';
import type { Channel } from '../daemon/channel';
import type { BuildWarning, SolveMessage } from './solve-status';

/** Tells a build's steps as they begin, go on and end. */
export class SolveWriter {
  #next = 1;
  #begun = new Map<number, { name: string; started: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly out: Channel<SolveMessage>,
  ) {}

  now(): number {
    return this.clock.epochNow();
  }

  begin(name: string): number {
    const id = this.#next++;
    const started = this.now();
    this.#begun.set(id, { name, started });
    this.out.push({ vertex: { id, name, started } });
    return id;
  }

  end(id: number, how: { cached?: boolean; error?: string } = {}): void {
    const begun = this.#begun.get(id);
    if (!begun) return;
    this.#begun.delete(id);
    const { cached = false, error } = how;
    const vertex = { id, ...begun, completed: this.now() };
    this.out.push({ vertex: error === undefined ? { ...vertex, cached } : { ...vertex, error } });
  }

  /** Whether the step has begun and not ended. */
  open(id: number): boolean {
    return this.#begun.has(id);
  }

  /** One thing inside a step; without `completed` it goes on. Times are epoch milliseconds. */
  status(
    vertex: number,
    id: string,
    rest: { started?: number; current?: number; total?: number; going?: boolean } = {},
  ): void {
    const { started = this.now(), current, total, going = false } = rest;
    const amount = { ...(current !== undefined && { current }), ...(total !== undefined && { total }) };
    this.out.push({ status: { vertex, id, ...amount, started, ...(!going && { completed: this.now() }) } });
  }

  log(vertex: number, stream: 1 | 2, data: Uint8Array): void {
    this.out.push({ log: { vertex, stream, text: decode(data), at: this.now() } });
  }

  warnings(warnings: readonly BuildWarning[]): void {
    if (warnings.length > 0) this.out.push({ warnings });
  }

  known(count: number): void {
    this.out.push({ known: count });
  }

  /** A step that one function does; what it throws is told too, by `errorText`. */
  async during(
    name: string,
    errorText: (error: unknown) => string,
    work: (vertex: number) => Promise<void>,
  ): Promise<void> {
    const id = this.begin(name);
    try {
      await work(id);
    } catch (error) {
      this.end(id, { error: errorText(error) });
      throw error;
    }
    this.end(id);
  }
}
