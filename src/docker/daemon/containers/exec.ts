import { Pipe, decode, encode } from '#io/streams';
import { json, type Frame } from '#network/http';
import type { Pty } from '#io/pty';
import { StartError } from '#machine/sandbox';
import { nullDescriptor, readDescriptor, writeDescriptor } from '#process/descriptor';
import type { ChildProcess, Descriptor } from '#process/process';
import type { ExecCreateBody, ExecInspect, ExecStartBody } from '../../api/exec';
import { bodyObject, OK_EMPTY, type Route } from '../call';
import { Channel } from '../channel';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { after, LATENCY } from '../latency';
import { findContainer } from '../lookup';
import { Output } from '../output';
import { containerEvent } from './events';
import { hijacked } from './hijack';
import { mainEnv, overrideEnv, pumpTerminal } from './start';

/** A command in a running container; gone with the engine. */
export interface ExecInstance {
  readonly id: string;
  readonly container: Container;
  readonly body: ExecCreateBody;
  running: boolean;
  started: boolean;
  exitCode: number | null;
  pid: number;
  pty: Pty | undefined;
}

/** Where the streams of an exec's process lead. */
export interface ExecStreams {
  readonly stdin: Pipe | undefined;
  readonly output: Output;
}

/** Checks that commands can run in a container now. Throws DaemonError. */
export function requireExecutable(container: Container, word: string): void {
  const { status } = container.record.state;
  if (status === 'paused') throw errors.execPaused(word);
  if (status === 'restarting') throw errors.execRestarting(container.id);
  if (!container.run) throw errors.execNotRunning(container.id);
}

/** Registers a command, without running it. */
export function createExec(daemon: Daemon, container: Container, body: ExecCreateBody): ExecInstance {
  const id = daemon.newId();
  const exec: ExecInstance = {
    id,
    container,
    body,
    running: false,
    started: false,
    exitCode: null,
    pid: 0,
    pty: undefined,
  };
  daemon.execs.set(id, exec);
  container.execs.add(id);
  execEvent(daemon, exec, 'exec_create');
  return exec;
}

function execEvent(daemon: Daemon, exec: ExecInstance, action: string): void {
  const command = (exec.body.Cmd ?? []).join(' ');
  containerEvent(daemon, exec.container, `${action}: ${command}`, { execID: exec.id });
}

/** Runs a registered command. Throws StartError. */
export function startExec(
  daemon: Daemon,
  exec: ExecInstance,
  streams: ExecStreams,
  size?: [number, number] | null,
): ChildProcess {
  const { container, body } = exec;
  requireExecutable(container, container.name);
  exec.started = true;
  const { config } = container.record;
  const fds = body.Tty ? terminalOf(daemon, exec, streams.output, size) : pipesOf(body, streams);
  const env = overrideEnv([...mainEnv(daemon, container), ...(body.Tty ? ['TERM=xterm'] : [])], body.Env ?? []);
  let child: ChildProcess;
  execEvent(daemon, exec, 'exec_start');
  try {
    child = container.run!.sandbox.exec({
      argv: body.Cmd ?? [],
      env,
      cwd: body.WorkingDir || config.WorkingDir || '/',
      user: body.User || config.User,
      fds,
    });
  } catch (error) {
    exec.exitCode = error instanceof StartError ? error.exitCode : 126;
    exec.pty?.hangUp();
    throw error;
  }
  exec.running = true;
  exec.pid = container.run!.sandbox.outerPid(child.pid);
  void child.exited.then(({ code }) => {
    exec.running = false;
    exec.exitCode = code;
    containerEvent(daemon, container, 'exec_die', { execID: exec.id, exitCode: String(code) });
  });
  return child;
}

function terminalOf(
  daemon: Daemon,
  exec: ExecInstance,
  output: Output,
  size: [number, number] | null | undefined,
): Map<number, Descriptor> {
  const [rows, columns] = size ?? exec.body.ConsoleSize ?? [0, 0];
  const pty = daemon.host.pty({ columns: columns || 80, rows: rows || 24 });
  exec.pty = pty;
  exec.container.pumps.set(exec.id, pumpTerminal(output, pty.output));
  const slave = daemon.host.terminal(pty);
  const fds = new Map([0, 1, 2].map((fd) => [fd, slave.dup()]));
  slave.close();
  return fds;
}

const pipesOf = (body: ExecCreateBody, { stdin, output }: ExecStreams): Map<number, Descriptor> =>
  new Map([
    [0, stdin ? readDescriptor(stdin.reader) : nullDescriptor()],
    [1, body.AttachStdout === false ? nullDescriptor() : writeDescriptor(output.writer(1))],
    [2, body.AttachStderr === false ? nullDescriptor() : writeDescriptor(output.writer(2))],
  ]);

/** `docker exec`, first half. */
export const execCreate: Route = {
  method: 'POST',
  path: '/containers/{id}/exec',
  handle: async (call) => {
    const { daemon, params } = call;
    const body = (await bodyObject<ExecCreateBody>(call)) ?? {};
    if ((body.Cmd?.length ?? 0) === 0) throw errors.execEmpty();
    const word = params['id']!;
    const container = findContainer(daemon, word);
    requireExecutable(container, word);
    return json(201, { Id: createExec(daemon, container, body).id });
  },
};

/** `docker exec`, second half. */
export const execStart: Route = {
  method: 'POST',
  path: '/exec/{id}/start',
  handle: async (call) => {
    const { daemon } = call;
    const exec = findExec(daemon, call.params['id']!);
    const body = (await bodyObject<ExecStartBody>(call)) ?? {};
    if (exec.running) throw errors.execStarted(exec.id);
    if (exec.started) throw errors.execFinished(exec.id);
    requireExecutable(exec.container, exec.container.id);
    exec.started = true;
    await after(daemon, LATENCY.exec);
    const output = new Output(daemon.host.clock, () => undefined);
    if (body.Detach) {
      runDetached(daemon, exec, output);
      return OK_EMPTY;
    }
    const stdin = exec.body.AttachStdin && !exec.body.Tty ? new Pipe(daemon.host.clock) : undefined;
    const channel = new Channel<Frame>(daemon.host.clock, (frame) => frame.data.length);
    output.attach(channel);
    try {
      const child = startExec(daemon, exec, { stdin, output }, body.ConsoleSize);
      void child.exited.then(() => endExec(exec, output));
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      void output.write(1, encode(`${errors.execFailed(error.message)}\r\n`));
      output.end();
    }
    const input = exec.body.AttachStdin ? inputOf(exec, stdin) : undefined;
    return hijacked(call, { tty: exec.body.Tty ?? false, input, output: channel });
  },
};

function runDetached(daemon: Daemon, exec: ExecInstance, output: Output): void {
  try {
    const child = startExec(daemon, exec, { stdin: undefined, output });
    void child.exited.then(() => endExec(exec, output));
  } catch (error) {
    if (error instanceof StartError) throw errors.invalid(errors.execFailed(error.message));
    throw error;
  }
}

async function endExec(exec: ExecInstance, output: Output): Promise<void> {
  exec.pty?.hangUp();
  await exec.container.pumps.get(exec.id);
  exec.container.pumps.delete(exec.id);
  output.end();
}

const inputOf = (
  exec: ExecInstance,
  stdin: Pipe | undefined,
): { write(data: Uint8Array): Promise<void>; close(): void } => ({
  write: async (data) => {
    if (exec.pty) exec.pty.type(decode(data));
    else await stdin?.write(data).catch(() => undefined);
  },
  close: () => stdin?.close(),
});

/** Throws `No such exec instance: x`. */
export function findExec(daemon: Daemon, id: string): ExecInstance {
  const exec = daemon.execs.get(id);
  if (!exec) throw errors.noExec(id);
  return exec;
}

/** `docker inspect` of an exec, by which the client learns the exit code. */
export const execInspect: Route = {
  method: 'GET',
  path: '/exec/{id}/json',
  handle: ({ daemon, params }) => {
    const exec = findExec(daemon, params['id']!);
    const { body } = exec;
    const [entrypoint = '', ...args] = body.Cmd ?? [];
    const view: ExecInspect = {
      ID: exec.id,
      Running: exec.running,
      ExitCode: exec.exitCode,
      ProcessConfig: {
        tty: body.Tty ?? false,
        entrypoint,
        arguments: args,
        privileged: body.Privileged ?? false,
        ...(body.User && { user: body.User }),
      },
      OpenStdin: body.AttachStdin ?? false,
      OpenStderr: body.AttachStderr ?? false,
      OpenStdout: body.AttachStdout ?? false,
      CanRemove: false,
      ContainerID: exec.container.id,
      DetachKeys: body.DetachKeys ?? '',
      Pid: exec.pid,
    };
    return json(200, view);
  },
};

/** The terminal's new size. */
export const execResize: Route = {
  method: 'POST',
  path: '/exec/{id}/resize',
  handle: ({ daemon, params, query }) => {
    const exec = findExec(daemon, params['id']!);
    exec.pty?.resize(query.number('w') ?? 80, query.number('h') ?? 24);
    return OK_EMPTY;
  },
};

/** The terminal's new size. */
export const resize: Route = {
  method: 'POST',
  path: '/containers/{id}/resize',
  handle: ({ daemon, params, query }) => {
    const container = findContainer(daemon, params['id']!);
    if (!container.run) throw errors.notRunning(container.id);
    container.pty?.resize(query.number('w') ?? 80, query.number('h') ?? 24);
    return OK_EMPTY;
  },
};
