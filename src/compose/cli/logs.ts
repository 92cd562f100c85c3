import type { ContainerInspect } from '#docker/api/container-inspect';
import { composeCommand } from './command';
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
    // docker-compose 1 takes them as the daemon lists them, the newest first.
    if (legacy) containers.sort((a, b) => a.order - b.order);
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
