import type { Headers, HttpResponse } from '#network/http';
import { NetworkError } from '#network/stack';
import type { Process } from '#process/process';
import { callHttp, HostNotFoundError } from '../call-http';
import { all, last, type Directive } from './config';
import { errorPage } from './pages';
import { expand, pattern, type Exchange } from './variables';

const rounds = new WeakMap<Directive, number>();

/** proxy_pass: hands a request on to a server or an upstream group. Upstream: ngx_http_proxy_module. */
export async function proxy(
  process: Process,
  pass: string,
  location: Directive,
  scope: readonly (readonly Directive[])[],
  exchange: Exchange,
  token: string,
  log: (line: string) => void,
): Promise<HttpResponse> {
  const url = /^https?:\/\/([^/:]+|\[[^\]]+\])(?::(\d+))?(\/.*)?$/.exec(expand(pass, exchange));
  const own = (status: number): HttpResponse => errorPage(status, token, { 'x-nginx-own': '1' });
  if (!url) {
    log(`[error] invalid URL prefix in "${expand(pass, exchange)}"`);
    return own(500);
  }
  const [, host = '', port = '80', path] = url;
  exchange.upstream = host + (url[2] === undefined ? '' : `:${port}`);
  const target = targetOf(path, location, exchange, pass.includes('$'));
  const headers = headersFor(scope, exchange);
  const group = all(exchange.http, 'upstream').find((candidate) => candidate.args[0] === host);
  const servers = group ? inTurn(group) : [`${host}:${port}`];
  for (const [index, server] of servers.entries()) {
    const [name = '', number = '80'] = server.split(':');
    const { method, body } = exchange.request;
    try {
      const timeoutMs = seconds(scope, 'proxy_connect_timeout') * 1000;
      const answer = await callHttp(process, name, Number(number), { method, target, headers, body }, timeoutMs);
      return { ...answer, headers: answerHeaders(answer.headers, scope, exchange, url[0]) };
    } catch (error) {
      if (!(error instanceof NetworkError || error instanceof HostNotFoundError)) throw error;
      const why =
        error instanceof NetworkError
          ? `connect() failed (${errno(error)}) while connecting to upstream`
          : `${name} could not be resolved (3: Host not found)`;
      log(
        `[error] ${why}, client: ${exchange.request.from ?? '127.0.0.1'}, server: ${exchange.serverName}, request: "${method} ${exchange.request.target} HTTP/1.1", upstream: "http://${server}${target}", host: "${exchange.request.headers['host'] ?? ''}"`,
      );
      if (index === servers.length - 1)
        return own(error instanceof NetworkError && error.code === 'ETIMEDOUT' ? 504 : 502);
    }
  }
  return own(502);
}

const ERRNO: Readonly<Record<string, string>> = {
  ECONNREFUSED: '111: Connection refused',
  EHOSTUNREACH: '113: Host is unreachable',
  ENETUNREACH: '101: Network is unreachable',
  ETIMEDOUT: '110: Operation timed out',
  ECONNRESET: '104: Connection reset by peer',
};

const errno = (error: NetworkError): string => ERRNO[error.code] ?? error.message;

/** Round robin with weights; servers marked `down` are left out, `backup` ones come last. */
function inTurn(group: Directive): string[] {
  const servers = all(group.block!, 'server').filter((server) => !server.args.includes('down'));
  const named = (server: Directive): string =>
    server.args[0]!.includes(':') ? server.args[0]! : `${server.args[0]!}:80`;
  const primary = servers
    .filter((server) => !server.args.includes('backup'))
    .flatMap((server) => Array.from({ length: weight(server) }, () => named(server)));
  const round = rounds.get(group) ?? 0;
  rounds.set(group, round + 1);
  const at = primary.length === 0 ? 0 : round % primary.length;
  const backups = servers.filter((server) => server.args.includes('backup')).map(named);
  return [...new Set([...primary.slice(at), ...primary.slice(0, at), ...backups])];
}

const weight = (server: Directive): number =>
  Math.min(100, Number(server.args.find((arg) => arg.startsWith('weight='))?.slice(7) ?? 1));

function targetOf(path: string | undefined, location: Directive, exchange: Exchange, dynamic: boolean): string {
  const query = exchange.args === '' ? '' : `?${exchange.args}`;
  if (path === undefined) return encodeURI(exchange.uri) + query;
  if (dynamic) return path;
  const prefix = location.args.length === 1 || location.args[0] === '^~' ? location.args.at(-1)! : '';
  return path + encodeURI(exchange.uri.slice(prefix.length)) + query;
}

function headersFor(scope: readonly (readonly Directive[])[], exchange: Exchange): Headers {
  const headers = without(exchange.request.headers, ['connection']);
  headers['host'] = exchange.upstream ?? '';
  const set = scope.map((block) => all(block, 'proxy_set_header')).find((list) => list.length > 0) ?? [];
  for (const { args } of set) {
    const value = expand(args[1] ?? '', exchange);
    const name = args[0]!.toLowerCase();
    headers[name] = value;
  }
  return without(
    headers,
    Object.keys(headers).filter((name) => headers[name] === ''),
  );
}

/** The headers but for some. */
const without = (headers: Headers, names: readonly string[]): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

function answerHeaders(
  headers: Headers,
  scope: readonly (readonly Directive[])[],
  exchange: Exchange,
  base: string,
): Headers {
  const hidden = scope.flatMap((block) => all(block, 'proxy_hide_header')).map(({ args }) => args[0]!.toLowerCase());
  const rest = without(headers, ['server', 'date', 'connection', ...hidden]);
  const location = rest['location'];
  if (location === undefined) return rest;
  const host = exchange.request.headers['host'] ?? exchange.serverName;
  const rules = scope.map((block) => all(block, 'proxy_redirect')).find((list) => list.length > 0) ?? [];
  if (rules[0]?.args[0] === 'off') return rest;
  for (const { args } of rules) {
    if (args[0]!.startsWith('~')) rest['location'] = location.replace(pattern(args[0]!) ?? /$^/, args[1] ?? '');
    else if (location.startsWith(args[0]!))
      rest['location'] = expand(args[1] ?? '', exchange) + location.slice(args[0]!.length);
  }
  const origin = /^https?:\/\/[^/]+/.exec(base)?.[0] ?? '';
  if (rules.length === 0 && location.startsWith(origin))
    rest['location'] = `http://${host}${location.slice(origin.length)}`;
  return rest;
}

function seconds(scope: readonly (readonly Directive[])[], name: string): number {
  const value = scope.map((block) => last(block, name)?.[0]).find((found) => found !== undefined);
  const [, amount = '60', unit = 's'] = /^(\d+)(ms|s|m)?$/.exec(value ?? '') ?? [];
  return Number(amount) * (unit === 'ms' ? 0.001 : unit === 'm' ? 60 : 1);
}
