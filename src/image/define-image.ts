import type { LazyProgram, Program } from '#process/process';
import type { ContainerConfig, HistoryEntry, Image, ImageLayer } from './image';
import { makeImage } from './image';
import { blobDigest, compressedSize } from './layer';
import { LayerFiles } from './layer-files';
import { asTag, nearestTag } from './near-tag';
import { digestOf } from './sha256';

/** One line of an image's history, and the layer it made if it made one. */
export interface Step {
  /** As `docker history --no-trunc` shows it. */
  readonly by: string;
  /** Bytes of the real layer; absent for a line without one. */
  readonly size?: number;
  /** Bytes of the real compressed layer, where known. */
  readonly compressed?: number;
  /** The files that matter in a simulation. */
  files?(files: LayerFiles): void;
  readonly comment?: string;
}

export interface Variant {
  /** The first one is the most exact: `1.29.3-alpine3.22`. */
  readonly tags: readonly string[];
  /** RFC 3339. */
  readonly created: string;
  readonly from?: () => Image;
  /** Replaces what the base says, field by field; Env and Labels are added to the base's. */
  readonly config?: ContainerConfig;
  readonly steps: readonly Step[];
}

export interface ImageDefinition {
  /** The repository on Docker Hub: `library/nginx`, `traefik/whoami`; or with another registry's host. */
  readonly repository: string;
  readonly description: string;
  readonly stars: number;
  /** What the image's executables stand for. */
  readonly programs?: readonly (Program | LazyProgram)[];
  readonly variants: readonly Variant[];
  /** Which other tags exist besides those declared; plausible ones when absent (see `nearestTag`). */
  anyTag?(tag: string): boolean;
}

/** An image of the catalog with all its tags. */
export interface CatalogImage extends ImageDefinition {
  readonly programs: readonly (Program | LazyProgram)[];
  /** All tags, newest first as declared. */
  readonly tags: readonly string[];
  /** The image behind a tag, made when first asked for. */
  image(tag: string): Image | undefined;
}

/** Declares an image of the catalog. */
export function defineImage(definition: ImageDefinition): CatalogImage {
  const made = new Map<Variant, Image>();
  const tags = definition.variants.flatMap((variant) => variant.tags);
  const others = new Map<string, Image>();
  const near = (tag: string): Image | undefined => {
    const known = others.get(tag);
    if (known) return known;
    const nearest = definition.anyTag ? (definition.anyTag(tag) ? tags[0] : undefined) : nearestTag(tag, tags);
    const image = nearest === undefined ? undefined : self.image(nearest);
    if (!image) return undefined;
    const renamed = asTag(image, tag);
    if (others.size < 1000) others.set(tag, renamed);
    return renamed;
  };
  const self: CatalogImage = {
    ...definition,
    programs: definition.programs ?? [],
    tags,
    image(tag) {
      const variant = definition.variants.find((candidate) => candidate.tags.includes(tag));
      if (!variant) return near(tag);
      let image = made.get(variant);
      if (!image) made.set(variant, (image = makeVariant(definition.repository, variant)));
      return image;
    },
  };
  return self;
}

/** The image behind a tag of another catalog image, to build on. */
export const base = (image: CatalogImage, tag: string) => (): Image => {
  const found = image.image(tag);
  if (!found) throw new Error(`the catalog has no ${image.repository}:${tag}`);
  return found;
};

function makeVariant(repository: string, variant: Variant): Image {
  const from = variant.from?.();
  const layers: ImageLayer[] = [...(from?.layers ?? [])];
  const history: HistoryEntry[] = [...(from?.history ?? [])];
  const reference = `${repository}:${variant.tags[0]!}`;
  for (const step of variant.steps) {
    const empty = step.size === undefined;
    const comment = step.comment ?? 'buildkit.dockerfile.v0';
    history.push({
      created: variant.created,
      created_by: step.by,
      ...(comment !== '' && { comment }),
      ...(empty && { empty_layer: true }),
    });
    if (!empty) layers.push(makeCatalogLayer(reference, layers.length, step, variant));
  }
  return makeImage({
    created: variant.created,
    architecture: 'amd64',
    os: 'linux',
    config: inherit(from?.config ?? {}, variant.config ?? {}),
    history,
    layers,
  });
}

function makeCatalogLayer(reference: string, index: number, step: Step, variant: Variant): ImageLayer {
  const size = step.size!;
  // The name decides: the files of a catalog layer are ours and may grow richer without becoming another image.
  const diffId = digestOf(`${reference} ${String(index)} ${step.by}`);
  let files: ReturnType<ImageLayer['files']> | undefined;
  return {
    diffId,
    digest: blobDigest(diffId),
    size,
    compressedSize: step.compressed ?? compressedSize(size),
    catalog: { reference, index },
    files: () => {
      if (!files) {
        const tree = new LayerFiles(Date.parse(variant.created));
        step.files?.(tree);
        files = tree.layer();
      }
      return files;
    },
  };
}

function inherit(from: ContainerConfig, own: ContainerConfig): ContainerConfig {
  const merged: ContainerConfig = { ...from, ...own };
  if (from.Env && own.Env) merged.Env = mergeEnv(from.Env, own.Env);
  if (from.Labels && own.Labels) merged.Labels = { ...from.Labels, ...own.Labels };
  if (own.Entrypoint && own.Cmd === undefined) delete merged.Cmd;
  return merged;
}

/** `KEY=value` lists: later values replace earlier ones in their place. */
export function mergeEnv(from: readonly string[], own: readonly string[]): string[] {
  const env = [...from];
  for (const pair of own) {
    const key = pair.slice(0, pair.indexOf('=') + 1);
    const at = env.findIndex((old) => old.startsWith(key));
    if (at < 0) env.push(pair);
    else env[at] = pair;
  }
  return env;
}

/** The PATH that images without another one declare. */
export const DEFAULT_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
