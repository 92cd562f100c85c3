import { concat, decode, encode, readAll, type Reader } from '#io/streams';
import {
  EMPTY,
  type Frame,
  type Headers,
  type Hijacked,
  type HttpBody,
  type HttpHandler,
  type HttpResponse,
} from '#network/http';

/** What the daemon answered with a status of 400 and above; `message` is its words without the prefix that CLIs add. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Query parameters: absent ones are left out, booleans are 1 and 0, objects (filters) go as JSON, arrays repeat. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | object | undefined>>;

export interface RequestOptions {
  readonly query?: Query;
  readonly headers?: Headers;
}

/** `{status: ['running']}` as the API wants it: `{"status":{"running":true}}`. */
export const filtersOf = (filters: Readonly<Record<string, readonly string[]>>): object | undefined => {
  const names = Object.keys(filters);
  if (names.length === 0) return undefined;
  return Object.fromEntries(
    names.map((name) => [name, Object.fromEntries(filters[name]!.map((value) => [value, true]))]),
  );
};

/** `?a=1&b=2`, or '' when there is none. */
export function queryString(query: Query = {}): string {
  const pairs: string[] = [];
  const add = (name: string, value: string): void => {
    pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  };
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const item of value as string[]) add(name, item);
    else if (typeof value === 'boolean') add(name, value ? '1' : '0');
    else if (typeof value === 'object') add(name, JSON.stringify(value));
    else add(name, String(value));
  }
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

/**
 * The Engine API seen by a client: paths without the version (`/containers/json`), plain objects in and out. Every
 * method rejects with EngineError when the daemon refuses. Upstream: moby client/.
 */
export class EngineClient {
  constructor(
    /** The daemon's side of the socket, from `process.dialUnix('/var/run/docker.sock')`. */
    private readonly handler: HttpHandler,
    private readonly options: { readonly version?: string; readonly userAgent?: string } = {},
  ) {}

  /** GET; the answer's object. */
  async get<T>(path: string, options?: RequestOptions): Promise<T> {
    return objectOf<T>(await this.request('GET', path, EMPTY, options));
  }

  /** POST with an object as body; the answer's object, undefined when there is none. */
  async post<T = void>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return objectOf<T>(await this.request('POST', path, bodyOf(body), options));
  }

  async put<T = void>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return objectOf<T>(await this.request('PUT', path, bodyOf(body), options));
  }

  async delete<T = void>(path: string, options?: RequestOptions): Promise<T> {
    return objectOf<T>(await this.request('DELETE', path, EMPTY, options));
  }

  /** HEAD; the answer's headers. */
  async head(path: string, options?: RequestOptions): Promise<Headers> {
    return (await this.request('HEAD', path, EMPTY, options)).headers;
  }

  /** The objects of a streaming answer as they come (events, stats, pull, build). */
  async objects<T>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    options?: RequestOptions,
  ): Promise<AsyncIterable<T>> {
    return objectsOf<T>((await this.request(method, path, bodyOf(body), options)).body);
  }

  /** A container's output (logs, attach without input). */
  async frames(
    path: string,
    options?: RequestOptions,
  ): Promise<{ readonly frames: AsyncIterable<Frame>; readonly tty: boolean }> {
    const { body } = await this.request('GET', path, EMPTY, options);
    if (body.kind === 'frames') return body;
    return { frames: rawFrames(body), tty: true };
  }

  /** Upgrades the connection (attach, exec start). */
  async hijack(path: string, body?: unknown, options: RequestOptions = {}): Promise<Hijacked> {
    const headers = { connection: 'Upgrade', upgrade: 'tcp', ...options.headers };
    const response = await this.request('POST', path, bodyOf(body), { ...options, headers });
    if (!response.hijacked) throw new EngineError(500, 'unable to upgrade to tcp, received ' + String(response.status));
    return response.hijacked;
  }

  /** A raw body's bytes (archive, export, save). */
  async bytes(
    path: string,
    options?: RequestOptions,
  ): Promise<{ readonly bytes: Uint8Array; readonly headers: Headers }> {
    const response = await this.request('GET', path, EMPTY, options);
    return { bytes: await bytesOf(response.body), headers: response.headers };
  }

  /** Sends a tar (or other raw bytes) as the body. */
  upload(method: 'PUT' | 'POST', path: string, bytes: Uint8Array, options: RequestOptions = {}): Promise<HttpResponse> {
    const headers = { 'content-type': 'application/x-tar', ...options.headers };
    return this.request(method, path, { kind: 'bytes', bytes }, { ...options, headers });
  }

  /** One request; rejects with EngineError at a status of 400 and above. */
  async request(method: string, path: string, body: HttpBody, options: RequestOptions = {}): Promise<HttpResponse> {
    const version = this.options.version === '' ? '' : `/v${this.options.version ?? '1.51'}`;
    const response = await this.handler({
      method,
      target: version + path + queryString(options.query),
      headers: {
        host: 'docker',
        'user-agent': this.options.userAgent ?? 'Docker-Client/28.5.2 (linux)',
        ...(body.kind === 'json' && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      body,
      from: '@',
    });
    if (response.status < 400) return response;
    throw new EngineError(response.status, await messageOf(response));
  }
}

/** The objects of a body, whatever form it has. */
export async function* objectsOf<T>(body: HttpBody): AsyncGenerator<T> {
  if (body.kind === 'objects') yield* body.objects as AsyncIterable<T>;
  else if (body.kind === 'json') yield body.value as T;
  else {
    const lines = decode(await bytesOf(body)).split('\n');
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as T;
  }
}

/** All bytes of a body, whatever form it has. */
export async function bytesOf(body: HttpBody): Promise<Uint8Array> {
  if (body.kind === 'bytes') return body.bytes;
  if (body.kind === 'json') return encode(JSON.stringify(body.value) + '\n');
  const chunks: Uint8Array[] = [];
  if (body.kind === 'stream') for await (const chunk of body.chunks) chunks.push(chunk);
  if (body.kind === 'frames') for await (const frame of body.frames) chunks.push(frame.data);
  if (body.kind === 'objects') {
    for await (const object of body.objects) chunks.push(encode(JSON.stringify(object) + '\n'));
  }
  return concat(chunks);
}

/** Everything a reader gives, as a body. */
export const bodyOfReader = async (reader: Reader): Promise<HttpBody> => ({
  kind: 'bytes',
  bytes: await readAll(reader),
});

const bodyOf = (body: unknown): HttpBody => (body === undefined ? EMPTY : { kind: 'json', value: body });

async function objectOf<T>({ body }: HttpResponse): Promise<T> {
  if (body.kind === 'json') return body.value as T;
  if (body.kind === 'empty') return undefined as T;
  if (body.kind === 'bytes' && body.bytes.length === 0) return undefined as T;
  for await (const object of objectsOf<T>(body)) return object;
  return undefined as T;
}

async function messageOf(response: HttpResponse): Promise<string> {
  if (response.body.kind === 'json') return (response.body.value as { message?: string }).message ?? '';
  const text = decode(await bytesOf(response.body)).trim();
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}

async function* rawFrames(body: HttpBody): AsyncGenerator<Frame> {
  yield { stream: 1, data: await bytesOf(body) };
}
