import type { NetworkRecord } from '../network-drivers/network-driver';
import type { Container } from './container';
import type { Daemon } from './daemon';
import { errors } from './errors';

/** The container that a word means: full id, name, or the beginning of exactly one id. Throws. */
export function findContainer(daemon: Daemon, word: string): Container {
  const byId = daemon.containers.get(word);
  if (byId) return byId;
  const named = daemon.names.get(word.replace(/^\//, ''));
  if (named !== undefined) return daemon.containers.get(named)!;
  if (!/^[0-9a-f]+$/.test(word)) throw errors.noSuchContainer(word);
  const found: Container[] = [];
  for (const [id, container] of daemon.containers) if (id.startsWith(word)) found.push(container);
  if (found.length > 1) throw errors.ambiguousContainer(word);
  if (found.length === 0) throw errors.noSuchContainer(word);
  return found[0]!;
}

/** The same, undefined when there is none. */
export function tryContainer(daemon: Daemon, word: string): Container | undefined {
  try {
    return findContainer(daemon, word);
  } catch {
    return undefined;
  }
}

/** The network that a word means: name, full id, or the beginning of exactly one id; undefined when there is none. */
export function tryNetwork(daemon: Daemon, word: string): NetworkRecord | undefined {
  const byId = daemon.networks.get(word);
  if (byId) return byId;
  const all = [...daemon.networks.values()];
  const named = all.find((network) => network.name === word);
  if (named || word === '') return named;
  const found = all.filter((network) => network.id.startsWith(word));
  return found.length === 1 ? found[0] : undefined;
}

/** The same; throws `network x not found`. */
export function findNetwork(daemon: Daemon, word: string): NetworkRecord {
  const network = tryNetwork(daemon, word);
  if (!network) throw errors.noNetwork(word);
  return network;
}
