import { json, type HttpRequest, type HttpResponse } from '#network/http';
import type { InternetControl } from '#network/topology';
import type { Store, Table } from '#sim/store';
import { encodeBlob } from './blob';
import type { Catalog } from './catalog';
import { OTHER_REGISTRIES } from './stand-in';
import type { Image } from './image';
import { configBytes, manifestBytes } from './manifest';
import { RegistryServer, type RegistryStorage } from './registry-server';
import { digestOf } from './sha256';

/** What lies in a public registry: the catalog's images of its host, and what learners pushed there. */
class PublicStorage implements RegistryStorage {
  #manifests: Table<Uint8Array>;
  #blobs: Table<Uint8Array>;
  /** Blobs of catalog images whose manifest was asked for: only those are ever fetched. */
  #offered = new Map<string, () => Uint8Array>();

  constructor(
    private readonly host: string,
    private readonly catalog: Catalog,
    store: Store,
  ) {
    this.#manifests = store.table(`registry/${host}/manifests`);
    this.#blobs = store.table(`registry/${host}/blobs`);
  }

  manifest(repository: string, reference: string): Uint8Array | undefined {
    const pushed = this.#manifests.get(`${repository}:${reference}`);
    if (pushed) return pushed;
    const entry = this.catalog.repository(`${this.host}/${repository}`);
    if (!entry) return undefined;
    if (!reference.startsWith('sha256:')) {
      const image = entry.image(reference);
      return image && this.#offer(image);
    }
    for (const { tags } of entry.variants) {
      const image = entry.image(tags[0]!)!;
      if (manifestBytes(image).digest === reference) return this.#offer(image);
    }
    return undefined;
  }

  #offer(image: Image): Uint8Array {
    this.#offered.set(image.id, () => configBytes(image));
    for (const layer of image.layers) this.#offered.set(layer.digest, () => encodeBlob(layer));
    return manifestBytes(image).bytes;
  }

  putManifest(repository: string, reference: string, bytes: Uint8Array): void {
    this.#manifests.put(`${repository}:${reference}`, bytes);
    this.#manifests.put(`${repository}:${digestOf(bytes)}`, bytes);
  }

  blob(digest: string): Uint8Array | undefined {
    return this.#blobs.get(digest) ?? this.#offered.get(digest)?.();
  }

  putBlob(digest: string, bytes: Uint8Array): void {
    if (!this.#offered.has(digest)) this.#blobs.put(digest, bytes);
  }

  repositories(): string[] {
    return [...new Set([...this.#manifests.entries()].map(([key]) => key.slice(0, key.indexOf(':'))))].sort();
  }

  tags(repository: string): string[] | undefined {
    const pushed = [...this.#manifests.entries()]
      .map(([key]) => key)
      .filter((key) => key.startsWith(`${repository}:`) && !key.includes(':sha256:'))
      .map((key) => key.slice(repository.length + 1));
    const tags = [
      ...new Set([...(this.catalog.repository(`${this.host}/${repository}`)?.tags ?? []), ...pushed]),
    ].sort();
    return tags.length > 0 ? tags : undefined;
  }
}

const REALM = 'https://auth.docker.io/token';

/**
 * Puts Docker Hub (registry, tokens, search) and the catalog's other public registries on the simulated internet.
 * Simplified: any user name with any password that is not empty may log in; it may push to its own namespace alone.
 */
export function servePublicRegistries(internet: InternetControl, catalog: Catalog, store: Store): void {
  const hub = new PublicStorage('docker.io', catalog, store);
  const server = new RegistryServer(hub, (request, repository, action) => {
    const token = /^Bearer (.*)$/.exec(request.headers['authorization'] ?? '')?.[1];
    if (token === undefined) {
      const scope =
        repository === undefined ? '' : `,scope="repository:${repository}:${action === 'push' ? 'pull,push' : 'pull'}"`;
      return denied(401, { 'www-authenticate': `Bearer realm="${REALM}",service="registry.docker.io"${scope}` });
    }
    if (repository === undefined) return undefined;
    const owner = repository.slice(0, repository.indexOf('/'));
    if (action === 'push')
      return owner === token.slice('user:'.length) && token.startsWith('user:') ? undefined : denied(401);
    return hub.tags(repository) ? undefined : denied(401);
  });
  internet.register('registry-1.docker.io', undefined, { http: (request) => server.handle(request) });
  internet.register('auth.docker.io', undefined, { http: token });
  const search = (request: HttpRequest): HttpResponse => searchPage(catalog, request);
  internet.register('index.docker.io', undefined, { http: search });
  internet.register('hub.docker.com', undefined, { http: search });
  const others = new Set([
    ...OTHER_REGISTRIES,
    ...catalog.images.flatMap(({ repository }) => /^([^/]*[.:][^/]*)\//.exec(repository)?.[1] ?? []),
  ]);
  for (const host of others) {
    const registry = new RegistryServer(new PublicStorage(host, catalog, store));
    internet.register(host, undefined, { http: (request) => registry.handle(request) });
  }
}

const denied = (status: number, headers: Record<string, string> = {}): HttpResponse =>
  json(
    status,
    { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required', detail: null }] },
    { 'docker-distribution-api-version': 'registry/2.0', ...headers },
  );

function token(request: HttpRequest): HttpResponse {
  const account = decodeURIComponent(/[?&]account=([^&]*)/.exec(request.target)?.[1] ?? '');
  const password = request.headers['x-password'] ?? '';
  if (account !== '' && password === '') return json(401, { details: 'incorrect username or password' });
  return json(200, { token: account === '' ? 'anonymous' : `user:${account}`, expires_in: 300 });
}

function searchPage(catalog: Catalog, request: HttpRequest): HttpResponse {
  const query = new Map(
    (request.target.split('?')[1] ?? '')
      .split('&')
      .map((pair) => pair.split('=').map((part) => decodeURIComponent(part)) as [string, string]),
  );
  const found = catalog.search(query.get('q') ?? '');
  return json(200, {
    num_results: found.length,
    query: query.get('q') ?? '',
    results: found.slice(0, Number(query.get('n') ?? 25)).map((image) => ({
      star_count: image.stars,
      is_official: image.repository.startsWith('library/'),
      name: image.repository.replace(/^library\//, ''),
      is_automated: false,
      description: image.description,
    })),
  });
}
