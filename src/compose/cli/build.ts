import { CommandError } from '#cli/command';
import { composeCommand } from './command';
import type { ComposeCli } from './compose-cli';
import { imageName } from '../engine/container-body';
import { inDependencyOrder } from '../engine/plan';
import { ComposeError } from '../errors';
import { joinPath } from '../load/files';
import type { Project } from '../model/project';
import type { Dict } from '../tree';
import { bake, type BakeTarget } from './bake';
import { noSuchService } from './services';

/** What may be asked of a build. */
export interface BuildOptions {
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly args?: readonly string[];
  readonly quiet?: boolean;
}

/** Builds services' images. Throws ComposeError and CommandError. */
export async function buildServices(
  cli: ComposeCli,
  project: Project,
  names: readonly string[],
  options: BuildOptions = {},
): Promise<void> {
  if (cli.flavor.generation === 1) {
    for (const name of names) await legacyBuild(cli, project, name, options);
    return;
  }
  const targets = names.flatMap((name) => {
    const build = project.services[name]!.build as Dict | undefined;
    return build ? [targetOf(cli, project, name, build, options)] : [];
  });
  if (targets.length === 0) return;
  await bake(cli, targets, options.quiet === true);
  for (const { tags } of targets) await cli.err(` ${tags[0]!}  Built\n`);
}

const NOT_SIMULATED = ['additional_contexts', 'ssh', 'isolation', 'ulimits', 'extra_hosts', 'entitlements'];

// Simplified: cache_from and cache_to are left aside; they change how long a build takes, not what it makes.
function targetOf(cli: ComposeCli, project: Project, name: string, build: Dict, options: BuildOptions): BakeTarget {
  const missing = NOT_SIMULATED.find((key) => build[key] !== undefined);
  if (missing !== undefined) throw new ComposeError(`drydock: build.${missing} is not simulated yet (service ${name})`);
  const { env } = cli.process;
  const args: Record<string, string> = {};
  for (const [key, value] of Object.entries((build.args as Record<string, string | null> | undefined) ?? {})) {
    const given = value ?? project.environment.get(key);
    if (given !== undefined) args[key] = given;
  }
  for (const text of options.args ?? []) {
    const at = text.indexOf('=');
    const value = at < 0 ? env.get(text) : text.slice(at + 1);
    if (value !== undefined) args[at < 0 ? text : text.slice(0, at)] = value;
  }
  const secrets: Record<string, string> = {};
  for (const reference of (build.secrets as Dict[] | undefined) ?? []) {
    const source = reference.source as string;
    const secret = project.secrets[source];
    const id = (reference.target as string | undefined) ?? source;
    if (secret?.environment !== undefined) secrets[id] = project.environment.get(secret.environment as string) ?? '';
    else if (secret?.file !== undefined) secrets[id] = cli.files.read(secret.file as string) ?? '';
  }
  return {
    name,
    context: build.context as string,
    dockerfile: (build.dockerfile as string | undefined) ?? 'Dockerfile',
    ...(build.dockerfile_inline !== undefined && { inline: build.dockerfile_inline as string }),
    args,
    labels: {
      ...(build.labels as Record<string, string> | undefined),
      'com.docker.compose.project': project.name,
      'com.docker.compose.service': name,
      'com.docker.compose.version': cli.flavor.version,
    },
    tags: [
      imageName(project.name, name, project.services[name]!, cli.flavor),
      ...((build.tags as string[] | undefined) ?? []),
    ],
    target: (build.target as string | undefined) ?? '',
    network: (build.network as string | undefined) ?? '',
    noCache: options.noCache === true || build.no_cache === true,
    pull: options.pull === true || build.pull === true,
    secrets,
  };
}

/** docker-compose 1 leaves the work to `docker build`, whose output it shows on standard error. */
async function legacyBuild(cli: ComposeCli, project: Project, name: string, options: BuildOptions): Promise<void> {
  const { process, flavor } = cli;
  const docker = process.findProgram('docker');
  if (docker === undefined) throw new ComposeError("[Errno 2] No such file or directory: 'docker'");
  const service = project.services[name]!;
  const build = service.build as Dict | undefined;
  if (!build) {
    await cli.err(`${name} uses an image, skipping\n`);
    return;
  }
  const context = build.context as string;
  const argv = ['docker', 'build', '-t', imageName(project.name, name, service, flavor)];
  if (build.dockerfile !== undefined) argv.push('-f', joinPath(context, build.dockerfile as string));
  for (const [key, value] of Object.entries((build.args as Record<string, string | null> | undefined) ?? {}))
    if (value !== null) argv.push('--build-arg', `${key}=${value}`);
  for (const arg of options.args ?? []) argv.push('--build-arg', arg);
  if (build.target !== undefined) argv.push('--target', build.target as string);
  if (build.network !== undefined) argv.push('--network', build.network as string);
  for (const [key, value] of Object.entries((build.labels as Record<string, string> | undefined) ?? {}))
    argv.push('--label', `${key}=${value}`);
  if (options.noCache === true) argv.push('--no-cache');
  if (options.pull === true) argv.push('--pull');
  argv.push(context);
  await cli.err(`Building ${name}\n`);
  const error = process.fds.get(2);
  const input = process.fds.get(0);
  const fds = new Map([
    ...(input ? [[0, input] as const] : []),
    ...(error ? [[1, error] as const, [2, error] as const] : []),
  ]);
  const child = process.spawn({ path: docker, argv, env: process.env, fds });
  const { code } = await process.wait(child.exited);
  if (code !== 0) throw new CommandError(`Service '${name}' failed to build : Build failed`);
}

/** compose build. */
export const build = composeCommand({
  name: 'build',
  usage: '[SERVICE...]',
  short: 'Build or rebuild services',
  flags: {
    'build-arg': { kind: 'array', help: 'Set build-time variables for services', typeName: 'stringArray' },
    builder: { kind: 'string', help: 'Set builder to use' },
    check: { kind: 'bool', help: 'Check build configuration' },
    memory: {
      kind: 'string',
      short: 'm',
      help: 'Set memory limit for the build container. Not supported by BuildKit.',
      typeName: 'bytes',
      defaultText: '0',
    },
    'no-cache': { kind: 'bool', help: 'Do not use cache when building the image' },
    print: { kind: 'bool', help: 'Print equivalent bake file' },
    provenance: { kind: 'string', help: 'Add a provenance attestation' },
    pull: { kind: 'bool', help: 'Always attempt to pull a newer version of the image' },
    push: { kind: 'bool', help: 'Push service images' },
    quiet: { kind: 'bool', short: 'q', help: 'Suppress the build output' },
    sbom: { kind: 'string', help: 'Add a SBOM attestation' },
    ssh: {
      kind: 'string',
      help: "Set SSH authentications used when building service images. (use 'default' for using your default SSH Agent)",
    },
    'with-dependencies': { kind: 'bool', help: 'Also build dependencies (transitively)' },
  },
  async run(cli, { args, flags, changed }) {
    for (const flag of ['builder', 'check', 'memory', 'print', 'provenance', 'push', 'sbom', 'ssh'])
      if (changed.has(flag)) throw new ComposeError(`drydock: docker compose build --${flag} is not simulated yet`);
    const project = await cli.project(args);
    for (const name of args) if (!project.services[name]) throw new ComposeError(noSuchService(cli, name));
    const wanted = new Set(args);
    if (flags['with-dependencies'])
      for (const name of inDependencyOrder(project.services).reverse())
        if (wanted.has(name))
          for (const other of Object.keys((project.services[name]!.depends_on as Dict | undefined) ?? {}))
            wanted.add(other);
    const names = inDependencyOrder(project.services).filter((name) => args.length === 0 || wanted.has(name));
    if (cli.flavor.generation === 2 && !names.some((name) => project.services[name]!.build !== undefined)) {
      cli.warn('No services to build');
      await cli.flush();
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
