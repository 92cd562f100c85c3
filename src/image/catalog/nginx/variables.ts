import type { HttpRequest } from '#network/http';
import { all, type Directive } from './config';

/** One request on its way through nginx. */
export interface Exchange {
  readonly request: HttpRequest;
  /** Without the query, decoded; changes by rewrite and try_files. */
  uri: string;
  args: string;
  readonly variables: Map<string, string>;
  readonly captures: string[];
  readonly http: readonly Directive[];
  readonly serverName: string;
  readonly port: number;
  readonly hostname: string;
  readonly epochMs: number;
  upstream?: string;
  user?: string;
}

const FIXED: Readonly<Record<string, (e: Exchange) => string>> = {
  uri: (e) => e.uri,
  document_uri: (e) => e.uri,
  request_uri: (e) => e.request.target,
  args: (e) => e.args,
  query_string: (e) => e.args,
  is_args: (e) => (e.args === '' ? '' : '?'),
  host: (e) => hostOf(e).replace(/:\d+$/, '').toLowerCase(),
  hostname: (e) => e.hostname,
  scheme: () => 'http',
  https: () => '',
  request_method: (e) => e.request.method,
  request: (e) => `${e.request.method} ${e.request.target} HTTP/1.1`,
  server_protocol: () => 'HTTP/1.1',
  server_name: (e) => e.serverName,
  server_port: (e) => String(e.port),
  server_addr: () => '0.0.0.0',
  remote_addr: (e) => e.request.from ?? '127.0.0.1',
  binary_remote_addr: (e) => e.request.from ?? '127.0.0.1',
  remote_port: () => '45678',
  remote_user: (e) => e.user ?? '',
  proxy_add_x_forwarded_for: (e) => {
    const before = e.request.headers['x-forwarded-for'];
    return (before === undefined ? '' : `${before}, `) + (e.request.from ?? '127.0.0.1');
  },
  proxy_host: (e) => e.upstream ?? '',
  upstream_addr: (e) => e.upstream ?? '',
  content_type: (e) => e.request.headers['content-type'] ?? '',
  content_length: (e) => e.request.headers['content-length'] ?? '',
  nginx_version: () => VERSION,
  pid: () => '1',
  connection: () => '1',
  connection_requests: () => '1',
  request_time: () => '0.000',
  msec: (e) => (e.epochMs / 1000).toFixed(3),
  time_iso8601: (e) => new Date(e.epochMs).toISOString().replace(/\.\d+Z$/, '+00:00'),
  time_local: (e) => timeLocal(e.epochMs),
};

/** What the catalog's newest nginx calls itself; set from the image's NGINX_VERSION when it runs. */
export const VERSION = '1.29.3';

const hostOf = (e: Exchange): string => e.request.headers['host'] ?? e.serverName;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (n: number): string => String(n).padStart(2, '0');

/** `22/Nov/2026:20:40:17 +0000` */
export function timeLocal(epochMs: number): string {
  const t = new Date(epochMs);
  const day = `${two(t.getUTCDate())}/${MONTHS[t.getUTCMonth()]!}/${String(t.getUTCFullYear())}`;
  return `${day}:${two(t.getUTCHours())}:${two(t.getUTCMinutes())}:${two(t.getUTCSeconds())} +0000`;
}

/** Puts variables into a text: `$host`, `${uri}`, `$1`. An unknown one is empty. */
export const expand = (text: string, e: Exchange): string =>
  text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => variable(braced ?? bare!, e));

function variable(name: string, e: Exchange): string {
  if (/^\d$/.test(name)) return e.captures[Number(name)] ?? '';
  const own = e.variables.get(name);
  if (own !== undefined) return own;
  const fixed = FIXED[name];
  if (fixed) return fixed(e);
  if (name.startsWith('http_')) return e.request.headers[name.slice(5).replaceAll('_', '-')] ?? '';
  if (name.startsWith('arg_')) return new RegExp(`(?:^|&)${name.slice(4)}=([^&]*)`).exec(e.args)?.[1] ?? '';
  if (name.startsWith('cookie_')) {
    return new RegExp(`(?:^|; )${name.slice(7)}=([^;]*)`).exec(e.request.headers['cookie'] ?? '')?.[1] ?? '';
  }
  for (const map of all(e.http, 'map')) if (map.args[1] === `$${name}`) return mapped(map, e);
  return '';
}

function mapped(map: Directive, e: Exchange): string {
  const value = expand(map.args[0]!, e);
  let otherwise = '';
  for (const { name, args } of map.block ?? []) {
    if (name === 'default') otherwise = args[0] ?? '';
    else if (name.startsWith('~') ? pattern(name)?.test(value) : name === value) return expand(args[0] ?? '', e);
  }
  return expand(otherwise, e);
}

/** `~expr` or `~*expr` as an expression; undefined when it is none that we can run. */
export function pattern(text: string): RegExp | undefined {
  const insensitive = text.startsWith('~*');
  try {
    return new RegExp(text.replace(/^~\*?/, '').replaceAll('(?P<', '(?<'), insensitive ? 'i' : '');
  } catch {
    return undefined;
  }
}
