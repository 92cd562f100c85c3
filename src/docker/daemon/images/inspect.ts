import { imageSize, type Image } from '#image/image';
import { json } from '#network/http';
import type { ImageInspect } from '../../api/image-inspect';
import type { Route } from '../call';
import { requireImage } from '../containers/create';
import type { Daemon } from '../daemon';
import { NEVER, rfc3339Nano } from '../time';
import { VERSIONS } from '../versions';
import { requirePlatform } from './platform';

/** An image's configuration in the order in which inspect shows it. */
function configView(image: Image): ImageInspect['Config'] {
  const { config } = image;
  return {
    ...(config.ArgsEscaped && { ArgsEscaped: true }),
    Cmd: config.Cmd ?? null,
    Entrypoint: config.Entrypoint ?? null,
    Env: config.Env ?? [],
    ...(config.ExposedPorts && { ExposedPorts: config.ExposedPorts }),
    ...(config.Healthcheck && { Healthcheck: config.Healthcheck }),
    Labels: config.Labels ?? null,
    OnBuild: config.OnBuild ?? null,
    ...(config.Shell && { Shell: config.Shell }),
    ...(config.StopSignal !== undefined && { StopSignal: config.StopSignal }),
    User: config.User ?? '',
    Volumes: config.Volumes ?? null,
    WorkingDir: config.WorkingDir ?? '',
  };
}

/** `docker image inspect`. */
export function imageView(daemon: Daemon, image: Image): ImageInspect {
  const { images } = daemon.host;
  const digests = image.layers.map((layer) => layer.diffId);
  const directory = (diffId: string): string => `/var/lib/docker/overlay2/${diffId.replace('sha256:', '')}`;
  const topmost = digests.at(-1);
  const lower = digests
    .slice(0, -1)
    .reverse()
    .map((diffId) => `${directory(diffId)}/diff`);
  const tagged = images.lastTagTime(image.id);
  return {
    Id: image.id,
    RepoTags: images.tagsOf(image.id),
    RepoDigests: images.digestsOf(image.id),
    Parent: image.parent ?? '',
    Comment: image.comment ?? '',
    Created: image.created,
    DockerVersion: image.parent === undefined ? '' : VERSIONS.engine,
    Author: image.author ?? '',
    Architecture: image.architecture,
    Os: image.os,
    Size: imageSize(image),
    GraphDriver: {
      Data:
        topmost === undefined
          ? null
          : {
              ...(lower.length > 0 && { LowerDir: lower.join(':') }),
              MergedDir: `${directory(topmost)}/merged`,
              UpperDir: `${directory(topmost)}/diff`,
              WorkDir: `${directory(topmost)}/work`,
            },
      Name: 'overlay2',
    },
    RootFS: { Type: 'layers', ...(digests.length > 0 && { Layers: digests }) },
    Metadata: { LastTagTime: tagged === undefined ? NEVER : rfc3339Nano({ ms: tagged, ns: 0 }) },
    Config: configView(image),
  };
}

export const inspect: Route = {
  method: 'GET',
  path: '/images/{name:.*}/json',
  handle: ({ daemon, params, query }) => {
    const image = requireImage(daemon, params['name']!);
    requirePlatform(image, params['name']!, query.get('platform'));
    return json(200, imageView(daemon, image));
  },
};
