import { table } from '#cli/table';
import { filtersOf } from '#docker/api/client';
import type { ContainerSummary } from '#docker/api/container-summary';
import type { ContainerInspect } from '#docker/api/container-inspect';
import type { ContainerTop } from '#docker/api/container-top';
import type { ContainerWaitResponse } from '#docker/api/container-wait';
import type { EventMessage } from '#docker/api/event';
import type { VolumeList } from '#docker/api/volume';
import { LABEL } from '../engine/labels';
import { ComposeError } from '../errors';
import { goJson } from '../model/render';
import { composeCommand } from './command';
import { legacyTable, tabbed } from './tables';
import { chosenContainers } from './lifecycle';
import { followLogs, LogPrinter } from './streams';

/** compose logs. */
export const logs = composeCommand({
  name: 'logs',
  usage: '[SERVICE...]',
  short: 'View output from containers',
  flags: {
    follow: { kind: 'bool', short: 'f', help: 'Follow log output' },
    index: { kind: 'int', help: 'index of the container if service has multiple replicas', default: 0 },
    'no-color': { kind: 'bool', help: 'Produce monochrome output' },
    'no-log-prefix': { kind: 'bool', help: "Don't print prefix in logs" },
    since: {
      kind: 'string',
      help: 'Show logs since timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)',
    },
    tail: {
      kind: 'string',
      short: 'n',
      help: 'Number of lines to show from the end of the logs for each container',
      default: 'all',
    },
    timestamps: { kind: 'bool', short: 't', help: 'Show timestamps' },
    until: {
      kind: 'string',
      help: 'Show logs before a timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)',
    },
  },
  async run(cli, { args, flags }) {
    const { project, containers: found } = await chosenContainers(cli, args);
    const legacy = cli.flavor.generation === 1;
    const containers = found.filter((c) => flags.index === 0 || c.number === flags.index);
    const printer = new LogPrinter(cli.out, {
      colour: !flags['no-color'] && cli.colours(1),
      prefix: !flags['no-log-prefix'],
      generation: cli.flavor.generation,
    });
    const short = (c: (typeof containers)[number]): string =>
      project.services[c.service]?.container_name !== undefined
        ? c.name
        : `${c.service}${cli.flavor.separator}${c.number}`;
    if (legacy) await cli.out(`Attaching to ${containers.map((c) => c.name).join(', ')}\n`);
    for (const c of containers) printer.register(short(c), c.name);
    const query = {
      follow: flags.follow,
      tail: flags.tail,
      timestamps: flags.timestamps,
      since: flags.since === '' ? undefined : flags.since,
      until: flags.until === '' ? undefined : flags.until,
    };
    if (!flags.follow) {
      for (const c of containers) await followLogs(cli.process, cli.client, c.id, short(c), printer, query);
      return 0;
    }
    let interrupt: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (interrupt = resolve));
    cli.process.on('SIGINT', () => {
      interrupt();
      cli.process.clock.wake();
    });
    const all = Promise.all(
      containers.map(async (c) => {
        await followLogs(cli.process, cli.client, c.id, short(c), printer, query);
        const { State } = await cli.client.get<ContainerInspect>(`/containers/${c.id}/json`);
        if (legacy) await printer.exited(short(c), State.ExitCode);
      }),
    ).then(() => undefined);
    await cli.process.wait(Promise.race([all, stopped]));
    return 0;
  },
});

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
    const { containers } = await chosenContainers(cli, [service]);
    const container = containers.find((c) => flags.index === 0 || c.number === flags.index);
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
        `no port ${wanted}/${flags.protocol} for container ${container.name}: ${container.summary.Ports.map((p) => `${p.PrivatePort}/${p.Type}`).join(', ')}`,
      );
  },
});

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
    const rows = [...projects]
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
  async run(cli, { flags }) {
    const name = await cli.projectName();
    const { Volumes } = await cli.client.get<VolumeList>('/volumes', {
      query: { filters: filtersOf({ label: [`${LABEL.project}=${name}`] }) },
    });
    if (flags.quiet) await cli.out((Volumes ?? []).map((volume) => `${volume.Name}\n`).join(''));
    else
      await cli.out(
        table([['DRIVER', 'VOLUME NAME'], ...(Volumes ?? []).map((volume) => [volume.Driver, volume.Name])]),
      );
  },
});

/** compose events. */
export const events = composeCommand({
  name: 'events',
  usage: '[SERVICE...]',
  short: 'Receive real time events from containers',
  flags: { json: { kind: 'bool', help: 'Output events as a stream of json objects' } },
  async run(cli, { args, flags }) {
    const project = await cli.projectName();
    const stream = await cli.client.objects<EventMessage>('GET', '/events', undefined, {
      query: { filters: filtersOf({ label: [`${LABEL.project}=${project}`], type: ['container'] }) },
    });
    const iterator = stream[Symbol.asyncIterator]();
    for (
      let next = await cli.process.wait(iterator.next());
      !next.done;
      next = await cli.process.wait(iterator.next())
    ) {
      const { Actor, Action, timeNano } = next.value;
      const service = Actor.Attributes[LABEL.service] ?? '';
      if (
        Actor.Attributes[LABEL.oneoff] === 'True' ||
        (args.length > 0 && !args.includes(service)) ||
        /^exec_/.test(Action)
      )
        continue;
      const attributes = Object.fromEntries(
        Object.entries(Actor.Attributes)
          .filter(([key]) => !key.startsWith('com.docker.compose.'))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
      const time = new Date(timeNano / 1e6).toISOString().replace('T', ' ').replace('Z', '');
      const micros = `${time}${String(Math.floor((timeNano / 1e3) % 1000)).padStart(3, '0')}`;
      if (flags.json)
        await cli.out(
          `${goJson({ action: Action, attributes, id: Actor.ID, service, time: new Date(timeNano / 1e6).toISOString(), type: 'container' })}\n`,
        );
      else
        await cli.out(
          `${micros} container ${Action} ${Actor.ID} (${Object.entries(attributes)
            .map(([key, value]) => `${key}=${value}`)
            .join(', ')})\n`,
        );
    }
  },
});

/** compose wait. */
export const wait = composeCommand({
  name: 'wait',
  usage: 'SERVICE [SERVICE...]',
  short: 'Block until containers of all (or specified) services stop.',
  flags: { 'down-project': { kind: 'bool', help: 'Drops project when the first container stops' } },
  async run(cli, { args }) {
    const { containers } = await chosenContainers(cli, args);
    if (containers.length === 0)
      throw new ComposeError(`no containers for project ${JSON.stringify(await cli.projectName())}`);
    const ended = containers.map(async (c) => ({
      c,
      code: (await cli.client.post<ContainerWaitResponse>(`/containers/${c.id}/wait`)).StatusCode,
    }));
    const { c, code } = await cli.process.wait(Promise.race(ended));
    await cli.out(`container ${JSON.stringify(c.name)} exited with status code ${code}\n`);
    return code;
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

/** compose watch: tells what it would do. Simplified: files are not watched yet. */
export const watch = composeCommand({
  name: 'watch',
  usage: '[SERVICE...]',
  short: 'Watch build context for service and rebuild/refresh containers when files are updated',
  flags: { 'no-up': { kind: 'bool', help: 'Do not build & start services before watching' } },
  async run(cli, { args }) {
    const project = await cli.project(args);
    const watched = Object.entries(project.services).flatMap(([name, service]) =>
      ((service.develop as { watch?: Record<string, string>[] } | undefined)?.watch ?? []).map((rule) => ({
        name,
        rule,
      })),
    );
    if (watched.length === 0)
      throw new ComposeError(
        "none of the selected services is configured for watch, consider setting a 'develop' section",
      );
    for (const { name, rule } of watched) {
      await cli.err(
        `drydock: would ${rule.action!} ${name} when something below ${rule.path!} changes${rule.target === undefined ? '' : ` (to ${rule.target})`}\n`,
      );
    }
    throw new ComposeError('drydock: docker compose watch is not simulated yet');
  },
});
