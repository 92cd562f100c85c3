import type { FlagValues } from '#cli/flags';
import { EngineError } from '#docker/api/client';
import type { JsonMessage } from '#docker/api/json-message';
import { humanSize } from '#image/pull-progress';
import { parseReference, ReferenceFormatError } from '#image/reference';
import type { DockerCli } from '../docker-command';
import { ContextError, packContext, type PackedContext } from './build-context';
import type { BUILD_FLAGS } from './build-flags';
import { sendBuild } from './build-request';

/** Flags that only BuildKit has. */
const BUILDKIT_ONLY = [
  'secret',
  'ssh',
  'output',
  'build-context',
  'no-cache-filter',
  'metadata-file',
  'push',
  'load',
] as const;

/** docker build with DOCKER_BUILDKIT=0. Upstream: docker/cli cli/command/image/build.go. */
export async function buildClassic(
  cli: DockerCli,
  path: string,
  flags: FlagValues<typeof BUILD_FLAGS>,
  changed: ReadonlySet<string>,
): Promise<number> {
  const unknown = BUILDKIT_ONLY.find((name) => changed.has(name));
  if (unknown !== undefined) {
    await cli.err(
      `unknown flag: --${unknown}\n\nUsage:  docker build [OPTIONS] PATH | URL | -\n\nRun 'docker build --help' for more information\n`,
    );
    return 125;
  }
  for (const tag of flags.tag) {
    try {
      parseReference(tag);
    } catch (error) {
      if (!(error instanceof ReferenceFormatError)) throw error;
      await cli.err(
        `invalid argument ${JSON.stringify(tag)} for "-t, --tag" flag: ${error.message}\n\nUsage:  docker build [OPTIONS] PATH | URL | -\n\nRun 'docker build --help' for more information\n`,
      );
      return 125;
    }
  }
  let packed: PackedContext;
  try {
    packed = await packContext(cli.process, path, flags.file);
    if (packed.text === undefined && path !== '-') {
      const { fs } = cli.process;
      const wanted = flags.file === '' ? `${fs.realpath(path)}/Dockerfile` : fs.absolute(flags.file);
      throw new ContextError(
        `unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat ${wanted}: no such file or directory`,
      );
    }
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    await cli.err(`${error.message}\n`);
    return 1;
  }
  if (!flags.quiet) await cli.out(`Sending build context to Docker daemon  ${humanSize(packed.archive.length)}\n\n`);
  try {
    const messages = await sendBuild(cli, flags, { packed, version: 1, output: 'image', contexts: {} });
    for await (const message of messages as AsyncIterable<JsonMessage>) {
      if (message.error !== undefined) {
        await cli.err(`${message.error}\n`);
        return message.errorDetail?.code ?? 1;
      }
      if (message.stream !== undefined) await cli.out(message.stream);
      else if (message.status !== undefined && message.progressDetail?.current === undefined) {
        await cli.out(`${message.id === undefined ? '' : `${message.id}: `}${message.status}\n`);
      }
      const id = (message.aux as { ID?: string } | undefined)?.ID;
      if (id !== undefined && flags.iidfile !== '') cli.process.fs.writeFile(flags.iidfile, id);
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    await cli.err(`Error response from daemon: ${error.message}\n`);
    return 1;
  }
  return 0;
}
