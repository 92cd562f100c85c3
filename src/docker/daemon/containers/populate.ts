import { MountTable } from '#vfs/mounts';
import { ProcessFileView } from '#vfs/view';
import type { FileSystem, FileView } from '#vfs/filesystem';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import type { OverlayFileSystem } from '#vfs/overlay';
import { errors } from '../errors';
import { openVolume } from './volume-use';

/** The container's root, opened when first needed. */
export function rootOf(daemon: Daemon, container: Container): OverlayFileSystem {
  if (container.root) return container.root;
  const { images } = daemon.host;
  const layers = container.record.layers.map((diffId) => images.layer(diffId)!);
  return (container.root = daemon.host.openRoot(container.id, layers));
}

/** The files of a container's root alone, without its mounts. */
export const rootView = (daemon: Daemon, container: Container): FileView =>
  new ProcessFileView(new MountTable(rootOf(daemon, container)));

/** Makes the working directory, and fills new volumes with what the image has at their place. */
export function populate(daemon: Daemon, container: Container): void {
  const view = rootView(daemon, container);
  const { WorkingDir } = container.record.config;
  if (WorkingDir !== '') {
    if (view.exists(WorkingDir)) {
      if (!view.isDirectory(WorkingDir)) throw errors.system(`Cannot mkdir: ${WorkingDir} is not a directory`);
    } else view.mkdir(WorkingDir, { parents: true });
  }
  for (const mount of container.record.mounts) {
    if (mount.Type !== 'volume' || mount.noCopy || mount.subpath !== undefined) continue;
    if (!view.isDirectory(mount.Destination)) continue;
    const place = openVolume(daemon, mount);
    if (place.fs.readdir(place.path).length > 0) continue;
    copyTree(view, view.realpath(mount.Destination), place.fs, place.path);
  }
}

/** Copies what is in a directory into another file system, with owners, modes and times. */
export function copyTree(from: FileView, directory: string, fs: FileSystem, target: string): void {
  const base = target === '/' ? '' : target;
  for (const name of from.readdir(directory)) {
    const path = directory === '/' ? `/${name}` : `${directory}/${name}`;
    const stat = from.lstat(path);
    const node = { mode: stat.mode, uid: stat.uid, gid: stat.gid, mtimeMs: stat.mtimeMs };
    const to = `${base}/${name}`;
    if (stat.type === 'directory') {
      fs.mkdir(to, node);
      copyTree(from, path, fs, to);
    } else if (stat.type === 'symlink') fs.symlink(from.readlink(path), to, node);
    else if (stat.type === 'file') fs.writeFile(to, from.readFile(path), node);
    else fs.mknod(to, stat.type, stat.special ?? '', node);
  }
  const stat = from.stat(directory);
  if (target !== '/') {
    fs.chmod(target, stat.mode);
    fs.chown(target, stat.uid, stat.gid);
  }
}
