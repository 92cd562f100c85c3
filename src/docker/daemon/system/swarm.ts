import { json } from '#network/http';
import type { Route } from '../call';
import { errors } from '../errors';

const unavailable = (method: Route['method'], path: string): Route => ({
  method,
  path,
  handle: () => {
    throw errors.notSwarm();
  },
});

/** The swarm's routes, which refuse as an engine outside a swarm does; joining one is not simulated. */
export const SWARM: readonly Route[] = [
  ...['/swarm', '/services', '/nodes', '/tasks', '/secrets', '/configs'].map((path) => unavailable('GET', path)),
  ...['/services', '/nodes', '/tasks', '/secrets', '/configs'].map((path) => unavailable('GET', `${path}/{id:.*}`)),
  ...['/services/create', '/secrets/create', '/configs/create'].map((path) => unavailable('POST', path)),
  {
    method: 'POST',
    path: '/swarm/{verb}',
    handle: ({ params }) => {
      if (params['verb'] === 'leave') throw errors.system('This node is not part of a swarm');
      throw errors.notSimulated(`docker swarm ${params['verb']!}`);
    },
  },
  { method: 'GET', path: '/plugins', handle: () => json(200, []) },
  {
    method: 'GET',
    path: '/plugins/{name:.*}/json',
    handle: ({ params }) => {
      throw errors.plugin(params['name']!);
    },
  },
];
