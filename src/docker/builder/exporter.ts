import { makeImage } from '#image/image';
import { sleep } from '#image/pull-progress';
import { fullString, withDefaultTag } from '#image/reference';
import type { FileSystem } from '#vfs/filesystem';
import type { EngineHost } from '../daemon/host';
import type { BuildOptions } from './build-options';
import { configDigest } from './buildkit-words';
import { viewOf } from './copy-files';
import { packFiles } from './pack-files';
import type { SolveWriter } from './solve-writer';
import type { StageState } from './stage-state';

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Makes of the last stage what was asked for. Upstream: moby builder-next/exporter, buildkit exporter/local. */
export class Exporter {
  constructor(
    private readonly host: EngineHost,
    private readonly writer: SolveWriter,
    private readonly options: Pick<BuildOptions, 'labels' | 'tags' | 'inlineCache'>,
  ) {}

  /** An image of the engine, with its names. */
  async image(state: StageState, platform: string): Promise<{ id: string; metadata: Record<string, unknown> }> {
    const { labels, tags, inlineCache } = this.options;
    const { images, clock, random } = this.host;
    if (Object.keys(labels).length > 0) state.config.Labels = { ...state.config.Labels, ...labels };
    const [os = 'linux', architecture = 'amd64'] = platform.split('/');
    const image = makeImage({
      architecture,
      os,
      ...(state.author !== undefined && { author: state.author }),
      config: state.config,
      created: state.created,
      history: state.history,
      layers: state.layers,
    });
    const names = tags.map((tag) => fullString(withDefaultTag(tag)).replace(/:latest$/, ''));
    await this.writer.during('exporting to image', words, async (vertex) => {
      const started = this.writer.now();
      const last = image.layers.at(-1);
      const fresh = !images.has(image.id) && !images.list().some((other) => other.layers.includes(last!));
      if (fresh) await sleep(clock, 40);
      this.writer.status(vertex, 'exporting layers', { started });
      images.put(image);
      this.writer.status(vertex, `writing image ${image.id}`);
      for (const [index, tag] of tags.entries()) {
        images.tag(tag, image.id, clock.epochNow());
        this.writer.status(vertex, `naming to ${names[index]!}`);
      }
    });
    if (inlineCache) {
      await this.writer.during('exporting cache', words, async (vertex) => {
        this.writer.status(vertex, 'preparing build cache for export');
        await sleep(clock, 1);
      });
    }
    const metadata = {
      'buildx.build.ref': `default/default/${random.hex(25)}`,
      'containerimage.config.digest': image.id,
      'containerimage.digest': configDigest(image.id),
      ...(names.length > 0 && { 'image.name': names.join(',') }),
    };
    return { id: image.id, metadata };
  }

  /** The stage's files as a tar, for the client to write. */
  async files(root: FileSystem): Promise<{ id: undefined; archive: Uint8Array }> {
    let archive = new Uint8Array(0);
    await this.writer.during('exporting to client directory', words, async (vertex) => {
      const started = this.writer.now();
      archive = packFiles(viewOf(root)) as typeof archive;
      await sleep(this.host.clock, 10 + archive.length / 100_000);
      this.writer.status(vertex, 'copying files', { started, current: archive.length });
    });
    return { id: undefined, archive };
  }
}
