import type { Route } from './call';
import * as archive from './containers/archive';
import { attach } from './containers/attach';
import { changes } from './containers/changes';
import { commit } from './containers/commit';
import { create as createContainer } from './containers/create';
import * as exec from './containers/exec';
import { exportRoute } from './containers/export';
import { inspect as inspectContainer } from './containers/inspect';
import { kill } from './containers/kill';
import { list as listContainers } from './containers/list';
import { logs } from './containers/logs';
import { pause, unpause } from './containers/pause';
import { prune as pruneContainers } from './containers/prune';
import { remove as removeContainer } from './containers/remove';
import { rename } from './containers/rename';
import { restart } from './containers/restart';
import { start } from './containers/start';
import { stats } from './containers/stats';
import { stop } from './containers/stop';
import { top } from './containers/top';
import { update } from './containers/update';
import { wait } from './containers/wait';
import { prune as pruneImages, remove as removeImage } from './images/delete';
import { history } from './images/history';
import { inspect as inspectImage } from './images/inspect';
import { list as listImages } from './images/list';
import { create as createImage, push, search } from './images/pull';
import * as save from './images/save';
import { tag } from './images/tag';
import { connect, disconnect } from './networks/connect';
import { create as createNetwork } from './networks/create';
import { inspect as inspectNetwork, list as listNetworks } from './networks/inspect';
import { prune as pruneNetworks, remove as removeNetwork } from './networks/remove';
import { auth, distribution } from './system/auth';
import { build, buildPrune } from './system/build';
import { df } from './system/df';
import { events } from './system/events';
import { info, ping, pingHead, version } from './system/info';
import { SWARM } from './system/swarm';
import { create as createVolume } from './volumes/create';
import {
  inspect as inspectVolume,
  list as listVolumes,
  prune as pruneVolumes,
  remove as removeVolume,
} from './volumes/remove';

/** Every operation of the Engine API; of two that match, the first answers. */
export const ROUTES: readonly Route[] = [
  ping,
  pingHead,
  info,
  version,
  events,
  df,
  auth,
  distribution,
  build,
  buildPrune,
  commit,
  createContainer,
  listContainers,
  pruneContainers,
  inspectContainer,
  start,
  stop,
  restart,
  kill,
  pause,
  unpause,
  rename,
  update,
  wait,
  attach,
  logs,
  top,
  stats,
  changes,
  exportRoute,
  archive.archiveGet,
  archive.archiveHead,
  archive.archivePut,
  exec.resize,
  exec.execCreate,
  exec.execStart,
  exec.execInspect,
  exec.execResize,
  removeContainer,
  listImages,
  createImage,
  search,
  pruneImages,
  save.get,
  save.load,
  save.getOne,
  inspectImage,
  history,
  push,
  tag,
  removeImage,
  listNetworks,
  createNetwork,
  pruneNetworks,
  connect,
  disconnect,
  inspectNetwork,
  removeNetwork,
  listVolumes,
  createVolume,
  pruneVolumes,
  inspectVolume,
  removeVolume,
  ...SWARM,
];
