import { makeImage } from '#image/image';
import { makeLayer } from '#image/layer';
import { familiarString, parseReference, ReferenceFormatError, withDefaultTag, type Reference } from '#image/reference';
import type { HttpResponse } from '#network/http';
import { readTar } from '#vfs/tar';
import type { AuthConfig } from '../../api/auth';
import { bytesOf } from '../../api/client';
import type { JsonMessage } from '../../api/json-message';
import type { Call, Route } from '../call';
import { base64Text } from '../containers/base64';
import { applyChanges } from '../containers/commit-changes';
import type { Daemon } from '../daemon';
import { DaemonError, errors } from '../errors';
import { layerOf } from './layer-of';

/** A reference from a query. Throws DaemonError with docker's words. */
export function referenceOf(text: string): Reference {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof ReferenceFormatError) throw errors.invalid(error.message);
    throw error;
  }
}

/** Who asks, from the header that clients send. */
export function authOf(call: Call): AuthConfig | undefined {
  const header = call.headers['x-registry-auth'];
  if (!header) return undefined;
  try {
    return JSON.parse(base64Text(header)) as AuthConfig;
  } catch {
    return undefined;
  }
}

/** A failure of a registry as the engine's answer. */
export function registryFailure(error: unknown): unknown {
  if (error instanceof DaemonError || !(error instanceof Error)) return error;
  const { status } = error as Error & { status?: unknown };
  return typeof status === 'number' ? new DaemonError(status, error.message) : error;
}

/** Messages as an answer: what fails before the first one is an HTTP error, what fails later a message. */
export async function streamed(
  messages: AsyncIterable<JsonMessage>,
  done: () => void = () => undefined,
): Promise<HttpResponse> {
  const iterator = messages[Symbol.asyncIterator]();
  let first: IteratorResult<JsonMessage, unknown>;
  try {
    first = await iterator.next();
  } catch (error) {
    throw registryFailure(error);
  }
  const objects = (async function* (): AsyncGenerator<JsonMessage> {
    try {
      for (let item = first; item.done !== true; item = await iterator.next()) yield item.value;
      done();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      yield { errorDetail: { message }, error: message };
    }
  })();
  return { status: 200, headers: { 'content-type': 'application/json' }, body: { kind: 'objects', objects } };
}

/** `docker pull` and `docker import`. */
export const create: Route = {
  method: 'POST',
  path: '/images/create',
  handle: (call) => {
    const { daemon, query } = call;
    const from = query.get('fromImage');
    if (!from) return importImage(call);
    const tag = query.get('tag') ?? '';
    const text = tag === '' ? from : tag.includes(':') ? `${from}@${tag}` : `${from}:${tag}`;
    const reference = withDefaultTag(referenceOf(text));
    const platform = query.get('platform') || undefined;
    return streamed(daemon.registry.pull(reference, authOf(call), platform), () => {
      const name = familiarString(reference);
      daemon.events.emit('image', 'pull', name, { name: name.replace(/[:@].*$/, '') });
      daemon.trace('pull', `image/${name}`);
    });
  },
};

async function importImage({ daemon, query, body }: Call): Promise<HttpResponse> {
  const source = query.get('fromSrc') ?? '';
  if (source !== '-') throw errors.notSimulated('docker import from a URL');
  const repository = query.get('repo') ?? '';
  const reference =
    repository === ''
      ? undefined
      : withDefaultTag(referenceOf(repository + (query.get('tag') ? `:${query.get('tag')!}` : '')));
  const id = importTar(daemon, await bytesOf(body), query.get('message') || 'Imported from -', query.all('changes'));
  if (reference) daemon.host.images.tag(reference, id, daemon.host.clock.epochNow());
  daemon.events.emit('image', 'import', id, { name: id });
  return streamed(
    (async function* () {
      yield { status: id };
    })(),
  );
}

function importTar(daemon: Daemon, bytes: Uint8Array, comment: string, changes: readonly string[]): string {
  const created = daemon.watch.text();
  const layer = makeLayer(layerOf(readTar(bytes)));
  const image = makeImage({
    created,
    architecture: 'amd64',
    os: 'linux',
    comment,
    config: applyChanges({}, changes),
    history: [{ created, created_by: '', comment }],
    layers: [layer],
  });
  daemon.host.images.put(image);
  return image.id;
}

/** `docker push`. */
export const push: Route = {
  method: 'POST',
  path: '/images/{name:.*}/push',
  handle: (call) => {
    const { daemon, params, query } = call;
    const tag = query.get('tag');
    const reference = withDefaultTag(referenceOf(params['name']! + (tag ? `:${tag}` : '')));
    const { domain, path } = reference;
    const messages = (async function* (): AsyncGenerator<JsonMessage> {
      if (!daemon.host.images.find(reference)) {
        yield { status: `The push refers to repository [${domain}/${path}]` };
        const known = daemon.host.images.names().some(([other]) => other.domain === domain && other.path === path);
        throw new Error(known ? errors.pushNoTag(familiarString(reference)) : errors.pushNoImage(params['name']!));
      }
      yield* daemon.registry.push(reference, authOf(call));
    })();
    return streamed(messages, () => {
      const name = familiarString(reference);
      daemon.events.emit('image', 'push', name, { name: name.replace(/:[^/]*$/, '') });
    });
  },
};

/** `docker search`. */
export const search: Route = {
  method: 'GET',
  path: '/images/search',
  handle: async ({ daemon, query }) => {
    try {
      const found = await daemon.registry.search(query.get('term') ?? '', query.number('limit') ?? 25);
      return { status: 200, headers: { 'content-type': 'application/json' }, body: { kind: 'json', value: found } };
    } catch (error) {
      throw registryFailure(error);
    }
  },
};
