import type { ChildProcess, ExitStatus } from '#process/process';
import { Interrupted } from '../control';
import { type Job, jobLine, signalWords } from '../jobs';
import type { Shell } from '../shell';

/** Waits for a foreground pipeline; answers each process's code, or 148 when it was stopped (and is a job then). */
export async function waitForeground(
  shell: Shell,
  children: readonly ChildProcess[],
  group: number | undefined,
  text: string,
): Promise<number[]> {
  const { pty } = shell.process;
  const own = shell.process.group;
  const controls = group !== undefined && pty !== undefined && shell.options.has('monitor');
  if (controls) pty.foreground = group;
  shell.foreground = group;
  try {
    const stopped = await raceStop(shell, children);
    if (stopped) {
      const job = shell.jobs.add(children, group ?? children[0]!.pid, text, shell.process.fs.cwd, false);
      markStops(shell, job);
      job.stopped = true;
      if (shell.jobMessages || shell.interactive) await shell.write(2, `\n${jobLine(shell.jobs, job)}\n`);
      return [148];
    }
  } finally {
    shell.foreground = undefined;
    if (controls) pty.foreground = own;
  }
  const statuses = children.map((child) => child.status!);
  await report(shell, children.at(-1)!, statuses.at(-1)!, text);
  if (shell.catchesInterrupt && statuses.some((status) => status.signal === 'SIGINT') && group !== undefined) {
    throw new Interrupted();
  }
  return statuses.map((status) => status.code);
}

/** Keeps a job's `stopped` true to its processes. */
export function markStops(shell: Shell, job: Job): void {
  for (const child of job.children) {
    child.onStop((stopped) => {
      if (job.stopped === stopped) return;
      job.stopped = stopped;
      if (stopped) shell.jobs.touch(job);
    });
  }
}

async function raceStop(shell: Shell, children: readonly ChildProcess[]): Promise<boolean> {
  const ended = Promise.all(children.map((child) => child.exited));
  if (!shell.options.has('monitor')) {
    await waitThrough(shell, ended);
    return false;
  }
  let stop: (stopped: boolean) => void = () => undefined;
  const stopped = new Promise<boolean>((resolve) => (stop = resolve));
  for (const child of children) child.onStop((now) => now && stop(true));
  return shell.process.wait(Promise.race([ended.then(() => false), stopped]));
}

/** A script that gets SIGINT while a command runs dies of it only when the command does. Upstream: bash jobs.c, wait_for. */
async function waitThrough(shell: Shell, ended: Promise<readonly ExitStatus[]>): Promise<void> {
  if (shell.catchesInterrupt || shell.traps.has('INT') || shell.level > 0) {
    await shell.process.wait(ended);
    return;
  }
  let came = false;
  const before = shell.process.on('SIGINT', () => (came = true));
  try {
    const statuses = await shell.process.wait(ended);
    if (before === 'default') shell.process.on('SIGINT', 'default');
    if (came && before === 'default' && statuses.at(-1)?.signal === 'SIGINT')
      shell.process.kill(shell.process.pid, 'SIGINT');
  } finally {
    shell.process.on('SIGINT', before);
  }
}

/** What bash says of a command that a signal killed. */
async function report(shell: Shell, child: ChildProcess, status: ExitStatus, text: string): Promise<void> {
  const { signal } = status;
  if (!signal || signal === 'SIGPIPE') return;
  if (signal === 'SIGINT') {
    if (shell.interactive) await shell.write(2, '\n');
    return;
  }
  if (shell.catchesInterrupt) await shell.write(2, `${signalWords(signal)}\n`);
  else if (shell.dialect === 'bash' && signal !== 'SIGTERM')
    await shell.complain(`${String(child.pid).padStart(5)} ${signalWords(signal).padEnd(23)} ${text}`);
  else await shell.write(2, `${signalWords(signal)}\n`);
}
