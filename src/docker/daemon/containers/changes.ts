import { json } from '#network/http';
import type { FilesystemChange } from '../../api/filesystem-change';
import type { Route } from '../call';
import { findContainer } from '../lookup';
import { rootOf } from './populate';

const KINDS = { C: 0, A: 1, D: 2 } as const;

/** `docker diff`. */
export const changes: Route = {
  method: 'GET',
  path: '/containers/{id}/changes',
  handle: ({ daemon, params }) => {
    const container = findContainer(daemon, params['id']!);
    const rows: FilesystemChange[] = rootOf(daemon, container)
      .diff()
      .map(({ path, kind }) => ({ Path: path, Kind: KINDS[kind] }));
    return json(200, rows.length > 0 ? rows : null);
  },
};
