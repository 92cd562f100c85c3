import { decode, concat } from '#io/streams';
import type { HealthcheckResult } from '../../api/container-inspect';
import type { HealthConfig } from '#image/image';
import { StartError } from '#machine/sandbox';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { Output } from '../output';
import { rfc3339Nano } from '../time';
import { containerEvent } from './events';
import { createExec, startExec, type ExecInstance } from './exec';

const NS_PER_MS = 1e6;
const DEFAULTS = { interval: 30_000, timeout: 30_000, startPeriod: 0, startInterval: 5_000, retries: 3 };
const MAX_OUTPUT = 4096;
const MAX_LOG = 5;

interface Probe {
  readonly command: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly startInterval: number;
  readonly retries: number;
}

function probeOf(container: Container): Probe | undefined {
  const { Healthcheck: check, Shell } = container.record.config;
  const [kind, ...words] = check?.Test ?? [];
  if (!check || kind === undefined || kind === 'NONE') return undefined;
  const shell = Shell ?? ['/bin/sh', '-c'];
  const command = kind === 'CMD-SHELL' ? [...shell, words[0] ?? ''] : kind === 'CMD' ? words : undefined;
  if (!command) return undefined;
  const ms = (key: keyof HealthConfig, absent: number): number =>
    ((check[key] as number | undefined) || absent * NS_PER_MS) / NS_PER_MS;
  return {
    command,
    interval: ms('Interval', DEFAULTS.interval),
    timeout: ms('Timeout', DEFAULTS.timeout),
    startPeriod: ms('StartPeriod', DEFAULTS.startPeriod),
    startInterval: ms('StartInterval', DEFAULTS.startInterval),
    retries: check.Retries || DEFAULTS.retries,
  };
}

/** Begins to probe a container that has just started. Upstream: moby daemon/health.go. */
export function startHealthChecks(daemon: Daemon, container: Container): void {
  const { state } = container.record;
  const probe = probeOf(container);
  if (!probe) {
    delete state.health;
    return;
  }
  state.health = { status: 'starting', streak: 0, log: [] };
  daemon.save(container);
  let timer: number | undefined;
  let stopped = false;
  const startedMs = daemon.host.clock.now();
  const book = (): void => {
    const inStart = state.health?.status === 'starting' && daemon.host.clock.now() - startedMs < probe.startPeriod;
    const wait = inStart ? Math.min(probe.startInterval, probe.interval) : probe.interval;
    timer = daemon.host.clock.wakeAfter(wait, () => void once());
  };
  const once = async (): Promise<void> => {
    // A frozen container answers no probes; they go on when it does.
    if (container.record.state.status !== 'running') {
      if (!stopped) book();
      return;
    }
    const result = await runProbe(daemon, container, probe);
    if (stopped) return;
    record(daemon, container, probe, result, startedMs);
    book();
  };
  container.stopHealth = () => {
    stopped = true;
    daemon.host.clock.cancel(timer);
  };
  book();
}

async function runProbe(daemon: Daemon, container: Container, probe: Probe): Promise<HealthcheckResult> {
  const start = daemon.watch.text();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const output = new Output(daemon.host.clock, (_, data) => {
    if (size < MAX_OUTPUT) chunks.push(data.subarray(0, MAX_OUTPUT - size));
    size += data.length;
  });
  const exec = createExec(daemon, container, { Cmd: [...probe.command], AttachStdout: true, AttachStderr: true });
  let code: number;
  let note = '';
  try {
    const child = startExec(daemon, exec, { stdin: undefined, output });
    let timer: number | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = daemon.host.clock.wakeAfter(probe.timeout, () => {
        resolve(undefined);
      });
    });
    const ended = await Promise.race([child.exited, late]);
    daemon.host.clock.cancel(timer);
    if (ended) ({ code } = ended);
    else {
      code = -1;
      container.run?.sandbox.killProcess(child.pid, 'SIGKILL');
      note = `Health check exceeded timeout (${goDuration(probe.timeout)})`;
    }
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    code = -1;
    note = `OCI runtime exec failed: exec failed: unable to start container process: ${error.message}`;
  }
  output.end();
  forgetExec(daemon, container, exec);
  const text = note || decode(concat(chunks)) + (size > MAX_OUTPUT ? '...' : '');
  return { Start: start, End: rfc3339Nano(daemon.watch.now()), ExitCode: code, Output: text };
}

function forgetExec(daemon: Daemon, container: Container, exec: ExecInstance): void {
  daemon.execs.delete(exec.id);
  container.execs.delete(exec.id);
}

function record(
  daemon: Daemon,
  container: Container,
  probe: Probe,
  result: HealthcheckResult,
  startedMs: number,
): void {
  const { health } = container.record.state;
  if (!health) return;
  health.log.push(result);
  if (health.log.length > MAX_LOG) health.log.shift();
  const before = health.status;
  if (result.ExitCode === 0) {
    health.streak = 0;
    health.status = 'healthy';
  } else {
    const inStart = before === 'starting' && daemon.host.clock.now() - startedMs < probe.startPeriod;
    if (!inStart) {
      health.streak++;
      if (health.streak >= probe.retries) health.status = 'unhealthy';
    }
  }
  daemon.save(container);
  if (health.status === before) return;
  daemon.trace('health', `container/${container.name}`, { from: before, to: health.status, exitCode: result.ExitCode });
  containerEvent(daemon, container, `health_status: ${health.status}`);
}

/** A duration as Go prints it. */
function goDuration(ms: number): string {
  if (ms < 1000) return `${String(ms)}ms`;
  const seconds = ms / 1000;
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${String(minutes)}m${String(seconds % 60)}s` : `${String(seconds)}s`;
}
