import { humanSize } from '#cli/units';
import type { ImageSummary } from '#docker/api/image-summary';
import { truncatedId } from './formatter';

interface TreeRow {
  readonly names: readonly string[];
  readonly cells: readonly string[];
}

const GAP = '   ';
const HEADINGS = ['ID          ', 'DISK USAGE', 'CONTENT SIZE', 'EXTRA'];

/**
 * `docker images --tree`: a row for each image. The images of this engine's store have no platforms beneath them, nor a
 * size in the registry's form, as with the real one's overlay2 store. Upstream: cli/command/image/tree.go.
 */
export function imageTree(images: readonly ImageSummary[]): string {
  const rows: TreeRow[] = images
    .toSorted((a, b) => b.Created - a.Created)
    .map((image) => {
      const tags = (image.RepoTags ?? []).filter((tag) => tag !== '<none>:<none>');
      const used = image.Containers > 0 ? 'U    ' : '     ';
      const cells = [truncatedId(image.Id), humanSize(image.Size, 3).padStart(10), '0B'.padStart(12), used];
      return { names: tags.length > 0 ? tags : ['<untagged>'], cells };
    });
  const width = Math.max('IMAGE'.length, ...rows.flatMap((row) => row.names.map((name) => name.length)));
  const line = (name: string, cells: readonly string[]): string => `${[name.padEnd(width), ...cells].join(GAP)}\n`;
  const shown = rows.map(({ names, cells }) =>
    names.map((name, i) => (i < names.length - 1 ? `${name.padEnd(width)}\n` : line(name, cells))).join(''),
  );
  return line('IMAGE', HEADINGS) + shown.join('');
}
