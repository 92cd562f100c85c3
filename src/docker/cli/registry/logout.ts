import { atMost } from '#cli/command';
import { HUB } from '../config-file';
import { dockerCommand } from '../docker-command';

/** docker logout. */
export const logout = dockerCommand({
  name: 'logout',
  usage: '[SERVER]',
  short: 'Log out from a registry',
  long: 'Log out from a registry.\nIf no server is specified, the default is defined by the daemon.',
  args: atMost(1),
  async run(cli, { args: [server = ''] }) {
    const registry =
      server === '' || server === 'docker.io' ? HUB : server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
    await cli.out(`Removing login credentials for ${registry}\n`);
    cli.config.erase(registry);
  },
});
