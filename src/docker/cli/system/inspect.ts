import { atLeast, CommandError } from '#cli/command';
import { EngineError } from '#docker/api/client';
import {
  completeContainers,
  completeImages,
  completeNetworks,
  completeVolumes,
  dockerCommand,
  type DockerCli,
} from '../docker-command';
import { inspect as inspectObjects } from '../formatter/inspect';

const TYPES = ['config', 'container', 'image', 'network', 'node', 'plugin', 'secret', 'service', 'task', 'volume'];

type Find = (cli: DockerCli, name: string, size: boolean) => Promise<unknown>;

const FINDERS: Readonly<Record<string, Find>> = {
  container: (cli, name, size) =>
    cli.client.get(`/containers/${encodeURIComponent(name)}/json`, { query: { size: size || undefined } }),
  image: (cli, name) => cli.client.get(`/images/${name}/json`),
  network: (cli, name) => cli.client.get(`/networks/${encodeURIComponent(name)}`),
  volume: (cli, name) => cli.client.get(`/volumes/${encodeURIComponent(name)}`),
};

/** docker inspect: whatever has that name or id. */
export const inspect = dockerCommand({
  name: 'inspect',
  usage: 'NAME|ID [NAME|ID...]',
  short: 'Return low-level information on Docker objects',
  args: atLeast(1),
  flags: {
    format: {
      kind: 'string',
      short: 'f',
      help: "Format output using a custom template:\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    size: { kind: 'bool', short: 's', help: 'Display total file sizes if the type is container' },
    type: { kind: 'string', help: 'Only inspect objects of the given type' },
  },
  complete: async (cli) => [
    ...(await completeContainers()(cli)),
    ...(await completeImages(cli)),
    ...(await completeNetworks(cli)),
    ...(await completeVolumes(cli)),
  ],
  async run(cli, { args, flags, changed }) {
    const { type, size } = flags;
    if (changed.has('type')) {
      if (type === '') throw new CommandError('type is empty: must be one of "' + TYPES.join('", "') + '"');
      if (!TYPES.includes(type))
        throw new CommandError(`unknown type: ${JSON.stringify(type)}: must be one of "${TYPES.join('", "')}"`);
    }
    const finders = type === '' ? Object.values(FINDERS) : [FINDERS[type]].filter((f) => f !== undefined);
    return inspectObjects(cli, args, flags.format, async (name) => {
      for (const find of finders) {
        try {
          return await find(cli, name, size);
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          const missing =
            error.status === 404 || /invalid reference format|not supported|ambiguous/.test(error.message);
          if (type !== '' || !missing) throw error;
        }
      }
      throw new CommandError(`Error: No such object: ${name}`);
    });
  },
});
