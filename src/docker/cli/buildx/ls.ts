import { dockerCommand } from '../docker-command';

/** docker buildx ls: the engine's own builder is the only one. */
export const ls = dockerCommand({
  name: 'ls',
  short: 'List builder instances',
  args: { min: 0, max: 0 },
  async run(cli) {
    const rows = [
      ['NAME/NODE', 'DRIVER/ENDPOINT', 'STATUS', 'BUILDKIT', 'PLATFORMS'],
      ['default*', 'docker', '', '', ''],
      [' \\_ default', ' \\_ default', 'running', 'v0.25.1', 'linux/amd64 (+3), linux/386'],
    ];
    const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)) + 3);
    for (const row of rows) {
      await cli.out(`${row.map((cell, column) => (column === 4 ? cell : cell.padEnd(widths[column]!))).join('')}\n`);
    }
  },
});
