import type { PortMap } from '#docker/api/host-config';
import { OptionError } from './option-error';

interface PortRange {
  readonly first: number;
  readonly last: number;
}

function portRange(text: string, what: string, whole: string): PortRange {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (!match || first > 65535 || last > 65535 || last < first) throw new OptionError(`Invalid ${what}: ${whole}`);
  return { first, last };
}

/** `--expose`: `80`, `80/udp`, `8000-8010/tcp` as `port/proto`. Throws OptionError. */
export function parseExpose(text: string): string[] {
  if (text.includes(':')) throw new OptionError(`invalid port format for --expose: ${text}`);
  const [range = '', protocol = 'tcp'] = text.split('/');
  let ports: PortRange;
  try {
    ports = portRange(range, 'port', range);
  } catch {
    throw new OptionError(`invalid range format for --expose: ${text}, error: invalid port: ${range}`);
  }
  return numbers(ports).map((port) => `${port}/${protocol}`);
}

const numbers = ({ first, last }: PortRange): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** `--publish`: `[[ip:][hostPort]:]containerPort[/proto]`, or `published=80,target=80`. Throws OptionError, in the words of docker 28 (`Invalid`; later ones say `invalid`). Upstream: go-connections nat. */
export function parsePublish(text: string): { port: string; hostIp: string; hostPort: string }[] {
  const spec = text.includes('=') ? longForm(text) : text;
  const slash = spec.lastIndexOf('/');
  const protocol = slash < 0 ? 'tcp' : spec.slice(slash + 1);
  const rest = slash < 0 ? spec : spec.slice(0, slash);
  const { ip, host, container } = splitParts(rest);
  if (container === '') throw new OptionError('no port specified: ' + text + '<empty>');
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) throw new OptionError(`Invalid proto: ${protocol}`);
  const inside = portRange(container, 'containerPort', container);
  const outside = host === '' ? undefined : portRange(host, 'hostPort', host);
  const hostIp = ip.replace(/^\[|\]$/g, '');
  if (hostIp !== '' && !isAddress(hostIp)) throw new OptionError(`Invalid ip address: ${ip}`);
  const inner = numbers(inside);
  const outer = outside && numbers(outside);
  if (outer && outer.length !== inner.length && inner.length > 1) {
    throw new OptionError(`Invalid ranges specified for container and host Ports: ${container} and ${host}`);
  }
  return inner.map((port, i) => ({
    port: `${port}/${protocol.toLowerCase()}`,
    hostIp,
    hostPort: !outer ? '' : outer.length === inner.length ? String(outer[i]) : host,
  }));
}

const isAddress = (text: string): boolean =>
  text.includes(':') || (/^\d+(?:\.\d+){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256));

function splitParts(text: string): { ip: string; host: string; container: string } {
  const parts = text.split(':');
  const container = parts.pop()!;
  const host = parts.pop() ?? '';
  return { ip: parts.join(':'), host, container };
}

/** `published=8080,target=80` in the short form; other keys say nothing, as with docker. Upstream: convertToStandardNotation. */
function longForm(text: string): string {
  const fields: Record<string, string> = { protocol: 'tcp' };
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    if (at < 1) throw new OptionError(`invalid publish opts format (should be name=value but got '${part}')`);
    fields[part.slice(0, at)] = part.slice(at + 1);
  }
  return `${fields['published'] ?? ''}:${fields['target'] ?? ''}/${fields['protocol']!}`;
}

/** All `-p` and `--expose` options as the API wants them. */
export function portOptions(
  publish: readonly string[],
  expose: readonly string[],
): { exposed: Record<string, object>; bindings: PortMap } {
  const exposed: Record<string, object> = {};
  const bindings: PortMap = {};
  for (const { port, hostIp, hostPort } of publish.flatMap(parsePublish)) {
    exposed[port] = {};
    (bindings[port] ??= []).push({ HostIp: hostIp, HostPort: hostPort });
  }
  for (const port of expose.flatMap(parseExpose)) exposed[port] = {};
  return { exposed, bindings };
}
