import { decode, encode } from '#io/streams';
import { imageConfig, makeImage, type ContainerConfig, type HistoryEntry, type Image, type ImageLayer } from './image';
import { digestOf } from './sha256';

export const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
export const CONFIG_TYPE = 'application/vnd.docker.container.image.v1+json';
export const LAYER_TYPE = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

export interface Descriptor {
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

/** What a registry knows of an image: its configuration's digest and its layers'. Upstream: manifest schema 2. */
export interface Manifest {
  readonly schemaVersion: 2;
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** An image's configuration as bytes; their digest is the image's id. */
export const configBytes = (image: Image): Uint8Array => encode(JSON.stringify(imageConfig(image)));

export function manifestOf(image: Image): Manifest {
  return {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { mediaType: CONFIG_TYPE, size: configBytes(image).length, digest: image.id },
    layers: image.layers.map((layer) => ({
      mediaType: LAYER_TYPE,
      size: layer.compressedSize,
      digest: layer.digest,
    })),
  };
}

/** The manifest as bytes, in the form and with the digest that registries keep. */
export function manifestBytes(image: Image): { bytes: Uint8Array; digest: string } {
  const bytes = encode(JSON.stringify(manifestOf(image), null, 3));
  return { bytes, digest: digestOf(bytes) };
}

interface ConfigFile {
  architecture: string;
  os: string;
  author?: string;
  comment?: string;
  config?: ContainerConfig;
  created?: string;
  history?: HistoryEntry[];
  rootfs: { diff_ids: string[] };
}

/** An image from its configuration and the layers it names. Throws SyntaxError when it is no JSON. */
export function imageFrom(config: Uint8Array, layers: readonly ImageLayer[]): Image {
  const file = JSON.parse(decode(config)) as ConfigFile;
  return makeImage({
    architecture: file.architecture,
    os: file.os,
    ...(file.author !== undefined && { author: file.author }),
    ...(file.comment !== undefined && { comment: file.comment }),
    config: file.config ?? {},
    created: file.created ?? '0001-01-01T00:00:00Z',
    history: file.history ?? [],
    layers,
  });
}

/** The diff ids that a configuration names, the lowest layer first. */
export const diffIdsOf = (config: Uint8Array): string[] => (JSON.parse(decode(config)) as ConfigFile).rootfs.diff_ids;
