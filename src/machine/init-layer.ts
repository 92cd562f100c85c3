import { directory, file, files, link } from '#vfs/layer-builder';
import type { Layer } from '#vfs/layer';

/**
 * The layer between an image and a container's own: the mount points that every container has, so that they do not show
 * as changes. Upstream: moby daemon/initlayer/setup_unix.go.
 */
export const INIT_LAYER: Layer = files({
  '/.dockerenv': file('', { mode: 0o755 }),
  '/dev/console': file('', { mode: 0o755 }),
  '/dev/pts': directory(),
  '/dev/shm': directory(),
  '/proc': directory(),
  '/sys': directory(),
  '/etc/hosts': file('', { mode: 0o755 }),
  '/etc/hostname': file('', { mode: 0o755 }),
  '/etc/resolv.conf': file('', { mode: 0o755 }),
  '/etc/mtab': link('/proc/mounts'),
});
