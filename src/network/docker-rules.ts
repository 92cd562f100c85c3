import type { Firewall, Match, Rule, TableName } from './firewall';
import { parsePrefix, formatPrefix } from './address';
import type { BridgeSpec, PublishedPort } from './topology';

/**
 * The packet filter rules that Docker Engine 28 writes, at the places where it writes them: some are appended, some are
 * put in front. Upstream: moby daemon/libnetwork/drivers/bridge/internal/iptabler.
 */

interface Placed {
  readonly table: TableName;
  readonly chain: string;
  readonly first: boolean;
  readonly rule: Omit<Rule, 'packets' | 'bytes'>;
}

const append = (table: TableName, chain: string, target: string, match: Match = {}, options?: string): Placed => ({
  table,
  chain,
  first: false,
  rule: { match, target, ...(options !== undefined && { options }) },
});

const insert = (...args: Parameters<typeof append>): Placed => ({ ...append(...args), first: true });

const put = (firewall: Firewall, rules: readonly Placed[]): [TableName, string, Rule][] =>
  rules.map(({ table, chain, first, rule }) => [table, chain, firewall.add(table, chain, rule, first ? 1 : undefined)]);

/** Takes rules away that `put` has added, as far as nobody else did already. */
export function withdraw(firewall: Firewall, rules: readonly [TableName, string, Rule][]): void {
  for (const [table, chain, rule] of rules) {
    if (firewall.chain(table, chain)?.rules.includes(rule)) firewall.remove(table, chain, rule);
  }
}

/** The chains that the engine makes when it starts. */
export function setUpChains(firewall: Firewall): void {
  if (firewall.chain('filter', 'DOCKER-USER')) return;
  const chains = ['', '-BRIDGE', '-CT', '-FORWARD', '-ISOLATION-STAGE-1', '-ISOLATION-STAGE-2', '-USER'];
  for (const name of chains) firewall.newChain('filter', `DOCKER${name}`);
  firewall.newChain('nat', 'DOCKER');
  put(firewall, [
    append('nat', 'PREROUTING', 'DOCKER', { dstType: 'LOCAL' }),
    append('nat', 'OUTPUT', 'DOCKER', { dst: '!127.0.0.0/8', dstType: 'LOCAL' }),
    append('filter', 'FORWARD', 'DOCKER-USER'),
    append('filter', 'FORWARD', 'DOCKER-FORWARD'),
    append('filter', 'DOCKER-FORWARD', 'DOCKER-CT'),
    append('filter', 'DOCKER-FORWARD', 'DOCKER-ISOLATION-STAGE-1'),
    append('filter', 'DOCKER-FORWARD', 'DOCKER-BRIDGE'),
  ]);
}

/** The rules of one bridge network. */
export function bridgeRules(firewall: Firewall, bridge: BridgeSpec): [TableName, string, Rule][] {
  const { name } = bridge;
  const parsed = parsePrefix(bridge.subnet);
  const subnet = parsed ? formatPrefix(parsed) : bridge.subnet;
  if (bridge.internal) {
    return put(firewall, [
      append('filter', 'DOCKER-FORWARD', bridge.icc ? 'ACCEPT' : 'DROP', { in: name, out: name }),
      insert('filter', 'DOCKER-ISOLATION-STAGE-1', 'DROP', { dst: `!${subnet}`, in: name }),
      insert('filter', 'DOCKER-ISOLATION-STAGE-1', 'DROP', { src: `!${subnet}`, out: name }),
    ]);
  }
  const established = { out: name, state: 'RELATED,ESTABLISHED' };
  return put(firewall, [
    ...(bridge.masquerade ? [insert('nat', 'POSTROUTING', 'MASQUERADE', { src: subnet, out: `!${name}` })] : []),
    insert('nat', 'DOCKER', 'RETURN', { in: name }),
    append('filter', 'DOCKER-CT', 'ACCEPT', established),
    append('filter', 'DOCKER-BRIDGE', 'DOCKER', { out: name }),
    ...(bridge.icc ? [] : [append('filter', 'DOCKER-FORWARD', 'DROP', { in: name, out: name })]),
    append('filter', 'DOCKER-FORWARD', 'ACCEPT', { in: name }),
    append('filter', 'DOCKER', 'DROP', { in: `!${name}`, out: name }),
    append('filter', 'DOCKER-ISOLATION-STAGE-1', 'DOCKER-ISOLATION-STAGE-2', { in: name, out: `!${name}` }),
    insert('filter', 'DOCKER-ISOLATION-STAGE-2', 'DROP', { out: name }),
  ]);
}

/** The rules of one published port. */
export function portRules(firewall: Firewall, port: PublishedPort): [TableName, string, Rule][] {
  const { protocol, bridge, containerIp, containerPort } = port;
  const any = port.hostIp === '0.0.0.0' || port.hostIp === '';
  return put(firewall, [
    append(
      'nat',
      'DOCKER',
      'DNAT',
      { ...(any ? {} : { dst: `${port.hostIp}/32` }), in: `!${bridge}`, protocol, dport: String(port.hostPort) },
      `--to-destination ${containerIp}:${String(containerPort)}`,
    ),
    insert('filter', 'DOCKER', 'ACCEPT', {
      dst: `${containerIp}/32`,
      in: `!${bridge}`,
      out: bridge,
      protocol,
      dport: String(containerPort),
    }),
  ]);
}
