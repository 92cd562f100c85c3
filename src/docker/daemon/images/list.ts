import { imageSize, type Image } from '#image/image';
import { json } from '#network/http';
import type { ImageSummary } from '../../api/image-summary';
import type { Route } from '../call';
import { untilOf } from '../containers/prune';
import { lookUpImage } from '../containers/create';
import type { Daemon } from '../daemon';
import { Filters } from '../filters';
import { parseTime, unixSeconds } from '../time';

/** One row of `docker images`. */
export const imageSummary = (daemon: Daemon, image: Image, containers: number): ImageSummary => ({
  Containers: containers,
  Created: unixSeconds(parseTime(image.created)) || 0,
  Id: image.id,
  Labels: image.config.Labels ?? null,
  ParentId: image.parent ?? '',
  RepoDigests: daemon.host.images.digestsOf(image.id),
  RepoTags: daemon.host.images.tagsOf(image.id),
  SharedSize: -1,
  Size: imageSize(image),
});

/** Whether a reference filter means a name: `nginx`, `nginx:1.*`, `*:latest`. */
function referenceMatches(pattern: string, name: string): boolean {
  const glob = (p: string, text: string): boolean =>
    new RegExp(
      `^${p
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '[^/]*')
        .replaceAll('?', '[^/]')}$`,
    ).test(text);
  const repository = name.replace(/(?::[^/:]*|@sha256:.*)$/, '');
  return pattern.length <= 200 && (glob(pattern, name) || glob(pattern, repository));
}

/** The images that a query asks for, newest first. */
export function listImages(daemon: Daemon, filters: Filters, all: boolean): ImageSummary[] {
  const { images } = daemon.host;
  const until = untilOf(daemon, filters);
  const dangling = filters.flag('dangling');
  const created = (image: Image): number => parseTime(image.created);
  const bound = (name: string): number | undefined => {
    const [word] = filters.get(name);
    const image = word === undefined ? undefined : lookUpImage(daemon, word);
    return image && created(image);
  };
  const [before, since] = [bound('before') ?? until, bound('since')];
  const rows: ImageSummary[] = [];
  for (const image of images.list()) {
    const row = imageSummary(daemon, image, 0);
    const tags = row.RepoTags ?? [];
    const named = tags.length > 0 || (row.RepoDigests?.length ?? 0) > 0;
    if (!filters.labels(image.config.Labels)) continue;
    if (before !== undefined && created(image) >= before) continue;
    if (since !== undefined && created(image) <= since) continue;
    if (dangling !== undefined && dangling !== (tags.length === 0 && images.isDangling(image.id))) continue;
    // Intermediate images of the classic builder show only with --all.
    if (!named && !all && dangling !== true && images.children(image.id).length > 0) continue;
    if (filters.has('reference')) {
      const wanted = filters.get('reference');
      row.RepoTags = tags.filter((tag) => wanted.some((pattern) => referenceMatches(pattern, tag)));
      row.RepoDigests = (row.RepoDigests ?? []).filter((digest) =>
        wanted.some((pattern) => referenceMatches(pattern, digest)),
      );
      if (row.RepoTags.length === 0 && row.RepoDigests.length === 0) continue;
    }
    rows.push(row);
  }
  for (const container of daemon.containers.values()) {
    const row = rows.find((r) => r.Id === container.record.imageId);
    if (row) row.Containers++;
  }
  return rows.sort((a, b) => b.Created - a.Created);
}

export const list: Route = {
  method: 'GET',
  path: '/images/json',
  handle: ({ daemon, query }) => {
    const filters = Filters.parse(query.get('filters'), [
      'before',
      'dangling',
      'label',
      'label!',
      'reference',
      'since',
      'until',
    ]);
    return json(200, listImages(daemon, filters, query.flag('all')));
  },
};
