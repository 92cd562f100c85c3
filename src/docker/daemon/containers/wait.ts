import { json } from '#network/http';
import type { ContainerWaitResponse } from '../../api/container-wait';
import type { Route } from '../call';
import { errors } from '../errors';
import { findContainer } from '../lookup';

/** `docker wait`. The headers go out at once, the code when it is known. */
export const wait: Route = {
  method: 'POST',
  path: '/containers/{id}/wait',
  handle: ({ daemon, params, query }) => {
    const container = findContainer(daemon, params['id']!);
    const condition = query.get('condition') || 'not-running';
    if (!['not-running', 'next-exit', 'removed'].includes(condition)) {
      throw errors.invalid(`invalid condition: "${condition}"`);
    }
    const { state } = container.record;
    const isOver = condition === 'not-running' && !container.run && state.status !== 'restarting';
    if (isOver) return json(200, { StatusCode: state.exitCode } satisfies ContainerWaitResponse);
    const waiters = condition === 'removed' ? container.removeWaiters : container.exitWaiters;
    const code = new Promise<number>((resolve) => waiters.add(resolve));
    const answer = async function* (): AsyncGenerator<ContainerWaitResponse> {
      yield { StatusCode: await code };
    };
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { kind: 'objects', objects: answer() },
    };
  },
};
