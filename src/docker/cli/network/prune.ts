import { noArgs } from '#cli/command';
import { filtersOf } from '#docker/api/client';
import type { NetworksPruneReport } from '#docker/api/prune';
import { confirmed, dockerCommand, filtersFrom } from '../docker-command';

/** docker network prune. */
export const prune = dockerCommand({
  name: 'prune',
  short: 'Remove all unused networks',
  args: noArgs,
  flags: {
    filter: { kind: 'list', typeName: 'filter', help: 'Provide filter values (e.g. `until=<timestamp>`)' },
    force: { kind: 'bool', short: 'f', help: 'Do not prompt for confirmation' },
  },
  async run(cli, { flags }) {
    const question =
      'WARNING! This will remove all custom networks not used by at least one container.\nAre you sure you want to continue?';
    if (!flags.force && !(await confirmed(cli, question))) return;
    const filters = filtersOf(filtersFrom(flags.filter));
    const { NetworksDeleted } = await cli.client.post<NetworksPruneReport>('/networks/prune', undefined, {
      query: { filters },
    });
    if (NetworksDeleted && NetworksDeleted.length > 0)
      await cli.out(`Deleted Networks:\n${NetworksDeleted.join('\n')}\n\n`);
  },
});
