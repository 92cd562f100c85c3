import { humanDuration, humanSize } from '#cli/units';
import type { ImageHistoryItem } from '#docker/api/image-history';
import type { ImageSummary } from '#docker/api/image-summary';
import { ellipsis, goTime, truncatedId, type RowFormat } from './formatter';

/** One line of `docker images`: an image under one of its names. */
export interface ImageRow {
  readonly image: ImageSummary;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** A row for each tag; with `digests` for each digest too. */
export function imageRows(images: readonly ImageSummary[], digests: boolean): ImageRow[] {
  return images.flatMap((image) => {
    const tags = (image.RepoTags ?? []).filter((tag) => tag !== '<none>:<none>');
    const byName = (image.RepoDigests ?? [])
      .filter((d) => !d.startsWith('<none>'))
      .map((d) => d.split('@') as [string, string]);
    if (tags.length === 0 && byName.length === 0)
      return [{ image, repository: '<none>', tag: '<none>', digest: '<none>' }];
    const rows: ImageRow[] = tags.map((name) => {
      const colon = name.lastIndexOf(':');
      const repository = name.slice(0, colon);
      const digest = byName.find(([repo]) => repo === repository)?.[1] ?? '<none>';
      return { image, repository, tag: name.slice(colon + 1), digest };
    });
    const untagged = byName.filter(([repo]) => !rows.some((row) => row.repository === repo));
    if (rows.length > 0 && !digests) return rows;
    return [...rows, ...untagged.map(([repository, digest]) => ({ image, repository, tag: '<none>', digest }))];
  });
}

export const imageTable = (digests: boolean): string =>
  `table {{.Repository}}\\t{{.Tag}}\\t${digests ? '{{.Digest}}\\t' : ''}{{.ID}}\\t{{.CreatedSince}}\\t{{.Size}}`;

/** A row of `docker images`. Upstream: cli/command/formatter/image.go. */
export const imageFormat: RowFormat<ImageRow> = {
  type: '*formatter.imageContext',
  columns: {
    ID: ['IMAGE ID', ({ image }, { truncate }) => (truncate ? truncatedId(image.Id) : image.Id)],
    Repository: ['REPOSITORY', (row) => row.repository],
    Tag: ['TAG', (row) => row.tag],
    Digest: ['DIGEST', (row) => row.digest],
    CreatedSince: [
      'CREATED',
      ({ image }, { now }) => (image.Created <= 0 ? 'N/A' : `${humanDuration(now - image.Created * 1000)} ago`),
    ],
    CreatedAt: ['CREATED AT', ({ image }) => goTime(image.Created)],
    Size: ['SIZE', ({ image }) => humanSize(image.Size, 3)],
    Containers: ['CONTAINERS', ({ image }) => (image.Containers === -1 ? 'N/A' : String(image.Containers))],
    VirtualSize: ['SIZE', ({ image }) => humanSize(image.Size)],
    SharedSize: ['SHARED SIZE', ({ image }) => (image.SharedSize === -1 ? 'N/A' : humanSize(image.SharedSize))],
    UniqueSize: [
      'UNIQUE SIZE',
      ({ image }) => (image.SharedSize === -1 ? 'N/A' : humanSize(image.Size - image.SharedSize)),
    ],
  },
};

/** A row of `docker history`. */
export const historyFormat = (human: boolean): RowFormat<ImageHistoryItem> => ({
  type: '*image.historyContext',
  columns: {
    ID: ['IMAGE', (layer, { truncate }) => (truncate ? truncatedId(layer.Id) : layer.Id)],
    CreatedSince: [
      'CREATED',
      (layer, { now }) =>
        !human ? rfc3339(layer.Created) : layer.Created <= 0 ? '' : `${humanDuration(now - layer.Created * 1000)} ago`,
    ],
    CreatedAt: ['CREATED AT', (layer) => rfc3339(layer.Created)],
    CreatedBy: [
      'CREATED BY',
      (layer, { truncate }) => {
        const text = layer.CreatedBy.replaceAll('\t', ' ');
        return truncate ? ellipsis(text, 45) : text;
      },
    ],
    Size: ['SIZE', (layer) => (human ? humanSize(layer.Size, 3) : String(layer.Size))],
    Comment: ['COMMENT', (layer) => layer.Comment],
  },
});

const rfc3339 = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
