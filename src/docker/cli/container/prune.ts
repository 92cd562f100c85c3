import { noArgs } from '#cli/command';
import { humanSize } from '#cli/units';
import { filtersOf } from '#docker/api/client';
import type { ContainersPruneReport } from '#docker/api/prune';
import { confirmed, dockerCommand, filtersFrom } from '../docker-command';

/** docker container prune: all stopped containers. */
export const prune = dockerCommand({
  name: 'prune',
  short: 'Remove all stopped containers',
  args: noArgs,
  flags: {
    filter: { kind: 'list', typeName: 'filter', help: 'Provide filter values (e.g. `until=<timestamp>`)' },
    force: { kind: 'bool', short: 'f', help: 'Do not prompt for confirmation' },
  },
  async run(cli, { flags }) {
    const question = 'WARNING! This will remove all stopped containers.\nAre you sure you want to continue?';
    if (!flags.force && !(await confirmed(cli, question))) return;
    const filters = filtersOf(filtersFrom(flags.filter));
    const report = await cli.client.post<ContainersPruneReport>('/containers/prune', undefined, { query: { filters } });
    const deleted = report.ContainersDeleted ?? [];
    if (deleted.length > 0) await cli.out(`Deleted Containers:\n${deleted.join('\n')}\n\n`);
    await cli.out(`Total reclaimed space: ${humanSize(report.SpaceReclaimed)}\n`);
  },
});
