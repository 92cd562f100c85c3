import { CommandError } from '#cli/command';
import type { FlagValues } from '#cli/flags';
import { EngineError, objectsOf } from '#docker/api/client';
import type { JsonMessage } from '#docker/api/json-message';
import type { SolveMessage, BuildWarning } from '#docker/builder/solve-status';
import { sourceExcerpt } from '#docker/builder/source-excerpt';
import { humanSize } from '#image/pull-progress';
import { parseReference, ReferenceFormatError } from '#image/reference';
import { BUILD_FLAGS, NOT_SIMULATED } from '../builder/build-flags';
import { ContextError, packContext, type PackedContext } from '../builder/build-context';
import { PlainProgress, warningText, type ProgressDisplay } from '../builder/plain-progress';
import { TtyProgress } from '../builder/tty-progress';
import { dockerCommand, keyValues, type DockerCli } from '../docker-command';

type Flags = FlagValues<typeof BUILD_FLAGS>;

/** docker buildx build, which `docker build` is too. */
export const build = dockerCommand({
  name: 'build',
  usage: 'PATH | URL | -',
  aliases: ['b'],
  aliasText: 'docker build, docker builder build, docker image build, docker buildx b',
  short: 'Start a build',
  flags: BUILD_FLAGS,
  async run(cli, { args, flags, changed }) {
    const classic = cli.process.env.get('DOCKER_BUILDKIT') === '0';
    if (classic) await cli.err(LEGACY);
    if (args.length !== 1) {
      await cli.err(
        "ERROR: docker: 'docker buildx build' requires 1 argument\n\nUsage:  docker buildx build [OPTIONS] PATH | URL | -\n\nRun 'docker buildx build --help' for more information\n",
      );
      return 1;
    }
    const missing = NOT_SIMULATED.find((name) => changed.has(name));
    if (missing !== undefined) {
      await cli.err(`drydock: docker build --${missing} is not simulated yet\n`);
      return 1;
    }
    return classic ? buildClassic(cli, args[0]!, flags) : buildWithBuildkit(cli, args[0]!, flags);
  },
});

const LEGACY = `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0
            environment-variable.

`;

/** `NAME=value`, or `NAME` from the environment when it has a value there. */
function buildArgs(cli: DockerCli, flags: Flags): Record<string, string> {
  const found: Record<string, string> = {};
  for (const text of flags['build-arg']) {
    const at = text.indexOf('=');
    const name = at < 0 ? text : text.slice(0, at);
    const value = at < 0 ? cli.process.env.get(name) : text.slice(at + 1);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function query(
  cli: DockerCli,
  flags: Flags,
  packed: PackedContext,
  version: 1 | 2,
): Record<string, string | readonly string[]> {
  return {
    dockerfile: packed.dockerfile,
    t: flags.tag,
    buildargs: JSON.stringify(buildArgs(cli, flags)),
    labels: JSON.stringify(keyValues(flags.label)),
    target: flags.target,
    ...(flags['no-cache'] && { nocache: '1' }),
    ...(flags.pull && { pull: '1' }),
    ...(flags.quiet && { q: '1' }),
    ...((flags.check || flags.call === 'check') && { check: '1' }),
    networkmode: flags.network === 'default' ? '' : flags.network,
    ...(packed.ignoreBytes !== undefined && { ignorebytes: String(packed.ignoreBytes) }),
    version: String(version),
  };
}

/** Reads `--secret id=x,src=file` and `id=x,env=NAME`. Throws CommandError. */
function readSecrets(cli: DockerCli, flags: Flags): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const text of flags.secret) {
    const fields = keyValues(text.split(','));
    const id = fields['id'] ?? fields['src']?.split('/').at(-1);
    if (id === undefined)
      throw new CommandError(`ERROR: failed to build: failed to parse secret ${JSON.stringify(text)}: missing id`);
    const source = fields['src'] ?? fields['source'];
    const name = fields['env'] ?? id;
    if (source !== undefined) {
      if (!cli.process.fs.exists(source))
        throw new CommandError(
          `ERROR: failed to build: failed to stat ${source}: stat ${source}: no such file or directory`,
        );
      secrets[id] = cli.process.fs.readText(source);
    } else if (cli.process.env.has(name)) secrets[id] = cli.process.env.get(name)!;
    else if (cli.process.fs.exists(id)) secrets[id] = cli.process.fs.readText(id);
  }
  return secrets;
}

async function send(
  cli: DockerCli,
  flags: Flags,
  packed: PackedContext,
  version: 1 | 2,
): Promise<ReturnType<typeof objectsOf<unknown>>> {
  const secrets = readSecrets(cli, flags);
  const headers = {
    ...(packed.text !== undefined && { 'x-drydock-dockerfile': encodeURIComponent(packed.text) }),
    ...(Object.keys(secrets).length > 0 && { 'x-drydock-secrets': JSON.stringify(secrets) }),
  };
  const answer = await cli.client.upload('POST', '/build', packed.archive, {
    query: query(cli, flags, packed, version),
    headers,
  });
  return objectsOf<unknown>(answer.body);
}

async function buildWithBuildkit(cli: DockerCli, path: string, flags: Flags): Promise<number> {
  const fail = async (message: string): Promise<number> => {
    await cli.err(`ERROR: failed to build: ${message}\n`);
    return 1;
  };
  const output = flags.output.find((text) => !/^type=(?:docker|image|registry)/.test(text));
  if (output !== undefined || flags.call !== 'build') {
    const what =
      output === undefined ? (flags.call === 'check' ? undefined : `--call=${flags.call}`) : `--output=${output}`;
    if (what !== undefined) {
      await cli.err(`drydock: docker build ${what} is not simulated yet\n`);
      return 1;
    }
  }
  for (const tag of flags.tag) {
    try {
      parseReference(tag);
    } catch (error) {
      if (!(error instanceof ReferenceFormatError)) throw error;
      return fail(
        `invalid tag ${JSON.stringify(tag)}: ${error.message.replace(/^invalid reference format: (repository name) \([^)]*\)/, '$1')}`,
      );
    }
  }
  let packed: PackedContext;
  try {
    packed = await packContext(cli.process, path, flags.file);
  } catch (error) {
    if (error instanceof ContextError) return fail(error.message);
    throw error;
  }
  const tty = cli.process.isTTY(2) && (flags.progress === 'auto' || flags.progress === 'tty');
  const silent = flags.quiet || flags.progress === 'quiet' || flags.progress === 'none';
  const display: ProgressDisplay = tty ? new TtyProgress(cli.process.pty?.columns ?? 80) : new PlainProgress();
  const say = (text: string): Promise<void> => (silent || text === '' ? Promise.resolve() : cli.err(text));
  let warnings: readonly BuildWarning[] = [];
  let failed: { vertex: string; logs: string[] } | undefined;
  const logs = new Map<number, string[]>();
  const starts = new Map<number, number>();
  let result: string | undefined;
  let failure: { message: string; excerpt?: string } | undefined;
  const raw = flags.progress === 'rawjson';
  await say(raw ? '' : display.begin());
  try {
    for await (const message of (await send(cli, flags, packed, 2)) as AsyncIterable<SolveMessage>) {
      if ('warnings' in message) warnings = message.warnings;
      else if ('result' in message) result = message.result.id;
      else if ('failure' in message) failure = message.failure;
      else if ('log' in message) {
        const { vertex, text, at } = message.log;
        const time = ((at - (starts.get(vertex) ?? at)) / 1000).toFixed(3);
        const lines = text
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => `${time} ${line}`);
        logs.set(vertex, [...(logs.get(vertex) ?? []), ...lines].slice(-10));
      } else if ('vertex' in message) {
        starts.set(message.vertex.id, message.vertex.started ?? 0);
        if (message.vertex.error !== undefined)
          failed = { vertex: message.vertex.name, logs: logs.get(message.vertex.id) ?? [] };
      }
      await say(raw ? `${JSON.stringify(message)}\n` : display.show(message));
    }
  } catch (error) {
    if (error instanceof EngineError) return fail(`failed to solve: ${error.message}`);
    throw error;
  }
  await say(raw ? '' : display.end());
  if (failed && !silent) {
    const body = failed.logs.map((line) => `${line}\n`).join('');
    await say(`------\n > ${failed.vertex}:\n${body}------\n`);
  }
  const check = flags.check || flags.call === 'check';
  if (check && !failure) return tellChecks(cli, packed, warnings);
  await say(warningText(warnings));
  if (failure) {
    await say(failure.excerpt ?? '');
    return fail(`failed to solve: ${failure.message}`);
  }
  if (flags.iidfile !== '' && result !== undefined) cli.process.fs.writeFile(flags.iidfile, result);
  if (flags.quiet && result !== undefined) await cli.out(`${result}\n`);
  if (flags.push) for (const tag of flags.tag) await push(cli, tag);
  return 0;
}

/** What `docker build --check` says in the end; warnings are a failure. */
async function tellChecks(cli: DockerCli, packed: PackedContext, warnings: readonly BuildWarning[]): Promise<number> {
  if (warnings.length === 0) {
    await cli.out('Check complete, no warnings found.\n');
    return 0;
  }
  await cli.out(
    `\nCheck complete, ${String(warnings.length)} warning${warnings.length === 1 ? ' has' : 's have'} been found!\n`,
  );
  for (const { rule, message, line } of warnings) {
    const address = rule.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    await cli.out(`\nWARNING: ${rule} - https://docs.docker.com/go/dockerfile/rule/${address}/\n${message}\n`);
    await cli.out(sourceExcerpt(packed.dockerfile, packed.text ?? '', line, line));
  }
  return 1;
}

async function push(cli: DockerCli, tag: string): Promise<void> {
  const { domain, path, tag: name = 'latest' } = parseReference(tag);
  const repository = domain === 'docker.io' ? path : `${domain}/${path}`;
  const messages = await cli.client.objects<JsonMessage>('POST', `/images/${repository}/push`, undefined, {
    query: { tag: name },
  });
  for await (const message of messages) {
    if (message.error !== undefined)
      throw new CommandError(`ERROR: failed to build: failed to solve: failed to push ${tag}: ${message.error}`);
  }
}

async function buildClassic(cli: DockerCli, path: string, flags: Flags): Promise<number> {
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
  if (!flags.quiet)
    await cli.out(
      `Sending build context to Docker daemon  ${humanSize(packed.archive.length)}\r\r\n`.replace('\r\r', ''),
    );
  if (!flags.quiet) await cli.out('\n');
  try {
    for await (const message of (await send(cli, flags, packed, 1)) as AsyncIterable<JsonMessage>) {
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
