import type { Store, Table } from '#sim/store';
import type { Image, ImageLayer } from './image';
import type { LayerRows } from './layer';
import {
  familiarString,
  fullString,
  parseReference,
  repositoryName,
  withDefaultTag,
  type Reference,
} from './reference';

interface ImageRecord extends Omit<Image, 'layers'> {
  readonly layers: readonly string[];
  /** Epoch milliseconds of the last `tag`; absent when never tagged. */
  readonly lastTagTime?: number;
}

/** An image that builds began from: its record, and the digest that the registry knew it by. */
interface KeptRecord {
  readonly digest: string;
  readonly image: ImageRecord;
}

interface LayerRecord {
  readonly diffId: string;
  readonly digest: string;
  readonly size: number;
  readonly compressedSize: number;
  readonly catalog?: ImageLayer['catalog'];
  readonly entries?: LayerRows;
}

/** Finds a catalog image's layer again by its name; undefined when this catalog does not know it. */
export type CatalogLayers = (reference: string, index: number) => ImageLayer | undefined;

/**
 * A machine's images: by id, with the names and digests that lead to them, and their layers by content. Layers of the
 * catalog are kept by name alone, so a pulled image costs the journal nothing. Upstream: moby daemon/images, image/store.go.
 */
export class ImageStore {
  #images: Table<ImageRecord>;
  #tags: Table<string>;
  #digests: Table<string>;
  #layers: Table<LayerRecord>;
  #kept: Table<KeptRecord>;
  #loaded = new Map<string, ImageLayer>();
  #holders: (() => Iterable<string>)[] = [];

  /** `machine` keeps the tables of several machines of one world apart. */
  constructor(
    store: Store,
    machine: string,
    private readonly catalogLayers: CatalogLayers,
  ) {
    this.#images = store.table(`${machine}/images`);
    this.#tags = store.table(`${machine}/image-tags`);
    this.#digests = store.table(`${machine}/image-digests`);
    this.#layers = store.table(`${machine}/layers`);
    this.#kept = store.table(`${machine}/kept-images`);
  }

  /** All images in the order in which they came; intermediate ones of the classic builder too (see `children`). */
  list(): Image[] {
    return [...this.#images.values()].map((record) => this.#image(record));
  }

  get(id: string): Image | undefined {
    const record = this.#images.get(id);
    return record && this.#image(record);
  }

  has(id: string): boolean {
    return this.#images.has(id);
  }

  /**
   * The image that a user's word means: a name, a name with a digest, an id (with or without `sha256:`), or the
   * beginning of exactly one id. Names win over ids. Throws ReferenceFormatError when the word can be neither.
   */
  resolve(word: string): Image | undefined {
    if (/^(?:sha256:)?[a-f0-9]{64}$/.test(word)) return this.get(word.startsWith('sha256:') ? word : `sha256:${word}`);
    const prefix = /^(?:sha256:)?([a-f0-9]+)$/.exec(word)?.[1];
    if (!word.startsWith('sha256:')) {
      const named = this.find(parseReference(word));
      if (named) return named;
    }
    if (prefix === undefined) return undefined;
    const found = [...this.#images.values()].filter((image) => image.id.startsWith(`sha256:${prefix}`));
    return found.length === 1 ? this.#image(found[0]!) : undefined;
  }

  /** The image of a reference; without tag and digest, of its `latest`. */
  find(reference: Reference): Image | undefined {
    if (reference.digest !== undefined) {
      const id = this.#digests.get(`${repositoryName(reference)}@${reference.digest}`);
      return this.get(id ?? (this.#named(reference, reference.digest) ? reference.digest : ''));
    }
    return this.get(this.#tags.get(fullString(withDefaultTag(reference))) ?? '');
  }

  #named(reference: Reference, id: string): boolean {
    const name = `${repositoryName(reference)}:`;
    return [...this.#tags.entries()].some(([key, value]) => value === id && key.startsWith(name));
  }

  /** Stores an image and those of its layers that are new. */
  put(image: Image): void {
    for (const layer of image.layers) this.putLayer(layer);
    const { layers, ...rest } = image;
    const old = this.#images.get(image.id);
    this.#images.put(image.id, {
      ...rest,
      layers: layers.map((layer) => layer.diffId),
      ...(old?.lastTagTime !== undefined && { lastTagTime: old.lastTagTime }),
    });
  }

  /** Keeps an image aside by a name in full: its layers stay, and no listing shows it. BuildKit's bases are kept so. */
  keep(name: string, digest: string, image: Image): void {
    for (const layer of image.layers) this.putLayer(layer);
    this.#kept.put(name, { digest, image: { ...image, layers: image.layers.map((layer) => layer.diffId) } });
  }

  /** What `keep` put aside under a name. */
  kept(name: string): { digest: string; image: Image } | undefined {
    const record = this.#kept.get(name);
    return record && { digest: record.digest, image: this.#image(record.image) };
  }

  /** Forgets everything kept aside; answers the diff ids of the layers that are gone with it. */
  forgetKept(): string[] {
    const rows = [...this.#kept.entries()];
    for (const [name] of rows) this.#kept.delete(name);
    return this.collect(rows.flatMap(([, { image }]) => image.layers));
  }

  /** A layer of a catalog image by its place there; undefined when this catalog does not know it. */
  catalogLayer(reference: string, index: number): ImageLayer | undefined {
    return this.catalogLayers(reference, index);
  }

  putLayer(layer: ImageLayer): void {
    this.#loaded.set(layer.diffId, layer);
    if (this.#layers.has(layer.diffId)) return;
    const { diffId, digest, size, compressedSize, catalog } = layer;
    const content = catalog ? { catalog } : { entries: [...layer.files()] };
    this.#layers.put(diffId, { diffId, digest, size, compressedSize, ...content });
  }

  layer(diffId: string): ImageLayer | undefined {
    const known = this.#loaded.get(diffId);
    if (known) return known;
    const record = this.#layers.get(diffId);
    if (!record) return undefined;
    const { catalog, entries, ...rest } = record;
    let layer: ImageLayer;
    if (catalog) {
      const files = (): ReturnType<ImageLayer['files']> => {
        const found = this.catalogLayers(catalog.reference, catalog.index);
        if (!found) throw new Error(`the catalog has no layer ${String(catalog.index)} of ${catalog.reference}`);
        return found.files();
      };
      layer = { ...rest, catalog, files };
    } else {
      const files = new Map(entries);
      layer = { ...rest, files: () => files };
    }
    this.#loaded.set(diffId, layer);
    return layer;
  }

  /** Gives an image a name (taking it from another image that had it); `atMs` is calendar time. */
  tag(reference: Reference, id: string, atMs: number): void {
    const record = this.#images.get(id);
    if (!record) throw new Error(`no image ${id}`);
    const { domain, path, tag = 'latest' } = reference;
    this.#tags.put(fullString({ domain, path, tag }), id);
    this.#images.put(id, { ...record, lastTagTime: atMs });
  }

  /** Remembers that a registry knows the image by this digest of its manifest. */
  addDigest(reference: Reference, digest: string, id: string): void {
    this.#digests.put(`${repositoryName(reference)}@${digest}`, id);
  }

  /** Takes one name or digest away; answers whether it was there. */
  untag(reference: Reference): boolean {
    const [table, key] =
      reference.digest === undefined
        ? [this.#tags, fullString(withDefaultTag(reference))]
        : [this.#digests, `${repositoryName(reference)}@${reference.digest}`];
    if (!table.has(key)) return false;
    table.delete(key);
    return true;
  }

  /** The image's names as docker shows them, sorted: RepoTags. */
  tagsOf(id: string): string[] {
    return this.#familiar(this.#tags, id);
  }

  /** `nginx@sha256:...`, sorted: RepoDigests. */
  digestsOf(id: string): string[] {
    return this.#familiar(this.#digests, id);
  }

  #familiar(table: Table<string>, id: string): string[] {
    const names = [...table.entries()].filter(([, value]) => value === id).map(([key]) => key);
    return names.map((name) => familiarString(parseReference(name))).sort();
  }

  /** Every name and the id it leads to, in full form. */
  names(): [Reference, string][] {
    return [...this.#tags.entries()].map(([key, id]) => [parseReference(key), id]);
  }

  /** Epoch milliseconds of the last time the image was given a name. */
  lastTagTime(id: string): number | undefined {
    return this.#images.get(id)?.lastTagTime;
  }

  /** Images whose parent this one is (the classic builder and commit record parents). */
  children(id: string): string[] {
    return [...this.#images.values()].filter((image) => image.parent === id).map((image) => image.id);
  }

  /** Whether no name leads to it and no image was made from it. */
  isDangling(id: string): boolean {
    return this.tagsOf(id).length === 0 && this.children(id).length === 0;
  }

  /** Adds a source of diff ids that must stay although no image has them (containers, the build cache). */
  addHolder(holder: () => Iterable<string>): void {
    this.#holders.push(holder);
  }

  /** Removes an image with its names; answers the diff ids of the layers that nothing holds any more, removed too. */
  remove(id: string): string[] {
    for (const table of [this.#tags, this.#digests]) {
      for (const [key, value] of [...table.entries()]) if (value === id) table.delete(key);
    }
    const record = this.#images.get(id);
    this.#images.delete(id);
    return record ? this.collect(record.layers) : [];
  }

  /** Removes those of the layers that nothing holds; answers them. */
  collect(candidates: Iterable<string>): string[] {
    const held = new Set<string>();
    for (const image of this.#images.values()) for (const diffId of image.layers) held.add(diffId);
    for (const { image } of this.#kept.values()) for (const diffId of image.layers) held.add(diffId);
    for (const holder of this.#holders) for (const diffId of holder()) held.add(diffId);
    const gone = [...new Set(candidates)].filter((diffId) => !held.has(diffId));
    for (const diffId of gone) {
      this.#layers.delete(diffId);
      this.#loaded.delete(diffId);
    }
    return gone;
  }

  /** Bytes of all layers, each counted once: LayersSize of `docker system df`. */
  layersSize(): number {
    let size = 0;
    for (const layer of this.#layers.values()) size += layer.size;
    return size;
  }

  #image(record: ImageRecord): Image {
    const image = { ...record, layers: record.layers.map((diffId) => this.layer(diffId)!) };
    delete (image as { lastTagTime?: number }).lastTagTime;
    return image;
  }
}
