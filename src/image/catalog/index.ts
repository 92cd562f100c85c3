import type { CatalogImage } from '../define-image';
import { alpine } from './alpine';
import { busybox } from './busybox';
import { debian } from './debian';
import { helloWorld } from './hello-world';
import { httpd } from './httpd';
import { mongo } from './mongo';
import { mysqlImages } from './mysql';
import { nginx } from './nginx';
import { node } from './node';
import { postgres } from './postgres';
import { python } from './python';
import { redis } from './redis';
import { registry } from './registry';
import { services } from './service/index';
import { ubuntu } from './ubuntu';
import { whoami } from './whoami';

/** The images of the simulated registries. */
export const catalogImages: readonly CatalogImage[] = [
  helloWorld,
  busybox,
  alpine,
  debian,
  ubuntu,
  nginx,
  httpd,
  redis,
  postgres,
  ...mysqlImages,
  mongo,
  registry,
  whoami,
  python,
  node,
  ...services,
];
