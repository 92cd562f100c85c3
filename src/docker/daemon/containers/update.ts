import { json } from '#network/http';
import type { ContainerUpdateBody } from '../../api/container-update';
import { bodyObject, type Route } from '../call';
import { errors } from '../errors';
import { findContainer } from '../lookup';
import { containerEvent } from './events';
import { checkResources, checkRestartPolicy } from './host-config';

/** `docker update`. */
export const update: Route = {
  method: 'POST',
  path: '/containers/{id}/update',
  handle: async (call) => {
    const { daemon, params } = call;
    const container = findContainer(daemon, params['id']!);
    const body = (await bodyObject<ContainerUpdateBody>(call)) ?? {};
    const { RestartPolicy, ...resources } = body;
    const { record } = container;
    const next = { ...record.hostConfig };
    for (const [key, value] of Object.entries(resources)) {
      // Zero values are what was not asked for.
      if (
        key in next &&
        value !== null &&
        value !== 0 &&
        value !== '' &&
        !(Array.isArray(value) && value.length === 0)
      ) {
        (next as unknown as Record<string, unknown>)[key] = value;
      }
    }
    if (body.Memory && !body.MemorySwap && next.MemorySwap > 0 && next.MemorySwap < next.Memory)
      throw errors.updateMemorySwap();
    checkResources(daemon, next);
    if (RestartPolicy?.Name) {
      const policy = { Name: RestartPolicy.Name, MaximumRetryCount: RestartPolicy.MaximumRetryCount ?? 0 };
      if (next.AutoRemove && policy.Name !== 'no') throw errors.updateAutoRemove();
      checkRestartPolicy(policy);
      next.RestartPolicy = policy;
    }
    record.hostConfig = next;
    daemon.save(container);
    container.run?.sandbox.limit({
      ...(next.Memory > 0 && { memoryBytes: next.Memory }),
      ...(next.NanoCpus > 0 && { cpus: next.NanoCpus / 1e9 }),
      ...(next.PidsLimit !== null && next.PidsLimit > 0 && { pids: next.PidsLimit }),
    });
    containerEvent(daemon, container, 'update');
    return json(200, { Warnings: null });
  },
};
