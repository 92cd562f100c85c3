import type { Clock } from '#sim/clock';
import type { ImageLayer } from './image';

/** One line of progress. Upstream: jsonmessage.JSONMessage. */
export interface ProgressMessage {
  status?: string;
  id?: string;
  progress?: string;
  progressDetail?: { current?: number; total?: number };
  aux?: unknown;
  errorDetail?: { code?: number; message: string };
  error?: string;
}

/** Bytes a millisecond: what a good line at home and a laptop's disk do. */
const DOWNLOAD = 12_000;
const EXTRACT = 90_000;
const UPLOAD = 6_000;
/** Layers that download at the same time. */
const PARALLEL = 3;
const TICK_MS = 100;

export const shortId = (digest: string): string => digest.slice(7, 19);

export const sleep = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.wakeAfter(ms, resolve));

/** The progress of fetching and unpacking layers, in virtual time: three downloads at once, unpacking in order. */
export async function* pullLayers(
  clock: Clock,
  layers: readonly ImageLayer[],
  has: (layer: ImageLayer) => boolean,
): AsyncGenerator<ProgressMessage> {
  const line = (layer: ImageLayer, status: string, current?: number, total?: number): ProgressMessage => ({
    status,
    progressDetail: current === undefined ? {} : { current, total: total! },
    ...(current !== undefined && { progress: bar(current, total!) }),
    id: shortId(layer.digest),
  });
  const missing: ImageLayer[] = [];
  for (const layer of layers) {
    if (has(layer)) yield { status: 'Already exists', progressDetail: {}, id: shortId(layer.digest) };
    else missing.push(layer);
  }
  for (const layer of missing) yield line(layer, 'Pulling fs layer');
  for (const layer of missing.slice(PARALLEL)) yield line(layer, 'Waiting');
  const waiting = [...missing];
  const active: { layer: ImageLayer; done: number }[] = [];
  const fetched = new Set<ImageLayer>();
  let unpacking: { layer: ImageLayer; done: number } | undefined;
  let next = 0;
  while (next < missing.length) {
    while (active.length < PARALLEL && waiting.length > 0) active.push({ layer: waiting.shift()!, done: 0 });
    await sleep(clock, TICK_MS);
    for (const task of [...active]) {
      task.done += (DOWNLOAD * TICK_MS) / active.length;
      const total = task.layer.compressedSize;
      if (task.done < total) {
        yield line(task.layer, 'Downloading', Math.round(task.done), total);
        continue;
      }
      active.splice(active.indexOf(task), 1);
      fetched.add(task.layer);
      if (total > 1_000_000) yield line(task.layer, 'Verifying Checksum');
      yield line(task.layer, 'Download complete');
    }
    for (let budget = EXTRACT * TICK_MS; budget > 0 && next < missing.length && fetched.has(missing[next]!);) {
      const layer = missing[next]!;
      unpacking ??= { layer, done: 0 };
      const part = Math.min(budget, layer.size - unpacking.done);
      unpacking.done += part;
      budget -= Math.max(part, 1);
      const done = Math.round((unpacking.done / Math.max(1, layer.size)) * layer.compressedSize);
      yield line(layer, 'Extracting', layer.size === 0 ? layer.compressedSize : done, layer.compressedSize);
      if (unpacking.done < layer.size) break;
      yield line(layer, 'Pull complete');
      unpacking = undefined;
      next++;
    }
  }
}

/** The progress of sending one layer. */
export async function* pushLayer(clock: Clock, layer: ImageLayer): AsyncGenerator<ProgressMessage> {
  const id = shortId(layer.diffId);
  for (let sent = 0; sent < layer.size; sent += UPLOAD * TICK_MS) {
    yield {
      status: 'Pushing',
      progressDetail: { current: Math.min(sent + 512, layer.size), total: layer.size },
      progress: bar(Math.min(sent + 512, layer.size), layer.size),
      id,
    };
    await sleep(clock, TICK_MS);
  }
}

/** `[=====>        ]  1.2MB/3.4MB`, as the daemon of old sends it along. */
function bar(current: number, total: number): string {
  const filled = Math.min(50, Math.floor((current / total) * 50));
  const arrow = filled < 50 ? '>' : '';
  const text = `[${'='.repeat(filled)}${arrow}${' '.repeat(Math.max(0, 50 - filled - arrow.length))}]`;
  const sizes = [humanSize(current).padStart(8), humanSize(total)];
  return `${text} ${sizes.join('/')}`;
}

/** Four digits and a decimal unit, as Go's units.HumanSize. */
export function humanSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${String(Number(value.toPrecision(4)))}${units[unit]!}`;
}
