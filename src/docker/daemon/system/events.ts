import type { EventMessage } from '../../api/event';
import type { Route } from '../call';
import { Channel } from '../channel';
import { Filters } from '../filters';
import { queryTime } from '../time';

const ACCEPTED = [
  'config',
  'container',
  'daemon',
  'event',
  'image',
  'label',
  'network',
  'node',
  'plugin',
  'scope',
  'secret',
  'service',
  'type',
  'volume',
];

function wanted(filters: Filters, event: EventMessage): boolean {
  const { Type, Action, Actor } = event;
  const name = Actor.Attributes['name'];
  const object = (type: string): boolean => {
    if (!filters.has(type)) return true;
    if (Type !== type)
      return type === 'image' && Type === 'container' && imageMatches(filters.get('image'), Actor.Attributes['image']);
    if (type === 'image')
      return imageMatches(filters.get('image'), Actor.ID) || imageMatches(filters.get('image'), name);
    return filters.get(type).some((word) => Actor.ID.startsWith(word) || name === word);
  };
  const actions = filters.get('event');
  return (
    (actions.length === 0 || actions.some((a) => a === Action || Action.startsWith(`${a}:`))) &&
    filters.exact('type', Type) &&
    filters.exact('scope', event.scope) &&
    filters.labels(Actor.Attributes) &&
    ['container', 'image', 'network', 'volume'].every(object)
  );
}

const imageMatches = (words: readonly string[], name: string | undefined): boolean =>
  name !== undefined && words.some((word) => word === name || word === name.replace(/:[^/]*$/, ''));

/** `docker events`. */
export const events: Route = {
  method: 'GET',
  path: '/events',
  handle: ({ daemon, query }) => {
    const filters = Filters.parse(query.get('filters'), ACCEPTED);
    const since = queryTime(query.get('since'));
    const until = queryTime(query.get('until'));
    const { clock } = daemon.host;
    const channel = new Channel<EventMessage>(clock);
    if (since !== undefined) {
      for (const event of daemon.events.past()) {
        const ms = event.timeNano / 1e6;
        if (ms >= since && (until === undefined || ms <= until) && wanted(filters, event)) channel.push(event);
      }
    }
    if (until !== undefined && until <= clock.epochNow()) channel.end();
    else {
      const stop = daemon.events.listen((event) => {
        if (wanted(filters, event)) channel.push(event);
      });
      channel.onClose(stop);
      if (until !== undefined) {
        clock.wakeAfter(until - clock.epochNow(), () => {
          channel.end();
        });
      }
    }
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { kind: 'objects', objects: channel },
    };
  },
};
