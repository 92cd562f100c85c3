import { nullDescriptor, readDescriptor, writeDescriptor } from '#process/descriptor';
import type { Descriptor } from '#process/process';
import { Pipe } from '#io/streams';
import { StartError, type MountSpec, type ProcessSpec, type SandboxSpec } from '#machine/sandbox';
import type { NamespaceControl } from '#network/topology';
import { NO_CONTENT, type Route } from '../call';
import type { HostConfig } from '../../api/host-config';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { DaemonError, errors } from '../errors';
import { after, LATENCY } from '../latency';
import { findContainer } from '../lookup';
import { Output } from '../output';
import { logOf } from '../logs/open';
import { NEVER, rfc3339Nano } from '../time';
import { sandboxMounts } from './sandbox-mounts';
import { confinementOf, devicesOf } from './confinement';
import { containerEvent } from './events';
import { onExit } from './exit';
import { startHealthChecks } from './health';
import { transition } from './lifecycle';
import { linkEnv } from './links';
import { setUpNetworking, tearDownNetworking } from './networking';
import { rootOf } from './populate';
import { removeContainer } from './remove';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Starts a container that does not run. Throws DaemonError. Upstream: moby daemon/start.go. */
export function startContainer(daemon: Daemon, container: Container, cause?: number): void {
  const { state } = container.record;
  if (state.status === 'removing' || state.status === 'dead' || container.removing) throw errors.startRemoving();
  daemon.host.clock.cancel(container.restartTimer);
  container.restartTimer = undefined;
  container.generation++;
  const before = daemon.cause;
  daemon.cause = cause ?? before;
  try {
    launch(daemon, container);
  } catch (error) {
    const failure = startFailure(daemon, container, error);
    if (container.record.hostConfig.AutoRemove && !container.removing) {
      removeContainer(daemon, container, { volumes: true, force: false });
    }
    throw failure;
  } finally {
    daemon.cause = before;
  }
}

function launch(daemon: Daemon, container: Container): void {
  const { record } = container;
  refuseDevices(record.hostConfig);
  mountEvents(daemon, container, 'mount');
  const namespace = setUpNetworking(daemon, container);
  const spec = sandboxSpec(daemon, container, namespace);
  const sandbox = daemon.host.sandbox(spec);
  const child = sandbox.start(processSpec(daemon, container));
  container.run = { sandbox, child, namespace, foreignNamespace: isForeign(record.hostConfig.NetworkMode) };
  const { state } = record;
  const at = daemon.watch.now();
  state.pid = sandbox.outerPid(child.pid);
  state.startedAt = rfc3339Nano(at);
  state.startedMs = at.ms;
  if (!state.everStarted) state.finishedAt = NEVER;
  state.everStarted = true;
  state.exitCode = 0;
  state.error = '';
  state.oomKilled = false;
  const seq = transition(daemon, container, 'start', { pid: state.pid });
  containerEvent(daemon, container, 'start');
  const { generation } = container;
  void child.exited.then((status) => {
    if (container.generation === generation) onExit(daemon, container, status, seq);
  });
  startHealthChecks(daemon, container);
}

/** No driver of this computer provides devices such as GPUs. Throws DaemonError. Upstream: moby daemon/devices.go. */
function refuseDevices({ DeviceRequests }: HostConfig): void {
  for (const request of (DeviceRequests ?? []) as {
    Driver?: string;
    Capabilities?: string[][] | null;
    DeviceIDs?: string[] | null;
  }[]) {
    if (request.Driver === 'cdi') {
      const names = (request.DeviceIDs ?? []).join(', ');
      throw new DaemonError(500, `CDI device injection failed: unresolvable CDI devices ${names}`);
    }
    const wanted = (request.Capabilities ?? []).map((set) => `[${set.join(' ')}]`).join(' ');
    throw new DaemonError(
      500,
      `could not select device driver ${JSON.stringify(request.Driver ?? '')} with capabilities: [${wanted}]`,
    );
  }
}

export const isForeign = (mode: string): boolean => mode === 'host' || mode.startsWith('container:');

/** Everything is undone; the container keeps the message and the exit code. */
function startFailure(daemon: Daemon, container: Container, error: unknown): unknown {
  const { record } = container;
  tearDownNetworking(daemon, container);
  mountEvents(daemon, container, 'unmount');
  daemon.host.dropSandbox(container.id);
  container.run = undefined;
  container.output?.end();
  container.output = undefined;
  container.giveUp();
  container.stdin = undefined;
  container.pty = undefined;
  if (error instanceof StartError) {
    const { exitCode } = error;
    // A user that does not exist is found out by the engine itself, the rest by runc.
    const own = error.message.startsWith('unable to find ');
    const message = own ? error.message : errors.createFailed(error.message);
    record.state.exitCode = own ? 126 : exitCode;
    record.state.error = message;
    error = new DaemonError(own ? 500 : exitCode === 126 || exitCode === 127 ? 400 : 500, message);
  } else if (error instanceof DaemonError) {
    record.state.exitCode = 128;
    record.state.error = error.message;
  }
  if (record.state.status === 'restarting') transition(daemon, container, 'startFailed');
  daemon.save(container);
  for (const wait of [...container.exitWaiters]) wait(record.state.exitCode);
  container.exitWaiters.clear();
  daemon.trace('fail', `container/${container.name}`, { error: record.state.error });
  return error;
}

/** Tells `mount` or `unmount` for each volume. */
export function mountEvents(daemon: Daemon, container: Container, action: 'mount' | 'unmount'): void {
  for (const mount of container.record.mounts) {
    if (mount.Type !== 'volume') continue;
    const common = { container: container.id, driver: mount.Driver ?? 'local' };
    const more =
      action === 'mount'
        ? { destination: mount.Destination, propagation: mount.Propagation, 'read/write': String(mount.RW) }
        : {};
    daemon.events.emit('volume', action, mount.Name ?? '', { ...common, ...more });
  }
}

function sandboxSpec(daemon: Daemon, container: Container, network: NamespaceControl): SandboxSpec {
  const { config, hostConfig } = container.record;
  const { Memory, NanoCpus, PidsLimit, CpuQuota, CpuPeriod } = hostConfig;
  const cpus = NanoCpus > 0 ? NanoCpus / 1e9 : CpuQuota > 0 ? CpuQuota / (CpuPeriod || 100_000) : undefined;
  const mounts: readonly MountSpec[] = sandboxMounts(daemon, container);
  return {
    id: container.id,
    hostname: hostConfig.UTSMode === 'host' ? daemon.host.info.hostname : config.Hostname,
    root: rootOf(daemon, container),
    readOnlyRoot: hostConfig.ReadonlyRootfs,
    mounts,
    network,
    limits: {
      ...(Memory > 0 && { memoryBytes: Memory }),
      ...(cpus !== undefined && { cpus }),
      ...(PidsLimit !== null && PidsLimit > 0 && { pids: PidsLimit }),
    },
    pid: pidNamespace(daemon, hostConfig.PidMode),
    init: hostConfig.Init ?? false,
    privileged: hostConfig.Privileged,
    confinement: confinementOf(container.record),
    groups: hostConfig.GroupAdd ?? [],
    devices: devicesOf(daemon, hostConfig.Devices ?? []),
  };
}

function pidNamespace(daemon: Daemon, mode: string): SandboxSpec['pid'] {
  if (mode === 'host') return 'host';
  if (!mode.startsWith('container:')) return 'private';
  const other = findContainer(daemon, mode.slice('container:'.length));
  if (!other.run) throw errors.conflict(`cannot join PID namespace of a non running container: ${other.id}`);
  return other.run.sandbox;
}

/** The environment of a container's main process. */
export function mainEnv(daemon: Daemon, container: Container): string[] {
  const { config } = container.record;
  const base = [
    PATH,
    `HOSTNAME=${config.Hostname}`,
    ...(config.Tty ? ['TERM=xterm'] : []),
    ...linkEnv(daemon, container),
  ];
  return overrideEnv(base, config.Env ?? []);
}

/** Variables of the second list replace those of the first at their place; a name alone takes one away. */
export function overrideEnv(base: readonly string[], own: readonly string[]): string[] {
  const out = new Map(base.map((entry) => [entry.split('=', 1)[0]!, entry]));
  for (const entry of own) {
    const name = entry.split('=', 1)[0]!;
    if (entry.includes('=')) out.set(name, entry);
    else out.delete(name);
  }
  return [...out.values()];
}

function processSpec(daemon: Daemon, container: Container): ProcessSpec {
  const { record } = container;
  const { config, hostConfig } = record;
  const log = logOf(daemon, container);
  const output = new Output(daemon.host.clock, (stream, data) => log?.write(stream, data));
  let fds: Map<number, Descriptor>;
  if (config.Tty) {
    const [rows, columns] = hostConfig.ConsoleSize;
    const pty = daemon.host.pty({ columns: columns || 80, rows: rows || 24 });
    container.pty = pty;
    container.pump = pumpTerminal(output, pty.output);
    const slave = daemon.host.terminal(pty);
    fds = new Map([0, 1, 2].map((fd) => [fd, slave.dup()]));
    slave.close();
  } else {
    container.stdin = config.OpenStdin ? new Pipe(daemon.host.clock) : undefined;
    fds = new Map([
      [0, container.stdin ? readDescriptor(container.stdin.reader, 'pipe:[1]') : nullDescriptor()],
      [1, writeDescriptor(output.writer(1), 'pipe:[2]')],
      [2, writeDescriptor(output.writer(2), 'pipe:[3]')],
    ]);
  }
  container.begin(output);
  return {
    argv: [record.path, ...record.args],
    env: mainEnv(daemon, container),
    cwd: config.WorkingDir || '/',
    user: config.User,
    fds,
  };
}

/** Hands what a terminal shows to the output; settles when it is hung up and all was read. */
export async function pumpTerminal(output: Output, from: { read(): Promise<Uint8Array | undefined> }): Promise<void> {
  for (let data = await from.read(); data; data = await from.read()) await output.write(1, data);
}

/** `docker start`. */
export const start: Route = {
  method: 'POST',
  path: '/containers/{id}/start',
  handle: async ({ daemon, params }) => {
    const container = findContainer(daemon, params['id']!);
    const { status } = container.record.state;
    if (status === 'paused') throw errors.startPaused();
    if (status === 'running' || container.run) throw errors.isRunning(container.id);
    container.record.state.manuallyStopped = false;
    container.record.restartCount = 0;
    container.restartDelay = 0;
    startContainer(daemon, container);
    await after(daemon, LATENCY.start);
    return NO_CONTENT;
  },
};
