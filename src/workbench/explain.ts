import { tryContainer } from '#docker/daemon/lookup';
import type { Container } from '#docker/daemon/container';
import type { Daemon } from '#docker/daemon/daemon';
import { lookup } from '#network/names';
import { NetworkError, type Hop, type NetworkStack, type ResolverFiles } from '#network/stack';
import type { Machine } from '#machine/machine';

export interface Place {
  readonly name: string;
  readonly stack: NetworkStack;
  readonly files: ResolverFiles;
  readonly container: Container | undefined;
}

/** Where a word of the learner is: the laptop, a container by name or id, or the container of a Compose service. */
export function placeOf(daemon: Daemon, machine: Machine, word: string): Place | string {
  if (['laptop', 'host', 'localhost', ''].includes(word)) {
    return { name: 'laptop', stack: machine.network, files: machine.files(), container: undefined };
  }
  const container = tryContainer(daemon, word) ?? serviceContainer(daemon, word);
  if (!container) return `there is no container or service called ${word}`;
  const name = container.record.name.replace(/^\//, '');
  if (!container.run) return `${name} does not run`;
  return { name, stack: container.run.namespace, files: containerFiles(machine, container), container };
}

/** The first container of a Compose service, a running one where there is one. */
function serviceContainer(daemon: Daemon, service: string): Container | undefined {
  const all = [...daemon.containers.values()].filter(
    ({ record }) => record.config.Labels?.['com.docker.compose.service'] === service,
  );
  return all.find((container) => container.run) ?? all[0];
}

/** /etc/hosts and /etc/resolv.conf as the container has them. */
function containerFiles(machine: Machine, container: Container): ResolverFiles {
  const files = machine.files();
  const at = (path: string): string => `/var/lib/docker/containers/${container.id}/${path.replace(/^\/etc\//, '')}`;
  return {
    exists: (path) => files.exists(at(path)),
    readText: (path) => files.readText(at(path)),
  };
}

/**
 * The path from a place to `name` or `name:port`, hop by hop: who answers the name, routes, NAT, filter, listener. The
 * last hop tells how it ends. When a name is not known but is a container's, the missing link is named.
 */
export async function explain(daemon: Daemon, machine: Machine, from: string, to: string): Promise<readonly Hop[]> {
  const source = placeOf(daemon, machine, from);
  if (typeof source === 'string') return [{ at: from, kind: 'place', text: source, ok: false }];
  const [, host = to, portText] = /^(?:https?:\/\/)?([^/:]+)(?::(\d+))?/.exec(to) ?? [];
  const target = tryContainer(daemon, host) ?? serviceContainer(daemon, host);
  const port = Number(portText ?? firstPort(target));
  try {
    const { addresses, source: server } = await lookup(host, source.files, source.stack);
    const address = addresses[0]!;
    const named: Hop[] =
      address === host
        ? []
        : [
            {
              at: source.name,
              kind: 'name',
              text: `${host} is ${address}, says ${server === '127.0.0.11' ? "Docker's DNS server at 127.0.0.11" : server}`,
              ok: true,
            },
          ];
    return [...named, ...source.stack.explain({ address, port })];
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const why: Hop = {
      at: source.name,
      kind: 'name',
      text: `no server that ${source.name} may ask knows ${host} (${error.message})`,
      ok: false,
    };
    return [why, ...missingLink(source, target)];
  }
}

const firstPort = (target: Container | undefined): string =>
  /^\d+/.exec(Object.keys(target?.record.config.ExposedPorts ?? {})[0] ?? '')?.[0] ?? '80';

/** Why a container's name is not known to another: they share no network, or one that has no names. */
function missingLink(source: Place, target: Container | undefined): Hop[] {
  if (!target) return [];
  const name = target.record.name.replace(/^\//, '');
  const networks = (container: Container | undefined): string[] => Object.keys(container?.record.networks ?? {});
  const [ours, theirs] = [networks(source.container), networks(target)];
  const said = (names: readonly string[]): string => (names.length === 0 ? 'no network' : names.join(' and '));
  if (!source.container)
    return [
      {
        at: 'laptop',
        kind: 'link',
        text: `${name} is known by name only on its own networks (${said(theirs)}); from the laptop use a published port`,
        ok: false,
      },
    ];
  const shared = ours.filter((network) => theirs.includes(network));
  if (shared.length === 0) {
    return [
      {
        at: source.name,
        kind: 'link',
        text: `${source.name} is on ${said(ours)}, ${name} is on ${said(theirs)}: they share no network`,
        ok: false,
      },
    ];
  }
  if (shared.every((network) => network === 'bridge')) {
    return [
      {
        at: source.name,
        kind: 'link',
        text: `${source.name} and ${name} share only the default bridge, which has no DNS: use a network of your own, or an address`,
        ok: false,
      },
    ];
  }
  return target.run ? [] : [{ at: name, kind: 'link', text: `${name} does not run`, ok: false }];
}
