import type { Layer, LayerEntry } from '#vfs/layer';
import type { ImageLayer } from './image';
import { Sha256 } from './sha256';

/**
 * The digest of a layer's content, in a canonical form: entries sorted by path, each with what a tar header would hold.
 * Simplified: a real diff id is the sum of the tar's bytes; ours is as unique and as repeatable, and needs no tar.
 * Times are left out, as BuildKit leaves them out of its cache keys.
 */
export function layerDigest(layer: Layer): string {
  const sum = new Sha256();
  const first = new Map<number, string>();
  for (const path of [...layer.keys()].sort()) {
    const entry = layer.get(path)!;
    sum.update(`${String(path.length)} ${path} ${entry.type}`);
    if (entry.type === 'whiteout') {
      sum.update('\n');
      continue;
    }
    sum.update(` ${entry.mode.toString(8)} ${String(entry.uid)} ${String(entry.gid)} ${'opaque' in entry ? 'o' : ''}`);
    if (entry.target !== undefined) sum.update(` ${String(entry.target.length)} ${entry.target}`);
    if (entry.special !== undefined) sum.update(` ${entry.special}`);
    if (entry.link !== undefined) {
      const other = first.get(entry.link);
      if (other === undefined) first.set(entry.link, path);
      else sum.update(` link ${other}`);
    }
    if (entry.data) sum.update(` ${String(entry.data.length)} `).update(entry.data);
    sum.update('\n');
  }
  return `sha256:${sum.hex()}`;
}

/** The bytes of the files in a layer; hard links count once. */
export function layerSize(layer: Layer): number {
  let size = 0;
  const links = new Set<number>();
  for (const entry of layer.values()) {
    if (entry.type !== 'file') continue;
    if (entry.link !== undefined) {
      if (links.has(entry.link)) continue;
      links.add(entry.link);
    }
    size += entry.data?.length ?? 0;
  }
  return size;
}

/** What a gzipped layer is of its size, in the mean over the official images. */
const COMPRESSION = 0.38;

/** A layer made in this world (a build step, a commit, a load). */
export function makeLayer(files: Layer): ImageLayer {
  const diffId = layerDigest(files);
  const size = layerSize(files);
  return {
    diffId,
    digest: blobDigest(diffId),
    size,
    compressedSize: compressedSize(size),
    files: () => files,
  };
}

/** The digest of a layer's blob. Simplified: derived from the diff id; nothing is compressed. */
export const blobDigest = (diffId: string): string => `sha256:${new Sha256().update(`blob ${diffId}`).hex()}`;

/** How many bytes a layer is on the wire, when nothing better is known. */
export const compressedSize = (size: number): number => Math.round(32 + size * COMPRESSION);

/** A layer as the journal keeps it. */
export type LayerRows = [string, LayerEntry][];
