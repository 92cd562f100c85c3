import { device, directory, files, link } from '#vfs/layer-builder';
import type { Layer } from '#vfs/layer';
import { SyntheticFileSystem, type SyntheticNode } from '#vfs/synthetic';
import type { Kernel } from './kernel';
import type { PidNamespace } from './pid-namespace';

/** What a container finds in /dev, and a machine too. Upstream: OCI runtime-spec config-linux.md, default devices. */
export const DEVICE_LAYER: Layer = files({
  '/null': device('null'),
  '/zero': device('zero'),
  '/full': device('full'),
  '/random': device('random'),
  '/urandom': device('urandom'),
  '/tty': device('tty'),
  '/console': device('console', 0o600),
  '/fd': link('/proc/self/fd'),
  '/stdin': link('/proc/self/fd/0'),
  '/stdout': link('/proc/self/fd/1'),
  '/stderr': link('/proc/self/fd/2'),
  '/ptmx': link('pts/ptmx'),
  '/core': link('/proc/kcore'),
  '/pts': directory(),
  '/shm': directory({ mode: 0o1777 }),
  '/mqueue': directory({ mode: 0o1777 }),
});

/** /dev/pts: the terminals of a pid namespace. */
export function terminalsFileSystem(kernel: Kernel, pids: PidNamespace): SyntheticFileSystem {
  const root: SyntheticNode = {
    type: 'directory',
    names: () => ['ptmx', ...kernel.terminals.of(pids).map((_, i) => String(i))],
    child: (name) => {
      if (name === 'ptmx') return { type: 'char', special: 'ptmx', mode: 0o666 };
      const there = /^\d+$/.test(name) && kernel.terminals.of(pids)[Number(name)] !== undefined;
      return there ? { type: 'char', special: `pts/${name}`, mode: 0o620 } : undefined;
    },
  };
  return new SyntheticFileSystem('devpts', root, () => kernel.clock.epochNow());
}
