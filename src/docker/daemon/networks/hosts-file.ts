import { linkHosts } from '../containers/links';
import type { Container } from '../container';
import type { Daemon } from '../daemon';

const HEAD = `127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
fe00::	ip6-localnet
ff00::	ip6-mcastprefix
ff02::1	ip6-allnodes
ff02::2	ip6-allrouters
`;

/** A container's /etc/hosts. Upstream: moby daemon/libnetwork/etchosts. */
export function hostsFile(daemon: Daemon, container: Container): string {
  const { hostConfig, config } = container.record;
  let out = HEAD;
  for (const entry of hostConfig.ExtraHosts ?? []) {
    const at = entry.includes('=') && !/^[^=]*:/.test(entry) ? entry.indexOf('=') : entry.indexOf(':');
    const name = entry.slice(0, at);
    const address = entry.slice(at + 1);
    out += `${address === 'host-gateway' ? gatewayOf(daemon) : address}\t${name}\n`;
  }
  for (const { address, names } of linkHosts(daemon, container)) out += `${address}\t${names}\n`;
  const own = config.Domainname ? `${config.Hostname}.${config.Domainname} ${config.Hostname}` : config.Hostname;
  for (const endpoint of Object.values(container.record.networks)) {
    if (endpoint.address !== '') out += `${endpoint.address}\t${own}\n`;
  }
  return out;
}

/** The machine as containers see it: the default bridge's address. */
const gatewayOf = (daemon: Daemon): string =>
  [...daemon.networks.values()].find((network) => network.name === 'bridge')?.gateway ?? '172.17.0.1';
