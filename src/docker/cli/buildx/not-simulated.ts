import { dockerCommand, type DockerCommand } from '../docker-command';

const missing = (name: string, short: string): DockerCommand =>
  dockerCommand({
    name,
    short,
    async run(cli) {
      await cli.err(`drydock: docker buildx ${name} is not simulated yet\n`);
      return 1;
    },
  });

/** Sub-commands of buildx that say that they are missing. */
export const notSimulated: readonly DockerCommand[] = [
  missing('bake', 'Build from a file'),
  missing('dap', 'Start debug adapter protocol compatible debugger'),
  missing('dial-stdio', 'Proxy current stdio streams to builder instance'),
  missing('history', 'Commands to work on build records'),
  missing('imagetools', 'Commands to work on images in registry'),
];
