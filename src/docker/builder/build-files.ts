import type { ImageLayer } from '#image/image';
import type { FileSystem } from '#vfs/filesystem';
import type { Layer } from '#vfs/layer';
import { MemoryFileSystem } from '#vfs/memory';
import { OverlayFileSystem } from '#vfs/overlay';
import type { EngineHost } from '../daemon/host';
import { contextFiles } from './perform';

/** The files that a build takes from its contexts and from what it has built. */
export class BuildFiles {
  #context: FileSystem | undefined;

  constructor(
    private readonly host: EngineHost,
    private readonly layer: Layer,
  ) {}

  /** The build context. */
  context(): FileSystem {
    this.#context ??= contextFiles(this.host, this.layer);
    return this.#context;
  }

  of(files: Layer): FileSystem {
    return contextFiles(this.host, files);
  }

  /** Layers upon each other. */
  merged(layers: readonly ImageLayer[]): FileSystem {
    const id = `from:${this.host.random.hex(8)}`;
    const now = (): number => this.host.clock.epochNow();
    if (layers.length === 0) return new MemoryFileSystem({ id, now });
    return new OverlayFileSystem(
      { id, now },
      layers.map((layer) => layer.files()),
    );
  }
}
