import { CommandError, exactly } from '#cli/command';
import type { JsonMessage } from '#docker/api/json-message';
import { familiarName, familiarString, parseReference, withDefaultTag } from '#image/reference';
import { completeImages, dockerCommand } from '../docker-command';
import { platformQuery } from '../options/platform';
import { contentTrustFlag, refuseContentTrust } from '../registry/content-trust';
import { showProgress } from '../streams/progress';

/** docker image push: upload an image. */
export const push = dockerCommand({
  name: 'push',
  usage: 'NAME[:TAG]',
  aliasText: 'docker image push, docker push',
  short: 'Upload an image to a registry',
  args: exactly(1),
  flags: {
    'all-tags': { kind: 'bool', short: 'a', help: 'Push all tags of an image to the repository' },
    'disable-content-trust': contentTrustFlag('Skip image signing'),
    platform: {
      kind: 'string',
      help: "Push a platform-specific manifest as a single-platform image to the registry.\nImage index won't be pushed, meaning that other manifests, including attestations won't be preserved.\n'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)",
    },
    quiet: { kind: 'bool', short: 'q', help: 'Suppress verbose output' },
  },
  complete: completeImages,
  async run(cli, { args: [name = ''], flags, changed }) {
    refuseContentTrust(cli, flags['disable-content-trust'], changed.has('disable-content-trust'));
    const given = parseReference(name);
    if (flags['all-tags'] && given.tag !== undefined) throw new CommandError("tag can't be used with --all-tags/-a");
    const reference = flags['all-tags'] ? given : withDefaultTag(given);
    if (!flags['all-tags'] && given.tag === undefined && !flags.quiet)
      await cli.out(`Using default tag: ${reference.tag!}\n`);
    const path = `/images/${familiarName(reference)}/push`;
    const messages = await cli.client.objects<JsonMessage>('POST', path, undefined, {
      query: { tag: flags['all-tags'] ? undefined : reference.tag, platform: platformQuery(flags.platform) },
      headers: cli.config.header(reference.domain),
    });
    await showProgress(cli, messages, { quiet: flags.quiet });
    if (flags.quiet) await cli.out(`${familiarString(reference)}\n`);
  },
});
