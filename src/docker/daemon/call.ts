import { decode } from '#io/streams';
import type { Headers, HttpBody, HttpRequest, HttpResponse } from '#network/http';
import { bytesOf } from '../api/client';
import type { Daemon } from './daemon';
import { errors } from './errors';

/** The query of a request: the first value of each name, and all of them. */
export class Query {
  #pairs: [string, string][] = [];

  constructor(text: string) {
    for (const part of text.split('&')) {
      if (part === '') continue;
      const at = part.indexOf('=');
      this.#pairs.push([unescape(at < 0 ? part : part.slice(0, at)), at < 0 ? '' : unescape(part.slice(at + 1))]);
    }
  }

  get(name: string): string | undefined {
    return this.#pairs.find(([key]) => key === name)?.[1];
  }

  all(name: string): string[] {
    return this.#pairs.filter(([key]) => key === name).map(([, value]) => value);
  }

  /** Go's reading of a yes: everything but '', `0`, `no`, `false` and `none`. */
  flag(name: string, absent = false): boolean {
    const value = this.get(name)?.toLowerCase().trim();
    if (value === undefined) return absent;
    return !(value === '' || value === '0' || value === 'no' || value === 'false' || value === 'none');
  }

  number(name: string): number | undefined {
    const value = this.get(name);
    return value === undefined || value === '' || !/^-?\d+$/.test(value) ? undefined : Number(value);
  }
}

const unescape = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** One request, as a route sees it. */
export interface Call {
  readonly daemon: Daemon;
  readonly method: string;
  /** Parts of the path by the route's names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: HttpBody;
  readonly request: HttpRequest;
  /** `1.51`; what the client asked for. */
  readonly version: string;
}

/** One operation of the Engine API. A path's `{name}` takes one part, `{name:.*}` takes several. */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  handle(call: Call): HttpResponse | Promise<HttpResponse>;
}

/** The object in the body; undefined when the body is empty. Throws moby's words for bad JSON. */
export async function bodyObject<T>(call: Call): Promise<T | undefined> {
  const { body, headers } = call;
  if (body.kind === 'json') return body.value as T;
  if (body.kind === 'empty') return undefined;
  const bytes = await bytesOf(body);
  if (bytes.length === 0) return undefined;
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim();
  if (type !== '' && type !== 'application/json') throw errors.contentType(headers['content-type'] ?? '');
  return parseJson<T>(decode(bytes));
}

/** JSON, or the error in Go's words. */
export function parseJson<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw errors.badJson(goSyntaxError(text));
  }
}

/** What Go's decoder says of the commonest mistakes. */
function goSyntaxError(text: string): string {
  const trimmed = text.trimStart();
  const first = trimmed[0] ?? '';
  if (trimmed === '') return 'EOF';
  if (first === '{') {
    const next = trimmed.slice(1).trimStart()[0] ?? '';
    if (next === '') return 'unexpected EOF';
    if (next !== '"' && next !== '}') return `invalid character '${next}' looking for beginning of object key string`;
    return 'unexpected EOF';
  }
  if (!/[{["\dtfn-]/.test(first)) return `invalid character '${first}' looking for beginning of value`;
  return 'unexpected EOF';
}

export const NO_CONTENT: HttpResponse = { status: 204, headers: {}, body: { kind: 'empty' } };
export const OK_EMPTY: HttpResponse = { status: 200, headers: {}, body: { kind: 'empty' } };
export const NOT_MODIFIED: HttpResponse = { status: 304, headers: {}, body: { kind: 'empty' } };
