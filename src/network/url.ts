import { hostPort } from './address';

/** A parsed http or https address. */
export interface Url {
  readonly scheme: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Path and query, starting with a slash; without the fragment. */
  readonly target: string;
}

const PORTS: Readonly<Record<string, number | undefined>> = { http: 80, https: 443, ftp: 21 };

/** Parses an address; one without a scheme is http, as curl and wget take it. Undefined when it is malformed. */
export function parseUrl(text: string): Url | undefined {
  const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/)?([^/?#]*)([^#]*)(?:#.*)?$/s.exec(text);
  if (!match || text.length > 65536) return undefined;
  const scheme = (match[1] ?? 'http').toLowerCase();
  const authority = match[2]!;
  const at = authority.lastIndexOf('@');
  const [user, password] = at < 0 ? [undefined, undefined] : splitOnce(authority.slice(0, at), ':');
  const address = /^(\[[0-9a-fA-F:.%]+\]|[^:[\]]*)(?::(\d{0,5}))?$/.exec(authority.slice(at + 1));
  if (!address || address[1] === '') return undefined;
  const port = address[2] ? Number(address[2]) : (PORTS[scheme] ?? 0);
  if (port > 65535) return undefined;
  const rest = match[3]!;
  return {
    scheme,
    user: user === undefined ? undefined : decodePart(user),
    password: password === undefined ? undefined : decodePart(password),
    host: address[1]!.replace(/^\[|\]$/g, '').toLowerCase(),
    port,
    target: encodeTarget(rest.startsWith('/') ? rest : `/${rest}`),
  };
}

/** What the Host header says: the port only where it is not the scheme's own. */
export const hostHeader = (url: Url): string =>
  url.port === PORTS[url.scheme] ? hostPort(url.host, '').slice(0, -1) : hostPort(url.host, url.port);

export const formatUrl = (url: Url): string => `${url.scheme}://${hostHeader(url)}${url.target}`;

/** The address that a Location header names, seen from where it was found. */
export function resolveUrl(base: Url, location: string): Url | undefined {
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//.test(location)) return parseUrl(location);
  if (location.startsWith('//')) return parseUrl(`${base.scheme}:${location}`);
  const path = base.target.replace(/\?.*$/s, '');
  const joined = location.startsWith('/')
    ? location
    : location.startsWith('?')
      ? path + location
      : path.replace(/[^/]*$/, '') + location;
  const [withoutFragment] = joined.split('#');
  const [file, ...query] = withoutFragment!.split('?');
  const parts: string[] = [];
  for (const part of file!.split('/')) {
    if (part === '..') {
      if (parts.length > 1) parts.pop();
    } else if (part !== '.') parts.push(part);
  }
  const target = [parts.join('/') || '/', ...query].join('?');
  return { ...base, target: encodeTarget(target.startsWith('/') ? target : `/${target}`) };
}

const splitOnce = (text: string, at: string): [string, string | undefined] => {
  const index = text.indexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
};

const decodePart = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Blanks and what is not ASCII would break the request line. */
const encodeTarget = (target: string): string =>
  target.replace(/[^\x21-\x7e]/gu, (ch) => (/[\ud800-\udfff]/.test(ch) ? '%EF%BF%BD' : encodeURIComponent(ch)));
