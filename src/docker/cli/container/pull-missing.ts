import type { ContainerCreateBody, ContainerCreateResponse } from '#docker/api/container-create';
import { EngineError } from '#docker/api/client';
import type { JsonMessage } from '#docker/api/json-message';
import { familiarString, parseReference, withDefaultTag } from '#image/reference';
import type { DockerCli } from '../docker-command';
import { showProgress } from '../streams/progress';

/** Pulls an image as `run` and `create` do: progress goes to standard error. */
export async function pullImage(cli: DockerCli, image: string, platform: string, quiet: boolean): Promise<void> {
  const reference = withDefaultTag(parseReference(image));
  const messages = await cli.client.objects<JsonMessage>('POST', '/images/create', undefined, {
    query: {
      fromImage: image.replace(/(?<=[^/]):[^:/@]+$/, ''),
      tag: reference.digest ?? reference.tag ?? 'latest',
      platform: platform || undefined,
    },
    headers: cli.config.header(reference.domain),
  });
  await showProgress({ ...cli, out: cli.err }, messages, { quiet });
}

/** Creates a container, pulling its image first when it is missing (or always). */
export async function createContainer(
  cli: DockerCli,
  body: ContainerCreateBody,
  options: { name: string; platform: string; pull: string; quiet: boolean },
): Promise<ContainerCreateResponse> {
  const image = body.Image ?? '';
  if (!/^sha256:/.test(image) && !/^[0-9a-f]{12,64}$/.test(image)) parseReference(image);
  const create = (): Promise<ContainerCreateResponse> =>
    cli.client.post<ContainerCreateResponse>('/containers/create', body, {
      query: { name: options.name || undefined, platform: options.platform || undefined },
    });
  if (options.pull === 'always') await pullImage(cli, image, options.platform, options.quiet);
  try {
    return await create();
  } catch (error) {
    const missing = error instanceof EngineError && error.status === 404 && /no such image/i.test(error.message);
    if (!missing || options.pull !== 'missing') throw error;
    if (!options.quiet)
      await cli.err(`Unable to find image '${familiarString(withDefaultTag(parseReference(image)))}' locally\n`);
    await pullImage(cli, image, options.platform, options.quiet);
    return create();
  }
}
