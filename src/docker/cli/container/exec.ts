import { atLeast } from '#cli/command';
import type { ExecCreateBody, ExecInspect, ExecStartBody } from '#docker/api/exec';
import type { IdResponse } from '#docker/api/id-response';
import { completeContainers, dockerCommand } from '../docker-command';
import { readPairs } from '../options/env-file';
import { validateEnv } from '../options/validate';
import { checkTty, Detached, followSize, stream, withRawTerminal } from '../streams/attach';
import { withoutInput } from './run';

const declared = {
  detach: { kind: 'bool', short: 'd', help: 'Detached mode: run command in the background' },
  'detach-keys': { kind: 'string', help: 'Override the key sequence for detaching a container' },
  env: { kind: 'list', short: 'e', help: 'Set environment variables' },
  'env-file': { kind: 'list', help: 'Read in a file of environment variables' },
  interactive: { kind: 'bool', short: 'i', help: 'Keep STDIN open even if not attached' },
  privileged: { kind: 'bool', help: 'Give extended privileges to the command' },
  tty: { kind: 'bool', short: 't', help: 'Allocate a pseudo-TTY' },
  user: { kind: 'string', short: 'u', help: 'Username or UID (format: `<name|uid>[:<group|gid>]`)' },
  workdir: { kind: 'string', short: 'w', help: 'Working directory inside the container' },
} as const;

/** docker container exec: another process in a running container. */
export const exec = dockerCommand({
  name: 'exec',
  usage: 'CONTAINER COMMAND [ARG...]',
  aliasText: 'docker container exec, docker exec',
  short: 'Execute a command in a running container',
  args: atLeast(2),
  stopAtArgs: true,
  flags: { ...declared, env: { ...declared.env, validate: validateEnv } },
  complete: (cli, args) => (args.length === 0 ? completeContainers('running')(cli) : []),
  async run(cli, { args: [container = '', ...command], flags }) {
    const { client, process } = cli;
    await client.get(`/containers/${encodeURIComponent(container)}/json`);
    const { detach, interactive, tty } = flags;
    if (!detach) checkTty(process, interactive, tty);
    const size: [number, number] | null = tty && process.pty ? [process.pty.rows, process.pty.columns] : null;
    const body: ExecCreateBody = {
      User: flags.user,
      Privileged: flags.privileged,
      Tty: tty,
      ConsoleSize: size,
      AttachStdin: !detach && interactive,
      AttachStdout: !detach,
      AttachStderr: !detach,
      DetachKeys: flags['detach-keys'],
      Env: readPairs(process, flags['env-file'], flags.env, true),
      WorkingDir: flags.workdir,
      Cmd: command,
    };
    const { Id } = await client.post<IdResponse>(`/containers/${encodeURIComponent(container)}/exec`, body);
    const started: ExecStartBody = { Detach: detach, Tty: tty, ConsoleSize: size };
    if (detach) {
      await client.post(`/exec/${Id}/start`, started);
      return 0;
    }
    const connection = await client.hijack(`/exec/${Id}/start`, started);
    const stop = tty ? followSize(cli, `/exec/${Id}/resize`) : undefined;
    try {
      await withRawTerminal(process, tty && interactive, () =>
        stream(cli, interactive ? connection : withoutInput(connection), { detachKeys: flags['detach-keys'], tty }),
      );
    } catch (error) {
      if (error instanceof Detached) return 0;
      throw error;
    } finally {
      stop?.();
    }
    return (await client.get<ExecInspect>(`/exec/${Id}/json`)).ExitCode ?? 0;
  },
});
