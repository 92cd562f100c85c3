import { addressOfArpa } from './dns';
import { text, type HttpHandler } from './http';
import type { DnsAnswer, DnsQuestion, DnsRecord } from './stack';
import type { InternetControl, InternetHost } from './topology';

interface Service {
  readonly http: HttpHandler;
  readonly tls: boolean;
}

/** A host of the simulated internet as packets find it. */
export interface PublicHost {
  readonly name: string;
  readonly address: string;
  /** One round trip from a machine, in milliseconds. */
  readonly rttMs: number;
  /** Routers between: what is missing from 64 in the answer's TTL. */
  readonly distance: number;
  serviceAt(port: number): Service | undefined;
  readonly dns?: (question: DnsQuestion) => Omit<DnsAnswer, 'server'>;
}

const PUBLIC_RESOLVERS: readonly (readonly [string, string])[] = [
  ['dns.google', '8.8.8.8'],
  ['dns.google', '8.8.4.4'],
  ['one.one.one.one', '1.1.1.1'],
  ['one.one.one.one', '1.0.0.1'],
  ['dns9.quad9.net', '9.9.9.9'],
];

/** The named hosts beyond the machines, their addresses and public DNS. */
export class Internet implements InternetControl {
  online = true;
  #names = new Map<string, { address: string; host: InternetHost }>();
  #addresses = new Map<string, PublicHost>();
  #files = new Map<string, Uint8Array>();

  constructor() {
    for (const [name, address] of PUBLIC_RESOLVERS) this.#addResolver(name, address);
  }

  register(name: string, address: string | undefined, host: InternetHost): void {
    const key = name.toLowerCase();
    const given = address ?? this.#names.get(key)?.address ?? this.#freeAddress(key);
    this.#names.set(key, { address: given, host });
    const hash = hashOf(key);
    this.#addresses.set(given, {
      name: key,
      address: given,
      rttMs: 8 + (hash % 140) / 10,
      distance: 6 + (hash % 7),
      serviceAt: (port) => serviceOf(this.#names.get(key)?.host ?? host, port),
    });
  }

  unregister(name: string): void {
    const known = this.#names.get(name.toLowerCase());
    if (!known) return;
    this.#names.delete(name.toLowerCase());
    this.#addresses.delete(known.address);
  }

  addressOf(name: string): string | undefined {
    return this.#names.get(name.toLowerCase())?.address;
  }

  publish(url: string, content: string | Uint8Array): void {
    const match = /^https?:\/\/([^/:?#]+)(?::\d+)?([^?#]*)/i.exec(url);
    if (!match) throw new Error(`not an http or https address: ${url}`);
    const host = match[1]!.toLowerCase();
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    this.#files.set(`${host}${match[2]! || '/'}`, bytes);
    const known = this.#names.get(host);
    if (known && published.has(known.host)) return;
    const before = known?.host.http;
    const site: InternetHost = {
      ...known?.host,
      http: (request) => {
        const path = request.target.replace(/[?#].*$/, '');
        const file = this.#files.get(`${host}${path}`) ?? this.#files.get(`${host}${safeDecode(path)}`);
        if (!file) return before ? before(request) : text(404, '404: Not Found');
        if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'Method Not Allowed\n');
        return {
          status: 200,
          headers: { 'content-type': 'text/plain; charset=utf-8', 'content-length': String(file.length) },
          body: request.method === 'HEAD' ? { kind: 'empty' } : { kind: 'bytes', bytes: file },
        };
      },
    };
    published.add(site);
    this.register(host, known?.address, site);
  }

  dns(question: DnsQuestion): { status: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL'; records: readonly DnsRecord[] } {
    const { type } = question;
    const name = question.name.toLowerCase().replace(/\.$/, '');
    if (!this.online) return { status: 'SERVFAIL', records: [] };
    if (type === 'PTR') {
      const address = addressOfArpa(name);
      const host = address === undefined ? undefined : this.#addresses.get(address);
      if (!host) return { status: 'NXDOMAIN', records: [] };
      return { status: 'NOERROR', records: [{ name, type, ttl: 3600, data: `${host.name}.` }] };
    }
    const known = this.#names.get(name);
    if (!known) return { status: 'NXDOMAIN', records: [] };
    const records = (known.host.records ?? []).filter((r) => r.type === type || r.type === 'CNAME');
    if (type === 'A')
      return { status: 'NOERROR', records: [...records, { name, type, ttl: 300, data: known.address }] };
    return { status: 'NOERROR', records };
  }

  /** The host at a public address. */
  at(address: string): PublicHost | undefined {
    return this.#addresses.get(address);
  }

  #addResolver(name: string, address: string): void {
    this.register(name, address, {});
    this.#addresses.set(address, {
      name,
      address,
      rttMs: 9.5,
      distance: 7,
      serviceAt: () => undefined,
      dns: (question) => ({ ...this.dns(question), authoritative: false }),
    });
  }

  /** An address made from the name: the same in every world. */
  #freeAddress(name: string): string {
    for (let n = 0; ; n++) {
      const hash = hashOf(n === 0 ? name : `${name}#${String(n)}`);
      const first = [13, 18, 20, 34, 44, 52, 54, 65, 104, 140, 151, 185][hash % 12]!;
      const address = `${String(first)}.${String((hash >>> 8) & 255)}.${String((hash >>> 16) & 255)}.${String(1 + ((hash >>> 24) % 254))}`;
      if (!this.#addresses.has(address)) return address;
    }
  }
}

/** Hosts made by `publish`, whose handler looks the files up itself. */
const published = new WeakSet<InternetHost>();

const serviceOf = (host: InternetHost, port: number): Service | undefined => {
  const own = host.ports?.find((p) => p.port === port);
  if (own) return { http: own.http, tls: own.tls };
  if (!host.http || (port !== 80 && port !== 443)) return undefined;
  return { http: host.http, tls: port === 443 };
};

const safeDecode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** FNV-1a, 32 bits. */
const hashOf = (name: string): number => {
  let h = 0x811c9dc5;
  for (const ch of name) h = Math.imul(h ^ ch.codePointAt(0)!, 0x01000193);
  return h >>> 0;
};
