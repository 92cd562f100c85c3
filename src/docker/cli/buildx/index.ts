import { build } from '../image/build';
import { prune } from '../builder/prune';
import type { DockerCommand } from '../docker-command';
import { create } from './create';
import { du } from './du';
import { inspect } from './inspect';
import { ls } from './ls';
import { notSimulated } from './not-simulated';
import { rm, stop } from './rm';
import { use } from './use';
import { version } from './version';

/** The sub-commands of `docker buildx`. */
export const buildxCommands: readonly DockerCommand[] = [
  build,
  create,
  du,
  inspect,
  ls,
  ...notSimulated,
  prune,
  rm,
  stop,
  use,
  version,
];
