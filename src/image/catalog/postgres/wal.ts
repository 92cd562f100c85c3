import type { FileView } from '#vfs/filesystem';
import { findInTar } from './tar';

const SEGMENT = 16 * 1024 * 1024;
const CHUNK = 128 * 1024;
const FIRST = '000000010000000000000001';

/**
 * The write-ahead log as the data directory keeps it: pieces of segments, so that a commit writes little.
 * Simplified: the log since initdb is all that is kept, and is played again when the server starts.
 */
export class WalFiles {
  #chunks = new Map<string, Uint8Array>();
  #dirty = new Set<string>();

  constructor(
    private readonly fs: FileView,
    private readonly directory: string,
  ) {}

  write(segment: string, position: number, data: Uint8Array): void {
    if (!/^[0-9A-F]{24}$/.test(segment)) return;
    for (let done = 0; done < data.length;) {
      const at = position + done;
      const index = Math.floor(at / CHUNK);
      const name = `${segment}.${index.toString(16).padStart(2, '0')}`;
      const chunk = this.#chunk(name);
      const part = data.subarray(done, done + CHUNK - (at % CHUNK));
      chunk.set(part, at % CHUNK);
      this.#dirty.add(name);
      done += part.length;
    }
  }

  #chunk(name: string): Uint8Array {
    let chunk = this.#chunks.get(name);
    if (!chunk) {
      chunk = new Uint8Array(CHUNK);
      const path = `${this.directory}/pg_wal/${name}`;
      if (this.fs.exists(path)) chunk.set(this.fs.readFile(path).subarray(0, CHUNK));
      this.#chunks.set(name, chunk);
    }
    return chunk;
  }

  /** Puts what was written into the files; a chunk's empty end is not stored. */
  flush(): void {
    for (const name of this.#dirty) {
      const chunk = this.#chunks.get(name)!;
      let end = chunk.length;
      while (end > 0 && chunk[end - 1] === 0) end--;
      this.fs.writeFile(`${this.directory}/pg_wal/${name}`, chunk.slice(0, end), { mode: 0o600 });
    }
    this.#dirty.clear();
    if (this.#chunks.size > 16) this.#chunks.clear();
  }
}

/** The segments that differ from an empty cluster's, by their paths in its archive. */
export function readWal(fs: FileView, directory: string, cluster: Uint8Array): Map<string, Uint8Array> {
  const segments = new Map<string, Uint8Array>();
  const first = findInTar(cluster, `pg_wal/${FIRST}`);
  if (!first) throw new Error('the empty cluster has no log');
  const place = first.name.slice(0, -FIRST.length);
  const kept = fs.exists(`${directory}/pg_wal`) ? fs.readdir(`${directory}/pg_wal`) : [];
  for (const name of kept) {
    const match = /^([0-9A-F]{24})\.([0-9a-f]{2})$/.exec(name);
    if (!match) continue;
    const path = place + match[1]!;
    let segment = segments.get(path);
    if (!segment) {
      segment = new Uint8Array(SEGMENT);
      if (match[1] === FIRST) segment.set(first.data);
      segments.set(path, segment);
    }
    const data = fs.readFile(`${directory}/pg_wal/${name}`);
    const at = Number.parseInt(match[2]!, 16) * CHUNK;
    // A chunk that was begun in the middle keeps the empty cluster's bytes before it.
    const start = match[1] === FIRST ? data.findIndex((byte) => byte !== 0) : 0;
    if (start >= 0) segment.set(data.subarray(start & ~8191).subarray(0, CHUNK), at + (start & ~8191));
  }
  return segments;
}
