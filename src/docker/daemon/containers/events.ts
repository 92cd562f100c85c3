import type { Container } from '../container';
import type { Daemon } from '../daemon';

/** Tells an event of a container; its labels are attributes too. */
export function containerEvent(
  daemon: Daemon,
  container: Container,
  action: string,
  more: Readonly<Record<string, string>> = {},
): void {
  const { config } = container.record;
  daemon.events.emit('container', action, container.id, {
    ...config.Labels,
    image: config.Image,
    name: container.name,
    ...more,
  });
}
