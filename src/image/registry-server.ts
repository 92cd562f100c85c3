import { decode } from '#io/streams';
import { EMPTY, json, type Headers, type HttpRequest, type HttpResponse } from '#network/http';
import { bodyBytes } from './body-bytes';
import { MANIFEST_TYPE, type Manifest } from './manifest';
import { digestOf } from './sha256';

/** Where a registry keeps what it is given. `reference` is a tag or a digest. */
export interface RegistryStorage {
  manifest(repository: string, reference: string): Uint8Array | undefined;
  putManifest(repository: string, reference: string, bytes: Uint8Array): void;
  blob(digest: string): Uint8Array | undefined;
  putBlob(digest: string, bytes: Uint8Array): void;
  repositories(): string[];
  tags(repository: string): string[] | undefined;
  deleteManifest?(repository: string, digest: string): boolean;
}

const failure = (
  status: number,
  code: string,
  message: string,
  detail: unknown = null,
  headers: Headers = {},
): HttpResponse => json(status, { errors: [{ code, message, ...(detail !== null && { detail }) }] }, headers);

/**
 * A registry's HTTP API, version 2. Upstream: distribution/distribution registry/handlers.
 * `authorize` may refuse a request for a repository (undefined: the API itself) with the answer it returns.
 */
export class RegistryServer {
  #uploads = 0;

  constructor(
    private readonly storage: RegistryStorage,
    private readonly authorize: (
      request: HttpRequest,
      repository: string | undefined,
      action: 'pull' | 'push',
    ) => HttpResponse | undefined = () => undefined,
  ) {}

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const response = await this.#route(request);
    return { ...response, headers: { 'docker-distribution-api-version': 'registry/2.0', ...response.headers } };
  }

  async #route(request: HttpRequest): Promise<HttpResponse> {
    const [path = '', query = ''] = request.target.split('?');
    const action = request.method === 'GET' || request.method === 'HEAD' ? 'pull' : 'push';
    if (path === '/v2/' || path === '/v2') return this.authorize(request, undefined, action) ?? json(200, {});
    if (path === '/v2/_catalog') return json(200, { repositories: this.storage.repositories() });
    const match = /^\/v2\/(.+?)\/(manifests|blobs|tags)\/(.+)$/.exec(path);
    if (!match)
      return {
        status: 404,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: { kind: 'bytes', bytes: new TextEncoder().encode('404 page not found\n') },
      };
    const [, name = '', kind, rest = ''] = match;
    const refused = this.authorize(request, name, action);
    if (refused) return refused;
    if (kind === 'tags') {
      const tags = this.storage.tags(name);
      return tags
        ? json(200, { name, tags })
        : failure(404, 'NAME_UNKNOWN', 'repository name not known to registry', { name });
    }
    return kind === 'manifests' ? this.#manifest(request, name, rest) : this.#blob(request, name, rest, query);
  }

  async #manifest(request: HttpRequest, name: string, reference: string): Promise<HttpResponse> {
    if (request.method === 'PUT') {
      const bytes = await bodyBytes(request.body);
      const manifest = JSON.parse(decode(bytes)) as Manifest;
      for (const { digest } of [manifest.config, ...manifest.layers]) {
        if (!this.storage.blob(digest))
          return failure(404, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry', { digest });
      }
      const digest = digestOf(bytes);
      this.storage.putManifest(name, reference, bytes);
      return {
        status: 201,
        headers: { location: `/v2/${name}/manifests/${digest}`, 'docker-content-digest': digest },
        body: EMPTY,
      };
    }
    if (request.method === 'DELETE') {
      if (!this.storage.deleteManifest) return failure(405, 'UNSUPPORTED', 'The operation is unsupported.');
      return this.storage.deleteManifest(name, reference)
        ? { status: 202, headers: {}, body: EMPTY }
        : failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    }
    const bytes = this.storage.manifest(name, reference);
    if (!bytes) return failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown', { Tag: reference });
    const headers = {
      'content-type': (JSON.parse(decode(bytes)) as Manifest).mediaType || MANIFEST_TYPE,
      'docker-content-digest': digestOf(bytes),
      'content-length': String(bytes.length),
    };
    return { status: 200, headers, body: request.method === 'HEAD' ? EMPTY : { kind: 'bytes', bytes } };
  }

  async #blob(request: HttpRequest, name: string, rest: string, query: string): Promise<HttpResponse> {
    if (rest === 'uploads/' || rest === 'uploads') {
      const location = `/v2/${name}/blobs/uploads/${String(++this.#uploads).padStart(8, '0')}`;
      return { status: 202, headers: { location, range: '0-0' }, body: EMPTY };
    }
    if (rest.startsWith('uploads/')) {
      const digest = decodeURIComponent(/(?:^|&)digest=([^&]+)/.exec(query)?.[1] ?? '');
      if (request.method !== 'PUT' || digest === '')
        return failure(405, 'UNSUPPORTED', 'The operation is unsupported.');
      this.storage.putBlob(digest, await bodyBytes(request.body));
      return {
        status: 201,
        headers: { location: `/v2/${name}/blobs/${digest}`, 'docker-content-digest': digest },
        body: EMPTY,
      };
    }
    const bytes = this.storage.blob(rest);
    if (!bytes) return failure(404, 'BLOB_UNKNOWN', 'blob unknown to registry', { digest: rest });
    const headers = {
      'content-type': 'application/octet-stream',
      'content-length': String(bytes.length),
      'docker-content-digest': rest,
    };
    return { status: 200, headers, body: request.method === 'HEAD' ? EMPTY : { kind: 'bytes', bytes } };
  }
}
