import { builderCommands } from './builder/index';
import { buildxCommands } from './buildx/index';
import { attach } from './container/attach';
import { commit } from './container/commit';
import { cp } from './container/cp';
import { create as createContainer } from './container/create';
import { diff } from './container/diff';
import { exec } from './container/exec';
import { exportContainer } from './container/export';
import { inspect as inspectContainer } from './container/inspect';
import { kill } from './container/kill';
import { logs } from './container/logs';
import { ls as listContainers } from './container/ls';
import { pause } from './container/pause';
import { port } from './container/port';
import { prune as pruneContainers } from './container/prune';
import { rename } from './container/rename';
import { restart } from './container/restart';
import { rm as removeContainers } from './container/rm';
import { run } from './container/run';
import { start } from './container/start';
import { stats } from './container/stats';
import { stop } from './container/stop';
import { top } from './container/top';
import { unpause } from './container/unpause';
import { update } from './container/update';
import { wait } from './container/wait';
import { context } from './context/context';
import type { DockerCommand } from './docker-command';
import { build } from './image/build';
import { history } from './image/history';
import { importImage } from './image/import';
import { inspect as inspectImage } from './image/inspect';
import { load } from './image/load';
import { ls as listImages } from './image/ls';
import { prune as pruneImages } from './image/prune';
import { pull } from './image/pull';
import { push } from './image/push';
import { rm as removeImages } from './image/rm';
import { save } from './image/save';
import { tag } from './image/tag';
import { connect } from './network/connect';
import { create as createNetwork } from './network/create';
import { disconnect } from './network/disconnect';
import { inspect as inspectNetwork } from './network/inspect';
import { ls as listNetworks } from './network/ls';
import { prune as pruneNetworks } from './network/prune';
import { rm as removeNetworks } from './network/rm';
import { login } from './registry/login';
import { logout } from './registry/logout';
import { search } from './registry/search';
import { df } from './system/df';
import { events } from './system/events';
import { info } from './system/info';
import { inspect } from './system/inspect';
import { prune as pruneSystem } from './system/prune';
import { version } from './system/version';
import { create as createVolume } from './volume/create';
import { inspect as inspectVolume } from './volume/inspect';
import { ls as listVolumes } from './volume/ls';
import { prune as pruneVolumes } from './volume/prune';
import { rm as removeVolumes } from './volume/rm';
import { update as updateVolume } from './volume/update';

/** docker's commands as they lie in its tree; the short forms (`docker ps`) are made of them in docker.ts. */
export const dockerCommands: Readonly<Record<string, readonly DockerCommand[]>> = {
  container: [
    attach,
    commit,
    cp,
    createContainer,
    diff,
    exec,
    exportContainer,
    inspectContainer,
    kill,
    logs,
    listContainers,
    pause,
    port,
    pruneContainers,
    rename,
    restart,
    removeContainers,
    run,
    start,
    stats,
    stop,
    top,
    unpause,
    update,
    wait,
  ],
  image: [
    build,
    history,
    importImage,
    inspectImage,
    load,
    listImages,
    pruneImages,
    pull,
    push,
    removeImages,
    save,
    tag,
  ],
  network: [connect, createNetwork, disconnect, inspectNetwork, listNetworks, pruneNetworks, removeNetworks],
  volume: [createVolume, inspectVolume, listVolumes, pruneVolumes, removeVolumes, updateVolume],
  system: [df, events, info, pruneSystem],
  builder: builderCommands,
  buildx: buildxCommands,
  '': [context, inspect, login, logout, search, version],
};
