import { gunzipSync } from 'fflate';
import { FileError, type FileSystem, type FileView } from '#vfs/filesystem';
import { MountTable } from '#vfs/mounts';
import { join, normalise } from '#vfs/path';
import { ProcessFileView } from '#vfs/view';
import { readTar } from '#vfs/tar';
import { Sha256 } from '#image/sha256';
import type { ModeChange } from './mode-change';

/** A source that is not there; `pattern` as written, with its leading slash. */
export class SourceMissingError extends Error {
  override readonly name = 'SourceMissingError';

  constructor(readonly pattern: string) {
    super(`${JSON.stringify(pattern)}: not found`);
  }
}

export interface CopyRequest {
  readonly source: FileSystem;
  readonly sources: readonly string[];
  readonly inline: readonly { readonly name: string; readonly content: Uint8Array }[];
  readonly target: string;
  readonly uid: number;
  readonly gid: number;
  /** Keeps owners as the source has them (COPY --from without --chown keeps root's anyway). */
  readonly mode?: ModeChange;
  readonly unpack: boolean;
  readonly parents: boolean;
  readonly exclude: (path: string) => boolean;
}

/** A file system seen whole, links followed, as root. */
export const viewOf = (fs: FileSystem): FileView => new ProcessFileView(new MountTable(fs), { umask: 0 });

/** The paths that a pattern of COPY means, sorted. Throws SourceMissingError. */
export function findSources(source: FileView, pattern: string): string[] {
  const path = normalise(pattern, '/');
  if (!/[*?[\\]/.test(path)) {
    if (!source.exists(path)) throw new SourceMissingError(path);
    return [path];
  }
  let found = ['/'];
  for (const part of path.split('/').slice(1)) {
    const expression = globPart(part);
    found = found.flatMap((directory) => {
      if (!source.isDirectory(directory)) return [];
      return source
        .readdir(directory)
        .filter((name) => expression.test(name))
        .map((name) => join(directory, name));
    });
  }
  if (found.length === 0) throw new SourceMissingError(path);
  return found;
}

const globPart = (part: string): RegExp => {
  const text = part.replaceAll(/\\.|\*|\?|[.+^${}()|]/g, (c) =>
    c === '*' ? '.*' : c === '?' ? '.' : c.length > 1 ? c : `\\${c}`,
  );
  try {
    return new RegExp(`^${text}$`, 's');
  } catch {
    return /^$(?!)/;
  }
};

/** A checksum of everything that a copy would read: names below the sources, modes and bytes, no times. */
export function checksum(request: CopyRequest): string {
  const view = viewOf(request.source);
  const sum = new Sha256();
  const visit = (path: string, name: string): void => {
    if (request.exclude(path.slice(1))) return;
    const stat = view.lstat(path);
    sum.update(`${name} ${stat.type} ${stat.mode.toString(8)} `);
    if (stat.type === 'symlink') sum.update(view.readlink(path));
    else if (stat.type === 'file') sum.update(`${String(stat.size)} `).update(view.readFile(path));
    else if (stat.type === 'directory')
      for (const child of view.readdir(path)) visit(join(path, child), `${name}/${child}`);
    sum.update('\n');
  };
  for (const pattern of request.sources) {
    for (const path of findSources(view, pattern)) {
      const real = view.realpath(path);
      visit(real, view.isDirectory(real) ? '' : path.slice(path.lastIndexOf('/')));
    }
  }
  for (const { name, content } of request.inline) sum.update(`${name} inline `).update(content);
  return sum.hex();
}

/** Copies into the target's files. Throws SourceMissingError, FileError. Upstream: buildkit solver/llbsolver/file. */
export function copyFiles(request: CopyRequest, into: FileView): void {
  const source = viewOf(request.source);
  const { target } = request;
  const many = request.sources.length + request.inline.length > 1 || request.sources.some((s) => /[*?[]/.test(s));
  const directory = target.endsWith('/') || target.endsWith('/.') || many || into.isDirectory(target);
  const owner = { uid: request.uid, gid: request.gid };
  const makeParents = (path: string): void => {
    const parent = path.slice(0, path.lastIndexOf('/')) || '/';
    if (into.isDirectory(parent)) return;
    if (into.exists(parent)) throw new FileError('ENOTDIR', parent);
    makeParents(parent);
    into.mkdir(parent, { mode: 0o755, ...owner });
    into.chown(parent, owner.uid, owner.gid);
  };
  const copyOne = (from: string, to: string): void => {
    if (request.exclude(from.slice(1))) return;
    const stat = source.lstat(from);
    if (stat.type === 'directory') {
      if (!into.isDirectory(to)) {
        makeParents(to);
        into.mkdir(to);
        into.chmod(to, request.mode?.(stat.mode, true) ?? stat.mode);
        into.chown(to, owner.uid, owner.gid);
      }
      for (const name of source.readdir(from)) copyOne(join(from, name), join(to, name));
      return;
    }
    makeParents(to);
    if (into.exists(to) || hasLink(into, to)) into.removeAll(to);
    if (stat.type === 'symlink') {
      into.symlink(source.readlink(from), to);
      return;
    }
    if (stat.type !== 'file') return;
    into.writeFile(to, source.readFile(from));
    into.chmod(to, request.mode?.(stat.mode, false) ?? stat.mode);
    into.chown(to, owner.uid, owner.gid);
    into.utimes(to, stat.mtimeMs);
  };
  for (const pattern of request.sources) {
    for (const path of findSources(source, pattern)) {
      const real = source.realpath(path);
      if (request.parents) {
        copyOne(real, join(normalise(target, '/'), path.slice(1)));
        continue;
      }
      if (source.isDirectory(real)) {
        const base = normalise(target, '/');
        if (base !== '/' && !into.isDirectory(base)) {
          makeParents(base);
          into.mkdir(base, { mode: request.mode?.(0o755, true) ?? 0o755 });
          into.chown(base, owner.uid, owner.gid);
        }
        for (const name of source.readdir(real)) copyOne(join(real, name), join(base, name));
        continue;
      }
      const archive = request.unpack ? archiveIn(source.readFile(real)) : undefined;
      if (archive) {
        unpack(archive, normalise(target, '/'), into);
      } else {
        copyOne(
          real,
          directory ? join(normalise(target, '/'), path.slice(path.lastIndexOf('/') + 1)) : normalise(target, '/'),
        );
      }
    }
  }
  for (const { name, content } of request.inline) {
    const to = directory && target !== `/${name}` ? join(normalise(target, '/'), name) : normalise(target, '/');
    makeParents(to);
    into.writeFile(to, content);
    into.chmod(to, request.mode?.(0o644, false) ?? 0o644);
    into.chown(to, owner.uid, owner.gid);
  }
}

const hasLink = (view: FileView, path: string): boolean => {
  try {
    view.lstat(path);
    return true;
  } catch {
    return false;
  }
};

/** The most bytes that an archive may hold. */
const LARGEST = 512 * 1024 * 1024;

/** The tar in a file, plain or by gzip; undefined when it is none. Simplified: bzip2, xz and zstd are copied as they are. */
function archiveIn(bytes: Uint8Array): Uint8Array | undefined {
  let plain = bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const end = bytes.length;
    const size = bytes[end - 4]! | (bytes[end - 3]! << 8) | (bytes[end - 2]! << 16) | (bytes[end - 1]! * 2 ** 24);
    if (size > LARGEST) return undefined;
    try {
      plain = gunzipSync(bytes);
    } catch {
      return undefined;
    }
  }
  return plain.length >= 512 && String.fromCharCode(...plain.subarray(257, 262)) === 'ustar' ? plain : undefined;
}

function unpack(archive: Uint8Array, target: string, into: FileView): void {
  into.mkdir(target, { parents: true });
  for (const entry of readTar(archive)) {
    const path = join(target, normalise(entry.path, '/').slice(1));
    if (path === target) continue;
    into.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { parents: true });
    if (entry.type === 'directory') into.mkdir(path, { parents: true });
    else if (entry.type === 'symlink') into.symlink(entry.target ?? '', path);
    else if (entry.hardLink !== undefined) into.link(join(target, entry.hardLink), path);
    else if (entry.type === 'file') into.writeFile(path, entry.data ?? new Uint8Array(0));
    if (entry.type === 'file' || entry.type === 'directory') into.chmod(path, entry.mode);
    if (entry.type !== 'symlink') into.chown(path, entry.uid, entry.gid);
  }
}
