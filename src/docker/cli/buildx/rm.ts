import { CommandError } from '#cli/command';
import { EngineError } from '#docker/api/client';
import { builderContainer, BuilderStore } from '../builder/instances';
import { dockerCommand, type DockerCli } from '../docker-command';
import { builderNamed, nodeStatus } from './builder-state';

/** Does something whose object may be gone already. */
async function perhaps(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

/** docker buildx rm: removes builders with their containers. Upstream: buildx commands/rm.go. */
export const rm = dockerCommand({
  name: 'rm',
  usage: '[OPTIONS] [NAME...]',
  short: 'Remove one or more builder instances',
  flags: {
    'all-inactive': { kind: 'bool', help: 'Remove all inactive builders' },
    force: { kind: 'bool', short: 'f', help: 'Do not prompt for confirmation' },
    'keep-daemon': { kind: 'bool', help: 'Keep the BuildKit daemon running' },
    'keep-state': { kind: 'bool', help: 'Keep BuildKit state' },
  },
  async run(cli, { args, flags }) {
    const store = new BuilderStore(cli);
    const names = flags['all-inactive'] ? await inactive(cli, store) : args.length > 0 ? args : [store.currentName()];
    for (const name of names) {
      const builder = builderNamed(cli, name);
      if (builder.Driver === 'docker')
        throw new CommandError(
          'ERROR: context builder cannot be removed, run `docker context rm` to remove this context'.replace(
            'context builder',
            `context builder`,
          ),
        );
      for (const node of builder.Nodes) {
        const container = builderContainer(node);
        if (!flags['keep-daemon'])
          await perhaps(() => cli.client.delete(`/containers/${container}`, { query: { force: true, v: true } }));
        if (!flags['keep-daemon'] && !flags['keep-state'])
          await perhaps(() => cli.client.delete(`/volumes/${container}_state`));
      }
      store.remove(builder.Name);
      await cli.out(`${builder.Name} removed\n`);
    }
  },
});

async function inactive(cli: DockerCli, store: BuilderStore): Promise<string[]> {
  const found: string[] = [];
  for (const builder of store.list()) {
    const states = await Promise.all(builder.Nodes.map((node) => nodeStatus(cli, builder, node)));
    if (states.every((state) => state !== 'running')) found.push(builder.Name);
  }
  return found;
}

/** docker buildx stop: stops a builder's containers. Upstream: buildx commands/stop.go. */
export const stop = dockerCommand({
  name: 'stop',
  usage: '[NAME]',
  short: 'Stop builder instance',
  args: { min: 0, max: 1 },
  async run(cli, { args }) {
    const builder = builderNamed(cli, args[0]);
    if (builder.Driver === 'docker') return;
    for (const node of builder.Nodes)
      await perhaps(() => cli.client.post(`/containers/${builderContainer(node)}/stop`));
  },
});
