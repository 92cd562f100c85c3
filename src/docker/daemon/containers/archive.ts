import { encode } from '#io/streams';
import { MountTable } from '#vfs/mounts';
import { FileError, type FileView } from '#vfs/filesystem';
import { readTar, TarError, writeTar, type TarEntry } from '#vfs/tar';
import { ProcessFileView } from '#vfs/view';
import { bytesOf } from '../../api/client';
import type { PathStat } from '../../api/path-stat';
import { OK_EMPTY, type Call, type Route } from '../call';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { findContainer } from '../lookup';
import { isoSeconds } from '../time';
import { base64 } from './base64';
import { rootOf } from './populate';
import { openVolume } from './volume-use';

/** A container's files with its volumes and binds, whether it runs or not. */
export function containerFiles(daemon: Daemon, container: Container): FileView {
  const table = new MountTable(rootOf(daemon, container));
  const running = container.run?.sandbox.spec.mounts;
  if (running) for (const mount of running) table.mount(mount);
  else {
    for (const mount of container.record.mounts) {
      if (mount.Type === 'tmpfs') continue;
      const place =
        mount.Type === 'volume'
          ? openVolume(daemon, mount)
          : { ...daemon.host.locate(daemon.host.files.realpath(mount.Source)), source: '/dev/vda1', fsType: 'ext4' };
      table.mount({ target: mount.Destination, ...place, readOnly: !mount.RW });
    }
  }
  return new ProcessFileView(table);
}

const absolute = (path: string): string => (path.startsWith('/') ? path : `/${path}`);
const nameOf = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) || '/';

/** Go's bits for file types, beside the permissions. */
const GO_MODE: Partial<Record<string, number>> = {
  directory: 2 ** 31,
  symlink: 2 ** 27,
  fifo: 2 ** 25,
  socket: 2 ** 24,
  char: 2 ** 26 + 2 ** 21,
  block: 2 ** 26,
};
const goMode = (mode: number, type: string): number =>
  (mode & 0o777) +
  (GO_MODE[type] ?? 0) +
  (mode & 0o1000 ? 2 ** 20 : 0) +
  (mode & 0o4000 ? 2 ** 23 : 0) +
  (mode & 0o2000 ? 2 ** 22 : 0);

function statOf(files: FileView, path: string): PathStat {
  const stat = files.lstat(path);
  return {
    name: nameOf(path),
    size: stat.type === 'directory' ? 4096 : stat.size,
    mode: goMode(stat.mode, stat.type),
    mtime: `${isoSeconds(stat.mtimeMs)}Z`,
    linkTarget: stat.type === 'symlink' ? files.readlink(path) : '',
  };
}

function lookUp(call: Call): { daemon: Daemon; container: Container; files: FileView; path: string; word: string } {
  const { daemon, params, query } = call;
  const word = params['id']!;
  const container = findContainer(daemon, word);
  const asked = query.get('path');
  if (!asked) throw errors.invalid('bad parameter: missing required query parameter "path"');
  const files = containerFiles(daemon, container);
  const given = absolute(asked);
  const path = given.length > 1 ? given.replace(/\/+$/, '') || '/' : given;
  try {
    files.lstat(path);
  } catch {
    throw errors.pathNotFound(asked, word);
  }
  return { daemon, container, files, path, word };
}

const header = (files: FileView, path: string): Record<string, string> => ({
  'x-docker-container-path-stat': base64(encode(JSON.stringify(statOf(files, path)))),
});

/** All below a path as entries of an archive, under `name`. */
export function* entriesOf(files: FileView, path: string, name: string): Generator<TarEntry> {
  const { type, mode, uid, gid, mtimeMs, special } = files.lstat(path);
  const node = { path: name, type, mode, uid, gid, mtimeMs, ...(special !== undefined && { special }) };
  if (type === 'symlink') yield { ...node, target: files.readlink(path) };
  else if (type === 'file') yield { ...node, data: files.readFile(path) };
  else if (type === 'directory') {
    if (name !== '') yield node;
    for (const child of files.readdir(path)) {
      yield* entriesOf(
        files,
        path === '/' ? `/${child}` : `${path}/${child}`,
        name === '' ? child : `${name}/${child}`,
      );
    }
  } else yield node;
}

/** `docker cp` out of a container. */
export const archiveGet: Route = {
  method: 'GET',
  path: '/containers/{id}/archive',
  handle: (call) => {
    const { files, path } = lookUp(call);
    const bytes = writeTar(entriesOf(files, path, nameOf(path)));
    return {
      status: 200,
      headers: { 'content-type': 'application/x-tar', ...header(files, path) },
      body: { kind: 'bytes', bytes },
    };
  },
};

/** What `docker cp` asks first. */
export const archiveHead: Route = {
  method: 'HEAD',
  path: '/containers/{id}/archive',
  handle: (call) => {
    const { files, path } = lookUp(call);
    return { ...OK_EMPTY, headers: header(files, path) };
  },
};

/** `docker cp` into a container. */
export const archivePut: Route = {
  method: 'PUT',
  path: '/containers/{id}/archive',
  handle: async (call) => {
    const { container, files, path } = lookUp(call);
    if (!files.isDirectory(path)) throw errors.notDirectory();
    if (
      container.record.hostConfig.ReadonlyRootfs &&
      !container.record.mounts.some((m) => path.startsWith(m.Destination))
    )
      throw errors.rootfsReadOnly();
    try {
      unpack(files, path, readTar(await bytesOf(call.body)), call.query.flag('noOverwriteDirNonDir'));
    } catch (error) {
      if (error instanceof TarError) throw errors.system(`Error processing tar file(exit status 1): ${error.message}`);
      if (error instanceof FileError && error.code === 'EROFS') throw errors.mountReadOnly();
      throw error;
    }
    return OK_EMPTY;
  },
};

/** Puts the entries of an archive into a directory; names that lead out of it are refused. */
export function unpack(files: FileView, directory: string, entries: Iterable<TarEntry>, keepKinds: boolean): void {
  const base = directory === '/' ? '' : directory;
  for (const entry of entries) {
    const name = entry.path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
    if (name === '' || name === '.') continue;
    if (name.split('/').includes('..'))
      throw errors.system(`Error processing tar file(exit status 1): invalid tar path: ${entry.path}`);
    const path = `${base}/${name}`;
    const parent = path.slice(0, path.lastIndexOf('/')) || '/';
    if (!files.exists(parent)) files.mkdir(parent, { parents: true });
    put(files, path, entry, keepKinds, base);
  }
}

function put(files: FileView, path: string, entry: TarEntry, keepKinds: boolean, base: string): void {
  const { mode, uid, gid, mtimeMs } = entry;
  const there = tryLstat(files, path);
  if (there && keepKinds && (there === 'directory') !== (entry.type === 'directory')) {
    const [from, to] = entry.type === 'directory' ? ['directory', 'non-directory'] : ['non-directory', 'directory'];
    throw errors.invalid(`cannot overwrite ${to} "${path}" with ${from} "/"`);
  }
  if (there && (there !== entry.type || entry.type === 'symlink') && there !== 'directory') files.unlink(path);
  else if (there === 'directory' && entry.type !== 'directory') files.removeAll(path);
  if (entry.hardLink !== undefined) {
    files.link(`${base}/${entry.hardLink}`, path);
    return;
  }
  switch (entry.type) {
    case 'directory':
      if (there !== 'directory') files.mkdir(path, { mode });
      break;
    case 'symlink':
      files.symlink(entry.target ?? '', path);
      return;
    case 'file':
      files.writeFile(path, entry.data ?? new Uint8Array(0));
      break;
    default:
      files.mknod(path, entry.type, entry.special ?? '', { mode });
  }
  files.chmod(path, mode);
  files.chown(path, uid, gid);
  files.utimes(path, mtimeMs);
}

function tryLstat(files: FileView, path: string): string | undefined {
  try {
    return files.lstat(path).type;
  } catch {
    return undefined;
  }
}
