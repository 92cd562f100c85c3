import { imageSize } from '#image/image';
import { familiarString, parseReference, ReferenceFormatError, withDefaultTag } from '#image/reference';
import type { Image } from '#image/image';
import { json } from '#network/http';
import type { ContainerCreateBody, ContainerCreateResponse } from '../../api/container-create';
import { bodyObject, type Route } from '../call';
import { Container, type ContainerRecord } from '../container';
import type { Daemon } from '../daemon';
import { after, LATENCY } from '../latency';
import { errors } from '../errors';
import { generateName } from '../names';
import { askedEndpoints, checkEndpoints } from '../networks/endpoints';
import { NEVER, rfc3339Nano } from '../time';
import { mergeConfig } from './config';
import { containerEvent } from './events';
import { fillHostConfig } from './host-config';
import { checkLinks } from './links';
import { resolveMounts } from './mounts';
import { populate } from './populate';
import { holdVolumes } from './volume-use';

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** Makes a container without starting it. Throws DaemonError. Upstream: moby daemon/create.go. */
export function createContainer(
  daemon: Daemon,
  body: ContainerCreateBody,
  asked = '',
  platform = '',
): ContainerCreateResponse {
  if (!body.Image && !body.Cmd && Object.keys(body).length === 0) throw errors.emptyConfig();
  const id = daemon.newId();
  const image = body.Image ? requireImage(daemon, body.Image, platform) : undefined;
  const config = mergeConfig(body, image?.config ?? {}, id);
  const hostConfig = fillHostConfig(daemon, body.HostConfig ?? {});
  const mode = hostConfig.NetworkMode;
  if (mode === 'host' || hostConfig.UTSMode === 'host') {
    if (!body.Hostname) config.Hostname = daemon.host.info.hostname;
  }
  const endpoints = askedEndpoints(daemon, hostConfig, body.NetworkingConfig?.EndpointsConfig ?? {});
  checkEndpoints(daemon, endpoints);
  const name = reserveName(daemon, asked, id);
  try {
    const links = checkLinks(daemon, hostConfig, name);
    if (links) hostConfig.Links = links;
    const at = daemon.watch.now();
    const command = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
    const record: ContainerRecord = {
      id,
      name,
      created: rfc3339Nano(at),
      createdMs: at.ms,
      path: command[0]!,
      args: command.slice(1),
      config,
      hostConfig,
      imageId: image?.id ?? '',
      layers: image?.layers.map((layer) => layer.diffId) ?? [],
      graphId: daemon.host.random.hex(64),
      state: {
        status: 'created',
        oomKilled: false,
        pid: 0,
        exitCode: 0,
        error: '',
        startedAt: NEVER,
        finishedAt: NEVER,
        startedMs: 0,
        finishedMs: 0,
        manuallyStopped: false,
        everStarted: false,
      },
      restartCount: 0,
      networks: endpoints,
      mounts: resolveMounts(daemon, hostConfig, config.Volumes),
      sandboxId: '',
      ports: {},
    };
    const container = new Container(record);
    daemon.containers.set(id, container);
    holdVolumes(daemon, container);
    populate(daemon, container);
    daemon.save(container);
    daemon.trace('create', `container/${name}`, { image: config.Image, id });
    containerEvent(daemon, container, 'create');
    return { Id: id, Warnings: warnings(hostConfig, image) };
  } catch (error) {
    daemon.names.delete(name);
    daemon.containers.delete(id);
    throw error;
  }
}

const warnings = (
  hostConfig: { readonly OomKillDisable: boolean | null; readonly Memory: number },
  image: Image | undefined,
): string[] => {
  const out: string[] = [];
  if (hostConfig.OomKillDisable && hostConfig.Memory === 0) {
    out.push(
      'OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.',
    );
  }
  if (image && image.architecture !== 'amd64' && imageSize(image) > 0) {
    out.push(
      `The requested image's platform (${image.os}/${image.architecture}) does not match the detected host platform (linux/amd64/v3) and no specific platform was requested`,
    );
  }
  return out;
};

/** The image that a request names. Throws `No such image: x:latest`. */
export function requireImage(daemon: Daemon, word: string, platform = ''): Image {
  const image = lookUpImage(daemon, word);
  if (!image) throw errors.noImage(imageWord(word));
  if (platform !== '' && !platform.startsWith(`${image.os}/${image.architecture}`)) {
    throw errors.noPlatform(imageWord(word), platform, `${image.os}/${image.architecture}`);
  }
  return image;
}

/** The image of a word, undefined when there is none. Throws for what is no image name. */
export function lookUpImage(daemon: Daemon, word: string): Image | undefined {
  try {
    return daemon.host.images.resolve(word);
  } catch (error) {
    if (error instanceof ReferenceFormatError) throw errors.invalid(error.message);
    throw error;
  }
}

/** A name as error messages have it, with the tag that was meant. */
export function imageWord(word: string): string {
  try {
    return familiarString(withDefaultTag(parseReference(word)));
  } catch {
    return word;
  }
}

function reserveName(daemon: Daemon, asked: string, id: string): string {
  const name = asked.replace(/^\//, '');
  if (name === '') {
    for (let retry = 0; retry < 6; retry++) {
      const generated = generateName(daemon.host.random, retry);
      if (daemon.names.has(generated)) continue;
      daemon.names.set(generated, id);
      return generated;
    }
    daemon.names.set(id.slice(0, 12), id);
    return id.slice(0, 12);
  }
  if (!NAME.test(name)) throw errors.containerName(asked);
  const holder = daemon.names.get(name);
  if (holder !== undefined) throw errors.nameInUse(name, holder);
  daemon.names.set(name, id);
  return name;
}

/** `docker create`, and the first half of `docker run`. */
export const create: Route = {
  method: 'POST',
  path: '/containers/create',
  handle: async (call) => {
    const body = await bodyObject<ContainerCreateBody>(call);
    if (!body) throw errors.emptyConfig();
    const { query } = call;
    const created = createContainer(call.daemon, body, query.get('name'), query.get('platform'));
    await after(call.daemon, LATENCY.create);
    return json(201, created);
  },
};
