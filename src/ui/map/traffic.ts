import type { MachineView } from '#browser/protocol';
import type { TraceRecord } from '#sim/trace';

/** Where a packet passes: a container, a network's bridge, or the machine itself. */
export type Stop =
  { readonly kind: 'container' | 'network'; readonly name: string } | { readonly kind: 'machine' | 'outside' };

/** One packet as a dot that travels on the map. */
export interface Dot {
  readonly key: number;
  readonly stops: readonly Stop[];
  /** An answer: the dot travels from the end to the start. */
  readonly back: boolean;
  readonly ok: boolean;
  readonly text: string;
}

/** How many dots move at a time; more would only be noise. */
const AT_ONCE = 24;
/** How long a dot travels, and how long a refused one stays where it was stopped (virtual milliseconds at speed 1). */
const TRAVEL_MS = 900;
const REFUSED_MS = 5000;

/** The packets among the latest trace records that are still to be seen at `nowMs` (virtual). */
export function dotsOf(trace: readonly TraceRecord[], nowMs: number, speed: number, machine: MachineView): Dot[] {
  const oldest = nowMs - REFUSED_MS * speed;
  return trace
    .filter(({ verb, time, detail = {} }) => {
      if (verb !== 'packet' || time < oldest) return false;
      return 'failed' in detail || time >= nowMs - TRAVEL_MS * speed;
    })
    .slice(-AT_ONCE)
    .flatMap(({ seq, object, detail = {} }) => {
      const path = Array.isArray(detail['path']) ? (detail['path'] as unknown[]) : [];
      const stops = path.map((element) => stopOf(String(element), machine));
      if (!stops.some(({ kind }) => kind === 'container')) return [];
      const { why, failed } = detail;
      const text = typeof why === 'string' && why !== '' ? `${object}: ${why}` : object;
      return [{ key: seq, stops, back: detail['back'] === true, ok: failed === undefined, text }];
    });
}

/** Elements of a path are `namespace/laptop/<id>`, `bridge/laptop/<interface>`, `namespace/laptop`, `internet`. */
function stopOf(element: string, { containers, networks }: MachineView): Stop {
  const [kind, , name] = element.split('/');
  if (name === undefined) return { kind: kind === 'namespace' ? 'machine' : 'outside' };
  if (kind === 'bridge') {
    const network = networks.find(({ bridge }) => bridge === name);
    return network ? { kind: 'network', name: network.name } : { kind: 'machine' };
  }
  const container = containers.find(({ id }) => id.startsWith(name));
  return container ? { kind: 'container', name: container.name } : { kind: 'machine' };
}
