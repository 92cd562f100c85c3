import type { Store, Table } from '#sim/store';
import type { Layer, LayerEntry } from '#vfs/layer';
import type { MemoryOptions } from '#vfs/memory';

/** What a file system needs to last: what the store has of it, and where its changes go. */
export interface Journaling {
  readonly hooks: Pick<MemoryOptions, 'onChange'>;
  /** What was kept before, or undefined when there is nothing. */
  readonly layer: Layer | undefined;
}

/** The store's table of files: the key is a file system's id, a colon and the path. */
export const fileTable = (store: Store): Table<LayerEntry> => store.table<LayerEntry>('files');

/** The kept files by file system: the table is read once, not once for each of a thousand containers. */
const known = new WeakMap<Store, Map<string, Map<string, LayerEntry>>>();

function byFileSystem(store: Store): Map<string, Map<string, LayerEntry>> {
  let index = known.get(store);
  if (index) return index;
  index = new Map<string, Map<string, LayerEntry>>();
  known.set(store, index);
  for (const [key, entry] of fileTable(store).entries()) {
    const colon = key.indexOf(':/');
    const id = key.slice(0, colon);
    const layer = index.get(id) ?? new Map<string, LayerEntry>();
    index.set(id, layer.set(key.slice(colon + 1), entry));
  }
  return index;
}

/** Makes a file system that lasts: `make` gets what the store has of it and the hooks that keep its changes. */
export function journaled<T>(store: Store, id: string, make: (journal: Journaling) => T): T {
  const table = fileTable(store);
  const index = byFileSystem(store);
  const kept = index.get(id) ?? new Map<string, LayerEntry>();
  index.set(id, kept);
  const hooks = {
    onChange: (path: string, entry: LayerEntry | undefined): void => {
      if (entry) {
        kept.set(path, entry);
        table.put(`${id}:${path}`, entry);
      } else {
        kept.delete(path);
        table.delete(`${id}:${path}`);
      }
    },
  };
  return make({ hooks, layer: kept.size > 0 ? kept : undefined });
}

/** Forgets a file system for good (a removed container or volume). */
export function forgetFileSystem(store: Store, id: string): void {
  const index = byFileSystem(store);
  const table = fileTable(store);
  for (const path of index.get(id)?.keys() ?? []) table.delete(`${id}:${path}`);
  index.delete(id);
}
