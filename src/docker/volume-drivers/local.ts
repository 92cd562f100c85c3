import { errors } from '../daemon/errors';
import type { EngineHost } from '../daemon/host';
import type { VolumeDriver, VolumePlace, VolumeRecord } from './volume-driver';

const ROOT = '/var/lib/docker/volumes';
const mountpoint = ({ name }: VolumeRecord): string => `${ROOT}/${name}/_data`;

/** tmpfs volumes keep their files for as long as the machine runs, per machine and volume. */
const memory = new WeakMap<EngineHost, Map<string, VolumePlace>>();

/** Directories on the machine's disk, or what `type`, `device` and `o` mount there. Upstream: moby volume/local. */
export const local: VolumeDriver = {
  name: 'local',
  check: (name, options) => {
    for (const option of Object.keys(options)) {
      if (!['type', 'o', 'device', 'size'].includes(option)) throw errors.volumeOption(name, option);
    }
    if (Object.keys(options).length === 0) return;
    if (!options['type'] && (options['o'] || options['device']))
      throw errors.invalid(`create ${name}: missing required option: "type"`);
    if (options['type'] && !options['device'])
      throw errors.invalid(`create ${name}: missing required option: "device"`);
  },
  create: (volume, host) => {
    host.files.mkdir(mountpoint(volume), { parents: true, mode: 0o755 });
  },
  remove: (volume, host) => {
    memory.get(host)?.delete(volume.name);
    host.files.removeAll(`${ROOT}/${volume.name}`);
  },
  mountpoint,
  open: (volume, host) => {
    const options = volume.options ?? {};
    const path = mountpoint(volume);
    if (options['type'] === 'tmpfs') return tmpfs(volume, host, options['o'] ?? '');
    if (options['o']?.split(',').some((o) => o === 'bind' || o === 'rbind')) {
      const device = options['device'] ?? '';
      if (!host.files.exists(device)) {
        throw errors.volumeMount(path, 'none', device, 'bind', 'no such file or directory');
      }
      return { ...host.locate(host.files.realpath(device)), source: '/dev/vda1', fsType: 'ext4' };
    }
    if (options['type'] !== undefined && options['type'] !== '' && options['type'] !== 'none') {
      throw errors.volumeMount(
        path,
        options['type'],
        options['device'] ?? '',
        options['o'] ?? '',
        mountFailure(options),
      );
    }
    if (!host.files.exists(path)) host.files.mkdir(path, { parents: true });
    return { ...host.locate(host.files.realpath(path)), source: '/dev/vda1', fsType: 'ext4' };
  },
};

const mountFailure = (options: Readonly<Record<string, string>>): string =>
  options['type'] === 'nfs' ? 'connection refused' : 'no such device';

function tmpfs(volume: VolumeRecord, host: EngineHost, options: string): VolumePlace {
  let places = memory.get(host);
  if (!places) memory.set(host, (places = new Map<string, VolumePlace>()));
  let place = places.get(volume.name);
  if (!place) {
    const fs = host.tmpfs(`tmpfs:${volume.name}`, sizeIn(options));
    places.set(volume.name, (place = { fs, path: '/', source: 'tmpfs', fsType: 'tmpfs' }));
  }
  return place;
}

/** `size=100m` among mount options, in bytes. */
export function sizeIn(options: string): number | undefined {
  const match = /(?:^|,)size=(\d+)([kmg]?)/i.exec(options);
  if (!match) return undefined;
  const unit = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[match[2]!.toLowerCase() as '' | 'k' | 'm' | 'g'];
  return Number(match[1]) * unit;
}
