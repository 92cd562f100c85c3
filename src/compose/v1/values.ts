import { PyFloat } from '#yaml/python';

const TIME =
  /^\s*(?:(?<hours>[\d.]+)h)?(?:(?<mins>[\d.]+)m)?(?:(?<secs>[\d.]+)s)?(?:(?<milli>[\d.]+)ms)?(?:(?<micro>[\d.]+)(?:us|µs))?(?:(?<nano>[\d.]+)ns)?\s*$/i;
const SECONDS: Record<string, number> = {
  hours: 3600,
  mins: 60,
  secs: 1,
  milli: 1 / 1000,
  micro: 1 / 1000 / 1000,
  nano: 1 / 1000 / 1000 / 1000,
};

/** `1m30s` in nanoseconds; null when it is no time. Upstream: compose 1.29 timeparse.py. */
export function parseNanoseconds(text: string): number | null {
  const found = TIME.exec(text);
  if (!found || found[0].trim() === '') return null;
  let seconds = 0;
  for (const [unit, amount] of Object.entries(found.groups ?? {})) {
    if (amount !== undefined) seconds += SECONDS[unit]! * Number(amount);
  }
  return Number.isNaN(seconds) ? null : Math.trunc(seconds / SECONDS.nano!);
}

/** Nanoseconds in the largest unit that divides them. Upstream: serialize_ns_time_value. */
export function nanosecondsText(value: number): string {
  let amount = value;
  let unit = 'ns';
  for (const [scale, name] of [
    [1000, 'us'],
    [1000, 'ms'],
    [1000, 's'],
    [60, 'm'],
    [60, 'h'],
  ] as const) {
    if (!Number.isInteger(amount / scale)) break;
    amount /= scale;
    unit = name;
  }
  return `${amount}${unit}`;
}

const UNITS: Record<string, number | undefined> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** `1.5gb` in bytes; undefined when it is no size. Upstream: docker-py utils.parse_bytes. */
export function parseBytes(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof PyFloat) return value.value;
  if (typeof value !== 'string') return undefined;
  if (value === '') return 0;
  const text = /[a-z][bB]$/i.test(value) ? value.slice(0, -1) : value;
  const last = text.slice(-1).toLowerCase();
  const digits = /\d/.test(last) ? text : text.slice(0, -1);
  const unit = /\d/.test(last) ? 1 : UNITS[last];
  if (unit === undefined || !/^\s*[-+]?(?:\d+\.?\d*|\.\d+)\s*$/.test(digits)) return undefined;
  return Math.trunc(Number(digits) * unit);
}

/** os.path.normpath. */
export function normalPath(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (!rooted && (parts.length === 0 || parts.at(-1) === '..'))) parts.push(part);
    else parts.pop();
  }
  const lead = rooted ? (/^\/\/(?!\/)/.test(path) ? '//' : '/') : '';
  return `${lead}${parts.join('/')}` || '.';
}

/** os.path.expanduser for `~` alone: other users' homes are not known. */
export const expandUser = (path: string, home: string | undefined): string =>
  /^~(?:\/|$)/.test(path) && home !== undefined ? home.replace(/\/+$/, '') + path.slice(1) || '/' : path;

/** A path of a working directory as an absolute one. */
export function expandPath(workingDir: string, path: string, home: string | undefined): string {
  const expanded = expandUser(path, home);
  return normalPath(expanded.startsWith('/') ? expanded : `${workingDir}/${expanded}`);
}

/** A drive's letter that a path may start with, and the rest. */
export const splitDrive = (path: string): [string, string] =>
  path[1] === ':' && !'./\\~'.includes(path[0]!) ? [path.slice(0, 2), path.slice(2)] : ['', path];

/** A volume's text as its place in the container and, if there is one, what stands before and after. */
export function splitVolume(volume: string): { container: string; host?: string; mode?: string } {
  const [drive, rest] = splitDrive(volume);
  const colon = rest.indexOf(':');
  if (colon < 0) return { container: volume };
  const host = drive + rest.slice(0, colon);
  const [innerDrive, inner] = splitDrive(rest.slice(colon + 1));
  const last = inner.lastIndexOf(':');
  return last < 0
    ? { container: innerDrive + inner, host }
    : { container: innerDrive + inner.slice(0, last), host, mode: inner.slice(last + 1) };
}

/** A path of Windows as the engine knows it: `d:\\data` is `/d/data`. Upstream: normalize_path_for_engine. */
export function enginePath(path: string): string {
  const [drive, rest] = splitDrive(path);
  return (drive === '' ? path : `/${drive[0]!.toLowerCase()}${rest}`).replaceAll('\\', '/');
}
