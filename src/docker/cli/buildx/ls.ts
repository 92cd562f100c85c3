import { BuilderStore } from '../builder/instances';
import { dockerCommand } from '../docker-command';
import { ENGINE, nodeStatus } from './builder-state';

/** `linux/amd64 (+3), linux/386`: the variants of one architecture together. Upstream: buildx commands/ls.go. */
function shortPlatforms(platforms: readonly string[]): string {
  const main = platforms.filter((platform) => platform.split('/').length === 2 || !/\/v\d$/.test(platform));
  return main
    .map((platform) => {
      const variants = platforms.filter((other) => other.startsWith(`${platform}/`)).length;
      return variants === 0 ? platform : `${platform} (+${String(variants + 1)})`;
    })
    .join(', ');
}

/** docker buildx ls: the builders and their nodes. */
export const ls = dockerCommand({
  name: 'ls',
  short: 'List builder instances',
  args: { min: 0, max: 0 },
  async run(cli) {
    const store = new BuilderStore(cli);
    const current = store.currentName();
    const rows = [['NAME/NODE', 'DRIVER/ENDPOINT', 'STATUS', 'BUILDKIT', 'PLATFORMS']];
    for (const builder of store.list()) {
      rows.push([builder.Name + (builder.Name === current ? '*' : ''), builder.Driver, '', '', '']);
      for (const node of builder.Nodes) {
        const status = await nodeStatus(cli, builder, node);
        const running = status === 'running';
        const platforms = running
          ? shortPlatforms(ENGINE.platforms)
          : (node.Platforms ?? []).map((name) => `${name}*`).join(', ');
        rows.push([` \\_ ${node.Name}`, ` \\_ ${node.Endpoint}`, status, running ? ENGINE.buildkit : '', platforms]);
      }
    }
    const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)) + 3);
    for (const row of rows) {
      await cli.out(`${row.map((cell, column) => (column === 4 ? cell : cell.padEnd(widths[column]!))).join('')}\n`);
    }
  },
});
