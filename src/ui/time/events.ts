import type { TraceRecord } from '#sim/trace';

/** Whether a record is an event a learner would tell, not every packet and call. */
export const isEvent = ({ verb }: TraceRecord): boolean => verb !== 'packet' && verb !== 'request';

/** One record in a few words. */
export const eventText = ({ verb, object }: TraceRecord): string => {
  const [kind = '', ...name] = object.split('/');
  const shown = name.join('/');
  return `${kind} ${/^[0-9a-f]{64}$/.test(shown) ? shown.slice(0, 12) : shown} ${verb}`.replaceAll('  ', ' ');
};
