import type { CommandNode, Pipeline } from 'unbash';
import type { ChildProcess, Descriptor } from '#process/process';
import type { Shell } from '../shell';
import { runCommand } from './command';
import { spawnDirectly } from './external';
import { forkShell } from './subshell';
import { timed } from './time';
import { waitForeground } from './wait';
import { withFds } from './with-fds';

export interface StartOptions {
  readonly fds?: ReadonlyMap<number, Descriptor>;
  readonly group?: 'new';
  readonly background?: boolean;
}

/** Runs a pipeline in the foreground; sets PIPESTATUS. */
export async function runPipeline(shell: Shell, node: Pipeline): Promise<number> {
  const negations = node.prefixes.filter((prefix) => prefix.type === 'Negation').length;
  const time = node.prefixes.find((prefix) => prefix.type === 'Time');
  if (time) return timed(shell, time.posix !== undefined, () => finish(shell, node, negations));
  return finish(shell, node, negations);
}

async function finish(shell: Shell, node: Pipeline, negations: number): Promise<number> {
  if (negations > 0) shell.sheltered++;
  let status: number;
  try {
    status = await runStages(shell, node);
  } finally {
    if (negations > 0) shell.sheltered--;
  }
  if (negations % 2 === 1) status = status === 0 ? 1 : 0;
  return (shell.status = status);
}

async function runStages(shell: Shell, node: Pipeline): Promise<number> {
  if (node.commands.length === 0) return 0;
  if (node.commands.length === 1) return runCommand(shell, node.commands[0]!);
  const monitor = shell.options.has('monitor');
  let codes: number[];
  if (shell.shopt('lastpipe') && !monitor) codes = await runWithLast(shell, node);
  else {
    const children = await startPipeline(shell, node, monitor ? { group: 'new' } : {});
    codes = await waitForeground(shell, children, monitor ? children[0]!.pid : undefined, shell.textOf(node));
  }
  shell.pipeStatus = codes;
  const failed = shell.options.has('pipefail') ? [...codes].reverse().find((code) => code !== 0) : undefined;
  return failed ?? codes.at(-1) ?? 0;
}

/** With `shopt -s lastpipe` the last command runs in this shell. */
async function runWithLast(shell: Shell, node: Pipeline): Promise<number[]> {
  const { read, write } = shell.process.pipe();
  const rest: Pipeline = { ...node, commands: node.commands.slice(0, -1) };
  const children = await startPipeline(shell, rest, { fds: new Map(shell.process.fds).set(1, write) });
  write.close();
  const last = await withFds(shell, new Map([[0, read]]), () => runCommand(shell, node.commands.at(-1)!));
  read.close();
  const statuses = await shell.process.wait(Promise.all(children.map((child) => child.exited)));
  return [...statuses.map((status) => status.code), last];
}

/** Starts all commands of a pipeline, joined by pipes, and answers them without waiting. */
export async function startPipeline(shell: Shell, node: Pipeline, options: StartOptions): Promise<ChildProcess[]> {
  const children: ChildProcess[] = [];
  const outer = options.fds ?? shell.process.fds;
  let input: Descriptor | undefined;
  let group: 'new' | number | undefined = options.group;
  for (let i = 0; i < node.commands.length; i++) {
    const last = i === node.commands.length - 1;
    const pipe = last ? undefined : shell.process.pipe();
    const fds = new Map(outer);
    if (input) fds.set(0, input);
    if (pipe) {
      fds.set(1, pipe.write);
      if (node.operators[i] === '|&') fds.set(2, pipe.write);
    }
    const child = await startStage(shell, node.commands[i]!, fds, group, options.background ?? false);
    if (group === 'new') group = child.pid;
    children.push(child);
    input?.close();
    pipe?.write.close();
    input = pipe?.read;
  }
  return children;
}

async function startStage(
  shell: Shell,
  node: CommandNode,
  fds: Map<number, Descriptor>,
  group: 'new' | number | undefined,
  background: boolean,
): Promise<ChildProcess> {
  const where = group === undefined ? {} : { group };
  if (node.type === 'Command') {
    const direct = await spawnDirectly(shell, node, fds, group);
    if (direct) return direct;
  }
  return forkShell(shell, (sub) => runCommand(sub, node), { fds, background, ...where });
}
