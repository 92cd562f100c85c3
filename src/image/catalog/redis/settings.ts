import type { Process } from '#process/process';

/** The version that the image declares. */
export const version = (process: Process): string => process.env.get('REDIS_VERSION') ?? '8.2.2';

/** Settings and what they are when nobody says otherwise. */
export const DEFAULTS: readonly (readonly [string, string])[] = [
  ['port', '6379'],
  ['bind', '* -::*'],
  ['dir', '/data'],
  ['dbfilename', 'dump.rdb'],
  ['save', '3600 1 300 100 60 10000'],
  ['appendonly', 'no'],
  ['requirepass', ''],
  ['maxmemory', '0'],
  ['maxmemory-policy', 'noeviction'],
  ['protected-mode', 'yes'],
  ['loglevel', 'notice'],
  ['databases', '16'],
  ['timeout', '0'],
  ['tcp-keepalive', '300'],
  ['appendfsync', 'everysec'],
  ['appenddirname', 'appendonlydir'],
  ['daemonize', 'no'],
  ['logfile', ''],
];

/** Reads redis.conf and `--name value` words; the answer is a word that is no setting. */
export function readSettings(process: Process, settings: Map<string, string>): string | undefined {
  const args = process.argv.slice(1);
  const lines: string[][] = [];
  if (args[0] !== undefined && !args[0].startsWith('-')) {
    const file = args.shift()!;
    if (!process.fs.exists(file))
      return `Fatal error, can't open config file '${process.fs.absolute(file)}': No such file or directory`;
    for (const line of process.fs.readText(file).split('\n'))
      if (!/^\s*(?:#|$)/.test(line)) lines.push(line.trim().split(/\s+/));
  }
  for (const word of args) {
    if (word.startsWith('--')) lines.push([word.slice(2)]);
    else lines.at(-1)?.push(word);
  }
  for (const [name = '', ...values] of lines) {
    if (!settings.has(name.toLowerCase()))
      return `*** FATAL CONFIG FILE ERROR (Redis ${version(process)}) ***\nReading the configuration file, at line 2\n>>> '${[name, ...values].join(' ')}'\nBad directive or wrong number of arguments`;
    settings.set(name.toLowerCase(), values.join(' ').replaceAll(/^["']|["']$/g, ''));
  }
  return undefined;
}
