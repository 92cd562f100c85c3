import { between } from '#cli/command';
import type { IdResponse } from '#docker/api/id-response';
import { completeContainers, dockerCommand } from '../docker-command';

/** docker container commit: an image of a container's files. */
export const commit = dockerCommand({
  name: 'commit',
  usage: 'CONTAINER [REPOSITORY[:TAG]]',
  aliasText: 'docker container commit, docker commit',
  short: "Create a new image from a container's changes",
  args: between(1, 2),
  flags: {
    author: { kind: 'string', short: 'a', help: 'Author (e.g., `John Hannibal Smith <hannibal@a-team.com>`)' },
    change: { kind: 'list', short: 'c', help: 'Apply Dockerfile instruction to the created image' },
    message: { kind: 'string', short: 'm', help: 'Commit message' },
    pause: { kind: 'bool', short: 'p', default: true, help: 'Pause container during commit' },
  },
  complete: (cli, args) => (args.length === 0 ? completeContainers()(cli) : []),
  async run(cli, { args: [container = '', reference = ''], flags }) {
    const colon = reference.lastIndexOf(':');
    const tagged = colon > reference.lastIndexOf('/');
    const { Id } = await cli.client.post<IdResponse>(
      '/commit',
      {},
      {
        query: {
          container,
          repo: tagged ? reference.slice(0, colon) : reference,
          tag: tagged ? reference.slice(colon + 1) : undefined,
          comment: flags.message || undefined,
          author: flags.author || undefined,
          changes: flags.change,
          pause: flags.pause ? undefined : false,
        },
      },
    );
    await cli.out(`${Id}\n`);
  },
});
