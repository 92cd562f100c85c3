import { parseDuration } from '#cli/duration';
import { filtersOf } from '#docker/api/client';
import type { EventMessage } from '#docker/api/event';
import { LABEL } from '../engine/labels';
import { ComposeError } from '../errors';
import { goJson } from '../model/render';
import { composeCommand } from './command';

/** A moment as the daemon wants it: seconds of the epoch. `10m` is as long ago. Throws ComposeError. */
function timeOf(text: string, nowMs: number): string | undefined {
  if (text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return String(at / 1000);
  try {
    return String((nowMs - parseDuration(text) / 1e6) / 1000);
  } catch {
    throw new ComposeError(`failed to parse value as time or duration: ${JSON.stringify(text)}`);
  }
}

/** compose events. */
export const events = composeCommand({
  name: 'events',
  usage: '[SERVICE...]',
  short: 'Receive real time events from containers',
  flags: {
    json: { kind: 'bool', help: 'Output events as a stream of json objects' },
    since: { kind: 'string', help: 'Show all events created since timestamp' },
    until: { kind: 'string', help: 'Stream events until this timestamp' },
  },
  async run(cli, { args, flags }) {
    const legacy = cli.flavor.generation === 1;
    const project = await cli.projectName();
    const stream = await cli.client.objects<EventMessage>('GET', '/events', undefined, {
      query: {
        filters: filtersOf({ label: [`${LABEL.project}=${project}`], type: ['container'] }),
        since: timeOf(flags.since, cli.process.clock.epochNow()),
        until: timeOf(flags.until, cli.process.clock.epochNow()),
      },
    });
    const iterator = stream[Symbol.asyncIterator]();
    for (
      let next = await cli.process.wait(iterator.next());
      !next.done;
      next = await cli.process.wait(iterator.next())
    ) {
      const { Actor, Action, timeNano } = next.value;
      const service = Actor.Attributes[LABEL.service] ?? '';
      if (
        Actor.Attributes[LABEL.oneoff] === 'True' ||
        (args.length > 0 && !args.includes(service)) ||
        (legacy && /^exec_/.test(Action))
      )
        continue;
      const attributes = Object.fromEntries(
        Object.entries(Actor.Attributes)
          .filter(([key]) => !key.startsWith('com.docker.compose.'))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
      const time = new Date(timeNano / 1e6).toISOString().replace('T', ' ').replace('Z', '');
      const micros = `${time}${String(Math.floor((timeNano / 1e3) % 1000)).padStart(3, '0')}`;
      if (flags.json)
        await cli.out(
          `${goJson({ action: Action, attributes, id: Actor.ID, service, time: new Date(timeNano / 1e6).toISOString(), type: 'container' })}\n`,
        );
      else
        await cli.out(
          `${micros} container ${Action} ${Actor.ID} (${Object.entries(attributes)
            .map(([key, value]) => `${key}=${value}`)
            .join(', ')})\n${legacy ? '' : '\n'}`,
        );
    }
  },
});
