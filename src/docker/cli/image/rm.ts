import { atLeast, CommandError } from '#cli/command';
import { EngineError } from '#docker/api/client';
import type { ImageDeleteItem } from '#docker/api/image-delete';
import { completeImages, dockerCommand, messageOf } from '../docker-command';

/** docker image rm (docker rmi): take names away, and what has none left. */
export const rm = dockerCommand({
  name: 'rm',
  usage: 'IMAGE [IMAGE...]',
  aliases: ['remove'],
  aliasText: 'docker image rm, docker image remove, docker rmi',
  short: 'Remove one or more images',
  args: atLeast(1),
  flags: {
    force: { kind: 'bool', short: 'f', help: 'Force removal of the image' },
    'no-prune': { kind: 'bool', help: 'Do not delete untagged parents' },
    platform: {
      kind: 'strings',
      help: 'Remove only the given platform variant. Formatted as `os[/arch[/variant]]` (e.g., `linux/amd64`)',
    },
  },
  complete: completeImages,
  async run(cli, { args, flags }) {
    if (flags.platform.length > 0) throw new CommandError('drydock: docker rmi --platform is not simulated yet');
    const failures: string[] = [];
    let fatal = false;
    for (const name of args) {
      try {
        const items = await cli.client.delete<ImageDeleteItem[]>(`/images/${name}`, {
          query: { force: flags.force || undefined, noprune: flags['no-prune'] || undefined },
        });
        for (const item of items) {
          await cli.out(item.Deleted === undefined ? `Untagged: ${item.Untagged!}\n` : `Deleted: ${item.Deleted}\n`);
        }
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (error.status !== 404) fatal = true;
        failures.push(messageOf(error));
      }
    }
    if (failures.length === 0) return 0;
    await cli.err(`${failures.join('\n')}\n`);
    return flags.force && !fatal ? 0 : 1;
  },
});
