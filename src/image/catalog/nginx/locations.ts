import { type Headers, type HttpResponse } from '#network/http';
import type { Process } from '#process/process';
import { all, type Directive } from './config';
import { REASONS } from './pages';
import { expand, pattern, type Exchange } from './variables';

/** In logs a variable without a value is a dash. */
export const expandLogged = (format: string, exchange: Exchange): string =>
  format.replaceAll(/\$(?:\{\w+\}|\w+)/g, (name) => {
    const value = expand(name, exchange);
    return value === '' ? '-' : value;
  });

export interface Listen {
  readonly port: number;
  readonly isDefault: boolean;
  readonly tls: boolean;
}

/** What a server block listens on; port 80 when it says nothing. */
export function listens(server: Directive): Listen[] {
  const found = all(server.block!, 'listen').map(({ args }) => ({
    port: Number(/(?:^|:)(\d+)$/.exec(args[0] ?? '')?.[1] ?? 80),
    isDefault: args.includes('default_server') || args.includes('default'),
    tls: args.includes('ssl'),
  }));
  return found.length > 0 ? found : [{ port: 80, isDefault: false, tls: false }];
}

/** The location for the address, with those it is nested in. Upstream: ngx_http_core_find_location. */
export function match(block: readonly Directive[], exchange: Exchange): Directive[] | undefined {
  const locations = all(block, 'location');
  const kind = (l: Directive): string => (l.args.length > 1 ? l.args[0]! : '');
  const path = (l: Directive): string => l.args.at(-1)!;
  const nested = (l: Directive): Directive[] => [l, ...(match(l.block!, exchange) ?? [])];
  const exact = locations.find((l) => kind(l) === '=' && path(l) === exchange.uri);
  if (exact) return nested(exact);
  const prefixes = locations.filter(
    (l) => (kind(l) === '' || kind(l) === '^~') && !path(l).startsWith('@') && exchange.uri.startsWith(path(l)),
  );
  const longest = prefixes.reduce<Directive | undefined>(
    (a, b) => (!a || path(b).length > path(a).length ? b : a),
    undefined,
  );
  if (longest && kind(longest) === '^~') return nested(longest);
  for (const l of locations) {
    if (kind(l) !== '~' && kind(l) !== '~*') continue;
    const found = pattern(kind(l) + path(l))?.exec(exchange.uri);
    if (!found) continue;
    exchange.captures.splice(0, exchange.captures.length, ...found);
    return nested(l);
  }
  return longest && nested(longest);
}

/** The location `@name`. */
export const namedLocation = (block: readonly Directive[], name: string): Directive[] | undefined => {
  const found = all(block, 'location').find((l) => l.args[0] === name);
  return found && [found];
};

/** What error_page says of a status: where to go, and the status to answer with. */
export function errorHandler(
  scope: readonly (readonly Directive[])[],
  status: number,
  handling: number | undefined,
): { uri: string; status: number | undefined } | undefined {
  if (handling !== undefined || REASONS[status] === undefined) return undefined;
  for (const block of scope) {
    const pages = all(block, 'error_page');
    for (const { args } of pages) {
      const codes = args.slice(0, -1).filter((arg) => !arg.startsWith('='));
      if (!codes.includes(String(status))) continue;
      const changed = args.find((arg) => arg.startsWith('='));
      return { uri: args.at(-1)!, status: changed === undefined ? status : Number(changed.slice(1) || 200) };
    }
    if (pages.length > 0) return undefined;
  }
  return undefined;
}

/** Sets the address that is served, as an internal redirect does. */
export function moveTo(exchange: Exchange, target: string, keepArgs = false): void {
  const [path = '/', query] = target.split(/\?(.*)/s);
  exchange.uri = normalise(path);
  if (query !== undefined) exchange.args = keepArgs && exchange.args !== '' ? `${query}&${exchange.args}` : query;
}

/** A path without `.`, `..` and double slashes. */
export function normalise(uri: string): string {
  const parts: string[] = [];
  const words = uri.split('/');
  for (const word of words) {
    if (word === '..') parts.pop();
    else if (word !== '' && word !== '.') parts.push(word);
  }
  const end = words.at(-1)!;
  return `/${parts.join('/')}${parts.length > 0 && (end === '' || end === '.' || end === '..') ? '/' : ''}`;
}

/** Whether the condition of an `if` holds. */
export function holds(args: readonly string[], exchange: Exchange, process: Process): boolean {
  const words = args
    .join(' ')
    .replace(/^\(\s*/, '')
    .replace(/\s*\)$/, '')
    .split(/\s+/);
  const left = expand(words[0]!, exchange);
  if (words.length === 1) return left !== '' && left !== '0';
  if (/^!?-[fde]$/.test(words[0]!)) {
    const path = expand(words[1]!, exchange);
    const found = words[0]!.endsWith('d') ? process.fs.isDirectory(path) : process.fs.exists(path);
    return words[0]!.startsWith('!') ? !found : found;
  }
  const right = words.slice(2).join(' ');
  const operator = words[1]!;
  if (operator === '=') return left === expand(right, exchange);
  if (operator === '!=') return left !== expand(right, exchange);
  const found = pattern((operator.includes('*') ? '~*' : '~') + right)?.exec(left);
  if (found && !operator.startsWith('!')) exchange.captures.splice(0, exchange.captures.length, ...found);
  return operator.startsWith('!') ? !found : Boolean(found);
}

/** Whether an IPv4 address lies in a range or is that address. */
export function within(address: string, range: string): boolean {
  const [network = '', bits = '32'] = range.split('/');
  const number = (ip: string): number => ip.split('.').reduce((n, part) => n * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(network) / size);
}

/** The content-length header of an answer, where it is known. */
export const lengthOf = ({ body }: HttpResponse): Headers =>
  body.kind === 'bytes'
    ? { 'content-length': String(body.bytes.length) }
    : body.kind === 'empty'
      ? { 'content-length': '0' }
      : {};

/** A text as UTF-8. */
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `Sun, 22 Nov 2026 20:40:17 GMT` */
export const httpDate = (epochMs: number): string => new Date(epochMs).toUTCString();

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 as bytes, one a character. */
export function fromBase64(text: string): string {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const c of text.replaceAll('=', '')) {
    held = (held << 6) | BASE64.indexOf(c);
    bits += 6;
    if (bits >= 8) out += String.fromCharCode((held >> (bits -= 8)) & 0xff);
  }
  return out;
}
