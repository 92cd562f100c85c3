import { decode } from '#io/streams';
import { request, type HttpClientHost } from '#network/http-client';
import type { Headers, HttpBody, HttpResponse } from '#network/http';
import { NetworkError } from '#network/stack';
import type { Clock } from '#sim/clock';
import { decodeBlob, encodeBlob } from './blob';
import { bodyBytes } from './body-bytes';
import type { Catalog } from './catalog';
import type { Image, ImageLayer } from './image';
import { configBytes, diffIdsOf, imageFrom, MANIFEST_TYPE, manifestBytes, type Manifest } from './manifest';
import { pullLayers, pushLayer, shortId, sleep, type ProgressMessage } from './pull-progress';
import { familiarName, familiarString, parseReference, withDefaultTag, type Reference } from './reference';
import { digestOf } from './sha256';
import type { ImageStore } from './store';

/** A registry's refusal in docker's words; `status` is what the engine answers with. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';

  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** Who logs in. Upstream: registry.AuthConfig. */
export interface Credentials {
  username?: string;
  password?: string;
  serveraddress?: string;
}

/** An image at a registry, whose layers come when they are asked for. */
export interface RemoteImage {
  readonly digest: string;
  /** Bytes of the manifest and of the configuration. */
  readonly sizes: readonly [number, number];
  readonly image: Image;
  /** Fetches the layers that the machine does not have, in virtual time; stores nothing. */
  fetch(): AsyncGenerator<ProgressMessage>;
}

interface RegistryUrl {
  readonly base: string;
  readonly host: string;
}

const HUB = 'registry-1.docker.io';

/** Pulls from and pushes to registries over the machine's network. Upstream: moby distribution/. */
export class RegistryClient {
  constructor(
    private readonly host: HttpClientHost,
    private readonly images: ImageStore,
    private readonly catalog: Catalog,
    private readonly clock: Clock,
  ) {}

  async *pull(reference: Reference, auth: Credentials | undefined): AsyncGenerator<ProgressMessage> {
    const wanted = withDefaultTag(reference);
    const { digest, manifest } = await this.#manifest(wanted, auth);
    const shown = wanted.digest ?? wanted.tag!;
    yield { status: `Pulling from ${wanted.path}`, id: shown };
    const known = this.images.get(manifest.config.digest);
    const name = { domain: wanted.domain, path: wanted.path };
    if (known && this.images.find(wanted)?.id === known.id) {
      this.images.addDigest(name, digest, known.id);
      yield { status: `Digest: ${digest}` };
      yield { status: `Status: Image is up to date for ${familiarString(wanted)}` };
      return;
    }
    const image = known ?? (yield* this.#fetch(wanted, manifest, auth));
    this.images.put(image);
    if (wanted.tag !== undefined) this.images.tag(wanted, image.id, this.clock.epochNow());
    this.images.addDigest(name, digest, image.id);
    yield { status: `Digest: ${digest}` };
    yield { status: `Status: Downloaded newer image for ${familiarString(wanted)}` };
  }

  async *#fetch(
    reference: Reference,
    manifest: Manifest,
    auth: Credentials | undefined,
  ): AsyncGenerator<ProgressMessage, Image> {
    const image = await this.#assemble(reference, manifest, auth);
    yield* this.#layers(image);
    return image;
  }

  #layers(image: Image): AsyncGenerator<ProgressMessage> {
    return pullLayers(this.clock, image.layers, (layer) => this.images.layer(layer.diffId) !== undefined);
  }

  /** Looks an image up without storing it. Throws RegistryError. */
  async open(reference: Reference, auth: Credentials | undefined): Promise<RemoteImage> {
    const wanted = withDefaultTag(reference);
    const { digest, bytes, manifest } = await this.#manifest(wanted, auth);
    const image = this.images.get(manifest.config.digest) ?? (await this.#assemble(wanted, manifest, auth));
    return { digest, sizes: [bytes.length, manifest.config.size], image, fetch: () => this.#layers(image) };
  }

  async #assemble(reference: Reference, manifest: Manifest, auth: Credentials | undefined): Promise<Image> {
    const config = await this.#blob(reference, manifest.config.digest, auth);
    const diffIds = diffIdsOf(config);
    const layers: ImageLayer[] = [];
    for (const [index, { digest }] of manifest.layers.entries()) {
      const have = this.images.layer(diffIds[index] ?? '');
      const layer =
        have ?? decodeBlob(await this.#blob(reference, digest, auth), (name, at) => this.catalog.layer(name, at));
      if (!layer) throw new RegistryError(`unsupported media type of blob ${digest}`, 500);
      layers.push(layer);
    }
    return imageFrom(config, layers);
  }

  async *push(reference: Reference, auth: Credentials | undefined): AsyncGenerator<ProgressMessage> {
    const named = withDefaultTag(reference);
    const image = this.images.find(named);
    if (!image) throw new RegistryError(`tag does not exist: ${familiarString(named)}`, 404);
    const url = this.#url(named.domain);
    yield { status: `The push refers to repository [${named.domain}/${named.path}]` };
    await this.#ask(url, `/v2/`, 'GET', auth, named.path, 'pull,push');
    const layers = [...image.layers].reverse();
    for (const layer of layers) yield { status: 'Preparing', progressDetail: {}, id: shortId(layer.diffId) };
    for (const layer of layers) {
      const id = shortId(layer.diffId);
      if (await this.#hasBlob(named, layer.digest, auth)) {
        yield { status: 'Layer already exists', progressDetail: {}, id };
        continue;
      }
      yield* pushLayer(this.clock, layer);
      await this.#upload(named, layer.digest, encodeBlob(layer), auth);
      yield { status: 'Pushed', progressDetail: {}, id };
    }
    if (!(await this.#hasBlob(named, image.id, auth))) await this.#upload(named, image.id, configBytes(image), auth);
    const { bytes, digest } = manifestBytes(image);
    const body: HttpBody = { kind: 'bytes', bytes };
    const headers = { 'content-type': MANIFEST_TYPE };
    await this.#ask(
      url,
      `/v2/${named.path}/manifests/${named.tag!}`,
      'PUT',
      auth,
      named.path,
      'pull,push',
      body,
      headers,
    );
    this.images.addDigest({ domain: named.domain, path: named.path }, digest, image.id);
    yield { status: `${named.tag!}: digest: ${digest} size: ${String(bytes.length)}` };
    yield { progressDetail: {}, aux: { Tag: named.tag!, Digest: digest, Size: bytes.length } };
  }

  async search(
    term: string,
    limit: number,
  ): Promise<{ star_count: number; is_official: boolean; name: string; is_automated: boolean; description: string }[]> {
    const slash = term.indexOf('/');
    const host = slash > 0 && /[.:]/.test(term.slice(0, slash)) ? term.slice(0, slash) : 'index.docker.io';
    const path = `/v1/search?q=${encodeURIComponent(term)}&n=${String(limit)}`;
    const answer = await this.#send(`https://${host}`, path, 'GET');
    const page = JSON.parse(decode(await bodyBytes(answer.body))) as { results: [] };
    return page.results;
  }

  async login(auth: Credentials): Promise<{ Status: string; IdentityToken: string }> {
    const address = (auth.serveraddress ?? '').replace(/^https?:\/\//, '').replace(/\/.*$/, '');
    const domain = address === '' || address === 'index.docker.io' ? 'docker.io' : address;
    await this.#ask(this.#url(domain), '/v2/', 'GET', auth, undefined, 'pull');
    return { Status: 'Login Succeeded', IdentityToken: '' };
  }

  async inspect(
    reference: Reference,
    auth: Credentials | undefined,
  ): Promise<{
    Descriptor: { mediaType: string; digest: string; size: number };
    Platforms: { architecture: string; os: string }[];
  }> {
    const { digest, bytes } = await this.#manifest(withDefaultTag(reference), auth);
    return {
      Descriptor: { mediaType: MANIFEST_TYPE, digest, size: bytes.length },
      Platforms: [{ architecture: 'amd64', os: 'linux' }],
    };
  }

  /** The digest of what a registry has under a name, without fetching it. */
  async resolve(reference: Reference, auth?: Credentials): Promise<string> {
    return (await this.#manifest(withDefaultTag(reference), auth)).digest;
  }

  async #manifest(
    reference: Reference,
    auth: Credentials | undefined,
  ): Promise<{ digest: string; bytes: Uint8Array; manifest: Manifest }> {
    const path = `/v2/${reference.path}/manifests/${reference.digest ?? reference.tag!}`;
    const answer = await this.#ask(this.#url(reference.domain), path, 'GET', auth, reference.path, 'pull', undefined, {
      accept: MANIFEST_TYPE,
    });
    const bytes = await bodyBytes(answer.body);
    if (answer.status === 404) {
      throw new RegistryError(
        `manifest for ${familiarString(reference)} not found: manifest unknown: manifest unknown`,
        404,
      );
    }
    return { bytes, digest: digestOf(bytes), manifest: JSON.parse(decode(bytes)) as Manifest };
  }

  async #blob(reference: Reference, digest: string, auth: Credentials | undefined): Promise<Uint8Array> {
    const answer = await this.#ask(
      this.#url(reference.domain),
      `/v2/${reference.path}/blobs/${digest}`,
      'GET',
      auth,
      reference.path,
      'pull',
    );
    if (answer.status !== 200) throw new RegistryError('blob unknown to registry', 404);
    return bodyBytes(answer.body);
  }

  async #hasBlob(reference: Reference, digest: string, auth: Credentials | undefined): Promise<boolean> {
    const path = `/v2/${reference.path}/blobs/${digest}`;
    return (
      (await this.#ask(this.#url(reference.domain), path, 'HEAD', auth, reference.path, 'pull,push')).status === 200
    );
  }

  async #upload(reference: Reference, digest: string, bytes: Uint8Array, auth: Credentials | undefined): Promise<void> {
    const url = this.#url(reference.domain);
    const start = await this.#ask(
      url,
      `/v2/${reference.path}/blobs/uploads/`,
      'POST',
      auth,
      reference.path,
      'pull,push',
    );
    const place = `${start.headers['location'] ?? ''}?digest=${encodeURIComponent(digest)}`;
    await this.#ask(url, place, 'PUT', auth, reference.path, 'pull,push', { kind: 'bytes', bytes });
  }

  #url(domain: string): RegistryUrl {
    const host = domain === 'docker.io' ? HUB : domain;
    const local = /^(?:localhost|127\.\d+\.\d+\.\d+)(?::\d+)?$/.test(host);
    return { host, base: `${local ? 'http' : 'https'}://${host}` };
  }

  /** One request, with a token where the registry asks for one. Throws RegistryError for refusals. */
  async #ask(
    url: RegistryUrl,
    path: string,
    method: string,
    auth: Credentials | undefined,
    repository: string | undefined,
    actions: string,
    body?: HttpBody,
    headers: Headers = {},
  ): Promise<HttpResponse> {
    let answer = await this.#send(url.base, path, method, body, headers);
    const challenge = answer.headers['www-authenticate'];
    if (answer.status === 401 && challenge !== undefined) {
      const token = await this.#token(challenge, auth, repository, actions);
      answer = await this.#send(url.base, path, method, body, { ...headers, authorization: token });
    }
    if (answer.status === 401 || answer.status === 403) throw this.#refused(url, auth, repository, actions);
    if (answer.status >= 500) throw new RegistryError(`received unexpected HTTP status: ${String(answer.status)}`, 500);
    return answer;
  }

  #refused(
    url: RegistryUrl,
    auth: Credentials | undefined,
    repository: string | undefined,
    actions: string,
  ): RegistryError {
    if (repository === undefined) {
      return new RegistryError(`Get "${url.base}/v2/": unauthorized: incorrect username or password`, 401);
    }
    const denied = 'requested access to the resource is denied';
    if (actions !== 'pull') return new RegistryError(`denied: ${denied}`, auth ? 403 : 401);
    const shown = familiarName(parseReference(`${url.host === HUB ? 'docker.io' : url.host}/${repository}`));
    return new RegistryError(
      `pull access denied for ${shown}, repository does not exist or may require 'docker login': denied: ${denied}`,
      404,
    );
  }

  async #token(
    challenge: string,
    auth: Credentials | undefined,
    repository: string | undefined,
    actions: string,
  ): Promise<string> {
    if (/^Basic/i.test(challenge)) {
      if (auth?.username === undefined) return '';
      return `Basic ${base64(`${auth.username}:${auth.password ?? ''}`)}`;
    }
    const realm = /realm="([^"]*)"/.exec(challenge)?.[1] ?? '';
    const service = /service="([^"]*)"/.exec(challenge)?.[1] ?? '';
    const match = /^(https?:\/\/[^/]+)(\/.*)$/.exec(realm);
    if (!match) throw new RegistryError(`invalid token realm ${realm}`, 500);
    const account = auth?.username === undefined ? '' : `account=${encodeURIComponent(auth.username)}&`;
    const scope = repository === undefined ? '' : `&scope=repository%3A${encodeURIComponent(repository)}%3A${actions}`;
    const answer = await this.#send(match[1]!, `${match[2]!}?${account}service=${service}${scope}`, 'GET', undefined, {
      ...(auth?.password !== undefined && { 'x-password': auth.password }),
    });
    if (answer.status === 401) {
      throw new RegistryError(
        'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
        401,
      );
    }
    const { token } = JSON.parse(decode(await bodyBytes(answer.body))) as { token: string };
    return `Bearer ${token}`;
  }

  async #send(
    base: string,
    path: string,
    method: string,
    body?: HttpBody,
    headers: Headers = {},
  ): Promise<HttpResponse> {
    try {
      await sleep(this.clock, 1);
      return await request(this.host, base + path, { method, headers, ...(body && { body }) });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw new RegistryError(`Get "${base}${path.startsWith('/v1') ? path : '/v2/'}": ${dialError(error, base)}`, 500);
    }
  }
}

/** Go's words for a connection that failed. */
function dialError(error: NetworkError, base: string): string {
  const authority = base.replace(/^https?:\/\//, '');
  const name = authority.replace(/:\d+$/, '');
  const port = /:(\d+)$/.exec(authority)?.[1] ?? (base.startsWith('https') ? '443' : '80');
  const words: Partial<Record<NetworkError['code'], string>> = {
    ECONNREFUSED: 'connect: connection refused',
    EHOSTUNREACH: 'connect: no route to host',
    ENETUNREACH: 'connect: network is unreachable',
    ETIMEDOUT: 'i/o timeout',
  };
  if (error.code === 'ENOTFOUND') return `dial tcp: lookup ${name}: no such host`;
  if (error.code === 'EAI_AGAIN') return `dial tcp: lookup ${name}: server misbehaving`;
  const address = name === 'localhost' ? '127.0.0.1' : name;
  return `dial tcp ${address}:${port}: ${words[error.code] ?? error.message}`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let i = 0; i < 4; i++) out += at + i > bytes.length ? '=' : ALPHABET[(word >> (18 - 6 * i)) & 63]!;
  }
  return out;
}
