import type { Joint, MachineLayout } from './layout';
import type { Dot, Stop } from './traffic';

type Point = readonly [x: number, y: number];

/** The way of a dot along what is drawn, as an SVG path; undefined when nothing of it is on the map. */
export function wayOf(plan: MachineLayout, { stops }: Dot): string | undefined {
  const points: Point[] = [];
  for (const [at, stop] of stops.entries()) {
    const [before, after] = [stops[at - 1], stops[at + 1]];
    if (stop.kind === 'container') {
      const joint = jointOf(plan, stop.name, before) ?? jointOf(plan, stop.name, after);
      if (!joint) continue;
      const down: Point[] = [
        [joint.x, joint.y1 - 8],
        [joint.x, joint.y2],
      ];
      if (before?.kind === 'network') {
        along(points, plan, before.name, joint.y2);
        points.push(...down.reverse());
      } else points.push(...down);
    } else if (stop.kind === 'network' && after?.kind !== 'container') {
      // On to another network or out of the machine: the rails' left ends are where the machine routes.
      const rail = plan.rails.find(({ name }) => name === stop.name);
      const y = points.at(-1)?.[1] ?? rail?.y;
      if (rail && y !== undefined) points.push([rail.x1, y]);
    } else if ((stop.kind === 'machine' || stop.kind === 'outside') && at === 0 && after?.kind === 'network') {
      const target = stops[at + 2];
      const door = target?.kind === 'container' && plan.doors.find(({ container }) => container === target.name);
      // Through the wall by a published port the way is the door's own.
      if (door && stops.length === 3) return door.path;
      const rail = plan.rails.find(({ name }) => name === after.name);
      if (rail) points.push([rail.x1, rail.y]);
    }
  }
  return points.length < 2 ? undefined : `M${points.map(([x, y]) => `${String(x)} ${String(y)}`).join('L')}`;
}

const jointOf = (plan: MachineLayout, container: string, on: Stop | undefined): Joint | undefined =>
  on?.kind === 'network'
    ? plan.joints.find((joint) => joint.container === container && joint.network === on.name)
    : undefined;

/** From the last point along a network's rail to the row of `y`: by the upright at the left where rows differ. */
function along(points: Point[], plan: MachineLayout, network: string, y: number): void {
  const last = points.at(-1);
  if (!last || last[1] === y) return;
  const rail = plan.rails.find(({ name }) => name === network);
  if (rail) points.push([rail.x1, last[1]], [rail.x1, y]);
}
