import { filtersOf } from '#docker/api/client';
import type { ContainerSummary } from '#docker/api/container-summary';
import type { ContainerTop } from '#docker/api/container-top';
import type { VolumeList } from '#docker/api/volume';
import { formatRows } from '#docker/cli/formatter/formatter';
import { VOLUME_TABLE, volumeFormat } from '#docker/cli/formatter/volume';
import { LABEL } from '../engine/labels';
import { ComposeError } from '../errors';
import { goJson } from '../model/render';
import { composeCommand } from './command';
import { chosenContainers } from './lifecycle';
import { legacyTable, tabbed } from './tables';

/** compose top. */
export const top = composeCommand({
  name: 'top',
  usage: '[SERVICES...]',
  short: 'Display the running processes',
  flags: {},
  async run(cli, { args }) {
    const { containers } = await chosenContainers(cli, args);
    const rows: string[][] = [];
    let titles: string[] = [];
    for (const c of containers.filter((each) => each.summary.State === 'running')) {
      const { Processes, Titles } = await cli.client.get<ContainerTop>(`/containers/${c.id}/top`);
      titles = Titles;
      if (cli.flavor.generation === 1) await cli.out(`${c.name}\n${legacyTable(Titles, Processes)}\n`);
      else rows.push(...Processes.map((process) => [c.service, String(c.number), ...process]));
    }
    if (rows.length > 0) await cli.out(tabbed([['SERVICE', '#', ...titles], ...rows], 0, 2));
  },
});

/** compose port. */
export const port = composeCommand({
  name: 'port',
  usage: 'SERVICE PRIVATE_PORT',
  short: 'Print the public port for a port binding',
  args: { min: 2, max: 2 },
  flags: {
    index: { kind: 'int', help: 'Index of the container if service has multiple replicas', default: 0 },
    protocol: { kind: 'string', help: 'tcp or udp', default: 'tcp' },
  },
  async run(cli, { args, flags }) {
    const [service = '', wanted = ''] = args;
    const containers =
      cli.flavor.generation === 1
        ? (await chosenContainers(cli, [service])).containers
        : await cli.observe(await cli.projectName());
    const container = containers.find((c) => c.service === service && (flags.index === 0 || c.number === flags.index));
    if (!container)
      throw new ComposeError(
        cli.flavor.generation === 1
          ? `No container found for ${service}_${flags.index || 1}`
          : `service ${JSON.stringify(service)} is not running`,
      );
    const found = container.summary.Ports.find(
      (p) => p.PrivatePort === Number(wanted) && p.Type === flags.protocol && p.PublicPort !== undefined,
    );
    if (found) await cli.out(`${found.IP ?? '0.0.0.0'}:${found.PublicPort!}\n`);
    else if (cli.flavor.generation === 1) await cli.out('\n');
    else
      throw new ComposeError(
        `no port ${wanted}/${flags.protocol} for container ${container.name}: ${container.summary.Ports.map((p) => `${p.PublicPort ?? 0}/${p.Type}`).join(', ')}`,
      );
  },
});

// Simplified: a plain text with `^` and `$` at its ends, no whole regular expression.
const matchesName = (wanted: string, name: string): boolean => {
  const text = wanted.replace(/^\^/, '').replace(/\$$/, '');
  if (wanted.startsWith('^') && !name.startsWith(text)) return false;
  if (wanted.endsWith('$') && !name.endsWith(text)) return false;
  return name.includes(text);
};

/** compose ls. */
export const ls = composeCommand({
  name: 'ls',
  short: 'List running compose projects',
  flags: {
    all: { kind: 'bool', short: 'a', help: 'Show all stopped Compose projects' },
    filter: { kind: 'array', help: 'Filter output based on conditions provided', typeName: 'filter' },
    format: { kind: 'string', help: 'Format the output. Values: [table | json]', default: 'table' },
    quiet: { kind: 'bool', short: 'q', help: 'Only display project names' },
  },
  async run(cli, { flags }) {
    const found = await cli.client.get<ContainerSummary[]>('/containers/json', {
      query: { all: flags.all, filters: filtersOf({ label: [LABEL.project, LABEL.hash] }) },
    });
    const projects = new Map<string, ContainerSummary[]>();
    for (const container of found) {
      const name = container.Labels[LABEL.project]!;
      projects.set(name, [...(projects.get(name) ?? []), container]);
    }
    const filters = flags.filter.map((text) => text.split('='));
    const unknown = filters.find(([key]) => key !== 'name');
    if (unknown) throw new ComposeError(`unknown filter ${unknown[0]!}`);
    const rows = [...projects]
      .filter(([name]) => filters.length === 0 || filters.some(([, value = '']) => matchesName(value, name)))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, containers]) => {
        const states = new Map<string, number>();
        for (const { State } of containers) states.set(State, (states.get(State) ?? 0) + 1);
        const status = [...states]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([state, count]) => `${state}(${count})`)
          .join(', ');
        return { Name: name, Status: status, ConfigFiles: containers[0]!.Labels[LABEL.configFiles] ?? 'N/A' };
      });
    if (flags.quiet) await cli.out(rows.map((row) => `${row.Name}\n`).join(''));
    else if (flags.format === 'json') await cli.out(`${goJson(rows)}\n`);
    else
      await cli.out(
        tabbed(
          [['NAME', 'STATUS', 'CONFIG FILES'], ...rows.map((row) => [row.Name, row.Status, row.ConfigFiles])],
          20,
          1,
        ),
      );
  },
});

/** compose volumes. */
export const volumes = composeCommand({
  name: 'volumes',
  usage: '[SERVICE...]',
  short: 'List volumes',
  flags: {
    quiet: { kind: 'bool', short: 'q', help: 'Only display volume names' },
    format: { kind: 'string', help: 'Format output', default: 'table' },
  },
  async run(cli, { args, flags }) {
    const name = await cli.projectName();
    const { Volumes } = await cli.client.get<VolumeList>('/volumes', {
      query: { filters: filtersOf({ label: [`${LABEL.project}=${name}`] }) },
    });
    const mounted = new Set(
      (await cli.observe(name))
        .filter((c) => args.includes(c.service))
        .flatMap((c) => c.summary.Mounts.map((mount) => mount.Name)),
    );
    const rows = (Volumes ?? []).filter((volume) => args.length === 0 || mounted.has(volume.Name));
    if (flags.quiet) await cli.out(rows.map((volume) => `${volume.Name}\n`).join(''));
    else
      await cli.out(
        formatRows(volumeFormat, rows, flags.format === 'table' ? VOLUME_TABLE : flags.format, {
          truncate: true,
          now: cli.process.clock.epochNow(),
        }),
      );
  },
});

/** compose version. */
export const version = composeCommand({
  name: 'version',
  short: 'Show the Docker Compose version information',
  flags: {
    format: { kind: 'string', short: 'f', help: 'Format the output. Values: [pretty | json]. (Default: pretty)' },
    short: { kind: 'bool', help: "Shows only Compose's version number" },
  },
  async run(cli, { flags }) {
    const { generation, version: number } = cli.flavor;
    if (flags.short) return cli.out(`${number}\n`).then(() => 0);
    if (generation === 1) {
      await cli.out(
        `docker-compose version ${number}, build unknown\ndocker-py version: 5.0.3\nCPython version: 3.11.2\nOpenSSL version: OpenSSL 3.0.17 1 Jul 2025\n`,
      );
    } else if (flags.format === 'json') await cli.out(`{"version":"${number}"}\n`);
    else await cli.out(`Docker Compose version ${number}\n`);
    return 0;
  },
});
