import { hostPort, parseAddress } from '#network/address';
import type { Headers, HttpBody, HttpResponse } from '#network/http';
import { exchange, HttpExchangeError } from '#network/http-client';
import { bodyChunks, HttpParseError, REASONS, titleCase } from '#network/http-wire';
import { lookup } from '#network/names';
import { NetworkError, type Socket } from '#network/stack';
import type { Url } from '#network/url';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { within } from './words';

/** A transfer that failed: curl's exit code and message. */
export class CurlError extends Error {
  override readonly name = 'CurlError';
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Hit {
  readonly response: HttpResponse;
  readonly address: string;
  readonly port: number;
  readonly local: { readonly address: string; readonly port: number };
  /** Virtual milliseconds from the transfer's start. */
  readonly lookupMs: number;
  readonly connectMs: number;
  readonly firstByteMs: number;
  close(): void;
}

export interface Ask {
  readonly url: Url;
  readonly method: string;
  readonly headers: Headers;
  readonly body: HttpBody;
  readonly resolve: readonly string[];
  readonly connectTo: readonly string[];
  readonly connectTimeoutMs: number | undefined;
  /** When the whole transfer has to be over, by the virtual clock. */
  readonly deadline: number;
  readonly unixSocket: string | undefined;
  /** For `-v`; lines without their newline. */
  say(line: string): Promise<void>;
}

const maxTime = (process: Process, start: number): CurlError =>
  new CurlError(
    28,
    `Operation timed out after ${String(Math.round(process.clock.now() - start))} milliseconds with 0 bytes received`,
  );

/** One request to one address: name, connection, exchange. */
export async function fetchOnce(process: Process, ask: Ask): Promise<Hit> {
  const start = process.clock.now();
  if (ask.unixSocket !== undefined) return await overUnixSocket(process, ask, ask.unixSocket, start);
  const { url } = ask;
  const { socket, address, port, lookupMs } = await connect(process, ask, start);
  const connectMs = process.clock.now() - start;
  await ask.say(`* Connected to ${url.host} (${address}) port ${String(port)}`);
  const tls = url.scheme === 'https';
  await sayRequest(ask);
  const sent = exchange(socket, { method: ask.method, target: url.target, headers: ask.headers, body: ask.body, tls });
  try {
    const response = await within(process, ask.deadline - process.clock.now(), sent);
    if (!response) {
      socket.close();
      throw maxTime(process, start);
    }
    await sayResponse(ask, response);
    const { local } = socket;
    return {
      response,
      address,
      port,
      local,
      lookupMs,
      connectMs,
      firstByteMs: process.clock.now() - start,
      close: () => socket.close(),
    };
  } catch (error) {
    socket.close();
    throw translated(error);
  }
}

async function connect(
  process: Process,
  ask: Ask,
  start: number,
): Promise<{ socket: Socket; address: string; port: number; lookupMs: number }> {
  const { url } = ask;
  const pinned = overridden(ask);
  let addresses: readonly string[];
  try {
    const host = pinned?.host ?? url.host;
    const looked = within(process, ask.deadline - process.clock.now(), lookup(host, process.fs, process.net));
    const found = pinned?.address === undefined ? await looked : { addresses: [pinned.address] };
    if (!found)
      throw new CurlError(
        28,
        `Resolving timed out after ${String(Math.round(process.clock.now() - start))} milliseconds`,
      );
    addresses = found.addresses;
  } catch (error) {
    if (error instanceof NetworkError) throw new CurlError(6, `Could not resolve host: ${url.host}`);
    throw error;
  }
  const lookupMs = process.clock.now() - start;
  const port = pinned?.port ?? url.port;
  if (!parseAddress(url.host)) {
    await ask.say(`* Host ${hostPort(url.host, port)} was resolved.`);
    await ask.say(`* IPv6: ${addresses.filter((a) => a.includes(':')).join(', ') || '(none)'}`);
    await ask.say(`* IPv4: ${addresses.filter((a) => !a.includes(':')).join(', ') || '(none)'}`);
  }
  let timedOut = false;
  for (const address of addresses) {
    await ask.say(`*   Trying ${hostPort(address, port)}...`);
    const timeoutMs = Math.min(ask.connectTimeoutMs ?? 300_000, ask.deadline - process.clock.now());
    try {
      const socket = await process.wait(
        process.net.connect({ address, port }, { timeoutMs, tls: url.scheme === 'https' }),
      );
      return { socket, address, port, lookupMs };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      timedOut = error.code === 'ETIMEDOUT';
      const words: Record<string, string | undefined> = {
        ECONNREFUSED: 'Connection refused',
        EHOSTUNREACH: 'No route to host',
        ENETUNREACH: 'Network is unreachable',
      };
      await ask.say(
        `* ${timedOut ? `Connection timed out after ${String(Math.round(timeoutMs))} milliseconds` : `connect to ${address} port ${String(port)} from 0.0.0.0 port 0 failed: ${words[error.code] ?? error.message}`}`,
      );
    }
  }
  const ms = String(Math.floor(process.clock.now() - start));
  const limited = ask.connectTimeoutMs !== undefined || Number.isFinite(ask.deadline);
  if (timedOut && limited) throw new CurlError(28, `Connection timed out after ${ms} milliseconds`);
  throw new CurlError(
    timedOut ? 28 : 7,
    `Failed to connect to ${hostPort(url.host, port)} after ${ms} ms: Could not connect to server`,
  );
}

/** What `--resolve` and `--connect-to` say about an address. */
function overridden({ url, resolve, connectTo }: Ask): { host?: string; address?: string; port?: number } | undefined {
  for (const entry of resolve) {
    const match = /^[+-]?([^:]+):(\d+):\[?([^,\]]+)/.exec(entry);
    if (match && (match[1] === url.host || match[1] === '*') && Number(match[2]) === url.port)
      return { address: match[3]! };
  }
  for (const entry of connectTo) {
    const [host, port, toHost, toPort] = entry.split(':');
    if ((host !== '' && host !== url.host) || (port !== '' && Number(port) !== url.port)) continue;
    return { host: toHost || url.host, port: toPort ? Number(toPort) : url.port };
  }
  return undefined;
}

async function overUnixSocket(process: Process, ask: Ask, path: string, start: number): Promise<Hit> {
  await ask.say(`*   Trying ${path}:0...`);
  let handler;
  try {
    handler = process.dialUnix(path);
  } catch (error) {
    if (error instanceof FileError || error instanceof NetworkError) {
      throw new CurlError(
        7,
        `Failed to connect to ${ask.url.host}:${String(ask.url.port)} after 0 ms: Could not connect to server`,
      );
    }
    throw error;
  }
  await ask.say(`* Connected to ${ask.url.host} (${path}) port 0`);
  await sayRequest(ask);
  const { method, headers, body, url } = ask;
  try {
    const response = await within(
      process,
      ask.deadline - process.clock.now(),
      Promise.resolve(handler({ method, target: url.target, headers, body, from: '@' })),
    );
    if (!response) throw maxTime(process, start);
    await sayResponse(ask, response);
    const none = { address: '', port: 0 };
    return {
      response,
      ...none,
      local: none,
      lookupMs: 0,
      connectMs: 0,
      firstByteMs: process.clock.now() - start,
      close: () => undefined,
    };
  } catch (error) {
    throw translated(error);
  }
}

async function sayRequest(ask: Ask): Promise<void> {
  await ask.say('* using HTTP/1.x');
  await ask.say(`> ${ask.method} ${ask.url.target} HTTP/1.1`);
  for (const [name, value] of Object.entries(ask.headers)) await ask.say(`> ${titleCase(name)}: ${value}`);
  await ask.say('> ');
  await ask.say('* Request completely sent off');
}

async function sayResponse(ask: Ask, response: HttpResponse): Promise<void> {
  for (const line of headLines(response)) await ask.say(`< ${line}`);
  await ask.say('< ');
}

/** The head of a response as it stands on the wire, without the empty line. */
export function headLines(response: HttpResponse): string[] {
  const { status, headers, body } = response;
  const lines = [`HTTP/1.1 ${String(status)} ${REASONS[status] ?? ''}`.trimEnd()];
  for (const [name, value] of Object.entries(headers)) {
    for (const one of name === 'set-cookie' ? value.split('\n') : [value]) lines.push(`${titleCase(name)}: ${one}`);
  }
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    if (body.kind === 'bytes') lines.push(`Content-Length: ${String(body.bytes.length)}`);
    else if (body.kind === 'json') lines.push(`Content-Length: ${String(JSON.stringify(body.value).length + 1)}`);
    else if (body.kind !== 'empty') lines.push('Transfer-Encoding: chunked');
  }
  return lines;
}

/** The body's chunks under the transfer's time limit; failures in curl's words. */
export async function* limited(
  process: Process,
  response: HttpResponse,
  deadline: number,
  start: number,
): AsyncGenerator<Uint8Array> {
  const chunks = bodyChunks(response.body);
  let got = 0;
  try {
    for (;;) {
      const next = await within(process, deadline - process.clock.now(), chunks.next());
      if (!next) {
        const ms = String(Math.round(process.clock.now() - start));
        throw new CurlError(28, `Operation timed out after ${ms} milliseconds with ${String(got)} bytes received`);
      }
      if (next.done) return;
      got += next.value.length;
      yield next.value;
    }
  } catch (error) {
    throw translated(error, got);
  }
}

function translated(error: unknown, got = 0): unknown {
  if (error instanceof NetworkError && error.message === 'Empty reply from server')
    return new CurlError(52, 'Empty reply from server');
  if (error instanceof NetworkError) return new CurlError(56, 'Recv failure: Connection reset by peer');
  if (error instanceof HttpExchangeError && error.kind === 'tls') {
    return new CurlError(35, 'TLS connect error: error:0A0000C6:SSL routines::packet length too long');
  }
  if (error instanceof HttpParseError) {
    if (error.message === 'message ends early')
      return new CurlError(18, `transfer closed with outstanding read data remaining`);
    return got > 0 ? new CurlError(56, error.message) : new CurlError(1, 'Received HTTP/0.9 when not allowed');
  }
  return error;
}
