import { atLeast } from '#cli/command';
import { completeVolumes, dockerCommand } from '../docker-command';
import { inspect as inspectObjects } from '../formatter/inspect';

/** docker volume inspect. */
export const inspect = dockerCommand({
  name: 'inspect',
  usage: 'VOLUME [VOLUME...]',
  short: 'Display detailed information on one or more volumes',
  args: atLeast(1),
  flags: {
    format: {
      kind: 'string',
      short: 'f',
      help: "Format output using a custom template:\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
  },
  complete: completeVolumes,
  run: (cli, { args, flags }) =>
    inspectObjects(cli, args, flags.format, (name) => cli.client.get(`/volumes/${encodeURIComponent(name)}`)),
});
