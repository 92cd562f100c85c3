import type { MountSpec } from '#machine/sandbox';
import { sizeIn } from '../../volume-drivers/local';
import type { Container, MountRecord } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { hostsFile } from '../networks/hosts-file';
import { resolvConf } from '../networks/resolv-conf';
import { tryContainer } from '../lookup';
import { openVolume } from './volume-use';

const ROOT = '/var/lib/docker/containers';

/** Where the engine keeps a container's generated files on the machine. */
export const containerDirectory = (id: string): string => `${ROOT}/${id}`;

/** All mounts of a container: its files from the engine, /dev/shm, and what was asked for, shallow ones first. */
export function sandboxMounts(daemon: Daemon, container: Container): MountSpec[] {
  const { record } = container;
  const own = record.mounts.map((mount) => mountOf(daemon, container, mount));
  const taken = new Set(own.map((mount) => mount.target));
  const generated = [...generatedFiles(daemon, container), shm(daemon, container)].filter((m) => !taken.has(m.target));
  own.sort((a, b) => a.target.split('/').length - b.target.split('/').length);
  return [...generated, ...own];
}

/** Writes /etc/hosts, /etc/hostname and /etc/resolv.conf and binds them. */
function generatedFiles(daemon: Daemon, container: Container): MountSpec[] {
  const { record } = container;
  const mode = record.hostConfig.NetworkMode;
  let directory = containerDirectory(container.id);
  if (mode.startsWith('container:')) {
    const other = tryContainer(daemon, mode.slice('container:'.length));
    if (other) directory = containerDirectory(other.id);
  } else writeNetworkFiles(daemon, container);
  return ['hosts', 'hostname', 'resolv.conf'].map((name) => ({
    target: `/etc/${name}`,
    ...daemon.host.locate(`${directory}/${name}`),
    readOnly: false,
    source: '/dev/vda1',
    fsType: 'ext4',
  }));
}

/** Writes the files anew; they are seen in a running container at once. */
export function writeNetworkFiles(daemon: Daemon, container: Container): void {
  const { record } = container;
  const { files } = daemon.host;
  const directory = containerDirectory(container.id);
  files.mkdir(directory, { parents: true, mode: 0o710 });
  const isHost = record.hostConfig.NetworkMode === 'host';
  const internal = Object.values(record.networks).some((endpoint) => endpoint.dnsNames !== null);
  const copy = (path: string): string => (files.exists(path) ? files.readText(path) : '');
  files.writeFile(`${directory}/hosts`, isHost ? copy('/etc/hosts') : hostsFile(daemon, container));
  files.writeFile(`${directory}/hostname`, `${record.config.Hostname}\n`);
  files.writeFile(
    `${directory}/resolv.conf`,
    isHost ? copy('/etc/resolv.conf') : resolvConf(files, record.hostConfig, internal),
  );
}

function shm(daemon: Daemon, container: Container): MountSpec {
  const { IpcMode, ShmSize } = container.record.hostConfig;
  if (IpcMode === 'host')
    return { target: '/dev/shm', ...daemon.host.locate('/dev/shm'), readOnly: false, source: 'tmpfs', fsType: 'tmpfs' };
  const other = IpcMode.startsWith('container:') ? tryContainer(daemon, IpcMode.slice('container:'.length)) : undefined;
  const shared = other?.run?.sandbox.spec.mounts.find((mount) => mount.target === '/dev/shm');
  if (shared) return shared;
  return {
    target: '/dev/shm',
    fs: daemon.host.tmpfs(`shm:${container.id}`, ShmSize),
    path: '/',
    readOnly: false,
    source: 'shm',
    fsType: 'tmpfs',
  };
}

function mountOf(daemon: Daemon, container: Container, mount: MountRecord): MountSpec {
  const target = mount.Destination;
  const readOnly = !mount.RW;
  switch (mount.Type) {
    case 'tmpfs': {
      const size = mount.spec?.TmpfsOptions?.SizeBytes ?? sizeIn(mount.Mode);
      const fs = daemon.host.tmpfs(`tmpfs:${container.id}:${target}`, size);
      fs.chmod('/', mount.spec?.TmpfsOptions?.Mode ?? modeIn(mount.Mode) ?? 0o1777);
      return { target, fs, path: '/', readOnly, source: 'tmpfs', fsType: 'tmpfs' };
    }
    case 'volume':
      return { target, ...openVolume(daemon, mount), readOnly };
    default: {
      const { files } = daemon.host;
      if (!files.exists(mount.Source)) {
        if (mount.spec) throw errors.bindMissing(mount.Source);
        files.mkdir(mount.Source, { parents: true });
      }
      return {
        target,
        ...daemon.host.locate(files.realpath(mount.Source)),
        readOnly,
        source: '/dev/vda1',
        fsType: 'ext4',
      };
    }
  }
}

const modeIn = (options: string): number | undefined => {
  const match = /(?:^|,)mode=([0-7]+)/.exec(options);
  return match ? parseInt(match[1]!, 8) : undefined;
};
