import { familiarString, withDefaultTag } from '#image/reference';
import type { Route } from '../call';
import { requireImage } from '../containers/create';
import { errors } from '../errors';
import { referenceOf } from './pull';

/** `docker tag`. */
export const tag: Route = {
  method: 'POST',
  path: '/images/{name:.*}/tag',
  handle: ({ daemon, params, query }) => {
    const image = requireImage(daemon, params['name']!);
    const repository = query.get('repo') ?? '';
    if (/^[a-f0-9]{64}$/.test(repository))
      throw errors.invalid('refusing to create an ambiguous tag using digest algorithm as name');
    const tagText = query.get('tag');
    const reference = withDefaultTag(referenceOf(repository + (tagText ? `:${tagText}` : '')));
    daemon.host.images.tag(reference, image.id, daemon.host.clock.epochNow());
    daemon.events.emit('image', 'tag', image.id, { name: familiarString(reference) });
    return { status: 201, headers: {}, body: { kind: 'empty' } };
  },
};
