import { json } from '#network/http';
import type { ContainersPruneReport } from '../../api/prune';
import type { Route } from '../call';
import { errors } from '../errors';
import type { Daemon } from '../daemon';
import { Filters } from '../filters';
import { sizesOf } from './inspect';
import { removeContainer } from './remove';
import { queryTime } from '../time';

/** The moment of an `until` filter: a time, or a duration back from now; calendar milliseconds. */
export function untilOf(daemon: Daemon, filters: Filters): number | undefined {
  const [text] = filters.get('until');
  if (text === undefined) return undefined;
  const duration = goDurationMs(text);
  const ms = duration === undefined ? queryTime(text) : daemon.host.clock.epochNow() - duration;
  if (ms === undefined) throw errors.filterValue('until', text);
  return ms;
}

/** `1h30m` in milliseconds; undefined when it is none. */
export function goDurationMs(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    sum += Number(number) * { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }[unit as 'h' | 'm' | 's' | 'ms'];
  }
  return sum;
}

/** `docker container prune`. */
export const prune: Route = {
  method: 'POST',
  path: '/containers/prune',
  handle: ({ daemon, query }) => {
    const filters = Filters.parse(query.get('filters'), ['label', 'label!', 'until']);
    const until = untilOf(daemon, filters);
    const deleted: string[] = [];
    let reclaimed = 0;
    for (const container of [...daemon.containers.values()]) {
      const { record } = container;
      if (container.run || record.state.status === 'restarting' || container.removing) continue;
      if (!filters.labels(record.config.Labels) || (until !== undefined && record.createdMs > until)) continue;
      reclaimed += sizesOf(daemon, container).SizeRw;
      removeContainer(daemon, container, { volumes: false, force: false });
      deleted.push(record.id);
    }
    daemon.events.emit('container', 'prune', '', { reclaimed: String(reclaimed) });
    return json(200, {
      ContainersDeleted: deleted.length > 0 ? deleted : null,
      SpaceReclaimed: reclaimed,
    } satisfies ContainersPruneReport);
  },
};
