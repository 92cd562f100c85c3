/** A life as the world tells it: from each state, by an event, to a state. */
export type Life = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface DrawnState {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

export interface DrawnMove {
  readonly from: string;
  readonly to: string;
  readonly events: readonly string[];
  readonly path: string;
  /** Where the events' names stand. */
  readonly x: number;
  readonly y: number;
  /** Drawn thin and without words: moves that are possible from nearly everywhere. */
  readonly faint: boolean;
}

export const SIZE = { width: 372, height: 312 } as const;

/** Where a container's states stand; a state without a place is put below. */
const PLACES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  created: [50, 24],
  running: [186, 90],
  paused: [322, 24],
  restarting: [50, 168],
  exited: [322, 168],
  removing: [186, 232],
  dead: [50, 292],
  removed: [322, 292],
};
const HALF = { width: 44, height: 16 } as const;
/** How far two moves between the same states are held apart. */
const APART = 9;

/** Places a life's states and the arrows between them. */
export function drawLife(life: Life): { states: DrawnState[]; moves: DrawnMove[] } {
  const names = Object.keys(life);
  const states = names.map((name, at): DrawnState => {
    const [x, y] = PLACES[name] ?? [50 + (at % 3) * 136, SIZE.height + 20 + at * 4];
    return { name, x, y };
  });
  const placed = new Map(states.map((state) => [state.name, state]));
  const moves: DrawnMove[] = [];
  for (const [from, events] of Object.entries(life)) {
    for (const to of new Set(Object.values(events))) {
      const [a, b] = [placed.get(from), placed.get(to)];
      if (!a || !b || a === b) continue;
      const back = Object.values(life[to] ?? {}).includes(from);
      const by = Object.keys(events).filter((event) => events[event] === to);
      moves.push({
        from,
        to,
        events: by,
        faint: to === 'removing' || (from === 'paused' && to === 'restarting'),
        ...arrow(a, b, back ? APART : 0),
      });
    }
  }
  return { states, moves };
}

/** A straight arrow from the edge of one state to the edge of another, shifted to its right. */
function arrow(a: DrawnState, b: DrawnState, shift: number): { path: string; x: number; y: number } {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const [sx, sy] = [-uy * shift, ux * shift];
  const cut = Math.min(HALF.width / Math.abs(ux || 1e-9), HALF.height / Math.abs(uy || 1e-9));
  const [x1, y1] = [a.x + ux * cut + sx, a.y + uy * cut + sy];
  const [x2, y2] = [b.x - ux * cut + sx, b.y - uy * cut + sy];
  const round = (n: number): string => n.toFixed(1);
  return {
    path: `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}`,
    // Words stand beside their line: above one that runs level, outside of one that leans.
    x: (x1 + x2) / 2 + sx * 1.8 + (shift === 0 && dy > 0 && dx !== 0 ? Math.sign(dx) * 22 : 0),
    y: (y1 + y2) / 2 + sy * 1.8 + (Math.abs(dy) < 1 ? -4 : 4),
  };
}
