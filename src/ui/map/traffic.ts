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

const nameOf = (place: unknown): string => (typeof place === 'string' ? place.replace(/^container[ /]/, '') : '');

/** The connections among the latest trace records that are not older than `sinceMs` (virtual). */
export const dotsOf = (trace: readonly TraceRecord[], sinceMs: number): Dot[] =>
  trace
    .filter(({ object, time }) => object.startsWith('packet') && time >= sinceMs)
    .slice(-AT_ONCE)
    .map(({ seq, detail = {} }) => ({
      key: seq,
      from: nameOf(detail['from']),
      to: nameOf(detail['to']),
      ok: detail['ok'] !== false,
      text: typeof detail['text'] === 'string' ? detail['text'] : '',
    }));
