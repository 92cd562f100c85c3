import { sha256 } from '#image/sha256';
import { goJson } from '../model/render';
import { isDict, type Dict } from '../tree';

const sortedDeep = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sortedDeep)
    : isDict(value)
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sortedDeep(value[key])]),
        )
      : value;

/**
 * What a container's configuration hashes to: changed, the container is created anew. Left out is what does not shape a
 * container. Simplified: the digits differ from compose's own. Upstream: compose pkg/compose/hash.go.
 */
export function serviceHash(service: Dict): string {
  const shaping = Object.fromEntries(Object.entries(service).filter(([key]) => !NOT_SHAPING.has(key)));
  if (isDict(service.deploy)) {
    const others = Object.entries(service.deploy).filter(([key]) => key !== 'replicas');
    if (others.length > 0) shaping.deploy = Object.fromEntries(others);
    else delete shaping.deploy;
  }
  return sha256(goJson(sortedDeep(shaping)));
}

const NOT_SHAPING = new Set(['build', 'pull_policy', 'scale', 'depends_on', 'profiles', 'develop']);

/** The same for a network or volume. */
export const resourceHash = (resource: Dict): string => sha256(goJson(sortedDeep(resource)));
