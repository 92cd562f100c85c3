import { lanDriver } from './macvlan';

/** Containers that share the parent's MAC address. Upstream: moby daemon/libnetwork/drivers/ipvlan. */
export const ipvlan = lanDriver('ipvlan', ['l2', 'l3', 'l3s'], 'ipvlan_mode');
