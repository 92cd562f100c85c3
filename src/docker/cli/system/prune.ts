import { CommandError, noArgs } from '#cli/command';
import { humanSize } from '#cli/units';
import { filtersOf } from '#docker/api/client';
import type {
  BuildPruneReport,
  ContainersPruneReport,
  ImagesPruneReport,
  NetworksPruneReport,
  VolumesPruneReport,
} from '#docker/api/prune';
import { confirmed, dockerCommand, filtersFrom } from '../docker-command';

/** docker system prune: everything that nothing uses. */
export const prune = dockerCommand({
  name: 'prune',
  short: 'Remove unused data',
  args: noArgs,
  flags: {
    all: { kind: 'bool', short: 'a', help: 'Remove all unused images not just dangling ones' },
    filter: { kind: 'list', typeName: 'filter', help: 'Provide filter values (e.g. `label=<key>=<value>`)' },
    force: { kind: 'bool', short: 'f', help: 'Do not prompt for confirmation' },
    volumes: { kind: 'bool', help: 'Prune anonymous volumes' },
  },
  async run(cli, { flags }) {
    const { all, volumes } = flags;
    const given = filtersFrom(flags.filter);
    if (volumes && given['until'])
      throw new CommandError('ERROR: The "until" filter is not supported with "--volumes"');
    const warnings = [
      'all stopped containers',
      'all networks not used by at least one container',
      ...(volumes ? ['all anonymous volumes not used by at least one container'] : []),
      all ? 'all images without at least one container associated to them' : 'all dangling images',
      all ? 'all build cache' : 'unused build cache',
    ];
    const filtered =
      flags.filter.length > 0
        ? `\n  Items to be pruned will be filtered with:\n${flags.filter.map((f) => `  - ${f}`).join('\n')}\n`
        : '';
    const question = `WARNING! This will remove:\n${warnings.map((w) => `  - ${w}`).join('\n')}\n${filtered}\nAre you sure you want to continue?`;
    if (!flags.force && !(await confirmed(cli, question))) throw new CommandError('system prune has been cancelled');
    const query = { filters: filtersOf(given) };
    let reclaimed = 0;
    const tell = async (title: string, lines: readonly string[] | null, space: number): Promise<void> => {
      reclaimed += space;
      if (lines && lines.length > 0) await cli.out(`${title}:\n${lines.join('\n')}\n\n`);
    };
    const post = <T>(path: string, q: object = query): Promise<T> =>
      cli.client.post<T>(path, undefined, { query: q as typeof query });
    const containers = await post<ContainersPruneReport>('/containers/prune');
    await tell('Deleted Containers', containers.ContainersDeleted, containers.SpaceReclaimed);
    const networks = await post<NetworksPruneReport>('/networks/prune');
    await tell('Deleted Networks', networks.NetworksDeleted, 0);
    if (volumes) {
      const report = await post<VolumesPruneReport>('/volumes/prune');
      await tell('Deleted Volumes', report.VolumesDeleted, report.SpaceReclaimed);
    }
    const images = await post<ImagesPruneReport>('/images/prune', {
      filters: filtersOf({ ...given, dangling: [String(!all)] }),
    });
    const lines = (images.ImagesDeleted ?? []).map((i) =>
      i.Untagged === undefined ? `deleted: ${i.Deleted!}` : `untagged: ${i.Untagged}`,
    );
    await tell('Deleted Images', lines, images.SpaceReclaimed);
    const cache = await post<BuildPruneReport>('/build/prune', { ...query, all: all || undefined });
    await tell('Deleted build cache objects', cache.CachesDeleted, cache.SpaceReclaimed);
    await cli.out(`Total reclaimed space: ${humanSize(reclaimed)}\n`);
  },
});
