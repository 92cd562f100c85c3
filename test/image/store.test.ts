import { describe, expect, test } from 'vitest';
import { Catalog } from '#image/catalog';
import { catalogImages } from '#image/catalog/index';
import { makeImage } from '#image/image';
import { makeLayer } from '#image/layer';
import { LayerFiles } from '#image/layer-files';
import { familiarString, fullString, parseReference, ReferenceFormatError, withDefaultTag } from '#image/reference';
import { sha256 } from '#image/sha256';
import { ImageStore } from '#image/store';
import { Store } from '#sim/store';

describe('sha256', () => {
  test('sums as the standard says', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('a'.repeat(1_000_000))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });
});

describe('an image name', () => {
  test.each([
    ['nginx', 'docker.io/library/nginx:latest', 'nginx:latest'],
    ['nginx:1.29', 'docker.io/library/nginx:1.29', 'nginx:1.29'],
    ['traefik/whoami', 'docker.io/traefik/whoami:latest', 'traefik/whoami:latest'],
    ['localhost:5000/app:1', 'localhost:5000/app:1', 'localhost:5000/app:1'],
    ['localhost/app', 'localhost/app:latest', 'localhost/app:latest'],
    ['docker.io/nginx', 'docker.io/library/nginx:latest', 'nginx:latest'],
    ['ghcr.io/a/b/c', 'ghcr.io/a/b/c:latest', 'ghcr.io/a/b/c:latest'],
  ])('%s is %s and shown as %s', (word, full, familiar) => {
    const reference = withDefaultTag(parseReference(word));
    expect([fullString(reference), familiarString(reference)]).toEqual([full, familiar]);
  });

  test.each([
    ['BadName', 'invalid reference format: repository name (library/BadName) must be lowercase'],
    ['a b', 'invalid reference format'],
    ['', 'invalid reference format'],
    ['nginx:', 'invalid reference format'],
    ['nginx@sha256:00', 'invalid reference format'],
  ])('%j is refused: %s', (word, message) => {
    expect(() => parseReference(word)).toThrow(new ReferenceFormatError(message));
  });
});

describe('the image store', () => {
  const catalog = new Catalog(catalogImages);
  const open = (store: Store): ImageStore =>
    new ImageStore(store, 'laptop', (name, index) => catalog.layer(name, index));

  test('keeps images over a restart, and of the catalog only names', () => {
    const store = new Store();
    const images = open(store);
    const alpine = catalog.image('docker.io/library/alpine', 'latest')!;
    images.put(alpine);
    images.tag(parseReference('alpine'), alpine.id, 5);
    const own = makeLayer(new LayerFiles(0).file('/hello', 'hi').layer());
    const mine = makeImage({ ...alpine, layers: [...alpine.layers, own], parent: alpine.id });
    images.put(mine);

    const again = new Store();
    again.load(structuredClone(store.snapshot()));
    const later = open(again);
    expect(later.list().map((image) => image.id)).toEqual([alpine.id, mine.id]);
    expect(later.resolve('alpine')?.id).toBe(alpine.id);
    expect(later.resolve(mine.id.slice(7, 19))?.id).toBe(mine.id);
    expect(later.get(mine.id)!.layers.at(-1)!.files().has('/hello')).toBe(true);
    expect(later.get(mine.id)!.layers[0]!.files().has('/etc/alpine-release')).toBe(true);
    expect(JSON.stringify(store.snapshot())).not.toContain('alpine-release');
    expect([later.isDangling(alpine.id), later.isDangling(mine.id)]).toEqual([false, true]);
    expect(later.remove(mine.id)).toEqual([own.diffId]);
    expect(later.tagsOf(alpine.id)).toEqual(['alpine:latest']);
  });
});

describe('the catalog', () => {
  test.each(catalogImages.map((image) => [image.repository, image] as const))(
    '%s can be made in all its tags',
    (_, image) => {
      expect(new Set(image.tags).size).toBe(image.tags.length);
      for (const tag of image.tags) {
        const made = image.image(tag)!;
        for (const layer of made.layers) for (const path of layer.files().keys()) expect(path).toMatch(/^\/[^/]/);
        expect(made.history.filter((line) => !line.empty_layer).length).toBe(made.layers.length);
      }
    },
  );
});
