import { BrokenPipeError, concat, encode } from '#io/streams';
import type { Headers, HttpBody, HttpResponse } from './http';
import { EMPTY } from './http';
import { bodyChunks, ByteSource, framingHeaders, headBytes, plainToTls, readResponse } from './http-wire';
import { lookup } from './names';
import { NetworkError, type NetworkStack, type ResolverFiles, type Socket } from './stack';
import { hostHeader, parseUrl, resolveUrl, type Url } from './url';

/** Whoever makes requests: a Process has both. */
export interface HttpClientHost {
  readonly net: NetworkStack;
  readonly fs: ResolverFiles;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: HttpBody | string | Uint8Array;
  /** Follows at most this many redirects; none when absent. */
  readonly redirects?: number;
  /** For the connection; virtual milliseconds. */
  readonly connectTimeoutMs?: number;
  /** Connects there in place of what the name says. */
  readonly connectTo?: { readonly address: string; readonly port: number };
}

export interface Answer extends HttpResponse {
  /** The address that answered, after redirects. */
  readonly url: Url;
  readonly remote: { readonly address: string; readonly port: number };
  /** Ends the connection; the body must be read before. */
  close(): void;
}

/** A response that cannot be had though the connection stands: `tls` is a TLS client at a plain port. */
export class HttpExchangeError extends Error {
  override readonly name = 'HttpExchangeError';

  constructor(
    readonly kind: 'url' | 'scheme' | 'tls' | 'empty' | 'redirects',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Asks for an address. JSON and object bodies come as the server gave them where it answers by function, and as bytes
 * otherwise. Rejects with NetworkError or HttpExchangeError.
 */
export async function request(host: HttpClientHost, address: string, options: RequestOptions = {}): Promise<Answer> {
  let url = parseUrl(address);
  if (!url) throw new HttpExchangeError('url', `malformed address: ${address}`);
  let method = (options.method ?? 'GET').toUpperCase();
  let body = toBody(options.body);
  for (let left = options.redirects ?? 0; ; left--) {
    if (url.scheme !== 'http' && url.scheme !== 'https') {
      throw new HttpExchangeError('scheme', `unsupported scheme: ${url.scheme}`);
    }
    const answer = await ask(host, url, method, body, options);
    const location = answer.headers['location'];
    if (!options.redirects || location === undefined || ![301, 302, 303, 307, 308].includes(answer.status))
      return answer;
    answer.close();
    if (left <= 0) throw new HttpExchangeError('redirects', `stopped after ${String(options.redirects)} redirects`);
    const next = resolveUrl(url, location);
    if (!next) throw new HttpExchangeError('url', `malformed address: ${location}`);
    if (answer.status < 307 && method !== 'HEAD') {
      method = 'GET';
      body = EMPTY;
    }
    url = next;
  }
}

async function ask(
  host: HttpClientHost,
  url: Url,
  method: string,
  body: HttpBody,
  options: RequestOptions,
): Promise<Answer> {
  const addresses = options.connectTo
    ? [options.connectTo.address]
    : (await lookup(url.host, host.fs, host.net)).addresses;
  const port = options.connectTo?.port ?? url.port;
  const tls = url.scheme === 'https';
  let failed: unknown;
  for (const address of addresses) {
    try {
      const socket = await host.net.connect(
        { address, port },
        { tls, ...(options.connectTimeoutMs !== undefined && { timeoutMs: options.connectTimeoutMs }) },
      );
      const headers = { host: hostHeader(url), ...options.headers };
      const response = await exchange(socket, { method, target: url.target, headers, body, tls });
      return { ...response, url, remote: { address, port }, close: () => socket.close() };
    } catch (error) {
      if (!(error instanceof NetworkError) || error.code === 'ECONNRESET') throw error;
      failed = error;
    }
  }
  throw failed as Error;
}

/** One request on an open connection: by function where the other side answers so, as bytes otherwise. */
export async function exchange(
  socket: Socket,
  message: { method: string; target: string; headers: Headers; body: HttpBody; tls?: boolean },
): Promise<HttpResponse> {
  const { method, target, body } = message;
  if (message.tls && !socket.tls) {
    socket.close();
    throw new HttpExchangeError('tls', 'wrong version number');
  }
  if (socket.http) {
    // Simplified: certificates and ciphers of https are not simulated; the connection is taken as trusted.
    if (socket.tls && !message.tls) return plainToTls;
    const { headers } = framingHeaders(body, message.headers);
    return await socket.http({ method, target, headers, body, from: socket.local.address });
  }
  try {
    await send(socket, message);
  } catch (error) {
    if (!(error instanceof BrokenPipeError)) throw error;
    throw new NetworkError('ECONNRESET', 'Connection reset by peer', socket.hops);
  }
  return await readResponse(new ByteSource(socket.reader), method);
}

async function send(
  socket: Socket,
  message: { method: string; target: string; headers: Headers; body: HttpBody },
): Promise<void> {
  const { headers, chunked } = framingHeaders(message.body, message.headers);
  await socket.writer.write(headBytes(`${message.method} ${message.target} HTTP/1.1`, headers));
  for await (const chunk of bodyChunks(message.body)) {
    if (chunk.length === 0) continue;
    await socket.writer.write(
      chunked ? concat([encode(`${chunk.length.toString(16)}\r\n`), chunk, encode('\r\n')]) : chunk,
    );
  }
  if (chunked) await socket.writer.write('0\r\n\r\n');
}

/** A body given as text or bytes in the form that messages have. */
export const toBody = (body: HttpBody | string | Uint8Array | undefined): HttpBody => {
  if (body === undefined) return EMPTY;
  if (typeof body === 'string') return { kind: 'bytes', bytes: encode(body) };
  return body instanceof Uint8Array ? { kind: 'bytes', bytes: body } : body;
};
