import type { HostConfig } from '../../api/host-config';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { tryContainer } from '../lookup';

/** A link of the default bridge: the other container, and the name it has here. */
export interface Link {
  readonly target: string;
  readonly alias: string;
}

/** `db:cache`, `db`, and the form in which it is kept, `/db:/app/cache`. */
export function parseLink(text: string): Link {
  const parts = text.split(':');
  if (text === '') throw errors.invalid('empty string specified for links');
  if (parts.length > 2) throw errors.linkFormat(text);
  const target = parts[0]!.replace(/^\//, '');
  const alias = (parts[1] ?? target).split('/').at(-1)!;
  return { target, alias };
}

/** Checks the links of a new container on the default bridge; answers them as they are kept. */
export function checkLinks(daemon: Daemon, hostConfig: HostConfig, name: string): string[] | undefined {
  const links = hostConfig.Links;
  if (!links || links.length === 0) return undefined;
  if (hostConfig.NetworkMode === 'host') throw errors.linkHostMode();
  if (hostConfig.NetworkMode !== 'bridge') return undefined;
  return links.map((text) => {
    const link = parseLink(text);
    const other = tryContainer(daemon, link.target);
    if (!other) throw errors.linkNoContainer(link.target);
    return `/${other.name}:/${name}/${link.alias}`;
  });
}

/** The variables that a link gives: `DB_PORT_6379_TCP_ADDR` and the like. Upstream: moby daemon/links. */
export function linkEnv(daemon: Daemon, container: Container): string[] {
  const out: string[] = [];
  for (const { link, other, address } of activeLinks(daemon, container)) {
    const prefix = link.alias.replaceAll('-', '_').toUpperCase();
    const ports = Object.keys(other.record.config.ExposedPorts ?? {})
      .map((port) => port.split('/') as [string, string?])
      .sort((a, b) => Number(a[0]) - Number(b[0]));
    const first = ports[0];
    if (first) out.push(`${prefix}_PORT=${first[1] ?? 'tcp'}://${address}:${first[0]}`);
    for (const [port, proto = 'tcp'] of ports) {
      const name = `${prefix}_PORT_${port}_${proto.toUpperCase()}`;
      out.push(
        `${name}=${proto}://${address}:${port}`,
        `${name}_ADDR=${address}`,
        `${name}_PORT=${port}`,
        `${name}_PROTO=${proto}`,
      );
    }
    out.push(`${prefix}_NAME=/${container.name}/${link.alias}`);
    for (const entry of other.record.config.Env ?? []) {
      const key = entry.split('=', 1)[0]!;
      if (key === 'HOME' || key === 'PATH') continue;
      out.push(`${prefix}_ENV_${entry}`);
    }
  }
  return out;
}

/** The lines of /etc/hosts that links give. */
export const linkHosts = (daemon: Daemon, container: Container): { address: string; names: string }[] =>
  activeLinks(daemon, container).map(({ link, other, address }) => {
    const names = [link.alias, other.record.config.Hostname, other.name];
    return { address, names: [...new Set(names)].join(' ') };
  });

interface ActiveLink {
  readonly link: Link;
  readonly other: Container;
  readonly address: string;
}

/** The links of a container on the default bridge. Throws when the other side does not run. */
function activeLinks(daemon: Daemon, container: Container): ActiveLink[] {
  const { NetworkMode, Links } = container.record.hostConfig;
  if (NetworkMode !== 'bridge' || !Links) return [];
  return Links.map((text) => {
    const link = parseLink(text);
    const other = tryContainer(daemon, link.target);
    if (!other?.run) throw errors.linkNotRunning(`/${link.target}`, `/${container.name}/${link.alias}`);
    return { link, other, address: other.record.networks['bridge']?.address ?? '' };
  });
}
