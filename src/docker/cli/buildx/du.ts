import { humanSize } from '#image/pull-progress';
import { ago, cacheRecords } from '../builder/prune';
import { dockerCommand } from '../docker-command';

/** docker buildx du: what the build cache takes. */
export const du = dockerCommand({
  name: 'du',
  short: 'Disk usage',
  args: { min: 0, max: 0 },
  async run(cli) {
    const records = (await cacheRecords(cli)).sort((a, b) => a.Size - b.Size);
    if (records.length > 0) await cli.out('ID                           RECLAIMABLE   SIZE      LAST ACCESSED\n');
    for (const record of records) {
      const id = record.Shared ? record.ID : `${record.ID}*`;
      const size = humanSize(record.Size) + (record.Shared ? '*' : '');
      await cli.out(`${id.padEnd(29)}${'true'.padEnd(14)}${size.padEnd(10)}${ago(cli, record)}\n`);
    }
    const total = (shared?: boolean): string =>
      humanSize(records.reduce((sum, row) => sum + (shared === undefined || row.Shared === shared ? row.Size : 0), 0));
    if (records.some((row) => row.Shared)) await cli.out(`Shared:\t\t${total(true)}\nPrivate:\t${total(false)}\n`);
    await cli.out(`Reclaimable:\t${total()}\nTotal:\t\t${total()}\n`);
  },
});
