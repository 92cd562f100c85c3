import type { ChildProcess } from '#process/process';

/** One pipeline that the shell started and did not wait for, or that was stopped. */
export interface Job {
  readonly number: number;
  readonly group: number;
  readonly children: readonly ChildProcess[];
  readonly text: string;
  readonly cwd: string;
  background: boolean;
  stopped: boolean;
  /** Told to the user already. */
  reported: boolean;
}

const MAX_JOBS = 4096;

/** The shell's jobs, with the current (`%+`) and the previous one. */
export class JobTable {
  #jobs = new Map<number, Job>();
  #recent: number[] = [];
  /** The jobs of the parent, which `jobs` in a subshell still shows. */
  #inherited: readonly Job[] = [];
  /** Every background process that ended, for a later `wait PID`. */
  readonly ended = new Map<number, number>();

  inherited(): JobTable {
    const table = new JobTable();
    table.#inherited = this.all();
    return table;
  }

  add(children: readonly ChildProcess[], group: number, text: string, cwd: string, background: boolean): Job {
    if (this.#jobs.size >= MAX_JOBS) this.forgetEnded();
    const number = Math.max(0, ...this.#jobs.keys()) + 1;
    const job: Job = { number, group, children, text, cwd, background, stopped: false, reported: false };
    this.#jobs.set(number, job);
    this.touch(job);
    return job;
  }

  touch(job: Job): void {
    this.#recent = [...this.#recent.filter((n) => n !== job.number), job.number];
  }

  remove(job: Job): void {
    this.#jobs.delete(job.number);
    this.#recent = this.#recent.filter((n) => n !== job.number);
    const last = job.children.at(-1);
    if (last?.status) this.ended.set(last.pid, last.status.code);
  }

  forgetEnded(): void {
    for (const job of this.all()) if (isDone(job)) this.remove(job);
  }

  all(): Job[] {
    const own = [...this.#jobs.values()].sort((a, b) => a.number - b.number);
    return own.length > 0 ? own : [...this.#inherited];
  }

  get size(): number {
    return this.#jobs.size;
  }

  get current(): Job | undefined {
    const stopped = [...this.#recent].reverse().find((n) => this.#jobs.get(n)?.stopped);
    return this.#jobs.get(stopped ?? this.#recent.at(-1) ?? -1);
  }

  get previous(): Job | undefined {
    const current = this.current;
    const others = this.#recent.filter((n) => n !== current?.number);
    const stopped = [...others].reverse().find((n) => this.#jobs.get(n)?.stopped);
    return this.#jobs.get(stopped ?? others.at(-1) ?? -1);
  }

  byPid(pid: number): Job | undefined {
    return this.all().find((job) => job.group === pid || job.children.some((child) => child.pid === pid));
  }

  /** What `%1`, `%+`, `%-`, `%name` and `%?text` mean. */
  find(spec: string): Job | 'ambiguous' | undefined {
    const text = spec.replace(/^%/, '');
    if (text === '' || text === '+' || text === '%') return this.current;
    if (text === '-') return this.previous ?? this.current;
    if (/^\d+$/.test(text)) return this.#jobs.get(Number(text));
    const wanted = text.startsWith('?') ? text.slice(1) : undefined;
    const found = this.all().filter((job) =>
      wanted === undefined ? job.text.startsWith(text) : job.text.includes(wanted),
    );
    return found.length > 1 ? 'ambiguous' : found[0];
  }
}

/** Whether every process of the job has ended. */
export const isDone = (job: Job): boolean => job.children.every((child) => child.status !== undefined);

/** The job's exit code: that of its last process. */
export const jobCode = (job: Job): number => job.children.at(-1)?.status?.code ?? 0;

const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  SIGHUP: 'Hangup',
  SIGINT: 'Interrupt',
  SIGQUIT: 'Quit',
  SIGILL: 'Illegal instruction',
  SIGABRT: 'Aborted',
  SIGKILL: 'Killed',
  SIGSEGV: 'Segmentation fault',
  SIGPIPE: 'Broken pipe',
  SIGALRM: 'Alarm clock',
  SIGTERM: 'Terminated',
  SIGUSR1: 'User defined signal 1',
  SIGUSR2: 'User defined signal 2',
};

/** What a shell says of a process that a signal killed. */
export const signalWords = (signal: string): string => SIGNAL_WORDS[signal] ?? signal;

/** `Running`, `Stopped`, `Done`, `Exit 3`, `Terminated`. */
export function jobState(job: Job): string {
  if (!isDone(job)) return job.stopped ? 'Stopped' : 'Running';
  const status = job.children.at(-1)?.status;
  if (status?.signal) return signalWords(status.signal);
  return status && status.code !== 0 ? `Exit ${status.code}` : 'Done';
}

/** A line of `jobs`: `[1]+  Running                 sleep 9 &`. */
export function jobLine(table: JobTable, job: Job, long = false): string {
  const mark = job === table.current ? '+' : job === table.previous ? '-' : ' ';
  const state = jobState(job);
  const pid = long ? `${String(job.group).padStart(5)} ` : '';
  const tail = state === 'Running' ? ' &' : '';
  return `[${job.number}]${mark} ${long ? pid : ' '}${state.padEnd(24)}${job.text}${tail}`;
}
