import { CommandError, noArgs } from '#cli/command';
import { humanSize } from '#cli/units';
import { filtersOf } from '#docker/api/client';
import type { VolumesPruneReport } from '#docker/api/prune';
import { confirmed, dockerCommand, filtersFrom } from '../docker-command';

/** docker volume prune: anonymous ones; with -a all that no container uses. */
export const prune = dockerCommand({
  name: 'prune',
  short: 'Remove unused local volumes',
  args: noArgs,
  flags: {
    all: { kind: 'bool', short: 'a', help: 'Remove all unused volumes, not just anonymous ones' },
    filter: { kind: 'list', typeName: 'filter', help: 'Provide filter values (e.g. `label=<label>`)' },
    force: { kind: 'bool', short: 'f', help: 'Do not prompt for confirmation' },
  },
  async run(cli, { flags }) {
    const what = flags.all
      ? 'all local volumes not used by at least one container'
      : 'anonymous local volumes not used by at least one container';
    if (
      !flags.force &&
      !(await confirmed(cli, `WARNING! This will remove ${what}.\nAre you sure you want to continue?`))
    )
      return;
    const given = filtersFrom(flags.filter);
    if (flags.all && given['all'])
      throw new CommandError('conflicting options: cannot specify both --all and --filter all=1');
    const filters = filtersOf({ ...given, ...(flags.all && { all: ['true'] }) });
    const report = await cli.client.post<VolumesPruneReport>('/volumes/prune', undefined, { query: { filters } });
    const deleted = (report.VolumesDeleted as string[] | null) ?? [];
    if (deleted.length > 0) await cli.out(`Deleted Volumes:\n${deleted.join('\n')}\n\n`);
    await cli.out(`Total reclaimed space: ${humanSize(report.SpaceReclaimed)}\n`);
  },
});
