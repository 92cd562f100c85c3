import type { Clock } from '#sim/clock';
import type { Random } from '#sim/random';

/** Go's zero time, for what never happened. */
export const NEVER = '0001-01-01T00:00:00Z';

const two = (n: number): string => String(n).padStart(2, '0');

/** Calendar milliseconds as `2026-11-22T20:38:54` (UTC). */
export function isoSeconds(epochMs: number): string {
  const date = new Date(epochMs);
  const day = `${String(date.getUTCFullYear())}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return `${day}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** A point of time in whole nanoseconds, in two numbers, since one double cannot hold it. */
export interface Instant {
  /** Calendar milliseconds. */
  readonly ms: number;
  /** Nanoseconds within the millisecond, 0 to 999,999. */
  readonly ns: number;
}

const fraction = ({ ms, ns }: Instant): string =>
  String(Math.floor(ms) % 1000).padStart(3, '0') + String(ns).padStart(6, '0');

/** RFC 3339 as Go writes it: up to nine digits, without zeros at the end. */
export function rfc3339Nano(at: Instant): string {
  const digits = fraction(at).replace(/0+$/, '');
  return `${isoSeconds(Math.floor(at.ms))}${digits && '.'}${digits}Z`;
}

/** RFC 3339 with always nine digits, as `docker logs -t` writes it. */
export const rfc3339NanoFixed = (at: Instant): string => `${isoSeconds(Math.floor(at.ms))}.${fraction(at)}Z`;

export const unixSeconds = (ms: number): number => Math.floor(ms / 1000);

/** Calendar milliseconds of an RFC 3339 text; NaN when it is none. */
export const parseTime = (text: string): number => Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));

/**
 * Gives times that never repeat and never go back, with nanoseconds as a real machine has them. Simplified: within one
 * virtual millisecond they are drawn by chance.
 */
export class Stopwatch {
  #ms = 0;
  #ns = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  now(): Instant {
    const ms = Math.floor(this.clock.epochNow());
    if (ms > this.#ms) {
      this.#ms = ms;
      this.#ns = this.random.below(100_000);
    } else {
      this.#ns = Math.min(999_999, this.#ns + 1 + this.random.below(4000));
    }
    return { ms: this.#ms, ns: this.#ns };
  }

  text(): string {
    return rfc3339Nano(this.now());
  }
}

/**
 * A point of time from a query (`since`, `until`): unix seconds with a fraction, or RFC 3339; calendar milliseconds,
 * undefined when it is empty or 0.
 */
export function queryTime(text: string | undefined): number | undefined {
  if (text === undefined || text === '' || text === '0') return undefined;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const ms = parseTime(text);
  return Number.isNaN(ms) ? undefined : ms;
}
