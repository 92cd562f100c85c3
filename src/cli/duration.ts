const UNITS: Record<string, number | undefined> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Go's time.ParseDuration, in nanoseconds. Throws an Error in Go's words. */
export function parseDuration(text: string): number {
  const bad = (): Error => new Error(`time: invalid duration ${JSON.stringify(text)}`);
  const sign = /^[-+]/.test(text) ? text[0] : '';
  let rest = sign === '' ? text : text.slice(1);
  if (rest === '0') return 0;
  if (rest === '') throw bad();
  let total = 0;
  while (rest !== '') {
    const match = /^(\d*)(\.\d*)?/.exec(rest)!;
    if (match[0] === '' || match[0] === '.') throw bad();
    rest = rest.slice(match[0].length);
    const unit = /^[^.\d]*/.exec(rest)![0];
    if (unit === '') throw new Error(`time: missing unit in duration ${JSON.stringify(text)}`);
    const scale = UNITS[unit];
    if (scale === undefined) {
      throw new Error(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`);
    }
    rest = rest.slice(unit.length);
    total += Math.round(Number(match[0]) * scale);
  }
  return sign === '-' ? -total : total;
}

/** Go's Duration.String of nanoseconds: `1m30s`, `1.5s`, `0s`. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const sign = nanoseconds < 0 ? '-' : '';
  const ns = Math.abs(nanoseconds);
  const decimal = (value: number): string => value.toFixed(9).replace(/\.?0+$/, '');
  if (ns < 1e3) return `${sign}${ns}ns`;
  if (ns < 1e6) return `${sign}${decimal(ns / 1e3)}µs`;
  if (ns < 1e9) return `${sign}${decimal(ns / 1e6)}ms`;
  const seconds = decimal((ns % 60e9) / 1e9);
  const minutes = Math.floor(ns / 60e9);
  if (minutes === 0) return `${sign}${seconds}s`;
  const hours = Math.floor(minutes / 60);
  return `${sign}${hours > 0 ? `${hours}h` : ''}${minutes % 60}m${seconds}s`;
}
