import type { Project } from '../model/project';
import type { Dict } from '../tree';
import { serviceHash } from './hash';
import type { Flavor } from './labels';
import type { ObservedContainer } from './observe';

export type OperationKind = 'network' | 'volume' | 'create' | 'recreate' | 'keep' | 'start' | 'stop' | 'remove';

/** One thing to do, why, and what has to be done before. */
export interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly service?: string;
  /** A container's, network's or volume's name; for networks and volumes `key` is theirs in the file. */
  readonly name: string;
  readonly key?: string;
  readonly number?: number;
  readonly container?: ObservedContainer;
  readonly cause: string;
  readonly after: readonly string[];
}

export interface PlanOptions {
  readonly recreate: 'diverged' | 'force' | 'never';
  readonly scale: ReadonlyMap<string, number>;
  readonly start: boolean;
  readonly removeOrphans: boolean;
  /** Services to bring up; the others are only dependencies. */
  readonly chosen: readonly string[];
  readonly recreateDependencies: boolean;
  /** Networks and volumes are left to what needs them (docker-compose 1's `create`). */
  readonly withoutResources?: boolean;
  /** The id of each service's image as it is now, where known. */
  readonly images: ReadonlyMap<string, string>;
}

/** A container's name: `demo-web-1`, or what container_name says. */
export function containerName(project: string, name: string, service: Dict, number: number, flavor: Flavor): string {
  return (service.container_name as string | undefined) ?? [project, name, String(number)].join(flavor.separator);
}

/** How many containers a service wants. */
export const scaleOf = (service: Dict, override?: number): number =>
  override ??
  (service.scale as number | undefined) ??
  ((service.deploy as Dict | undefined)?.replicas as number | undefined) ??
  1;

/** Services so that each comes after what it depends on; of equals by name, or as they stand in the file. */
export function inDependencyOrder(services: Record<string, Dict>, byName = true): string[] {
  const out: string[] = [];
  const visit = (name: string): void => {
    if (out.includes(name)) return;
    for (const other of dependenciesOf(services[name]!)) if (Object.hasOwn(services, other)) visit(other);
    if (!out.includes(name)) out.push(name);
  };
  const names = Object.keys(services);
  for (const name of byName ? names.sort() : names) visit(name);
  return out;
}

/** The services that a service depends on. */
export const dependenciesOf = (service: Dict): string[] =>
  Object.keys((service.depends_on as Dict | undefined) ?? {}).sort();

/**
 * What it takes to come from the observed containers to the project: a graph of operations with causes. Pure.
 * Upstream: compose pkg/compose/convergence.go.
 */
export function makePlan(
  project: Project,
  observed: readonly ObservedContainer[],
  options: PlanOptions,
  flavor: Flavor,
): Operation[] {
  const plan: Operation[] = [];
  const resources: string[] = [];
  const groups = [
    ['network', project.networks],
    ['volume', project.volumes],
  ] as const;
  for (const [kind, group] of options.withoutResources === true ? [] : groups) {
    // docker-compose 1 makes what the file declares, and the default network last.
    const inOrder = (x: string, y: string): number =>
      flavor.generation === 2 ? (x < y ? -1 : 1) : Number(x === 'default') - Number(y === 'default');
    for (const key of Object.keys(group).sort(inOrder)) {
      const id = `${kind}/${key}`;
      plan.push({
        id,
        kind,
        key,
        name: group[key]!.name as string,
        cause: `the project declares ${kind} ${key}`,
        after: [],
      });
      resources.push(id);
    }
  }
  if (options.removeOrphans) {
    for (const orphan of orphansOf(project, observed)) {
      const cause = `no service ${orphan.service} in the project`;
      plan.push({ id: `stop/${orphan.name}`, kind: 'stop', name: orphan.name, container: orphan, cause, after: [] });
      plan.push({
        id: `remove/${orphan.name}`,
        kind: 'remove',
        name: orphan.name,
        container: orphan,
        cause,
        after: [`stop/${orphan.name}`],
      });
    }
  }
  const made = new Map<string, string[]>();
  const started = new Map<string, string[]>();
  const recreated = new Set<string>();
  for (const name of inDependencyOrder(project.services, flavor.generation === 2)) {
    const service = project.services[name]!;
    const before = dependenciesOf(service);
    // docker-compose 1 goes service by service: nothing is made before what it depends on has started.
    const first = flavor.generation === 1 && options.start ? started : made;
    const after = [
      ...resources,
      ...before.flatMap((other) => [...(first.get(other) ?? []), ...(made.get(other) ?? [])]),
    ];
    const mine: string[] = [];
    const starts: string[] = [];
    const wanted = scaleOf(service, options.scale.get(name));
    const hash = serviceHash(service);
    const why = (container: ObservedContainer): string | undefined => {
      if (options.recreate === 'never') return undefined;
      const chosen = options.chosen.includes(name);
      if (options.recreate === 'force' && (chosen || options.recreateDependencies)) return 'recreation is forced';
      if (container.hash !== hash) return `the configuration of ${name} changed`;
      const elsewhere = misplaced(project, service, container);
      if (flavor.generation === 2 && elsewhere !== undefined) return elsewhere;
      const image = options.images.get(name);
      if (image !== undefined && image !== container.image) return `the image of ${name} changed`;
      return undefined;
    };
    // Of what is too much the obsolete goes first, the oldest before the newest; then the highest numbers.
    const mineNow = observed.filter((c) => c.service === name && !c.oneoff);
    const existing = [
      ...mineNow.filter((c) => why(c) === undefined).sort((a, b) => a.number - b.number),
      ...mineNow.filter((c) => why(c) !== undefined).sort((a, b) => a.order - b.order),
    ];
    const surplus = existing.slice(wanted);
    for (const container of surplus) {
      const cause = `${name} wants ${wanted} containers and has ${existing.length}`;
      plan.push({
        id: `stop/${container.name}`,
        kind: 'stop',
        service: name,
        name: container.name,
        container,
        cause,
        after: [],
      });
      plan.push({
        id: `remove/${container.name}`,
        kind: 'remove',
        service: name,
        name: container.name,
        container,
        cause,
        after: [`stop/${container.name}`],
      });
    }
    for (const container of existing.slice(0, wanted).sort((a, b) => a.number - b.number)) {
      const target = { service: name, name: container.name, number: container.number, container };
      const cause = why(container);
      let last: string | undefined;
      if (cause !== undefined) {
        last = `recreate/${container.name}`;
        plan.push({ id: last, kind: 'recreate', ...target, cause, after });
        recreated.add(name);
      } else if (container.summary.State === 'running' || !options.start) {
        last = `keep/${container.name}`;
        // docker-compose 1 does not mention what stays when it scales.
        if (flavor.generation === 2 || mineNow.length === wanted)
          plan.push({ id: last, kind: 'keep', ...target, cause: 'it is as the project wants it', after });
      }
      if (last) mine.push(last);
      if (options.start && (cause !== undefined || container.summary.State !== 'running')) {
        const id = `start/${container.name}`;
        plan.push({
          id,
          kind: 'start',
          ...target,
          cause: cause ?? `it is ${container.summary.State}`,
          after: startAfter(before, last, started),
        });
        starts.push(id);
      }
    }
    const highest = Math.max(0, ...existing.map((container) => container.number));
    for (let number = highest + 1; number <= highest + wanted - existing.length; number++) {
      const container = containerName(project.name, name, service, number, flavor);
      const id = `create/${container}`;
      const target = { service: name, name: container, number };
      plan.push({ id, kind: 'create', ...target, cause: `${name} wants ${wanted} and has ${existing.length}`, after });
      mine.push(id);
      if (!options.start) continue;
      plan.push({
        id: `start/${container}`,
        kind: 'start',
        ...target,
        cause: 'it is new',
        after: startAfter(before, id, started),
      });
      starts.push(`start/${container}`);
    }
    made.set(name, mine);
    started.set(name, starts);
  }
  return plan;
}

/** Why a container does not fit although its configuration is the same: another network, another volume by that name. */
function misplaced(project: Project, service: Dict, { summary }: ObservedContainer): string | undefined {
  for (const key of Object.keys((service.networks as Dict | undefined) ?? {})) {
    const name = project.networks[key]?.name as string | undefined;
    if (name !== undefined && summary.NetworkSettings && !(name in summary.NetworkSettings.Networks))
      return `it is not in network ${name}`;
  }
  for (const { type, source } of (service.volumes as Dict[] | undefined) ?? []) {
    const name = type === 'volume' ? (project.volumes[source as string]?.name as string | undefined) : undefined;
    if (name !== undefined && !summary.Mounts.some((mount) => mount.Name === name)) return `it lacks volume ${name}`;
  }
  return undefined;
}

const startAfter = (
  before: readonly string[],
  own: string | undefined,
  started: ReadonlyMap<string, readonly string[]>,
): string[] => [...(own ? [own] : []), ...before.flatMap((other) => started.get(other) ?? [])];

/** Containers of services that the project does not have (any more), and one-off ones that have ended. */
export const orphansOf = (project: Project, observed: readonly ObservedContainer[]): ObservedContainer[] =>
  observed.filter((c) =>
    c.oneoff
      ? ['exited', 'dead'].includes(c.summary.State)
      : !Object.hasOwn(project.services, c.service) && !Object.hasOwn(project.disabled, c.service),
  );

/** A plan as text: one operation a line, what it waits for, and why. */
export const planText = (plan: readonly Operation[]): string =>
  plan
    .map(({ id, cause, after }) => `${id}${after.length > 0 ? ` after ${after.join(', ')}` : ''}: ${cause}\n`)
    .join('');
