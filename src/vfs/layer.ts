import type { FileType } from './filesystem';

/** One node as plain data: what a layer, a volume or a machine's disk is made of, and what the journal keeps. */
export interface NodeRecord {
  readonly type: FileType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeMs: number;
  /** A file's bytes. */
  readonly data?: Uint8Array;
  /** Where a symbolic link points. */
  readonly target?: string;
  /** See `Stat.special`. */
  readonly special?: string;
  /** The nodes with the same number in one file system are hard links of each other. */
  readonly link?: number;
}

/** In an upper layer: the path below is removed; `opaque` hides what lower layers have in this directory. */
export type LayerEntry = NodeRecord | { readonly type: 'whiteout' } | (NodeRecord & { readonly opaque: true });

/** A layer: entries by normalised absolute path, parents before children. The root itself need not be there. */
export type Layer = ReadonlyMap<string, LayerEntry>;
