import type { Duplex } from '#io/streams';

/** Header names in lower case; a header that may come twice holds its values joined by ", " (set-cookie: "\n"). */
export type Headers = Record<string, string>;

/** One piece of a container's output: 1 is standard output, 2 standard error. */
export interface Frame {
  readonly stream: 1 | 2;
  readonly data: Uint8Array;
}

/**
 * A message's body. Inside the world a server may answer plain objects, and the client takes them as they are: no JSON
 * is written or parsed on the way. `#network/http-wire` turns each form into bytes where real bytes are wanted.
 */
export type HttpBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'stream'; readonly chunks: AsyncIterable<Uint8Array> }
  /** JSON objects, one a line, as they come (docker events, stats, pull). */
  | { readonly kind: 'objects'; readonly objects: AsyncIterable<unknown> }
  /** Output of a container: framed by 8-byte headers on the wire when `tty` is false, raw otherwise. */
  | { readonly kind: 'frames'; readonly frames: AsyncIterable<Frame>; readonly tty: boolean };

export interface HttpRequest {
  /** Upper case. */
  readonly method: string;
  /** Path and query as sent (origin form). */
  readonly target: string;
  readonly headers: Headers;
  readonly body: HttpBody;
  /** Who asks, where that is known: an IP address, or `@` for a unix socket. */
  readonly from?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: HttpBody;
  /**
   * The connection after `101 Switching Protocols`: `input` takes what the client sends, `output` is what it receives
   * (frames as above). Used by attach and exec.
   */
  readonly hijacked?: Hijacked;
  /** The raw connection after an upgrade, where it is neither (websockets). */
  readonly upgraded?: Duplex;
}

export interface Hijacked {
  readonly tty: boolean;
  /** Undefined when the client attached no standard input. */
  readonly input?: { write(data: Uint8Array): Promise<void>; close(): void };
  readonly output: AsyncIterable<Frame>;
}

/** A server's side of HTTP. What it throws is answered as 500 with the error's message. */
export type HttpHandler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

export const EMPTY: HttpBody = { kind: 'empty' };

export const json = (status: number, value: unknown, headers: Headers = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: { kind: 'json', value },
});

export const text = (status: number, content: string, headers: Headers = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: { kind: 'bytes', bytes: new TextEncoder().encode(content) },
});
