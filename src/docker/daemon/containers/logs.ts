import { encode } from '#io/streams';
import type { Frame } from '#network/http';
import type { Route } from '../call';
import { Channel } from '../channel';
import { errors } from '../errors';
import { findContainer } from '../lookup';
import type { LogEntry } from '../logs/log-store';
import { logOf } from '../logs/open';
import { queryTime } from '../time';

/** `docker logs`. */
export const logs: Route = {
  method: 'GET',
  path: '/containers/{id}/logs',
  handle: ({ daemon, params, query }) => {
    const container = findContainer(daemon, params['id']!);
    const [out, err] = [query.flag('stdout'), query.flag('stderr')];
    if (!out && !err) throw errors.logsNoStream();
    const log = logOf(daemon, container);
    if (!log) throw errors.logsUnreadable();
    const since = queryTime(query.get('since'));
    const until = queryTime(query.get('until'));
    const wants = (entry: LogEntry): boolean =>
      (entry.stream === 1 ? out : err) &&
      (since === undefined || entry.ms >= since) &&
      (until === undefined || entry.ms <= until);
    let past = [...log.entries()].filter(wants);
    const tail = query.get('tail');
    if (tail !== undefined && /^\d+$/.test(tail)) past = Number(tail) === 0 ? [] : past.slice(-Number(tail));
    const timestamps = query.flag('timestamps');
    const details = query.flag('details')
      ? detailsOf(container.record.hostConfig.LogConfig.Config ?? {}, container.record.config)
      : undefined;
    const frameOf = (entry: LogEntry): Frame => {
      const prefix = (timestamps ? `${entry.time} ` : '') + (details === undefined ? '' : `${details} `);
      return { stream: entry.stream, data: encode(prefix + entry.text) };
    };
    const tty = container.record.config.Tty;
    const live = new Channel<LogEntry>(daemon.host.clock, (entry) => entry.text.length);
    const over = until !== undefined && until <= daemon.host.clock.epochNow();
    if (query.flag('follow') && container.run && !over) {
      const stop = log.listen((entry) => {
        live.push(entry);
      });
      const end = (): void => {
        live.end();
      };
      container.exitWaiters.add(end);
      if (until !== undefined) daemon.host.clock.wakeAfter(until - daemon.host.clock.epochNow(), end);
      live.onClose(() => {
        stop();
        container.exitWaiters.delete(end);
      });
    } else live.end();
    const frames = (async function* (): AsyncGenerator<Frame> {
      for (const entry of past) yield frameOf(entry);
      for await (const entry of live) if (wants(entry)) yield frameOf(entry);
    })();
    const type = tty ? 'application/vnd.docker.raw-stream' : 'application/vnd.docker.multiplexed-stream';
    return { status: 200, headers: { 'content-type': type }, body: { kind: 'frames', frames, tty } };
  },
};

/** What `--log-opt labels=... env=...` adds to each line: `a=b,c=d`. */
function detailsOf(
  options: Readonly<Record<string, string>>,
  config: { readonly Labels: Record<string, string> | null; readonly Env: string[] | null },
): string {
  const found: [string, string][] = [];
  for (const name of (options['labels'] ?? '').split(',')) {
    const value = config.Labels?.[name];
    if (name !== '' && value !== undefined) found.push([name, value]);
  }
  for (const name of (options['env'] ?? '').split(',')) {
    const entry = config.Env?.find((e) => e.startsWith(`${name}=`));
    if (name !== '' && entry !== undefined) found.push([name, entry.slice(name.length + 1)]);
  }
  return found
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join(',');
}
