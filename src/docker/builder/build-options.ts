import type { Layer } from '#vfs/layer';
import type { AuthConfig } from '../api/auth';
import type { Reference } from '#image/reference';

/** What a build is asked for. */
export interface BuildOptions {
  /** The context's files, without those that .dockerignore leaves out. */
  readonly context: Layer;
  /** The Dockerfile's name as shown, and its text; undefined when the context has none. */
  readonly dockerfile: { readonly name: string; readonly text: string | undefined };
  readonly tags: readonly Reference[];
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly labels: Readonly<Record<string, string>>;
  readonly target: string;
  readonly noCache: boolean;
  /** Stages that are built without the cache. */
  readonly noCacheFilter: readonly string[];
  /** The platform asked for: `linux/arm64`. */
  readonly platform: string;
  /** Named contexts: files, or the address of an image (`docker-image://...`). */
  readonly contexts: ReadonlyMap<string, Layer | string>;
  /** Images whose cache is wanted: `type=registry,ref=...`, or a name alone. */
  readonly cacheFrom: readonly string[];
  /** The image shall carry its cache. */
  readonly inlineCache: boolean;
  /** `host:ip` for the RUN instructions. */
  readonly addHosts: readonly string[];
  /** What comes out: an image, the files of the last stage as a tar, or nothing. */
  readonly output: 'image' | 'files' | 'none';
  /** Logins by registry. */
  readonly auths: Readonly<Record<string, AuthConfig>>;
  readonly pull: boolean;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  readonly network: string;
  /** Bytes of the .dockerignore, as the client read it; undefined when there is none. */
  readonly ignoreBytes: number | undefined;
  /** Only the checks, no step. */
  readonly check: boolean;
  /** Tells the image's id alone. */
  readonly quiet: boolean;
}
