import type { Program } from '#process/process';
import { apk } from './apk';
import { apt, aptCache } from './apt';
import { dpkg } from './dpkg';

export const packageManagers: Program[] = [apk, ...apt, aptCache, dpkg];
