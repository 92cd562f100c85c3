import { dockerCommand } from '../docker-command';
import { bootBuilder, builderNamed, ENGINE, nodeStatus } from './builder-state';

/** docker buildx inspect: one builder. Upstream: buildx commands/inspect.go. */
export const inspect = dockerCommand({
  name: 'inspect',
  usage: '[NAME]',
  short: 'Inspect current builder instance',
  args: { min: 0, max: 1 },
  flags: { bootstrap: { kind: 'bool', help: 'Ensure builder has booted before inspecting' } },
  async run(cli, { args, flags }) {
    const builder = builderNamed(cli, args[0]);
    if (flags.bootstrap) await bootBuilder(cli, builder);
    const out = [`Name:          ${builder.Name}`, `Driver:        ${builder.Driver}`, '', 'Nodes:'];
    for (const node of builder.Nodes) {
      const status = await nodeStatus(cli, builder, node);
      const rows: [string, string][] = [
        ['Name:', node.Name],
        ['Endpoint:', node.Endpoint],
      ];
      if (node.DriverOpts)
        rows.push([
          'Driver Options:',
          Object.entries(node.DriverOpts)
            .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
            .join(' '),
        ]);
      rows.push(['Status:', status]);
      if (node.Flags) rows.push(['BuildKit daemon flags:', node.Flags.join(' ')]);
      if (status === 'running')
        rows.push(['BuildKit version:', ENGINE.buildkit], ['Platforms:', ENGINE.platforms.join(', ')]);
      const width = Math.max(...rows.map(([title]) => title.length)) + 1;
      out.push(...rows.map(([title, value]) => title.padEnd(width) + value));
    }
    await cli.out(`${out.join('\n')}\n`);
  },
});
