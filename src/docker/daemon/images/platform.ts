import type { Image } from '#image/image';
import { familiarString, parseReference, withDefaultTag } from '#image/reference';
import { errors } from '../errors';

/** Fails when an image is not for the platform that the query's JSON asks for. Throws DaemonError. Upstream: OnlyPlatformWithFallback. */
export function requirePlatform(image: Image, word: string, wanted: string | null | undefined): void {
  if (!wanted) return;
  let platform: { os?: unknown; architecture?: unknown };
  try {
    platform = JSON.parse(wanted) as typeof platform;
  } catch {
    throw errors.invalid('failed to parse platform: invalid JSON');
  }
  if (platform.os === image.os && platform.architecture === image.architecture) return;
  throw errors.notFound(
    `image with reference ${named(word)} was found but does not match the specified platform: wanted ${String(platform.os)}/${String(platform.architecture)}, actual: ${image.os}/${image.architecture}`,
  );
}

function named(word: string): string {
  try {
    return familiarString(withDefaultTag(parseReference(word)));
  } catch {
    return word;
  }
}
