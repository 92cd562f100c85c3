import { decode, encode, readAll } from '#io/streams';
import { parseDockerignore } from '#docker/builder/dockerignore';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { join } from '#vfs/path';
import { readTar, writeTar, type TarEntry } from '#vfs/tar';
import { parseGitUrl } from '../options/git-url';

/** What a build sends to the engine. */
export interface PackedContext {
  readonly archive: Uint8Array;
  /** The Dockerfile's name as the engine shows it. */
  readonly dockerfile: string;
  /** Its text where it is not in the archive. */
  readonly text?: string;
  readonly ignoreBytes?: number;
}

/** A context that cannot be packed; the message is docker's, after `unable to prepare context: ` where it has one. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

/** The most bytes that a context may hold. */
const LIMIT = 256 * 1024 * 1024;

/** Packs the files below a directory, or what standard input gives for `-`. Throws ContextError. */
export async function packContext(process: Process, path: string, file: string): Promise<PackedContext> {
  if (path === '-') return fromStdin(process, file);
  const repository = parseGitUrl(path);
  if (repository)
    throw new ContextError(`drydock: building from the repository ${repository.remote} is not simulated yet`);
  if (/^https?:\/\//.test(path)) throw new ContextError(`drydock: building from ${path} is not simulated yet`);
  const { fs } = process;
  if (!fs.exists(path)) throw new ContextError(`unable to prepare context: path ${JSON.stringify(path)} not found`);
  if (!fs.isDirectory(path))
    throw new ContextError(`unable to prepare context: context must be a directory: ${fs.absolute(path)}`);
  const root = fs.realpath(path);
  const name = file === '' ? join(root, 'Dockerfile') : file;
  const own = `${file === '' ? name : fs.absolute(file)}.dockerignore`;
  const ignoreFile = fs.exists(own) ? own : join(root, '.dockerignore');
  const ignore = fs.exists(ignoreFile) ? fs.readText(ignoreFile) : undefined;
  const dockerfile = await readDockerfile(process, root, name, file);
  const ignored = parseDockerignore(ignore ?? '');
  const kept = new Set(['.dockerignore', dockerfile.inside].filter((inside) => inside !== undefined));
  const entries: TarEntry[] = [];
  let size = 0;
  const visit = (directory: string, prefix: string): void => {
    for (const child of fs.readdir(directory)) {
      const full = join(directory, child);
      const inside = prefix + child;
      const out = ignored(inside);
      const stat = fs.lstat(full);
      if (stat.type === 'directory') {
        const before = entries.length;
        const { mode, uid, gid, mtimeMs } = stat;
        entries.push({ path: inside, type: 'directory', mode, uid, gid, mtimeMs });
        visit(full, `${inside}/`);
        if (out && entries.length === before + 1) entries.pop();
        continue;
      }
      if (out && !kept.has(inside)) continue;
      const node = { path: inside, mode: stat.mode, uid: 0, gid: 0, mtimeMs: stat.mtimeMs };
      if (stat.type === 'symlink') entries.push({ ...node, type: 'symlink', target: fs.readlink(full) });
      else if (stat.type === 'file') {
        size += stat.size;
        if (size > LIMIT) throw new ContextError('the build context is larger than this computer can send');
        entries.push({ ...node, type: 'file', data: fs.readFile(full) });
      }
    }
  };
  try {
    visit(root, '');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new ContextError(`error checking context: no permission to read from '${error.path}'`);
  }
  return {
    archive: writeTar(entries),
    dockerfile: dockerfile.name,
    ...(dockerfile.text !== undefined && { text: dockerfile.text }),
    ...(ignore !== undefined && { ignoreBytes: encode(ignore).length }),
  };
}

async function readDockerfile(
  process: Process,
  root: string,
  name: string,
  asked: string,
): Promise<{ name: string; inside?: string; text?: string }> {
  const { fs } = process;
  if (asked === '-') return { name: 'Dockerfile', text: decode(await readAll(process.stdin)) };
  const full = fs.absolute(name);
  const inside = full.startsWith(`${root === '/' ? '' : root}/`)
    ? full.slice(root === '/' ? 1 : root.length + 1)
    : undefined;
  if (!fs.exists(full)) return { name: name.split('/').at(-1)! };
  return { name: inside ?? name.split('/').at(-1)!, ...(inside !== undefined && { inside }), text: fs.readText(full) };
}

async function fromStdin(process: Process, file: string): Promise<PackedContext> {
  const bytes = await readAll(process.stdin, LIMIT);
  const isTar = bytes.length >= 512 && decode(bytes.subarray(257, 262)) === 'ustar';
  if (!isTar) return { archive: writeTar([]), dockerfile: 'Dockerfile', text: decode(bytes) };
  const name = file === '' ? 'Dockerfile' : file;
  for (const entry of readTar(bytes)) {
    if (entry.path.replace(/^\.\//, '') === name && entry.data)
      return { archive: bytes, dockerfile: name, text: decode(entry.data) };
  }
  return { archive: bytes, dockerfile: name };
}
