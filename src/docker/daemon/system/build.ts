import { json } from '#network/http';
import { bytesOf } from '../../api/client';
import type { Route } from '../call';
import { errors } from '../errors';
import { authOf } from '../images/pull';

/** `docker build`: the builder's work; it answers progress. */
export const build: Route = {
  method: 'POST',
  path: '/build',
  handle: async (call) => {
    const { builder } = call.daemon;
    if (!builder) throw errors.notSimulated('docker build');
    return builder.build(call, { context: await bytesOf(call.body), auth: authOf(call) });
  },
};

/** `docker builder prune`. */
export const buildPrune: Route = {
  method: 'POST',
  path: '/build/prune',
  handle: (call) => call.daemon.builder?.prune(call) ?? json(200, { CachesDeleted: null, SpaceReclaimed: 0 }),
};
