import { encode } from '#io/streams';
import {
  FileError,
  type Credentials,
  type ErrorCode,
  type FileSystem,
  type FileView,
  type MountInfo,
  type NewNode,
  type Stat,
} from './filesystem';
import type { MountTable } from './mounts';
import { normalise } from './path';
import { capable, permits, resolve, type Resolved } from './resolve';

const ROOT: Credentials = { uid: 0, gid: 0 };
const BITS: Record<string, number> = { r: 4, w: 2, x: 1 };
const decoder = new TextDecoder();

export interface ViewOptions {
  readonly credentials?: Credentials;
  readonly cwd?: string;
  readonly umask?: number;
  /** The pid that /proc/self leads to. */
  readonly self?: number;
}

/** The files as one process sees them. See `FileView`. */
export class ProcessFileView implements FileView {
  cwd: string;
  umask: number;
  readonly self: number;
  readonly credentials: Credentials;

  constructor(
    readonly table: MountTable,
    options: ViewOptions = {},
  ) {
    this.cwd = options.cwd ?? '/';
    this.umask = options.umask ?? 0o022;
    this.self = options.self ?? 0;
    this.credentials = options.credentials ?? ROOT;
  }

  as(change: ViewOptions): ProcessFileView {
    const { credentials, cwd, umask, self } = this;
    return new ProcessFileView(this.table, { credentials, cwd, umask, self, ...change });
  }

  absolute(path: string): string {
    return normalise(path, this.cwd);
  }

  realpath(path: string): string {
    return this.#existing(path).path;
  }

  stat(path: string): Stat {
    return this.#existing(path).stat;
  }

  lstat(path: string): Stat {
    return this.#existing(path, false).stat;
  }

  exists(path: string): boolean {
    return this.#try(path)?.stat !== undefined;
  }

  isDirectory(path: string): boolean {
    return this.#try(path)?.stat?.type === 'directory';
  }

  access(path: string, mode: string): boolean {
    const found = this.#try(path);
    if (!found?.stat) return false;
    const bits = [...mode].reduce((sum, letter) => sum | (BITS[letter] ?? 0), 0);
    if ((bits & 2) !== 0 && readOnly(found) && !isDevice(found.stat)) return false;
    return permits(found.stat, this.credentials, bits);
  }

  readdir(path: string): string[] {
    const place = this.#existing(path);
    if (place.stat.type !== 'directory') throw new FileError('ENOTDIR', path);
    this.#need(place.stat, 4, path);
    const names = place.mount.fs.readdir(place.inner);
    const mounted = [...this.table.namesIn(place.path)].filter((name) => !names.includes(name));
    return mounted.length === 0 ? names : [...names, ...mounted].sort();
  }

  readFile(path: string): Uint8Array {
    const place = this.#existing(path);
    if (place.stat.type === 'directory') throw new FileError('EISDIR', path);
    this.#need(place.stat, 4, path);
    if (place.stat.type === 'char') return new Uint8Array(0);
    if (place.stat.type !== 'file') throw new FileError('ENXIO', path);
    return this.#do(path, () => place.mount.fs.readFile(place.inner));
  }

  readText(path: string): string {
    return decoder.decode(this.readFile(path));
  }

  readlink(path: string): string {
    const place = this.#existing(path, false);
    if (place.stat.special === 'self') return String(this.self);
    return this.#do(path, () => place.mount.fs.readlink(place.inner));
  }

  writeFile(path: string, data: Uint8Array | string, node?: NewNode): void {
    this.#write(path, data, node, (fs, inner, bytes, fresh) => fs.writeFile(inner, bytes, fresh));
  }

  appendFile(path: string, data: Uint8Array | string, node?: NewNode): void {
    this.#write(path, data, node, (fs, inner, bytes, fresh) => fs.appendFile(inner, bytes, fresh));
  }

  mkdir(path: string, options: NewNode & { parents?: boolean } = {}): void {
    const { parents, ...node } = options;
    if (parents) this.#makeParents(path);
    const bare = path.replace(/(?<=.)\/+$/, '');
    const place = resolve(this, bare, false);
    if (place.stat) {
      if (parents && (place.stat.type === 'directory' || this.isDirectory(path))) return;
      throw new FileError('EEXIST', path);
    }
    this.#create(path, place, (fs, inner, fresh) => fs.mkdir(inner, fresh), node, 0o777);
  }

  symlink(target: string, path: string): void {
    if (target === '') throw new FileError('ENOENT', path);
    const place = this.#absent(path);
    this.#create(path, place, (fs, inner, fresh) => fs.symlink(target, inner, { ...fresh, mode: 0o777 }), {}, 0o777);
  }

  mknod(path: string, type: 'fifo' | 'socket' | 'char' | 'block', special: string, node: NewNode = {}): void {
    if ((type === 'char' || type === 'block') && !capable(this.credentials, 'MKNOD'))
      throw new FileError('EPERM', path);
    this.#create(path, this.#absent(path), (fs, inner, fresh) => fs.mknod(inner, type, special, fresh), node, 0o666);
  }

  link(existing: string, path: string): void {
    const from = this.#existing(existing, false);
    const to = this.#absent(path);
    if (from.mount !== to.mount) throw new FileError('EXDEV', path);
    this.#parentWritable(path, to);
    this.#do(path, () => to.mount.fs.link(from.inner, to.inner));
  }

  unlink(path: string): void {
    const place = this.#existing(path, false);
    if (place.stat.type === 'directory') throw new FileError('EISDIR', path);
    this.#removable(path, place);
    this.#do(path, () => place.mount.fs.unlink(place.inner));
  }

  rmdir(path: string): void {
    const place = this.#existing(path, false);
    if (place.stat.type !== 'directory') throw new FileError('ENOTDIR', path);
    this.#removable(path, place);
    this.#do(path, () => place.mount.fs.rmdir(place.inner));
  }

  removeAll(path: string): void {
    const place = this.#try(path, false);
    if (!place?.stat) return;
    if (place.stat.type !== 'directory') {
      this.unlink(path);
      return;
    }
    for (const name of this.readdir(path)) this.removeAll(`${path}/${name}`);
    this.rmdir(path);
  }

  rename(from: string, to: string): void {
    const before = this.#existing(from.replace(/(?<=.)\/+$/, ''), false);
    const after = resolve(this, to.replace(/(?<=.)\/+$/, ''), false);
    if (this.table.isTarget(before.path)) throw new FileError('EBUSY', from);
    if (this.table.isTarget(after.path)) throw new FileError('EBUSY', to);
    if (before.mount !== after.mount) throw new FileError('EXDEV', to);
    this.#removable(from, before);
    if (after.stat) this.#removable(to, { ...after, stat: after.stat });
    this.#parentWritable(to, after);
    this.#do(to, () => before.mount.fs.rename(before.inner, after.inner));
  }

  chmod(path: string, mode: number): void {
    const place = this.#owner(path, true);
    this.#do(path, () => place.mount.fs.chmod(place.inner, mode));
  }

  chown(path: string, uid: number, gid: number): void {
    const place = this.#existing(path);
    const { credentials: who } = this;
    const ownGroup = who.gid === gid || (who.groups?.includes(gid) ?? false);
    const toOwnGroup = who.uid === place.stat.uid && uid === place.stat.uid && ownGroup;
    if (!capable(who, 'CHOWN') && !toOwnGroup) throw new FileError('EPERM', path);
    if (readOnly(place)) throw new FileError('EROFS', path);
    this.#do(path, () => place.mount.fs.chown(place.inner, uid, gid));
  }

  utimes(path: string, mtimeMs: number): void {
    const place = this.#owner(path, false);
    this.#do(path, () => place.mount.fs.utimes(place.inner, mtimeMs));
  }

  mounts(): readonly MountInfo[] {
    return this.table.list();
  }

  /** Where a path leads, with the mount that shows it: for the kernel's `open` and for bind mounts. */
  locate(path: string, follow = true): Resolved {
    return resolve(this, path, follow);
  }

  /** Throws unless the process may make a new node at a place. */
  checkCreate(path: string, place: Resolved): void {
    this.#parentWritable(path, place);
  }

  #existing(path: string, follow = true): Resolved & { stat: Stat } {
    const place = resolve(this, path, follow);
    if (!place.stat) throw new FileError('ENOENT', path);
    return place as Resolved & { stat: Stat };
  }

  #absent(path: string): Resolved {
    const place = resolve(this, path, false);
    if (place.stat) throw new FileError('EEXIST', path);
    return place;
  }

  #try(path: string, follow = true): Resolved | undefined {
    try {
      return resolve(this, path, follow);
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  #write(
    path: string,
    data: Uint8Array | string,
    node: NewNode | undefined,
    write: (fs: FileSystem, inner: string, bytes: Uint8Array, node: NewNode) => void,
  ): void {
    // The caller may go on using its buffer: a file keeps bytes of its own.
    const bytes = typeof data === 'string' ? encode(data) : data.slice();
    const place = resolve(this, path, true);
    const { stat } = place;
    if (!stat) {
      if (path.endsWith('/')) throw new FileError('EISDIR', path);
      this.#create(path, place, (fs, inner, fresh) => write(fs, inner, bytes, fresh), node ?? {}, 0o666);
      return;
    }
    if (stat.type === 'directory') throw new FileError('EISDIR', path);
    this.#need(stat, 2, path);
    if (stat.type !== 'file') {
      if (stat.special === 'full') throw new FileError('ENOSPC', path);
      if (stat.special === 'null' || stat.special === 'zero') return;
      if (!this.table.writeDevice?.(stat, bytes)) throw new FileError('ENXIO', path);
      return;
    }
    if (readOnly(place)) throw new FileError('EROFS', path);
    this.#do(path, () => write(place.mount.fs, place.inner, bytes, {}));
  }

  #create(
    path: string,
    place: Resolved,
    make: (fs: FileSystem, inner: string, node: NewNode) => void,
    node: NewNode,
    mode: number,
  ): void {
    this.#parentWritable(path, place);
    const { uid, gid } = this.credentials;
    // A setgid directory hands its group down.
    const parent = place.mount.fs.find(place.inner.slice(0, place.inner.lastIndexOf('/')) || '/');
    const group = parent && (parent.mode & 0o2000) !== 0 ? parent.gid : gid;
    const fresh = { mode: (node.mode ?? mode) & ~(node.mode === undefined ? this.umask : 0), uid, gid: group, ...node };
    this.#do(path, () => make(place.mount.fs, place.inner, fresh));
  }

  #makeParents(path: string): void {
    const parts = path.split('/');
    let up = '';
    for (const part of parts.slice(0, -1)) {
      up += `${part}/`;
      if (part !== '' && part !== '.' && part !== '..' && !this.isDirectory(up)) {
        if (this.exists(up.slice(0, -1))) throw new FileError('ENOTDIR', path);
        this.mkdir(up.slice(0, -1));
      }
    }
  }

  #parentWritable(path: string, place: Resolved): void {
    const parent = this.table.locate(place.path.slice(0, place.path.lastIndexOf('/')) || '/');
    const stat = parent.mount.fs.lstat(parent.inner);
    if (readOnly(parent)) throw new FileError('EROFS', path);
    this.#need(stat, 3, path);
  }

  #removable(path: string, place: Resolved & { stat: Stat }): void {
    if (this.table.isTarget(place.path)) throw new FileError('EBUSY', path);
    this.#parentWritable(path, place);
    const parent = place.mount.fs.lstat(place.inner.slice(0, place.inner.lastIndexOf('/')) || '/');
    const { uid } = this.credentials;
    const sticky = (parent.mode & 0o1000) !== 0;
    if (sticky && !capable(this.credentials, 'FOWNER') && uid !== parent.uid && uid !== place.stat.uid)
      throw new FileError('EPERM', path);
  }

  #owner(path: string, strict: boolean): Resolved & { stat: Stat } {
    const place = this.#existing(path);
    const { uid } = this.credentials;
    const allowed =
      capable(this.credentials, 'FOWNER') ||
      uid === place.stat.uid ||
      (!strict && permits(place.stat, this.credentials, 2));
    if (!allowed) throw new FileError('EPERM', path);
    if (readOnly(place)) throw new FileError('EROFS', path);
    return place;
  }

  #need(stat: Stat, bits: number, path: string): void {
    if (!permits(stat, this.credentials, bits)) throw new FileError('EACCES', path);
  }

  /** Runs a file system's call; its error tells the path as it was given here. */
  #do<T>(path: string, call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (error instanceof FileError) throw new FileError(error.code satisfies ErrorCode, path);
      throw error;
    }
  }
}

const readOnly = (place: { mount: { readOnly: boolean; fs: FileSystem } }): boolean =>
  place.mount.readOnly || place.mount.fs.readOnly;

const isDevice = (stat: Stat): boolean => stat.type === 'char' || stat.type === 'fifo' || stat.type === 'socket';
