import { CommandError, noArgs } from '#cli/command';
import { filtersOf } from '#docker/api/client';
import type { EventMessage } from '#docker/api/event';
import { dockerCommand, filtersFrom } from '../docker-command';
import { formatted } from '../formatter/inspect';
import { timestamp } from '../options/timestamp';
import { awaited } from '../streams/frames';

/** An event as `docker events` prints it. */
export function eventText(event: EventMessage): string {
  const millis = Math.trunc(event.timeNano / 1e6);
  const nanos = String(Math.trunc(event.timeNano % 1e6)).padStart(6, '0');
  const time = `${new Date(millis).toISOString().slice(0, -1)}${nanos}Z`;
  const attributes = Object.entries(event.Actor.Attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  return `${time} ${event.Type} ${event.Action} ${event.Actor.ID}${attributes.length > 0 ? ` (${attributes.join(', ')})` : ''}`;
}

/** docker system events: what happens, as it happens. */
export const events = dockerCommand({
  name: 'events',
  aliasText: 'docker system events, docker events',
  short: 'Get real time events from the server',
  args: noArgs,
  flags: {
    filter: { kind: 'list', short: 'f', typeName: 'filter', help: 'Filter output based on conditions provided' },
    format: {
      kind: 'string',
      help: "Format output using a custom template:\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    since: { kind: 'string', help: 'Show all events created since timestamp' },
    until: { kind: 'string', help: 'Stream events until this timestamp' },
  },
  async run(cli, { flags }) {
    const now = cli.process.clock.epochNow();
    const messages = await cli.client.objects<EventMessage>('GET', '/events', undefined, {
      query: {
        since: timestamp(flags.since, now, ''),
        until: timestamp(flags.until, now, ''),
        filters: filtersOf(filtersFrom(flags.filter)),
      },
    });
    for await (const event of awaited(cli.process, messages)) {
      if (flags.format === '') await cli.out(`${eventText(event)}\n`);
      else if (flags.format === 'json') await cli.out(`${JSON.stringify(event)}\n`);
      else {
        try {
          await cli.out(
            formatted(
              {
                ...event,
                Status: event.status,
                ID: event.id,
                From: event.from,
                Time: event.time,
                TimeNano: event.timeNano,
                Actor: { ...event.Actor, Attributes: event.Actor.Attributes },
              },
              flags.format,
            ),
          );
        } catch (error) {
          throw new CommandError(
            `Error parsing format: ${(error as Error).message.replace('template parsing error: ', '')}`,
            64,
          );
        }
      }
    }
  },
});
