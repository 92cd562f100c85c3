import { humanDuration, humanSize } from '#cli/units';
import { inspectImage } from '../engine/execute';
import { ComposeError } from '../errors';
import { goJson } from '../model/render';
import { composeCommand } from './command';
import { legacyTable, tabbed } from './tables';

/** compose images. */
export const images = composeCommand({
  name: 'images',
  usage: '[SERVICE...]',
  short: 'List images used by the created containers',
  flags: {
    quiet: { kind: 'bool', short: 'q', help: 'Only display IDs' },
    format: { kind: 'string', help: 'Format the output. Values: [table | json]', default: 'table' },
  },
  async run(cli, { args, flags }) {
    const project = await cli.projectName();
    const containers = (await cli.observe(project)).filter((c) => args.length === 0 || args.includes(c.service));
    if (!['table', 'json', ''].includes(flags.format))
      throw new ComposeError(`unsupported format ${JSON.stringify(flags.format)}`);
    const rows: string[][] = [];
    const objects: object[] = [];
    for (const container of [...containers].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const image = await inspectImage(cli.client, container.summary.ImageID);
      if (!image) continue;
      const id = image.Id.replace('sha256:', '');
      if (flags.quiet) {
        await cli.out(`${id}\n`);
        continue;
      }
      const [repository = '<none>', tag = '<none>'] = splitTag(
        image.RepoTags?.find((t) => sameImage(t, container.summary.Image)) ?? image.RepoTags?.[0] ?? '',
      );
      objects.push({
        ID: image.Id,
        ContainerName: container.name,
        Repository: repository,
        Tag: tag,
        Platform: `${image.Os}/${image.Architecture}`,
        Size: image.Size,
        Created: image.Created,
        LastTagTime: image.Metadata.LastTagTime,
      });
      const created = humanDuration(cli.process.clock.epochNow() - Date.parse(image.Created));
      rows.push(
        cli.flavor.generation === 1
          ? [container.name, repository, tag, id.slice(0, 12), humanSize(image.Size).replace(/([\d.]+)/, '$1 ')]
          : [
              container.name,
              repository,
              tag,
              `${image.Os}/${image.Architecture}`,
              id.slice(0, 12),
              humanSize(image.Size, 3),
              `${created} ago`,
            ],
      );
    }
    if (flags.quiet) return;
    if (flags.format === 'json') {
      await cli.out(`${goJson(objects)}\n`);
      return;
    }
    const header = ['CONTAINER', 'REPOSITORY', 'TAG', 'PLATFORM', 'IMAGE ID', 'SIZE', 'CREATED'];
    if (cli.flavor.generation === 1)
      await cli.out(legacyTable(['Container', 'Repository', 'Tag', 'Image Id', 'Size'], rows));
    else await cli.out(tabbed([header, ...rows], 20, 1));
  },
});

const splitTag = (name: string): [string, string] | [] => {
  const at = name.lastIndexOf(':');
  return at < 0 ? [] : [name.slice(0, at), name.slice(at + 1)];
};
const sameImage = (tag: string, image: string): boolean => tag === image || tag === `${image}:latest`;
