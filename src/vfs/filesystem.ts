export type FileType = 'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'char' | 'block';

/** What stat(2) tells. Times are calendar milliseconds (virtual); `mode` holds the permission bits alone. */
export interface Stat {
  readonly type: FileType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly nlink: number;
  /** The file system's id: two files are the same when `device` and `ino` are. */
  readonly device: string;
  /** Which device a `char` node is (`null`, `zero`, `random`, `tty` ...), or which service a `socket` node leads to. */
  readonly special?: string;
}

export interface NewNode {
  mode?: number;
  uid?: number;
  gid?: number;
  mtimeMs?: number;
}

export type ErrorCode =
  | 'ENOENT'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'ENOTEMPTY'
  | 'EACCES'
  | 'EPERM'
  | 'EROFS'
  | 'ELOOP'
  | 'EXDEV'
  | 'EINVAL'
  | 'EBUSY'
  | 'ENOSPC'
  | 'ENAMETOOLONG'
  | 'ENOEXEC'
  | 'ENXIO'
  | 'ESRCH'
  | 'EAGAIN';

/** Linux' words for an error (strerror), as programs print them. */
export const ERROR_TEXT: Readonly<Record<ErrorCode, string>> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
  ELOOP: 'Too many levels of symbolic links',
  EXDEV: 'Invalid cross-device link',
  EINVAL: 'Invalid argument',
  EBUSY: 'Device or resource busy',
  ENOSPC: 'No space left on device',
  ENAMETOOLONG: 'File name too long',
  ENOEXEC: 'Exec format error',
  ENXIO: 'No such device or address',
  ESRCH: 'No such process',
  EAGAIN: 'Resource temporarily unavailable',
};

/** A failed file operation; `message` is Linux' text for the code. */
export class FileError extends Error {
  override readonly name = 'FileError';

  constructor(
    readonly code: ErrorCode,
    readonly path: string,
  ) {
    super(ERROR_TEXT[code]);
  }
}

/** An open file: stays the same file when it is renamed or removed. */
export interface FileHandle {
  stat(): Stat;
  /** At most `max` bytes from the offset `at`; empty at the end. */
  read(at: number, max: number): Uint8Array;
  /** Writes at the offset; a gap before it is filled with zeros. */
  write(at: number, data: Uint8Array): void;
  truncate(size: number): void;
  close(): void;
}

/**
 * One file system: a tree of nodes. Paths are absolute within it and normalised (`/a/b`, no `.` or `..`, no trailing
 * slash); no symbolic link is followed here, in the last part or before: `FileView` does that, with mounts and
 * permissions. All calls are synchronous and throw FileError.
 */
export interface FileSystem {
  readonly id: string;
  readonly readOnly: boolean;
  lstat(path: string): Stat;
  /** Like `lstat`, but undefined in place of an error. */
  find(path: string): Stat | undefined;
  /** Opens an existing file (type `file`). */
  open(path: string): FileHandle;
  /** The names in a directory, sorted. */
  readdir(path: string): string[];
  /** The bytes of a file; not a copy, so never change them in place. */
  readFile(path: string): Uint8Array;
  readlink(path: string): string;
  /** Creates or replaces the content of a file; the node's owner and mode stay when it exists. */
  writeFile(path: string, data: Uint8Array, node?: NewNode): void;
  appendFile(path: string, data: Uint8Array, node?: NewNode): void;
  mkdir(path: string, node?: NewNode): void;
  symlink(target: string, path: string, node?: NewNode): void;
  /** A fifo, socket or device node. */
  mknod(path: string, type: 'fifo' | 'socket' | 'char' | 'block', special: string, node?: NewNode): void;
  link(existing: string, path: string): void;
  unlink(path: string): void;
  rmdir(path: string): void;
  rename(from: string, to: string): void;
  chmod(path: string, mode: number): void;
  chown(path: string, uid: number, gid: number): void;
  utimes(path: string, mtimeMs: number): void;
}

/** Who asks: decides what permissions allow. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly groups?: readonly number[];
  /** Capabilities (without `CAP_`) that even root does not have. */
  readonly lacks?: ReadonlySet<string> | undefined;
}

/**
 * The files as one process sees them: mounts joined, symbolic links followed, permissions checked, relative paths
 * resolved against `cwd`. Every program uses this and nothing below it. All calls are synchronous and throw FileError
 * with the path as it was given.
 */
export interface FileView {
  cwd: string;
  readonly credentials: Credentials;
  /** The absolute path with `.` and `..` taken out and links followed (realpath); the last part must exist. */
  realpath(path: string): string;
  /** The absolute path by text alone, without looking at the files. */
  absolute(path: string): string;
  stat(path: string): Stat;
  lstat(path: string): Stat;
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Whether the process may read, write and execute (any letters of `rwx`). */
  access(path: string, mode: string): boolean;
  readdir(path: string): string[];
  readFile(path: string): Uint8Array;
  readText(path: string): string;
  readlink(path: string): string;
  writeFile(path: string, data: Uint8Array | string, node?: NewNode): void;
  appendFile(path: string, data: Uint8Array | string, node?: NewNode): void;
  mkdir(path: string, options?: NewNode & { parents?: boolean }): void;
  symlink(target: string, path: string): void;
  mknod(path: string, type: 'fifo' | 'socket' | 'char' | 'block', special: string, node?: NewNode): void;
  link(existing: string, path: string): void;
  unlink(path: string): void;
  rmdir(path: string): void;
  /** Removes a file, or a directory with all in it; nothing happens when it does not exist. */
  removeAll(path: string): void;
  rename(from: string, to: string): void;
  chmod(path: string, mode: number): void;
  chown(path: string, uid: number, gid: number): void;
  utimes(path: string, mtimeMs: number): void;
  /** The mounts in order, as /proc/mounts tells them. */
  mounts(): readonly MountInfo[];
  /** The same files for another user or from another directory. */
  as(change: { credentials?: Credentials; cwd?: string; umask?: number }): FileView;
}

export interface MountInfo {
  readonly target: string;
  /** What stands in the first column of /proc/mounts: `overlay`, `/dev/vda1`, `tmpfs`. */
  readonly source: string;
  readonly fsType: string;
  readonly readOnly: boolean;
}
