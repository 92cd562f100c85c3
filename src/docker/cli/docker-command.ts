import { command, CommandError, type Command } from '#cli/command';
import type { CompletionItem } from '#cli/completion';
import { EngineError, type EngineClient } from '#docker/api/client';
import type { ContainerSummary } from '#docker/api/container-summary';
import type { ImageSummary } from '#docker/api/image-summary';
import type { Network } from '#docker/api/network';
import type { VolumeList } from '#docker/api/volume';
import type { Process } from '#process/process';
import type { ConfigFile } from './config-file';

/** What the docker commands work with: the process they run in, the daemon, and ~/.docker/config.json. */
export interface DockerCli {
  readonly process: Process;
  readonly client: EngineClient;
  readonly config: ConfigFile;
  /** The context in use and the daemon's address. */
  readonly context: { readonly name: string; readonly host: string };
  readonly plugins: readonly DockerPlugin[];
  /** Whether `-D` was given. */
  readonly debug: boolean;
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => Promise<void>;
}

/** A program of its own that docker starts for a first word (`docker compose`). */
export interface DockerPlugin {
  readonly name: string;
  readonly short: string;
  readonly version: string;
  readonly path: string;
  /** `args` are the words after the plugin's name; answers the exit code. */
  run(process: Process, args: readonly string[]): Promise<number>;
  complete?(process: Process, words: readonly string[]): Promise<readonly CompletionItem[]>;
}

export type DockerCommand = Command<DockerCli>;

/** Declares one docker command. */
export const dockerCommand = command<DockerCli>();

/** An error's words as docker prints them. */
export const messageOf = (error: unknown): string => {
  if (error instanceof EngineError) return `Error response from daemon: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
};

/** Whether the error is one that a learner is told, and no fault of ours. */
export const isToldError = (error: unknown): error is Error =>
  error instanceof EngineError ||
  error instanceof CommandError ||
  (error instanceof Error &&
    ['FileError', 'NetworkError', 'TemplateError', 'OptionError', 'ReferenceFormatError'].includes(error.name));

/** Does the work for each name, prints the names that went well and tells all failures at the end; answers the exit code. */
export async function forEachName(
  cli: DockerCli,
  names: readonly string[],
  work: (name: string) => Promise<string | undefined> | Promise<void>,
): Promise<number> {
  let failed = 0;
  const failures: string[] = [];
  for (const name of names) {
    try {
      const line = await work(name);
      if (line !== '') await cli.out(`${line ?? name}\n`);
    } catch (error) {
      if (!isToldError(error)) throw error;
      failed = 1;
      failures.push(messageOf(error));
    }
  }
  if (failures.length > 0) await cli.err(`${failures.join('\n')}\n`);
  return failed;
}

/** Asks `WARNING! ... [y/N]` on the terminal; without one the answer is what standard input says. */
export async function confirmed(cli: DockerCli, question: string): Promise<boolean> {
  await cli.out(`${question} [y/N] `);
  const chunk = await cli.process.stdin.read();
  const answer = chunk ? new TextDecoder().decode(chunk).trim() : '';
  return answer.toLowerCase() === 'y';
}

/** `a=b` flags as the API's filters; throws for one without `=`. */
export function filtersFrom(flags: readonly string[]): Record<string, string[]> {
  const filters: Record<string, string[]> = {};
  for (const flag of flags) {
    if (flag === '') continue;
    const at = flag.indexOf('=');
    if (at < 0)
      throw new CommandError(
        'invalid argument "' + flag + '" for "-f, --filter" flag: bad format of filter (expected name=value)',
        125,
      );
    const name = flag.slice(0, at).trim().toLowerCase();
    (filters[name] ??= []).push(flag.slice(at + 1).trim());
  }
  return filters;
}

/** `key=value` and `key` as a map. */
export const keyValues = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

const quietly = async <T>(ask: () => Promise<T>, otherwise: T): Promise<T> => {
  try {
    return await ask();
  } catch {
    // Completion says nothing when the daemon cannot be asked.
    return otherwise;
  }
};

/** Offers containers, by name; `running` only those that run. */
export const completeContainers =
  (which: 'all' | 'running' | 'stopped' = 'all') =>
  (cli: DockerCli): Promise<CompletionItem[]> =>
    quietly(async () => {
      const list = await cli.client.get<ContainerSummary[]>('/containers/json', { query: { all: true } });
      return list
        .filter((c) => which === 'all' || (c.State === 'running') === (which === 'running'))
        .map((c) => ({ value: c.Names[0]!.slice(1), description: `${c.Image}, ${c.Status}` }));
    }, []);

export const completeImages = (cli: DockerCli): Promise<CompletionItem[]> =>
  quietly(async () => {
    const list = await cli.client.get<ImageSummary[]>('/images/json');
    return list.flatMap((image) =>
      (image.RepoTags ?? []).filter((t) => !t.includes('<none>')).map((value) => ({ value })),
    );
  }, []);

export const completeNetworks = (cli: DockerCli): Promise<CompletionItem[]> =>
  quietly(
    async () => (await cli.client.get<Network[]>('/networks')).map((n) => ({ value: n.Name, description: n.Driver })),
    [],
  );

export const completeVolumes = (cli: DockerCli): Promise<CompletionItem[]> =>
  quietly(
    async () =>
      (await cli.client.get<VolumeList>('/volumes')).Volumes.map((v) => ({ value: v.Name, description: v.Driver })),
    [],
  );
