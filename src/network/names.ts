import { parseAddress } from './address';
import { NetworkError, type DnsAnswer, type DnsQuestion, type NetworkStack, type ResolverFiles } from './stack';

/** What /etc/resolv.conf says. */
export interface ResolverConfig {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
}

/** Reads /etc/resolv.conf; a missing one means the local server, as in the C library. */
export function readResolvConf(files: ResolverFiles): ResolverConfig {
  const nameservers: string[] = [];
  let search: string[] = [];
  let ndots = 1;
  for (const line of readLinesOf(files, '/etc/resolv.conf')) {
    const [key, ...values] = line
      .replace(/[#;].*$/, '')
      .trim()
      .split(/\s+/);
    if (key === 'nameserver' && values[0] && parseAddress(values[0])) nameservers.push(values[0]);
    else if ((key === 'search' || key === 'domain') && values.length > 0)
      search = values.map((v) => v.replace(/\.$/, ''));
    else if (key === 'options') {
      for (const option of values) {
        const match = /^ndots:(\d{1,2})$/.exec(option);
        if (match) ndots = Math.min(15, Number(match[1]));
      }
    }
  }
  return {
    nameservers: nameservers.length > 0 ? nameservers.slice(0, 3) : ['127.0.0.1'],
    search: search.slice(0, 6),
    ndots,
  };
}

/** The entries of /etc/hosts: addresses with their names in lower case. */
export function readHosts(files: ResolverFiles): { address: string; names: string[] }[] {
  return readLinesOf(files, '/etc/hosts').flatMap((line) => {
    const [address, ...names] = line.replace(/#.*$/, '').trim().split(/\s+/);
    if (!address || names.length === 0 || !parseAddress(address)) return [];
    return [{ address, names: names.map((name) => name.toLowerCase()) }];
  });
}

/** The names that are asked one after another for a name: search domains before or after it, by `ndots`. */
export function candidates(name: string, { search, ndots }: Pick<ResolverConfig, 'search' | 'ndots'>): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const dots = name.split('.').length - 1;
  const searched = search.map((domain) => `${name}.${domain}`);
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}

/** What became of a name, and who said so: for programs and for `drydock why`. */
export interface Lookup {
  readonly addresses: readonly string[];
  /** The name that the answer is for, after CNAMEs and search domains. */
  readonly canonical: string;
  /** `/etc/hosts`, a server's address, or `address` when the name is one itself. */
  readonly source: string;
}

/**
 * The addresses of a name as getaddrinfo(3) finds them: by itself, from /etc/hosts, from the servers of
 * /etc/resolv.conf. Without a type IPv4 addresses, then IPv6 ones of the hosts file. Throws NetworkError ENOTFOUND
 * (`Name or service not known`) or EAI_AGAIN (`Temporary failure in name resolution`).
 */
export async function lookup(
  name: string,
  files: ResolverFiles,
  stack: NetworkStack,
  options: { type?: 'A' | 'AAAA' } = {},
): Promise<Lookup> {
  const wanted = (address: string): boolean => !options.type || (options.type === 'AAAA') === address.includes(':');
  if (parseAddress(name)) return { addresses: [name], canonical: name, source: 'address' };
  if (name === '' || name.length > 253 || /[\s/]/.test(name)) throw unknown(name);
  const lower = name.toLowerCase().replace(/\.$/, '');
  const entries = readHosts(files).filter((entry) => entry.names.includes(lower));
  const local = entries.map((entry) => entry.address).filter(wanted);
  if (local.length > 0) {
    return { addresses: sortLocal(local), canonical: entries[0]!.names[0]!, source: '/etc/hosts' };
  }
  if (lower === 'localhost') {
    return { addresses: [options.type === 'AAAA' ? '::1' : '127.0.0.1'], canonical: lower, source: '/etc/hosts' };
  }
  const config = readResolvConf(files);
  let again = false;
  for (const candidate of candidates(lower, config)) {
    const answer = await askServers(stack, config.nameservers, { name: candidate, type: options.type ?? 'A' });
    if (!answer) {
      again = true;
      continue;
    }
    const addresses = answer.records.filter((r) => r.type === 'A' || r.type === 'AAAA').map((r) => r.data);
    if (addresses.length > 0)
      return { addresses, canonical: answer.records.at(-1)?.name ?? candidate, source: answer.server };
    if (answer.status === 'SERVFAIL' || answer.status === 'REFUSED') again = true;
  }
  throw again ? new NetworkError('EAI_AGAIN', 'Temporary failure in name resolution') : unknown(name);
}

/** The name of an address, from /etc/hosts or by a PTR question; undefined when nobody knows it. */
export async function reverseLookup(
  address: string,
  arpa: string,
  files: ResolverFiles,
  stack: NetworkStack,
): Promise<string | undefined> {
  const entry = readHosts(files).find((e) => e.address === address);
  if (entry) return entry.names[0];
  const answer = await askServers(stack, readResolvConf(files).nameservers, { name: arpa, type: 'PTR' });
  return answer?.records[0]?.data.replace(/\.$/, '');
}

/** The first answer that any of the servers gives; undefined when none can be reached. */
export async function askServers(
  stack: NetworkStack,
  servers: readonly string[],
  question: DnsQuestion,
): Promise<DnsAnswer | undefined> {
  for (const server of servers) {
    try {
      return await stack.query(server, question);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    }
  }
  return undefined;
}

/** Simplified: IPv6 only where the hosts file gives it, and behind IPv4, so that `localhost` is 127.0.0.1 first. */
const sortLocal = (addresses: readonly string[]): string[] => [
  ...addresses.filter((a) => !a.includes(':')),
  ...addresses.filter((a) => a.includes(':')),
];

const unknown = (name: string): NetworkError => new NetworkError('ENOTFOUND', `Name or service not known: ${name}`);

function readLinesOf(files: ResolverFiles, path: string): string[] {
  try {
    return files.exists(path) ? files.readText(path).split('\n') : [];
  } catch {
    // A file that cannot be read counts as empty, as in the C library.
    return [];
  }
}
