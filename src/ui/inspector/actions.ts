import type { ContainerView } from '#browser/protocol';
import type { Selection } from '../state/desk.svelte';

/** What can be done with a thing now, as the commands that do it. */
export function actionsOf(selection: Selection, container: ContainerView | undefined): string[] {
  const { name } = selection;
  if (selection.kind === 'network')
    return ['bridge', 'host', 'none'].includes(name) ? [] : [`docker network rm ${name}`];
  if (selection.kind === 'volume') return [`docker volume rm ${name}`];
  if (selection.kind === 'image') return [`docker image rm ${name}`];
  switch (container?.state) {
    case 'running':
      return [
        `docker logs -f ${name}`,
        `docker exec -it ${name} sh`,
        `docker stop ${name}`,
        `docker restart ${name}`,
        `docker pause ${name}`,
        `docker kill ${name}`,
      ];
    case 'paused':
      return [`docker unpause ${name}`];
    case 'restarting':
      return [`docker logs ${name}`, `docker stop ${name}`];
    case 'created':
    case 'exited':
      return [`docker start ${name}`, `docker logs ${name}`, `docker rm ${name}`];
    default:
      return container ? [`docker rm -f ${name}`] : [];
  }
}
