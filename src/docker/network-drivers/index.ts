import { bridge } from './bridge';
import { host } from './host';
import { ipvlan } from './ipvlan';
import { macvlan } from './macvlan';
import type { NetworkDriver } from './network-driver';
import { nullDriver } from './null';
import { overlay } from './overlay';

/** In the order of `docker info`. */
export const NETWORK_DRIVERS: readonly NetworkDriver[] = [bridge, host, ipvlan, macvlan, nullDriver, overlay];
