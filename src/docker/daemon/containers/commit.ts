import { makeImage, type Image } from '#image/image';
import { makeLayer } from '#image/layer';
import { parseReference, withDefaultTag, familiarString, ReferenceFormatError } from '#image/reference';
import { json } from '#network/http';
import type { ContainerConfig } from '#image/image';
import { bodyObject, type Route } from '../call';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { errors } from '../errors';
import { findContainer } from '../lookup';
import { containerEvent } from './events';
import { rootOf } from './populate';
import { applyChanges } from './commit-changes';

/** What a container became, as an image. Upstream: moby daemon/commit.go. */
export function commitContainer(
  daemon: Daemon,
  container: Container,
  options: { author?: string; comment?: string; changes: readonly string[]; config?: ContainerConfig },
): Image {
  const { record } = container;
  const parent = daemon.image(record.imageId);
  const files = rootOf(daemon, container).upperLayer();
  const base = options.config && Object.keys(options.config).length > 0 ? options.config : configOf(container);
  const config = applyChanges(base, options.changes);
  const created = daemon.watch.text();
  const layer = files.size > 0 ? makeLayer(new Map(files)) : undefined;
  const history = {
    created,
    created_by: [record.path, ...record.args].join(' '),
    ...(options.author && { author: options.author }),
    ...(options.comment && { comment: options.comment }),
    ...(!layer && { empty_layer: true }),
  };
  const image = makeImage({
    created,
    architecture: parent?.architecture ?? 'amd64',
    os: parent?.os ?? 'linux',
    ...(options.author && { author: options.author }),
    ...(options.comment && { comment: options.comment }),
    config,
    history: [...(parent?.history ?? []), history],
    layers: [...(parent?.layers ?? []), ...(layer ? [layer] : [])],
    ...(parent && { parent: parent.id }),
  });
  daemon.host.images.put(image);
  return image;
}

function configOf({ record: { config } }: Container): ContainerConfig {
  return {
    User: config.User,
    ...(config.ExposedPorts && { ExposedPorts: config.ExposedPorts }),
    Env: config.Env ?? [],
    Entrypoint: config.Entrypoint,
    Cmd: config.Cmd,
    Volumes: config.Volumes,
    WorkingDir: config.WorkingDir,
    Labels: config.Labels,
    OnBuild: config.OnBuild,
    ...(config.StopSignal !== undefined && { StopSignal: config.StopSignal }),
    ...(config.Healthcheck && { Healthcheck: config.Healthcheck }),
    ...(config.Shell && { Shell: config.Shell }),
  };
}

/** `docker commit`. */
export const commit: Route = {
  method: 'POST',
  path: '/commit',
  handle: async (call) => {
    const { daemon, query } = call;
    const container = findContainer(daemon, query.get('container') ?? '');
    const config = await bodyObject<ContainerConfig>(call);
    const repository = query.get('repo') ?? '';
    const paused = query.flag('pause', true) && container.record.state.status === 'running';
    if (paused) container.run!.sandbox.freeze(true);
    try {
      const reference =
        repository === ''
          ? undefined
          : withDefaultTag(parseReference(repository + (query.get('tag') ? `:${query.get('tag')!}` : '')));
      const image = commitContainer(daemon, container, {
        author: query.get('author') ?? '',
        comment: query.get('comment') ?? '',
        changes: query.all('changes'),
        ...(config && { config }),
      });
      if (reference) {
        daemon.host.images.tag(reference, image.id, daemon.host.clock.epochNow());
        daemon.events.emit('image', 'tag', image.id, { name: familiarString(reference) });
      }
      containerEvent(daemon, container, 'commit', {
        comment: query.get('comment') ?? '',
        imageID: image.id,
        imageRef: reference ? familiarString(reference) : '',
      });
      return json(201, { Id: image.id });
    } catch (error) {
      if (error instanceof ReferenceFormatError) throw errors.invalid(error.message);
      throw error;
    } finally {
      if (paused) container.run?.sandbox.freeze(false);
    }
  },
};
