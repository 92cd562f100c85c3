import { Pty } from '#io/pty';
import type { ImageStore } from '#image/store';
import { forgetFileSystem, journaled } from '#machine/disk';
import { INIT_LAYER } from '#machine/init-layer';
import type { Machine } from '#machine/machine';
import type { MachineNetwork } from '#network/topology';
import { nullDescriptor, ptyDescriptor } from '#process/descriptor';
import { FileError } from '#vfs/filesystem';
import { MemoryFileSystem } from '#vfs/memory';
import { OverlayFileSystem } from '#vfs/overlay';
import type { EngineHost } from './host';

/** What the engine needs, from a Machine with its network and images. */
export function machineHost(machine: Machine, network: MachineNetwork, images: ImageStore): EngineHost {
  const { clock, store } = machine;
  const now = (): number => clock.epochNow();
  const rootId = (id: string): string => `${machine.name}/docker/${id}`;
  return {
    name: machine.name,
    clock,
    random: machine.random,
    trace: machine.trace,
    store,
    network,
    images,
    info: machine.host,
    files: machine.files(),
    locate: (path) => {
      const found = machine.mounts.locate(path);
      return { fs: found.mount.fs, path: found.inner };
    },
    sandbox: (spec) => machine.createSandbox(spec),
    dropSandbox: (id) => {
      machine.removeSandbox(id);
    },
    openRoot: (id, layers) =>
      journaled(store, rootId(id), (journal) => {
        const files = [...layers.map((layer) => layer.files()), INIT_LAYER];
        return new OverlayFileSystem({ id: rootId(id), now, ...journal.hooks }, files, journal.layer);
      }),
    dropRoot: (id) => {
      forgetFileSystem(store, rootId(id));
    },
    tmpfs: (id, limitBytes) => new MemoryFileSystem({ id, now, ...(limitBytes !== undefined && { limitBytes }) }),
    pty: (size) => new Pty(clock, size),
    terminal: (pty) => ptyDescriptor(pty, '/dev/pts/0'),
    listenUnix: (path, handler) => {
      let close = (): void => undefined;
      const fds = new Map([0, 1, 2].map((fd) => [fd, nullDescriptor()]));
      const argv = ['/usr/bin/dockerd', '-H', 'fd://', '--containerd=/run/containerd/containerd.sock'];
      machine.run({ argv, fds }, (process) => {
        try {
          process.fs.unlink(path);
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
        }
        const server = process.listenUnix(path, handler);
        return new Promise<number>((resolve) => {
          close = () => {
            server.close();
            resolve(0);
          };
        });
      });
      return {
        close: () => {
          close();
        },
      };
    },
  };
}
