import { writeTar } from '#vfs/tar';
import type { Route } from '../call';
import { findContainer } from '../lookup';
import { entriesOf } from './archive';
import { containerEvent } from './events';
import { rootView } from './populate';

/** `docker export`: the root without mounts. */
export const exportRoute: Route = {
  method: 'GET',
  path: '/containers/{id}/export',
  handle: ({ daemon, params }) => {
    const container = findContainer(daemon, params['id']!);
    const bytes = writeTar(entriesOf(rootView(daemon, container), '/', ''));
    containerEvent(daemon, container, 'export');
    return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: { kind: 'bytes', bytes } };
  },
};
