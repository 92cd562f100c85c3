import type { Image } from '#image/image';
import { json } from '#network/http';
import type { ImageHistoryItem } from '../../api/image-history';
import type { Route } from '../call';
import { requireImage } from '../containers/create';
import type { Daemon } from '../daemon';
import { parseTime, unixSeconds } from '../time';
import { requirePlatform } from './platform';

/** `docker history`, newest first. Ids are known where an image of this engine ends there. */
function historyOf(daemon: Daemon, image: Image): ImageHistoryItem[] {
  let layer = 0;
  const rows = image.history.map((entry): ImageHistoryItem => {
    const Size = entry.empty_layer ? 0 : (image.layers[layer++]?.size ?? 0);
    const Created = unixSeconds(parseTime(entry.created)) || 0;
    return { Comment: entry.comment ?? '', Created, CreatedBy: entry.created_by, Id: '<missing>', Size, Tags: null };
  });
  rows.reverse();
  let current: Image | undefined = image;
  for (const row of rows) {
    if (!current) break;
    row.Id = current.id;
    const tags = daemon.host.images.tagsOf(current.id);
    row.Tags = tags.length > 0 ? tags : null;
    const { parent }: Image = current;
    current = parent === undefined ? undefined : daemon.image(parent);
  }
  return rows;
}

export const history: Route = {
  method: 'GET',
  path: '/images/{name:.*}/history',
  handle: ({ daemon, params, query }) => {
    const image = requireImage(daemon, params['name']!);
    requirePlatform(image, params['name']!, query.get('platform'));
    return json(200, historyOf(daemon, image));
  },
};
