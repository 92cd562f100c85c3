import type { CatalogImage } from '../define-image';
import { alpine } from './alpine';
import { busybox } from './busybox';
import { debian } from './debian';
import { helloWorld } from './hello-world';
import { nginx } from './nginx';
import { ubuntu } from './ubuntu';

/** The images of the simulated registries. */
export const catalogImages: readonly CatalogImage[] = [helloWorld, busybox, alpine, debian, ubuntu, nginx];
