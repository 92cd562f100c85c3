import { makeLayer } from '#image/layer';
import { sha256 } from '#image/sha256';
import type { ImageLayer } from '#image/image';
import type { Table } from '#sim/store';
import type { Layer } from '#vfs/layer';
import type { EngineHost } from '../daemon/host';

/** One result that later builds may use again. Upstream: moby build/cache, types.BuildCache. */
export interface CacheRecord {
  readonly id: string;
  readonly key: string;
  readonly diffId: string;
  readonly type: 'regular' | 'source.local' | 'exec.cachemount';
  readonly description: string;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  lastUsedAt: number;
  usageCount: number;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** What builds have made on this machine, by what went into it. */
export class BuildCache {
  readonly #rows: Table<CacheRecord>;
  /** Images that builds began from. */
  readonly #bases: Table<true>;

  constructor(private readonly host: EngineHost) {
    this.#rows = host.store.table(`${host.name}/docker/build-cache`);
    this.#bases = host.store.table(`${host.name}/docker/build-bases`);
    host.images.addHolder(() => [...this.#rows.values()].map((row) => row.diffId));
  }

  /** The key of a step: everything that could change its result. */
  static key(parts: readonly unknown[]): string {
    return sha256(JSON.stringify(parts));
  }

  find(key: string): { layer: ImageLayer; createdAt: number } | undefined {
    const row = this.#rows.get(key);
    const layer = row && this.host.images.layer(row.diffId);
    if (!row || !layer) return undefined;
    this.#rows.put(key, { ...row, lastUsedAt: this.host.clock.epochNow(), usageCount: row.usageCount + 1 });
    return { layer, createdAt: row.createdAt };
  }

  add(key: string, description: string, files: Layer): { layer: ImageLayer; createdAt: number } {
    const layer = makeLayer(files);
    this.host.images.putLayer(layer);
    const now = this.host.clock.epochNow();
    const id = Array.from({ length: 25 }, () => ALPHABET[this.host.random.below(36)]!).join('');
    const { diffId, size } = layer;
    this.#rows.put(key, {
      id,
      key,
      diffId,
      type: 'regular',
      description,
      size,
      createdAt: now,
      lastUsedAt: now,
      usageCount: 1,
    });
    return { layer, createdAt: now };
  }

  /** Remembers that a build began from an image. */
  use(image: string): void {
    this.#bases.put(image, true);
  }

  used(image: string): boolean {
    return this.#bases.has(image);
  }

  list(): CacheRecord[] {
    return [...this.#rows.values()];
  }

  /** Whether an image still has the record's layer. */
  shared(record: CacheRecord): boolean {
    return this.host.images.list().some((image) => image.layers.some((layer) => layer.diffId === record.diffId));
  }

  /** Removes records (all, or those no image uses) and their layers; answers what was removed. */
  prune(all: boolean): CacheRecord[] {
    const gone = this.list().filter((row) => all || !this.shared(row));
    for (const row of gone) this.#rows.delete(row.key);
    this.host.images.collect(gone.map((row) => row.diffId));
    return gone;
  }
}

const caches = new WeakMap<EngineHost, BuildCache>();

/** The machine's build cache. */
export function buildCache(host: EngineHost): BuildCache {
  let cache = caches.get(host);
  if (!cache) caches.set(host, (cache = new BuildCache(host)));
  return cache;
}
