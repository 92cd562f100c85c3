import { expect, test } from 'vitest';
import { Catalog } from '#image/catalog';
import { catalogImages } from '#image/catalog/index';
import { asTag, isPlausibleTag, nearestTag } from '#image/near-tag';

const catalog = new Catalog(catalogImages);

test.each([
  ['docker.io/library/varnish', 'an official image that is not in the catalog'],
  ['docker.io/collabnix/demo', "another account's image"],
  ['quay.io/jupyter/base-notebook', "another registry's image"],
])('%s, %s, has a stand-in', (repository) => {
  expect(catalog.image(repository, 'latest')?.config.Entrypoint).toEqual(['/usr/local/bin/stand-in']);
});

test.each([
  ['docker.io/library/ngnix', 'a mistyped official name'],
  ['docker.io/learner/app', 'what the learner did not push'],
  ['docker.io/your-name/app', "a page's placeholder"],
])('%s, %s, does not exist', (repository) => {
  expect(catalog.image(repository, 'latest')).toBeUndefined();
});

test.each([
  ['1.13', ['latest', '1.29', '1.29-alpine'], '1.29'],
  ['1.13-alpine', ['latest', '1.29', '1.29-alpine'], '1.29-alpine'],
  ['3.4-slim-jessie', ['latest', '3.12', '3.12-slim', '3.12-slim-bookworm'], '3.12-slim'],
  ['nope', ['latest', '1.29'], undefined],
])('the tag %s of %j is served by %s', (tag, tags, nearest) => {
  expect(nearestTag(tag, tags)).toBe(nearest);
});

test('a tag that looks like nothing that was published is not plausible', () => {
  expect(['8.0', '3.9.3', 'lts-alpine', '11-jre-slim'].map(isPlausibleTag)).toEqual([true, true, true, true]);
  expect(['nope', 'my-tag', ''].map(isPlausibleTag)).toEqual([false, false, false]);
});

test('an image under an older tag says the version of its tag', () => {
  const image = catalog.image('docker.io/library/nginx', 'latest')!;
  const older = asTag(image, '1.13');
  expect(older.id).not.toBe(image.id);
  expect(older.config.Env?.find((pair) => pair.startsWith('NGINX_VERSION='))).toBe('NGINX_VERSION=1.13.0');
});
