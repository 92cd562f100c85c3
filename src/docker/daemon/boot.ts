import type { BuilderPort } from './builder-port';
import { Container } from './container';
import { onRestart } from './containers/restart-timer';
import { restartEvent } from './containers/exit';
import { startContainer } from './containers/start';
import { transition } from './containers/lifecycle';
import { holdVolumes } from './containers/volume-use';
import { Daemon } from './daemon';
import { DaemonError } from './errors';
import type { EngineHost } from './host';
import { networkDriver } from './networks/connect-container';
import { createNetwork, reserve } from './networks/create';
import type { RegistryPort } from './registry-port';
import { engineHandler } from './router';

/** Where the engine listens. */
export const SOCKET = '/var/run/docker.sock';

/** Starts the engine of a machine: networks and containers are as they were, and what ran runs again. */
export function bootDaemon(host: EngineHost, registry: RegistryPort, builder?: BuilderPort): Daemon {
  const daemon = new Daemon(host, registry);
  daemon.builder = builder;
  host.images.addHolder(() => [...daemon.containers.values()].flatMap((container) => container.record.layers));
  host.clock.on(restartEvent(daemon), (payload: { id: string; cause: number }) => {
    onRestart(daemon, payload.id, payload.cause);
  });
  restoreNetworks(daemon);
  const running = restoreContainers(daemon);
  host.listenUnix(SOCKET, engineHandler(daemon));
  startAgain(daemon, running);
  return daemon;
}

function restoreNetworks(daemon: Daemon): void {
  if (daemon.networks.size === 0) {
    createNetwork(daemon, { Name: 'none', Driver: 'null' }, true);
    createNetwork(daemon, { Name: 'host', Driver: 'host' }, true);
    const options = {
      'com.docker.network.bridge.default_bridge': 'true',
      'com.docker.network.bridge.enable_icc': 'true',
      'com.docker.network.bridge.enable_ip_masquerade': 'true',
      'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
      'com.docker.network.bridge.name': 'docker0',
      'com.docker.network.driver.mtu': '1500',
    };
    createNetwork(daemon, { Name: 'bridge', Driver: 'bridge', Options: options }, true);
    return;
  }
  for (const network of daemon.networks.values()) {
    if (network.configOnly) continue;
    if (network.subnet !== '') {
      const [config] = network.ipamConfig;
      reserve(daemon, { ...config, Subnet: network.subnet, Gateway: network.gateway });
    }
    networkDriver(network).up(network, daemon.host.network);
  }
}

/** Reads the containers; answers those that ran when the machine was switched off. */
function restoreContainers(daemon: Daemon): Container[] {
  const running: Container[] = [];
  for (const record of daemon.containerRows.values()) {
    const container = new Container(record);
    daemon.containers.set(record.id, container);
    daemon.names.set(record.name, record.id);
    holdVolumes(daemon, container);
    const { status } = record.state;
    if (status === 'running' || status === 'paused' || status === 'restarting') running.push(container);
    record.state.pid = 0;
    record.ports = {};
  }
  return running;
}

/**
 * Simplified: closing the page is switching the machine off and on again between two moments, so what ran starts again
 * whatever its restart policy says, with the address and ports it had.
 */
function startAgain(daemon: Daemon, running: readonly Container[]): void {
  daemon.restoring = true;
  const waiting = [...running].sort((a, b) => a.record.state.startedMs - b.record.state.startedMs);
  for (const container of waiting) {
    transition(daemon, container, 'exit');
    try {
      startContainer(daemon, container);
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
    }
  }
  daemon.restoring = false;
}
