import { CommandError } from '#cli/command';
import { EngineError } from '#docker/api/client';
import type { ContainerInspect } from '#docker/api/container-inspect';
import type { JsonMessage } from '#docker/api/json-message';
import { builderContainer, BuilderStore, type BuilderInstance, type BuilderNode } from '../builder/instances';
import type { DockerCli } from '../docker-command';

/** The image that docker-container builders run, unless the driver's options name another. */
const BUILDKIT_IMAGE = 'moby/buildkit:buildx-stable-1';

/** What the engine's own builder says of itself. */
export const ENGINE = {
  buildkit: 'v0.25.1',
  platforms: ['linux/amd64', 'linux/amd64/v2', 'linux/amd64/v3', 'linux/386'],
};

/** A builder by name, or the one in use. Throws CommandError. */
export function builderNamed(cli: DockerCli, name: string | undefined): BuilderInstance {
  const store = new BuilderStore(cli);
  const wanted = name ?? store.currentName();
  const found = store.find(wanted);
  if (!found) throw new CommandError(`ERROR: no builder ${JSON.stringify(wanted)} found`);
  return found;
}

/** `running`, `stopped` or `inactive`: what became of a node's container. */
export async function nodeStatus(cli: DockerCli, builder: BuilderInstance, node: BuilderNode): Promise<string> {
  if (builder.Driver === 'docker') return 'running';
  try {
    const { State } = await cli.client.get<ContainerInspect>(`/containers/${builderContainer(node)}/json`);
    return State.Running ? 'running' : 'stopped';
  } catch (error) {
    if (error instanceof EngineError) return 'inactive';
    throw error;
  }
}

/**
 * Starts a builder's containers, as its first build does. Simplified: the container is there and may be looked at, but
 * the engine's own BuildKit does the work. Rejects with EngineError, CommandError.
 */
export async function bootBuilder(cli: DockerCli, builder: BuilderInstance): Promise<void> {
  if (builder.Driver === 'docker') return;
  const began = cli.process.clock.epochNow();
  const took = (): string => ((cli.process.clock.epochNow() - began) / 1000).toFixed(1);
  for (const node of builder.Nodes) {
    if ((await nodeStatus(cli, builder, node)) === 'running') continue;
    const image = node.DriverOpts?.['image'] ?? BUILDKIT_IMAGE;
    const name = builderContainer(node);
    await cli.err('#1 [internal] booting buildkit\n');
    const inactive = (await nodeStatus(cli, builder, node)) === 'inactive';
    if (inactive) {
      await cli.err(`#1 pulling image ${image}\n`);
      const [fromImage, tag = 'latest'] = image.split(':');
      for await (const message of await cli.client.objects<JsonMessage>('POST', '/images/create', undefined, {
        query: { fromImage, tag },
      })) {
        if (message.error !== undefined) throw new CommandError(`ERROR: ${message.error}`);
      }
      await cli.err(`#1 pulling image ${image} ${took()}s done\n#1 creating container ${name}\n`);
      await cli.client.post(
        '/containers/create',
        {
          Image: image,
          Cmd: null,
          Labels: {},
          HostConfig: {
            Privileged: true,
            RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
            Mounts: [{ Type: 'volume', Source: `${name}_state`, Target: '/var/lib/buildkit' }],
            NetworkMode: node.DriverOpts?.['network'] ?? '',
          },
        },
        { query: { name } },
      );
    }
    await cli.client.post(`/containers/${name}/start`);
    if (inactive) await cli.err(`#1 creating container ${name} ${took()}s done\n`);
    await cli.err(`#1 DONE ${took()}s\n`);
  }
}
