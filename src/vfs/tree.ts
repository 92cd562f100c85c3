import type { FileType, Stat } from './filesystem';
import type { Layer, LayerEntry, NodeRecord } from './layer';

/**
 * A node in memory. Trees are shared between file systems: only the file system whose token is the node's `owner` may
 * change it, everybody else copies it first (and all directories above it).
 */
export interface TreeNode {
  readonly type: FileType;
  owner: object | undefined;
  readonly ino: number;
  mode: number;
  uid: number;
  gid: number;
  mtimeMs: number;
  nlink: number;
  children: Map<string, TreeNode> | undefined;
  /** A file's bytes; the buffer may hold more than `size` (room to append). */
  data: Uint8Array;
  size: number;
  target: string | undefined;
  special: string | undefined;
  /** Made here, not copied from a lower layer: such a directory hides what was there below. */
  fresh: boolean;
}

/** A whole tree and the highest inode number in it. */
export interface Tree {
  readonly root: TreeNode;
  readonly lastIno: number;
}

export const NO_BYTES: Uint8Array = new Uint8Array(0);

/** The size `ls -l` shows for a directory. */
const DIRECTORY_SIZE = 4096;

export function createNode(type: FileType, ino: number, owner: object | undefined, meta: Meta): TreeNode {
  return {
    type,
    owner,
    ino,
    mode: meta.mode,
    uid: meta.uid,
    gid: meta.gid,
    mtimeMs: meta.mtimeMs,
    nlink: 1,
    children: type === 'directory' ? new Map<string, TreeNode>() : undefined,
    data: NO_BYTES,
    size: 0,
    target: undefined,
    special: undefined,
    fresh: true,
  };
}

export type Meta = Pick<NodeRecord, 'mode' | 'uid' | 'gid' | 'mtimeMs'>;

/** A private copy of a shared node (copy-up): a directory's children stay shared. */
export const copyNode = (node: TreeNode, owner: object): TreeNode => ({
  ...node,
  owner,
  nlink: 1,
  fresh: false,
  children: node.children && new Map(node.children),
});

/** An empty tree: a root directory. */
export const emptyTree = (mtimeMs = 0): Tree => ({
  root: { ...createNode('directory', 1, undefined, { mode: 0o755, uid: 0, gid: 0, mtimeMs }), fresh: false },
  lastIno: 1,
});

export const splitPath = (path: string): string[] => (path === '/' ? [] : path.slice(1).split('/'));

/** The node at a normalised path, or undefined. */
export function findNode(root: TreeNode, path: string): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  let start = 1;
  while (node && start < path.length) {
    const slash = path.indexOf('/', start);
    const end = slash < 0 ? path.length : slash;
    node = node.children?.get(path.slice(start, end));
    start = end + 1;
  }
  return node;
}

export const nodeSize = (node: TreeNode): number =>
  node.type === 'file' ? node.size : node.type === 'symlink' ? node.target!.length : node.children ? DIRECTORY_SIZE : 0;

export function nodeStat(node: TreeNode, device: string): Stat {
  return {
    type: node.type,
    mode: node.mode,
    uid: node.uid,
    gid: node.gid,
    size: nodeSize(node),
    mtimeMs: node.mtimeMs,
    ino: node.ino,
    nlink: node.children ? 2 + countDirectories(node.children) : node.nlink,
    device,
    ...(node.special !== undefined && { special: node.special }),
  };
}

function countDirectories(children: Map<string, TreeNode>): number {
  let count = 0;
  for (const child of children.values()) if (child.children) count++;
  return count;
}

export const nodeData = (node: TreeNode): Uint8Array =>
  node.data.length === node.size ? node.data : node.data.subarray(0, node.size);

/** The node as plain data. */
export function recordOf(node: TreeNode): NodeRecord {
  return {
    type: node.type,
    mode: node.mode,
    uid: node.uid,
    gid: node.gid,
    mtimeMs: node.mtimeMs,
    ...(node.type === 'file' && { data: nodeData(node) }),
    ...(node.target !== undefined && { target: node.target }),
    ...(node.special !== undefined && { special: node.special }),
    ...(node.nlink > 1 && !node.children && { link: node.ino }),
  };
}

export function nodeFrom(record: NodeRecord, ino: number, owner: object | undefined): TreeNode {
  const node = createNode(record.type, ino, owner, record);
  if (record.data) {
    node.data = record.data;
    node.size = record.data.length;
  }
  node.target = record.target;
  node.special = record.special;
  return node;
}

/** The tree with a layer laid over it. What the layer does not touch is shared with the tree below. */
export function applyLayer(tree: Tree, layer: Layer, owner: object = {}): Tree {
  const build = { ino: tree.lastIno, owner };
  const links = new Map<number, TreeNode>();
  const root = tree.root.owner === owner ? tree.root : copyNode(tree.root, owner);
  const paths = [...layer.keys()].sort();
  for (const path of paths) {
    const entry = layer.get(path)!;
    if (path === '/') {
      if (entry.type === 'directory') Object.assign(root, metaOf(entry));
      continue;
    }
    const parts = splitPath(path);
    const name = parts.pop()!;
    const parent = ownedParent(root, parts, build);
    if (entry.type === 'whiteout') {
      parent.children!.delete(name);
      continue;
    }
    parent.children!.set(name, placed(entry, parent.children!.get(name), build, links));
  }
  return { root, lastIno: build.ino };
}

interface Build {
  ino: number;
  readonly owner: object;
}

const metaOf = (entry: NodeRecord): Meta => ({
  mode: entry.mode,
  uid: entry.uid,
  gid: entry.gid,
  mtimeMs: entry.mtimeMs,
});

function ownedParent(root: TreeNode, parts: readonly string[], build: Build): TreeNode {
  let node = root;
  for (const part of parts) {
    let child = node.children!.get(part);
    if (!child?.children) {
      child = createNode('directory', ++build.ino, build.owner, { mode: 0o755, uid: 0, gid: 0, mtimeMs: 0 });
      node.children!.set(part, child);
    } else if (child.owner !== build.owner) {
      child = copyNode(child, build.owner);
      node.children!.set(part, child);
    }
    node = child;
  }
  return node;
}

function placed(
  entry: Exclude<LayerEntry, { type: 'whiteout' }>,
  below: TreeNode | undefined,
  build: Build,
  links: Map<number, TreeNode>,
): TreeNode {
  const opaque = 'opaque' in entry;
  if (entry.type === 'directory' && below?.children && !opaque) {
    const node = below.owner === build.owner ? below : copyNode(below, build.owner);
    return Object.assign(node, metaOf(entry));
  }
  const linked = entry.link === undefined ? undefined : links.get(entry.link);
  if (linked) {
    linked.nlink++;
    return linked;
  }
  const node = nodeFrom(entry, ++build.ino, build.owner);
  if (entry.link !== undefined) links.set(entry.link, node);
  return node;
}

/** Every path below a node (itself first), parents before children, names sorted. */
export function* walkTree(node: TreeNode, path: string): Generator<[string, TreeNode]> {
  yield [path, node];
  if (!node.children) return;
  const prefix = path === '/' ? '/' : `${path}/`;
  for (const name of [...node.children.keys()].sort()) yield* walkTree(node.children.get(name)!, prefix + name);
}
