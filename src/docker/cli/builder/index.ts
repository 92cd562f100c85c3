import { build } from '../image/build';
import type { DockerCommand } from '../docker-command';
import { prune } from './prune';

/** The sub-commands of `docker builder`. */
export const builderCommands: readonly DockerCommand[] = [build, prune];
