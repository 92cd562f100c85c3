import { CommandError, exactly } from '#cli/command';
import type { ContainerInspect } from '#docker/api/container-inspect';
import type { ContainerWaitResponse } from '#docker/api/container-wait';
import { completeContainers, dockerCommand } from '../docker-command';
import { checkTty, Detached, followSize, proxySignals, stream, withRawTerminal } from '../streams/attach';
import { withoutInput } from './run';

/** docker container attach: join the streams of a running container. */
export const attach = dockerCommand({
  name: 'attach',
  usage: 'CONTAINER',
  aliasText: 'docker container attach, docker attach',
  short: 'Attach local standard input, output, and error streams to a running container',
  args: exactly(1),
  flags: {
    'detach-keys': { kind: 'string', help: 'Override the key sequence for detaching a container' },
    'no-stdin': { kind: 'bool', help: 'Do not attach STDIN' },
    'sig-proxy': { kind: 'bool', default: true, help: 'Proxy all received signals to the process' },
  },
  complete: completeContainers('running'),
  async run(cli, { args, flags }) {
    const { client } = cli;
    const { Id, Config, State } = await client.get<ContainerInspect>(
      `/containers/${encodeURIComponent(args[0]!)}/json`,
    );
    if (!State.Running) throw new CommandError('cannot attach to a stopped container, start it first');
    if (State.Paused) throw new CommandError('cannot attach to a paused container, unpause it first');
    if (State.Restarting) throw new CommandError('cannot attach to a restarting container, wait until it is running');
    const stdin = !flags['no-stdin'] && Config.OpenStdin;
    checkTty(cli.process, stdin, Config.Tty);
    const query = { stream: true, stdin, stdout: true, stderr: true, detachKeys: flags['detach-keys'] || undefined };
    const wait = client.post<ContainerWaitResponse>(`/containers/${Id}/wait`);
    wait.catch(() => undefined);
    const connection = await client.hijack(`/containers/${Id}/attach`, undefined, { query });
    const stops: (() => void)[] = [];
    if (flags['sig-proxy'] && !Config.Tty) stops.push(proxySignals(cli, Id));
    if (Config.Tty) stops.push(followSize(cli, `/containers/${Id}/resize`));
    try {
      return await withRawTerminal(cli.process, Config.Tty && stdin, async () => {
        try {
          await stream(cli, stdin ? connection : withoutInput(connection), {
            detachKeys: flags['detach-keys'],
            tty: Config.Tty,
          });
        } catch (error) {
          if (error instanceof Detached) throw new CommandError(error.message);
          throw error;
        }
        return (await cli.process.wait(wait)).StatusCode;
      });
    } finally {
      for (const stop of stops) stop();
    }
  },
});
