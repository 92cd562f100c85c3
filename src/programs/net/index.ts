import type { Program } from '#process/process';
import { curl } from './curl';
import { nslookup } from './nslookup';
import { ping } from './ping';

/** The network programs, by name. */
export const netPrograms: readonly Program[] = [curl, nslookup, ping];
