import { CommandError } from '#cli/command';
import type { Process } from '#process/process';
import type { TarEntry } from '#vfs/tar';

/** A file or directory of the computer as entries of an archive, named from `name` on. */
export function* localEntries(process: Process, path: string, name: string): Generator<TarEntry> {
  const { fs } = process;
  const { type, mode, uid, gid, mtimeMs } = fs.lstat(path);
  yield {
    path: name,
    ...{ type, mode, uid, gid, mtimeMs },
    ...(type === 'file' && { data: fs.readFile(path) }),
    ...(type === 'symlink' && { target: fs.readlink(path) }),
  };
  if (type !== 'directory') return;
  for (const child of fs.readdir(path)) {
    if (child !== '.' && child !== '..')
      yield* localEntries(process, `${path.replace(/\/$/, '')}/${child}`, `${name}/${child}`);
  }
}

/** Unpacks what `docker cp` got: into a directory that is there, or under the name that was given. */
export function extract(process: Process, entries: Iterable<TarEntry>, to: string, contentOnly: boolean): void {
  const { fs } = process;
  const into = fs.isDirectory(to);
  const base = fs.absolute(to);
  for (const entry of entries) {
    const parts = entry.path
      .replace(/\/+$/, '')
      .split('/')
      .filter((part) => part !== '.' && part !== '');
    if (parts.includes('..')) throw new CommandError(`invalid path in archive: ${entry.path}`);
    const kept = into && !contentOnly ? parts : parts.slice(1);
    const path = [base, ...kept].join('/');
    const node = { mode: entry.mode, uid: entry.uid, gid: entry.gid, mtimeMs: entry.mtimeMs };
    if (entry.type === 'directory') {
      if (fs.exists(path) && !fs.isDirectory(path)) throw new CommandError('cannot copy directory');
      fs.mkdir(path, { parents: true, mode: entry.mode });
    } else if (entry.type === 'symlink') {
      fs.removeAll(path);
      fs.symlink(entry.target ?? '', path);
    } else if (entry.hardLink !== undefined) {
      const target = entry.hardLink.split('/').filter((part) => part !== '.' && part !== '');
      fs.link([base, ...(into && !contentOnly ? target : target.slice(1))].join('/'), path);
    } else fs.writeFile(path, entry.data ?? new Uint8Array(0), { mode: node.mode });
  }
}
