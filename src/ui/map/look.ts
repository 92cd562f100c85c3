import type { ContainerView } from '#browser/protocol';

/** How a state looks: shape and colour, so that either alone tells it. */
export type Look = 'running' | 'unhealthy' | 'waiting' | 'paused' | 'restarting' | 'ended' | 'failed';

export const lookOf = ({ state, exitCode, health }: ContainerView): Look => {
  switch (state) {
    case 'running':
      return health === 'unhealthy' ? 'unhealthy' : 'running';
    case 'created':
      return 'waiting';
    case 'paused':
      return 'paused';
    case 'restarting':
    case 'removing':
      return 'restarting';
    default:
      return state === 'dead' || (exitCode !== undefined && exitCode !== 0) ? 'failed' : 'ended';
  }
};

/** A container in one sentence, for the list and for screen readers. */
export function sentence(container: ContainerView): string {
  const nets = container.endpoints.map(({ network, address }) => (address ? `${network} (${address})` : network));
  const ports = container.ports
    .filter(({ hostPort }) => hostPort !== undefined)
    .map(({ hostPort, containerPort }) => `port ${String(hostPort)} leads to ${String(containerPort)}`);
  return [
    `container ${container.name}`,
    container.image,
    container.status || container.state,
    ...(nets.length > 0 ? [`on ${nets.join(' and ')}`] : []),
    ...ports,
  ].join(', ');
}

/** At most `max` characters, the middle left out. */
export const short = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, Math.ceil(max / 2) - 1)}…${text.slice(-(Math.floor(max / 2) - 1))}`;
