import { humanDuration, humanSize } from '#cli/units';
import type { ContainerSummary, Port } from '#docker/api/container-summary';
import { goQuote } from '#gotemplate/quote';
import { familiarName, familiarString, parseReference } from '#image/reference';
import { ellipsis, goTime, labelMethod, labelText, truncatedId, type RowFormat } from './formatter';

export const CONTAINER_TABLE =
  'table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Ports}}\\t{{.Names}}';

/** A row of `docker ps`. Upstream: cli/command/formatter/container.go. */
export const containerFormat: RowFormat<ContainerSummary> = {
  type: '*formatter.ContainerContext',
  columns: {
    ID: ['CONTAINER ID', (c, { truncate }) => (truncate ? truncatedId(c.Id) : c.Id)],
    Names: ['NAMES', (c, { truncate }) => namesOf(c, truncate)],
    Image: ['IMAGE', (c, { truncate }) => imageOf(c, truncate)],
    Command: ['COMMAND', (c, { truncate }) => goQuote(truncate ? ellipsis(c.Command, 20) : c.Command)],
    CreatedAt: ['CREATED AT', (c) => goTime(c.Created)],
    RunningFor: ['CREATED', (c, { now }) => `${humanDuration(now - c.Created * 1000)} ago`],
    Ports: ['PORTS', (c) => portsText(c.Ports)],
    State: ['STATE', (c) => c.State],
    Status: ['STATUS', (c) => c.Status],
    Size: ['SIZE', sizeOf],
    Labels: ['LABELS', (c) => labelText(c.Labels)],
    Mounts: ['MOUNTS', (c, { truncate }) => mountsOf(c, truncate)],
    LocalVolumes: ['LOCAL VOLUMES', (c) => String(c.Mounts.filter((m) => m.Driver === 'local').length)],
    Networks: ['NETWORKS', (c) => Object.keys(c.NetworkSettings.Networks).join(',')],
    Platform: ['PLATFORM', () => null],
  },
  methods: (c) => labelMethod(c.Labels),
};

function namesOf(c: ContainerSummary, truncate: boolean): string {
  const names = c.Names.map((name) => name.slice(1));
  const own = truncate ? names.find((name) => !name.includes('/')) : undefined;
  return own ?? names.join(',');
}

function imageOf(c: ContainerSummary, truncate: boolean): string {
  if (c.Image === '') return '<no image>';
  if (!truncate) return c.Image;
  if (truncatedId(c.ImageID) === truncatedId(c.Image)) return truncatedId(c.Image);
  try {
    const reference = parseReference(c.Image);
    if (reference.tag === undefined) return familiarName(reference);
    return familiarString({ domain: reference.domain, path: reference.path, tag: reference.tag });
  } catch {
    return c.Image;
  }
}

function sizeOf(c: ContainerSummary): string {
  const own = humanSize(c.SizeRw ?? 0, 3);
  return (c.SizeRootFs ?? 0) > 0 ? `${own} (virtual ${humanSize(c.SizeRootFs!, 3)})` : own;
}

const mountsOf = (c: ContainerSummary, truncate: boolean): string =>
  c.Mounts.map((m) => m.Name || m.Source)
    .map((name) => (truncate ? ellipsis(name, 15) : name))
    .join(',');

const joined = (ip: string, port: string | number): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);

/** `0.0.0.0:80->80/tcp, 9000-9002/tcp`: neighbouring ports as ranges. */
export function portsText(ports: readonly Port[]): string {
  const sorted = ports.toSorted(
    (a, b) =>
      a.PrivatePort - b.PrivatePort ||
      compare(a.IP ?? '', b.IP ?? '') ||
      (a.PublicPort ?? 0) - (b.PublicPort ?? 0) ||
      compare(a.Type, b.Type),
  );
  const groups = new Map<string, { first: number; last: number }>();
  const out: string[] = [];
  const mapped: string[] = [];
  for (const { IP = '', PrivatePort, PublicPort = 0, Type } of sorted) {
    if (IP !== '' && PublicPort !== PrivatePort) {
      mapped.push(`${joined(IP, PublicPort)}->${PrivatePort}/${Type}`);
      continue;
    }
    const key = IP === '' ? Type : `${IP}/${Type}`;
    const group = groups.get(key);
    if (group?.last === PrivatePort - 1) group.last = PrivatePort;
    else {
      if (group) out.push(groupText(key, group));
      groups.set(key, { first: PrivatePort, last: PrivatePort });
    }
  }
  for (const [key, group] of groups) out.push(groupText(key, group));
  return [...out, ...mapped].join(', ');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function groupText(key: string, { first, last }: { first: number; last: number }): string {
  const slash = key.lastIndexOf('/');
  const range = first === last ? String(first) : `${first}-${last}`;
  if (slash < 0) return `${range}/${key}`;
  return `${joined(key.slice(0, slash), range)}->${range}/${key.slice(slash + 1)}`;
}
