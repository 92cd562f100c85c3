import { atMost, CommandError } from '#cli/command';
import type { AuthResponse } from '#docker/api/auth';
import { readText } from '#io/streams';
import { HUB } from '../config-file';
import { dockerCommand, type DockerCli } from '../docker-command';

/** docker login: keeps a registry's user and password in ~/.docker/config.json. */
export const login = dockerCommand({
  name: 'login',
  usage: '[SERVER]',
  short: 'Authenticate to a registry',
  long: 'Authenticate to a registry.\nDefaults to Docker Hub if no server is specified.',
  args: atMost(1),
  flags: {
    password: { kind: 'string', short: 'p', help: 'Password or Personal Access Token (PAT)' },
    'password-stdin': { kind: 'bool', help: 'Take the Password or Personal Access Token (PAT) from stdin' },
    username: { kind: 'string', short: 'u', help: 'Username' },
  },
  async run(cli, { args: [server = ''], flags, changed }) {
    if (changed.has('password')) {
      await cli.err('WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n');
      if (flags['password-stdin'])
        throw new CommandError('conflicting options: cannot specify both --password and --password-stdin');
    }
    const registry =
      server === '' || server === 'docker.io' ? HUB : server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
    let { username, password } = flags;
    if (flags['password-stdin']) {
      if (username === '') throw new CommandError('the --password-stdin option requires --username to be set');
      password = (await readText(cli.process.stdin)).replace(/\r?\n$/, '');
    }
    if (username === '' || password === '') {
      if (!cli.process.isTTY(0))
        throw new CommandError('Error: Cannot perform an interactive login from a non TTY device');
      if (username === '') username = await ask(cli, 'Username: ', true);
      if (username === '') throw new CommandError('Error: Non-null Username Required');
      if (password === '') password = await ask(cli, 'Password: ', false);
      if (password === '') throw new CommandError('Error: Password Required');
    }
    const { Status } = await cli.client.post<AuthResponse>('/auth', { username, password, serveraddress: registry });
    cli.config.store(registry, username, password);
    const { path } = cli.config;
    await cli.err(
      `\nWARNING! Your credentials are stored unencrypted in '${path}'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n`,
    );
    if (Status !== '') await cli.out(`${Status}\n`);
  },
});

async function ask(cli: DockerCli, prompt: string, echo: boolean): Promise<string> {
  await cli.out(prompt);
  const { pty } = cli.process;
  const before = pty?.mode;
  if (pty && !echo) pty.mode = { ...pty.mode, echo: false };
  try {
    const chunk = await cli.process.stdin.read();
    return chunk ? new TextDecoder().decode(chunk).trim() : '';
  } finally {
    if (pty && before) pty.mode = before;
    if (!echo) await cli.out('\n');
  }
}
