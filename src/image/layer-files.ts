import { encode } from '#io/streams';
import { executable } from '#process/process';
import type { Layer, LayerEntry } from '#vfs/layer';

interface Owner {
  uid?: number;
  gid?: number;
}

/** Writes down the files of a catalog layer: directories come by themselves, all times are the layer's. */
export class LayerFiles {
  #entries = new Map<string, LayerEntry>();
  #link = 0;

  constructor(private readonly mtimeMs: number) {}

  directory(path: string, mode = 0o755, { uid = 0, gid = 0 }: Owner = {}): this {
    this.#parents(path);
    this.#entries.set(path, { type: 'directory', mode, uid, gid, mtimeMs: this.mtimeMs });
    return this;
  }

  file(path: string, content: string | Uint8Array, mode = 0o644, { uid = 0, gid = 0 }: Owner = {}): this {
    this.#parents(path);
    const data = typeof content === 'string' ? encode(content) : content;
    this.#entries.set(path, { type: 'file', mode, uid, gid, mtimeMs: this.mtimeMs, data });
    return this;
  }

  /** A script, or the text of anything that may be executed. */
  script(path: string, content: string): this {
    return this.file(path, content, 0o755);
  }

  /** An executable that runs the named program. */
  program(path: string, name = path.slice(path.lastIndexOf('/') + 1)): this {
    return this.file(path, executable(name), 0o755);
  }

  /** Executables of their own names in one directory. */
  programs(directory: string, names: string): this {
    for (const name of names.trim().split(/\s+/)) this.program(`${directory}/${name}`);
    return this;
  }

  symlink(path: string, target: string): this {
    this.#parents(path);
    this.#entries.set(path, { type: 'symlink', mode: 0o777, uid: 0, gid: 0, mtimeMs: this.mtimeMs, target });
    return this;
  }

  /** Names of one and the same file in a directory, as busybox installs itself. */
  hardLinks(directory: string, names: readonly string[], content: string): this {
    const link = ++this.#link;
    const data = encode(content);
    for (const name of names) {
      const path = `${directory}/${name}`;
      this.#parents(path);
      this.#entries.set(path, { type: 'file', mode: 0o755, uid: 0, gid: 0, mtimeMs: this.mtimeMs, data, link });
    }
    return this;
  }

  /** Takes away what a lower layer has there. */
  remove(path: string): this {
    this.#parents(path);
    this.#entries.set(path, { type: 'whiteout' });
    return this;
  }

  layer(): Layer {
    return this.#entries;
  }

  #parents(path: string): void {
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (parent !== '' && !this.#entries.has(parent)) this.directory(parent);
  }
}
