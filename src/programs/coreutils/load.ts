import type { Process } from '#process/process';
import { tool } from '../program';
import { nameOf } from './accounts';
import { humanSize } from './size';
import { seconds } from './simple';
import { strftime } from './time-format';

const upText = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const clock = hours > 0 ? `${String(hours)}:${String(minutes % 60).padStart(2, '0')}` : `${String(minutes % 60)} min`;
  return days > 0 ? `${String(days)} day${days > 1 ? 's' : ''}, ${clock}` : clock;
};

const headline = (process: Process): string =>
  `${strftime('%H:%M:%S', process.clock.epochNow())} up ${upText(process.clock.now() - process.host.bootMs)},  1 user,  load average: 0.08, 0.03, 0.01`;

/** uptime: how long the machine runs. Upstream: procps-ng uptime. */
export const uptime = tool('uptime', { short: 'psV', long: { pretty: 'p', since: 's' } }, async (process, options) => {
  if (options.has('p'))
    await process.stdout.write(
      `up ${String(Math.floor((process.clock.now() - process.host.bootMs) / 60_000))} minutes\n`,
    );
  else await process.stdout.write(` ${headline(process)}\n`);
  return 0;
});

/** free: how much memory is used. Upstream: procps-ng free. */
export const free = tool(
  'free',
  { short: 'bkmghts:wc:', long: { human: 'h', mega: 'm', giga: 'g', bytes: 'b', total: 't' } },
  async (process, options) => {
    const total = process.host.memoryBytes;
    const used = process.processes().reduce((sum, p) => sum + p.memoryBytes, 600 * 1024 * 1024);
    const cache = Math.round(total * 0.2);
    const unit = (bytes: number): string =>
      options.has('h')
        ? `${humanSize(bytes)}i`
        : String(
            Math.round(bytes / (options.has('b') ? 1 : options.has('m') ? 1 << 20 : options.has('g') ? 1 << 30 : 1024)),
          );
    const row = (name: string, cells: number[]): string =>
      `${name.padEnd(8)}${cells.map((cell) => unit(cell).padStart(12)).join('')}\n`;
    await process.stdout.write(
      `${' '.repeat(8)}${['total', 'used', 'free', 'shared', 'buff/cache', 'available'].map((t) => t.padStart(12)).join('')}\n` +
        row('Mem:', [total, used, Math.max(0, total - used - cache), 1 << 20, cache, Math.max(0, total - used)]) +
        row('Swap:', [0, 0, 0]),
    );
    return 0;
  },
);

/** top: the processes by use of the processor. Simplified: a snapshot on pipes and with -n 1; on a terminal it is drawn again every few seconds, without keys other than q and Ctrl-C. */
export const top = tool('top', { short: 'bn:d:p:u:o:cHis', posix: false }, async (process, options) => {
  const delay = (seconds(options.value('d') ?? '3') ?? 3) * 1000;
  const rounds = options.number('n', Infinity);
  for (let round = 1; ; round++) {
    if (process.isTTY(1)) await process.stdout.write('\x1b[H\x1b[2J');
    await process.stdout.write(snapshot(process));
    if (round >= rounds) return 0;
    await process.sleep(delay);
    if (!process.isTTY(1)) await process.stdout.write('\n');
  }
});

function snapshot(process: Process): string {
  const all = process.processes();
  const total = process.host.memoryBytes / 1048576;
  const used = all.reduce((sum, p) => sum + p.memoryBytes, 0) / 1048576 + 600;
  const mib = (value: number): string => value.toFixed(1).padStart(8);
  const age = (startMs: number): number => Math.max(1, process.clock.now() - startMs);
  const rows = all
    .toSorted((a, b) => b.cpuMs / age(b.startMs) - a.cpuMs / age(a.startMs) || a.pid - b.pid)
    .map((p) => {
      const cpu = ((100 * p.cpuMs) / age(p.startMs)).toFixed(1);
      const memory = ((100 * p.memoryBytes) / process.host.memoryBytes).toFixed(1);
      const kib = String(Math.round(p.memoryBytes / 1024));
      const minutes = `${String(Math.floor(p.cpuMs / 60_000))}:${((p.cpuMs / 1000) % 60).toFixed(2).padStart(5, '0')}`;
      return `${String(p.pid).padStart(7)} ${nameOf(process.fs, '/etc/passwd', p.uid).padEnd(9)} 20   0 ${String(Number(kib) * 2).padStart(7)} ${kib.padStart(6)} ${String(Math.round(Number(kib) * 0.8)).padStart(6)} ${p.state} ${cpu.padStart(5)} ${memory.padStart(5)} ${minutes.padStart(9)} ${(p.argv[0] ?? '').replace(/^.*\//, '')}\n`;
    });
  const stopped = all.filter((p) => p.state === 'T').length;
  return (
    `top - ${headline(process)}\n` +
    `Tasks: ${String(all.length).padStart(3)} total,   1 running, ${String(Math.max(0, all.length - 1 - stopped)).padStart(3)} sleeping, ${String(stopped).padStart(3)} stopped,   0 zombie\n` +
    '%Cpu(s):  0.3 us,  0.1 sy,  0.0 ni, 99.5 id,  0.0 wa,  0.0 hi,  0.1 si,  0.0 st\n' +
    `MiB Mem :${mib(total)} total,${mib(Math.max(0, total * 0.8 - used))} free,${mib(used)} used,${mib(total * 0.2)} buff/cache\n` +
    `MiB Swap:${mib(0)} total,${mib(0)} free,${mib(0)} used.${mib(Math.max(0, total - used))} avail Mem\n\n` +
    `    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n${rows.join('')}`
  );
}
