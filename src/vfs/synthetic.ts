import { encode } from '#io/streams';
import { FileError, type FileHandle, type FileSystem, type Stat } from './filesystem';
import { normalise } from './path';

/** A node whose content is made when it is looked at. */
export type SyntheticNode =
  | {
      readonly type: 'directory';
      readonly uid?: number;
      names(): string[];
      child(name: string): SyntheticNode | undefined;
    }
  | { readonly type: 'file'; readonly mode?: number; readonly uid?: number; read(): string; write?(text: string): void }
  | { readonly type: 'symlink'; readonly target: string; readonly special?: string }
  | { readonly type: 'char'; readonly special: string; readonly mode?: number; readonly uid?: number };

type Children = Readonly<Record<string, SyntheticNode | undefined>>;

/** A directory with fixed names. */
export const syntheticDirectory = (children: Children): SyntheticNode => ({
  type: 'directory',
  names: () => Object.keys(children),
  child: (name) => (Object.hasOwn(children, name) ? children[name] : undefined),
});

/** A directory that is built when it is first looked into: most containers never do. */
export function lazyDirectory(build: () => SyntheticNode): SyntheticNode {
  let built: SyntheticNode | undefined;
  const inside = (): SyntheticNode & { type: 'directory' } => {
    built ??= build();
    if (built.type !== 'directory') throw new Error('not a directory');
    return built;
  };
  return { type: 'directory', names: () => inside().names(), child: (name) => inside().child(name) };
}

/** A file with text that is made when it is read. */
export const syntheticFile = (read: () => string, write?: (text: string) => void): SyntheticNode => ({
  type: 'file',
  read,
  ...(write && { write }),
});

/** A file system without files of its own: /proc, /sys, /dev/pts. Nothing can be made or removed in it. */
export class SyntheticFileSystem implements FileSystem {
  readonly readOnly = false;

  constructor(
    readonly id: string,
    private readonly root: SyntheticNode,
    private readonly now: () => number,
  ) {}

  find(path: string): Stat | undefined {
    const node = this.#look(path);
    if (!node) return undefined;
    const special = 'special' in node ? node.special : undefined;
    return {
      type: node.type,
      mode: modeOf(node),
      uid: 'uid' in node ? (node.uid ?? 0) : 0,
      gid: 0,
      size: node.type === 'symlink' ? node.target.length : 0,
      mtimeMs: this.now(),
      ino: inodeOf(path),
      nlink: node.type === 'directory' ? 2 : 1,
      device: this.id,
      ...(special !== undefined && { special }),
    };
  }

  lstat(path: string): Stat {
    const stat = this.find(path);
    if (!stat) throw new FileError('ENOENT', path);
    return stat;
  }

  readdir(path: string): string[] {
    const node = this.#node(path);
    if (node.type !== 'directory') throw new FileError('ENOTDIR', path);
    return node.names().sort();
  }

  readFile(path: string): Uint8Array {
    const node = this.#node(path);
    if (node.type === 'directory') throw new FileError('EISDIR', path);
    if (node.type !== 'file') throw new FileError('EINVAL', path);
    return encode(node.read());
  }

  readlink(path: string): string {
    const node = this.#node(path);
    if (node.type !== 'symlink') throw new FileError('EINVAL', path);
    return node.target;
  }

  open(path: string): FileHandle {
    const content = this.readFile(path);
    return {
      stat: () => this.lstat(path),
      read: (at, max) => content.subarray(at, at + max),
      write: (_at, data) => this.writeFile(path, data),
      truncate: () => undefined,
      close: () => undefined,
    };
  }

  writeFile(path: string, data: Uint8Array): void {
    const node = this.#look(path);
    if (node?.type !== 'file' || !node.write) throw new FileError(node ? 'EACCES' : 'ENOENT', path);
    node.write(new TextDecoder().decode(data));
  }

  appendFile(path: string, data: Uint8Array): void {
    this.writeFile(path, data);
  }

  mkdir(path: string): void {
    this.#refuse(path);
  }
  symlink(_target: string, path: string): void {
    this.#refuse(path);
  }
  mknod(path: string): void {
    this.#refuse(path);
  }
  link(_existing: string, path: string): void {
    this.#refuse(path);
  }
  unlink(path: string): void {
    this.#refuse(path);
  }
  rmdir(path: string): void {
    this.#refuse(path);
  }
  rename(from: string): void {
    this.#refuse(from);
  }
  chmod(path: string): void {
    this.#refuse(path);
  }
  chown(path: string): void {
    this.#refuse(path);
  }
  utimes(path: string): void {
    this.#refuse(path);
  }

  #refuse(path: string): never {
    throw new FileError('EPERM', path);
  }

  #node(path: string): SyntheticNode {
    const node = this.#look(path);
    if (!node) throw new FileError('ENOENT', path);
    return node;
  }

  #look(path: string): SyntheticNode | undefined {
    let node: SyntheticNode | undefined = this.root;
    for (const part of normalise(path).split('/')) {
      if (part !== '') node = node?.type === 'directory' ? node.child(part) : undefined;
    }
    return node;
  }
}

function modeOf(node: SyntheticNode): number {
  if (node.type === 'directory') return 0o555;
  if (node.type === 'symlink') return 0o777;
  if (node.type === 'char') return node.mode ?? 0o620;
  return node.mode ?? (node.write ? 0o644 : 0o444);
}

function inodeOf(path: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) hash = Math.imul(hash ^ path.charCodeAt(i), 0x01000193);
  return (hash >>> 0) + 1;
}
