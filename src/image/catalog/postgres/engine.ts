import { concat } from '#io/streams';
import type { Process } from '#process/process';
import { readWal, WalFiles } from './wal';
import { tarOf } from './tar';

interface Stream {
  node: Node;
}
interface Node {
  name: string;
  parent: Node;
}
type WriteCall = (
  stream: Stream,
  buffer: Uint8Array,
  offset: number,
  length: number,
  position: number,
  own?: unknown,
) => number;

interface Library {
  PGlite: {
    create(options: object): Promise<Instance>;
    readonly defaultStartParams?: readonly string[];
  };
}

interface Instance {
  readonly Module: {
    readonly MEMFS: { readonly ops_table: { readonly file: { readonly stream: { write: WriteCall } } } };
  };
  execProtocolRawSync(message: Uint8Array): Uint8Array;
  dumpDataDir(compression: 'none'): Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>;
  close(): Promise<void>;
}

interface Imports {
  readonly [module: string]: Record<string, ImportedFunction>;
}
type ImportedFunction = ((...args: never[]) => unknown) & { sig?: string };
type Instantiate = (code: unknown, imports?: Imports) => Promise<unknown>;

interface Platform {
  WebAssembly: { instantiate: Instantiate; instantiateStreaming?: Instantiate };
  Blob: new (parts: Uint8Array[]) => object;
}

/** What the engine asks of the world: time in calendar milliseconds, and random bytes. */
interface Senses {
  now(): number;
  random(count: number): Uint8Array;
}

const platform = globalThis as unknown as Platform;

/** One after another: while an engine starts, what it imports is exchanged. */
let turn: Promise<unknown> = Promise.resolve();

const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
  const next = turn.then(work, work);
  turn = next.catch(() => undefined);
  return next;
};

/** Starts PGlite with the world's clock and chance in place of the browser's. */
async function create(options: object, senses: Senses): Promise<Instance> {
  const { PGlite } = (await import('@electric-sql/pglite')) as unknown as Library;
  const { WebAssembly } = platform;
  const { instantiate, instantiateStreaming } = WebAssembly;
  WebAssembly.instantiate = (code, imports) => instantiate.call(WebAssembly, code, sensed(imports, senses));
  if (instantiateStreaming) {
    WebAssembly.instantiateStreaming = (code, imports) =>
      instantiateStreaming.call(WebAssembly, code, sensed(imports, senses));
  }
  try {
    // Recovery starts from a data directory that is whole, so pages need no full images in the log.
    const startParams = [...(PGlite.defaultStartParams ?? []), '-c', 'full_page_writes=off'];
    return await PGlite.create({ ...options, startParams });
  } finally {
    WebAssembly.instantiate = instantiate;
    if (instantiateStreaming) WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

function sensed(imports: Imports | undefined, senses: Senses): Imports | undefined {
  const env = imports?.['env'];
  const memory = (env as unknown as { memory?: { buffer: ArrayBuffer } } | undefined)?.memory;
  if (!imports || !memory || !env?.['random_get']) return imports;
  const put = (name: string, make: ImportedFunction): void => {
    for (const functions of new Set(Object.values(imports))) {
      const old = functions[name];
      if (!old) continue;
      if (old.sig !== undefined) make.sig = old.sig;
      functions[name] = make;
    }
  };
  put('emscripten_date_now', () => senses.now());
  put('emscripten_get_now', () => senses.now());
  put('clock_time_get', (_clock: number, _precision: unknown, at: number) => {
    new DataView(memory.buffer).setBigInt64(at, BigInt(Math.round(senses.now() * 1000)) * 1000n, true);
    return 0;
  });
  put('random_get', (at: number, count: number) => {
    new Uint8Array(memory.buffer, at, count).set(senses.random(count));
    return 0;
  });
  return imports;
}

let empty: Promise<Uint8Array> | undefined;

/**
 * The data directory as initdb leaves it, as a tar archive: always the same bytes, since its time and chance are fixed.
 * So a cluster is kept as the log of what happened since.
 */
const emptyCluster = (): Promise<Uint8Array> =>
  (empty ??= inTurn(async () => {
    let state = 1;
    const random = (count: number): Uint8Array =>
      Uint8Array.from({ length: count }, () => {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        return state >> 16;
      });
    const instance = await create({}, { now: () => 1_700_000_000_000, random });
    const dump = await instance.dumpDataDir('none');
    await instance.close();
    return new Uint8Array(await dump.arrayBuffer());
  }));

/** A PostgreSQL server process over one data directory, connected to one of its databases. */
export class Engine {
  private constructor(
    private readonly instance: Instance,
    private readonly wal: WalFiles,
    readonly database: string,
  ) {}

  /** Opens what the data directory holds. Throws when there is no such database or role. */
  static async open(process: Process, directory: string, database: string, user: string): Promise<Engine> {
    return process.external(async () => {
      const cluster = await emptyCluster();
      const log = readWal(process.fs, directory, cluster);
      const archive = new platform.Blob([concat([withoutEnd(cluster), tarOf(log), new Uint8Array(1024)])]);
      const senses = {
        now: () => process.clock.epochNow(),
        random: (count: number) => process.random.bytes(count),
      };
      const wal = new WalFiles(process.fs, directory);
      const instance = await inTurn(() => create({ loadDataDir: archive, database, username: user }, senses));
      const stream = instance.Module.MEMFS.ops_table.file.stream;
      const { write } = stream;
      stream.write = (file, buffer, offset, length, position, own) => {
        if (file.node.parent.name === 'pg_wal') {
          wal.write(file.node.name, position, buffer.slice(offset, offset + length));
        }
        return write.call(stream, file, buffer, offset, length, position, own);
      };
      process.use({ memoryBytes: 60_000_000 });
      const engine = new Engine(instance, wal, database);
      wal.flush();
      return engine;
    });
  }

  /** Messages of the frontend, whole ones; answers the backend's. What is committed is on disk when it returns. */
  exec(messages: Uint8Array): Uint8Array {
    const answer = this.instance.execProtocolRawSync(messages);
    this.wal.flush();
    return answer;
  }

  async close(process: Process): Promise<void> {
    await process.external(() => this.instance.close());
    this.wal.flush();
  }
}

/** A tar archive without its closing blocks of zeros. */
function withoutEnd(archive: Uint8Array): Uint8Array {
  let end = archive.length;
  while (end >= 512 && archive.subarray(end - 512, end).every((byte) => byte === 0)) end -= 512;
  return archive.subarray(0, end);
}
