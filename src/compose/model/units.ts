import { ComposeError } from '../errors';

const NANO: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
  d: 8.64e13,
  w: 6.048e14,
};

/** `1m30s` in nanoseconds. Throws ComposeError in Go's words. Upstream: go-str2duration. */
export function parseDuration(text: string): number {
  const bad = (): ComposeError => new ComposeError(`time: invalid duration ${JSON.stringify(text)}`);
  let rest = text.replace(/^[-+]/, '');
  const sign = text.startsWith('-') ? -1 : 1;
  if (rest === '0') return 0;
  if (rest === '') throw bad();
  let total = 0;
  while (rest !== '') {
    const amount = /^(\d+\.?\d*|\.\d+)/.exec(rest)?.[0];
    if (amount === undefined) throw bad();
    rest = rest.slice(amount.length);
    const unit = /^[^.\d]*/.exec(rest)![0];
    if (unit === '') throw new ComposeError(`time: missing unit in duration ${JSON.stringify(text)}`);
    const scale = Object.hasOwn(NANO, unit) ? NANO[unit] : undefined;
    if (scale === undefined) {
      throw new ComposeError(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`);
    }
    total += Math.round(Number(amount) * scale);
    rest = rest.slice(unit.length);
  }
  return sign * total;
}

/** Nanoseconds as Go's time.Duration prints them. */
export function formatDuration(ns: number): string {
  if (ns === 0) return '0s';
  const sign = ns < 0 ? '-' : '';
  const n = Math.abs(ns);
  if (n < 1e3) return `${sign}${n}ns`;
  if (n < 1e6) return `${sign}${n / 1e3}µs`;
  if (n < 1e9) return `${sign}${n / 1e6}ms`;
  const hours = Math.floor(n / 3.6e12);
  const minutes = Math.floor((n % 3.6e12) / 6e10);
  const seconds = (n % 6e10) / 1e9;
  return `${sign}${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds}s`;
}

/** `64m` in bytes, powers of 1024. Throws ComposeError in go-units' words. */
export function parseBytes(text: string): number {
  const match = /^(-?\d+(?:\.\d+)?|-?\.\d+) ?([kKmMgGtTpP])?[iI]?[bB]?$/.exec(text);
  if (!match) throw new ComposeError(`invalid size: '${text}'`);
  const value = Number(match[1]);
  if (value < 0 && text !== '-1') throw new ComposeError(`invalid size: '${text}'`);
  const power = match[2] ? 'kmgtp'.indexOf(match[2].toLowerCase()) + 1 : 0;
  return Math.trunc(value * 1024 ** power);
}

/** A command line split into words as a shell would. Throws ComposeError. Upstream: mattn/go-shellwords. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let got = false;
  let [escaped, single, double, back] = [false, false, false, false];
  for (const c of line) {
    if (escaped) {
      word += c === 't' ? '\t' : c === 'n' ? '\n' : c;
      escaped = false;
      got = true;
    } else if (c === '\\' && !single) escaped = true;
    else if (/[ \t\r\n]/.test(c) && !single && !double && !back) {
      if (got) words.push(word);
      word = '';
      got = false;
    } else if (c === '`' && !single && !double) {
      back = !back;
      word += c;
      got = true;
    } else if (c === '"' && !single) {
      double = !double;
      got = true;
    } else if (c === "'" && !double) {
      single = !single;
      got = true;
    } else if (/[;&|<>]/.test(c) && !single && !double && !back) {
      break;
    } else {
      word += c;
      got = true;
    }
  }
  if (escaped || single || double || back) throw new ComposeError('invalid command line string');
  if (got) words.push(word);
  return words;
}
