import { FileError } from '#vfs/filesystem';
import { parseSignal, SIGNAL_NUMBERS } from '#process/signals';
import { type Job, isDone, jobCode, jobLine } from '../jobs';
import { waitForeground } from '../exec/wait';
import type { Shell } from '../shell';
import { type Builtin, parseLetters, usage } from './builtin';

async function findJob(shell: Shell, name: string, spec: string | undefined): Promise<Job | undefined> {
  const found =
    spec === undefined
      ? shell.jobs.current
      : /^\d+$/.test(spec)
        ? shell.jobs.byPid(Number(spec))
        : shell.jobs.find(spec);
  if (found === 'ambiguous') {
    await shell.fail(name, `${spec!.replace(/^%/, '')}: ambiguous job spec`);
    return undefined;
  }
  if (!found) await shell.fail(name, `${spec ?? 'current'}: no such job`);
  return found;
}

export const jobs: Builtin = {
  name: 'jobs',
  synopsis: 'jobs [-lnprs] [jobspec ...] or jobs -x command [args]',
  async run(shell, args) {
    const { letters, rest, invalid } = parseLetters(args, 'lnprs');
    if (invalid) return usage(shell, jobs, invalid);
    let all = shell.jobs.all();
    if (rest.length > 0) {
      const wanted = await Promise.all(rest.map((spec) => findJob(shell, 'jobs', spec)));
      all = wanted.filter((job) => job !== undefined);
      if (all.length < rest.length) return 1;
    }
    if (letters.includes('r')) all = all.filter((job) => !isDone(job) && !job.stopped);
    if (letters.includes('s')) all = all.filter((job) => job.stopped);
    for (const job of all) {
      await shell.out(
        letters.includes('p') ? `${job.children[0]!.pid}\n` : jobLine(shell.jobs, job, letters.includes('l')) + '\n',
      );
    }
    for (const job of all) if (isDone(job)) shell.jobs.remove(job);
    return 0;
  },
};

async function resume(shell: Shell, job: Job): Promise<void> {
  if (!job.stopped) return;
  job.stopped = false;
  if (shell.options.has('monitor')) shell.process.kill(-job.group, 'SIGCONT');
  else for (const child of job.children) if (!child.status) shell.process.kill(child.pid, 'SIGCONT');
}

const noControl = async (shell: Shell, name: string): Promise<boolean> => {
  if (shell.options.has('monitor')) return false;
  await shell.fail(name, 'no job control');
  return true;
};

export const fg: Builtin = {
  name: 'fg',
  synopsis: 'fg [job_spec]',
  async run(shell, args) {
    if (await noControl(shell, 'fg')) return 1;
    const job = await findJob(shell, 'fg', args[0]);
    if (!job) return 1;
    await shell.out(job.text + '\n');
    shell.jobs.remove(job);
    await resume(shell, job);
    const codes = await waitForeground(shell, job.children, job.group, job.text);
    return codes.at(-1) ?? 0;
  },
};

export const bg: Builtin = {
  name: 'bg',
  synopsis: 'bg [job_spec ...]',
  async run(shell, args) {
    if (await noControl(shell, 'bg')) return 1;
    for (const spec of args.length > 0 ? args : [undefined]) {
      const job = await findJob(shell, 'bg', spec);
      if (!job) return 1;
      const mark = job === shell.jobs.current ? '+' : '-';
      await resume(shell, job);
      job.background = true;
      await shell.out(`[${job.number}]${mark} ${job.text} &\n`);
    }
    return 0;
  },
};

export const disown: Builtin = {
  name: 'disown',
  dialects: ['bash'],
  synopsis: 'disown [-h] [-ar] [jobspec ... | pid ...]',
  async run(shell, args) {
    const { letters, rest } = parseLetters(args, 'har');
    if (letters.includes('h')) return 0;
    if (letters.includes('a')) {
      for (const job of shell.jobs.all()) shell.jobs.remove(job);
      return 0;
    }
    for (const spec of rest.length > 0 ? rest : [undefined]) {
      const job = await findJob(shell, 'disown', spec);
      if (!job) return 1;
      shell.jobs.remove(job);
    }
    return 0;
  },
};

/** Waits for a promise; a signal with a trap, or Ctrl-C, ends the wait. */
async function waitOrTrap<T>(shell: Shell, promise: Promise<T>): Promise<T | undefined> {
  try {
    return await shell.interruptible(
      new Promise<T | undefined>((resolve, reject) => {
        shell.onTrap = () => {
          shell.process.clock.wake();
          resolve(undefined);
        };
        promise.then(resolve, reject);
        if (shell.pending.length > 0) shell.onTrap();
      }),
    );
  } finally {
    shell.onTrap = undefined;
  }
}

const trapCode = (shell: Shell): number => 128 + (SIGNAL_NUMBERS[`SIG${shell.pending[0] ?? 'INT'}` as 'SIGINT'] ?? 0);

async function waitJob(shell: Shell, job: Job): Promise<number> {
  const statuses = await waitOrTrap(shell, Promise.all(job.children.map((child) => child.exited)));
  if (!statuses) return trapCode(shell);
  job.reported = true;
  shell.jobs.remove(job);
  return jobCode(job);
}

export const wait: Builtin = {
  name: 'wait',
  synopsis: 'wait [-fn] [-p var] [id ...]',
  async run(shell, args) {
    const { letters, rest, invalid, values } = parseLetters(args, 'fnp:');
    if (invalid) return usage(shell, wait, invalid);
    if (letters.includes('n')) {
      const all =
        rest.length > 0
          ? rest.map((spec) => shell.jobs.find(spec)).filter((job) => job !== undefined && job !== 'ambiguous')
          : shell.jobs.all();
      if (all.length === 0) return 127;
      const first = await waitOrTrap(
        shell,
        Promise.race(all.map((job) => Promise.all(job.children.map((child) => child.exited)).then(() => job))),
      );
      if (!first) return trapCode(shell);
      const variable = values.get('p');
      if (variable !== undefined) shell.variables.set(variable, String(first.children.at(-1)!.pid));
      shell.jobs.remove(first);
      return jobCode(first);
    }
    if (rest.length === 0) {
      for (const job of shell.jobs.all()) {
        const code = await waitJob(shell, job);
        if (shell.pending.length > 0) return code;
      }
      return 0;
    }
    let status = 0;
    for (const spec of rest) {
      if (/^\d+$/.test(spec)) {
        const pid = Number(spec);
        const job = shell.jobs.byPid(pid);
        const child = job?.children.find((one) => one.pid === pid);
        if (job && child && child !== job.children.at(-1))
          status = (await waitOrTrap(shell, child.exited))?.code ?? trapCode(shell);
        else if (job) status = await waitJob(shell, job);
        else {
          const ended = shell.jobs.ended.get(pid);
          if (ended === undefined && shell.dialect === 'bash')
            await shell.fail('wait', `pid ${pid} is not a child of this shell`);
          status = ended ?? 127;
        }
        continue;
      }
      if (!spec.startsWith('%')) {
        await shell.fail('wait', `\`${spec}': not a pid or valid job spec`);
        status = 1;
        continue;
      }
      const job = await findJob(shell, 'wait', spec);
      status = job ? await waitJob(shell, job) : 127;
    }
    return status;
  },
};

export const kill: Builtin = {
  name: 'kill',
  synopsis: 'kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
  async run(shell, args) {
    let rest = args;
    let signal = 'TERM';
    const first = rest[0];
    if (first === '-l' || first === '-L') {
      if (rest[1] !== undefined) {
        const number = Number(rest[1]) > 128 ? String(Number(rest[1]) - 128) : rest[1];
        const found = parseSignal(number);
        if (!found) {
          await shell.fail('kill', `${rest[1]}: invalid signal specification`);
          return 1;
        }
        await shell.out(/^\d+$/.test(number) ? `${found.slice(3)}\n` : `${SIGNAL_NUMBERS[found]}\n`);
        return 0;
      }
      const names = Object.entries(SIGNAL_NUMBERS).map(([name, number]) => `${String(number).padStart(2)}) ${name}`);
      await shell.out(names.map((text, i) => text + (i % 5 === 4 ? '\n' : '\t')).join('') + '\n');
      return 0;
    }
    if (first === '-s' || first === '-n') {
      signal = rest[1] ?? '';
      rest = rest.slice(2);
    } else if (first !== undefined && /^-[A-Za-z0-9]/.test(first)) {
      signal = first.slice(1);
      rest = rest.slice(1);
    }
    if (rest[0] === '--') rest = rest.slice(1);
    const parsed = signal === '0' ? '0' : parseSignal(signal);
    if (!parsed) {
      await shell.fail('kill', `${signal}: invalid signal specification`);
      return 1;
    }
    if (rest.length === 0) return usage(shell, kill, undefined);
    let status = 0;
    for (const target of rest) if (!(await send(shell, target, parsed))) status = 1;
    return status;
  },
};

async function send(shell: Shell, target: string, signal: string): Promise<boolean> {
  let pids: number[];
  if (target.startsWith('%')) {
    const job = await findJob(shell, 'kill', target);
    if (!job) return false;
    pids = shell.options.has('monitor')
      ? [-job.group]
      : job.children.filter((child) => !child.status).map((child) => child.pid);
    if (job.stopped && (signal === 'SIGTERM' || signal === 'SIGHUP'))
      void Promise.resolve().then(() => resume(shell, job));
  } else if (/^-?\d+$/.test(target)) pids = [Number(target)];
  else {
    await shell.fail('kill', `${target}: arguments must be process or job IDs`);
    return false;
  }
  for (const pid of pids) {
    try {
      if (signal !== '0') shell.process.kill(pid, parseSignal(signal)!);
      else if (!shell.process.processes().some((one) => one.pid === pid)) throw new Error('No such process');
    } catch (error) {
      const words =
        error instanceof FileError && error.code === 'EPERM' ? 'Operation not permitted' : 'No such process';
      if (shell.dialect === 'bash') await shell.fail('kill', `(${target}) - ${words}`);
      else if (shell.dialect === 'ash') await shell.write(2, `${shell.name}: can't kill pid ${target}: ${words}\n`);
      else await shell.fail('kill', words);
      return false;
    }
  }
  return true;
}
