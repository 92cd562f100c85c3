import type { ContainerConfig, Image } from './image';
import { makeImage } from './image';

/** Words that tags of official images are made of, beside version numbers. */
const FLAVOUR =
  /^(?:alpine\d*(?:\.\d+)*|slim|trixie|bookworm|bullseye|buster|stretch|jessie|wheezy|noble|jammy|focal|bionic|xenial|trusty|lts|stable|edge|mainline|latest|apache|fpm|cli|management|jre|jdk|jdk\d*|openjdk\d*|jre\d*|perl|ubi\d*|ubuntu|debian|scratch|headless|full|onbuild|rc\d*|beta\d*|enterprise|community|ce|oss|windowsservercore.*|nanoserver.*|php\d+(?:\.\d+)*|java\d*|temurin(?:-\d+)?|eclipse|corretto|ol\d*|oracle|el\d*|fips|dev|minimal|standard|nonroot|debug|native|sdk|runtime)$/;
const VERSION = /^v?\d+(?:[._]\d+)*(?:u\d+|[a-z]\d*)?(?:_\d+)?$/;

/** Whether a tag could be a published one of an official image: a version, a flavour, or both. */
export function isPlausibleTag(tag: string): boolean {
  return tag.length <= 60 && tag.split('-').every((part) => VERSION.test(part) || FLAVOUR.test(part));
}

/**
 * The catalog's tag that stands for one it does not have: the one that shares the flavour and the most of the version.
 * Undefined when the tag looks like nothing that was ever published.
 */
export function nearestTag(tag: string, tags: readonly string[]): string | undefined {
  if (tags.length === 0 || !isPlausibleTag(tag)) return undefined;
  const wanted = parts(tag);
  const score = (candidate: string): number => {
    const have = parts(candidate);
    const flavours =
      wanted.flavours.filter((f) => have.flavours.includes(f)).length * 10 -
      have.flavours.filter((f) => !wanted.flavours.includes(f)).length * 8;
    let same = 0;
    while (same < wanted.version.length && wanted.version[same] === have.version[same]) same++;
    return flavours + same * 3 + (candidate === 'latest' ? 1 : 0);
  };
  return tags.reduce((best, candidate) => (score(candidate) > score(best) ? candidate : best));
}

function parts(tag: string): { version: string[]; flavours: string[] } {
  const words = tag.split('-');
  const version =
    words
      .find((word) => VERSION.test(word))
      ?.replace(/^v/, '')
      .split('.') ?? [];
  return {
    version,
    flavours: words.filter((word) => !VERSION.test(word) && word !== 'latest').map((word) => word.replace(/\d.*$/, '')),
  };
}

/**
 * An image of the catalog under a tag that the catalog does not have. Simplified: the programs are those of the
 * nearest tag; only what the image says of its own version follows the tag.
 */
export function asTag(image: Image, tag: string): Image {
  const version = /^v?(\d[\w.]*)/.exec(tag)?.[1];
  const config: ContainerConfig = { ...image.config };
  if (version !== undefined && config.Env) {
    config.Env = config.Env.map((pair) =>
      pair.replace(/^(\w*VERSION=v?)(\d+(?:\.\d+)*)(.*)$/, (whole, name: string, old: string, rest: string) =>
        old.split('.').length >= 2 ? `${name}${fill(version, old)}${rest}` : whole,
      ),
    );
  }
  config.Labels = { ...config.Labels, 'dev.drydock.nearest-tag': tag };
  return makeImage({ ...image, config });
}

/** `1.13` in the length of `1.29.3`: `1.13.0`. */
const fill = (version: string, like: string): string => {
  const [have, want] = [version.split('.'), like.split('.').length];
  while (have.length < want) have.push('0');
  return have.slice(0, want).join('.');
};
