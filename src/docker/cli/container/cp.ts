import { CommandError, exactly } from '#cli/command';
import { humanSize } from '#cli/units';
import type { PathStat } from '#docker/api/path-stat';
import { EngineError } from '#docker/api/client';
import { readAll } from '#io/streams';
import { normalise } from '#vfs/path';
import { readTar, writeTar } from '#vfs/tar';
import { decodeBase64 } from '../base64';
import { completeContainers, dockerCommand, type DockerCli } from '../docker-command';
import { extract, localEntries } from './cp-files';

const IS_DIRECTORY = 2 ** 31;

/** `container:path`, or a path alone when it begins with `/` or `.`. Upstream: splitCpArg. */
export function splitCopyArgument(text: string): { container: string; path: string } {
  if (text.startsWith('/') || text.startsWith('.')) return { container: '', path: text };
  const colon = text.indexOf(':');
  return colon < 0 ? { container: '', path: text } : { container: text.slice(0, colon), path: text.slice(colon + 1) };
}

/** docker container cp: files between a container and the computer. */
export const cp = dockerCommand({
  name: 'cp',
  usage: 'CONTAINER:SRC_PATH DEST_PATH|-\n\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH',
  aliasText: 'docker container cp, docker cp',
  short: 'Copy files/folders between a container and the local filesystem',
  long: `Copy files/folders between a container and the local filesystem

Use '-' as the source to read a tar archive from stdin
and extract it to a directory destination in a container.
Use '-' as the destination to stream a tar archive of a
container source to stdout.`,
  args: exactly(2),
  flags: {
    archive: { kind: 'bool', short: 'a', help: 'Archive mode (copy all uid/gid information)' },
    'follow-link': { kind: 'bool', short: 'L', help: 'Always follow symbol link in SRC_PATH' },
    quiet: {
      kind: 'bool',
      short: 'q',
      help: 'Suppress progress output during copy. Progress output is automatically suppressed if no terminal is attached',
    },
  },
  complete: completeContainers(),
  async run(cli, { args: [from = '', to = ''], flags }) {
    const source = splitCopyArgument(from);
    const target = splitCopyArgument(to);
    if (source.path === '') throw new CommandError('source can not be empty');
    if (target.path === '') throw new CommandError('destination can not be empty');
    if (source.container !== '' && target.container !== '')
      throw new CommandError('copying between containers is not supported');
    if (source.container === '' && target.container === '')
      throw new CommandError('must specify at least one container source');
    const quiet = flags.quiet || !cli.process.isTTY(1);
    if (source.container !== '') {
      const place = flags['follow-link'] ? await followed(cli, source) : source;
      await fromContainer(cli, place, target.path, quiet);
      return;
    }
    const { fs } = cli.process;
    const follows = flags['follow-link'] && source.path !== '-' && fs.exists(source.path);
    await toContainer(cli, follows ? fs.realpath(source.path) : source.path, target, quiet, flags.archive);
  },
});

interface Place {
  readonly container: string;
  readonly path: string;
}

const archive = ({ container }: Place): string => `/containers/${encodeURIComponent(container)}/archive`;

async function statOf(cli: DockerCli, place: Place): Promise<PathStat | undefined> {
  try {
    const headers = await cli.client.head(archive(place), { query: { path: place.path } });
    return JSON.parse(decodeBase64(headers['x-docker-container-path-stat'] ?? '')) as PathStat;
  } catch (error) {
    if (error instanceof EngineError && error.status === 404 && !/no such container/i.test(error.message))
      return undefined;
    throw error;
  }
}

/** What a link in the container points to. Upstream: copyFromContainer. */
async function followed(cli: DockerCli, source: Place): Promise<Place> {
  const target = (await statOf(cli, source))?.linkTarget ?? '';
  if (target === '') return source;
  return { ...source, path: normalise(target, source.path.replace(/\/[^/]*$/, '') || '/') };
}

async function fromContainer(cli: DockerCli, source: Place, to: string, quiet: boolean): Promise<void> {
  const { fs } = cli.process;
  const { bytes } = await cli.client.bytes(archive(source), { query: { path: source.path } });
  if (to === '-') {
    await cli.process.stdout.write(bytes);
    return;
  }
  const parent = fs.absolute(to).replace(/\/[^/]*$/, '') || '/';
  if (!fs.exists(to) && !fs.isDirectory(parent))
    throw new CommandError(`invalid output path: directory "${parent}" does not exist`);
  const contentOnly = /(^|\/)\.$/.test(source.path);
  extract(cli.process, readTar(bytes), to, contentOnly);
  if (!quiet) await cli.err(`Successfully copied ${humanSize(bytes.length, 3)} to ${fs.absolute(to)}\n`);
}

async function toContainer(
  cli: DockerCli,
  from: string,
  target: Place,
  quiet: boolean,
  archived: boolean,
): Promise<void> {
  const { fs } = cli.process;
  const stat = await statOf(cli, target);
  const directory = stat !== undefined && Math.floor(stat.mode / IS_DIRECTORY) % 2 === 1;
  let path = target.path;
  let bytes: Uint8Array;
  if (from === '-') {
    if (stat && !directory)
      throw new CommandError(`destination "${target.container}:${target.path}" must be a directory`);
    bytes = await readAll(cli.process.stdin);
  } else {
    if (!fs.exists(from)) throw new CommandError(`lstat ${fs.absolute(from)}: no such file or directory`);
    const contentOnly = /(^|\/)\.$/.test(from);
    let name = fs.absolute(from).split('/').at(-1)!;
    if (directory && contentOnly && fs.isDirectory(from)) name = '.';
    else if (!directory) {
      if (target.path.endsWith('/') && !stat && !fs.isDirectory(from)) throw new CommandError('no such directory');
      const at = target.path.replace(/\/+$/, '').lastIndexOf('/');
      name = target.path.replace(/\/+$/, '').slice(at + 1);
      path = target.path.slice(0, at + 1) || '/';
    }
    bytes = writeTar(localEntries(cli.process, from, name));
  }
  const query = { path, noOverwriteDirNonDir: true, copyUIDGID: archived || undefined };
  await cli.client.upload('PUT', archive(target), bytes, { query });
  if (!quiet)
    await cli.err(`Successfully copied ${humanSize(bytes.length, 3)} to ${target.container}:${target.path}\n`);
}
