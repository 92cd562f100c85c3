import { FileError, type FileHandle, type FileSystem, type NewNode, type Stat } from './filesystem';
import type { Layer, LayerEntry } from './layer';
import { OpenFiles } from './open-files';
import { overwrite } from './file-bytes';
import {
  applyLayer,
  copyNode,
  createNode,
  emptyTree,
  findNode,
  nodeData,
  nodeStat,
  recordOf,
  splitPath,
  walkTree,
  type Tree,
  type TreeNode,
} from './tree';

export interface MemoryOptions {
  readonly id: string;
  /** Calendar milliseconds, for modification times. */
  now(): number;
  /** What is there at the start. */
  readonly records?: Layer;
  /** Bytes that may be written before ENOSPC; 256 MiB when absent. */
  readonly limitBytes?: number;
  readonly readOnly?: boolean;
  /** Told after each change of a node: its record as it is now, or undefined when it is gone. */
  onChange?(path: string, entry: LayerEntry | undefined): void;
}

/** The most bytes that one file system takes. */
export const LIMIT_BYTES = 256 * 1024 * 1024;

/** A file system in memory. Parts of it may be shared with others (image layers) until they are changed here. */
export class MemoryFileSystem implements FileSystem {
  readonly id: string;
  readonly readOnly: boolean;
  /** The tree as it was before this file system changed anything. */
  protected readonly lower: TreeNode;
  protected root: TreeNode;
  readonly #token = {};
  readonly #options: MemoryOptions;
  readonly #open = new OpenFiles();
  #lastIno: number;
  #written = 0;

  constructor(options: MemoryOptions, lower: Tree = emptyTree(options.now())) {
    this.id = options.id;
    this.readOnly = options.readOnly ?? false;
    this.#options = options;
    this.lower = lower.root;
    const tree = options.records ? applyLayer(lower, options.records, this.#token) : lower;
    this.root = tree.root;
    this.#lastIno = tree.lastIno;
    if (options.records) for (const entry of options.records.values()) this.#written += sizeOf(entry);
  }

  /** Bytes written here and not yet removed. */
  get writtenBytes(): number {
    return this.#written;
  }

  find(path: string): Stat | undefined {
    const node = findNode(this.root, path);
    return node && nodeStat(node, this.id);
  }

  lstat(path: string): Stat {
    return nodeStat(this.node(path), this.id);
  }

  readdir(path: string): string[] {
    const node = this.node(path);
    if (!node.children) throw new FileError('ENOTDIR', path);
    return [...node.children.keys()].sort();
  }

  readFile(path: string): Uint8Array {
    const node = this.node(path);
    if (node.children) throw new FileError('EISDIR', path);
    return nodeData(node);
  }

  readlink(path: string): string {
    const node = this.node(path);
    if (node.target === undefined) throw new FileError('EINVAL', path);
    return node.target;
  }

  open(path: string): FileHandle {
    const node = this.node(path);
    if (node.children) throw new FileError('EISDIR', path);
    if (node.type !== 'file') throw new FileError('ENXIO', path);
    return this.#open.open(path, node, this.id, (at, change) => {
      if (at === undefined) return undefined;
      const file = this.#owned(at);
      this.#change(file, at, change);
      return file;
    });
  }

  writeFile(path: string, data: Uint8Array, node?: NewNode): void {
    const file = this.#file(path, node);
    this.#change(file, path, (f) => {
      f.data = data;
      f.size = data.length;
    });
  }

  appendFile(path: string, data: Uint8Array, node?: NewNode): void {
    const file = this.#file(path, node);
    this.#change(file, path, (f) => overwrite(f, f.size, data), data.length);
  }

  mkdir(path: string, node: NewNode = {}): void {
    this.#add(path, 'directory', node, 0o755);
    this.#changed(path);
  }

  symlink(target: string, path: string, node: NewNode = {}): void {
    this.#add(path, 'symlink', node, 0o777).target = target;
    this.#changed(path);
  }

  mknod(path: string, type: 'fifo' | 'socket' | 'char' | 'block', special: string, node: NewNode = {}): void {
    this.#add(path, type, node, 0o666).special = special;
    this.#changed(path);
  }

  link(existing: string, path: string): void {
    const before = this.node(existing);
    if (before.children) throw new FileError('EPERM', existing);
    if (findNode(this.root, path)) throw new FileError('EEXIST', path);
    const parent = this.#parent(path);
    const node = this.#owned(existing);
    parent.children!.set(nameOf(path), node);
    node.nlink++;
    this.#touch(path);
    this.#changed(existing);
    this.#changed(path);
  }

  unlink(path: string): void {
    const node = this.node(path);
    if (node.children) throw new FileError('EISDIR', path);
    this.#remove(path, node);
  }

  rmdir(path: string): void {
    const node = this.node(path);
    if (!node.children) throw new FileError('ENOTDIR', path);
    if (node.children.size > 0) throw new FileError('ENOTEMPTY', path);
    if (path === '/') throw new FileError('EBUSY', path);
    this.#remove(path, node);
  }

  rename(from: string, to: string): void {
    this.#writable(from);
    const node = this.node(from);
    if (from === to) return;
    if (to.startsWith(`${from}/`) || from === '/') throw new FileError('EINVAL', to);
    const there = findNode(this.root, to);
    if (there === node) return;
    if (there?.children && !node.children) throw new FileError('EISDIR', to);
    if (there && !there.children && node.children) throw new FileError('ENOTDIR', to);
    if (there?.children && there.children.size > 0) throw new FileError('ENOTEMPTY', to);
    const target = this.#parent(to);
    const gone = [...walkTree(node, from)].map(([path]) => path);
    if (there) this.#drop(to, this.#owned(to));
    // What moves is owned here from now on: a lower directory does not shine through at its new place.
    const moved = this.#owned(from);
    this.#parent(from).children!.delete(nameOf(from));
    moved.fresh = true;
    target.children!.set(nameOf(to), moved);
    this.#open.renamed(from, to);
    for (const path of gone.reverse()) this.#changed(path);
    this.#touch(from);
    this.#touch(to);
    for (const [path] of walkTree(moved, to)) this.#changed(path);
  }

  chmod(path: string, mode: number): void {
    this.#meta(path, (node) => (node.mode = mode & 0o7777));
  }

  chown(path: string, uid: number, gid: number): void {
    this.#meta(path, (node) => {
      node.uid = uid;
      node.gid = gid;
    });
  }

  utimes(path: string, mtimeMs: number): void {
    this.#meta(path, (node) => (node.mtimeMs = mtimeMs));
  }

  /** All nodes as plain data; what this file system shares with layers below is in it too. */
  records(): Map<string, LayerEntry> {
    return new Map([...walkTree(this.root, '/')].map(([path, node]) => [path, recordOf(node)]));
  }

  /** Bytes and nodes at and below a path, each hard link counted once. */
  usage(path = '/'): { bytes: number; nodes: number } {
    const seen = new Set<TreeNode>();
    let bytes = 0;
    for (const [, node] of walkTree(this.node(path), path)) {
      if (seen.has(node)) continue;
      seen.add(node);
      bytes += node.type === 'file' ? node.size : 0;
    }
    return { bytes, nodes: seen.size };
  }

  /** What the journal keeps of a path. */
  protected entry(path: string): LayerEntry | undefined {
    const node = findNode(this.root, path);
    return node && recordOf(node);
  }

  protected node(path: string): TreeNode {
    const node = findNode(this.root, path);
    if (node) return node;
    throw new FileError(this.#isBehindFile(path) ? 'ENOTDIR' : 'ENOENT', path);
  }

  #isBehindFile(path: string): boolean {
    for (let up = parentOf(path); up !== '/'; up = parentOf(up)) {
      const node = findNode(this.root, up);
      if (node) return !node.children;
    }
    return false;
  }

  #writable(path: string): void {
    if (this.readOnly) throw new FileError('EROFS', path);
  }

  /** The node, made this file system's own with every directory above it. */
  #owned(path: string): TreeNode {
    this.#writable(path);
    if (this.root.owner !== this.#token) this.root = copyNode(this.root, this.#token);
    let node = this.root;
    for (const part of splitPath(path)) {
      let child = node.children?.get(part);
      if (!child) throw new FileError(node.children ? 'ENOENT' : 'ENOTDIR', path);
      if (child.owner !== this.#token) {
        const copy = copyNode(child, this.#token);
        this.#open.copiedUp(child, copy);
        node.children!.set(part, copy);
        child = copy;
      }
      node = child;
    }
    return node;
  }

  #parent(path: string): TreeNode {
    const parent = this.#owned(parentOf(path));
    if (!parent.children) throw new FileError('ENOTDIR', path);
    return parent;
  }

  #file(path: string, node: NewNode | undefined): TreeNode {
    const there = findNode(this.root, path);
    if (there?.children) throw new FileError('EISDIR', path);
    if (!there) return this.#add(path, 'file', node ?? {}, 0o644);
    if (there.type !== 'file') throw new FileError('EINVAL', path);
    return this.#owned(path);
  }

  #add(path: string, type: TreeNode['type'], node: NewNode, mode: number): TreeNode {
    this.#writable(path);
    if (path === '/' || findNode(this.root, path)) throw new FileError('EEXIST', path);
    const parent = this.#parent(path);
    const added = createNode(type, ++this.#lastIno, this.#token, {
      mode: node.mode ?? mode,
      uid: node.uid ?? 0,
      gid: node.gid ?? 0,
      mtimeMs: node.mtimeMs ?? this.#options.now(),
    });
    parent.children!.set(nameOf(path), added);
    this.#touch(path);
    return added;
  }

  #change(file: TreeNode, path: string, change: (file: TreeNode) => void, grows?: number): void {
    const limit = this.#options.limitBytes ?? LIMIT_BYTES;
    if (grows !== undefined && this.#written + grows > limit) throw new FileError('ENOSPC', path);
    const { data, size } = file;
    change(file);
    if (this.#written + file.size - size > limit) {
      Object.assign(file, { data, size });
      throw new FileError('ENOSPC', path);
    }
    this.#written += file.size - size;
    file.mtimeMs = this.#options.now();
    this.#changed(path);
  }

  #meta(path: string, change: (node: TreeNode) => void): void {
    this.#writable(path);
    this.node(path);
    change(this.#owned(path));
    this.#changed(path);
  }

  #remove(path: string, node: TreeNode): void {
    this.#writable(path);
    this.#drop(path, node);
    this.#touch(path);
    this.#changed(path);
  }

  #drop(path: string, node: TreeNode): void {
    this.#parent(path).children!.delete(nameOf(path));
    if (node.owner === this.#token && --node.nlink === 0) this.#written -= node.size;
    this.#open.removed(path);
  }

  /** A directory's time changes with the names in it. */
  #touch(path: string): void {
    const up = parentOf(path);
    this.#owned(up).mtimeMs = this.#options.now();
    this.#changed(up);
  }

  #changed(path: string): void {
    this.#options.onChange?.(path, this.entry(path));
  }
}

/** The directory of a normalised absolute path; `/` is its own. */
export const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/'))) || '/';

/** The last part of a normalised absolute path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const sizeOf = (entry: LayerEntry): number => (entry.type === 'file' ? (entry.data?.length ?? 0) : 0);
