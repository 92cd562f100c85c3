import type { TraceRecord } from '#sim/trace';

/** Whether a record is an event a learner would tell, not every packet and call. */
export const isEvent = ({ verb }: TraceRecord): boolean => verb !== 'packet' && verb !== 'request';

const shortened = (text: string): string => text.replaceAll(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1');

/** What a record is about, in a learner's words: `container web`, `tcp 172.18.0.2:80`. */
export const objectText = ({ object }: TraceRecord): string =>
  shortened(/^(?:container|network|volume|image|process)\//.test(object) ? object.replace('/', ' ') : object);

/** One record in a few words. */
export const eventText = (record: TraceRecord): string => `${objectText(record)} ${record.verb}`;

/** The rest of what a record tells; `names` are the containers' by the first twelve digits of their ids. */
export function details({ detail, verb }: TraceRecord, names: ReadonlyMap<string, string>): string {
  if (!detail) return '';
  const { from, to, path, why, failed, ...rest } = detail;
  const parts: string[] = [];
  if (typeof from === 'string' && typeof to === 'string') parts.push(`${from} → ${to}`);
  if (Array.isArray(path)) parts.push(path.map((element) => wordOf(String(element))).join(' → '));
  if (typeof why === 'string' && why !== '') parts.push(why);
  if (typeof failed === 'string') parts.push(failed);
  for (const [key, value] of Object.entries(rest)) {
    if (
      key === 'id' ||
      key === 'back' ||
      (key === 'protocol' && verb === 'packet') ||
      value === '' ||
      value === undefined
    )
      continue;
    parts.push(`${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
  return shortened(parts.join(', '))
    .replaceAll(/\b[0-9a-f]{12}\b/g, (id) => names.get(id) ?? id)
    .slice(0, 300);
}

/** `namespace/laptop/3d7294157967` is told as `3d7294157967`, `bridge/laptop/docker0` as `docker0`. */
const wordOf = (element: string): string => element.slice(element.lastIndexOf('/') + 1).replace(/^br-/, '');
