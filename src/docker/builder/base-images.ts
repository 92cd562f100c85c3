import type { Image, ImageLayer } from '#image/image';
import { sleep } from '#image/pull-progress';
import type { RemoteImage } from '#image/registry-client';
import {
  familiarString,
  fullString,
  parseReference,
  repositoryName,
  withDefaultTag,
  type Reference,
} from '#image/reference';
import type { AuthConfig } from '../api/auth';
import type { EngineHost } from '../daemon/host';
import type { RegistryPort } from '../daemon/registry-port';
import { metadataError } from './buildkit-words';
import type { Node } from './parser';
import { SolveError } from './solve-error';
import type { SolveWriter } from './solve-writer';

/** An image that a build begins from. */
interface Base {
  readonly image: Image;
  /** As its step is called: with a digest where a registry was asked. */
  readonly title: string;
  readonly remote?: RemoteImage;
}

/**
 * The images that a build begins from: the engine's own, or a registry's, which are kept with the build cache and are
 * in no listing. Upstream: moby builder-next/adapters/containerimage.
 */
export class BaseImages {
  #found = new Map<string, Base>();

  constructor(
    private readonly host: EngineHost,
    private readonly registry: RegistryPort,
    private readonly writer: SolveWriter,
    private readonly options: { readonly pull: boolean; readonly auth: (domain: string) => AuthConfig | undefined },
  ) {}

  has(name: string): boolean {
    return this.#found.has(name);
  }

  image(name: string): Image | undefined {
    return this.#found.get(name)?.image;
  }

  /** Whether an image that the machine has brings a SHELL of its own. */
  localShell(name: string): boolean {
    try {
      return this.host.images.find(withDefaultTag(parseReference(name)))?.config.Shell !== undefined;
    } catch {
      return false;
    }
  }

  /** What the step that brings the image is called. */
  title(name: string): string {
    return this.#found.get(name)?.title ?? name;
  }

  /** Whether its layers have still to come. */
  isRemote(name: string): boolean {
    return this.#found.get(name)?.remote !== undefined;
  }

  /** Looks the image up. Throws SolveError. */
  async look(name: string, node: Node): Promise<void> {
    const reference = withDefaultTag(parseReference(name));
    const full = fullString(reference);
    const local = this.options.pull ? undefined : this.host.images.find(reference);
    if (local) {
      await sleep(this.host.clock, 5);
      this.#found.set(name, { image: local, title: full });
      return;
    }
    let remote: RemoteImage;
    try {
      remote = await this.registry.open(reference, this.options.auth(reference.domain));
    } catch (error) {
      throw this.#refused(error, name, reference, full, node);
    }
    await sleep(this.host.clock, 400);
    const title = full.includes('@') ? full : `${full}@${remote.digest}`;
    const kept = this.host.images.kept(full);
    if (kept?.digest === remote.digest) this.#found.set(name, { image: kept.image, title });
    else this.#found.set(name, { image: remote.image, title, remote });
  }

  #refused(error: unknown, name: string, reference: Reference, full: string, node: Node): SolveError {
    const raw = error instanceof Error ? error.message : String(error);
    const why = metadataError(raw, full, repositoryName(reference), reference.tag ?? reference.digest ?? 'latest');
    const shown = familiarString(parseReference(name));
    return new SolveError(`${shown}: failed to resolve source metadata for ${full}: ${why}`, node, why);
  }

  /** Brings the layers, telling how far it is in a step that has begun. */
  async bring(name: string, vertex: number): Promise<void> {
    const base = this.#found.get(name);
    if (!base?.remote) return;
    const { image, remote, title } = base;
    this.writer.status(vertex, `resolve ${title}`);
    this.writer.status(vertex, remote.digest, { current: remote.sizes[0], total: remote.sizes[0] });
    this.writer.status(vertex, image.id, { current: remote.sizes[1], total: remote.sizes[1] });
    const layers = new Map<string, ImageLayer>(image.layers.map((layer) => [layer.digest.slice(7, 19), layer]));
    const began = new Map<string, number>();
    const told = new Map<string, number>();
    for await (const { id = '', status, progressDetail } of remote.fetch()) {
      const layer = layers.get(id);
      if (!layer || status === undefined) continue;
      const unpacking = status === 'Extracting' || status === 'Pull complete';
      const what = unpacking ? `extracting ${layer.digest}` : layer.digest;
      const started = began.get(what) ?? this.writer.now();
      began.set(what, started);
      const total = layer.compressedSize;
      if (status === 'Pull complete') this.writer.status(vertex, what, { started });
      else if (status === 'Download complete') this.writer.status(vertex, what, { started, current: total, total });
      else if (status === 'Extracting' && !told.has(what)) this.writer.status(vertex, what, { started, going: true });
      else if (status === 'Downloading' && this.writer.now() - (told.get(what) ?? -Infinity) >= 500) {
        this.writer.status(vertex, what, { started, current: progressDetail?.current ?? 0, total, going: true });
      } else continue;
      told.set(what, this.writer.now());
    }
    const full = title.slice(0, title.lastIndexOf('@'));
    this.host.images.keep(full, remote.digest, image);
    this.#found.set(name, { image, title });
  }

  /**
   * Looks for caches that others have pushed; what is not there is told and does not stop the build. Simplified: images
   * of the simulated registries carry no cache, so none is found in them.
   */
  async importCaches(wanted: readonly string[]): Promise<void> {
    for (const text of wanted) {
      const fields = new Map(text.split(',').map((part) => part.split('=', 2) as [string, string]));
      const ref = text.includes('=') ? (fields.get('ref') ?? fields.get('src') ?? '') : text;
      const vertex = this.writer.begin(`importing cache manifest from ${ref}`);
      try {
        if ((fields.get('type') ?? 'registry') !== 'registry' && text.includes('='))
          throw new Error(`could not read ${ref}: no such file or directory`);
        const reference = withDefaultTag(parseReference(ref));
        await this.registry.open(reference, this.options.auth(reference.domain));
        this.writer.status(
          vertex,
          'inferred cache manifest type: application/vnd.docker.distribution.manifest.v2+json',
        );
        this.writer.end(vertex);
      } catch (error) {
        this.writer.end(vertex, { error: error instanceof Error ? error.message : String(error) });
      }
    }
  }
}
