import { EngineError } from '#docker/api/client';
import type { Network } from '#docker/api/network';
import type { Volume } from '#docker/api/volume';
import type { Dict } from '../tree';
import { stopContainer, type Executor } from './execute';
import { resourceHash } from './hash';
import { LABEL } from './labels';
import type { ObservedContainer } from './observe';

/**
 * Removes networks and volumes that were made from another configuration, with the containers that use them; the plan
 * makes them anew. `mayDrop` is asked before a volume's data goes. Answers whether anything was removed.
 * Upstream: compose removeDivergedNetwork, removeDivergedVolume.
 */
export async function removeDiverged(
  x: Executor,
  observed: readonly ObservedContainer[],
  mayDrop: (volume: string) => Promise<boolean>,
): Promise<boolean> {
  let any = false;
  const remove = async (used: (service: Dict) => boolean, path: string): Promise<void> => {
    any = true;
    for (const c of observed.filter(
      ({ service }) => x.project.services[service] && used(x.project.services[service]),
    )) {
      const subject = { kind: 'Container', name: c.name } as const;
      await x.reporter.begin('stop', [subject]);
      await stopContainer(x.client, c.id);
      await x.reporter.end('stop', subject);
      await x.reporter.begin('remove', [subject]);
      await x.client.delete(`/containers/${c.id}`, { query: { force: true } });
      await x.reporter.end('remove', subject);
    }
    await x.client.delete(path);
  };
  for (const [key, network] of Object.entries(x.project.networks)) {
    const found = await existing<Network>(x, `/networks/${network.name as string}`);
    if (!diverged(network, found?.Labels)) continue;
    const subject = { kind: 'Network', name: network.name as string } as const;
    await x.reporter.begin('remove', [subject]);
    await remove((service) => key in ((service.networks as Dict | undefined) ?? {}), `/networks/${found!.Id}`);
    await x.reporter.end('remove', subject);
  }
  for (const [key, volume] of Object.entries(x.project.volumes)) {
    const name = volume.name as string;
    const found = await existing<Volume>(x, `/volumes/${name}`);
    if (!diverged(volume, found?.Labels) || !(await mayDrop(name))) continue;
    const uses = (service: Dict): boolean =>
      ((service.volumes as Dict[] | undefined) ?? []).some(({ type, source }) => type === 'volume' && source === key);
    await remove(uses, `/volumes/${name}`);
  }
  return any;
}

// What has no hash was not made by this program, and is left as it is.
const diverged = (resource: Dict, labels: Readonly<Record<string, string>> | null | undefined): boolean => {
  const hash = labels?.[LABEL.hash];
  return resource.external !== true && hash !== undefined && hash !== resourceHash(resource);
};

async function existing<T>(x: Executor, path: string): Promise<T | undefined> {
  try {
    return await x.client.get<T>(path);
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return undefined;
    throw error;
  }
}
