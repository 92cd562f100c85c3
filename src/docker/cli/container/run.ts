import { atLeast, CommandError } from '#cli/command';
import { EngineError } from '#docker/api/client';
import type { ContainerWaitResponse } from '#docker/api/container-wait';
import { completeImages, dockerCommand, isToldError, messageOf, type DockerCli } from '../docker-command';
import { refuseContentTrust } from '../registry/content-trust';
import { checkTty, Detached, followSize, NO_TTY, proxySignals, stream, withRawTerminal } from '../streams/attach';
import { allCreateFlags, createBody } from './options';
import { createContainer } from './pull-missing';

/** The exit code of a container that could not be started. Upstream: toStatusError. */
function startErrorCode(message: string): number {
  if (/executable file not found|no such file or directory|system cannot find the file/.test(message)) return 127;
  return /permission denied|not a directory|is a directory/i.test(message) ? 126 : 125;
}

/** docker container run: create, attach, start, and wait for the end. */
export const run = dockerCommand({
  name: 'run',
  usage: 'IMAGE [COMMAND] [ARG...]',
  aliasText: 'docker container run, docker run',
  short: 'Create and run a new container from an image',
  args: atLeast(1),
  stopAtArgs: true,
  flags: {
    ...allCreateFlags,
    pull: { ...allCreateFlags.pull, help: 'Pull image before running ("always", "missing", "never")' },
    detach: { kind: 'bool', short: 'd', help: 'Run container in background and print container ID' },
    'sig-proxy': { kind: 'bool', default: true, help: 'Proxy received signals to the process' },
    'detach-keys': { kind: 'string', help: 'Override the key sequence for detaching a container' },
  },
  complete: (cli, args) => (args.length === 0 ? completeImages(cli) : []),
  async run(cli, { args, flags, changed, path }) {
    const fail = (error: unknown, code = 125): never => {
      if (!isToldError(error)) throw error;
      if (error.message === NO_TTY) throw new CommandError(error.message);
      if (error.message.startsWith('drydock: ')) throw new CommandError(error.message);
      throw new CommandError(`docker: ${messageOf(error)}\n\nRun '${path} --help' for more information`, code);
    };
    try {
      refuseContentTrust(cli, flags['disable-content-trust'], changed.has('disable-content-trust'));
      const body = createBody(cli.process, flags, changed, args);
      const { name, platform, pull, quiet } = flags;
      if (!flags.detach) checkTty(cli.process, flags.interactive, flags.tty);
      if (flags.cidfile !== '' && cli.process.fs.exists(flags.cidfile)) {
        const asked = `make sure the other container isn't running or delete ${flags.cidfile}`;
        throw new CommandError(`container ID file found, ${asked}`);
      }
      if (flags.detach) {
        if (flags.attach.length > 0)
          throw new CommandError('conflicting options: cannot specify both --attach and --detach');
        Object.assign(body, { AttachStdin: false, AttachStdout: false, AttachStderr: false, StdinOnce: false });
      }
      if (!['always', 'missing', 'never'].includes(pull)) {
        throw new CommandError(`invalid pull option: '${pull}': must be one of "always", "missing" or "never"`);
      }
      if (flags.tty && cli.process.pty) body.HostConfig!.ConsoleSize = [cli.process.pty.rows, cli.process.pty.columns];
      const created = await createContainer(cli, body, { name, platform, pull, quiet });
      for (const warning of created.Warnings) await cli.err(`WARNING: ${warning}\n`);
      if (flags.cidfile !== '') cli.process.fs.writeFile(flags.cidfile, created.Id);
      if (flags.detach) {
        // The ID is printed even when the container cannot be started: it is there.
        try {
          await cli.client.post(`/containers/${created.Id}/start`);
        } finally {
          await cli.out(`${created.Id}\n`);
        }
        return 0;
      }
      return await attached(cli, created.Id, {
        tty: flags.tty,
        stdin: body.AttachStdin === true,
        stdout: body.AttachStdout === true,
        stderr: body.AttachStderr === true,
        remove: flags.rm,
        detachKeys: flags['detach-keys'],
        proxy: flags['sig-proxy'] && !flags.tty,
      });
    } catch (error) {
      const code = error instanceof EngineError ? startErrorCode(error.message) : 125;
      return fail(error, code);
    }
  },
});

interface Attach {
  tty: boolean;
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  remove: boolean;
  detachKeys: string;
  proxy: boolean;
}

async function attached(cli: DockerCli, id: string, options: Attach): Promise<number> {
  const { tty, stdin, stdout, stderr } = options;
  const connection = await cli.client.hijack(`/containers/${id}/attach`, undefined, {
    query: { stream: true, stdin, stdout, stderr, detachKeys: options.detachKeys || undefined },
  });
  const wait = cli.client.post<ContainerWaitResponse>(`/containers/${id}/wait`, undefined, {
    query: { condition: options.remove ? 'removed' : 'next-exit' },
  });
  wait.catch(() => undefined);
  const stops: (() => void)[] = [];
  try {
    return await withRawTerminal(cli.process, tty && stdin, async () => {
      if (options.proxy) stops.push(proxySignals(cli, id));
      await cli.client.post(`/containers/${id}/start`);
      if (tty) stops.push(followSize(cli, `/containers/${id}/resize`));
      try {
        await stream(cli, stdin ? connection : withoutInput(connection), options);
      } catch (error) {
        if (error instanceof Detached) return 0;
        throw error;
      }
      const { StatusCode, Error: failure } = await cli.process.wait(wait);
      if (failure) throw new CommandError(failure.Message);
      return StatusCode;
    });
  } finally {
    for (const stop of stops) stop();
  }
}

/** The same connection, to which nothing is sent. */
export const withoutInput = <C extends { tty: boolean; output: AsyncIterable<never> | AsyncIterable<unknown> }>(
  connection: C,
): C => ({ tty: connection.tty, output: connection.output }) as C;
