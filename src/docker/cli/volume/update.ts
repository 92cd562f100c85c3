import { CommandError, exactly } from '#cli/command';
import type { Volume } from '#docker/api/volume';
import { completeVolumes, dockerCommand } from '../docker-command';

/** docker volume update: of the volumes of a swarm, of which there are none here. */
export const update = dockerCommand({
  name: 'update',
  usage: 'VOLUME',
  short: 'Update a volume (cluster volumes only)',
  args: exactly(1),
  flags: {
    availability: {
      kind: 'string',
      default: 'active',
      help: 'Cluster Volume availability (`active`, `pause`, `drain`)',
    },
  },
  complete: completeVolumes,
  async run(cli, { args: [name = ''] }) {
    await cli.client.get<Volume>(`/volumes/${encodeURIComponent(name)}`);
    throw new CommandError('Can only update cluster volumes');
  },
});
