import type { FileSystem, MountInfo, Stat } from './filesystem';
import { join, within } from './path';

/** A file system, or a part of one, seen at a path. */
export interface Mount extends MountInfo {
  readonly fs: FileSystem;
  /** What of `fs` is seen: a directory or one file. */
  readonly path: string;
}

/** Where a path of a mount namespace lies. */
export interface Location {
  readonly mount: Mount;
  /** The path inside the mount's file system. */
  readonly inner: string;
}

/** The mounts of one mount namespace; later ones cover earlier ones at the same path. */
export class MountTable {
  readonly #mounts: Mount[] = [];
  #byTarget = new Map<string, Mount>();
  /** Names that mounts have in their parent directory, even where the file system below has none. */
  #names = new Map<string, Set<string>>();
  /** What a device node does with bytes written by path, set by the kernel (terminals, /dev/stdout). */
  writeDevice: ((stat: Stat, data: Uint8Array) => boolean) | undefined;

  constructor(root: FileSystem, info: Partial<MountInfo> = {}) {
    this.mount({ target: '/', fs: root, path: '/', source: 'overlay', fsType: 'overlay', readOnly: false, ...info });
  }

  mount(mount: Mount): void {
    this.#mounts.push(mount);
    this.#index();
  }

  /** Takes the topmost mount at a path away; false when there is none. */
  unmount(target: string): boolean {
    const at = this.#mounts.findLastIndex((mount) => mount.target === target);
    if (at <= 0) return false;
    this.#mounts.splice(at, 1);
    this.#index();
    return true;
  }

  /** Replaces flags of the topmost mount at a path (mount -o remount). */
  remount(target: string, change: Partial<Pick<Mount, 'readOnly'>>): boolean {
    const at = this.#mounts.findLastIndex((mount) => mount.target === target);
    const mount = this.#mounts[at];
    if (!mount) return false;
    this.#mounts[at] = { ...mount, ...change };
    this.#index();
    return true;
  }

  list(): readonly Mount[] {
    return this.#mounts;
  }

  isTarget(path: string): boolean {
    return this.#byTarget.has(path);
  }

  /** Names mounted right below a directory. */
  namesIn(directory: string): Iterable<string> {
    return this.#names.get(directory) ?? [];
  }

  /** The mount that shows a normalised absolute path. */
  locate(path: string): Location {
    if (this.#byTarget.size > 1) {
      for (let at = path; at !== '/' && at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
        const mount = this.#byTarget.get(at);
        if (mount) return { mount, inner: innerPath(mount.path, within(at, path)!) };
      }
    }
    const mount = this.#byTarget.get('/')!;
    return { mount, inner: innerPath(mount.path, path) };
  }

  #index(): void {
    this.#byTarget = new Map();
    this.#names = new Map();
    for (const mount of this.#mounts) {
      this.#byTarget.set(mount.target, mount);
      if (mount.target === '/') continue;
      const slash = mount.target.lastIndexOf('/');
      const parent = mount.target.slice(0, slash) || '/';
      const names = this.#names.get(parent) ?? new Set();
      this.#names.set(parent, names.add(mount.target.slice(slash + 1)));
    }
  }
}

const innerPath = (base: string, rest: string): string =>
  rest === '/' ? base : base === '/' ? rest : join(base, rest.slice(1));
