import { BrokenPipeError, concat, decode, encode, type Reader } from '#io/streams';
import {
  EMPTY,
  text,
  type Frame,
  type Headers,
  type HttpBody,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from './http';
import { answerHttp } from './http-exchange';
import { NetworkError, type Socket } from './stack';

/** A message that is not HTTP, or too big. */
export class HttpParseError extends Error {
  override readonly name = 'HttpParseError';
}

/** Bounds on what a stranger may send. */
const LIMITS = { line: 16 * 1024, headers: 200, body: 256 * 1024 * 1024 };

export const REASONS: Readonly<Record<number, string | undefined>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  418: "I'm a teapot",
  422: 'Unprocessable Entity',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
};

/** Reads lines and counted bytes from a stream of bytes. */
export class ByteSource {
  #rest: Uint8Array = new Uint8Array();
  constructor(private readonly reader: Reader) {}

  /** A line without its CR LF; undefined at the end of the stream. */
  async line(limit = LIMITS.line): Promise<string | undefined> {
    for (let from = 0; ;) {
      const at = this.#rest.indexOf(10, from);
      if (at >= 0) {
        const end = at > 0 && this.#rest[at - 1] === 13 ? at - 1 : at;
        const line = latin1(this.#rest.subarray(0, end));
        this.#rest = this.#rest.subarray(at + 1);
        return line;
      }
      if (this.#rest.length > limit) throw new HttpParseError('line too long');
      from = this.#rest.length;
      const more = await this.reader.read();
      if (!more) {
        if (this.#rest.length === 0) return undefined;
        const line = latin1(this.#rest);
        this.#rest = new Uint8Array();
        return line;
      }
      this.#rest = concat([this.#rest, more]);
    }
  }

  /** At most `max` bytes; undefined at the end. */
  async some(max: number): Promise<Uint8Array | undefined> {
    if (this.#rest.length === 0) {
      const more = await this.reader.read();
      if (!more) return undefined;
      this.#rest = more;
    }
    const part = this.#rest.subarray(0, max);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  /** What is left, as a stream: after an upgrade. */
  asReader(): Reader {
    return { read: (max) => this.some(max ?? Infinity), close: () => this.reader.close() };
  }
}

const latin1 = (bytes: Uint8Array): string => {
  let out = '';
  for (let i = 0; i < bytes.length; i += 8192) out += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return out;
};

async function readHeaders(source: ByteSource): Promise<Headers> {
  const headers: Headers = Object.create(null) as Headers;
  for (let n = 0; ; n++) {
    const line = await source.line();
    if (line === undefined || line === '') return { ...headers };
    if (n >= LIMITS.headers) throw new HttpParseError('too many headers');
    const colon = line.indexOf(':');
    if (colon <= 0 || /[\s]/.test(line.slice(0, colon))) throw new HttpParseError('malformed header');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers[name];
    headers[name] =
      before === undefined ? value : name === 'set-cookie' ? `${before}\n${value}` : `${before}, ${value}`;
  }
}

/** The body of a message as a stream of its chunks; fails with HttpParseError. */
async function* readBody(source: ByteSource, headers: Headers, untilEnd: boolean): AsyncGenerator<Uint8Array> {
  let total = 0;
  const take = async function* (length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0;) {
      const part = await source.some(left);
      if (!part) throw new HttpParseError('message ends early');
      left -= part.length;
      total += part.length;
      if (total > LIMITS.body) throw new HttpParseError('body too big');
      yield part;
    }
  };
  if ((headers['transfer-encoding'] ?? '').toLowerCase().includes('chunked')) {
    for (;;) {
      const size = /^([0-9a-f]{1,8})\s*(?:;.*)?$/i.exec((await source.line()) ?? '');
      if (!size) throw new HttpParseError('malformed chunk');
      const length = parseInt(size[1]!, 16);
      if (length === 0) {
        await readHeaders(source);
        return;
      }
      yield* take(length);
      if ((await source.line()) !== '') throw new HttpParseError('malformed chunk');
    }
  }
  const length = headers['content-length'];
  if (length !== undefined) {
    if (!/^\d{1,15}$/.test(length)) throw new HttpParseError('malformed content-length');
    yield* take(Number(length));
  } else if (untilEnd) yield* take(Infinity);
}

/** Reads one request; undefined when the stream ends before it. The body must be read before the next one. */
export async function readRequest(source: ByteSource): Promise<(HttpRequest & { version: string }) | undefined> {
  let line = await source.line();
  if (line === '') line = await source.line();
  if (line === undefined) return undefined;
  const match = /^([A-Za-z]+) (\S+)(?: HTTP\/(\d\.\d))?$/.exec(line);
  if (!match) throw new HttpParseError('malformed request line');
  const headers = match[3] === undefined ? {} : await readHeaders(source);
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  const body: HttpBody = hasBody ? { kind: 'stream', chunks: readBody(source, headers, false) } : EMPTY;
  return { method: match[1]!.toUpperCase(), target: match[2]!, headers, body, version: match[3] ?? '0.9' };
}

/** Reads one response to a request of the given method. */
export async function readResponse(
  source: ByteSource,
  method: string,
): Promise<HttpResponse & { version: string; reason: string }> {
  for (;;) {
    const line = await source.line();
    if (line === undefined) throw new NetworkError('ECONNRESET', 'Empty reply from server');
    const match = /^HTTP\/(\d(?:\.\d)?) (\d{3})(?: (.*))?$/.exec(line);
    if (!match) throw new HttpParseError('Received HTTP/0.9 when not allowed');
    const status = Number(match[2]);
    const headers = await readHeaders(source);
    if (status === 100) continue;
    const none = method === 'HEAD' || status === 204 || status === 304 || status < 200;
    const body: HttpBody = none ? EMPTY : { kind: 'stream', chunks: readBody(source, headers, true) };
    return { status, headers, body, version: match[1]!, reason: match[3] ?? '' };
  }
}

/** A frame of a container's output with Docker's header: stream, three zeros, length. */
export function frameBytes({ stream, data }: Frame): Uint8Array {
  const head = new Uint8Array([
    stream,
    0,
    0,
    0,
    data.length >>> 24,
    data.length >>> 16,
    data.length >>> 8,
    data.length,
  ]);
  return concat([head, data]);
}

/** A body as chunks of bytes. */
export async function* bodyChunks(body: HttpBody): AsyncGenerator<Uint8Array> {
  if (body.kind === 'bytes') yield body.bytes;
  else if (body.kind === 'json') yield encode(`${JSON.stringify(body.value)}\n`);
  else if (body.kind === 'stream') yield* body.chunks;
  else if (body.kind === 'objects')
    for await (const object of body.objects) yield encode(`${JSON.stringify(object)}\r\n`);
  else if (body.kind === 'frames')
    for await (const frame of body.frames) yield body.tty ? frame.data : frameBytes(frame);
}

/** A whole body as bytes, at most `limit` of them (the rest is not read). */
export async function bodyBytes(body: HttpBody, limit = LIMITS.body): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bodyChunks(body)) {
    chunks.push(size + chunk.length > limit ? chunk.subarray(0, limit - size) : chunk);
    size += chunk.length;
    if (size >= limit) break;
  }
  return concat(chunks);
}

export const bodyText = async (body: HttpBody): Promise<string> => decode(await bodyBytes(body));

/** The head of a message as bytes. Values with control characters lose them: no header can smuggle another. */
export function headBytes(first: string, headers: Headers): Uint8Array {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    (name === 'set-cookie' ? value.split('\n') : [value]).map(
      (v) => `${titleCase(name)}: ${v.replace(/[\r\n\0]/g, ' ')}`,
    ),
  );
  return encode([first, ...lines, '', ''].join('\r\n'));
}

/** `content-type` as `Content-Type`, the way most servers write it. */
export const titleCase = (name: string): string => {
  const known = SPELLINGS[name];
  return known ?? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
};
const SPELLINGS: Readonly<Record<string, string | undefined>> = {
  etag: 'ETag',
  'www-authenticate': 'WWW-Authenticate',
  te: 'TE',
  'x-request-id': 'X-Request-ID',
};

/** The headers that say how long a body is, where they are not given. */
export function framingHeaders(body: HttpBody, headers: Headers): { headers: Headers; chunked: boolean } {
  if (headers['content-length'] !== undefined) return { headers, chunked: false };
  if (body.kind === 'bytes')
    return { headers: { ...headers, 'content-length': String(body.bytes.length) }, chunked: false };
  if (body.kind === 'json') {
    const length = encode(`${JSON.stringify(body.value)}\n`).length;
    return { headers: { ...headers, 'content-length': String(length) }, chunked: false };
  }
  if (body.kind === 'empty') return { headers, chunked: false };
  return { headers: { ...headers, 'transfer-encoding': 'chunked' }, chunked: true };
}

/** Speaks HTTP/1.1 on a connection with a handler, until either side closes it. Never throws. */
export async function serveHttp(socket: Socket, handler: HttpHandler, tls = false): Promise<void> {
  const source = new ByteSource(socket.reader);
  try {
    for (;;) {
      let request: Awaited<ReturnType<typeof readRequest>>;
      try {
        request = await readRequest(source);
      } catch (error) {
        if (!(error instanceof HttpParseError)) throw error;
        await writeResponse(socket, text(400, '400 Bad Request'), 'GET', false);
        return;
      }
      if (!request) return;
      if (tls) {
        await writeResponse(socket, plainToTls, request.method, false);
        return;
      }
      const { version, ...message } = request;
      const connection = (request.headers['connection'] ?? '').toLowerCase();
      const keep = version === '1.1' ? !connection.includes('close') : connection.includes('keep-alive');
      const response = await answerHttp(handler, { ...message, from: socket.remote.address });
      if (response.hijacked || response.upgraded) {
        await hijack(socket, source, response);
        return;
      }
      await writeResponse(socket, response, request.method, keep);
      // A body that the handler did not read is in the way of the next request.
      if (request.body.kind === 'stream') await bodyBytes(request.body);
      if (!keep) return;
    }
  } catch (error) {
    if (!(error instanceof BrokenPipeError || error instanceof NetworkError || error instanceof HttpParseError))
      throw error;
  } finally {
    socket.close();
  }
}

/** What servers say to plain HTTP on their TLS port. */
export const plainToTls: HttpResponse = text(400, 'Client sent an HTTP request to an HTTPS server.\n');

async function writeResponse(socket: Socket, response: HttpResponse, method: string, keep: boolean): Promise<void> {
  const { headers, chunked } = framingHeaders(response.body, response.headers);
  const empty =
    response.body.kind === 'empty' &&
    headers['content-length'] === undefined &&
    response.status >= 200 &&
    response.status !== 204 &&
    response.status !== 304;
  const first = `HTTP/1.1 ${String(response.status)} ${REASONS[response.status] ?? 'Unknown'}`;
  const all = { ...headers, ...(empty && { 'content-length': '0' }), ...(!keep && { connection: 'close' }) };
  await socket.writer.write(headBytes(first, all));
  if (method === 'HEAD') return;
  for await (const chunk of bodyChunks(response.body)) {
    if (chunk.length === 0) continue;
    await socket.writer.write(
      chunked ? concat([encode(`${chunk.length.toString(16)}\r\n`), chunk, encode('\r\n')]) : chunk,
    );
  }
  if (chunked) await socket.writer.write('0\r\n\r\n');
}

/** The connection after `101`: both directions at once, until the server's output ends. */
async function hijack(socket: Socket, source: ByteSource, response: HttpResponse): Promise<void> {
  const first = `HTTP/1.1 ${String(response.status)} ${REASONS[response.status] ?? 'Unknown'}`;
  await socket.writer.write(headBytes(first, response.headers));
  const input = response.hijacked?.input ?? response.upgraded?.writer;
  const forward = async (): Promise<void> => {
    try {
      for (let data = await source.some(65536); data; data = await source.some(65536)) await input?.write(data);
      input?.close();
    } catch (error) {
      if (!(error instanceof BrokenPipeError || error instanceof NetworkError)) throw error;
    }
  };
  void forward();
  if (response.hijacked) {
    const { tty, output } = response.hijacked;
    for await (const frame of output) await socket.writer.write(tty ? frame.data : frameBytes(frame));
  } else if (response.upgraded) {
    const { reader } = response.upgraded;
    for (let data = await reader.read(); data; data = await reader.read()) await socket.writer.write(data);
  }
}
