import type { Image } from '#image/image';
import { familiarString, parseReference, withDefaultTag } from '#image/reference';
import { json } from '#network/http';
import type { ImageDeleteItem } from '../../api/image-delete';
import type { ImagesPruneReport } from '../../api/prune';
import type { Route } from '../call';
import { untilOf } from '../containers/prune';
import { requireImage } from '../containers/create';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { Filters } from '../filters';
import { parseTime } from '../time';

const short = (id: string): string => id.replace('sha256:', '').slice(0, 12);

const repositoryOf = (name: string): string => name.replace(/@.*$/, '').replace(/:[^/]*$/, '');

const usersOf = (daemon: Daemon, id: string): Container[] =>
  [...daemon.containers.values()].filter((c) => c.record.imageId === id);

/** Takes a name away, and the image with it when it was the last. Upstream: moby daemon/images/image_delete.go. */
export function deleteImage(daemon: Daemon, word: string, force: boolean, prune: boolean): ImageDeleteItem[] {
  const image = requireImage(daemon, word);
  const { images } = daemon.host;
  const rows: ImageDeleteItem[] = [];
  const tags = images.tagsOf(image.id);
  const byId = image.id.startsWith(word.startsWith('sha256:') ? word : `sha256:${word}`);
  const users = usersOf(daemon, image.id);
  const untag = (name: string): void => {
    images.untag(parseReference(name));
    daemon.events.emit('image', 'untag', image.id, { name: image.id });
    rows.push({ Untagged: name });
  };
  if (!byId) {
    const reference = parseReference(word);
    const name = familiarString(reference.digest === undefined ? withDefaultTag(reference) : reference);
    const isLast = tags.length === 1 || reference.digest !== undefined;
    if (isLast && !force) {
      const user = users[0];
      if (user && (user.run || tags.length === 1)) throw errors.imageInUse(word, short(user.id), short(image.id));
    }
    untag(name);
    // With the last tag of a repository its digests go too.
    const left = images.tagsOf(image.id).map(repositoryOf);
    for (const digest of images.digestsOf(image.id)) if (!left.includes(repositoryOf(digest))) untag(digest);
    if (left.length > 0) return rows;
  } else {
    const repositories = new Set(tags.map((tag) => tag.replace(/:[^/]*$/, '')));
    const running = users.find((c) => c.run);
    if (running) throw errors.imageHardConflict(short(image.id), short(running.id));
    if (users[0] && !force) throw errors.imageSoftConflict(short(image.id), short(users[0].id));
    if (repositories.size > 1 && !force) throw errors.imageManyNames(short(image.id));
    if (images.children(image.id).length > 0) throw errors.imageChildren(short(image.id));
    for (const name of [...tags, ...images.digestsOf(image.id)]) untag(name);
  }
  if (usersOf(daemon, image.id).length > 0 || images.children(image.id).length > 0) return rows;
  drop(daemon, image, rows, prune);
  return rows;
}

/** Removes an image without names, its layers that nothing holds, and then its parents that nothing names. */
function drop(daemon: Daemon, image: Image, rows: ImageDeleteItem[], prune: boolean): void {
  const { images } = daemon.host;
  rows.push({ Deleted: image.id });
  for (const layer of images.remove(image.id)) rows.push({ Deleted: layer });
  daemon.events.emit('image', 'delete', image.id, { name: image.id });
  daemon.trace('remove', `image/${short(image.id)}`);
  const parent = image.parent === undefined ? undefined : daemon.image(image.parent);
  if (!prune || !parent || !images.isDangling(parent.id) || images.digestsOf(parent.id).length > 0) return;
  if (usersOf(daemon, parent.id).length === 0) drop(daemon, parent, rows, prune);
}

/** `docker rmi`. */
export const remove: Route = {
  method: 'DELETE',
  path: '/images/{name:.*}',
  handle: ({ daemon, params, query }) =>
    json(200, deleteImage(daemon, params['name']!, query.flag('force'), !query.flag('noprune'))),
};

/** `docker image prune`. */
export const prune: Route = {
  method: 'POST',
  path: '/images/prune',
  handle: ({ daemon, query }) => {
    const filters = Filters.parse(query.get('filters'), ['dangling', 'label', 'label!', 'until']);
    const dangling = filters.flag('dangling') ?? true;
    const until = untilOf(daemon, filters);
    const { images } = daemon.host;
    const rows: ImageDeleteItem[] = [];
    const before = images.layersSize();
    for (const image of images.list()) {
      if (!images.has(image.id) || usersOf(daemon, image.id).length > 0 || !filters.labels(image.config.Labels))
        continue;
      if (until !== undefined && parseTime(image.created) > until) continue;
      if (images.children(image.id).length > 0) continue;
      const names = [...images.tagsOf(image.id), ...images.digestsOf(image.id)];
      if (dangling && images.tagsOf(image.id).length > 0) continue;
      for (const name of names) {
        images.untag(parseReference(name));
        rows.push({ Untagged: name });
      }
      drop(daemon, image, rows, true);
    }
    const reclaimed = before - images.layersSize();
    daemon.events.emit('image', 'prune', '', { reclaimed: String(reclaimed) });
    return json(200, {
      ImagesDeleted: rows.length > 0 ? rows : null,
      SpaceReclaimed: reclaimed,
    } satisfies ImagesPruneReport);
  },
};
