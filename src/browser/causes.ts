import type { Hop } from '#network/stack';
import type { TraceRecord } from '#sim/trace';
import type { WhyLine } from './protocol';

/** A chain of causes is told this far. */
const MAX_CHAIN = 20;

/** A hop as a line of an explanation. */
export const whyLine = ({ at, text, ok }: Hop): WhyLine => ({ actor: at, text, ok });

/** A record and what led to it, newest first; empty when the record is no longer remembered. */
export function chainOf(records: readonly TraceRecord[], seq: number): WhyLine[] {
  const bySeq = new Map(records.map((record) => [record.seq, record]));
  const lines: WhyLine[] = [];
  let next: number | undefined = seq;
  while (next !== undefined && lines.length < MAX_CHAIN) {
    const record = bySeq.get(next);
    if (!record) break;
    lines.push({
      actor: record.actor,
      text: said(record),
      ok: !('failed' in (record.detail ?? {})) && record.verb !== 'fail',
      timeMs: record.time,
    });
    next = record.cause;
  }
  return lines;
}

/** A record as a sentence without its actor. */
function said({ verb, object, detail = {} }: TraceRecord): string {
  const [kind, name] = [object.slice(0, object.indexOf('/')), object.slice(object.indexOf('/') + 1)];
  const what = object.includes('/') ? `${kind} ${name.slice(0, 80)}` : object;
  const { from, to, ...rest } = detail;
  const change = typeof from === 'string' && typeof to === 'string' ? `: ${from} became ${to}` : '';
  const more = Object.entries(rest)
    .filter(([key, value]) => key !== 'id' && key !== 'path' && value !== '' && typeof value !== 'object')
    .map(([key, value]) => `${key} ${String(value).slice(0, 160)}`);
  return `${verb} ${what}${change}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
}
