import type { Port } from '../../api/container-summary';
import type { Container } from '../container';
import { humanDuration } from '../human-duration';

/** What `docker ps` says of a container's state. Upstream: moby daemon/container/state.go String. */
export function statusText(container: Container, nowMs: number): string {
  const { state } = container.record;
  const up = humanDuration(nowMs - state.startedMs);
  const ended = humanDuration(nowMs - state.finishedMs);
  switch (state.status) {
    case 'created':
      return 'Created';
    case 'removing':
      return 'Removal In Progress';
    case 'dead':
      return 'Dead';
    case 'paused':
      return `Up ${up} (Paused)`;
    case 'restarting':
      return `Restarting (${String(state.exitCode)}) ${ended} ago`;
    case 'exited':
      return `Exited (${String(state.exitCode)}) ${ended} ago`;
    default: {
      const health = state.health?.status;
      const note =
        health === undefined || health === 'none' ? '' : health === 'starting' ? ' (health: starting)' : ` (${health})`;
      return `Up ${up}${note}`;
    }
  }
}

/** The ports of `docker ps`: exposed ones alone, published ones with where. */
export function portList(container: Container): Port[] {
  const out: Port[] = [];
  for (const [key, bindings] of Object.entries(container.record.ports)) {
    const [port, Type = 'tcp'] = key.split('/');
    const PrivatePort = Number(port);
    if (!bindings) out.push({ PrivatePort, Type });
    for (const { HostIp, HostPort } of bindings ?? []) {
      out.push({ IP: HostIp, PrivatePort, PublicPort: Number(HostPort), Type });
    }
  }
  return out;
}
