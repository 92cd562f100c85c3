import type { JsonMessage } from '#docker/api/json-message';
import { EngineError } from '#docker/api/client';
import { imageName } from '../engine/container-body';
import { inspectImage, pullImage, type Subject } from '../engine/execute';
import { inDependencyOrder } from '../engine/plan';
import { ComposeError } from '../errors';
import type { Project } from '../model/project';
import { buildServices } from './build';
import { composeCommand } from './command';
import type { ComposeCli } from './compose-cli';

/** When images are built and pulled, and how loudly. */
export interface EnsureOptions {
  readonly build?: boolean;
  readonly noBuild?: boolean;
  /** `always`, `missing`, `never`, `build`, or '' for what the services say. */
  readonly pull?: string;
  readonly quietPull?: boolean;
  readonly quietBuild?: boolean;
}

/** Makes sure that every service's image is there: pulled or built. Answers the images' ids. Throws ComposeError. */
export async function ensureImages(
  cli: ComposeCli,
  project: Project,
  { build = false, noBuild = false, pull = '', quietPull = false, quietBuild = false }: EnsureOptions,
): Promise<Map<string, string>> {
  const { client, flavor } = cli;
  const legacy = flavor.generation === 1;
  const ids = new Map<string, string>();
  const toBuild: string[] = [];
  const built = new Set(
    Object.values(project.services).flatMap(({ build: own, image }) =>
      own !== undefined && image !== undefined ? [image] : [],
    ),
  );
  for (const name of inDependencyOrder(project.services)) {
    const service = project.services[name]!;
    if (service.provider !== undefined)
      throw new ComposeError(`drydock: providers (service ${name}) are not simulated yet`);
    const image = imageName(project.name, name, service, flavor);
    const policy = pull === '' || pull === 'policy' ? ((service.pull_policy as string | undefined) ?? 'missing') : pull;
    const there = (await inspectImage(client, image)) !== undefined;
    const buildable = service.build !== undefined;
    if (buildable && !noBuild && (build || policy === 'build')) toBuild.push(name);
    else if (buildable && !there && legacy) {
      if (noBuild) throw new ComposeError(`Service '${name}' needs to be built, but --no-build was passed.`);
      toBuild.push(name);
    } else if (buildable && !there) {
      // An image with a name of its own may be in a registry; that it is not is no more than a warning.
      const pulled = service.image !== undefined && (await pullOne(cli, name, image, { quiet: quietPull, warn: true }));
      if (!pulled && !noBuild) toBuild.push(name);
    } else if (!buildable && !built.has(image) && (!there || policy === 'always')) {
      if (policy === 'never')
        throw new ComposeError(`${legacy ? '' : 'Error response from daemon: '}No such image: ${image}`);
      await pullOne(cli, name, image, { quiet: quietPull });
    }
  }
  if (toBuild.length > 0) {
    await buildServices(cli, project, toBuild, { quiet: quietBuild });
    if (legacy && !build)
      for (const name of toBuild)
        await cli.err(
          `Image for service ${name} was built because it did not already exist. To rebuild this image you must use \`docker-compose build\` or \`docker-compose up --build\`.\n`,
        );
  }
  for (const [name, service] of Object.entries(project.services)) {
    const id = (await inspectImage(client, imageName(project.name, name, service, flavor)))?.Id;
    if (id !== undefined) ids.set(name, id);
  }
  return ids;
}

/** Pulls a service's image and shows how; answers whether it came. With `warn` a refusal is no error. Throws ComposeError. */
export async function pullOne(
  cli: ComposeCli,
  name: string,
  image: string,
  { quiet = false, warn = false }: { readonly quiet?: boolean; readonly warn?: boolean } = {},
): Promise<boolean> {
  const legacy = cli.flavor.generation === 1;
  const loud = !quiet && cli.options.progress !== 'quiet';
  const moving = loud && !legacy && cli.isMoving ? cli.reporter() : undefined;
  const subject: Subject = { kind: 'Image', name };
  const line = (text: string): Promise<void> => (loud && !moving ? cli.err(text) : Promise.resolve());
  if (legacy) await cli.err(`Pulling ${name} (${image.includes(':') ? image : `${image}:`})...\n`);
  else await line(` ${name} Pulling \n`);
  await moving?.begin('pull', [subject]);
  const refused = await pullImage(cli.client, image, async ({ id, status }: JsonMessage) => {
    if (legacy && loud && status !== undefined) await cli.err(`${id === undefined ? '' : `${id}: `}${status}\n`);
    if (id === undefined || legacy || !/^[0-9a-f]{12}$/.test(id)) return;
    if (['Pulling fs layer', 'Download complete', 'Pull complete', 'Already exists'].includes(status ?? ''))
      await line(` ${id} ${status!} \n`);
  });
  if (refused === undefined) {
    if (!legacy) await line(` ${name} Pulled \n`);
    await moving?.end('pull', subject);
    return true;
  }
  const words = refused.replace(/^Error response from daemon: /, '');
  if (!legacy) await line(` ${name} ${warn ? 'Warning' : 'Error'} ${words}\n`);
  await moving?.fail('pull', subject, words);
  if (warn) return false;
  throw new ComposeError(legacy ? words : refused);
}

/** compose pull. */
export const pull = composeCommand({
  name: 'pull',
  usage: '[SERVICE...]',
  short: 'Pull service images',
  flags: {
    'ignore-buildable': { kind: 'bool', help: 'Ignore images that can be built' },
    'ignore-pull-failures': { kind: 'bool', help: 'Pull what it can and ignores images with pull failures' },
    'include-deps': { kind: 'bool', help: 'Also pull services declared as dependencies' },
    policy: { kind: 'string', help: 'Apply pull policy ("missing"|"always")' },
    quiet: { kind: 'bool', short: 'q', help: 'Pull without printing progress information' },
  },
  async run(cli, { args, flags }) {
    const project = await cli.project(args);
    const legacy = cli.flavor.generation === 1;
    const mustBuild: string[] = [];
    for (const name of inDependencyOrder(project.services)) {
      if (args.length > 0 && !args.includes(name) && !flags['include-deps']) continue;
      const service = project.services[name]!;
      if (service.image === undefined) {
        if (!legacy) await cli.err(` ${name} Skipped No image to be pulled \n`);
        continue;
      }
      if (flags['ignore-buildable'] && service.build !== undefined) {
        await cli.err(` ${name} Skipped Image can be built \n`);
        continue;
      }
      const image = imageName(project.name, name, service, cli.flavor);
      const policy = flags.policy || ((service.pull_policy as string | undefined) ?? '');
      if ((policy === 'missing' || policy === 'if_not_present') && (await inspectImage(cli.client, image))) {
        await cli.err(` ${name} Skipped Image is already present locally \n`);
        continue;
      }
      const warn = flags['ignore-pull-failures'] || service.build !== undefined;
      if (!legacy) {
        const pulled = await pullOne(cli, name, image, { quiet: flags.quiet, warn });
        if (!pulled && service.build !== undefined) mustBuild.push(name);
        continue;
      }
      const reporter = cli.reporter();
      await reporter.begin('pull', [{ kind: 'Container', name }]);
      const refused = await pullImage(cli.client, image);
      if (refused === undefined) await reporter.end('pull', { kind: 'Container', name });
      else {
        const words = refused.replace(/^Error response from daemon: /, '');
        await reporter.fail('pull', { kind: 'Container', name }, words);
        if (!warn) throw new ComposeError(`\nERROR: for ${name}  ${words}\n${words}`);
      }
    }
    if (mustBuild.length > 0) {
      cli.warn(
        `Some service image(s) must be built from source by running:\n    docker compose build ${mustBuild.join(' ')}`,
      );
      await cli.flush();
    }
  },
});

/** compose push. */
export const push = composeCommand({
  name: 'push',
  usage: '[SERVICE...]',
  short: 'Push service images',
  flags: {
    'ignore-push-failures': { kind: 'bool', help: 'Push what it can and ignores images with push failures' },
    'include-deps': { kind: 'bool', help: 'Also push images of services declared as dependencies' },
    quiet: { kind: 'bool', short: 'q', help: 'Push without printing progress information' },
  },
  async run(cli, { args, flags }) {
    const project = await cli.project(args);
    for (const name of inDependencyOrder(project.services)) {
      if (args.length > 0 && !args.includes(name) && !flags['include-deps']) continue;
      const service = project.services[name]!;
      if (service.build === undefined || service.image === undefined) {
        if (service.build === undefined && cli.flavor.generation === 2) await cli.err(` ${name} Skipped \n`);
        continue;
      }
      const image = service.image as string;
      const subject: Subject = { kind: 'Image', name };
      const reporter = cli.reporter();
      if (cli.flavor.generation === 1) await cli.err(`Pushing ${name} (${image})...\n`);
      else if (!flags.quiet) await reporter.begin('push', [subject]);
      const refused = await pushImage(cli, image);
      if (refused === undefined) {
        if (cli.flavor.generation === 2 && !flags.quiet) await reporter.end('push', subject);
      } else if (!flags['ignore-push-failures']) throw new ComposeError(refused);
    }
  },
});

async function pushImage(cli: ComposeCli, image: string): Promise<string | undefined> {
  const at = image.lastIndexOf(':');
  const tagged = at > image.lastIndexOf('/');
  try {
    const messages = await cli.client.objects<JsonMessage>(
      'POST',
      `/images/${tagged ? image.slice(0, at) : image}/push`,
      undefined,
      { query: { tag: tagged ? image.slice(at + 1) : 'latest' }, headers: { 'x-registry-auth': 'e30=' } },
    );
    for await (const message of messages) if (message.error !== undefined) return message.error;
  } catch (error) {
    if (error instanceof EngineError) return error.message;
    throw error;
  }
  return undefined;
}
