import { concat, decode, encode } from '#io/streams';
import type { LayerEntry } from '#vfs/layer';
import type { ImageLayer } from './image';

interface Header {
  readonly diffId: string;
  readonly digest: string;
  readonly size: number;
  readonly compressedSize: number;
  readonly catalog?: NonNullable<ImageLayer['catalog']>;
  /** Entries without their bytes; `bytes` is how many of what follows are the entry's. */
  readonly entries?: [string, Omit<LayerEntry, 'data'> & { bytes?: number }][];
}

const MARK = 'drydock layer\n';

/**
 * A layer's blob on the wire and in a registry's storage.
 * Simplified: not a gzipped tar but a header of JSON and the files' bytes, so that catalog layers travel as their names.
 */
export function encodeBlob(layer: ImageLayer): Uint8Array {
  const { diffId, digest, size, compressedSize, catalog } = layer;
  const chunks: Uint8Array[] = [];
  const common = { diffId, digest, size, compressedSize };
  const header: Header = catalog
    ? { ...common, catalog }
    : {
        ...common,
        entries: [...layer.files()].map(([path, entry]) => {
          if (entry.type === 'whiteout' || !entry.data) return [path, entry];
          const { data, ...rest } = entry;
          chunks.push(data);
          return [path, { ...rest, bytes: data.length }];
        }),
      };
  const text = JSON.stringify(header);
  return concat([encode(`${MARK}${String(encode(text).length)}\n${text}`), ...chunks]);
}

/** The layer in a blob; undefined when it is none of ours. Files of catalog layers come from `catalog`. */
export function decodeBlob(
  bytes: Uint8Array,
  catalog: (reference: string, index: number) => ImageLayer | undefined,
): ImageLayer | undefined {
  if (decode(bytes.subarray(0, MARK.length)) !== MARK) return undefined;
  const end = bytes.indexOf(10, MARK.length);
  const length = Number(decode(bytes.subarray(MARK.length, end)));
  const header = JSON.parse(decode(bytes.subarray(end + 1, end + 1 + length))) as Header;
  const { entries, ...rest } = header;
  if (rest.catalog) {
    const { reference, index } = rest.catalog;
    return { ...rest, files: () => catalog(reference, index)?.files() ?? new Map<string, LayerEntry>() };
  }
  let at = end + 1 + length;
  const files = new Map<string, LayerEntry>();
  for (const [path, { bytes: count, ...entry }] of entries ?? []) {
    if (count === undefined) files.set(path, entry as LayerEntry);
    else files.set(path, { ...entry, data: bytes.slice(at, (at += count)) } as LayerEntry);
  }
  return { ...rest, files: () => files };
}
