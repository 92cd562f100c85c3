import { inSubnet } from './address';

export const TABLES = {
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  raw: ['PREROUTING', 'OUTPUT'],
} as const;

export type TableName = keyof typeof TABLES;

/** What a rule looks at, in the order in which iptables prints it. A value that starts with `!` is negated. */
export interface Match {
  readonly src?: string;
  readonly dst?: string;
  readonly in?: string;
  readonly out?: string;
  /** `tcp`, `udp`, `icmp`. */
  readonly protocol?: string;
  /** A port or a range `80:90`. */
  readonly sport?: string;
  readonly dport?: string;
  readonly dstType?: 'LOCAL';
  /** `RELATED,ESTABLISHED`. */
  readonly state?: string;
  readonly comment?: string;
}

export interface Rule {
  readonly match: Match;
  /** `ACCEPT`, `DROP`, `REJECT`, `DNAT`, `MASQUERADE`, `RETURN` or a chain; none only counts. */
  readonly target?: string;
  /** `--to-destination 172.17.0.2:80`, `--reject-with icmp-port-unreachable`. */
  readonly options?: string;
  packets: number;
  bytes: number;
}

export interface Chain {
  /** Of built-in chains: what happens at their end. */
  policy: 'ACCEPT' | 'DROP' | undefined;
  readonly rules: Rule[];
  packets: number;
  bytes: number;
}

/** A packet as rules see it. */
export interface Packet {
  src: string;
  dst: string;
  readonly protocol: string;
  readonly sport: number;
  dport: number;
  readonly state: 'NEW' | 'ESTABLISHED';
  readonly bytes: number;
}

/** Where a packet is when a chain is asked about it. */
export interface Place {
  readonly in?: string | undefined;
  readonly out?: string | undefined;
  /** Whether an address is one of the namespace's own. */
  isLocal(address: string): boolean;
}

/** What the rules decide, and the rule that decided (none: the chain's policy). */
export interface Verdict {
  readonly target: string;
  readonly options: string | undefined;
  readonly chain: string;
  readonly rule: Rule | undefined;
}

/** A refused change of the rules, in iptables' words. */
export class FirewallError extends Error {
  override readonly name = 'FirewallError';
}

/** How deep chains may call chains; iptables refuses loops, here they end. */
const DEPTH = 32;

/** The packet filter of one namespace: tables of chains of rules (netfilter as iptables shows it). */
export class Firewall {
  #tables = new Map<TableName, Map<string, Chain>>();

  constructor() {
    for (const [table, chains] of Object.entries(TABLES)) {
      const built = chains.map((name): [string, Chain] => [
        name,
        { policy: 'ACCEPT', rules: [], packets: 0, bytes: 0 },
      ]);
      this.#tables.set(table as TableName, new Map(built));
    }
  }

  /** The chains of a table: built-in ones first, then by name. */
  chains(table: TableName): readonly [string, Chain][] {
    const all = [...this.#tables.get(table)!];
    const builtIn = all.filter(([, chain]) => chain.policy !== undefined);
    const own = all.filter(([, chain]) => chain.policy === undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return [...builtIn, ...own];
  }

  chain(table: TableName, name: string): Chain | undefined {
    return this.#tables.get(table)!.get(name);
  }

  newChain(table: TableName, name: string): void {
    if (this.chain(table, name)) throw new FirewallError('iptables: Chain already exists.');
    this.#tables.get(table)!.set(name, { policy: undefined, rules: [], packets: 0, bytes: 0 });
  }

  deleteChain(table: TableName, name: string): void {
    const chain = this.#chain(table, name);
    if (chain.policy || chain.rules.length > 0) throw new FirewallError('iptables: Directory not empty.');
    this.#tables.get(table)!.delete(name);
  }

  /** Adds a rule at the end, or at a place counted from 1. */
  add(table: TableName, chain: string, rule: Omit<Rule, 'packets' | 'bytes'>, at?: number): Rule {
    const rules = this.#chain(table, chain).rules;
    const added: Rule = { ...rule, packets: 0, bytes: 0 };
    if (at !== undefined && (at < 1 || at > rules.length + 1)) {
      throw new FirewallError('iptables: Index of insertion too big.');
    }
    rules.splice(at === undefined ? rules.length : at - 1, 0, added);
    return added;
  }

  /** Takes a rule away: the object itself, or its number. */
  remove(table: TableName, chain: string, rule: Rule | number): void {
    const rules = this.#chain(table, chain).rules;
    const at = typeof rule === 'number' ? rule - 1 : rules.indexOf(rule);
    if (at < 0 || at >= rules.length) throw new FirewallError('iptables: Index of deletion too big.');
    rules.splice(at, 1);
  }

  /** Takes away every rule of all tables for which `test` is true. */
  removeWhere(test: (rule: Rule) => boolean): void {
    for (const chains of this.#tables.values()) {
      for (const chain of chains.values()) {
        for (let i = chain.rules.length - 1; i >= 0; i--) if (test(chain.rules[i]!)) chain.rules.splice(i, 1);
      }
    }
  }

  flush(table: TableName, chain?: string): void {
    const names = chain === undefined ? this.chains(table).map(([name]) => name) : [chain];
    for (const name of names) this.#chain(table, name).rules.splice(0);
  }

  /** Walks a built-in chain and answers what becomes of the packet; counts it when `count` is set. */
  decide(table: TableName, chainName: string, packet: Packet, place: Place, count = true): Verdict {
    const walk = (name: string, depth: number): Verdict | undefined => {
      const chain = this.chain(table, name);
      if (!chain || depth > DEPTH) return undefined;
      for (const rule of chain.rules) {
        if (!matches(rule.match, packet, place)) continue;
        if (count) {
          rule.packets++;
          rule.bytes += packet.bytes;
        }
        if (rule.target === undefined) continue;
        if (rule.target === 'RETURN') return undefined;
        if (!this.chain(table, rule.target)) return { target: rule.target, options: rule.options, chain: name, rule };
        const verdict = walk(rule.target, depth + 1);
        if (verdict) return verdict;
      }
      return undefined;
    };
    const verdict = walk(chainName, 0);
    if (verdict) return verdict;
    const chain = this.#chain(table, chainName);
    if (count) {
      chain.packets++;
      chain.bytes += packet.bytes;
    }
    return { target: chain.policy ?? 'ACCEPT', options: undefined, chain: chainName, rule: undefined };
  }

  /** The lines of `iptables -t TABLE -S`. */
  list(table: TableName, only?: string): string[] {
    const chains = this.chains(table).filter(([name]) => only === undefined || name === only);
    return [
      ...chains.filter(([, chain]) => chain.policy).map(([name, chain]) => `-P ${name} ${chain.policy!}`),
      ...chains.filter(([, chain]) => !chain.policy).map(([name]) => `-N ${name}`),
      ...chains.flatMap(([name, chain]) => chain.rules.map((rule) => `-A ${name} ${formatRule(rule)}`)),
    ];
  }

  #chain(table: TableName, name: string): Chain {
    const chain = this.chain(table, name);
    if (!chain) throw new FirewallError('iptables: No chain/target/match by that name.');
    return chain;
  }
}

/** A rule as `iptables -S` writes it, without `-A CHAIN`. */
export function formatRule({ match, target, options }: Pick<Rule, 'match' | 'target' | 'options'>): string {
  const words: string[] = [];
  const put = (flag: string, value: string | undefined): void => {
    if (value === undefined) return;
    if (value.startsWith('!')) words.push('!', flag, value.slice(1));
    else words.push(flag, value);
  };
  put('-s', match.src);
  put('-d', match.dst);
  put('-i', match.in);
  put('-o', match.out);
  put('-p', match.protocol);
  if (match.sport !== undefined || match.dport !== undefined) words.push('-m', match.protocol ?? 'tcp');
  put('--sport', match.sport);
  put('--dport', match.dport);
  if (match.dstType) words.push('-m', 'addrtype', '--dst-type', match.dstType);
  if (match.state) words.push('-m', 'conntrack', '--ctstate', match.state);
  if (match.comment) words.push('-m', 'comment', '--comment', JSON.stringify(match.comment));
  if (target) words.push('-j', target);
  if (options) words.push(options);
  return words.join(' ');
}

function matches(match: Match, packet: Packet, place: Place): boolean {
  const test = (wanted: string | undefined, is: (value: string) => boolean): boolean => {
    if (wanted === undefined) return true;
    return wanted.startsWith('!') ? !is(wanted.slice(1)) : is(wanted);
  };
  return (
    test(match.src, (cidr) => inSubnet(cidr, packet.src)) &&
    test(match.dst, (cidr) => inSubnet(cidr, packet.dst)) &&
    test(match.in, (name) => sameInterface(name, place.in)) &&
    test(match.out, (name) => sameInterface(name, place.out)) &&
    test(match.protocol, (protocol) => protocol === packet.protocol) &&
    test(match.sport, (range) => inRange(range, packet.sport)) &&
    test(match.dport, (range) => inRange(range, packet.dport)) &&
    (match.dstType === undefined || place.isLocal(packet.dst)) &&
    (match.state === undefined || match.state.split(',').includes(packet.state))
  );
}

const sameInterface = (pattern: string, name: string | undefined): boolean =>
  pattern.endsWith('+') ? (name ?? '').startsWith(pattern.slice(0, -1)) : pattern === name;

const inRange = (range: string, port: number): boolean => {
  const [from, to] = range.split(':');
  return port >= Number(from) && port <= Number(to ?? from);
};
