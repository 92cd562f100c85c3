import type { Layer } from '#vfs/layer';
import { digestOf } from './sha256';

/** A health check as images and containers declare it; durations in nanoseconds, 0 or absent inherits. */
export interface HealthConfig {
  Test?: string[];
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  StartInterval?: number;
  Retries?: number;
}

/** The part of an image that containers inherit. Upstream: Docker's image spec v1.2 / OCI image-spec config.md. */
export interface ContainerConfig {
  User?: string;
  ExposedPorts?: Record<string, object>;
  Env?: string[];
  Entrypoint?: string[] | null;
  Cmd?: string[] | null;
  Volumes?: Record<string, object> | null;
  WorkingDir?: string;
  Labels?: Record<string, string> | null;
  StopSignal?: string;
  StopTimeout?: number;
  Healthcheck?: HealthConfig;
  Shell?: string[];
  OnBuild?: string[] | null;
  ArgsEscaped?: boolean;
}

export interface HistoryEntry {
  /** RFC 3339. */
  created: string;
  created_by: string;
  author?: string;
  comment?: string;
  empty_layer?: boolean;
}

/** A layer of an image: what it holds, and what the registry says of its size. */
export interface ImageLayer {
  /** `sha256:...` of the uncompressed tar. */
  readonly diffId: string;
  /** `sha256:...` of the compressed blob. */
  readonly digest: string;
  /** Uncompressed bytes, as `docker history` shows. Real images' sizes, not the simulated files'. */
  readonly size: number;
  readonly compressedSize: number;
  /** Made when first asked for. */
  files(): Layer;
  /** Where the catalog has it, for layers that are never stored: `library/nginx:1.29.3`, and which of its layers. */
  readonly catalog?: { readonly reference: string; readonly index: number };
}

/** An image as the engine stores it. `id` is the digest of its configuration. */
export interface Image {
  readonly id: string;
  readonly created: string;
  readonly author?: string;
  readonly architecture: string;
  readonly os: string;
  readonly config: ContainerConfig;
  readonly history: readonly HistoryEntry[];
  readonly layers: readonly ImageLayer[];
  readonly comment?: string;
  readonly parent?: string;
}

/** What an image is made of, before its id is known. */
export type ImageParts = Omit<Image, 'id'>;

/** The image's configuration as registries and `docker save` hold it. Upstream: OCI image-spec config.md. */
export const imageConfig = (image: ImageParts): Record<string, unknown> => ({
  architecture: image.architecture,
  ...(image.author !== undefined && { author: image.author }),
  ...(image.comment !== undefined && { comment: image.comment }),
  config: image.config,
  created: image.created,
  history: image.history,
  os: image.os,
  rootfs: { type: 'layers', diff_ids: image.layers.map((layer) => layer.diffId) },
});

/** An image with its id, which is the digest of its configuration. */
export const makeImage = (parts: ImageParts): Image => ({
  ...parts,
  id: digestOf(JSON.stringify(imageConfig(parts))),
});

/** The sum of its layers, in bytes. */
export const imageSize = (image: Image): number => image.layers.reduce((sum, layer) => sum + layer.size, 0);
