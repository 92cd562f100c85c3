import { EMPTY, type Headers, type HttpResponse } from '#network/http';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { last, type Directive } from './config';
import { listing } from './pages';
import type { Outcome } from './server';
import { expand, type Exchange } from './variables';

export interface FileContext {
  readonly process: Process;
  /** Innermost block first. */
  readonly scope: readonly (readonly Directive[])[];
  readonly location: Directive | undefined;
  readonly exchange: Exchange;
  readonly log: (line: string) => void;
  readonly error: (status: number, headers?: Headers) => HttpResponse;
}

const inherited = (context: FileContext, name: string): readonly string[] | undefined =>
  context.scope.map((block) => last(block, name)).find((args) => args !== undefined);

function pathOf(context: FileContext, uri: string): string {
  const { exchange, location } = context;
  const alias = location && last(location.block!, 'alias')?.[0];
  if (alias !== undefined) {
    const prefix = location!.args.length === 1 || location!.args[0] === '^~' ? location!.args.at(-1)! : '';
    return expand(alias, exchange) + (prefix === '' ? '' : uri.slice(prefix.length));
  }
  const root = expand(inherited(context, 'root')?.[0] ?? 'html', exchange);
  return (root.startsWith('/') ? root : `/etc/nginx/${root}`).replace(/\/$/, '') + uri;
}

const details = ({ exchange }: FileContext): string =>
  `client: ${exchange.request.from ?? '127.0.0.1'}, server: ${exchange.serverName}, request: "${exchange.request.method} ${exchange.request.target} HTTP/1.1", host: "${exchange.request.headers['host'] ?? ''}"`;

/** The static and index modules: a file, a directory's index, its list, or why not. */
export function serveFile(context: FileContext): Outcome {
  const { exchange, process } = context;
  const { method } = exchange.request;
  const path = pathOf(context, exchange.uri);
  try {
    if (exchange.uri.endsWith('/')) return serveDirectory(context, path);
    const stat = process.fs.stat(path);
    if (stat.type === 'directory') {
      const host = exchange.request.headers['host'] ?? exchange.serverName;
      return context.error(301, {
        location: `http://${host}${exchange.uri}/${exchange.args === '' ? '' : `?${exchange.args}`}`,
      });
    }
    if (method !== 'GET' && method !== 'HEAD') return context.error(405);
    return sendFile(context, path);
  } catch (error) {
    return failed(context, path, error);
  }
}

function failed(context: FileContext, path: string, error: unknown): HttpResponse {
  if (!(error instanceof FileError)) throw error;
  const number = error.code === 'EACCES' ? 13 : error.code === 'ENOTDIR' ? 20 : 2;
  context.log(`[error] open() "${path}" failed (${String(number)}: ${error.message}), ${details(context)}`);
  return context.error(error.code === 'EACCES' ? 403 : 404);
}

function serveDirectory(context: FileContext, path: string): Outcome {
  const { exchange, process } = context;
  const { fs } = process;
  for (const name of inherited(context, 'index') ?? ['index.html']) {
    const candidate = expand(name, exchange);
    if (candidate.startsWith('/')) return { redirect: candidate };
    if (fs.exists(path + candidate) && !fs.isDirectory(path + candidate)) {
      if (exchange.request.method !== 'GET' && exchange.request.method !== 'HEAD') return context.error(405);
      return { redirect: exchange.uri + candidate + (exchange.args === '' ? '' : `?${exchange.args}`) };
    }
  }
  if (!fs.exists(path)) {
    context.log(`[error] "${path}index.html" is not found (2: No such file or directory), ${details(context)}`);
    return context.error(404);
  }
  if (inherited(context, 'autoindex')?.[0] !== 'on') {
    context.log(`[error] directory index of "${path}" is forbidden, ${details(context)}`);
    return context.error(403);
  }
  const names = fs.readdir(path).filter((name) => !name.startsWith('.'));
  const entries = names.map((name) => {
    const stat = fs.stat(`${path}${name}`);
    return { name, directory: stat.type === 'directory', size: stat.size, mtimeMs: stat.mtimeMs };
  });
  const page = new TextEncoder().encode(listing(exchange.uri, entries));
  return { status: 200, headers: { 'content-type': 'text/html' }, body: { kind: 'bytes', bytes: page } };
}

function sendFile(context: FileContext, path: string): HttpResponse {
  const { process, exchange } = context;
  const stat = process.fs.stat(path);
  if (!process.fs.access(path, 'r')) throw new FileError('EACCES', path);
  const bytes = process.fs.readFile(path);
  const etag = `"${Math.floor(stat.mtimeMs / 1000).toString(16)}-${bytes.length.toString(16)}"`;
  const modified = new Date(stat.mtimeMs).toUTCString();
  const headers: Headers = {
    'content-type': typeOf(context, path),
    'last-modified': modified,
    etag,
    'accept-ranges': 'bytes',
    ...expires(context),
  };
  const asked = exchange.request.headers;
  if (asked['if-none-match'] === etag || (!asked['if-none-match'] && asked['if-modified-since'] === modified)) {
    return { status: 304, headers, body: EMPTY };
  }
  const range = /^bytes=(\d*)-(\d*)$/.exec(asked['range'] ?? '');
  if (range && (range[1] !== '' || range[2] !== '')) {
    const from = range[1] === '' ? Math.max(0, bytes.length - Number(range[2])) : Number(range[1]);
    const to = range[1] === '' || range[2] === '' ? bytes.length - 1 : Math.min(Number(range[2]), bytes.length - 1);
    if (from > to) return context.error(416, { 'content-range': `bytes */${String(bytes.length)}` });
    headers['content-range'] = `bytes ${String(from)}-${String(to)}/${String(bytes.length)}`;
    return { status: 206, headers, body: { kind: 'bytes', bytes: bytes.subarray(from, to + 1) } };
  }
  return { status: 200, headers, body: { kind: 'bytes', bytes } };
}

function typeOf(context: FileContext, path: string): string {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  for (const block of context.scope) {
    const types = block.findLast((directive) => directive.name === 'types');
    if (!types) continue;
    const found = types.block!.find((type) => type.args.includes(extension));
    if (found) return found.name;
    break;
  }
  return inherited(context, 'default_type')?.[0] ?? 'text/plain';
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800, M: 2592000, y: 31536000 };

function expires(context: FileContext): Headers {
  const value = inherited(context, 'expires')?.[0];
  if (value === undefined || value === 'off') return {};
  const now = context.exchange.epochMs;
  if (value === 'epoch') return { expires: 'Thu, 01 Jan 1970 00:00:01 GMT', 'cache-control': 'no-cache' };
  if (value === 'max') return { expires: 'Thu, 31 Dec 2037 23:55:55 GMT', 'cache-control': 'max-age=315360000' };
  const [, sign = '', amount = '0', unit = 's'] = /^(-?)(\d+)([smhdwMy]?)$/.exec(value) ?? [];
  const seconds = Number(amount) * (UNITS[unit || 's'] ?? 1) * (sign === '-' ? -1 : 1);
  const control = seconds < 0 ? 'no-cache' : `max-age=${String(seconds)}`;
  return { expires: new Date(now + seconds * 1000).toUTCString(), 'cache-control': control };
}

/** try_files: the first that exists, or the last argument whatever it is. */
export function tryFiles(context: FileContext, tries: readonly string[]): Outcome {
  const { exchange, process } = context;
  for (const candidate of tries.slice(0, -1)) {
    const uri = expand(candidate, exchange);
    const path = pathOf(context, uri);
    const directory = uri.endsWith('/');
    if (!process.fs.exists(path) || process.fs.isDirectory(path) !== directory) continue;
    exchange.uri = uri.startsWith('/') ? uri : `/${uri}`;
    return serveFile(context);
  }
  const final = expand(tries.at(-1)!, exchange);
  if (final.startsWith('=')) return context.error(Number(final.slice(1)));
  return { redirect: final };
}
