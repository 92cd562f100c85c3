import { CommandError } from '#cli/command';
import { humanDuration, humanSize } from '#cli/units';
import { filtersOf } from '#docker/api/client';
import type { ImageSummary } from '#docker/api/image-summary';
import { imageName } from '../engine/container-body';
import { inspectImage, pullImage } from '../engine/execute';
import { inDependencyOrder } from '../engine/plan';
import { ComposeError } from '../errors';
import { joinPath } from '../load/files';
import type { Project } from '../model/project';
import type { Dict } from '../tree';
import { composeCommand } from './command';
import type { ComposeCli } from './compose-cli';

/** What may be asked of a build. */
export interface BuildOptions {
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly args?: readonly string[];
  readonly quiet?: boolean;
}

/** Builds services' images by `docker build`, as compose does by buildx. Throws ComposeError. */
export async function buildServices(
  cli: ComposeCli,
  project: Project,
  names: readonly string[],
  options: BuildOptions = {},
): Promise<void> {
  const { process, flavor } = cli;
  const docker = process.findProgram('docker');
  if (docker === undefined) throw new ComposeError('exec: "docker": executable file not found in $PATH');
  for (const name of names) {
    const service = project.services[name]!;
    const build = service.build as Dict | undefined;
    if (!build) {
      if (flavor.generation === 1) await cli.err(`${name} uses an image, skipping\n`);
      continue;
    }
    const image = imageName(project.name, name, service, flavor);
    const context = build.context as string;
    const argv = ['docker', 'build', '--progress', 'plain', '-t', image];
    let dockerfile = build.dockerfile as string | undefined;
    if (build.dockerfile_inline !== undefined) {
      dockerfile = `/tmp/compose-dockerfile-${process.random.hex(8)}`;
      process.fs.writeFile(dockerfile, build.dockerfile_inline as string);
    }
    if (dockerfile !== undefined) argv.push('-f', joinPath(context, dockerfile));
    for (const [key, value] of Object.entries((build.args as Record<string, string | null> | undefined) ?? {})) {
      if (value !== null) argv.push('--build-arg', `${key}=${value}`);
    }
    for (const arg of options.args ?? []) argv.push('--build-arg', arg);
    if (build.target !== undefined) argv.push('--target', build.target as string);
    if (build.network !== undefined) argv.push('--network', build.network as string);
    for (const tag of (build.tags as string[] | undefined) ?? []) argv.push('-t', tag);
    for (const [key, value] of Object.entries((build.labels as Record<string, string> | undefined) ?? {}))
      argv.push('--label', `${key}=${value}`);
    argv.push('--label', `com.docker.compose.project=${project.name}`, '--label', `com.docker.compose.service=${name}`);
    if (options.noCache === true || build.no_cache === true) argv.push('--no-cache');
    if (options.pull === true || build.pull === true) argv.push('--pull');
    if (options.quiet === true) argv.push('-q');
    argv.push(context);
    if (flavor.generation === 1) await cli.err(`Building ${name}\n`);
    const output = process.fds.get(flavor.generation === 1 ? 2 : 1);
    const error = process.fds.get(flavor.generation === 1 ? 2 : 1);
    const fds = new Map([
      ...(process.fds.has(0) ? [[0, process.fds.get(0)!] as const] : []),
      ...(output ? [[1, output] as const] : []),
      ...(error ? [[2, error] as const] : []),
    ]);
    const child = process.spawn({ path: docker, argv, env: process.env, fds });
    const { code } = await process.wait(child.exited);
    if (code !== 0)
      throw new CommandError(
        flavor.generation === 1 ? `ERROR: Service '${name}' failed to build : Build failed` : `exit status ${code}`,
        flavor.generation === 1 ? 1 : code,
      );
    if (flavor.generation === 2) await cli.err(` ${image}  Built\n`);
  }
}

/** Makes sure that every service's image is there: pulled or built. Answers the images' ids. Throws ComposeError. */
export async function ensureImages(
  cli: ComposeCli,
  project: Project,
  {
    build = false,
    noBuild = false,
    pull = '',
  }: { readonly build?: boolean; readonly noBuild?: boolean; readonly pull?: string },
): Promise<Map<string, string>> {
  const { client, flavor } = cli;
  const ids = new Map<string, string>();
  for (const name of inDependencyOrder(project.services)) {
    const service = project.services[name]!;
    const image = imageName(project.name, name, service, flavor);
    const policy = pull === '' || pull === 'policy' ? ((service.pull_policy as string | undefined) ?? 'missing') : pull;
    const there = await inspectImage(client, image);
    const buildable = service.build !== undefined;
    if (
      buildable &&
      !noBuild &&
      (build || policy === 'build' || (!there && (policy !== 'always' || service.image === undefined)))
    ) {
      if (!there && !build && flavor.generation === 1) {
        await buildServices(cli, project, [name]);
        await cli.err(
          `Image for service ${name} was built because it did not already exist. To rebuild this image you must use \`docker-compose build\` or \`docker-compose up --build\`.\n`,
        );
      } else await buildServices(cli, project, [name]);
    } else if (!there || (policy === 'always' && !buildable)) {
      if (policy === 'never')
        throw new ComposeError(
          flavor.generation === 2 ? `Error response from daemon: No such image: ${image}` : `No such image: ${image}`,
        );
      if (noBuild && buildable && flavor.generation === 1) {
        throw new ComposeError(`Service '${name}' needs to be built, but --no-build was passed.`);
      }
      await pullOne(cli, name, image);
    }
    const id = (await inspectImage(client, image))?.Id;
    if (id !== undefined) ids.set(name, id);
  }
  return ids;
}

async function pullOne(cli: ComposeCli, name: string, image: string): Promise<void> {
  const legacy = cli.flavor.generation === 1;
  await cli.err(legacy ? `Pulling ${name} (${image.includes(':') ? image : `${image}:`})...\n` : ` ${name} Pulling \n`);
  const refused = await pullImage(cli.client, image, async ({ id, status }) => {
    if (id === undefined || legacy || !/^[0-9a-f]{12}$/.test(id)) return;
    if (['Pulling fs layer', 'Download complete', 'Pull complete', 'Already exists'].includes(status ?? ''))
      await cli.err(` ${id} ${status!} \n`);
  });
  if (refused !== undefined) {
    if (!legacy) await cli.err(` ${name} Error ${refused.replace(/^Error response from daemon: /, '')}\n`);
    throw new ComposeError(legacy ? refused.replace(/^Error response from daemon: /, '') : refused);
  }
  if (!legacy) await cli.err(` ${name} Pulled \n`);
}

/** compose build. */
export const build = composeCommand({
  name: 'build',
  usage: '[SERVICE...]',
  short: 'Build or rebuild services',
  flags: {
    'build-arg': { kind: 'array', help: 'Set build-time variables for services', typeName: 'stringArray' },
    'no-cache': { kind: 'bool', help: 'Do not use cache when building the image' },
    pull: { kind: 'bool', help: 'Always attempt to pull a newer version of the image' },
    quiet: { kind: 'bool', short: 'q', help: 'Suppress the build output' },
    'with-dependencies': { kind: 'bool', help: 'Also build dependencies (transitively)' },
  },
  async run(cli, { args, flags }) {
    const project = await cli.project();
    for (const name of args) if (!project.services[name]) throw new ComposeError(noSuchService(cli, name));
    const names = inDependencyOrder(project.services).filter((name) => args.length === 0 || args.includes(name));
    if (cli.flavor.generation === 2 && !names.some((name) => project.services[name]!.build !== undefined)) {
      await cli.err(
        'time="' +
          `${new Date(cli.process.clock.epochNow()).toISOString().slice(0, 19)}Z` +
          '" level=warning msg="No services to build"\n',
      );
      return;
    }
    await buildServices(cli, project, names, {
      noCache: flags['no-cache'],
      pull: flags.pull,
      args: flags['build-arg'],
      quiet: flags.quiet,
    });
  },
});

/** The words for a service that is not in the project. */
export const noSuchService = (cli: ComposeCli, name: string): string =>
  cli.flavor.generation === 1 ? `No such service: ${name}` : `no such service: ${name}`;

/** compose pull. */
export const pull = composeCommand({
  name: 'pull',
  usage: '[SERVICE...]',
  short: 'Pull service images',
  flags: {
    quiet: { kind: 'bool', short: 'q', help: 'Pull without printing progress information' },
    'ignore-pull-failures': { kind: 'bool', help: 'Pull what it can and ignores images with pull failures' },
    'include-deps': { kind: 'bool', help: 'Also pull services declared as dependencies' },
  },
  async run(cli, { args, flags }) {
    const project = await cli.project(args);
    for (const name of inDependencyOrder(project.services)) {
      if (args.length > 0 && !args.includes(name) && !flags['include-deps']) continue;
      const service = project.services[name]!;
      if (service.image === undefined) {
        if (cli.flavor.generation === 2) await cli.err(` ${name} Skipped No image to be pulled \n`);
        continue;
      }
      const image = imageName(project.name, name, service, cli.flavor);
      try {
        if (flags.quiet) {
          const refused = await pullImage(cli.client, image);
          if (refused !== undefined) throw new ComposeError(refused);
        } else await pullOne(cli, name, image);
      } catch (error) {
        if (!flags['ignore-pull-failures'] || !(error instanceof ComposeError)) throw error;
      }
    }
  },
});

/** compose images. */
export const images = composeCommand({
  name: 'images',
  usage: '[SERVICE...]',
  short: 'List images used by the created containers',
  flags: { quiet: { kind: 'bool', short: 'q', help: 'Only display IDs' } },
  async run(cli, { args, flags }) {
    const project = await cli.projectName();
    const containers = (await cli.observe(project)).filter((c) => args.length === 0 || args.includes(c.service));
    const rows: string[][] = [];
    for (const container of [...containers].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const image = await inspectImage(cli.client, container.summary.ImageID);
      if (!image) continue;
      const id = image.Id.replace('sha256:', '');
      if (flags.quiet) {
        await cli.out(`${id}\n`);
        continue;
      }
      const [repository = '<none>', tag = '<none>'] = splitTag(
        image.RepoTags?.find((t) => sameImage(t, container.summary.Image)) ?? image.RepoTags?.[0] ?? '',
      );
      const created = humanDuration(cli.process.clock.epochNow() - Date.parse(image.Created));
      rows.push(
        cli.flavor.generation === 1
          ? [container.name, repository, tag, id.slice(0, 12), humanSize(image.Size).replace(/([\d.]+)/, '$1 ')]
          : [
              container.name,
              repository,
              tag,
              `${image.Os}/${image.Architecture}`,
              id.slice(0, 12),
              humanSize(image.Size, 3),
              `${created} ago`,
            ],
      );
    }
    if (flags.quiet) return;
    const header = ['CONTAINER', 'REPOSITORY', 'TAG', 'PLATFORM', 'IMAGE ID', 'SIZE', 'CREATED'];
    if (cli.flavor.generation === 1)
      await cli.out(legacyTable(['Container', 'Repository', 'Tag', 'Image Id', 'Size'], rows));
    else await cli.out(tabbed([header, ...rows], 20, 1));
  },
});

const splitTag = (name: string): [string, string] | [] => {
  const at = name.lastIndexOf(':');
  return at < 0 ? [] : [name.slice(0, at), name.slice(at + 1)];
};
const sameImage = (tag: string, image: string): boolean => tag === image || tag === `${image}:latest`;

/** Columns of at least a width, as Go's tabwriter makes them; a cell that ends a line is not padded. */
export function tabbed(rows: readonly (readonly string[])[], minWidth: number, padding: number): string {
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.max(minWidth, ...rows.map((row) => [...(row[i] ?? '')].length + padding)),
  );
  return rows
    .map(
      (row) =>
        `${row.map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat(Math.max(0, widths[i]! - [...cell].length)))).join('')}\n`,
    )
    .join('');
}

/** A table of docker-compose 1: centred headings over a rule. Upstream: compose 1.29 formatter.py (texttable). */
export function legacyTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0)
    return `${centred(
      header,
      header.map((h) => h.length),
    )}\n${'-'.repeat(header.reduce((n, h) => n + h.length + 3, -3) + 0)}\n`;
  const widths = header.map((h, i) =>
    Math.max(h.length, ...rows.flatMap((row) => (row[i] ?? '').split('\n').map((l) => l.length))),
  );
  const total = widths.reduce((n, w) => n + w + 3, -3);
  const body = rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i]!)).join('   '));
  return [centred(header, widths), '-'.repeat(total), ...body].map((line) => `${line}\n`).join('');
}

const centred = (header: readonly string[], widths: readonly number[]): string =>
  header
    .map((h, i) => {
      const room = widths[i]! - h.length;
      const left = Math.floor(room / 2) + (room % 2 === 1 && widths[i]! % 2 === 1 ? 0 : 0);
      return ' '.repeat(left) + h + ' '.repeat(room - left);
    })
    .join('   ')
    .replace(/\s+$/, (end) => end);

/** Images of a reference, for down --rmi. */
export const imagesOf = (cli: ComposeCli, reference: string): Promise<ImageSummary[]> =>
  cli.client.get('/images/json', { query: { filters: filtersOf({ reference: [reference] }) } });
