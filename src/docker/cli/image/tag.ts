import { exactly } from '#cli/command';
import { familiarName, parseReference, withDefaultTag } from '#image/reference';
import { completeImages, dockerCommand } from '../docker-command';

/** docker image tag: another name for an image. */
export const tag = dockerCommand({
  name: 'tag',
  usage: 'SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
  aliasText: 'docker image tag, docker tag',
  short: 'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
  args: exactly(2),
  complete: completeImages,
  async run(cli, { args: [source = '', target = ''] }) {
    let reference;
    try {
      reference = withDefaultTag(parseReference(target));
    } catch (error) {
      throw Object.assign(
        new Error(
          `Error parsing reference: ${JSON.stringify(target)} is not a valid repository/tag: ${(error as Error).message}`,
        ),
        {
          name: 'OptionError',
        },
      );
    }
    await cli.client.post(`/images/${source}/tag`, undefined, {
      query: { repo: familiarName(reference), tag: reference.tag },
    });
  },
});
