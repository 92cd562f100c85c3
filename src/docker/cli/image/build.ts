import { CommandError } from '#cli/command';
import type { FlagValues } from '#cli/flags';
import { EngineError } from '#docker/api/client';
import type { JsonMessage } from '#docker/api/json-message';
import type { SolveMessage, BuildWarning } from '#docker/builder/solve-status';
import { sourceExcerpt } from '#docker/builder/source-excerpt';
import { familiarName, parseReference, ReferenceFormatError, withDefaultTag } from '#image/reference';
import { BUILD_FLAGS } from '../builder/build-flags';
import { ContextError, packContext, withContexts, type PackedContext } from '../builder/build-context';
import { sendBuild } from '../builder/build-request';
import { refusal } from '../builder/build-rules';
import { buildClassic } from '../builder/classic-build';
import { followBuild, type Outcome } from '../builder/follow-build';
import { BuilderStore, type BuilderInstance } from '../builder/instances';
import { parseOutput, writeOutput, type Output } from '../builder/outputs';
import { PlainProgress, ruleAddress, warningText, type ProgressDisplay } from '../builder/plain-progress';
import { TtyProgress } from '../builder/tty-progress';
import { bootBuilder } from '../buildx/builder-state';
import { dockerCommand, type DockerCli } from '../docker-command';

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
    return classic ? buildClassic(cli, args[0]!, flags, changed) : buildWithBuildkit(cli, args[0]!, flags, changed);
  },
});

const LEGACY = `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0
            environment-variable.

`;

const NO_OUTPUT = (driver: string): string =>
  `WARNING: No output specified with ${driver} driver. Build result will only remain in the build cache. To push result image into registry use --push or to load image into docker use --load\n`;

/** One build by BuildKit, as `buildx build` and `buildx bake` do it; answers the exit code. */
export async function buildWithBuildkit(
  cli: DockerCli,
  path: string,
  flags: Flags,
  changed: ReadonlySet<string>,
): Promise<number> {
  const fail = async (message: string): Promise<number> => {
    await cli.err(`ERROR: failed to build: ${message}\n`);
    return 1;
  };
  const builder = chooseBuilder(cli, flags);
  const outputs = [...flags.output.map(parseOutput)];
  if (flags.push && !outputs.some(({ type }) => type === 'image'))
    outputs.push({ type: 'image', fields: { push: 'true' } });
  if (flags.load && !outputs.some(({ type }) => type === 'docker')) outputs.push({ type: 'docker', fields: {} });
  const refused = refusal(flags, changed, builder, outputs);
  if (refused !== undefined) {
    await cli.err(refused);
    return 1;
  }
  const tags = [...flags.tag, ...outputs.flatMap(({ fields }) => fields['name']?.split(',') ?? [])];
  for (const tag of tags) {
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
  let contexts: Record<string, string>;
  try {
    const plain = await packContext(cli.process, path, flags.file);
    [packed, contexts] = await withContexts(cli.process, plain, flags['build-context']);
  } catch (error) {
    if (error instanceof ContextError) return fail(error.message);
    throw error;
  }
  const files = outputs.find(({ type }) => type === 'local' || type === 'tar');
  const unwanted = outputs.length === 0 ? builder.Driver !== 'docker' : outputs[0]!.type === 'cacheonly';
  const output = files ? 'files' : unwanted ? 'none' : 'image';
  const check = flags.check || flags.call === 'check';
  await bootBuilder(cli, builder);
  if (outputs.length === 0 && unwanted && !check) await cli.err(NO_OUTPUT(builder.Driver));
  let outcome: Outcome;
  const silent = flags.quiet || flags.progress === 'quiet' || flags.progress === 'none';
  try {
    const messages = await sendBuild(cli, { ...flags, tag: tags }, { packed, version: 2, output, contexts });
    outcome = await followBuild(cli, messages as AsyncIterable<SolveMessage>, {
      display: chooseDisplay(cli, flags, builder),
      silent,
      raw: flags.progress === 'rawjson',
    });
  } catch (error) {
    if (error instanceof EngineError) return fail(`failed to solve: ${error.message}`);
    throw error;
  }
  const { warnings, result, failure } = outcome;
  if (check && !failure) return tellChecks(cli, packed, warnings);
  if (!silent) {
    const source = { name: packed.dockerfile, text: packed.text ?? '' };
    await cli.err(warningText(warnings, flags.debug ? source : undefined));
  }
  if (failure) {
    if (!silent) await cli.err(failure.excerpt ?? '');
    return fail(`failed to solve: ${failure.message}`);
  }
  return finish(cli, flags, tags, files, outputs, result);
}

/** Writes what was asked for: files, ids, metadata, a push. */
async function finish(
  cli: DockerCli,
  flags: Flags,
  tags: readonly string[],
  files: Output | undefined,
  outputs: readonly Output[],
  result: Outcome['result'],
): Promise<number> {
  const { fs } = cli.process;
  if (files && result?.archive) await writeOutput(cli.process, files, result.archive);
  if (flags.iidfile !== '' && result?.id !== undefined) fs.writeFile(flags.iidfile, result.id);
  if (flags['metadata-file'] !== '')
    fs.writeFile(flags['metadata-file'], JSON.stringify(result?.metadata ?? {}, undefined, 2));
  if (flags.quiet && result?.id !== undefined) await cli.out(`${result.id}\n`);
  if (outputs.some(({ fields }) => fields['push'] === 'true')) {
    if (tags.length === 0) {
      await cli.err('ERROR: failed to build: tag is needed when pushing to registry\n');
      return 1;
    }
    for (const tag of tags) await push(cli, tag);
  }
  return 0;
}

/** The builder that a build uses: `docker build` the engine's own unless it is told another. Throws CommandError. */
function chooseBuilder(cli: DockerCli, flags: Flags): BuilderInstance {
  const store = new BuilderStore(cli);
  const plain = !cli.process.argv.includes('buildx') && !cli.process.env.has('BUILDX_BUILDER');
  const name = flags.builder === '' ? (plain ? 'default' : store.currentName()) : flags.builder;
  const found = store.find(name);
  if (!found) throw new CommandError(`ERROR: failed to build: no builder ${JSON.stringify(name)} found`);
  return found;
}

function chooseDisplay(cli: DockerCli, flags: Flags, builder: BuilderInstance): ProgressDisplay {
  const { pty } = cli.process;
  const wanted = flags.progress === 'auto' ? (cli.process.env.get('BUILDKIT_PROGRESS') ?? 'auto') : flags.progress;
  if (cli.process.isTTY(2) && (wanted === 'auto' || wanted === 'tty'))
    return new TtyProgress(pty?.columns ?? 80, pty?.rows ?? 24, `${builder.Driver}:${builder.Name}`);
  return new PlainProgress(builder.Name, builder.Driver);
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
    await cli.out(`\nWARNING: ${rule} - ${ruleAddress(rule)}\n${message}\n`);
    await cli.out(sourceExcerpt(packed.dockerfile, packed.text ?? '', line, line));
  }
  return 1;
}

/** Sends the image to its registry, as the exporter does when it is told to push. Throws CommandError. */
async function push(cli: DockerCli, tag: string): Promise<void> {
  const reference = withDefaultTag(parseReference(tag));
  const messages = await cli.client.objects<JsonMessage>('POST', `/images/${familiarName(reference)}/push`, undefined, {
    query: { tag: reference.tag },
    headers: cli.config.header(reference.domain),
  });
  for await (const message of messages) {
    if (message.error !== undefined)
      throw new CommandError(`ERROR: failed to build: failed to solve: failed to push ${tag}: ${message.error}`);
  }
}
