import type { LazyProgram, Program } from '#process/process';
import type { CatalogImage } from './define-image';
import type { Image, ImageLayer } from './image';
import { standIn, standInProgram } from './stand-in';

const HUB = 'docker.io/';

/** All images that the simulated registries have, found by repository and tag. */
export class Catalog {
  #images = new Map<string, CatalogImage>();

  constructor(readonly images: readonly CatalogImage[]) {
    for (const image of images) {
      const domain = /^[^/]*[.:]/.test(image.repository) ? '' : HUB;
      this.#images.set(domain + image.repository, image);
    }
  }

  /** `repository` in full: `docker.io/library/nginx`. */
  repository(repository: string): CatalogImage | undefined {
    return this.#images.get(repository) ?? standIn(repository.replace(/^docker\.io\//, ''));
  }

  image(repository: string, tag: string): Image | undefined {
    return this.repository(repository)?.image(tag);
  }

  /** A layer by the name it is stored by; `reference` is as in `ImageLayer.catalog`. */
  layer(reference: string, index: number): ImageLayer | undefined {
    const colon = reference.lastIndexOf(':');
    const repository = reference.slice(0, colon);
    const image = this.images.find((candidate) => candidate.repository === repository) ?? standIn(repository);
    return image?.image(reference.slice(colon + 1))?.layers[index];
  }

  /** The programs that the images' executables stand for. */
  programs(): (Program | LazyProgram)[] {
    return [...new Set([...this.images.flatMap((image) => image.programs), standInProgram])];
  }

  /** Docker Hub's repositories whose name or description holds the term, the most starred first. */
  search(term: string): CatalogImage[] {
    const wanted = term.toLowerCase().replace(/^library\//, '');
    const found = this.images.filter(
      (image) =>
        this.#images.get(HUB + image.repository) === image &&
        image.variants.length > 0 &&
        (image.repository.includes(wanted) || image.description.toLowerCase().includes(wanted)),
    );
    const exact = (image: CatalogImage): number => (image.repository.replace(/^library\//, '') === wanted ? 1 : 0);
    return found.sort((a, b) => exact(b) - exact(a) || b.stars - a.stars);
  }
}
