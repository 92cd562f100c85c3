import type { EmbeddedDns } from '#network/topology';
import { parseLink } from '../containers/links';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { tryContainer } from '../lookup';
import { hostNameservers } from './resolv-conf';

/** Docker's DNS server for one container: names of its user-defined networks. Upstream: moby daemon/libnetwork/resolver.go. */
export function embeddedDns(daemon: Daemon, container: Container): EmbeddedDns {
  const networks = () =>
    Object.entries(container.record.networks).filter(
      ([, endpoint]) => endpoint.dnsNames !== null && endpoint.endpointId !== '',
    );
  const inNetwork = (name: string, network: string): string[] => {
    const linked = linkTarget(container, name, network);
    if (linked !== undefined) {
      const address = tryContainer(daemon, linked)?.record.networks[network]?.address;
      return address ? [address] : [];
    }
    const found: string[] = [];
    for (const other of daemon.containers.values()) {
      const endpoint = other.record.networks[network];
      if (!endpoint || endpoint.address === '' || !endpoint.dnsNames) continue;
      if (endpoint.dnsNames.some((n) => n.toLowerCase() === name)) found.push(endpoint.address);
    }
    return found;
  };
  return {
    resolve: (name, type) => {
      for (const [network] of networks()) {
        let found = inNetwork(name, network);
        const suffix = `.${network.toLowerCase()}`;
        if (found.length === 0 && name.endsWith(suffix)) found = inNetwork(name.slice(0, -suffix.length), network);
        if (found.length > 0) return type === 'A' ? shuffled(daemon, found) : [];
      }
      return undefined;
    },
    reverse: (address) => {
      for (const [network] of networks()) {
        for (const other of daemon.containers.values()) {
          if (other.record.networks[network]?.address === address) return `${other.name}.${network}`;
        }
      }
      return undefined;
    },
    upstream: () => {
      const external = networks().some(([, endpoint]) => !daemon.networks.get(endpoint.networkId)?.internal);
      if (!external) return [];
      const own = container.record.hostConfig.Dns;
      return own && own.length > 0 ? own : hostNameservers(daemon.host.files);
    },
  };
}

/** On a user-defined network `--link db:cache` is a name for this container alone. */
function linkTarget(container: Container, name: string, network: string): string | undefined {
  for (const text of container.record.networks[network]?.links ?? []) {
    const link = parseLink(text);
    if (link.alias.toLowerCase() === name) return link.target;
  }
  return undefined;
}

/** Several containers of one name take turns. */
function shuffled(daemon: Daemon, addresses: string[]): string[] {
  for (let i = addresses.length - 1; i > 0; i--) {
    const j = daemon.host.random.below(i + 1);
    [addresses[i], addresses[j]] = [addresses[j]!, addresses[i]!];
  }
  return addresses;
}
