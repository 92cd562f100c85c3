import { atLeast } from '#cli/command';
import { completeContainers, dockerCommand } from '../docker-command';
import { inspect as inspectObjects } from '../formatter/inspect';

/** docker container inspect. */
export const inspect = dockerCommand({
  name: 'inspect',
  usage: 'CONTAINER [CONTAINER...]',
  short: 'Display detailed information on one or more containers',
  args: atLeast(1),
  flags: {
    format: {
      kind: 'string',
      short: 'f',
      help: "Format output using a custom template:\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    size: { kind: 'bool', short: 's', help: 'Display total file sizes' },
  },
  complete: completeContainers(),
  run: (cli, { args, flags }) =>
    inspectObjects(cli, args, flags.format, (name) =>
      cli.client.get(`/containers/${encodeURIComponent(name)}/json`, { query: { size: flags.size || undefined } }),
    ),
});
