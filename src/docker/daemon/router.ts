import { json, type HttpHandler, type HttpRequest, type HttpResponse } from '#network/http';
import { EngineError } from '../api/client';
import { Query, type Route } from './call';
import type { Daemon } from './daemon';
import { DaemonError, errors } from './errors';
import { ROUTES } from './index';
import { SERVER_HEADER, VERSIONS } from './versions';

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

const compile = (route: Route): Compiled => {
  const names: string[] = [];
  const source = route.path.replace(/\{(\w+)(:\.\*)?\}/g, (_, name: string, many: string | undefined) => {
    names.push(name);
    return many === undefined ? '([^/]+)' : '(.+)';
  });
  return { route, pattern: new RegExp(`^${source}$`), names };
};

const compiled = ROUTES.map(compile);

const minor = (version: string): number => Number(version.split('.')[1]);

/** The engine's HTTP side: versions, routes, and errors as answers. Upstream: moby daemon/server. */
export const engineHandler =
  (daemon: Daemon): HttpHandler =>
  async (request) => {
    const response = await answer(daemon, request);
    return { ...response, headers: { ...COMMON_HEADERS, ...response.headers } };
  };

const COMMON_HEADERS = {
  'api-version': VERSIONS.api,
  'docker-experimental': 'false',
  ostype: 'linux',
  server: SERVER_HEADER,
};

async function answer(daemon: Daemon, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await dispatch(daemon, request);
  } catch (error) {
    if (error instanceof DaemonError) return failure(error.status, error.message);
    if (error instanceof EngineError) return failure(error.status, error.message);
    throw error;
  }
}

const failure = (status: number, message: string): HttpResponse =>
  status === 304 ? { status, headers: {}, body: { kind: 'empty' } } : json(status, { message });

function dispatch(daemon: Daemon, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
  const [target, queryText = ''] = splitOnce(request.target, '?');
  const versioned = /^\/v(\d+\.\d+)(\/.*)$/.exec(target);
  const version = versioned?.[1] ?? VERSIONS.api;
  const path = versioned?.[2] ?? target;
  if (minor(version) > minor(VERSIONS.api)) throw errors.tooNew(version, VERSIONS.api);
  if (minor(version) < minor(VERSIONS.minApi)) {
    return failure(400, errors.tooOld(version, VERSIONS.minApi).message);
  }
  for (const { route, pattern, names } of compiled) {
    if (route.method !== request.method) continue;
    const match = pattern.exec(path);
    if (!match) continue;
    const params = Object.fromEntries(names.map((name, i) => [name, decodePath(match[i + 1]!)]));
    const { method, headers, body } = request;
    const call = { daemon, method, params, query: new Query(queryText), headers, body, request, version };
    return route.handle(call);
  }
  throw errors.pageNotFound();
}

const splitOnce = (text: string, by: string): [string, string?] => {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
};

const decodePath = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
