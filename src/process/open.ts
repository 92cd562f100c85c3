import type { Reader, Writer } from '#io/streams';
import { encode } from '#io/streams';
import { FileError, type FileHandle, type Stat } from '#vfs/filesystem';
import { permits, type Resolved } from '#vfs/resolve';
import { openDescriptor, ptyDescriptor, type OpenFile } from './descriptor';
import type { Kernel } from './kernel';
import type { Descriptor } from './process';
import type { Task } from './task';

export type OpenMode = 'r' | 'w' | 'a' | 'rw';

/** Bytes that an endless device gives in one read. */
const DEVICE_CHUNK = 4096;

/** open(2): files, devices, named pipes, /proc/PID/fd. The answer is not bound to a process yet. Throws FileError. */
export function openFile(kernel: Kernel, task: Task, path: string, mode: OpenMode): Descriptor {
  const { view } = task;
  let place = view.locate(path);
  const reads = mode === 'r' || mode === 'rw';
  const writes = mode !== 'r';
  if (!place.stat) {
    if (mode === 'r') throw new FileError('ENOENT', path);
    view.writeFile(path, new Uint8Array(0));
    place = view.locate(path);
  } else {
    const bits = (reads ? 4 : 0) | (writes ? 2 : 0);
    if (!place.stat.special?.startsWith('fd:') && !permits(place.stat, view.credentials, bits)) {
      throw new FileError('EACCES', path);
    }
  }
  const stat = place.stat!;
  if (stat.type === 'directory') throw new FileError('EISDIR', path);
  if (stat.special?.startsWith('fd:')) return openMagic(kernel, task, stat.special, path);
  if (stat.type === 'char' || stat.type === 'block') return openDevice(kernel, task, stat, path);
  if (stat.type === 'fifo') return kernel.fifos.open(`${stat.device}:${stat.ino}`, place.path, mode);
  if (stat.type !== 'file') throw new FileError('ENXIO', path);
  if (writes && (place.mount.readOnly || place.mount.fs.readOnly)) throw new FileError('EROFS', path);
  return openRegular(task, place, reads, mode);
}

function openRegular(task: Task, place: Resolved, reads: boolean, mode: OpenMode): Descriptor {
  const handle = place.mount.fs.open(place.inner);
  if (mode === 'w') handle.truncate(0);
  const position = { at: 0 };
  const { cgroup } = task.spaces;
  const file: OpenFile = { label: place.path, onClose: () => handle.close() };
  return openDescriptor({
    ...file,
    ...(reads && { reader: fileReader(handle, position, (n) => (cgroup.readBytes += n)) }),
    ...(mode !== 'r' && { writer: fileWriter(handle, position, mode === 'a', (n) => (cgroup.writtenBytes += n)) }),
  });
}

interface Position {
  at: number;
}

const fileReader = (handle: FileHandle, position: Position, count: (bytes: number) => void): Reader => ({
  read: (max = Infinity) => {
    const data = handle.read(position.at, max);
    position.at += data.length;
    count(data.length);
    return Promise.resolve(data.length === 0 ? undefined : data);
  },
  close: () => undefined,
});

const fileWriter = (
  handle: FileHandle,
  position: Position,
  append: boolean,
  count: (bytes: number) => void,
): Writer => ({
  write: async (data) => {
    const bytes = typeof data === 'string' ? encode(data) : data;
    if (bytes.length === 0) return;
    const at = append ? handle.stat().size : position.at;
    handle.write(at, bytes);
    position.at = at + bytes.length;
    count(bytes.length);
  },
  close: () => undefined,
});

/** `/proc/PID/fd/N`: the same open file once more. */
function openMagic(kernel: Kernel, task: Task, special: string, path: string): Descriptor {
  const [, pid = '', fd = ''] = special.split(':');
  const owner = kernel.spaces.pids.tasks.get(Number(pid));
  const descriptor = owner?.fds.get(Number(fd));
  if (!owner || !descriptor) throw new FileError('ENOENT', path);
  if (task.view.credentials.uid !== 0 && owner.view.credentials.uid !== task.view.credentials.uid) {
    throw new FileError('EACCES', path);
  }
  return descriptor.dup();
}

function openDevice(kernel: Kernel, task: Task, stat: Stat, path: string): Descriptor {
  const special = stat.special ?? '';
  if (special === 'tty' || special === 'console') {
    if (!task.pty) throw new FileError('ENXIO', path);
    return ptyDescriptor(task.pty, `/dev/${special}`);
  }
  if (special.startsWith('pts/')) {
    const pty = kernel.terminals.of(task.spaces.pids)[Number(special.slice(4))];
    if (!pty) throw new FileError('ENXIO', path);
    return ptyDescriptor(pty, `/dev/${special}`);
  }
  const device = DEVICES[special];
  if (!device) throw new FileError('ENXIO', path);
  return openDescriptor({
    label: path,
    reader: { read: (max = DEVICE_CHUNK) => Promise.resolve(device.read(Math.min(max, 1 << 20), kernel)), close: noop },
    writer: { write: async () => device.write?.(path), close: noop },
  });
}

interface Device {
  read(size: number, kernel: Kernel): Uint8Array | undefined;
  write?(path: string): void;
}

const noop = (): void => undefined;
const zeros = (size: number): Uint8Array => new Uint8Array(size);
const random = (size: number, kernel: Kernel): Uint8Array => kernel.options.random.bytes(size);

const DEVICES: Readonly<Record<string, Device | undefined>> = {
  null: { read: () => undefined },
  zero: { read: zeros },
  full: {
    read: zeros,
    write: (path) => {
      throw new FileError('ENOSPC', path);
    },
  },
  random: { read: random },
  urandom: { read: random },
  kmsg: { read: () => undefined },
};
