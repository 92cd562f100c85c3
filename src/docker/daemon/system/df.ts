import { json } from '#network/http';
import type { DiskUsage } from '../../api/disk-usage';
import type { Route } from '../call';
import { summaryOf } from '../containers/list';
import { volumeUsers } from '../containers/volume-use';
import { Filters } from '../filters';
import { listImages } from '../images/list';
import { volumeView } from '../volumes/create';
import { volumeSize } from '../volumes/remove';

/** `docker system df`. */
export const df: Route = {
  method: 'GET',
  path: '/system/df',
  handle: ({ daemon, query }) => {
    const types = query.all('type');
    const has = (type: string): boolean => types.length === 0 || types.includes(type);
    const { images } = daemon.host;
    const holders = new Map<string, number>();
    for (const image of images.list())
      for (const layer of image.layers) holders.set(layer.diffId, (holders.get(layer.diffId) ?? 0) + 1);
    const rows = has('image') ? listImages(daemon, new Filters(), false) : [];
    for (const row of rows) {
      row.SharedSize = daemon
        .image(row.Id)!
        .layers.reduce((sum, layer) => sum + (holders.get(layer.diffId)! > 1 ? layer.size : 0), 0);
    }
    const view: DiskUsage = {
      LayersSize: has('image') ? images.layersSize() : 0,
      Images: rows,
      Containers: has('container')
        ? [...daemon.containers.values()].reverse().map((c) => summaryOf(daemon, c, true))
        : [],
      Volumes: has('volume')
        ? [...daemon.volumes.values()].map((volume) => ({
            ...volumeView(volume),
            UsageData: { RefCount: volumeUsers(daemon, volume.name).length, Size: volumeSize(daemon, volume) },
          }))
        : [],
      BuildCache: has('build-cache') ? (daemon.builder?.cache() ?? []) : [],
    };
    return json(200, view);
  },
};
