import { CommandError } from '#cli/command';
import { EngineClient } from '#docker/api/client';
import type { HttpHandler } from '#network/http';
import type { Process } from '#process/process';
import { ConfigFile } from './config-file';
import { ContextStore, DEFAULT_HOST } from './context/store';
import type { DockerCli, DockerPlugin } from './docker-command';

export interface ConnectOptions {
  readonly directory: string;
  /** `-H`; '' when it was not given. */
  readonly host: string;
  /** `--context`; '' when it was not given. */
  readonly context: string;
  readonly plugins: readonly DockerPlugin[];
  /** `-D`. */
  readonly debug: boolean;
}

/** Which daemon to talk to, by flags, environment and the context in use; nothing is sent yet. Throws CommandError. */
export function openCli(process: Process, { directory, host, context, plugins, debug }: ConnectOptions): DockerCli {
  const config = new ConfigFile(process, directory);
  const chosen = endpoint(process, config, host, context);
  return {
    process,
    config,
    plugins,
    debug,
    context: chosen,
    client: new EngineClient(dial(process, chosen.host)),
    out: async (text) => {
      if (text !== '') await process.stdout.write(text);
    },
    err: async (text) => {
      if (text !== '') await process.stderr.write(text);
    },
  };
}

function endpoint(process: Process, config: ConfigFile, host: string, context: string): { name: string; host: string } {
  const fail = (reason: string): never => {
    throw new CommandError(`Failed to initialize: unable to resolve docker endpoint: ${reason}`);
  };
  const checked = (address: string): string =>
    /^(unix|tcp|http|https|ssh|npipe|fd):\/\//.test(address)
      ? address
      : address.includes('://')
        ? fail(`invalid bind address format: ${address}`)
        : `tcp://${address}`;
  if (host !== '' && context !== '') fail('conflicting options: cannot specify both --host and --context');
  if (host !== '') return { name: 'default', host: checked(host) };
  const fromEnvironment = process.env.get('DOCKER_HOST') ?? '';
  const name =
    context ||
    (fromEnvironment !== ''
      ? 'default'
      : (process.env.get('DOCKER_CONTEXT') ?? config.saved.currentContext ?? 'default')) ||
    'default';
  if (name === 'default') return { name, host: fromEnvironment === '' ? DEFAULT_HOST : checked(fromEnvironment) };
  try {
    return { name, host: new ContextStore(process, config.directory).get(name).Endpoints.docker.Host };
  } catch (error) {
    return fail((error as Error).message);
  }
}

/** The daemon at an address; connecting waits for the first request. */
function dial(process: Process, host: string): HttpHandler {
  const cannot = (): never => {
    throw new CommandError(cannotConnect(host));
  };
  if (host.startsWith('unix://')) {
    let handler: HttpHandler | undefined;
    return (request) => {
      try {
        handler ??= process.dialUnix(host.slice('unix://'.length));
      } catch (error) {
        const denied = (error as { code?: string }).code === 'EACCES';
        if (denied) {
          throw new CommandError(
            `permission denied while trying to connect to the Docker daemon socket at ${host}: ${request.method} "http://%2Fvar%2Frun%2Fdocker.sock${request.target}": dial unix ${host.slice(7)}: connect: permission denied`,
          );
        }
        return cannot();
      }
      return handler(request);
    };
  }
  const match = /^(?:tcp|http):\/\/([^:/]+):(\d+)/.exec(host);
  if (!match) {
    return () => {
      throw new CommandError(`drydock: connecting to ${host} is not simulated yet`);
    };
  }
  const [, address = '', port = ''] = match;
  return async (request) => {
    const target = address === 'localhost' ? '127.0.0.1' : address;
    try {
      const socket = await process.wait(process.net.connect({ address: target, port: Number(port) }));
      if (!socket.http) return cannot();
      return await socket.http(request);
    } catch (error) {
      if ((error as Error).name === 'NetworkError') return cannot();
      throw error;
    }
  };
}

const cannotConnect = (host: string): string =>
  `Cannot connect to the Docker daemon at ${host}. Is the docker daemon running?`;

/** The words for a daemon that does not answer, or undefined when the error is another. */
export const unreachable = (error: Error, host: string): string | undefined =>
  error.name === 'NetworkError' && (error as { code?: string }).code === 'ECONNREFUSED'
    ? cannotConnect(host)
    : undefined;
