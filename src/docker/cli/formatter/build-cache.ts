import { humanDuration, humanSize } from '#cli/units';
import type { BuildCacheRecord } from '#docker/api/disk-usage';
import { truncatedId, type RowFormat } from './formatter';

export const BUILD_CACHE_TABLE =
  'table {{.ID}}\\t{{.CacheType}}\\t{{.Size}}\\t{{.CreatedSince}}\\t{{.LastUsedSince}}\\t{{.UsageCount}}\\t{{.Shared}}';

/** A row of `docker system df -v` for the build cache. Upstream: cli/command/formatter/buildcache.go. */
export const buildCacheFormat: RowFormat<BuildCacheRecord> = {
  type: '*formatter.buildCacheContext',
  columns: {
    ID: ['CACHE ID', (c, { truncate }) => (truncate ? truncatedId(c.ID) : c.ID) + (c.InUse ? '*' : '')],
    Parent: [
      'PARENT',
      (c, { truncate }) => (c.Parents ?? []).map((id) => (truncate ? truncatedId(id) : id)).join(', '),
    ],
    CacheType: ['CACHE TYPE', (c) => c.Type],
    Description: ['DESCRIPTION', (c) => c.Description],
    InUse: ['IN USE', (c) => String(c.InUse)],
    Shared: ['SHARED', (c) => String(c.Shared)],
    Size: ['SIZE', (c) => humanSize(c.Size, 3)],
    CreatedAt: ['CREATED AT', (c) => c.CreatedAt],
    CreatedSince: ['CREATED', (c, { now }) => since(c.CreatedAt, now)],
    LastUsedAt: ['LAST USED AT', (c) => c.LastUsedAt ?? ''],
    LastUsedSince: ['LAST USED', (c, { now }) => (c.LastUsedAt === null ? '' : since(c.LastUsedAt, now))],
    UsageCount: ['USAGE', (c) => String(c.UsageCount)],
  },
};

const since = (time: string, now: number): string => `${humanDuration(now - Date.parse(time))} ago`;
