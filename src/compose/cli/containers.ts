import type { ContainerInspect } from '#docker/api/container-inspect';
import type { IdResponse } from '#docker/api/id-response';
import type { ObservedContainer } from '../engine/observe';
import { ComposeError } from '../errors';
import { composeCommand } from './command';
import type { ComposeCli } from './compose-cli';

const INDEX = { kind: 'int', help: 'index of the container if service has multiple replicas.', default: 0 } as const;

/** A service's containers, or the one that `--index` names. Throws ComposeError. */
async function containersOf(
  cli: ComposeCli,
  service: string,
  index: number,
  all = false,
): Promise<ObservedContainer[]> {
  const found = (await cli.observe(await cli.projectName(), { oneOffs: all })).filter(
    (c) => c.service === service && (index === 0 || c.number === index),
  );
  if (found.length > 0) return found;
  throw new ComposeError(
    index > 0
      ? `service ${JSON.stringify(service)} is not running container #${index}`
      : `service ${JSON.stringify(service)} is not running`,
  );
}

/** Runs the docker CLI on this terminal; answers its exit code. */
async function docker(cli: ComposeCli, argv: readonly string[]): Promise<number> {
  const { process } = cli;
  const path = process.findProgram('docker');
  if (path === undefined) throw new ComposeError('exec: "docker": executable file not found in $PATH');
  const fds = new Map(process.fds);
  const child = process.spawn({ path, argv: ['docker', ...argv], env: process.env, fds });
  return (await process.wait(child.exited)).code;
}

/** compose attach. */
export const attach = composeCommand({
  name: 'attach',
  usage: 'SERVICE',
  short: "Attach local standard input, output, and error streams to a service's running container",
  args: { min: 1, max: 1 },
  flags: {
    'detach-keys': { kind: 'string', help: 'Override the key sequence for detaching from a container.' },
    index: INDEX,
    'no-stdin': { kind: 'bool', help: 'Do not attach STDIN' },
    'sig-proxy': { kind: 'bool', help: 'Proxy all received signals to the process', default: true },
  },
  async run(cli, { args, flags }) {
    const [container] = await containersOf(cli, args[0]!, flags.index);
    const argv = ['attach', `--sig-proxy=${String(flags['sig-proxy'])}`];
    if (flags['no-stdin']) argv.push('--no-stdin');
    if (flags['detach-keys'] !== '') argv.push('--detach-keys', flags['detach-keys']);
    return docker(cli, [...argv, container!.id]);
  },
});

/** compose commit. */
export const commit = composeCommand({
  name: 'commit',
  usage: 'SERVICE [REPOSITORY[:TAG]]',
  short: "Create a new image from a service container's changes",
  args: { min: 1, max: 2 },
  flags: {
    author: { kind: 'string', short: 'a', help: 'Author (e.g., "John Hannibal Smith <hannibal@a-team.com>")' },
    change: { kind: 'list', short: 'c', help: 'Apply Dockerfile instruction to the created image' },
    index: INDEX,
    message: { kind: 'string', short: 'm', help: 'Commit message' },
    pause: { kind: 'bool', short: 'p', help: 'Pause container during commit', default: true },
  },
  async run(cli, { args, flags }) {
    const [container] = await containersOf(cli, args[0]!, flags.index);
    const name = container!.name;
    const reference = args[1] ?? '';
    const at = reference.lastIndexOf(':');
    const tagged = at > reference.lastIndexOf('/');
    await cli.err(` ${name} Commit ${name} Committing\n`);
    const { Id } = await cli.client.post<IdResponse>('/commit', undefined, {
      query: {
        container: container!.id,
        repo: tagged ? reference.slice(0, at) : reference,
        tag: tagged ? reference.slice(at + 1) : '',
        author: flags.author,
        comment: flags.message,
        changes: flags.change,
        pause: flags.pause,
      },
    });
    await cli.err(` ${name} Commit ${name} Committed as ${Id}\n`);
  },
});

/** compose cp. */
export const cp = composeCommand({
  name: 'cp',
  usage: 'SERVICE:SRC_PATH DEST_PATH|-\n\tdocker compose cp [OPTIONS] SRC_PATH|- SERVICE:DEST_PATH',
  short: 'Copy files/folders between a service container and the local filesystem',
  args: { min: 2, max: 2 },
  flags: {
    all: { kind: 'bool', help: 'Include containers created by the run command' },
    archive: { kind: 'bool', short: 'a', help: 'Archive mode (copy all uid/gid information)' },
    'follow-link': { kind: 'bool', short: 'L', help: 'Always follow symbol link in SRC_PATH' },
    index: { ...INDEX, help: 'Index of the container if service has multiple replicas' },
  },
  async run(cli, { args, flags }) {
    const [source = '', target = ''] = args;
    const outward = splitPath(source);
    const inward = splitPath(target);
    if (outward && inward) throw new ComposeError('copying between services is not supported');
    if (!outward && !inward) throw new ComposeError('unknown copy direction');
    const { service, path } = outward ?? inward!;
    const containers = await containersOf(cli, service, flags.index, flags.all);
    // Out of a service only the first container is copied from.
    for (const { name } of outward ? containers.slice(0, 1) : containers) {
      const [from, to] = outward ? [`${name}:${path}`, target] : [source, `${name}:${path}`];
      const piped = source === '-' || target === '-';
      const words = ` ${name} copy ${from} to ${to} `;
      if (!piped) await cli.err(`${words}Copying\n`);
      if (inward && source !== '-' && !cli.process.fs.exists(source))
        throw new ComposeError(`lstat ${cli.process.fs.absolute(source)}: no such file or directory`);
      const options = [...(flags.archive ? ['-a'] : []), ...(flags['follow-link'] ? ['-L'] : [])];
      const code = await docker(cli, ['cp', '-q', ...options, from, to]);
      if (code !== 0) return code;
      if (!piped) await cli.err(`${words}Copied\n`);
    }
    return 0;
  },
});

/** `web:/etc/hosts` as its parts; a path that begins with a dot or slash names no service. */
function splitPath(text: string): { service: string; path: string } | undefined {
  const at = text.indexOf(':');
  if (at <= 0 || /^[./]/.test(text)) return undefined;
  return { service: text.slice(0, at), path: text.slice(at + 1) };
}

/** compose export. */
export const exportCommand = composeCommand({
  name: 'export',
  usage: 'SERVICE',
  short: "Export a service container's filesystem as a tar archive",
  args: { min: 1, max: 1 },
  flags: {
    index: INDEX,
    output: { kind: 'string', short: 'o', help: 'Write to a file, instead of STDOUT' },
  },
  async run(cli, { args, flags }) {
    const [container] = await containersOf(cli, args[0]!, flags.index);
    const { name, id } = container!;
    if (flags.output === '' && cli.process.isTTY(1))
      throw new ComposeError('output option is required when exporting to terminal');
    if (flags.output !== '') await cli.err(` ${name} export ${name} to ${flags.output} Exporting\n`);
    return docker(cli, ['export', ...(flags.output === '' ? [] : ['-o', flags.output]), id]);
  },
});

/** compose stats. */
export const stats = composeCommand({
  name: 'stats',
  usage: '[SERVICE]',
  short: 'Display a live stream of container(s) resource usage statistics',
  flags: {
    all: { kind: 'bool', short: 'a', help: 'Show all containers (default shows just running)' },
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'table':            Print output in table format with column headers (default)\n'table TEMPLATE':   Print output in table format using the given Go template\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/engine/cli/formatting/ for more information about formatting output with templates",
    },
    'no-stream': { kind: 'bool', help: 'Disable streaming stats and only pull the first result' },
    'no-trunc': { kind: 'bool', help: 'Do not truncate output' },
  },
  async run(cli, { args, flags }) {
    const containers = (await cli.observe(await cli.projectName(), { all: flags.all })).filter(
      (c) => args.length === 0 || args.includes(c.service),
    );
    if (containers.length === 0) return 0;
    const argv = ['stats'];
    if (flags.format !== '') argv.push('--format', flags.format);
    if (flags['no-stream']) argv.push('--no-stream');
    if (flags['no-trunc']) argv.push('--no-trunc');
    const ids: string[] = [];
    for (const { id } of containers) {
      const { State } = await cli.client.get<ContainerInspect>(`/containers/${id}/json`);
      if (State.Running || flags.all) ids.push(id);
    }
    return docker(cli, [...argv, ...ids]);
  },
});

const unsimulated = (name: string, short: string, path: string, commands?: readonly string[]) =>
  composeCommand({
    name,
    short,
    ...(commands && { commands: [] }),
    passThrough: () => {
      throw new ComposeError(`drydock: ${path} is not simulated yet`);
    },
  });

/** compose publish. */
export const publish = unsimulated('publish', 'Publish compose application', 'docker compose publish');
/** compose bridge. */
export const bridge = unsimulated('bridge', 'Convert compose files into another model', 'docker compose bridge', []);
