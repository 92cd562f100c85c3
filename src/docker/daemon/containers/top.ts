import { json } from '#network/http';
import type { ProcessInfo } from '#process/process';
import type { ContainerTop } from '../../api/container-top';
import type { Route } from '../call';
import { errors } from '../errors';
import { findContainer } from '../lookup';
import { isoSeconds } from '../time';

const two = (n: number): string => String(n).padStart(2, '0');

/** Processor time as ps has it: `00:00:07`. */
const cpuTime = (ms: number): string => {
  const s = Math.floor(ms / 1000);
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
};

interface Column {
  readonly title: string;
  value: (
    info: ProcessInfo,
    context: {
      readonly epochMs: number;
      readonly nowMs: number;
      readonly memoryBytes: number;
      user: (uid: number) => string;
    },
  ) => string;
}

const USER: Column['value'] = (info, { user }) => user(info.uid);
const PID: Column['value'] = (info) => String(info.pid);
const TTY: Column['value'] = (info) => info.tty?.replace('/dev/', '') ?? '?';
const CMD: Column['value'] = (info) => info.argv.join(' ');
const START: Column['value'] = (info, { epochMs }) => isoSeconds(epochMs + info.startMs).slice(11, 16);
const MEM: Column['value'] = (info, { memoryBytes }) => ((100 * info.memoryBytes) / memoryBytes).toFixed(1);
const RSS: Column['value'] = (info) => String(Math.round(info.memoryBytes / 1024));
const STAT: Column['value'] = (info) => info.state + (info.pid === info.group ? 's' : '');
const CPU = (info: ProcessInfo, nowMs: number): number => (100 * info.cpuMs) / Math.max(1000, nowMs - info.startMs);

const FULL: readonly Column[] = [
  { title: 'UID', value: USER },
  { title: 'PID', value: PID },
  { title: 'PPID', value: (info) => String(info.ppid) },
  { title: 'C', value: (info, { nowMs }) => String(Math.floor(CPU(info, nowMs))) },
  { title: 'STIME', value: START },
  { title: 'TTY', value: TTY },
  { title: 'TIME', value: (info) => cpuTime(info.cpuMs) },
  { title: 'CMD', value: CMD },
];

const BSD: readonly Column[] = [
  { title: 'USER', value: USER },
  { title: 'PID', value: PID },
  { title: '%CPU', value: (info, { nowMs }) => CPU(info, nowMs).toFixed(1) },
  { title: '%MEM', value: MEM },
  { title: 'VSZ', value: RSS },
  { title: 'RSS', value: RSS },
  { title: 'TTY', value: TTY },
  { title: 'STAT', value: STAT },
  { title: 'START', value: START },
  {
    title: 'TIME',
    value: (info) => `${String(Math.floor(info.cpuMs / 60000))}:${two(Math.floor(info.cpuMs / 1000) % 60)}`,
  },
  { title: 'COMMAND', value: CMD },
];

const SPECIFIERS: Readonly<Record<string, Column>> = {
  ...Object.fromEntries([...FULL, ...BSD].map((column) => [column.title.toLowerCase(), column])),
  user: BSD[0]!,
  uid: { title: 'UID', value: (info) => String(info.uid) },
  ppid: FULL[2]!,
  comm: { title: 'COMMAND', value: (info) => info.argv[0]?.split('/').at(-1) ?? '' },
  args: { title: 'COMMAND', value: CMD },
  cmd: FULL[7]!,
  rss: BSD[5]!,
  stat: BSD[7]!,
  pcpu: BSD[2]!,
  pmem: BSD[3]!,
  time: FULL[6]!,
};

function columnsOf(args: string): readonly Column[] {
  const words = args.trim().split(/\s+/);
  const at = words.findIndex((word) => /^-?e?o(?:$|\w)/.test(word) && word.includes('o') && !/^-?ef/.test(word));
  if (at >= 0 && /o$/.test(words[at]!) && words[at + 1] !== undefined) {
    return words[at + 1]!.split(',').map((name) => {
      const column = SPECIFIERS[name.toLowerCase()];
      if (!column) throw errors.topArgs(name);
      return column;
    });
  }
  return /^-?(?:aux|axu|u)\w*$/.test(words[0] ?? '') ? BSD : FULL;
}

/** `docker top`: what the machine's ps says of the container's processes. */
export const top: Route = {
  method: 'GET',
  path: '/containers/{id}/top',
  handle: ({ daemon, params, query }) => {
    const container = findContainer(daemon, params['id']!);
    if (!container.run) throw errors.notRunning(container.id);
    if (container.record.state.status === 'restarting') throw errors.execRestarting(container.id);
    const columns = columnsOf(query.get('ps_args') ?? '-ef');
    const { clock, info, files } = daemon.host;
    const users = files.exists('/etc/passwd') ? files.readText('/etc/passwd').split('\n') : [];
    const context = {
      epochMs: clock.epochMs,
      nowMs: clock.now(),
      memoryBytes: info.memoryBytes,
      user: (uid: number) =>
        users.map((line) => line.split(':')).find((row) => row[2] === String(uid))?.[0] ?? String(uid),
    };
    const processes = container.run.sandbox.processes().map((p) => columns.map((column) => column.value(p, context)));
    return json(200, { Processes: processes, Titles: columns.map((column) => column.title) } satisfies ContainerTop);
  },
};
