/** Lets a waiting read or write be withdrawn (its process was killed or stopped): the bytes stay for others. */
export interface Cancellation {
  readonly cancelled: boolean;
  /** Calls `withdraw` when cancelled; the answer takes it back. */
  onCancel(withdraw: () => void): () => void;
}

/** Where bytes come from. `read` answers undefined at the end; it waits while there is nothing yet. */
export interface Reader {
  /** At most `max` bytes (all that is there when absent); undefined at the end of the stream. */
  read(max?: number, cancel?: Cancellation): Promise<Uint8Array | undefined>;
  /** Nobody will read any more: later writes fail with EPIPE. */
  close(): void;
}

/** Where bytes go. `write` waits while the other side has no room; text is written as UTF-8. */
export interface Writer {
  write(data: Uint8Array | string, cancel?: Cancellation): Promise<void>;
  /** The end of the stream: readers see it after what was written. */
  close(): void;
}

/** Both directions of one connection. */
export interface Duplex {
  readonly reader: Reader;
  readonly writer: Writer;
}

/** What tells the driver that a waiting program may go on; the clock is one. */
export interface Waker {
  wake(): void;
}

/** The reader of a pipe has gone (EPIPE; a program without a handler dies of SIGPIPE, exit code 141). */
export class BrokenPipeError extends Error {
  override readonly name = 'BrokenPipeError';
  readonly code = 'EPIPE';
}

const encoder = new TextEncoder();
export const encode = (text: string): Uint8Array => encoder.encode(text);
export const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A pipe's buffer, as Linux has it: a writer waits once this many bytes are unread. */
const CAPACITY = 65536;

/** A bounded, in-order byte pipe between coroutines. */
export class Pipe implements Reader, Writer {
  #chunks: Uint8Array[] = [];
  #size = 0;
  #ended = false;
  #broken = false;
  #ends = 0;
  #readers: (() => void)[] = [];
  #writers: (() => void)[] = [];

  constructor(
    private readonly waker: Waker,
    private readonly capacity: number = CAPACITY,
  ) {}

  /** This end only reads: closing it breaks the pipe. */
  readonly reader: Reader = {
    read: (max, cancel) => this.read(max, cancel),
    close: () => {
      this.#broken = true;
      this.#chunks = [];
      this.#size = 0;
      this.#wake(this.#writers);
    },
  };

  /** This end only writes: closing it ends the stream. */
  readonly writer: Writer = {
    write: (data, cancel) => this.write(data, cancel),
    close: () => this.close(),
  };

  async read(max = Infinity, cancel?: Cancellation): Promise<Uint8Array | undefined> {
    while (this.#size === 0 && this.#ends === 0 && !this.#ended && !this.#broken) {
      await this.#wait(this.#readers, cancel);
    }
    if (this.#size === 0) {
      if (!this.#ended) this.#ends = Math.max(0, this.#ends - 1);
      return undefined;
    }
    const taken = this.#take(max);
    this.#wake(this.#writers);
    return taken;
  }

  async write(data: Uint8Array | string, cancel?: Cancellation): Promise<void> {
    const bytes = typeof data === 'string' ? encode(data) : data;
    if (bytes.length === 0) return;
    while (this.#size >= this.capacity && !this.#broken && !this.#ended) {
      await this.#wait(this.#writers, cancel);
    }
    if (this.#broken || this.#ended) throw new BrokenPipeError('Broken pipe');
    this.#push(bytes);
  }

  /** Writes at once, past the capacity if need be; for engines, which cannot wait. Answers false when nobody reads. */
  offer(data: Uint8Array | string): boolean {
    if (this.#broken || this.#ended) return false;
    const bytes = typeof data === 'string' ? encode(data) : data;
    if (bytes.length > 0) this.#push(bytes);
    return true;
  }

  /** Forgets what nobody has read yet. */
  discard(): void {
    this.#chunks = [];
    this.#size = 0;
    this.#ends = 0;
    this.#wake(this.#writers);
  }

  /** One reader sees an end of file, once; the pipe stays open (Ctrl-D on a terminal). */
  offerEnd(): void {
    this.#ends++;
    this.#wake(this.#readers);
  }

  close(): void {
    this.#ended = true;
    this.#wake(this.#readers);
    this.#wake(this.#writers);
  }

  get broken(): boolean {
    return this.#broken;
  }

  get size(): number {
    return this.#size;
  }

  /** Waits to be woken; never goes on once cancelled, and then hands the wake-up to the next in line. */
  async #wait(waiting: (() => void)[], cancel: Cancellation | undefined): Promise<void> {
    let off: (() => void) | undefined;
    await new Promise<void>((go) => {
      waiting.push(go);
      off = cancel?.onCancel(() => {
        const at = waiting.indexOf(go);
        if (at >= 0) waiting.splice(at, 1);
      });
    });
    if (cancel?.cancelled) {
      this.#wake(waiting);
      await new Promise<never>(() => undefined);
    }
    off?.();
  }

  #push(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    this.#wake(this.#readers);
  }

  #take(max: number): Uint8Array {
    const wanted = Math.min(max, this.#size);
    const first = this.#chunks[0]!;
    if (first.length === wanted) {
      this.#chunks.shift();
      this.#size -= wanted;
      return first;
    }
    const out = new Uint8Array(wanted);
    for (let at = 0; at < wanted;) {
      const chunk = this.#chunks[0]!;
      const part = chunk.subarray(0, wanted - at);
      out.set(part, at);
      at += part.length;
      if (part.length === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(part.length);
    }
    this.#size -= wanted;
    return out;
  }

  #wake(waiting: (() => void)[]): void {
    if (waiting.length === 0) return;
    this.waker.wake();
    for (const go of waiting.splice(0)) go();
  }
}

/** Everything up to the end, at most `limit` bytes (64 MiB when absent); the rest is read and dropped. */
export async function readAll(reader: Reader, limit = 64 * 1024 * 1024): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let chunk = await reader.read(); chunk; chunk = await reader.read()) {
    if (size + chunk.length > limit) chunk = chunk.subarray(0, limit - size);
    chunks.push(chunk);
    size += chunk.length;
  }
  return concat(chunks, size);
}

/** Everything up to the end as text. */
export const readText = async (reader: Reader): Promise<string> => decode(await readAll(reader));

/** Lines as they come: all that one read completes, without their newlines; the last line counts even when none ends it. */
export async function* readLineBatches(reader: Reader): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let chunk = await reader.read(); chunk; chunk = await reader.read()) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop()!;
    if (lines.length > 0) yield lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield [rest];
}

/** Line by line, without the newline; the last line counts even when none ends it. */
export async function* readLines(reader: Reader): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let chunk = await reader.read(); chunk; chunk = await reader.read()) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

/** Copies until the reader's end. The writer is left open. */
export async function copy(from: Reader, to: Writer): Promise<void> {
  for (let chunk = await from.read(); chunk; chunk = await from.read()) await to.write(chunk);
}

export const concat = (chunks: readonly Uint8Array[], size = chunks.reduce((n, c) => n + c.length, 0)): Uint8Array => {
  if (chunks.length === 1) return chunks[0]!;
  const out = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
};

/** A reader over bytes that are all there already. */
export function readerOf(data: Uint8Array | string): Reader {
  let rest: Uint8Array | undefined = typeof data === 'string' ? encode(data) : data;
  return {
    read: (max = Infinity) => {
      if (!rest || rest.length === 0) return Promise.resolve(undefined);
      const part = rest.subarray(0, max);
      rest = rest.subarray(part.length);
      return Promise.resolve(part);
    },
    close: () => (rest = undefined),
  };
}

/** A writer that keeps what it is given. */
export class Sink implements Writer {
  readonly chunks: Uint8Array[] = [];

  write(data: Uint8Array | string): Promise<void> {
    this.chunks.push(typeof data === 'string' ? encode(data) : data);
    return Promise.resolve();
  }

  close(): void {
    /* nothing waits for the end */
  }

  text(): string {
    return decode(concat(this.chunks));
  }
}
