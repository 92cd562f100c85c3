import type { ContainerCreateBody } from '../../api/container-create';
import type { HostConfig, MountRequest } from '../../api/host-config';
import { FileError } from '#vfs/filesystem';
import type { MountRecord } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { findContainer } from '../lookup';
import { createVolume, mountpointOf } from '../volumes/create';
import { cleanPath } from './config';

const PROPAGATIONS = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'];
const MODES = ['ro', 'rw', 'z', 'Z', 'nocopy', 'cached', 'delegated', 'consistent', ...PROPAGATIONS];

/** The mounts of a new container in moby's order: volumes-from, binds, mounts, the image's and request's volumes. */
export function resolveMounts(
  daemon: Daemon,
  hostConfig: HostConfig,
  volumes: ContainerCreateBody['Volumes'],
): MountRecord[] {
  const found = new Map<string, MountRecord>();
  for (const spec of hostConfig.VolumesFrom ?? []) {
    for (const mount of fromContainer(daemon, spec)) found.set(mount.Destination, mount);
  }
  const own = new Set<string>();
  const add = (mount: MountRecord): void => {
    if (own.has(mount.Destination)) throw errors.duplicateMount(mount.Destination);
    own.add(mount.Destination);
    found.set(mount.Destination, mount);
  };
  for (const bind of hostConfig.Binds ?? []) add(fromBind(daemon, bind, hostConfig.VolumeDriver));
  for (const mount of hostConfig.Mounts ?? []) add(fromMount(daemon, mount));
  for (const [path, options] of Object.entries(hostConfig.Tmpfs ?? {})) {
    const Destination = cleanPath(path);
    if (own.has(Destination)) throw errors.duplicateMount(Destination);
    own.add(Destination);
    found.set(Destination, {
      Type: 'tmpfs',
      Source: '',
      Destination,
      Mode: options,
      RW: !options.split(',').includes('ro'),
      Propagation: '',
      hidden: true,
    });
  }
  for (const path of Object.keys(volumes ?? {})) {
    const Destination = cleanPath(path);
    if (found.has(Destination)) continue;
    found.set(Destination, volumeMount(daemon, '', Destination, '', true, hostConfig.VolumeDriver));
  }
  return [...found.values()];
}

function fromContainer(daemon: Daemon, spec: string): MountRecord[] {
  const at = spec.indexOf(':');
  const word = at < 0 ? spec : spec.slice(0, at);
  const mode = at < 0 ? 'rw' : spec.slice(at + 1);
  if (!mode.split(',').every((part) => MODES.includes(part))) throw errors.volumesFromMode(mode);
  const source = findContainer(daemon, word);
  return source.record.mounts
    .filter((mount) => !mount.hidden)
    .map((mount) => {
      const rest: MountRecord = { ...mount };
      delete rest.anonymous;
      const RW = mount.RW && !mode.split(',').includes('ro');
      return { ...rest, RW, Mode: at < 0 ? mount.Mode : mode };
    });
}

function fromBind(daemon: Daemon, spec: string, driver: string): MountRecord {
  const parts = spec.split(':');
  if (parts.length > 3 || parts.some((part) => part === '')) throw errors.volumeSpec(spec);
  const [source, target, mode] = parts.length === 1 ? ['', parts[0]!, ''] : [parts[0]!, parts[1]!, parts[2] ?? ''];
  if (!target.startsWith('/')) throw errors.mountRelative(spec, target);
  const Destination = cleanPath(target);
  if (Destination === '/') throw errors.mountRoot(spec);
  const words = mode === '' ? [] : mode.split(',');
  if (!words.every((word) => MODES.includes(word))) throw errors.invalid(`invalid mode: ${mode}`);
  const RW = !words.includes('ro');
  if (!source.startsWith('/')) {
    const mount = volumeMount(daemon, source, Destination, mode === '' && source !== '' ? 'z' : mode, RW, driver);
    return words.includes('nocopy') ? { ...mount, noCopy: true } : mount;
  }
  const Source = cleanPath(source);
  createHostDirectory(daemon, Source);
  const Propagation = words.find((word) => PROPAGATIONS.includes(word)) ?? 'rprivate';
  return { Type: 'bind', Source, Destination, Mode: mode, RW, Propagation };
}

/** `-v` makes a missing directory of the machine; `--mount` does not. */
function createHostDirectory(daemon: Daemon, path: string): void {
  try {
    if (!daemon.host.files.exists(path)) daemon.host.files.mkdir(path, { parents: true });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const text = error.message.toLowerCase();
    throw errors.system(`error while creating mount source path '${path}': mkdir ${path}: ${text}`);
  }
}

function fromMount(daemon: Daemon, mount: MountRequest): MountRecord {
  const { Type: type, Source: source = '' } = mount;
  if (!mount.Target) throw errors.mountConfig(type, 'field Target must not be empty');
  if (!mount.Target.startsWith('/'))
    throw errors.mountConfig(type, `invalid mount path: '${mount.Target}' mount path must be absolute`);
  const Destination = cleanPath(mount.Target);
  if (Destination === '/') throw errors.mountConfig(type, "invalid specification: destination can't be '/'");
  const RW = !mount.ReadOnly;
  switch (type) {
    case 'bind': {
      if (source === '') throw errors.mountConfig(type, 'field Source must not be empty');
      if (!source.startsWith('/'))
        throw errors.mountConfig(type, `invalid mount path: '${source}' mount path must be absolute`);
      const path = cleanPath(source);
      if (!daemon.host.files.exists(path)) {
        if (!mount.BindOptions?.CreateMountpoint) throw errors.bindMissing(source);
        createHostDirectory(daemon, path);
      }
      const Propagation = mount.BindOptions?.Propagation || 'rprivate';
      return { Type: 'bind', Source: path, Destination, Mode: '', RW, Propagation, spec: mount };
    }
    case 'volume': {
      const { NoCopy, Labels, DriverConfig, Subpath } = mount.VolumeOptions ?? {};
      const driver = DriverConfig?.Name ?? '';
      const created = volumeMount(
        daemon,
        source,
        Destination,
        source === '' ? '' : 'z',
        RW,
        driver,
        DriverConfig?.Options,
        Labels,
      );
      return { ...created, spec: mount, ...(NoCopy && { noCopy: true }), ...(Subpath && { subpath: Subpath }) };
    }
    case 'tmpfs':
      if (source !== '') throw errors.mountConfig(type, 'field Source must not be specified');
      return { Type: 'tmpfs', Source: '', Destination, Mode: '', RW, Propagation: '', spec: mount };
    default:
      throw ['image', 'cluster', 'npipe'].includes(type)
        ? errors.notSimulated(`a mount of type ${type}`)
        : errors.mountConfig(type, 'mount type unknown');
  }
}

function volumeMount(
  daemon: Daemon,
  name: string,
  Destination: string,
  Mode: string,
  RW: boolean,
  driver: string,
  options?: Record<string, string>,
  labels?: Record<string, string>,
): MountRecord {
  const volume = createVolume(daemon, {
    Name: name,
    Driver: driver,
    DriverOpts: options ?? null,
    Labels: labels ?? null,
  });
  return {
    Type: 'volume',
    Name: volume.name,
    Source: mountpointOf(volume),
    Destination,
    Driver: volume.driver,
    Mode,
    RW,
    Propagation: '',
    ...(name === '' && { anonymous: true }),
  };
}
