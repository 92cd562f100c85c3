import { complete, type CompletionItem } from '#cli/completion';
import type { Process } from '#process/process';
import type { Flavor } from '../engine/labels';
import { ComposeError } from '../errors';
import type { ComposeCommand } from './command';
import { ComposeCli } from './compose-cli';
import { GLOBAL_FLAGS } from './global-flags';
import { composeCommands } from './index';

/** Commands whose arguments are no services. */
const WITHOUT_SERVICES = new Set(['ls', 'version', 'cp', 'publish', 'bridge']);
/** Commands that take one service first, and words of their own after it. */
const ONE_SERVICE = new Set(['exec', 'run', 'port', 'attach', 'commit', 'export']);

/** What may follow `docker compose` or `docker-compose`: commands, flags, services with their images. */
export async function completeCompose(
  process: Process,
  words: readonly string[],
  flavor: Flavor,
  load?: ConstructorParameters<typeof ComposeCli>[3],
): Promise<CompletionItem[]> {
  const files = words.flatMap((word, i) => (word === '-f' || word === '--file' ? [words[i + 1] ?? ''] : []));
  const selection = { files: files.filter((file) => file !== ''), envFiles: [], profiles: ['*'] };
  const cli = new ComposeCli(
    process,
    flavor,
    { selection, progress: '', ansi: 'auto', dryRun: false, allResources: false },
    load,
    true,
  );
  const services = async (name: string, args: readonly string[]): Promise<CompletionItem[]> => {
    if (WITHOUT_SERVICES.has(name) || (ONE_SERVICE.has(name) && args.length > 0)) return [];
    try {
      const project = await cli.project([], { resolveEnvFiles: false });
      return Object.entries(project.services)
        .filter(([service]) => !args.includes(service))
        .map(([value, { image, build }]) => ({
          value: name === 'scale' ? `${value}=` : value,
          description: typeof image === 'string' ? image : build === undefined ? '' : 'built here',
        }));
    } catch (error) {
      // A file that cannot be read has no services to offer.
      if (error instanceof ComposeError) return [];
      throw error;
    }
  };
  const root: ComposeCommand = {
    name: 'compose',
    short: '',
    flags: GLOBAL_FLAGS,
    commands: composeCommands.map((command) => ({ ...command, complete: (_, args) => services(command.name, args) })),
  };
  return complete(root, cli, words);
}
