import { table } from '#cli/table';
import { humanDuration } from '#cli/units';
import type { ContainerInspect } from '#docker/api/container-inspect';
import type { ContainerSummary, Port } from '#docker/api/container-summary';
import { formatRows, type RowFormat } from '#docker/cli/formatter/formatter';
import type { ObservedContainer } from '../engine/observe';
import { ComposeError } from '../errors';
import { goJson } from '../model/render';
import { composeCommand } from './command';
import { noSuchService } from './services';
import { legacyTable } from './tables';

/** Ports as `docker ps` shows them; neighbours of one address as a range. Upstream: docker/cli formatter DisplayablePorts. */
export function displayPorts(ports: readonly Port[], legacy = false): string {
  const host = (port: Port): string => (port.IP?.includes(':') === true && !legacy ? `[${port.IP}]` : (port.IP ?? ''));
  const sorted = [...ports].sort((a, b) => a.PrivatePort - b.PrivatePort || (host(a) < host(b) ? -1 : 1));
  const groups: { prefix: string; from: number; to: number; hostFrom: number | undefined; type: string }[] = [];
  for (const port of sorted) {
    const prefix = port.PublicPort === undefined ? '' : host(port);
    const last = groups.findLast((group) => group.prefix === prefix && group.type === port.Type);
    const follows =
      last &&
      port.PrivatePort === last.to + 1 &&
      !legacy &&
      (port.PublicPort === undefined) === (last.hostFrom === undefined) &&
      (port.PublicPort === undefined || port.PublicPort === last.hostFrom! + last.to - last.from + 1);
    if (follows) last.to++;
    else
      groups.push({ prefix, from: port.PrivatePort, to: port.PrivatePort, hostFrom: port.PublicPort, type: port.Type });
  }
  return groups
    .map(({ prefix, from, to, hostFrom, type }) => {
      const range = (start: number): string => (to > from ? `${start}-${start + to - from}` : String(start));
      return hostFrom === undefined ? `${range(from)}/${type}` : `${prefix}:${range(hostFrom)}->${range(from)}/${type}`;
    })
    .join(legacy ? ',' : ', ');
}

const shortened = (text: string, max: number): string =>
  [...text].length > max ? `${[...text].slice(0, max - 1).join('')}…` : text;

const commandOf = (summary: ContainerSummary): string => JSON.stringify(shortened(summary.Command, 20));

/** compose ps. */
export const ps = composeCommand({
  name: 'ps',
  usage: '[SERVICE...]',
  short: 'List containers',
  flags: {
    all: { kind: 'bool', short: 'a', help: 'Show all stopped containers (including those created by the run command)' },
    filter: { kind: 'string', help: 'Filter services by a property (supported filters: status)' },
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'table':            Print output in table format with column headers (default)\n'json':             Print in JSON format",
      default: 'table',
    },
    'no-trunc': { kind: 'bool', help: "Don't truncate output" },
    orphans: { kind: 'bool', help: 'Include orphaned services (not declared by project)', default: true },
    quiet: { kind: 'bool', short: 'q', help: 'Only display IDs' },
    services: { kind: 'bool', help: 'Display services' },
    status: {
      kind: 'array',
      help: 'Filter services by status. Values: [paused | restarting | removing | running | dead | created | exited]',
      typeName: 'stringArray',
    },
  },
  async run(cli, { args, flags }) {
    const legacy = cli.flavor.generation === 1;
    const { name, services, order } = await projectOf(cli, args);
    const status = [...flags.status];
    if (flags.filter !== '') {
      const [key, value = ''] = flags.filter.split('=');
      if (key === 'status') status.push(value);
      else if (key !== 'source') throw new ComposeError(`unknown filter ${key ?? ''}`);
    }
    let containers = (
      await cli.observe(name, { all: legacy || flags.all || status.length > 0, oneOffs: flags.all })
    ).filter((c) => args.length === 0 || args.includes(c.service));
    if (status.length > 0) containers = containers.filter((c) => status.includes(c.summary.State));
    if (!flags.orphans && services) containers = containers.filter((c) => services.includes(c.service));
    containers.sort((a, b) => (a.name < b.name ? -1 : 1));
    if (flags.services) {
      const found = new Set(containers.map((c) => c.service));
      const names = legacy
        ? (order ?? []).filter((each) => status.length === 0 || found.has(each))
        : [...new Set(containers.map((c) => c.service))];
      await cli.out(names.map((each) => `${each}\n`).join(''));
      return;
    }
    if (flags.quiet) {
      await cli.out(containers.map((c) => `${c.id}\n`).join(''));
      return;
    }
    if (legacy) {
      await cli.out(await legacyPs(cli, containers));
      return;
    }
    const ago = (c: ObservedContainer): string =>
      `${humanDuration(cli.process.clock.epochNow() - c.summary.Created * 1000)} ago`;
    if (flags.format === 'json') {
      for (const c of containers) await cli.out(`${goJson(jsonRow(c, ago(c)))}\n`);
      return;
    }
    if (flags.format === 'table' || flags.format === '') {
      const rows = containers.map((c) => [
        c.name,
        c.summary.Image,
        flags['no-trunc'] ? JSON.stringify(c.summary.Command) : commandOf(c.summary),
        c.service,
        ago(c),
        c.summary.Status,
        displayPorts(c.summary.Ports),
      ]);
      await cli.out(table([['NAME', 'IMAGE', 'COMMAND', 'SERVICE', 'CREATED', 'STATUS', 'PORTS'], ...rows]));
      return;
    }
    const rows = containers.map((c) => jsonRow(c, ago(c)));
    await cli.out(formatRows(PS_ROWS, rows, flags.format, { truncate: true, now: 0 }));
  },
});

async function projectOf(cli: Parameters<NonNullable<typeof ps.run>>[0], args: readonly string[]) {
  const given = cli.options.selection;
  if (
    given.projectName !== undefined &&
    given.projectName !== '' &&
    given.files.length === 0 &&
    cli.flavor.generation === 2
  )
    return { name: given.projectName };
  const project = await cli.project([], { resolveEnvFiles: false });
  for (const service of args) {
    if (!Object.hasOwn(project.services, service) && !Object.hasOwn(project.disabled, service))
      throw new ComposeError(noSuchService(cli, service));
  }
  return { name: project.name, services: Object.keys(project.services), order: Object.keys(project.services) };
}

/** A row as `--format json` prints it. */
function jsonRow(c: ObservedContainer, runningFor: string): Record<string, unknown> {
  const { summary } = c;
  const exit = /^Exited \((\d+)\)/.exec(summary.Status)?.[1];
  const health = /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(summary.Status)?.[1] ?? '';
  return {
    Command: commandOf(summary),
    CreatedAt: `${new Date(summary.Created * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`,
    ExitCode: Number(exit ?? 0),
    Health: health,
    ID: c.id.slice(0, 12),
    Image: summary.Image,
    Labels: Object.entries(summary.Labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    LocalVolumes: String(summary.Mounts.filter((m) => m.Type === 'volume' && m.Driver === 'local').length),
    Mounts: summary.Mounts.map((m) => shortened(m.Name ?? m.Source, 15)).join(','),
    Name: c.name,
    Names: c.name,
    Networks: Object.keys(summary.NetworkSettings.Networks).join(','),
    Ports: displayPorts(summary.Ports),
    Project: summary.Labels['com.docker.compose.project'] ?? '',
    Publishers: summary.Ports.map((port) => ({
      URL: port.IP ?? '',
      TargetPort: port.PrivatePort,
      PublishedPort: port.PublicPort ?? 0,
      Protocol: port.Type,
    })),
    RunningFor: runningFor,
    Service: c.service,
    Size: '0B',
    State: summary.State,
    Status: summary.Status,
  };
}

type PsRow = Record<string, unknown>;

const HEADERS: Readonly<Record<string, string>> = {
  ID: 'CONTAINER ID',
  CreatedAt: 'CREATED AT',
  RunningFor: 'CREATED',
  ExitCode: 'EXIT CODE',
  LocalVolumes: 'LOCAL VOLUMES',
};
const COLUMNS =
  'Command CreatedAt ExitCode Health ID Image Labels LocalVolumes Mounts Name Names Networks Ports Project Publishers RunningFor Service Size State Status';

/** A row of `compose ps` as templates see it. */
const PS_ROWS: RowFormat<PsRow> = {
  type: '*formatter.ContainerContext',
  columns: Object.fromEntries(
    COLUMNS.split(' ').map((name) => [name, [HEADERS[name] ?? name.toUpperCase(), (row: PsRow) => row[name]]] as const),
  ),
};

async function legacyPs(
  cli: Parameters<NonNullable<typeof ps.run>>[0],
  containers: readonly ObservedContainer[],
): Promise<string> {
  const rows: string[][] = [];
  for (const c of containers) {
    const { State, Path, Args } = await cli.client.get<ContainerInspect>(`/containers/${c.id}/json`);
    const command = [Path, ...Args].join(' ');
    const health = State.Health
      ? ` (${State.Health.Status === 'starting' ? 'health: starting' : State.Health.Status})`
      : '';
    const state = State.Paused
      ? 'Paused'
      : State.Restarting
        ? 'Restarting'
        : State.Running
          ? `Up${health}`
          : `Exit ${State.ExitCode}`;
    rows.push([
      c.name,
      command.length > 26 ? `${command.slice(0, 26)} ...` : command,
      state,
      displayPorts(c.summary.Ports, true),
    ]);
  }
  return legacyTable(['Name', 'Command', 'State', 'Ports'], rows);
}
