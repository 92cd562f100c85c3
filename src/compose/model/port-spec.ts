import { ComposeError } from '../errors';

/** A published port in its long form. */
export interface PortConfig {
  mode: string;
  host_ip?: string;
  target: number;
  published?: string;
  protocol: string;
}

const range = (text: string): [number, number] | undefined => {
  const [start, end = start] = text.split('-');
  if (text.split('-').length > 2 || !/^\d+$/.test(start!) || !/^\d+$/.test(end!)) return undefined;
  const [from, to] = [Number(start), Number(end)];
  return from <= 65535 && to <= 65535 && from <= to ? [from, to] : undefined;
};

/** `ip:published:target/protocol`, ranges spread out. Throws ComposeError. Upstream: go-connections nat.ParsePortSpec. */
export function parsePort(spec: string): PortConfig[] {
  const slash = spec.indexOf('/');
  const protocol = slash < 0 ? 'tcp' : spec.slice(slash + 1);
  const raw = slash < 0 ? spec : spec.slice(0, slash);
  const parts = raw.split(':');
  const container = parts.pop() ?? '';
  const host = parts.pop() ?? '';
  let address = parts.join(':');
  if (address.startsWith('[')) {
    const inner = /^\[(.*)\]$/.exec(address)?.[1];
    if (inner === undefined)
      throw new ComposeError(`Invalid ip address ${address}: address ${address}:: missing ']' in address`);
    address = inner;
  } else if (address.includes(':') && address.split(':').length < 3) {
    throw new ComposeError(`Invalid ip address ${address}: address ${address}:: too many colons in address`);
  }
  if (address !== '' && !isAddress(address)) throw new ComposeError(`Invalid ip address: ${address}`);
  if (container === '') throw new ComposeError(`No port specified: ${spec}<empty>`);
  const to = range(container);
  if (!to) throw new ComposeError(`Invalid containerPort: ${container}`);
  const from = host === '' ? undefined : range(host);
  if (host !== '' && !from) throw new ComposeError(`Invalid hostPort: ${host}`);
  // One container port may take any free port of a range.
  const anyOf = from && from[1] - from[0] !== to[1] - to[0];
  if (anyOf && to[0] !== to[1]) {
    throw new ComposeError(`Invalid ranges specified for container and host Ports: ${container} and ${host}`);
  }
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) throw new ComposeError(`Invalid proto: ${protocol}`);
  const out: PortConfig[] = [];
  for (let i = 0; i <= to[1] - to[0]; i++) {
    const published = from && (anyOf ? host : String(from[0] + i));
    out.push({
      mode: 'ingress',
      ...(address !== '' && { host_ip: address }),
      target: to[0] + i,
      ...(published !== undefined && { published }),
      protocol: protocol.toLowerCase(),
    });
  }
  // Upstream sorts the container ports as texts.
  return out.sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1));
}

/** Whether a text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (v4) return v4.slice(1).every((part) => Number(part) <= 255 && !/^0\d/.test(part));
  if (!text.includes(':') || !/^[0-9a-fA-F:.]+$/.test(text)) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const wide = groups.at(-1)?.includes('.') ? 1 : 0;
  if (wide === 1 && !isAddress(groups.pop()!)) return false;
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = groups.length + wide * 2;
  return halves.length === 2 ? count < 8 : count === 8;
}
