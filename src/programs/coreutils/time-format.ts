const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const FULL_MONTHS = 'January February March April May June July August September October November December'.split(' ');
const two = (n: number): string => String(n).padStart(2, '0');

/** The time of `ls -l`: with the hour for the last half year, with the year otherwise. UTC, as in containers. */
export function monthDayTime(ms: number, nowMs: number): string {
  const at = new Date(ms);
  const day = `${MONTHS[at.getUTCMonth()]!} ${String(at.getUTCDate()).padStart(2)}`;
  const recent = ms > nowMs - 15_778_476_000 && ms <= nowMs + 60_000;
  return recent
    ? `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
    : `${day}  ${String(at.getUTCFullYear())}`;
}

/** `2024-06-01 12:00` (long), or with seconds, fraction and zone (full). */
export function timeText(ms: number, style: 'long' | 'full'): string {
  const iso = new Date(ms).toISOString();
  const minutes = `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
  return style === 'long' ? minutes : `${minutes}${iso.slice(16, 23)}000000 +0000`;
}

/** Formats a calendar time as date(1) and strftime(3) do, in UTC. */
export function strftime(format: string, ms: number): string {
  const t = new Date(ms);
  const hour = t.getUTCHours();
  const dayOfYear =
    Math.floor(
      (Date.UTC(t.getUTCFullYear(), t.getUTCMonth(), t.getUTCDate()) - Date.UTC(t.getUTCFullYear(), 0, 1)) / 86_400_000,
    ) + 1;
  const fields: Record<string, () => string> = {
    Y: () => String(t.getUTCFullYear()),
    C: () => two(Math.floor(t.getUTCFullYear() / 100)),
    y: () => two(t.getUTCFullYear() % 100),
    m: () => two(t.getUTCMonth() + 1),
    d: () => two(t.getUTCDate()),
    e: () => String(t.getUTCDate()).padStart(2),
    H: () => two(hour),
    I: () => two(hour % 12 || 12),
    k: () => String(hour).padStart(2),
    l: () => String(hour % 12 || 12).padStart(2),
    M: () => two(t.getUTCMinutes()),
    S: () => two(t.getUTCSeconds()),
    N: () =>
      String(Math.floor(ms % 1000))
        .padStart(3, '0')
        .padEnd(9, '0'),
    p: () => (hour < 12 ? 'AM' : 'PM'),
    P: () => (hour < 12 ? 'am' : 'pm'),
    a: () => DAYS[t.getUTCDay()]!.slice(0, 3),
    A: () => DAYS[t.getUTCDay()]!,
    b: () => MONTHS[t.getUTCMonth()]!,
    h: () => MONTHS[t.getUTCMonth()]!,
    B: () => FULL_MONTHS[t.getUTCMonth()]!,
    j: () => String(dayOfYear).padStart(3, '0'),
    u: () => String(t.getUTCDay() || 7),
    w: () => String(t.getUTCDay()),
    U: () => two(Math.floor((dayOfYear + 6 - t.getUTCDay()) / 7)),
    V: () => two(isoWeek(t)),
    s: () => String(Math.floor(ms / 1000)),
    Z: () => 'UTC',
    z: () => '+0000',
    n: () => '\n',
    t: () => '\t',
    '%': () => '%',
    F: () => strftime('%Y-%m-%d', ms),
    T: () => strftime('%H:%M:%S', ms),
    R: () => strftime('%H:%M', ms),
    D: () => strftime('%m/%d/%y', ms),
    r: () => strftime('%I:%M:%S %p', ms),
    c: () => strftime('%a %b %e %H:%M:%S %Y', ms),
    x: () => strftime('%m/%d/%y', ms),
    X: () => strftime('%H:%M:%S', ms),
  };
  return format.replace(/%([-_0^]?)(\d*)(:{0,3}z|[A-Za-z%])/g, (whole, flag: string, width: string, letter: string) => {
    if (/^:+z$/.test(letter)) return '+00:00';
    const value = fields[letter]?.();
    if (value === undefined) return whole;
    if (letter === 'N' && width !== '') return value.slice(0, Number(width));
    if (flag === '-') return value.replace(/^[0 ]+(?=\d)/, '');
    return flag === '^' ? value.toUpperCase() : value;
  });
}

function isoWeek(t: Date): number {
  const thursday = new Date(Date.UTC(t.getUTCFullYear(), t.getUTCMonth(), t.getUTCDate() + 4 - (t.getUTCDay() || 7)));
  return Math.ceil(((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
}
