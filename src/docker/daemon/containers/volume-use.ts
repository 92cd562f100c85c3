import type { Container, MountRecord } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { driverOf } from '../volumes/create';
import type { VolumePlace } from '../../volume-drivers/volume-driver';

/** Notes that a container refers to its volumes, so that they cannot be removed. */
export function holdVolumes(daemon: Daemon, container: Container): void {
  for (const { Type, Name } of container.record.mounts) {
    if (Type !== 'volume' || Name === undefined) continue;
    const users = daemon.volumeUsers.get(Name);
    if (users) users.add(container.id);
    else daemon.volumeUsers.set(Name, new Set([container.id]));
  }
}

export function releaseVolumes(daemon: Daemon, container: Container): void {
  for (const { Type, Name } of container.record.mounts) {
    if (Type === 'volume' && Name !== undefined) daemon.volumeUsers.get(Name)?.delete(container.id);
  }
}

/** The ids of the containers that mount a volume, newest first. */
export const volumeUsers = (daemon: Daemon, name: string): string[] =>
  [...(daemon.volumeUsers.get(name) ?? [])].reverse();

/** The files of a mount's volume; makes the volume again when it has gone. Throws DaemonError. */
export function openVolume(daemon: Daemon, mount: MountRecord): VolumePlace {
  const volume = daemon.volumes.get(mount.Name ?? '');
  if (!volume) throw errors.noVolume(mount.Name ?? '');
  const place = driverOf(volume).open(volume, daemon.host);
  if (mount.subpath === undefined) return place;
  const path = `${place.path === '/' ? '' : place.path}/${mount.subpath.replace(/^\/+|\/+$/g, '')}`;
  try {
    place.fs.lstat(path);
  } catch {
    throw errors.system(`cannot access path ${path}: lstat ${path}: no such file or directory`);
  }
  return { ...place, path };
}
