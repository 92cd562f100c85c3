import { decode } from '#io/streams';
import type { Store, Table } from '#sim/store';
import type { Stopwatch } from '../time';
import { rfc3339NanoFixed } from '../time';

/** One line of a container's output. */
export interface LogEntry {
  /** RFC 3339 with nine digits. */
  readonly time: string;
  /** Calendar milliseconds. */
  readonly ms: number;
  readonly stream: 1 | 2;
  /** With its newline, when the line ended. */
  readonly text: string;
}

interface Chunk {
  readonly entries: LogEntry[];
  bytes: number;
}

/** Bytes in one record of the store: what a new line makes the journal write again. */
const CHUNK_BYTES = 8 * 1024;
/** The longest entry; a longer line becomes several. Upstream: daemon/logger/copier.go. */
const LINE_BYTES = 16 * 1024;
/** Simplified: without max-size a real log grows for ever; here the oldest lines go beyond this. */
const KEEP_BYTES = 4 * 1024 * 1024;

/** The log of one container: lines in chunks, which last in the store. */
export class ContainerLog {
  #table: Table<Chunk>;
  #first: number;
  #next: number;
  #bytes = 0;
  #partial: [string, string] = ['', ''];
  #decoders = [new TextDecoder(), new TextDecoder()] as const;
  #listeners = new Set<(entry: LogEntry) => void>();

  constructor(
    store: Store,
    machine: string,
    id: string,
    private readonly watch: Stopwatch,
    /** `max-size` in bytes and `max-file`, when given. */
    private readonly files: { readonly bytes: number; readonly count: number } | undefined,
  ) {
    this.#table = store.table(`${machine}/docker/logs/${id}`);
    const numbers = [...this.#table.entries()].map(([key]) => Number(key)).sort((a, b) => a - b);
    this.#first = numbers[0] ?? 0;
    this.#next = (numbers.at(-1) ?? -1) + 1;
    for (const chunk of this.#table.values()) this.#bytes += chunk.bytes;
  }

  /** Output as it comes; what has no newline yet waits for it. */
  write(stream: 1 | 2, data: Uint8Array): void {
    const at = stream - 1;
    let rest = this.#partial[at]! + this.#decoders[at]!.decode(data, { stream: true });
    let end = rest.indexOf('\n');
    if (end < 0 && rest.length < LINE_BYTES) {
      this.#partial[at] = rest;
      return;
    }
    const parts: string[] = [];
    let from = 0;
    for (; end >= 0; end = rest.indexOf('\n', from)) {
      for (; end + 1 - from > LINE_BYTES; from += LINE_BYTES) parts.push(rest.slice(from, from + LINE_BYTES));
      parts.push(rest.slice(from, end + 1));
      from = end + 1;
    }
    rest = rest.slice(from);
    for (; rest.length >= LINE_BYTES; rest = rest.slice(LINE_BYTES)) parts.push(rest.slice(0, LINE_BYTES));
    this.#partial[at] = rest;
    for (const text of parts) this.#append(stream, text);
  }

  /** The process has ended: lines without newline are lines too. */
  flush(): void {
    for (const stream of [1, 2] as const) {
      const text = this.#partial[stream - 1]!;
      this.#partial[stream - 1] = '';
      if (text !== '') this.#append(stream, text);
    }
  }

  *entries(): Generator<LogEntry> {
    for (let number = this.#first; number < this.#next; number++) {
      const chunk = this.#table.get(String(number));
      if (chunk) yield* chunk.entries;
    }
  }

  /** Each new line, until the answer is called. */
  listen(listener: (entry: LogEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  remove(): void {
    for (let number = this.#first; number < this.#next; number++) this.#table.delete(String(number));
    this.#first = this.#next;
    this.#bytes = 0;
  }

  /** Whether the oldest chunk has to go: of small files so many are kept, of large ones (in several chunks) so many bytes. */
  #tooLong(): boolean {
    if (!this.files) return this.#bytes > KEEP_BYTES;
    const { bytes, count } = this.files;
    if (bytes <= CHUNK_BYTES) return this.#next - this.#first > count;
    return this.#bytes > Math.min(KEEP_BYTES, bytes * count);
  }

  #append(stream: 1 | 2, text: string): void {
    const at = this.watch.now();
    const entry: LogEntry = { time: rfc3339NanoFixed(at), ms: at.ms, stream, text };
    let number = this.#next - 1;
    let chunk = number < this.#first ? undefined : this.#table.get(String(number));
    if (!chunk || chunk.bytes >= Math.min(CHUNK_BYTES, this.files?.bytes ?? CHUNK_BYTES)) {
      number = this.#next++;
      chunk = { entries: [], bytes: 0 };
    }
    const bytes = jsonLine(entry).length;
    chunk.entries.push(entry);
    chunk.bytes += bytes;
    this.#bytes += bytes;
    this.#table.put(String(number), chunk);
    while (this.#first < this.#next - 1 && this.#tooLong()) {
      this.#bytes -= this.#table.get(String(this.#first))?.bytes ?? 0;
      this.#table.delete(String(this.#first++));
    }
    for (const listener of [...this.#listeners]) listener(entry);
  }
}

/** A line of the json-file driver's file. Upstream: daemon/logger/jsonfilelog/jsonlog. */
export const jsonLine = ({ text, stream, time }: LogEntry): string =>
  `${JSON.stringify({ log: text, stream: stream === 1 ? 'stdout' : 'stderr', time })}\n`;

/** Bytes as text, for messages. */
export const textOf = (data: Uint8Array): string => decode(data);
