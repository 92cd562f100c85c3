import { local } from './local';
import type { VolumeDriver } from './volume-driver';

/** In the order of `docker info`. */
export const VOLUME_DRIVERS: readonly VolumeDriver[] = [local];
