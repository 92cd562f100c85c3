import type { Layer, LayerEntry } from './layer';
import { MemoryFileSystem, type MemoryOptions } from './memory';
import { applyLayer, emptyTree, findNode, recordOf, type Tree, type TreeNode } from './tree';

/** One line of `docker diff`. */
export interface DiffEntry {
  readonly kind: 'A' | 'C' | 'D';
  readonly path: string;
}

/** Layers joined, kept for as long as the layers live: a thousand containers of one image share one tree. */
interface Joined {
  readonly tree: Tree;
  readonly above: WeakMap<Layer, Joined>;
}

const bottom: Joined = { tree: emptyTree(), above: new WeakMap() };

/** The tree that layers make, the first at the bottom. The same layers give the same tree. */
export function joinLayers(layers: readonly Layer[]): Tree {
  let joined = bottom;
  for (const layer of layers) {
    let next = joined.above.get(layer);
    if (!next) {
      next = { tree: applyLayer(joined.tree, layer), above: new WeakMap() };
      joined.above.set(layer, next);
    }
    joined = next;
  }
  return joined.tree;
}

/** Read-only layers with a writable one on top: what a container has as its root. Upstream: Linux overlayfs. */
export class OverlayFileSystem extends MemoryFileSystem {
  constructor(options: Omit<MemoryOptions, 'records'>, layers: readonly Layer[], upper?: Layer) {
    super({ ...options, ...(upper && { records: upper }) }, joinLayers(layers));
  }

  /** What differs from the layers below, by path. */
  diff(): DiffEntry[] {
    const entries: DiffEntry[] = [];
    compare(this.root, this.lower, '/', (path, node, below) => {
      if (path !== '/') entries.push({ kind: !node ? 'D' : below ? 'C' : 'A', path });
    });
    return entries;
  }

  /** What was written here, as a layer of its own: for commits and builds. */
  upperLayer(): Layer {
    const layer = new Map<string, LayerEntry>();
    compare(this.root, this.lower, '/', (path, node, below) => {
      if (path !== '/' || !same(node!, below!)) layer.set(path, entryOf(node, below));
    });
    return layer;
  }

  /** What the journal keeps of a path: a whiteout where a lower layer has what is gone. */
  protected override entry(path: string): LayerEntry | undefined {
    const node = findNode(this.root, path);
    const below = findNode(this.lower, path);
    return node || below ? entryOf(node, below) : undefined;
  }
}

const same = (a: TreeNode, b: TreeNode): boolean =>
  a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && a.mtimeMs === b.mtimeMs;

function entryOf(node: TreeNode | undefined, below: TreeNode | undefined): LayerEntry {
  if (!node) return { type: 'whiteout' };
  const record = recordOf(node);
  return node.children && node.fresh && below?.children ? { ...record, opaque: true } : record;
}

type Visit = (path: string, node: TreeNode | undefined, below: TreeNode | undefined) => void;

/** Visits what differs between two trees: parents before children, names sorted. */
function compare(node: TreeNode, below: TreeNode | undefined, path: string, visit: Visit): void {
  if (node === below) return;
  visit(path, node, below);
  const lower = below?.children;
  const prefix = path === '/' ? '/' : `${path}/`;
  if (!node.children) return;
  const names = new Set([...node.children.keys(), ...(lower && !node.fresh ? lower.keys() : [])]);
  for (const name of [...names].sort()) {
    const child = node.children.get(name);
    if (child) compare(child, lower?.get(name), prefix + name, visit);
    else visit(prefix + name, undefined, lower?.get(name));
  }
}
