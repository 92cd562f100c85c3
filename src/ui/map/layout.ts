import type { ContainerView, MachineView } from '#browser/protocol';

/** Sizes on the map, in its own units (a pixel at zoom 1). */
const BOX = { width: 184, height: 86, gapX: 36 } as const;
const RAIL = { first: 26, step: 28 } as const;
const SIDE = 28;
const TOP = 64;
const ROW_GAP = 34;
const DRUM = { width: 120, height: 52 } as const;

/** Places that stay: a thing keeps its number for as long as it is there, and a new one takes the lowest free. */
export class Slots {
  #byKey = new Map<string, number>();

  /** The numbers of these keys; those of keys that are gone become free. */
  assign(keys: readonly string[]): ReadonlyMap<string, number> {
    const wanted = new Set(keys);
    for (const key of this.#byKey.keys()) if (!wanted.has(key)) this.#byKey.delete(key);
    const taken = new Set(this.#byKey.values());
    for (const key of keys) {
      if (this.#byKey.has(key)) continue;
      let slot = 0;
      while (taken.has(slot)) slot++;
      taken.add(slot);
      this.#byKey.set(key, slot);
    }
    return this.#byKey;
  }
}

export interface PlacedContainer {
  readonly container: ContainerView;
  readonly x: number;
  readonly y: number;
}

export interface PlacedRail {
  readonly name: string;
  readonly colour: number;
  readonly internal: boolean;
  readonly y: number;
  readonly x1: number;
  readonly x2: number;
  readonly label: boolean;
}

/** A container hangs on a rail here. */
export interface Joint {
  readonly container: string;
  readonly network: string;
  readonly colour: number;
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
  readonly address: string;
}

export interface Door {
  readonly container: string;
  readonly label: string;
  readonly x: number;
  readonly path: string;
}

export interface Drum {
  readonly name: string;
  readonly anonymous: boolean;
  readonly x: number;
  readonly y: number;
  readonly pipes: readonly { readonly container: string; readonly path: string; readonly readOnly: boolean }[];
}

export interface MachineLayout {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly containers: readonly PlacedContainer[];
  readonly rails: readonly PlacedRail[];
  /** The left edge's uprights that join the rows of one rail. */
  readonly uprights: readonly {
    readonly colour: number;
    readonly x: number;
    readonly y1: number;
    readonly y2: number;
  }[];
  readonly joints: readonly Joint[];
  readonly doors: readonly Door[];
  readonly drums: readonly Drum[];
}

export interface MapSlots {
  readonly containers: Slots;
  readonly networks: Slots;
  readonly volumes: Slots;
}

export const newSlots = (): MapSlots => ({ containers: new Slots(), networks: new Slots(), volumes: new Slots() });

/** The networks worth a rail: those a learner made, and the built-in ones that something hangs on. */
export function railsOf(machine: MachineView): MachineView['networks'] {
  const used = new Set(machine.containers.flatMap(({ endpoints }) => endpoints.map(({ network }) => network)));
  return machine.networks.filter(({ name }) => used.has(name) || !['bridge', 'host', 'none'].includes(name));
}

/** Where everything of a machine is drawn. Stable: nothing moves because another thing came, but for rows at the end. */
export function layOut(machine: MachineView, slots: MapSlots, columns: number): MachineLayout {
  const networks = railsOf(machine);
  const containerSlots = slots.containers.assign(machine.containers.map(({ name }) => name));
  const networkSlots = slots.networks.assign(networks.map(({ name }) => name));
  const volumeSlots = slots.volumes.assign(machine.volumes.map(({ name }) => name));
  const highest = Math.max(0, ...machine.containers.map(({ name }) => containerSlots.get(name)! + 1));
  const rails = Math.max(0, ...networks.map(({ name }) => networkSlots.get(name)! + 1));
  const perRow = Math.max(1, columns);
  const rows = Math.max(1, Math.ceil(highest / perRow));
  const used = Math.min(perRow, Math.max(highest, 3));
  const left = SIDE + 14 + rails * 7;
  const width = left + used * (BOX.width + BOX.gapX) - BOX.gapX + SIDE + 20;
  const rowHeight = BOX.height + (rails > 0 ? RAIL.first + (rails - 1) * RAIL.step + 18 : 0) + ROW_GAP;
  const rowY = (row: number) => TOP + row * rowHeight;
  const railY = (row: number, slot: number) => rowY(row) + BOX.height + RAIL.first + slot * RAIL.step;

  const containers = machine.containers.map((container) => {
    const slot = containerSlots.get(container.name)!;
    return { container, x: left + (slot % perRow) * (BOX.width + BOX.gapX), y: rowY(Math.floor(slot / perRow)) };
  });

  const joints = containers.flatMap(({ container, x, y }) =>
    container.endpoints.flatMap(({ network, address }, at): Joint[] => {
      const slot = networkSlots.get(network);
      if (slot === undefined) return [];
      const row = Math.round((y - TOP) / rowHeight);
      const step = Math.min(56, (BOX.width - 70) / Math.max(1, container.endpoints.length));
      return [
        {
          container: container.name,
          network,
          colour: slot % 6,
          x: x + 26 + at * step,
          y1: y + BOX.height,
          y2: railY(row, slot),
          address,
        },
      ];
    }),
  );

  const placedRails = networks.flatMap(({ name, internal }) => {
    const slot = networkSlots.get(name)!;
    return Array.from({ length: rows }, (_, row) => ({
      name,
      internal,
      colour: slot % 6,
      y: railY(row, slot),
      x1: SIDE + slot * 7,
      x2: width - SIDE,
      label: row === 0,
    }));
  });
  const uprights =
    rows < 2
      ? []
      : networks.map(({ name }) => {
          const slot = networkSlots.get(name)!;
          return { colour: slot % 6, x: SIDE + slot * 7, y1: railY(0, slot), y2: railY(rows - 1, slot) };
        });

  const doors = containers.flatMap(({ container, x, y }) => {
    const published = container.ports.filter(({ hostPort }) => hostPort !== undefined);
    const unique = [...new Map(published.map((port) => [`${String(port.hostPort)}/${port.protocol}`, port])).values()];
    return unique.slice(0, 3).map((port, at): Door => {
      const doorX = y === TOP ? x + 40 + at * 62 : x - BOX.gapX / 2 + 4;
      const path =
        y === TOP ? `M${String(doorX)} 18V${String(y)}` : `M${String(doorX)} 18V${String(y + 20)}H${String(x)}`;
      const suffix = port.protocol === 'tcp' ? '' : `/${port.protocol}`;
      return { container: container.name, label: `:${String(port.hostPort)}${suffix}`, x: doorX, path };
    });
  });

  const bottom = rowY(rows - 1) + rowHeight - ROW_GAP + 16;
  const drums = machine.volumes.map(({ name, anonymous }): Drum => {
    const slot = volumeSlots.get(name)!;
    const x = left + slot * (DRUM.width + 30);
    const pipes = containers.flatMap(({ container, x: boxX, y }) =>
      container.mounts
        .filter((mount) => mount.type === 'volume' && mount.source === name)
        .map(({ readOnly }) => {
          const out = boxX + BOX.width - 20;
          const lane = boxX + BOX.width + 12 + (slot % 3) * 6;
          const into = x + DRUM.width / 2 + (boxX % 3) * 8 - 8;
          const over = bottom - 10 - (slot % 3) * 5;
          return {
            container: container.name,
            readOnly,
            path: `M${String(out)} ${String(y + BOX.height)}v10H${String(lane)}V${String(over)}H${String(into)}V${String(bottom + 4)}`,
          };
        }),
    );
    return { name, anonymous, x, y: bottom, pipes };
  });
  const drumRight = Math.max(0, ...drums.map(({ x }) => x + DRUM.width + SIDE));

  return {
    name: machine.name,
    width: Math.max(width, drumRight),
    height: bottom + (drums.length > 0 ? DRUM.height + 22 : 4),
    containers,
    rails: placedRails.map((rail) => ({ ...rail, x2: Math.max(rail.x2, drumRight - SIDE) })),
    uprights,
    joints,
    doors,
    drums,
  };
}

export { BOX, DRUM };
