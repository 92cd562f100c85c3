import { CommandError } from '#cli/command';
import { parseDuration } from '#cli/duration';

/** `10m`, `2026-11-22T21:00:00Z`, `1700000000` as the API's seconds; undefined for ''. Throws CommandError. Upstream: api/types/time. */
export function timestamp(text: string, nowMs: number, flag: string): string | undefined {
  if (text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  try {
    const past = parseDuration(text);
    return seconds(nowMs - past / 1e6);
  } catch {
    // Not a duration: a date.
  }
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2})?(?::(\d{2}))?(?::(\d{2})(?:\.(\d+))?)?)?(Z|[-+]\d{2}:?\d{2})?$/.exec(
    text,
  );
  if (!match)
    throw new CommandError(
      `${flag === '' ? '' : `invalid value for "${flag}": `}failed to parse value as time or duration: ${JSON.stringify(text)}`,
    );
  const [, day, hour = '00', minute = '00', second = '00', fraction = '0', zone = 'Z'] = match;
  const iso = `${day!}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`;
  return seconds(Date.parse(iso));
}

const seconds = (ms: number): string =>
  `${Math.trunc(ms / 1000)}.${String(Math.round(ms % 1000)).padStart(3, '0')}000000`;
