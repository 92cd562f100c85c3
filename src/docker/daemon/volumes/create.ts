import { json } from '#network/http';
import type { Volume, VolumeCreateBody } from '../../api/volume';
import { VOLUME_DRIVERS } from '../../volume-drivers/index';
import type { VolumeDriver, VolumeRecord } from '../../volume-drivers/volume-driver';
import { bodyObject, type Route } from '../call';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { isoSeconds } from '../time';

export const driverOf = (volume: VolumeRecord): VolumeDriver => VOLUME_DRIVERS.find((d) => d.name === volume.driver)!;

export const mountpointOf = (volume: VolumeRecord): string => driverOf(volume).mountpoint(volume);

/** A volume as the API shows it. */
export const volumeView = (volume: VolumeRecord): Volume => ({
  CreatedAt: volume.created,
  Driver: volume.driver,
  Labels: volume.labels,
  Mountpoint: mountpointOf(volume),
  Name: volume.name,
  Options: volume.options,
  Scope: 'local',
});

/** Makes a volume, or answers the one that has the name. Throws DaemonError. */
export function createVolume(daemon: Daemon, body: VolumeCreateBody): VolumeRecord {
  const anonymous = !body.Name;
  const name = body.Name || daemon.newId();
  const driverName = body.Driver || 'local';
  const old = daemon.volumes.get(name);
  if (old) {
    if (body.Driver && old.driver !== driverName) throw errors.volumeConflict(name);
    return old;
  }
  const driver = VOLUME_DRIVERS.find((d) => d.name === driverName);
  if (!driver) throw errors.volumeDriver(name, driverName);
  if (name.length === 1) throw errors.volumeShort(name);
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) throw errors.volumeName(name);
  const options = body.DriverOpts && Object.keys(body.DriverOpts).length > 0 ? body.DriverOpts : null;
  driver.check(name, options ?? {});
  const createdMs = daemon.host.clock.epochNow();
  const given = body.Labels && Object.keys(body.Labels).length > 0 ? body.Labels : null;
  const volume: VolumeRecord = {
    name,
    driver: driverName,
    created: `${isoSeconds(createdMs)}Z`,
    createdMs,
    options,
    labels: anonymous ? { ...given, 'com.docker.volume.anonymous': '' } : given,
    anonymous,
  };
  driver.create(volume, daemon.host);
  daemon.volumes.put(name, volume);
  daemon.events.emit('volume', 'create', name, { driver: driverName });
  daemon.trace('create', `volume/${name}`);
  return volume;
}

/** `docker volume create`. */
export const create: Route = {
  method: 'POST',
  path: '/volumes/create',
  handle: async (call) => {
    const body = (await bodyObject<VolumeCreateBody>(call)) ?? {};
    return json(201, volumeView(createVolume(call.daemon, body)));
  },
};
