import { decode, encode } from '#io/streams';
import { imageConfig, makeImage, type Image, type ImageLayer, type ImageParts } from '#image/image';
import { makeLayer } from '#image/layer';
import { parseReference } from '#image/reference';
import { readTar, TarError, writeTar, type TarEntry } from '#vfs/tar';
import { bytesOf } from '../../api/client';
import type { JsonMessage } from '../../api/json-message';
import type { Route } from '../call';
import { requireImage, imageWord } from '../containers/create';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { entriesOfLayer, layerOf } from './layer-of';
import { streamed } from './pull';
import { requirePlatform } from './platform';

interface ManifestRow {
  readonly Config: string;
  readonly RepoTags: string[] | null;
  readonly Layers: string[];
}

/** A file of an archive made by docker save. */
const file = (path: string, data: Uint8Array): TarEntry => ({
  path,
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtimeMs: 0,
  data,
});

/** Images as an archive: manifest.json, configurations and layers as tars under blobs/sha256. */
function saveImages(daemon: Daemon, words: readonly string[], platform: string | null | undefined): Uint8Array {
  const entries = new Map<string, TarEntry>();
  const rows = new Map<string, ManifestRow & { RepoTags: string[] }>();
  for (const word of words) {
    const image = requireImage(daemon, word);
    requirePlatform(image, word, platform);
    const config = `blobs/sha256/${image.id.slice(7)}`;
    const Layers = image.layers.map((layer) => {
      const path = `blobs/sha256/${layer.diffId.slice(7)}`;
      if (!entries.has(path)) entries.set(path, file(path, layerBlob(layer)));
      return path;
    });
    entries.set(config, file(config, encode(JSON.stringify(imageConfig(image)))));
    const row = rows.get(image.id) ?? { Config: config, RepoTags: [], Layers };
    const isId = image.id.startsWith(`sha256:${word}`) || word === image.id;
    if (!isId) row.RepoTags.push(imageWord(word));
    rows.set(image.id, row);
  }
  const manifest = file('manifest.json', encode(JSON.stringify([...rows.values()])));
  return writeTar([...entries.values(), manifest]);
}

/** The layers of catalog images are named, not packed: their bytes are known to every engine of this world. */
const layerBlob = (layer: ImageLayer): Uint8Array =>
  layer.catalog
    ? encode(JSON.stringify({ drydock: layer.catalog, diffId: layer.diffId }))
    : writeTar(entriesOfLayer(layer.files()));

/** `docker save`. */
export const get: Route = {
  method: 'GET',
  path: '/images/get',
  handle: ({ daemon, query }) => {
    const bytes = saveImages(daemon, query.all('names'), query.get('platform'));
    return { status: 200, headers: { 'content-type': 'application/x-tar' }, body: { kind: 'bytes', bytes } };
  },
};

/** `docker save` of one image. */
export const getOne: Route = {
  method: 'GET',
  path: '/images/{name:.*}/get',
  handle: ({ daemon, params, query }) => {
    const bytes = saveImages(daemon, [params['name']!], query.get('platform'));
    return { status: 200, headers: { 'content-type': 'application/x-tar' }, body: { kind: 'bytes', bytes } };
  },
};

interface SavedConfig extends Omit<ImageParts, 'layers'> {
  readonly rootfs: { readonly diff_ids: string[] };
}

/** Reads an archive of docker save; answers each image's names, or its id. */
function loadImages(daemon: Daemon, bytes: Uint8Array): string[] {
  const files = new Map<string, Uint8Array>();
  try {
    for (const entry of readTar(bytes)) if (entry.data) files.set(entry.path, entry.data);
  } catch (error) {
    throw error instanceof TarError ? errors.system(`archive/tar: invalid tar header`) : error;
  }
  const manifest = files.get('manifest.json');
  if (!manifest) throw errors.system('open manifest.json: no such file or directory');
  const told: string[] = [];
  for (const row of JSON.parse(decode(manifest)) as ManifestRow[]) {
    const { rootfs, ...config } = JSON.parse(decode(files.get(row.Config)!)) as SavedConfig;
    const layers = row.Layers.map((path, i) => loadLayer(daemon, files.get(path)!, rootfs.diff_ids[i]!));
    const image: Image = makeImage({ ...config, layers });
    daemon.host.images.put(image);
    for (const name of row.RepoTags ?? []) {
      daemon.host.images.tag(parseReference(name), image.id, daemon.host.clock.epochNow());
      told.push(`Loaded image: ${name}\n`);
    }
    if ((row.RepoTags ?? []).length === 0) told.push(`Loaded image ID: ${image.id}\n`);
    daemon.events.emit('image', 'load', image.id, { name: image.id });
  }
  return told;
}

function loadLayer(daemon: Daemon, blob: Uint8Array, diffId: string): ImageLayer {
  const known = daemon.host.images.layer(diffId);
  if (known) return known;
  if (blob[0] === 0x7b) {
    const layer = namedLayer(daemon, blob);
    if (layer?.diffId !== diffId) throw errors.system(`layer ${diffId} is of no image that this world knows`);
    return layer;
  }
  return { ...makeLayer(layerOf(readTar(blob))), diffId };
}

/** The layer that an archive names in place of holding it. */
function namedLayer(daemon: Daemon, blob: Uint8Array): ImageLayer | undefined {
  try {
    const { drydock } = JSON.parse(decode(blob)) as { drydock?: { reference?: unknown; index?: unknown } };
    return daemon.host.images.catalogLayer(String(drydock?.reference), Number(drydock?.index));
  } catch {
    return undefined;
  }
}

/** `docker load`. */
export const load: Route = {
  method: 'POST',
  path: '/images/load',
  handle: async ({ daemon, body }) => {
    const lines = loadImages(daemon, await bytesOf(body));
    return streamed(
      (async function* (): AsyncGenerator<JsonMessage> {
        for (const stream of lines) yield { stream };
      })(),
    );
  },
};
