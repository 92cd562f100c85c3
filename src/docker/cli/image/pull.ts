import { CommandError, exactly } from '#cli/command';
import type { JsonMessage } from '#docker/api/json-message';
import { familiarName, fullString, familiarString, parseReference, withDefaultTag } from '#image/reference';
import { completeImages, dockerCommand } from '../docker-command';
import { contentTrustFlag, refuseContentTrust } from '../registry/content-trust';
import { showProgress } from '../streams/progress';

/** docker image pull: download an image. */
export const pull = dockerCommand({
  name: 'pull',
  usage: 'NAME[:TAG|@DIGEST]',
  aliasText: 'docker image pull, docker pull',
  short: 'Download an image from a registry',
  args: exactly(1),
  flags: {
    'all-tags': { kind: 'bool', short: 'a', help: 'Download all tagged images in the repository' },
    'disable-content-trust': contentTrustFlag('Skip image verification'),
    platform: { kind: 'string', help: 'Set platform if server is multi-platform capable' },
    quiet: { kind: 'bool', short: 'q', help: 'Suppress verbose output' },
  },
  complete: completeImages,
  async run(cli, { args: [name = ''], flags, changed }) {
    refuseContentTrust(cli, flags['disable-content-trust'], changed.has('disable-content-trust'));
    const given = parseReference(name);
    if (flags['all-tags'] && (given.tag !== undefined || given.digest !== undefined)) {
      throw new CommandError("tag can't be used with --all-tags/-a");
    }
    const reference = flags['all-tags'] ? given : withDefaultTag(given);
    if (!flags['all-tags'] && given.tag === undefined && given.digest === undefined && !flags.quiet) {
      await cli.out(`Using default tag: ${reference.tag!}\n`);
    }
    const messages = await cli.client.objects<JsonMessage>('POST', '/images/create', undefined, {
      query: {
        fromImage: familiarName(reference),
        tag: flags['all-tags'] ? undefined : (reference.digest ?? reference.tag),
        platform: flags.platform || undefined,
      },
      headers: cli.config.header(reference.domain),
    });
    await showProgress(cli, messages, { quiet: flags.quiet });
    await cli.out(`${reference.domain === 'docker.io' ? fullString(reference) : familiarString(reference)}\n`);
  },
});
