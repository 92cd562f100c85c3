import { atLeast, CommandError } from '#cli/command';
import type { ContainerInspect } from '#docker/api/container-inspect';
import type { ContainerWaitResponse } from '#docker/api/container-wait';
import { completeContainers, dockerCommand, forEachName } from '../docker-command';
import { Detached, followSize, proxySignals, stream, withRawTerminal } from '../streams/attach';
import { withoutInput } from './run';

/** docker container start: with -a or -i one container is attached to. */
export const start = dockerCommand({
  name: 'start',
  usage: 'CONTAINER [CONTAINER...]',
  aliasText: 'docker container start, docker start',
  short: 'Start one or more stopped containers',
  args: atLeast(1),
  flags: {
    attach: { kind: 'bool', short: 'a', help: 'Attach STDOUT/STDERR and forward signals' },
    checkpoint: { kind: 'string', help: 'Restore from this checkpoint' },
    'checkpoint-dir': { kind: 'string', help: 'Use a custom checkpoint storage directory' },
    'detach-keys': { kind: 'string', help: 'Override the key sequence for detaching a container' },
    interactive: { kind: 'bool', short: 'i', help: "Attach container's STDIN" },
  },
  complete: completeContainers('stopped'),
  async run(cli, { args, flags }) {
    if (flags.checkpoint !== '' || flags['checkpoint-dir'] !== '')
      throw new CommandError('drydock: docker checkpoint is not simulated yet');
    if (!flags.attach && !flags.interactive) {
      const left = new Set(args);
      await forEachName(cli, args, async (name) => {
        await cli.client.post(`/containers/${encodeURIComponent(name)}/start`);
        left.delete(name);
      });
      if (left.size > 0) throw new CommandError(`Error: failed to start containers: ${[...left].join(', ')}`);
      return 0;
    }
    if (args.length > 1) throw new CommandError('you cannot start and attach multiple containers at once');
    const { client } = cli;
    const { Id, Config, HostConfig } = await client.get<ContainerInspect>(
      `/containers/${encodeURIComponent(args[0]!)}/json`,
    );
    const stdin = flags.interactive && Config.OpenStdin;
    const query = { stream: true, stdin, stdout: true, stderr: true, detachKeys: flags['detach-keys'] || undefined };
    const connection = await client.hijack(`/containers/${Id}/attach`, undefined, { query });
    const condition = HostConfig.AutoRemove ? 'removed' : 'next-exit';
    const wait = client.post<ContainerWaitResponse>(`/containers/${Id}/wait`, undefined, { query: { condition } });
    wait.catch(() => undefined);
    const stops: (() => void)[] = [];
    try {
      return await withRawTerminal(cli.process, Config.Tty && stdin, async () => {
        if (!Config.Tty) stops.push(proxySignals(cli, Id));
        await client.post(`/containers/${Id}/start`);
        if (Config.Tty) stops.push(followSize(cli, `/containers/${Id}/resize`));
        try {
          await stream(cli, stdin ? connection : withoutInput(connection), {
            detachKeys: flags['detach-keys'],
            tty: Config.Tty,
          });
        } catch (error) {
          if (error instanceof Detached) return 0;
          throw error;
        }
        return (await cli.process.wait(wait)).StatusCode;
      });
    } finally {
      for (const stop of stops) stop();
    }
  },
});
