import { parseAddress } from './address';
import type { Namespace } from './namespace';
import { NetworkError, type DnsAnswer, type DnsQuestion, type DnsRecord } from './stack';

/** Where Docker's embedded server answers. */
export const EMBEDDED = '127.0.0.11';
/** How long resolvers wait for a server. */
const DNS_TIMEOUT_MS = 5000;
/** What Docker gives its own names. Upstream: moby daemon/libnetwork/resolver.go (respTTL). */
const EMBEDDED_TTL = 600;

/** Asks a DNS server from a namespace; rejects with NetworkError when none is there. */
export async function queryDns(ns: Namespace, server: string, asked: DnsQuestion): Promise<DnsAnswer> {
  const question = { ...asked, name: asked.name.toLowerCase().replace(/\.$/, '') };
  if (server === EMBEDDED && ns.embeddedDns) {
    await pause(ns, 0.1);
    return await embedded(ns, question);
  }
  const path = ns.walk({ address: server, port: 53 }, 'udp', true, ns.nextPort());
  const { clock, random, trace } = ns.machine.world;
  trace.add('kernel', 'packet', `dns ${server}:53`, {
    path: path.elements,
    protocol: 'udp',
    question: question.name,
    ...(path.end.kind === 'failed' && { failed: path.end.code, why: path.hops.at(-1)?.text ?? '' }),
  });
  if (path.end.kind === 'failed') {
    await pause(ns, path.end.code === 'ECONNREFUSED' ? path.rttMs : Math.min(path.end.afterMs, DNS_TIMEOUT_MS));
    const refused = path.end.code === 'ECONNREFUSED';
    throw new NetworkError(
      refused ? 'ECONNREFUSED' : 'ETIMEDOUT',
      refused ? 'Connection refused' : 'Connection timed out',
      path.hops,
    );
  }
  await new Promise<void>((go) => clock.wakeAfter(path.rttMs * (1 + random.fraction()), go));
  const answer =
    path.end.kind === 'public'
      ? path.end.host.dns?.(question)
      : path.end.listener?.dns && { ...path.end.listener.dns(question) };
  if (!answer) {
    await pause(ns, DNS_TIMEOUT_MS);
    throw new NetworkError('ETIMEDOUT', 'Connection timed out', path.hops);
  }
  return { ...answer, server };
}

/** Upstream: moby daemon/libnetwork/resolver.go (serveDNS). */
async function embedded(ns: Namespace, question: DnsQuestion): Promise<DnsAnswer> {
  const dns = ns.embeddedDns!;
  const reply = (status: DnsAnswer['status'], records: DnsRecord[], authoritative = false): DnsAnswer => ({
    status,
    authoritative,
    records,
    server: EMBEDDED,
  });
  const { name, type } = question;
  if (type === 'A' || type === 'AAAA') {
    const addresses = dns.resolve(name, type);
    if (addresses)
      return reply(
        'NOERROR',
        addresses.map((data) => ({ name, type, ttl: EMBEDDED_TTL, data })),
      );
  } else if (type === 'PTR') {
    const address = addressOfArpa(name);
    const found = address === undefined ? undefined : dns.reverse?.(address);
    if (found !== undefined) return reply('NOERROR', [{ name, type, ttl: EMBEDDED_TTL, data: `${found}.` }]);
  }
  for (const server of dns.upstream()) {
    try {
      const answer = await ns.machine.host.query(server, question);
      return { ...answer, server: EMBEDDED };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    }
  }
  return reply('SERVFAIL', []);
}

const pause = (ns: Namespace, ms: number): Promise<void> =>
  new Promise((go) => ns.machine.world.clock.wakeAfter(ms, go));

/** `2.0.17.172.in-addr.arpa` as `172.17.0.2`; undefined for other names. */
export function addressOfArpa(name: string): string | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa\.?$/.exec(name);
  return match ? `${match[4]!}.${match[3]!}.${match[2]!}.${match[1]!}` : undefined;
}

/** The name that is asked for an address: `2.0.17.172.in-addr.arpa`. */
export function arpaOf(address: string): string | undefined {
  const parsed = parseAddress(address);
  if (!parsed) return undefined;
  if (parsed.family === 4) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  return `${[...parsed.value.toString(16).padStart(32, '0')].reverse().join('.')}.ip6.arpa`;
}
