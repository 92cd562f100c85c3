import { dockerCommand } from '../docker-command';

/** docker buildx inspect: the engine's own builder. */
export const inspect = dockerCommand({
  name: 'inspect',
  usage: '[NAME]',
  short: 'Inspect current builder instance',
  args: { min: 0, max: 1 },
  async run(cli, { args }) {
    const name = args[0] ?? 'default';
    if (name !== 'default') {
      await cli.err(`ERROR: no builder ${JSON.stringify(name)} found\n`);
      return 1;
    }
    await cli.out(
      'Name:          default\nDriver:        docker\n\nNodes:\nName:             default\nEndpoint:         default\nStatus:           running\nBuildKit version: v0.25.1\nPlatforms:        linux/amd64, linux/amd64/v2, linux/amd64/v3, linux/386\n',
    );
    return 0;
  },
});
