import { humanSize } from '#cli/units';
import type { Volume } from '#docker/api/volume';
import { labelMethod, labelText, type RowFormat } from './formatter';

export const VOLUME_TABLE = 'table {{.Driver}}\\t{{.Name}}';

/** A row of `docker volume ls`. */
export const volumeFormat: RowFormat<Volume> = {
  type: '*formatter.volumeContext',
  columns: {
    Name: ['VOLUME NAME', (v) => v.Name],
    Driver: ['DRIVER', (v) => v.Driver],
    Scope: ['SCOPE', (v) => v.Scope],
    Mountpoint: ['MOUNTPOINT', (v) => v.Mountpoint],
    Labels: ['LABELS', (v) => labelText(v.Labels)],
    Links: ['LINKS', (v) => (v.UsageData ? String(v.UsageData.RefCount) : 'N/A')],
    Size: ['SIZE', (v) => (v.UsageData ? humanSize(v.UsageData.Size) : 'N/A')],
    Availability: ['AVAILABILITY', () => 'N/A'],
    Group: ['GROUP', () => 'N/A'],
    Status: ['STATUS', () => 'N/A'],
  },
  methods: (v) => labelMethod(v.Labels),
};
