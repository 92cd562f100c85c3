import { exactly } from '#cli/command';
import { filtersOf } from '#docker/api/client';
import type { ImageSearchItem } from '#docker/api/image-search';
import { dockerCommand, filtersFrom } from '../docker-command';
import { ellipsis, formatRows, type RowFormat } from '../formatter/formatter';

const searchFormat: RowFormat<ImageSearchItem> = {
  type: '*registry.searchContext',
  columns: {
    Name: ['NAME', (item) => item.name],
    Description: [
      'DESCRIPTION',
      (item, { truncate }) => {
        const text = item.description.replace(/[\n\r]/g, ' ');
        return truncate ? ellipsis(text, 45) : text;
      },
    ],
    StarCount: ['STARS', (item) => String(item.star_count)],
    IsOfficial: ['OFFICIAL', (item) => (item.is_official ? '[OK]' : '')],
  },
};

/** docker search: images on Docker Hub. */
export const search = dockerCommand({
  name: 'search',
  usage: 'TERM',
  short: 'Search Docker Hub for images',
  args: exactly(1),
  flags: {
    filter: { kind: 'list', short: 'f', typeName: 'filter', help: 'Filter output based on conditions provided' },
    format: { kind: 'string', help: 'Pretty-print search using a Go template' },
    limit: { kind: 'int', help: 'Max number of search results' },
    'no-trunc': { kind: 'bool', help: "Don't truncate output" },
  },
  async run(cli, { args: [term = ''], flags }) {
    const items = await cli.client.get<ImageSearchItem[]>('/images/search', {
      query: { term, limit: flags.limit || undefined, filters: filtersOf(filtersFrom(flags.filter)) },
      headers: cli.config.header('docker.io'),
    });
    let { format } = flags;
    if (format === '' || format === 'table')
      format = 'table {{.Name}}\\t{{.Description}}\\t{{.StarCount}}\\t{{.IsOfficial}}';
    await cli.out(formatRows(searchFormat, items, format, { truncate: !flags['no-trunc'], now: 0 }));
  },
});
