import { CommandError, exactly } from '#cli/command';
import type { IPAMConfig, NetworkCreateResponse } from '#docker/api/network';
import { dockerCommand, keyValues } from '../docker-command';
import { validateLabel } from '../options/validate';

const declared = {
  attachable: { kind: 'bool', help: 'Enable manual container attachment' },
  'aux-address': { kind: 'map', help: 'Auxiliary IPv4 or IPv6 addresses used by Network driver' },
  'config-from': { kind: 'string', help: 'The network from which to copy the configuration' },
  'config-only': { kind: 'bool', help: 'Create a configuration only network' },
  driver: { kind: 'string', short: 'd', default: 'bridge', help: 'Driver to manage the Network' },
  gateway: { kind: 'strings', help: 'IPv4 or IPv6 Gateway for the master subnet' },
  ingress: { kind: 'bool', help: 'Create swarm routing-mesh network' },
  internal: { kind: 'bool', help: 'Restrict external access to the network' },
  'ip-range': { kind: 'strings', help: 'Allocate container ip from a sub-range' },
  'ipam-driver': { kind: 'string', default: 'default', help: 'IP Address Management Driver' },
  'ipam-opt': { kind: 'map', help: 'Set IPAM driver specific options' },
  ipv4: { kind: 'bool', default: true, help: 'Enable or disable IPv4 address assignment' },
  ipv6: { kind: 'bool', help: 'Enable or disable IPv6 address assignment' },
  label: { kind: 'list', help: 'Set metadata on a network' },
  opt: { kind: 'map', short: 'o', help: 'Set driver specific options' },
  scope: { kind: 'string', help: "Control the network's scope" },
  subnet: { kind: 'strings', help: 'Subnet in CIDR format that represents a network segment' },
} as const;

const address = (text: string): bigint =>
  text.split('.').reduce((sum, part) => sum * 256n + BigInt(/^\d+$/.test(part) ? part : 0), 0n);

/** Whether a subnet holds an address or the beginning of a range. */
function contains(subnet: string, range: string): boolean {
  if (subnet.includes(':') || range.includes(':')) return subnet.includes(':') === range.includes(':');
  const [base = '', bits = '32'] = subnet.split('/');
  const shift = BigInt(32 - Number(bits));
  return address(base) >> shift === address(range.split('/')[0]!) >> shift;
}

/** The IPAM configuration of the flags. Throws CommandError. Upstream: createIPAMConfig. */
export function ipamConfig(
  subnets: readonly string[],
  ranges: readonly string[],
  gateways: readonly string[],
  auxiliary: ReadonlyMap<string, string>,
): IPAMConfig[] {
  if (subnets.length < ranges.length || subnets.length < gateways.length) {
    throw new CommandError('every ip-range or gateway must have a corresponding subnet');
  }
  const configs = new Map<string, IPAMConfig>();
  for (const subnet of subnets) {
    for (const other of configs.keys()) {
      if (contains(other, subnet) || contains(subnet, other))
        throw new CommandError('multiple overlapping subnet configuration is not supported');
    }
    configs.set(subnet, { Subnet: subnet });
  }
  const find = (what: string): IPAMConfig | undefined => [...configs].find(([subnet]) => contains(subnet, what))?.[1];
  for (const range of ranges) {
    const config = find(range);
    if (!config) throw new CommandError(`no matching subnet for range ${range}`);
    if (config.IPRange !== undefined)
      throw new CommandError(
        `cannot configure multiple ranges (${range}, ${config.IPRange}) on the same subnet (${config.Subnet!})`,
      );
    config.IPRange = range;
  }
  for (const gateway of gateways) {
    const config = find(gateway);
    if (!config) throw new CommandError(`no matching subnet for gateway ${gateway}`);
    if (config.Gateway !== undefined)
      throw new CommandError(
        `cannot configure multiple gateways (${gateway}, ${config.Gateway}) for the same subnet (${config.Subnet!})`,
      );
    config.Gateway = gateway;
  }
  for (const [name, ip] of auxiliary) {
    const config = find(ip);
    if (!config) throw new CommandError(`no matching subnet for aux-address ${ip}`);
    (config.AuxiliaryAddresses ??= {})[name] = ip;
  }
  return [...configs.values()];
}

/** docker network create. */
export const create = dockerCommand({
  name: 'create',
  usage: 'NETWORK',
  short: 'Create a network',
  args: exactly(1),
  flags: { ...declared, label: { ...declared.label, validate: validateLabel } },
  async run(cli, { args: [Name = ''], flags, changed }) {
    const config = ipamConfig(flags.subnet, flags['ip-range'], flags.gateway, flags['aux-address']);
    const { Id, Warning } = await cli.client.post<NetworkCreateResponse>('/networks/create', {
      Name,
      Driver: flags.driver,
      Scope: flags.scope,
      ...(changed.has('ipv4') && { EnableIPv4: flags.ipv4 }),
      ...(changed.has('ipv6') && { EnableIPv6: flags.ipv6 }),
      IPAM: { Driver: flags['ipam-driver'], Options: Object.fromEntries(flags['ipam-opt']), Config: config },
      Internal: flags.internal,
      Attachable: flags.attachable,
      Ingress: flags.ingress,
      ConfigOnly: flags['config-only'],
      ConfigFrom: flags['config-from'] === '' ? null : { Network: flags['config-from'] },
      Options: Object.fromEntries(flags.opt),
      Labels: keyValues(flags.label),
    });
    if (Warning) await cli.err(`WARNING: ${Warning}\n`);
    await cli.out(`${Id}\n`);
  },
});
