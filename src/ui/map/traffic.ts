import type { ContainerView } from '#browser/protocol';
import type { TraceRecord } from '#sim/trace';

/** One exchange as a dot that travels on the map. */
export interface Dot {
  readonly key: number;
  readonly from: string;
  readonly to: string;
  readonly ok: boolean;
  readonly text: string;
}

/** How many dots move at a time; more would only be noise. */
const AT_ONCE = 24;

/** The laptop, where a packet's end is no container. */
const OUTSIDE = '';

/** The connections among the latest trace records that are not older than `sinceMs` (virtual). */
export function dotsOf(trace: readonly TraceRecord[], sinceMs: number, containers: readonly ContainerView[]): Dot[] {
  const nameOf = (element: unknown): string =>
    typeof element === 'string' ? (containers.find(({ id }) => element.includes(id))?.name ?? OUTSIDE) : OUTSIDE;
  return trace
    .filter(({ verb, time }) => verb === 'packet' && time >= sinceMs)
    .slice(-AT_ONCE)
    .flatMap(({ seq, object, detail = {} }) => {
      const path = Array.isArray(detail['path']) ? (detail['path'] as unknown[]) : [];
      const [from, to] = [nameOf(path[0]), nameOf(path.at(-1))];
      if (from === OUTSIDE && to === OUTSIDE) return [];
      const { why } = detail;
      return [{ key: seq, from, to, ok: !('failed' in detail), text: typeof why === 'string' ? why : object }];
    });
}
