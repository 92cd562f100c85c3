import type { FileView } from '#vfs/filesystem';
import { join } from '#vfs/path';
import { writeTar, type TarEntry } from '#vfs/tar';

/** The most bytes that a result may have. */
const LIMIT = 512 * 1024 * 1024;

/** All files below the root as a tar. Throws when there are too many bytes. */
export function packFiles(view: FileView): Uint8Array {
  const entries: TarEntry[] = [];
  let size = 0;
  const visit = (directory: string): void => {
    for (const name of view.readdir(directory)) {
      const full = join(directory, name);
      const { type, mode, uid, gid, mtimeMs, size: bytes } = view.lstat(full);
      const node = { path: full.slice(1), mode, uid, gid, mtimeMs };
      if (type === 'directory') {
        entries.push({ ...node, type });
        visit(full);
      } else if (type === 'symlink') entries.push({ ...node, type, target: view.readlink(full) });
      else if (type === 'file') {
        size += bytes;
        if (size > LIMIT) throw new Error('the result is larger than this computer can hold');
        entries.push({ ...node, type, data: view.readFile(full) });
      }
    }
  };
  visit('/');
  return writeTar(entries);
}
