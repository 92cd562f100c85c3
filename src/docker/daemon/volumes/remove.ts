import { json } from '#network/http';
import type { VolumesPruneReport } from '../../api/prune';
import type { VolumeList } from '../../api/volume';
import type { VolumeRecord } from '../../volume-drivers/volume-driver';
import { NO_CONTENT, type Route } from '../call';
import { volumeUsers } from '../containers/volume-use';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { Filters } from '../filters';
import { driverOf, volumeView } from './create';

/** Removes a volume that nobody uses, with its files. */
export function removeVolume(daemon: Daemon, volume: VolumeRecord): void {
  driverOf(volume).remove(volume, daemon.host);
  daemon.volumes.delete(volume.name);
  daemon.volumeUsers.delete(volume.name);
  daemon.events.emit('volume', 'destroy', volume.name, { driver: volume.driver });
  daemon.trace('remove', `volume/${volume.name}`);
}

/** The volume of a name. Throws `get x: no such volume`. */
export function findVolume(daemon: Daemon, name: string): VolumeRecord {
  const volume = daemon.volumes.get(name);
  if (!volume) throw errors.noVolume(name);
  return volume;
}

/** Bytes of a volume's files. */
export function volumeSize(daemon: Daemon, volume: VolumeRecord): number {
  const { fs, path } = driverOf(volume).open(volume, daemon.host);
  const sum = (at: string): number => {
    const stat = fs.lstat(at);
    if (stat.type !== 'directory') return stat.size;
    return fs.readdir(at).reduce((total, name) => total + sum(at === '/' ? `/${name}` : `${at}/${name}`), 0);
  };
  return sum(path);
}

/** `docker volume rm`. */
export const remove: Route = {
  method: 'DELETE',
  path: '/volumes/{name}',
  handle: ({ daemon, params, query }) => {
    const name = params['name']!;
    const volume = daemon.volumes.get(name);
    if (!volume) {
      if (query.flag('force')) return NO_CONTENT;
      throw errors.noVolume(name);
    }
    const users = volumeUsers(daemon, name);
    if (users.length > 0) throw errors.volumeInUse(name, users);
    removeVolume(daemon, volume);
    return NO_CONTENT;
  },
};

/** `docker volume inspect`. */
export const inspect: Route = {
  method: 'GET',
  path: '/volumes/{name}',
  handle: ({ daemon, params }) => json(200, volumeView(findVolume(daemon, params['name']!))),
};

/** `docker volume ls`. */
export const list: Route = {
  method: 'GET',
  path: '/volumes',
  handle: ({ daemon, query }) => {
    const filters = Filters.parse(query.get('filters'), ['dangling', 'driver', 'label', 'label!', 'name']);
    const dangling = filters.flag('dangling');
    const found = [...daemon.volumes.values()].filter(
      (volume) =>
        filters.match('name', volume.name) &&
        filters.exact('driver', volume.driver) &&
        filters.labels(volume.labels) &&
        (dangling === undefined || dangling === (volumeUsers(daemon, volume.name).length === 0)),
    );
    found.sort((a, b) => (a.name < b.name ? -1 : 1));
    return json(200, { Volumes: found.map(volumeView), Warnings: null } satisfies VolumeList);
  },
};

/** `docker volume prune`: anonymous ones, and named ones with `all`. */
export const prune: Route = {
  method: 'POST',
  path: '/volumes/prune',
  handle: ({ daemon, query }) => {
    const filters = Filters.parse(query.get('filters'), ['all', 'label', 'label!']);
    const all = filters.flag('all') ?? false;
    const deleted: string[] = [];
    let reclaimed = 0;
    for (const volume of [...daemon.volumes.values()]) {
      if (volumeUsers(daemon, volume.name).length > 0 || !filters.labels(volume.labels)) continue;
      if (!all && volume.labels?.['com.docker.volume.anonymous'] === undefined) continue;
      reclaimed += volumeSize(daemon, volume);
      removeVolume(daemon, volume);
      deleted.push(volume.name);
    }
    daemon.events.emit('volume', 'prune', '', { reclaimed: String(reclaimed) });
    return json(200, { VolumesDeleted: deleted, SpaceReclaimed: reclaimed } satisfies VolumesPruneReport);
  },
};
