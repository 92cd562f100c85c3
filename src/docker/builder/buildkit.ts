import { decode } from '#io/streams';
import { makeImage, type Image } from '#image/image';
import { sleep } from '#image/pull-progress';
import { familiarString, fullString, parseReference, repositoryName, withDefaultTag } from '#image/reference';
import { StartError } from '#machine/sandbox';
import type { FileSystem } from '#vfs/filesystem';
import { OverlayFileSystem } from '#vfs/overlay';
import type { EngineHost } from '../daemon/host';
import type { RegistryPort } from '../daemon/registry-port';
import { Channel } from '../daemon/channel';
import type { BuildOptions } from './build-options';
import { SourceMissingError } from './copy-files';
import {
  drain,
  findBuilt,
  keep,
  metadataError,
  neededImages,
  neededStages,
  note,
  shownName,
  sizeText,
  stepError,
} from './buildkit-words';
import { lint } from './lint';
import { DockerfileError, parseDockerfile, parseInstruction, type Dockerfile, type Node } from './parser';
import { contextFiles, Performer, type Made } from './perform';
import { sourceExcerpt } from './source-excerpt';
import type { SolveMessage } from './solve-status';
import { StageState } from './stage-state';
import { checkNode, findStage, instructionOf, planStages, type Plan, type Stage } from './stages';
import { WordError } from './word';

const MAKES_LAYER = ['run', 'copy', 'add', 'workdir'];

/** A build that failed; the message is what follows `failed to solve: `. */
class SolveError extends Error {
  override readonly name = 'SolveError';

  constructor(
    message: string,
    readonly node?: Pick<Node, 'startLine' | 'endLine'>,
  ) {
    super(message);
  }
}

/** Builds as BuildKit does. Upstream: moby/buildkit frontend/dockerfile/dockerfile2llb, solver. */
export class BuildkitBuild {
  readonly #out: Channel<SolveMessage>;
  #next = 1;
  #file!: Dockerfile;
  #plan!: Plan;
  #performer: Performer;
  #built = new Map<number, StageState>();
  #bases = new Map<string, Image | undefined>();
  #fromVertex = new Map<string, number>();
  #ref = '';
  #contextVertex: number | undefined;
  #contextFs: FileSystem | undefined;

  constructor(
    private readonly host: EngineHost,
    private readonly registry: RegistryPort,
    private readonly options: BuildOptions,
    out: Channel<SolveMessage>,
  ) {
    this.#out = out;
    const { noCache, secrets } = options;
    this.#performer = new Performer(
      host,
      noCache,
      { context: () => this.#context(), from: (name) => this.#filesOf(name) },
      secrets,
    );
  }

  /** Runs the build; everything is told through the channel, failures too. */
  async run(): Promise<void> {
    try {
      const id = await this.#build();
      this.#out.push({ result: { id } });
    } catch (error) {
      this.#out.push({ failure: this.#failure(error) });
    } finally {
      this.#out.end();
    }
  }

  #failure(error: unknown): { message: string; excerpt?: string } {
    const message = error instanceof Error ? error.message : String(error);
    const { name, text } = this.options.dockerfile;
    const at = error instanceof SolveError ? error.node : error instanceof DockerfileError ? error : undefined;
    if (at?.startLine === undefined || text === undefined) return { message };
    return { message, excerpt: sourceExcerpt(name, text, at.startLine, at.endLine ?? at.startLine) };
  }

  async #build(): Promise<string | undefined> {
    const { dockerfile, target } = this.options;
    await this.#vertex(`[internal] load build definition from ${dockerfile.name}`, async (vertex) => {
      const text = dockerfile.text;
      const bytes =
        text === undefined
          ? 2
          : new TextEncoder().encode(text).length + 31 + dockerfile.name.length - 'Dockerfile'.length;
      this.#status(vertex, `transferring dockerfile: ${String(bytes)}B`);
      await this.#pause(20);
    });
    if (dockerfile.text === undefined) {
      throw new SolveError(`failed to read dockerfile: open ${dockerfile.name}: no such file or directory`);
    }
    if (dockerfile.text === '') throw new SolveError('the Dockerfile cannot be empty');
    this.#file = parseDockerfile(dockerfile.text);
    const warnings = lint(this.#file);
    if (warnings.length > 0) this.#out.push({ warnings });
    this.#plan = planStages(this.#file, this.options.buildArgs);
    const { stages } = this.#plan;
    const last = target === '' ? stages.at(-1)! : findStage(stages, target);
    if (!last) throw new SolveError(`target stage ${JSON.stringify(target)} could not be found`);
    const needed = neededStages(this.#plan, last);
    await this.#loadBases(needed);
    await this.#vertex('[internal] load .dockerignore', async (vertex) => {
      const bytes = this.options.ignoreBytes === undefined ? 2 : this.options.ignoreBytes + 34;
      this.#status(vertex, `transferring context: ${String(bytes)}B`);
      await this.#pause(10);
    });
    if (this.options.check) return undefined;
    let state: StageState | undefined;
    for (const stage of needed) state = await this.#stage(stage, needed.length > 1 || stages.length > 1);
    return this.#export(state!);
  }

  async #loadBases(needed: readonly Stage[]): Promise<void> {
    for (const { name, node } of neededImages(this.#plan, needed)) {
      if (this.#bases.has(name)) continue;
      let full: string;
      try {
        full = fullString(withDefaultTag(parseReference(name)));
      } catch (error) {
        throw new SolveError(`failed to parse stage name ${JSON.stringify(name)}: ${(error as Error).message}`, node);
      }
      await this.#vertex(`[internal] load metadata for ${full}`, async () => {
        this.#bases.set(name, await this.#image(name, full, node));
      });
    }
  }

  /** Simplified: an image that the build pulls is listed by `docker images` afterwards. */
  async #image(name: string, full: string, node: Node): Promise<Image | undefined> {
    const reference = withDefaultTag(parseReference(name));
    const local = this.options.pull ? undefined : this.host.images.find(reference);
    if (local) {
      await this.#pause(10);
      return local;
    }
    try {
      await drain(this.registry.pull(reference, undefined, undefined));
    } catch (error) {
      const raw = error instanceof Error ? error.message : String(error);
      const why = metadataError(raw, full, repositoryName(reference), reference.tag ?? reference.digest ?? 'latest');
      throw Object.assign(
        new SolveError(
          `${familiarString(parseReference(name))}: failed to resolve source metadata for ${full}: ${why}`,
          node,
        ),
        { shown: why },
      );
    }
    return this.host.images.find(reference);
  }

  async #stage(stage: Stage, prefixed: boolean): Promise<StageState> {
    const base =
      stage.base === 'scratch' ? undefined : (findBuilt(this.#plan, this.#built, stage) ?? this.#bases.get(stage.base));
    const now = new Date(this.host.clock.epochNow()).toISOString();
    const state = new StageState(base, this.#file.escape, this.options.buildArgs, this.#plan.globals, now, true);
    const nodes = [...this.#triggers(state, stage), ...stage.nodes];
    const fromImage = base !== undefined && !(base instanceof StageState);
    const steps = nodes.filter((node) => MAKES_LAYER.includes(node.value.toLowerCase())).length;
    const total = steps + (fromImage ? 1 : 0);
    const label = prefixed ? `${stage.name ?? `stage-${String(stage.index)}`} ` : '';
    let at = 0;
    if (fromImage) {
      at++;
      const full = fullString(withDefaultTag(parseReference(stage.base)));
      if (!this.#fromVertex.has(full)) {
        const cached = this.#performer.cache.list().length > 0;
        await this.#vertex(`[${label}1/${String(total)}] FROM ${full}`, async (vertex) => {
          this.#fromVertex.set(full, vertex);
          await this.#pause(1);
          return cached;
        });
      }
    }
    for (const node of nodes) {
      if (MAKES_LAYER.includes(node.value.toLowerCase())) at++;
      await this.#step(state, node, `[${label}${String(at)}/${String(total)}]`);
    }
    this.#built.set(stage.index, state);
    return state;
  }

  #triggers(state: StageState, stage: Stage): Node[] {
    const triggers = state.config.OnBuild ?? [];
    state.config.OnBuild = null;
    return triggers.map((text) => {
      const parsed = parseInstruction(text, this.#file.escape, stage.from.startLine, stage.from.endLine);
      const node: Node = { ...stage.from, ...parsed, original: text, heredocs: [] };
      checkNode(node);
      return node;
    });
  }

  async #step(state: StageState, node: Node, label: string): Promise<void> {
    let actions;
    try {
      actions = [instructionOf(node).evaluate(node, state.scope())].flat();
    } catch (error) {
      if (!(error instanceof DockerfileError || error instanceof WordError)) throw error;
      const { value } = node;
      const message =
        error instanceof WordError
          ? `failed to process ${JSON.stringify(node.original.slice(value.length).trim())}: ${error.message}`
          : error.message;
      throw new SolveError(message, node);
    }
    for (const action of actions) {
      switch (action.kind) {
        case 'arg': {
          const shown = action.args.map(({ name, value }) => {
            const given = state.declare(name, value);
            return given === undefined ? name : `${name}=${given}`;
          });
          note(state, `ARG ${shown.join(' ')}`);
          break;
        }
        case 'author':
          state.author = action.author;
          note(state, `MAINTAINER ${action.author}`);
          break;
        case 'config': {
          action.change(state.config);
          const name = node.value.toLowerCase();
          if (name === 'cmd') {
            state.cmdSet = true;
            state.config.ArgsEscaped = true;
          }
          if (name === 'entrypoint' && !state.cmdSet) state.config.Cmd = null;
          if (action.by !== undefined) note(state, action.by);
          break;
        }
        case 'workdir': {
          const made = await this.#made(node, `${label} WORKDIR ${action.path}`, () =>
            this.#performer.workdir(state, action.path),
          );
          state.config.WorkingDir = action.path;
          keep(state, made, `WORKDIR ${action.path}`);
          break;
        }
        case 'copy': {
          if (action.from === undefined && action.sources.some((path) => !/^https?:/.test(path)))
            await this.#loadContext();
          const made = await this.#made(node, `${label} ${shownName(node, state)}`, () =>
            this.#performer.copy(state, action),
          );
          keep(state, made, action.by);
          break;
        }
        case 'run': {
          const args = [...state.args];
          const prefix =
            args.length === 0 ? '' : `|${String(args.length)} ${args.map(([k, v]) => `${k}=${v ?? ''}`).join(' ')} `;
          const made = await this.#made(node, `${label} ${shownName(node, state)}`, (vertex) =>
            this.#performer
              .run(
                state,
                { ...action, network: action.network === 'default' ? this.options.network : action.network },
                (stream, data) => this.#log(vertex, stream, data),
                'buildkitsandbox',
              )
              .catch((error: unknown) => {
                if (!(error instanceof StartError)) throw error;
                const line = JSON.stringify(action.argv.join(' '));
                throw new Error(`process ${line} did not complete successfully: ${error.message}`);
              }),
          );
          keep(state, made, `RUN ${prefix}${action.shown} # buildkit`);
        }
      }
    }
  }

  async #made(node: Node, name: string, make: (vertex: number) => Promise<Made>): Promise<Made> {
    let made!: Made;
    try {
      await this.#vertex(name, async (vertex) => {
        made = await make(vertex);
        return made.cached;
      });
    } catch (error) {
      if (error instanceof SolveError) throw error;
      const message = error instanceof Error ? stepError(error) : String(error);
      const prefix = error instanceof SourceMissingError ? 'failed to compute cache key: ' : '';
      throw new SolveError(prefix + (this.#missing(error) ?? message), node);
    }
    return made;
  }

  #missing(error: unknown): string | undefined {
    if (!(error instanceof SourceMissingError)) return undefined;
    this.#ref ||= `${this.host.random.uuid()}::${this.host.random.hex(25)}`;
    return `failed to calculate checksum of ref ${this.#ref}: ${error.message}`;
  }

  async #loadContext(): Promise<void> {
    if (this.#contextVertex !== undefined) return;
    await this.#vertex('[internal] load build context', async (vertex) => {
      this.#contextVertex = vertex;
      let bytes = 0;
      for (const [path, entry] of this.options.context) {
        bytes += path.length + 24 + (entry.type === 'file' ? (entry.data?.length ?? 0) : 0);
      }
      this.#status(vertex, `transferring context: ${sizeText(Math.max(2, bytes))}`);
      await this.#pause(20);
    });
  }

  #context(): FileSystem {
    this.#contextFs ??= contextFiles(this.host, this.options.context);
    return this.#contextFs;
  }

  #filesOf(name: string): Promise<FileSystem> {
    const stage = findStage(this.#plan.stages, name);
    const layers = (stage ? this.#built.get(stage.index)?.layers : this.#bases.get(name)?.layers) ?? [];
    const now = (): number => this.host.clock.epochNow();
    return Promise.resolve(
      new OverlayFileSystem(
        { id: `from:${this.host.random.hex(8)}`, now },
        layers.map((layer) => layer.files()),
      ),
    );
  }

  async #export(state: StageState): Promise<string> {
    const { labels, tags } = this.options;
    if (Object.keys(labels).length > 0) state.config.Labels = { ...state.config.Labels, ...labels };
    let id = '';
    await this.#vertex('exporting to image', async (vertex) => {
      this.#status(vertex, 'exporting layers');
      await this.#pause(30);
      const image = makeImage({
        architecture: 'amd64',
        os: 'linux',
        ...(state.author !== undefined && { author: state.author }),
        config: state.config,
        created: state.created,
        history: state.history,
        layers: state.layers,
      });
      id = image.id;
      this.host.images.put(image);
      this.#status(vertex, `writing image ${image.id}`);
      for (const tag of tags) {
        this.host.images.tag(tag, image.id, this.host.clock.epochNow());
        this.#status(vertex, `naming to ${fullString(withDefaultTag(tag)).replace(/:latest$/, '')}`);
      }
    });
    return id;
  }

  async #vertex(name: string, work: (vertex: number) => Promise<unknown>): Promise<void> {
    const id = this.#next++;
    const started = this.host.clock.epochNow();
    this.#out.push({ vertex: { id, name, started } });
    try {
      const cached = (await work(id)) === true;
      this.#out.push({ vertex: { id, name, started, completed: this.host.clock.epochNow(), cached } });
    } catch (error) {
      const shown =
        (error as { shown?: string }).shown ??
        this.#missing(error) ??
        (error instanceof Error ? stepError(error) : String(error));
      this.#out.push({ vertex: { id, name, started, completed: this.host.clock.epochNow(), error: shown } });
      throw error;
    }
  }

  #status(vertex: number, id: string): void {
    const now = this.host.clock.epochNow();
    this.#out.push({ status: { vertex, id, started: now, completed: now } });
  }

  #log(vertex: number, stream: 1 | 2, data: Uint8Array): void {
    this.#out.push({ log: { vertex, stream, text: decode(data), at: this.host.clock.epochNow() } });
  }

  readonly #pause = (ms: number): Promise<void> => sleep(this.host.clock, ms);
}
