import { dockerCommand } from '../docker-command';

/** docker buildx version. */
export const version = dockerCommand({
  name: 'version',
  short: 'Show buildx version information',
  args: { min: 0, max: 0 },
  run: (cli) => cli.out('github.com/docker/buildx v0.29.1 a32761aeb3debd39be1eca514af3693af0db334b\n'),
});
