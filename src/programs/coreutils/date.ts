import { tool } from '../program';
import { strftime } from './time-format';

/** A calendar time from the forms people give date -d; undefined when it is none of them. UTC. */
export function parseDate(text: string, nowMs: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'now' || trimmed === 'today') return nowMs;
  if (trimmed === 'yesterday') return nowMs - 86_400_000;
  if (trimmed === 'tomorrow') return nowMs + 86_400_000;
  const at = /^@(\d+(?:\.\d+)?)$/.exec(trimmed);
  if (at) return Number(at[1]) * 1000;
  const relative = [
    ...trimmed.matchAll(/([-+]?\s*\d+)\s*(sec(?:ond)?|min(?:ute)?|hour|day|week|month|year)s?(\s+ago)?/g),
  ];
  if (
    relative.length > 0 &&
    trimmed.replace(/([-+]?\s*\d+)\s*(sec(?:ond)?|min(?:ute)?|hour|day|week|month|year)s?(\s+ago)?/g, '').trim() === ''
  ) {
    return relative.reduce((sum, [, amount = '', unit = '', ago]) => {
      const size = {
        sec: 1000,
        second: 1000,
        min: 60_000,
        minute: 60_000,
        hour: 3_600_000,
        day: 86_400_000,
        week: 604_800_000,
        month: 2_592_000_000,
        year: 31_536_000_000,
      }[unit]!;
      return sum + Number(amount.replace(/\s/g, '')) * size * (ago ? -1 : 1);
    }, nowMs);
  }
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?\s*(Z|UTC|[-+]\d\d:?\d\d)?$/.exec(
    trimmed,
  );
  if (!iso) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone = 'Z'] = iso;
  const offset = /^([-+])(\d\d):?(\d\d)$/.exec(zone);
  const shift = offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000 : 0;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) - shift;
}

/** date: prints the time, in UTC. Upstream: coreutils src/date.c. */
export const date = tool(
  'date',
  {
    short: 'd:uRI::r:s:',
    long: {
      'date=': 'd',
      utc: 'u',
      universal: 'u',
      'iso-8601=?': 'I',
      'rfc-3339=': 'rfc3339',
      'rfc-email': 'R',
      'reference=': 'r',
      'set=': 's',
    },
  },
  async (process, options) => {
    if (options.has('s')) {
      await process.stderr.write('date: cannot set date: Operation not permitted\n');
      return 1;
    }
    const reference = options.value('r');
    const text = options.value('d');
    const now = reference === undefined ? process.clock.epochNow() : process.fs.stat(reference).mtimeMs;
    const when = text === undefined ? now : parseDate(text, now);
    if (when === undefined) {
      await process.stderr.write(`date: invalid date '${text!}'\n`);
      return 1;
    }
    const operand = options.operands[0];
    if (operand !== undefined && !operand.startsWith('+')) {
      await process.stderr.write(`date: invalid date '${operand}'\n`);
      return 1;
    }
    const iso = options.value('I');
    const format =
      operand?.slice(1) ??
      (iso !== undefined
        ? {
            '': '%Y-%m-%d',
            date: '%Y-%m-%d',
            hours: '%Y-%m-%dT%H+00:00',
            minutes: '%Y-%m-%dT%H:%M+00:00',
            seconds: '%Y-%m-%dT%H:%M:%S+00:00',
            s: '%Y-%m-%dT%H:%M:%S+00:00',
            ns: '%Y-%m-%dT%H:%M:%S,%N+00:00',
          }[iso]
        : options.has('rfc3339')
          ? '%Y-%m-%d %H:%M:%S+00:00'
          : options.has('R')
            ? '%a, %d %b %Y %H:%M:%S +0000'
            : '%a %b %e %H:%M:%S UTC %Y');
    await process.stdout.write(`${strftime(format ?? '%Y-%m-%d', when)}\n`);
    return 0;
  },
);
