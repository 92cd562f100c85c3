import type { AndOr, PipelineNode, Statement } from 'unbash';
import { ExitShell } from '../control';
import { jobLine } from '../jobs';
import type { Shell } from '../shell';
import { runCommand } from './command';
import { runPipeline, startPipeline } from './pipeline';
import { forkShell } from './subshell';
import { runPendingTraps, runTrap } from './traps';
import { markStops } from './wait';

/** Runs one statement of a list, in the foreground or (`&`) in the background. */
export async function runStatement(shell: Shell, statement: Statement): Promise<number> {
  const pause = shell.breathe();
  if (pause) await pause;
  if (shell.pending.length > 0) await runPendingTraps(shell);
  if (shell.options.has('noexec') && !shell.interactive) return 0;
  if (statement.background) {
    await runInBackground(shell, statement);
    return (shell.status = 0);
  }
  const status = await runNode(shell, statement.command);
  if (shell.pending.length > 0) await runPendingTraps(shell);
  return status;
}

async function runNode(shell: Shell, node: PipelineNode | AndOr): Promise<number> {
  if (node.type === 'AndOr') return runAndOr(shell, node);
  if (node.type === 'Pipeline')
    return checked(
      shell,
      await runPipeline(shell, node),
      node.prefixes.some((p) => p.type === 'Negation'),
    );
  const status = await runCommand(shell, node);
  switch (node.type) {
    case 'Command':
    case 'Subshell':
    case 'ArithmeticCommand':
    case 'TestCommand':
    case 'Redirected':
      return checked(shell, status, false);
    default:
      return status;
  }
}

async function runAndOr(shell: Shell, node: AndOr): Promise<number> {
  const last = node.commands.length - 1;
  let status = 0;
  for (let i = 0; i <= last; i++) {
    if (i > 0 && (status === 0) !== (node.operators[i - 1] === '&&')) continue;
    if (i === last) return runNode(shell, node.commands[i]!);
    shell.sheltered++;
    try {
      status = await runNode(shell, node.commands[i]!);
    } finally {
      shell.sheltered--;
    }
  }
  return (shell.status = status);
}

/** A failed command: the ERR trap, and the end of the shell with `set -e`. */
async function checked(shell: Shell, status: number, negated: boolean): Promise<number> {
  if (status === 0 || negated || shell.sheltered > 0) return status;
  if (shell.traps.has('ERR') && (shell.frames.length === 0 || shell.options.has('errtrace')))
    await runTrap(shell, 'ERR');
  if (shell.options.has('errexit')) throw new ExitShell(status);
  return status;
}

async function runInBackground(shell: Shell, statement: Statement): Promise<void> {
  const node = statement.command;
  const text = shell.textOf(node);
  const monitor = shell.options.has('monitor');
  const fds = new Map(shell.process.fds);
  let closing: (() => void) | undefined;
  if (!monitor) {
    const none = shell.process.open('/dev/null', 'r');
    fds.set(0, none);
    closing = () => none.close();
  }
  let children;
  if (node.type === 'Pipeline' && node.prefixes.length === 0) {
    children = await startPipeline(shell, node, { fds, background: true, ...(monitor && { group: 'new' as const }) });
  } else {
    const child = forkShell(shell, (sub) => runNode(sub, node), {
      fds,
      background: true,
      ...(monitor && { group: 'new' as const }),
    });
    children = [child];
  }
  closing?.();
  const job = shell.jobs.add(
    children,
    monitor ? children[0]!.pid : shell.process.group,
    text,
    shell.process.fs.cwd,
    true,
  );
  markStops(shell, job);
  shell.lastBackground = children.at(-1)!.pid;
  if (shell.interactive || shell.jobMessages) await shell.write(2, `[${job.number}] ${shell.lastBackground}\n`);
}

/** Tells of background jobs that ended, as an interactive shell does before a prompt. */
export async function reportJobs(shell: Shell): Promise<void> {
  for (const job of shell.jobs.all()) {
    const done = job.children.every((child) => child.status !== undefined);
    if (!done) continue;
    if (!job.reported && (shell.interactive || shell.jobMessages))
      await shell.write(2, jobLine(shell.jobs, job) + '\n');
    shell.jobs.remove(job);
  }
}
