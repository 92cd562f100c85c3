import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { ContainerLog } from './log-store';

/** The log of a container, opened when first needed; undefined when its driver keeps none. */
export function logOf(daemon: Daemon, container: Container): ContainerLog | undefined {
  const { Type, Config } = container.record.hostConfig.LogConfig;
  if (Type === 'none') return undefined;
  let log = daemon.logs.get(container.id);
  if (!log) {
    const { store, name } = daemon.host;
    log = new ContainerLog(store, name, container.id, daemon.watch, limitOf(Type, Config ?? {}));
    daemon.logs.set(container.id, log);
  }
  return log;
}

/** How many bytes `max-size` and `max-file` let a log have. */
function limitOf(
  type: string,
  options: Readonly<Record<string, string>>,
): { bytes: number; count: number } | undefined {
  const size = options['max-size'] ?? (type === 'local' ? '20m' : undefined);
  const match = /^(\d+)([kmg]?)b?$/i.exec(size ?? '');
  if (!match) return undefined;
  const unit = { '': 1, k: 1000, m: 1e6, g: 1e9 }[match[2]!.toLowerCase() as '' | 'k' | 'm' | 'g'];
  const files = Number(options['max-file'] ?? (type === 'local' ? 5 : 1));
  return { bytes: Number(match[1]) * unit, count: files };
}
