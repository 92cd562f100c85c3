import { build } from '../image/build';
import { prune } from '../builder/prune';
import type { DockerCommand } from '../docker-command';
import { du } from './du';
import { inspect } from './inspect';
import { ls } from './ls';
import { version } from './version';

/** The sub-commands of `docker buildx`. */
export const buildxCommands: readonly DockerCommand[] = [build, du, inspect, ls, prune, version];
