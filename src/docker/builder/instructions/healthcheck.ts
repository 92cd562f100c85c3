import type { HealthConfig } from '#image/image';
import { DockerfileError } from '../parser';
import { atLeastOne, flag, values, type Instruction } from '../instruction';

const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

/** A Go duration in nanoseconds; undefined when it is none. */
function duration(text: string): number | undefined {
  if (text === '0') return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text.replace(/^\+/, '')) return undefined;
  return Math.round(parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit!]!, 0));
}

/** `1m30s`, as Go prints a duration. */
export function goDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  if (nanoseconds < 1e6) return `${String(nanoseconds / 1e3)}µs`;
  if (nanoseconds < 1e9) return `${String(nanoseconds / 1e6)}ms`;
  const seconds = nanoseconds / 1e9;
  const h = Math.floor(seconds / 3600);
  const m = Math.floor(seconds / 60) % 60;
  const s = Number((seconds % 60).toFixed(9));
  return (h > 0 ? `${String(h)}h` : '') + (h > 0 || m > 0 ? `${String(m)}m` : '') + `${String(s)}s`;
}

/** HEALTHCHECK: how to tell whether the container works, or NONE. */
export const healthcheck: Instruction = {
  name: 'healthcheck',
  flags: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
  check(node) {
    atLeastOne(node);
    const [type = '', ...args] = values(node);
    if (type.toUpperCase() === 'NONE') {
      if (args.length > 0) throw new DockerfileError('HEALTHCHECK NONE takes no arguments');
    } else if (type.toUpperCase() !== 'CMD') {
      throw new DockerfileError(`Unknown type ${JSON.stringify(type.toUpperCase())} in HEALTHCHECK (try CMD)`);
    } else if (args.length === 0) throw new DockerfileError('Missing command after HEALTHCHECK CMD');
    for (const name of ['interval', 'timeout', 'start-period', 'start-interval']) {
      const text = flag(node, name);
      if (text === undefined || text === '') continue;
      const value = duration(text);
      if (value === undefined) throw new DockerfileError(`time: invalid duration ${JSON.stringify(text)}`);
      if (value !== 0 && value < 1e6) {
        throw new DockerfileError(`Interval ${JSON.stringify(name)} cannot be less than 1ms`);
      }
    }
    const retries = flag(node, 'retries');
    if (retries !== undefined && !/^-?\d+$/.test(retries)) {
      throw new DockerfileError(`strconv.ParseInt: parsing ${JSON.stringify(retries)}: invalid syntax`);
    }
  },
  evaluate(node) {
    const [type = '', ...args] = values(node);
    const time = (name: string): number => duration(flag(node, name) ?? '') ?? 0;
    const Test = type.toUpperCase() === 'NONE' ? ['NONE'] : [node.json ? 'CMD' : 'CMD-SHELL', ...args];
    const health: HealthConfig = { Test };
    const times = [time('interval'), time('timeout'), time('start-period'), time('start-interval')] as const;
    const retries = Number(flag(node, 'retries') ?? 0);
    if (times[0] > 0) health.Interval = times[0];
    if (times[1] > 0) health.Timeout = times[1];
    if (times[2] > 0) health.StartPeriod = times[2];
    if (times[3] > 0) health.StartInterval = times[3];
    if (retries > 0) health.Retries = retries;
    const list = Test.map((text) => JSON.stringify(text)).join(' ');
    const rune = `'\\x${retries.toString(16).padStart(2, '0')}'`;
    return {
      kind: 'config',
      by: `HEALTHCHECK &{[${list}] ${times.map((t) => `"${goDuration(t)}"`).join(' ')} ${rune}}`,
      classic: ` HEALTHCHECK &{[${Test.join(' ')}] ${times.map(goDuration).join(' ')} ${String(retries)}}`,
      change: (config) => void (config.Healthcheck = health),
    };
  },
};
