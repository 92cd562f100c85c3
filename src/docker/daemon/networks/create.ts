import { inSubnet, parseAddress, parsePrefix, formatPrefix } from '#network/address';
import { IpamError } from '#network/ipam';
import { json } from '#network/http';
import type { NetworkCreateBody } from '../../api/network';
import { NETWORK_DRIVERS } from '../../network-drivers/index';
import type { NetworkDriver, NetworkRecord } from '../../network-drivers/network-driver';
import { bodyObject, type Route } from '../call';
import type { Daemon } from '../daemon';
import { after, LATENCY } from '../latency';
import { errors } from '../errors';
import { rfc3339Nano } from '../time';

/** What `--config-from` brings from a network that only keeps a configuration. Throws DaemonError. Upstream: libnetwork applyConfigurationTo. */
function configured(daemon: Daemon, body: NetworkCreateBody): NetworkCreateBody {
  const wanted = body.ConfigFrom?.Network ?? '';
  if (wanted === '') return body;
  const from = [...daemon.networks.values()].find((network) => network.name === wanted || network.id === wanted);
  if (!from?.configOnly) throw errors.noConfigNetwork(wanted);
  if ((body.IPAM?.Config?.length ?? 0) > 0 || Object.keys(body.Options ?? {}).length > 0) throw errors.configAndFrom();
  const IPAM = { Driver: from.ipamDriver, Options: from.ipamOptions, Config: from.ipamConfig };
  return { ...body, IPAM, Options: from.options, Internal: from.internal };
}

/** Makes a network. Throws DaemonError. Upstream: moby daemon/network.go. */
export function createNetwork(daemon: Daemon, given: NetworkCreateBody, predefined = false): NetworkRecord {
  const body = configured(daemon, given);
  const name = body.Name?.trim() ?? '';
  if (name === '') throw errors.networkNameEmpty();
  if (!predefined) {
    if (['bridge', 'host', 'none'].includes(name)) throw errors.predefined(name);
    if ([...daemon.networks.values()].some((network) => network.name === name)) throw errors.networkExists(name);
  }
  const driverName = body.Driver || 'bridge';
  const driver = NETWORK_DRIVERS.find((d) => d.name === driverName);
  if (!driver) throw errors.plugin(driverName);
  if (!predefined && (driverName === 'host' || driverName === 'null')) {
    throw errors.forbidden(`only one instance of "${driverName}" network is allowed`);
  }
  if (body.EnableIPv6) throw errors.notSimulated('IPv6 in Docker networks');
  const config = body.IPAM?.Config ?? [];
  checkConfig(config);
  const id = daemon.newId();
  const base = { id, name, driver: driverName, options: body.Options ?? {}, labels: body.Labels ?? {} };
  driver.check?.({ ...base } as NetworkRecord);
  const at = daemon.watch.now();
  const space = driver.ipam && !body.ConfigOnly ? takeSubnet(daemon, name, config) : { subnet: '', gateway: '' };
  const own = config.filter((entry) => entry.Subnet);
  const network: NetworkRecord = {
    ...base,
    created: rfc3339Nano(at),
    createdMs: at.ms,
    scope: 'local',
    enableIPv4: body.EnableIPv4 ?? true,
    enableIPv6: body.EnableIPv6 ?? false,
    internal: body.Internal ?? false,
    attachable: body.Attachable ?? false,
    ingress: body.Ingress ?? false,
    configOnly: body.ConfigOnly ?? false,
    configFrom: body.ConfigFrom?.Network ?? '',
    ipamDriver: body.IPAM?.Driver || 'default',
    ipamOptions: body.IPAM?.Options ?? null,
    ipamConfig: own.length > 0 ? own : space.subnet === '' ? [] : [{ Subnet: space.subnet, Gateway: space.gateway }],
    userSubnet: own.length > 0,
    predefined,
    ...space,
  };
  bringUp(daemon, driver, network);
  daemon.networks.put(id, network);
  if (!predefined) daemon.events.emit('network', 'create', id, { name, type: driverName });
  daemon.trace('create', `network/${name}`, { driver: driverName, subnet: network.subnet });
  return network;
}

function bringUp(daemon: Daemon, driver: NetworkDriver, network: NetworkRecord): void {
  if (network.configOnly) return;
  try {
    driver.up(network, daemon.host.network);
  } catch (error) {
    if (network.subnet !== '') daemon.ipam.releasePool(network.subnet);
    throw error instanceof Error ? errors.forbidden(error.message) : error;
  }
}

type Config = NonNullable<NonNullable<NetworkCreateBody['IPAM']>['Config']>;

/** Upstream: moby api/types/network ValidateIPAM. */
function checkConfig(configs: Config): void {
  const problems: string[] = [];
  for (const { Subnet, IPRange, Gateway, AuxiliaryAddresses } of configs) {
    if (!Subnet) continue;
    const prefix = Subnet.includes('/') ? parsePrefix(Subnet) : undefined;
    if (!prefix) {
      problems.push(`invalid subnet ${Subnet}: invalid CIDR block notation`);
      continue;
    }
    if (formatPrefix(prefix) !== Subnet)
      problems.push(`invalid subnet ${Subnet}: it should be ${formatPrefix(prefix)}`);
    if (IPRange) {
      const range = IPRange.includes('/') ? parsePrefix(IPRange) : undefined;
      if (!range) problems.push(`invalid ip-range ${IPRange}: invalid CIDR block notation`);
      else if (!inSubnet(Subnet, IPRange.split('/')[0]!))
        problems.push(`invalid ip-range ${IPRange}: parent subnet ${Subnet} doesn't contain ip-range`);
    }
    const inside = (what: string, address: string): void => {
      if (!parseAddress(address)) problems.push(`invalid ${what} ${address}: invalid address`);
      else if (!inSubnet(Subnet, address))
        problems.push(`invalid ${what} ${address}: parent subnet ${Subnet} doesn't contain this address`);
    };
    if (Gateway) inside('gateway', Gateway);
    for (const address of Object.values(AuxiliaryAddresses ?? {})) inside('auxiliary address', address);
  }
  if (problems.length > 0) throw errors.networkConfig(problems);
}

function takeSubnet(
  daemon: Daemon,
  name: string,
  configs: Config,
): { subnet: string; gateway: string; range?: string } {
  const config = configs.find((entry) => entry.Subnet && !entry.Subnet.includes(':')) ?? configs[0] ?? {};
  try {
    return reserve(daemon, config);
  } catch (error) {
    if (!(error instanceof IpamError)) throw error;
    if (error.code === 'overlap' || error.code === 'no-subnets') throw errors.forbidden(error.message);
    throw errors.invalid(`${error.message} (network ${name})`);
  }
}

/** Books the subnet, its gateway and the addresses set aside; also at each start of the engine. */
export function reserve(
  daemon: Daemon,
  config: { Subnet?: string; IPRange?: string; Gateway?: string; AuxiliaryAddresses?: Record<string, string> },
): { subnet: string; gateway: string; range?: string } {
  const { ipam, host } = daemon;
  const range = config.IPRange || undefined;
  const subnet = ipam.requestPool({
    ...(config.Subnet && { subnet: config.Subnet }),
    ...(range !== undefined && { range }),
    reserved: host.network.onLinkSubnets(),
  });
  for (const address of Object.values(config.AuxiliaryAddresses ?? {})) ipam.requestAddress(subnet, address);
  const gateway = ipam.requestAddress(subnet, config.Gateway || undefined);
  return { subnet, gateway, ...(range !== undefined && { range }) };
}

/** `docker network create`. */
export const create: Route = {
  method: 'POST',
  path: '/networks/create',
  handle: async (call) => {
    const body = (await bodyObject<NetworkCreateBody>(call)) ?? { Name: '' };
    const { id } = createNetwork(call.daemon, body);
    await after(call.daemon, LATENCY.network);
    return json(201, { Id: id, Warning: '' });
  },
};
