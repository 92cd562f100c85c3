import { atLeast } from '#cli/command';
import { completeNetworks, dockerCommand } from '../docker-command';
import { inspect as inspectObjects } from '../formatter/inspect';

/** docker network inspect. */
export const inspect = dockerCommand({
  name: 'inspect',
  usage: 'NETWORK [NETWORK...]',
  short: 'Display detailed information on one or more networks',
  args: atLeast(1),
  flags: {
    format: {
      kind: 'string',
      short: 'f',
      help: "Format output using a custom template:\n'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\nRefer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates",
    },
    verbose: { kind: 'bool', short: 'v', help: 'Verbose output for diagnostics' },
  },
  complete: completeNetworks,
  run: (cli, { args, flags }) =>
    inspectObjects(cli, args, flags.format, (name) =>
      cli.client.get(`/networks/${encodeURIComponent(name)}`, { query: { verbose: flags.verbose || undefined } }),
    ),
});
