import { atLeast } from '#cli/command';
import { completeImages, dockerCommand } from '../docker-command';
import { platformQuery } from '../options/platform';
import { inspect as inspectObjects } from '../formatter/inspect';

/** docker image inspect. */
export const inspect = dockerCommand({
  name: 'inspect',
  usage: 'IMAGE [IMAGE...]',
  short: 'Display detailed information on one or more images',
  args: atLeast(1),
  flags: {
    format: {
      kind: 'string',
      short: 'f',
      help: "Format output using a custom template:\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    platform: {
      kind: 'string',
      help: "Inspect a specific platform of the multi-platform image.\nIf the image or the server is not multi-platform capable, the command will error out if the platform does not match.\n'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)",
    },
  },
  complete: completeImages,
  run: (cli, { args, flags }) =>
    inspectObjects(cli, args, flags.format, (name) =>
      cli.client.get(`/images/${name}/json`, { query: { platform: platformQuery(flags.platform) } }),
    ),
});
