import { json } from '#network/http';
import type { AuthConfig } from '../../api/auth';
import { bodyObject, type Route } from '../call';
import { authOf, referenceOf, registryFailure } from '../images/pull';

/** `docker login`. */
export const auth: Route = {
  method: 'POST',
  path: '/auth',
  handle: async (call) => {
    try {
      return json(200, await call.daemon.registry.login((await bodyObject<AuthConfig>(call)) ?? {}));
    } catch (error) {
      throw registryFailure(error);
    }
  },
};

/** What a registry has under a name. */
export const distribution: Route = {
  method: 'GET',
  path: '/distribution/{name:.*}/json',
  handle: async (call) => {
    const reference = referenceOf(call.params['name']!);
    try {
      return json(200, await call.daemon.registry.inspect(reference, authOf(call)));
    } catch (error) {
      throw registryFailure(error);
    }
  },
};
