import { filtersOf, type EngineClient } from '#docker/api/client';
import type { ContainerSummary } from '#docker/api/container-summary';
import { LABEL } from './labels';

/** A container of a project as the daemon tells it. */
export interface ObservedContainer {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly number: number;
  readonly hash: string;
  readonly image: string;
  readonly oneoff: boolean;
  /** Where the daemon lists it: the newest is 0. */
  readonly order: number;
  readonly summary: ContainerSummary;
}

/** Asks the daemon for a project's containers: by service and number. Upstream: compose getContainers. */
export async function observe(
  client: EngineClient,
  project: string,
  { oneOffs = false, all = true }: { readonly oneOffs?: boolean | 'only'; readonly all?: boolean } = {},
): Promise<ObservedContainer[]> {
  const labels = [`${LABEL.project}=${project}`];
  if (oneOffs === 'only') labels.push(`${LABEL.oneoff}=True`);
  else if (!oneOffs) labels.push(`${LABEL.oneoff}=False`);
  const found = await client.get<ContainerSummary[]>('/containers/json', {
    query: { all, filters: filtersOf({ label: labels }) },
  });
  return found
    .map((summary, order) => ({
      order,
      id: summary.Id,
      name: (summary.Names[0] ?? '').replace(/^\//, ''),
      service: summary.Labels[LABEL.service] ?? '',
      number: Number(summary.Labels[LABEL.number] ?? 0),
      hash: summary.Labels[LABEL.hash] ?? '',
      image: summary.ImageID,
      oneoff: summary.Labels[LABEL.oneoff] === 'True',
      summary,
    }))
    .sort((a, b) => (a.service < b.service ? -1 : a.service > b.service ? 1 : a.number - b.number));
}
