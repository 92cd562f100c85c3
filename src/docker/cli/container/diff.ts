import { CommandError, exactly } from '#cli/command';
import type { FilesystemChange } from '#docker/api/filesystem-change';
import { completeContainers, dockerCommand } from '../docker-command';
import { formatRows, type RowFormat } from '../formatter/formatter';

const diffFormat: RowFormat<FilesystemChange> = {
  type: '*container.diffContext',
  columns: {
    Type: ['CHANGE TYPE', (change) => 'CAD'[change.Kind]],
    Path: ['PATH', (change) => change.Path],
  },
};

/** docker container diff: files added, changed and deleted since its image. */
export const diff = dockerCommand({
  name: 'diff',
  usage: 'CONTAINER',
  aliasText: 'docker container diff, docker diff',
  short: "Inspect changes to files or directories on a container's filesystem",
  args: exactly(1),
  complete: completeContainers(),
  async run(cli, { args: [name = ''] }) {
    if (name === '') throw new CommandError('Container name cannot be empty');
    const changes = await cli.client.get<FilesystemChange[] | null>(`/containers/${encodeURIComponent(name)}/changes`);
    await cli.out(formatRows(diffFormat, changes ?? [], '{{.Type}} {{.Path}}', { truncate: true, now: 0 }));
  },
});
