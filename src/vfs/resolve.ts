import { FileError, type Credentials, type Stat } from './filesystem';
import type { Location, MountTable } from './mounts';
import { join } from './path';

/** The most symbolic links that one path may lead through. */
const LINK_LIMIT = 40;
const PATH_LIMIT = 4096;
const NAME_LIMIT = 255;

/** Where a path leads. `stat` is undefined when the last part does not exist (its directory does). */
export interface Resolved extends Location {
  /** Normalised and free of symbolic links. */
  readonly path: string;
  readonly stat: Stat | undefined;
}

export interface Walker {
  readonly table: MountTable;
  readonly credentials: Credentials;
  readonly cwd: string;
  /** What /proc/self is for this process. */
  readonly self: number;
}

/** Whether a process is root and has the capability. */
export const capable = (who: Credentials, capability: string): boolean => who.uid === 0 && !who.lacks?.has(capability);

/** Whether someone may do what `bits` (4 read, 2 write, 1 execute or search) ask. Root may, but executes only what anyone may. */
export function permits(stat: Stat, who: Credentials, bits: number): boolean {
  if (capable(who, 'DAC_OVERRIDE')) return (bits & 1) === 0 || stat.type === 'directory' || (stat.mode & 0o111) !== 0;
  const inGroup = who.gid === stat.gid || (who.groups?.includes(stat.gid) ?? false);
  const shift = who.uid === stat.uid ? 6 : inGroup ? 3 : 0;
  return ((stat.mode >> shift) & bits) === bits;
}

/** Follows a path as Linux' namei does. Throws FileError (with the path as given), unless only the last part is missing. */
export function resolve(walker: Walker, given: string, follow: boolean): Resolved {
  if (given === '') throw new FileError('ENOENT', given);
  if (given.length >= PATH_LIMIT) throw new FileError('ENAMETOOLONG', given);
  const { table, credentials } = walker;
  const todo = given.split('/').reverse();
  const mustBeDirectory = given.endsWith('/') || given.endsWith('/.');
  let path = given.startsWith('/') ? '/' : walker.cwd;
  let links = 0;
  let here: Resolved | undefined;
  const current = (): Resolved => (here ??= look(table, path));

  while (todo.length > 0) {
    const name = todo.pop()!;
    if (name === '' || name === '.') continue;
    if (name.length > NAME_LIMIT) throw new FileError('ENAMETOOLONG', given);
    const directory = current();
    if (!directory.stat) throw new FileError('ENOENT', given);
    if (directory.stat.type !== 'directory') throw new FileError('ENOTDIR', given);
    if (!permits(directory.stat, credentials, 1)) throw new FileError('EACCES', given);
    if (name === '..') {
      path = path.slice(0, path.lastIndexOf('/')) || '/';
      here = undefined;
      continue;
    }
    const next = look(table, join(path, name));
    const last = todo.every((part) => part === '' || part === '.');
    if (next.stat?.type === 'symlink' && (!last || follow || todo.length > 0) && !isMagic(next.stat)) {
      if (++links > LINK_LIMIT) throw new FileError('ELOOP', given);
      const target = next.stat.special === 'self' ? String(walker.self) : next.mount.fs.readlink(next.inner);
      if (target.startsWith('/')) {
        path = '/';
        here = undefined;
      }
      todo.push(...target.split('/').reverse());
      continue;
    }
    if (!next.stat && !last) throw new FileError('ENOENT', given);
    path = next.path;
    here = next;
  }
  const end = current();
  if (mustBeDirectory && end.stat && end.stat.type !== 'directory') throw new FileError('ENOTDIR', given);
  return end;
}

/** A link of /proc/PID/fd: leads to an open file, not to a path. */
const isMagic = (stat: Stat): boolean => stat.special?.startsWith('fd:') ?? false;

function look(table: MountTable, path: string): Resolved {
  const { mount, inner } = table.locate(path);
  return { mount, inner, path, stat: mount.fs.find(inner) };
}
