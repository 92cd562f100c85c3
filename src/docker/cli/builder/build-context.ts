import { gunzipSync } from 'fflate';
import { decode, encode, readAll } from '#io/streams';
import { parseDockerignore } from '#docker/builder/dockerignore';
import { bodyBytes } from '#image/body-bytes';
import { request } from '#network/http-client';
import { NetworkError } from '#network/stack';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { join } from '#vfs/path';
import { readTar, writeTar, type TarEntry } from '#vfs/tar';
import { parseGitUrl, type GitUrl } from '../options/git-url';

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
  if (repository) return fromRepository(process, repository, file);
  if (/^https?:\/\//.test(path)) return fromWeb(process, path, file);
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

/** A checkout of a repository. Simplified: the client clones it with git, not the builder. */
async function fromRepository(process: Process, repository: GitUrl, file: string): Promise<PackedContext> {
  const { remote } = repository;
  const git = process.findProgram('git');
  const failed = `failed to solve: failed to read dockerfile: failed to load cache key: failed to fetch remote ${remote}`;
  if (git === undefined) throw new ContextError(`${failed}: exec: "git": executable file not found in $PATH`);
  const directory = `/tmp/buildx-git-${process.pid.toString()}`;
  const branch = repository.ref === 'master' ? [] : ['-b', repository.ref];
  const child = process.spawn({ path: git, argv: ['git', 'clone', '-q', ...branch, remote, directory] });
  const { code } = await process.wait(child.exited);
  try {
    if (code !== 0) throw new ContextError(`${failed}: git stderr: exit status ${String(code)}`);
    return await packContext(process, join(directory, repository.subdir), file);
  } finally {
    if (process.fs.exists(directory)) process.fs.removeAll(directory);
  }
}

const fromStdin = async (process: Process, file: string): Promise<PackedContext> =>
  fromBytes(await readAll(process.stdin, LIMIT), file);

/** A Dockerfile or an archive that a server has. Simplified: the client fetches it, not the builder. */
async function fromWeb(process: Process, url: string, file: string): Promise<PackedContext> {
  try {
    const answer = await request({ net: process.net, fs: process.fs }, url, { redirects: 10 });
    if (answer.status >= 400)
      throw new ContextError(
        `failed to solve: failed to load ${url}: invalid response status ${String(answer.status)}`,
      );
    return fromBytes(await bodyBytes(answer.body), file);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const host = /^https?:\/\/([^/:]+)/.exec(url)?.[1] ?? url;
    throw new ContextError(
      `failed to solve: failed to load ${url}: Get "${url}": dial tcp: lookup ${host}: no such host`,
    );
  }
}

function fromBytes(given: Uint8Array, file: string): PackedContext {
  const bytes = given[0] === 0x1f && given[1] === 0x8b ? gunzipSync(given) : given;
  const isTar = bytes.length >= 512 && decode(bytes.subarray(257, 262)) === 'ustar';
  if (!isTar) return { archive: writeTar([]), dockerfile: 'Dockerfile', text: decode(bytes) };
  const name = file === '' ? 'Dockerfile' : file;
  for (const entry of readTar(bytes)) {
    if (entry.path.replace(/^\.\//, '') === name && entry.data)
      return { archive: bytes, dockerfile: name, text: decode(entry.data) };
  }
  return { archive: bytes, dockerfile: name };
}

/** The folder of the archive that holds the files of named contexts. */
const FOLDER = '.drydock-contexts';

/**
 * Adds named contexts (`--build-context name=path`) to an archive; answers those that are images beside it.
 * Throws ContextError.
 */
export async function withContexts(
  process: Process,
  packed: PackedContext,
  named: readonly string[],
): Promise<[PackedContext, Record<string, string>]> {
  const images: Record<string, string> = {};
  const entries: TarEntry[] = [];
  for (const text of named) {
    const at = text.indexOf('=');
    const [name, place] = [text.slice(0, at), text.slice(at + 1)];
    if (at < 1) throw new ContextError(`invalid context value: ${text}, expected key=value`);
    if (place.startsWith('docker-image://')) {
      images[name] = place;
      continue;
    }
    if (/^(?:https?|git|oci-layout|target):/.test(place))
      throw new ContextError(`drydock: a named context from ${place} is not simulated yet`);
    if (!process.fs.isDirectory(place))
      throw new ContextError(`failed to get build context ${name}: stat ${place}: no such file or directory`);
    const { archive } = await packContext(process, place, '');
    const now = process.clock.epochNow();
    entries.push({ path: `${FOLDER}/${name}`, type: 'directory', mode: 0o755, uid: 0, gid: 0, mtimeMs: now });
    for (const entry of readTar(archive)) entries.push({ ...entry, path: `${FOLDER}/${name}/${entry.path}` });
  }
  if (entries.length === 0) return [packed, images];
  return [{ ...packed, archive: writeTar([...readTar(packed.archive), ...entries]) }, images];
}
