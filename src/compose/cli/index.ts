import type { ComposeCommand } from './command';
import { config } from './config';
import { attach, bridge, commit, cp, exportCommand, publish, stats } from './containers';
import { down } from './down';
import { exec, run } from './exec';
import { build } from './build';
import { images } from './images';
import { pull, push } from './pull';
import { kill, pause, restart, rm, start, stop, unpause } from './lifecycle';
import { ps } from './ps';
import { events } from './events';
import { logs } from './logs';
import { ls, port, top, version, volumes } from './show';
import { wait, watch } from './wait';
import { create, scale, up } from './up';

export const composeCommands: readonly ComposeCommand[] = [
  attach,
  bridge,
  build,
  commit,
  config,
  cp,
  create,
  down,
  events,
  exec,
  exportCommand,
  images,
  kill,
  logs,
  ls,
  pause,
  port,
  ps,
  publish,
  pull,
  push,
  restart,
  rm,
  run,
  scale,
  start,
  stats,
  stop,
  top,
  unpause,
  up,
  version,
  volumes,
  wait,
  watch,
];
