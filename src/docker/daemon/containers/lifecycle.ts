import { next } from '#sim/lifecycle';
import type { ContainerStatus } from '../../api/container-inspect';
import type { Container } from '../container';
import type { Daemon } from '../daemon';
import { type ContainerEvent, containerMachine } from './container.machine';

export { containerMachine };

/** Moves a container along its life, keeps its row and tells the trace; answers the record's seq. */
export function transition(
  daemon: Daemon,
  container: Container,
  event: ContainerEvent,
  detail?: Readonly<Record<string, unknown>>,
): number {
  const { state } = container.record;
  const from: ContainerStatus = state.status;
  const to = next(containerMachine, from, event) ?? from;
  state.status = to;
  daemon.save(container);
  return daemon.trace(event, `container/${container.name}`, { id: container.id, from, to, ...detail });
}
