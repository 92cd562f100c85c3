import { EMPTY, type Headers, type HttpRequest, type HttpResponse } from '#network/http';
import type { Process } from '#process/process';
import { all, last, type Directive } from './config';
import {
  bytes,
  errorHandler,
  expandLogged,
  fromBase64,
  holds,
  httpDate,
  lengthOf,
  listens,
  match,
  moveTo,
  namedLocation,
  normalise,
  within,
} from './locations';
import { errorPage } from './pages';
import { proxy } from './proxy';
import { serveFile, tryFiles } from './static-files';
import { expand, pattern, timeLocal, type Exchange } from './variables';

/** What a location decides: an answer, another address to try (an internal redirect), or the named location. */
export type Outcome = HttpResponse | { readonly redirect: string };

/** How many internal redirects a request may take; then it is a 500. */
const MOST_REDIRECTS = 10;

/** Answers requests as a configuration says. `logAccess` gets a line without newline for each. */
export class Server {
  constructor(
    private readonly process: Process,
    private readonly http: readonly Directive[],
    readonly version: string,
    private readonly log: {
      readonly access: (path: string, line: string) => void;
      readonly error: (line: string) => void;
    },
  ) {}

  /** The ports that some server listens on; 80 when it does not say. */
  ports(): number[] {
    const ports = all(this.http, 'server').flatMap((server) => listens(server).map((listen) => listen.port));
    return [...new Set(ports)];
  }

  async answer(port: number, request: HttpRequest): Promise<HttpResponse> {
    const server = this.#serverFor(port, request);
    const exchange = this.#exchange(server, port, request);
    let response: HttpResponse;
    try {
      response = await this.#route(server, exchange);
    } catch (error) {
      this.log.error(`[crit] ${error instanceof Error ? error.message : String(error)}`);
      response = errorPage(500, this.#token());
    }
    response = this.#finish(server, exchange, response);
    this.#logAccess(server, exchange, response);
    return request.method === 'HEAD' ? { ...response, body: EMPTY } : response;
  }

  #token(): string {
    return last(this.http, 'server_tokens')?.[0] === 'off' ? 'nginx' : `nginx/${this.version}`;
  }

  #serverFor(port: number, request: HttpRequest): Directive {
    const servers = all(this.http, 'server').filter((server) => listens(server).some((listen) => listen.port === port));
    const host = (request.headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase();
    const names = (server: Directive): readonly string[] => all(server.block!, 'server_name').flatMap((n) => n.args);
    return (
      servers.find((server) => names(server).includes(host)) ??
      servers.find((server) => names(server).some((name) => name.startsWith('*.') && host.endsWith(name.slice(1)))) ??
      servers.find((server) => names(server).some((name) => name.startsWith('~') && pattern(name)?.test(host))) ??
      servers.find((server) => listens(server).some((listen) => listen.port === port && listen.isDefault)) ??
      servers[0]!
    );
  }

  #exchange(server: Directive, port: number, request: HttpRequest): Exchange {
    const [path = '/', ...query] = request.target.split('?');
    let uri = path;
    try {
      uri = decodeURIComponent(path);
    } catch {
      /* a stray percent sign stays as it is */
    }
    return {
      request,
      uri: normalise(uri),
      args: query.join('?'),
      variables: new Map(),
      captures: [],
      http: this.http,
      serverName: all(server.block!, 'server_name')[0]?.args[0] ?? '',
      port,
      hostname: this.process.host.hostname,
      epochMs: this.process.clock.epochNow(),
    };
  }

  async #route(server: Directive, exchange: Exchange): Promise<HttpResponse> {
    const early = this.#rewrite(server.block!, exchange);
    let outcome: Outcome | undefined = early;
    let named: string | undefined;
    let errorStatus: number | undefined;
    for (let turn = 0; turn < MOST_REDIRECTS; turn++) {
      const location = named === undefined ? match(server.block!, exchange) : namedLocation(server.block!, named);
      const scope = [...(location ? [...location].reverse().map((l) => l.block!) : []), server.block!, this.http];
      const first = turn === 0;
      outcome ??= await this.#location(scope, location?.at(-1), exchange, first);
      if ('redirect' in outcome) {
        named = outcome.redirect.startsWith('@') ? outcome.redirect : undefined;
        if (named === undefined) moveTo(exchange, outcome.redirect);
        outcome = undefined;
        continue;
      }
      const handler =
        outcome.headers['x-nginx-own'] === '1' ? errorHandler(scope, outcome.status, errorStatus) : undefined;
      if (!handler) return errorStatus === undefined ? outcome : { ...outcome, status: errorStatus };
      errorStatus = handler.status ?? outcome.status;
      const target = expand(handler.uri, exchange);
      if (/^https?:/.test(target)) return this.#redirect(302, target);
      named = target.startsWith('@') ? target : undefined;
      if (named === undefined) moveTo(exchange, target);
      outcome = undefined;
    }
    this.log.error(`[error] rewrite or internal redirection cycle while internally redirecting to "${exchange.uri}"`);
    return errorPage(500, this.#token());
  }

  async #location(
    scope: readonly (readonly Directive[])[],
    location: Directive | undefined,
    exchange: Exchange,
    first: boolean,
  ): Promise<Outcome> {
    const block = location?.block ?? [];
    if (first && all(block, 'internal').length > 0) return this.#error(404);
    const before = exchange.uri;
    const decided = this.#rewrite(block, exchange);
    if (decided) return decided;
    if (exchange.uri !== before && exchange.variables.get(' last') === '1') {
      exchange.variables.delete(' last');
      return { redirect: exchange.uri + (exchange.args === '' ? '' : `?${exchange.args}`) };
    }
    const refused = this.#access(scope, exchange);
    if (refused) return refused;
    const pass = last(block, 'proxy_pass');
    if (pass) return proxy(this.process, pass[0]!, location!, scope, exchange, this.#token(), this.log.error);
    if (all(block, 'stub_status').length > 0) {
      const text =
        'Active connections: 1 \nserver accepts handled requests\n 1 1 1 \nReading: 0 Writing: 1 Waiting: 0 \n';
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: { kind: 'bytes', bytes: bytes(text) } };
    }
    const context = { process: this.process, scope, location, exchange, log: this.log.error, error: this.#error };
    const tries = last(block, 'try_files') ?? (location ? undefined : last(scope[0]!, 'try_files'));
    return tries ? tryFiles(context, tries) : serveFile(context);
  }

  readonly #error = (status: number, headers: Headers = {}): HttpResponse =>
    errorPage(status, this.#token(), { 'x-nginx-own': '1', ...headers });

  #redirect(status: number, location: string): HttpResponse {
    return errorPage(status, this.#token(), { location });
  }

  /** The rewrite phase: set, if, rewrite, return, in order. Upstream: ngx_http_rewrite_module. */
  #rewrite(block: readonly Directive[], exchange: Exchange): Outcome | undefined {
    for (const directive of block) {
      const { name, args } = directive;
      if (name === 'set') {
        exchange.variables.set(args[0]!.slice(1), expand(args[1] ?? '', exchange));
      } else if (name === 'return') {
        return this.#return(args, exchange);
      } else if (name === 'if' && holds(args, exchange, this.process)) {
        const inner = this.#rewrite(directive.block!, exchange);
        if (inner) return inner;
      } else if (name === 'rewrite') {
        const found = pattern(args[0]!)?.exec(exchange.uri);
        if (!found) continue;
        exchange.captures.splice(0, exchange.captures.length, ...found);
        const target = expand(args[1]!, exchange);
        const flag = args[2];
        if (flag === 'redirect' || flag === 'permanent' || /^https?:/.test(target)) {
          return this.#redirect(flag === 'permanent' ? 301 : 302, this.#absolute(target, exchange));
        }
        moveTo(exchange, target, true);
        if (flag !== 'break') exchange.variables.set(' last', '1');
        if (flag === 'last' || flag === 'break') return undefined;
      } else if (name === 'break') {
        return undefined;
      }
    }
    return undefined;
  }

  #return(args: readonly string[], exchange: Exchange): HttpResponse {
    const status = Number(args[0]);
    if (Number.isNaN(status)) return this.#redirect(302, expand(args[0]!, exchange));
    const text = args[1] === undefined ? undefined : expand(args[1], exchange);
    if ([301, 302, 303, 307, 308].includes(status) && text !== undefined) {
      return this.#redirect(status, this.#absolute(text, exchange));
    }
    if (text === undefined) return status < 300 ? { status, headers: {}, body: EMPTY } : this.#error(status);
    return { status, headers: {}, body: { kind: 'bytes', bytes: bytes(text) } };
  }

  #absolute(target: string, exchange: Exchange): string {
    if (!target.startsWith('/')) return target;
    return `http://${exchange.request.headers['host'] ?? exchange.serverName}${target}`;
  }

  #access(scope: readonly (readonly Directive[])[], exchange: Exchange): HttpResponse | undefined {
    const rules = scope.map((block) => block.filter((d) => d.name === 'allow' || d.name === 'deny'));
    const address = exchange.request.from ?? '127.0.0.1';
    for (const { name, args } of rules.find((list) => list.length > 0) ?? []) {
      if (args[0] !== 'all' && !within(address, args[0]!)) continue;
      if (name === 'allow') break;
      this.log.error(`[error] access forbidden by rule, client: ${address}`);
      return this.#error(403);
    }
    const realm = scope.map((block) => last(block, 'auth_basic')?.[0]).find((value) => value !== undefined);
    if (realm === undefined || realm === 'off') return undefined;
    const file = scope.map((block) => last(block, 'auth_basic_user_file')?.[0]).find((value) => value !== undefined);
    if (file !== undefined && this.#authorised(file, exchange)) return undefined;
    return this.#error(401, { 'www-authenticate': `Basic realm="${realm}"` });
  }

  /** Simplified: passwords in the file are compared in plain form (`{PLAIN}` or bare); hashes never match. */
  #authorised(file: string, exchange: Exchange): boolean {
    const encoded = /^Basic (.+)$/.exec(exchange.request.headers['authorization'] ?? '')?.[1];
    const path = file.startsWith('/') ? file : `/etc/nginx/${file}`;
    if (encoded === undefined || !this.process.fs.exists(path)) return false;
    const [user = '', password = ''] = fromBase64(encoded).split(/:(.*)/s);
    const entry = this.process.fs
      .readText(path)
      .split('\n')
      .find((line) => line.startsWith(`${user}:`));
    if (entry?.slice(user.length + 1).replace('{PLAIN}', '') !== password) return false;
    exchange.user = user;
    return true;
  }

  #finish(server: Directive, exchange: Exchange, response: HttpResponse): HttpResponse {
    const headers = Object.fromEntries(Object.entries(response.headers).filter(([name]) => name !== 'x-nginx-own'));
    const location = match(server.block!, exchange);
    const scope = [...(location?.map((l) => l.block!) ?? []), server.block!, this.http];
    const added = scope.map((block) => all(block, 'add_header')).find((list) => list.length > 0) ?? [];
    const usual = [200, 201, 204, 206, 301, 302, 303, 304, 307, 308].includes(response.status);
    for (const { args } of added) {
      if (usual || args[2] === 'always') headers[args[0]!.toLowerCase()] = expand(args[1] ?? '', exchange);
    }
    const type = scope.map((block) => last(block, 'default_type')?.[0]).find((value) => value !== undefined);
    if (response.body.kind !== 'empty') headers['content-type'] ??= type ?? 'text/plain';
    return {
      ...response,
      headers: { server: this.#token(), date: httpDate(exchange.epochMs), ...lengthOf(response), ...headers },
    };
  }

  #logAccess(server: Directive, exchange: Exchange, response: HttpResponse): void {
    const location = match(server.block!, exchange);
    const scope = [...(location?.map((l) => l.block!) ?? []), server.block!, this.http];
    const args = scope.map((block) => last(block, 'access_log')).find((value) => value !== undefined) ?? [
      '/var/log/nginx/access.log',
    ];
    if (args[0] === 'off') return;
    const format = all(this.http, 'log_format')
      .find((candidate) => candidate.args[0] === args[1])
      ?.args.slice(1)
      .join('');
    const size = response.body.kind === 'bytes' && exchange.request.method !== 'HEAD' ? response.body.bytes.length : 0;
    exchange.variables.set('status', String(response.status));
    exchange.variables.set('body_bytes_sent', String(size));
    exchange.variables.set('bytes_sent', String(size + 240));
    const dash = (name: string): string => exchange.request.headers[name] ?? '-';
    const combined = `$remote_addr - ${exchange.user ?? '-'} [${timeLocal(exchange.epochMs)}] "$request" $status $body_bytes_sent "${dash('referer')}" "${dash('user-agent')}"`;
    const line = format === undefined ? expand(combined, exchange) : expandLogged(format, exchange);
    this.log.access(args[0]!, line);
  }
}
