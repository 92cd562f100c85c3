import type { Process, ProcessInfo } from '#process/process';
import { isApplet } from '../program';
import { nameOf } from './accounts';

const clockText = (ms: number): string => {
  const s = Math.floor(ms / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
};

/** ps: the processes of this machine or container. Upstream: procps-ng ps. */
export const ps = {
  name: 'ps',
  async run(process: Process): Promise<number> {
    const words = process.argv.slice(1);
    const flags = words
      .filter((w) => !w.includes('=') && /^-?[A-Za-z]+$/.test(w))
      .join('')
      .replaceAll('-', '');
    const format = columnsOf(words);
    const all = process.processes();
    if (isApplet(process) || process.env.get('DRYDOCK_PS') === 'busybox') {
      await process.stdout.write(busybox(process, all, format));
      return 0;
    }
    const pids = words[words.indexOf('-p') + 1];
    const own = process.pty;
    const shown = all.filter((p) => {
      if (words.includes('-p') && pids !== undefined) return pids.split(',').includes(String(p.pid));
      return (
        /[eAx]/.test(flags) ||
        (p.tty !== undefined && (own !== undefined || flags.includes('a'))) ||
        p.pid === process.pid ||
        p.pid === process.ppid
      );
    });
    await process.stdout.write(
      table(
        process,
        shown,
        format ??
          (flags.includes('u')
            ? AUX
            : flags.includes('f')
              ? FULL
              : /[ax]/.test(flags) && !words[0]?.startsWith('-')
                ? BSD
                : SHORT),
      ),
    );
    return 0;
  },
};

interface Column {
  readonly title: string;
  readonly right?: boolean;
  readonly width?: number;
  cell(p: ProcessInfo, process: Process): string;
}

const command = (p: ProcessInfo): string => p.argv.join(' ') || '[unknown]';
const bare = (p: ProcessInfo): string => (p.argv[0] ?? '').replace(/^.*\//, '').replace(/^-/, '').slice(0, 15);
const start = (p: ProcessInfo, process: Process): string =>
  new Date(process.clock.epochMs + p.startMs).toISOString().slice(11, 16);
const user = (p: ProcessInfo, process: Process): string => nameOf(process.fs, '/etc/passwd', p.uid);

const COLUMNS: Readonly<Record<string, Column>> = {
  pid: { title: 'PID', right: true, width: 7, cell: (p) => String(p.pid) },
  ppid: { title: 'PPID', right: true, width: 7, cell: (p) => String(p.ppid) },
  pgid: { title: 'PGID', right: true, width: 7, cell: (p) => String(p.group) },
  user: { title: 'USER', width: 8, cell: user },
  uid: { title: 'UID', width: 8, cell: user },
  tty: { title: 'TTY', width: 8, cell: (p) => p.tty?.replace('/dev/', '') ?? '?' },
  tt: { title: 'TT', width: 8, cell: (p) => p.tty?.replace('/dev/', '') ?? '?' },
  time: { title: 'TIME', right: true, width: 8, cell: (p) => clockText(p.cpuMs) },
  cputime: { title: 'TIME', right: true, width: 6, cell: (p) => clockText(p.cpuMs).slice(1, 5) },
  comm: { title: 'CMD', cell: bare },
  cmd: { title: 'CMD', cell: command },
  args: { title: 'COMMAND', cell: command },
  command: { title: 'COMMAND', cell: command },
  stime: { title: 'STIME', width: 5, cell: start },
  start: { title: 'START', width: 7, cell: start },
  etime: {
    title: 'ELAPSED',
    right: true,
    width: 11,
    cell: (p, process) => clockText(process.clock.now() - p.startMs).replace(/^00:/, ''),
  },
  c: { title: 'C', right: true, width: 2, cell: () => '0' },
  '%cpu': {
    title: '%CPU',
    right: true,
    width: 4,
    cell: (p, process) => ((100 * p.cpuMs) / Math.max(1, process.clock.now() - p.startMs)).toFixed(1),
  },
  '%mem': {
    title: '%MEM',
    right: true,
    width: 4,
    cell: (p, process) => ((100 * p.memoryBytes) / process.host.memoryBytes).toFixed(1),
  },
  vsz: { title: 'VSZ', right: true, width: 6, cell: (p) => String(Math.round(p.memoryBytes / 512)) },
  rss: { title: 'RSS', right: true, width: 5, cell: (p) => String(Math.round(p.memoryBytes / 1024)) },
  stat: { title: 'STAT', width: 4, cell: (p) => p.state + (p.ppid === 0 ? 's' : '') },
  s: { title: 'S', width: 1, cell: (p) => p.state },
};

const pick = (...names: string[]): Column[] => names.map((name) => COLUMNS[name]!);
const SHORT = pick('pid', 'tty', 'time', 'comm');
const FULL = pick('uid', 'pid', 'ppid', 'c', 'stime', 'tty', 'time', 'cmd');
const AUX = pick('user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tty', 'stat', 'start', 'cputime', 'args');
const BSD = pick('pid', 'tty', 'stat', 'cputime', 'args');

/** The columns that -o asks for. */
function columnsOf(words: readonly string[]): Column[] | undefined {
  const at = words.findIndex((word) => /^(-[a-zA-Z]*o|--format|o|-o.+)$/.test(word));
  const list =
    words.find((word) => word.startsWith('--format='))?.slice(9) ??
    (at < 0 ? undefined : /^-o.+/.test(words[at]!) ? words[at]!.slice(2) : words[at + 1]);
  const columns = list?.split(/[,\s]+/).flatMap((item) => {
    const [name = '', title] = item.split('=');
    const column = COLUMNS[{ pcpu: '%cpu', pmem: '%mem', ucomm: 'comm', cmd: 'cmd' }[name] ?? name];
    return column
      ? [title === undefined ? (name === 'comm' ? { ...column, title: 'COMMAND' } : column) : { ...column, title }]
      : [];
  });
  return columns;
}

function table(process: Process, rows: readonly ProcessInfo[], columns: readonly Column[]): string {
  const cells = [columns.map((c) => c.title), ...rows.map((row) => columns.map((c) => c.cell(row, process)))];
  const widths = columns.map((c, i) => Math.max(c.width ?? 0, ...cells.map((row) => row[i]!.length)));
  const last = columns.length - 1;
  return cells
    .map(
      (row) =>
        `${row.map((cell, i) => (columns[i]!.right ? cell.padStart(widths[i]!) : i === last ? cell : cell.padEnd(widths[i]!))).join(' ')}\n`,
    )
    .join('');
}

function busybox(process: Process, rows: readonly ProcessInfo[], format: readonly Column[] | undefined): string {
  if (format) return table(process, rows, format);
  const lines = rows.map(
    (p) =>
      `${String(p.pid).padStart(5)} ${user(p, process).slice(0, 8).padEnd(8)} ${elapsed(p.cpuMs).padStart(6)} ${command(p)}\n`,
  );
  return `PID   USER     TIME  COMMAND\n${lines.join('')}`;
}

const elapsed = (ms: number): string =>
  `${String(Math.floor(ms / 60_000))}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;
