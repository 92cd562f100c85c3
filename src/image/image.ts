import type { Layer } from '#vfs/layer';

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
