import { noArgs } from '#cli/command';
import { humanSize } from '#cli/units';
import { filtersOf } from '#docker/api/client';
import type { ImagesPruneReport } from '#docker/api/prune';
import { confirmed, dockerCommand, filtersFrom } from '../docker-command';

/** docker image prune: images without a name; with -a those that no container uses. */
export const prune = dockerCommand({
  name: 'prune',
  short: 'Remove unused images',
  args: noArgs,
  flags: {
    all: { kind: 'bool', short: 'a', help: 'Remove all unused images, not just dangling ones' },
    filter: { kind: 'list', typeName: 'filter', help: 'Provide filter values (e.g. `until=<timestamp>`)' },
    force: { kind: 'bool', short: 'f', help: 'Do not prompt for confirmation' },
  },
  async run(cli, { flags }) {
    const what = flags.all ? 'all images without at least one container associated to them' : 'all dangling images';
    if (
      !flags.force &&
      !(await confirmed(cli, `WARNING! This will remove ${what}.\nAre you sure you want to continue?`))
    )
      return;
    const filters = filtersOf({ ...filtersFrom(flags.filter), dangling: [String(!flags.all)] });
    const report = await cli.client.post<ImagesPruneReport>('/images/prune', undefined, { query: { filters } });
    const items = report.ImagesDeleted ?? [];
    if (items.length > 0) {
      const lines = items.map((i) => (i.Untagged === undefined ? `deleted: ${i.Deleted!}` : `untagged: ${i.Untagged}`));
      await cli.out(`Deleted Images:\n${lines.join('\n')}\n\n`);
    }
    await cli.out(`Total reclaimed space: ${humanSize(report.SpaceReclaimed)}\n`);
  },
});
