import type { ComposeCommand } from './command';
import { config } from './config';
import { down } from './down';
import { exec, run } from './exec';
import { build } from './build';
import { images } from './images';
import { pull, push } from './pull';
import { kill, pause, restart, rm, start, stop, unpause } from './lifecycle';
import { ps } from './ps';
import { events, logs, ls, port, top, version, volumes, wait, watch } from './show';
import { create, scale, up } from './up';

export const composeCommands: readonly ComposeCommand[] = [
  build,
  config,
  create,
  down,
  events,
  exec,
  images,
  kill,
  logs,
  ls,
  pause,
  port,
  ps,
  pull,
  push,
  restart,
  rm,
  run,
  scale,
  start,
  stop,
  top,
  unpause,
  up,
  version,
  volumes,
  wait,
  watch,
];
