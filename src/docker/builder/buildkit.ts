import { sleep } from '#image/pull-progress';
import { fullString, parseReference, withDefaultTag } from '#image/reference';
import { StartError } from '#machine/sandbox';
import type { FileSystem } from '#vfs/filesystem';
import type { EngineHost } from '../daemon/host';
import type { RegistryPort } from '../daemon/registry-port';
import type { Channel } from '../daemon/channel';
import { BaseImages } from './base-images';
import type { BuildOptions } from './build-options';
import {
  findBuilt,
  isPrefixed,
  keep,
  knownSteps,
  makesLayer,
  neededImages,
  neededStages,
  note,
  readsContext,
  shownName,
  stepError,
  triggersOf,
} from './buildkit-words';
import { BuildFiles } from './build-files';
import { SourceMissingError } from './copy-files';
import { Exporter } from './exporter';
import { lint } from './lint';
import { DockerfileError, parseDockerfile, type Dockerfile, type Node } from './parser';
import { Performer, ProcessFailedError, type Looked, type Made, type RunAction } from './perform';
import { isNative, targetArgs } from './platform';
import { SolveError } from './solve-error';
import { SolveWriter } from './solve-writer';
import { sourceExcerpt } from './source-excerpt';
import type { SolveMessage } from './solve-status';
import { StageState } from './stage-state';
import { findStage, instructionOf, planStages, type Plan, type Stage } from './stages';
import { WordError } from './word';

/** A step of a stage: its instruction, and whether an ONBUILD of the base brought it. */
interface Step {
  readonly node: Node;
  readonly trigger: boolean;
}

/** Builds as BuildKit does. Upstream: moby/buildkit frontend/dockerfile/dockerfile2llb, solver. */
export class BuildkitBuild {
  readonly #writer: SolveWriter;
  readonly #performer: Performer;
  readonly #bases: BaseImages;
  #file!: Dockerfile;
  #plan!: Plan;
  #needed: Stage[] = [];
  #built = new Map<number, StageState>();
  /** Steps of bases that are told when the first step upon them is. */
  #pending: { vertex: number; name: string } | undefined;
  #shownBases = new Set<string>();
  #ref = '';
  #contextShown = false;
  #wantsContext = false;
  readonly #files: BuildFiles;

  constructor(
    private readonly host: EngineHost,
    registry: RegistryPort,
    private readonly options: BuildOptions,
    private readonly out: Channel<SolveMessage>,
  ) {
    this.#writer = new SolveWriter(host.clock, out);
    const { noCache, secrets, pull, auths, addHosts } = options;
    this.#bases = new BaseImages(host, registry, this.#writer, { pull, auth: (domain) => auths[domain] });
    const sources = {
      context: () => this.#files.context(),
      from: (name: string) => Promise.resolve(this.#filesOf(name)),
    };
    this.#files = new BuildFiles(host, options.context);
    this.#performer = new Performer(host, noCache, sources, secrets, 'buildkit', addHosts);
  }

  /** Runs the build; everything is told through the channel, failures too. */
  async run(): Promise<void> {
    try {
      this.out.push({ result: await this.#build() });
    } catch (error) {
      this.out.push({ failure: this.#failure(error) });
    } finally {
      this.out.end();
    }
  }

  #failure(error: unknown): { message: string; excerpt?: string } {
    const message = error instanceof Error ? error.message : String(error);
    const { name, text } = this.options.dockerfile;
    const at = error instanceof SolveError ? error.node : error instanceof DockerfileError ? error : undefined;
    if (at?.startLine === undefined || text === undefined) return { message };
    return { message, excerpt: sourceExcerpt(name, text, at.startLine, at.endLine ?? at.startLine) };
  }

  async #build(): Promise<Extract<SolveMessage, { result: unknown }>['result']> {
    await this.#definition();
    const { target, check } = this.options;
    const { stages } = this.#plan;
    const last = target === '' ? stages.at(-1)! : findStage(stages, target);
    if (!last) throw new SolveError(`target stage ${JSON.stringify(target)} could not be found`);
    this.#needed = neededStages(this.#plan, last);
    await this.#lookAtBases();
    await this.#writer.during('[internal] load .dockerignore', this.#words, async (vertex) => {
      const bytes = this.options.ignoreBytes === undefined ? 2 : this.options.ignoreBytes + 34;
      await this.#pause(5);
      this.#writer.status(vertex, 'transferring context:', { current: bytes });
    });
    if (check) return { id: undefined };
    await this.#bases.importCaches(this.options.cacheFrom);
    this.#writer.known(knownSteps(this.#plan, this.#needed));
    this.#wantsContext = this.#needed.some(readsContext);
    let state!: StageState;
    for (const stage of this.#needed) state = await this.#stage(stage);
    if (this.#pending) this.#endPending(false);
    if (this.options.output === 'none') return { id: undefined };
    const exporter = new Exporter(this.host, this.#writer, this.options);
    if (this.options.output === 'files') return exporter.files(this.#files.merged(state.layers));
    return exporter.image(state, last.platform ?? this.options.platform);
  }

  async #definition(): Promise<void> {
    const { name, text } = this.options.dockerfile;
    await this.#writer.during(`[internal] load build definition from ${name}`, this.#words, async (vertex) => {
      const bytes =
        text === undefined ? 2 : new TextEncoder().encode(text).length + 31 + name.length - 'Dockerfile'.length;
      await this.#pause(8);
      this.#writer.status(vertex, 'transferring dockerfile:', { current: bytes });
      if (text === undefined || text === '') return;
      try {
        this.#file = parseDockerfile(text);
      } catch {
        return;
      }
      this.#writer.warnings(lint(this.#file, (base) => this.#bases.localShell(base)));
    });
    if (text === undefined) {
      throw new SolveError(`failed to read dockerfile: open ${name}: no such file or directory`);
    }
    if (text === '') throw new SolveError('the Dockerfile cannot be empty');
    this.#file = parseDockerfile(text);
    this.#plan = planStages(this.#file, this.options.buildArgs, targetArgs(this.options.platform));
  }

  async #lookAtBases(): Promise<void> {
    for (const { name, node } of neededImages(this.#plan, this.#needed)) {
      const image = this.#imageName(name);
      if (image === undefined || this.#bases.has(image)) continue;
      let full: string;
      try {
        full = fullString(withDefaultTag(parseReference(image)));
      } catch (error) {
        throw new SolveError(`failed to parse stage name ${JSON.stringify(name)}: ${(error as Error).message}`, node);
      }
      await this.#writer.during(`[internal] load metadata for ${full}`, this.#words, () =>
        this.#bases.look(image, node),
      );
    }
  }

  /** The image that a name means where a named context takes its place; undefined when that has files. */
  #imageName(name: string): string | undefined {
    const context = this.options.contexts.get(name);
    if (context === undefined) return name;
    return typeof context === 'string' ? context.replace(/^docker-image:\/\//, '') : undefined;
  }

  async #stage(stage: Stage): Promise<StageState> {
    const built = findBuilt(this.#plan, this.#built, stage);
    const image = this.#imageName(stage.base);
    const base = built ?? (stage.base === 'scratch' || image === undefined ? undefined : this.#bases.image(image));
    const now = new Date(this.host.clock.epochNow()).toISOString();
    const { buildArgs, noCache, noCacheFilter } = this.options;
    const state = new StageState(base, this.#file.escape, buildArgs, this.#plan.globals, now, true);
    this.#performer.noCache = noCache || noCacheFilter.some((name) => name.toLowerCase() === stage.name);
    const own = stage.nodes.map((node): Step => ({ node, trigger: false }));
    const steps = [
      ...triggersOf(state, stage, this.#file.escape).map((node): Step => ({ node, trigger: true })),
      ...own,
    ];
    const fromImage = base !== undefined && built === undefined;
    const count = (list: readonly Step[]): number =>
      list.filter(({ node }) => makesLayer(node)).length + (fromImage ? 1 : 0);
    const name = isPrefixed(this.#plan) ? `${stage.name ?? `stage-${String(stage.index)}`} ` : '';
    const label = (at: number, total: number): string =>
      `[${name}${String(at).padStart(String(total).length)}/${String(total)}]`;
    this.#wantsContext ||= readsContext({ ...stage, nodes: steps.map(({ node }) => node) });
    let at = 0;
    for (const other of this.#foreign(stage)) await this.#from(other, `FROM ${this.#bases.title(other)}`);
    if (fromImage) await this.#from(image!, `${label(++at, count(own))} FROM ${this.#bases.title(image!)}`);
    if (steps.some(({ node }) => makesLayer(node) && node.heredocs.length > 0 && !/^run$/i.test(node.value)))
      await this.#looked(false).then(() =>
        this.#writer.during('[internal] preparing inline document', this.#words, () => this.#pause(1)),
      );
    for (const { node, trigger } of steps) {
      if (makesLayer(node)) at++;
      await this.#step(state, node, `${label(at, count(steps))}${trigger ? ' ONBUILD' : ''}`, stage);
    }
    if (this.#pending)
      this.#endPending(
        this.host.images.get(base instanceof StageState ? '' : (base?.id ?? '')) !== undefined && this.#used(image!),
      );
    this.#built.set(stage.index, state);
    return state;
  }

  /** The images from which a stage copies. */
  #foreign(stage: Stage): string[] {
    const names = neededImages(this.#plan, [stage]).filter(({ node }) => node !== stage.from);
    return names.flatMap(({ name }) => this.#imageName(name) ?? []);
  }

  async #from(name: string, title: string): Promise<void> {
    const full = this.#bases.title(name);
    if (this.#shownBases.has(full)) return;
    this.#shownBases.add(full);
    if (this.#pending) this.#endPending(false);
    const vertex = this.#writer.begin(title);
    if (this.#bases.isRemote(name)) {
      try {
        await this.#bases.bring(name, vertex);
      } catch (error) {
        this.#writer.end(vertex, { error: this.#words(error) });
        throw error;
      }
      this.#writer.end(vertex);
      this.#performer.cache.use(this.#bases.image(name)!.id);
      return;
    }
    this.#pending = { vertex, name };
  }

  #used(name: string): boolean {
    return this.#performer.cache.used(this.#bases.image(name)?.id ?? '');
  }

  #endPending(cached: boolean): void {
    const { vertex, name } = this.#pending!;
    this.#pending = undefined;
    this.#writer.end(vertex, { cached });
    this.#performer.cache.use(this.#bases.image(name)?.id ?? '');
  }

  /** A base is told as CACHED when it was used before and the first step upon it has to be carried out. */
  async #looked(cached: boolean): Promise<void> {
    if (this.#pending) this.#endPending(!cached && this.#used(this.#pending.name));
    if (!this.#contextShown && this.#wantsContext) await this.#loadContext();
  }

  async #step(state: StageState, node: Node, label: string, stage: Stage): Promise<void> {
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
          const made = await this.#made(node, `${label} WORKDIR ${action.path}`, (looked) =>
            this.#performer.workdir(state, action.path, looked),
          );
          state.config.WorkingDir = action.path;
          keep(state, made, `WORKDIR ${action.path}`);
          break;
        }
        case 'copy': {
          const made = await this.#made(node, `${label} ${shownName(node, state)}`, (looked) =>
            this.#performer.copy(state, action, looked),
          );
          keep(state, made, action.by);
          break;
        }
        case 'run': {
          const args = [...state.args];
          const prefix =
            args.length === 0 ? '' : `|${String(args.length)} ${args.map(([k, v]) => `${k}=${v ?? ''}`).join(' ')} `;
          const made = await this.#made(node, `${label} ${shownName(node, state)}`, (looked, vertex) =>
            this.#run(state, action, stage.platform ?? this.options.platform, looked, vertex),
          );
          keep(state, made, `RUN ${prefix}${action.shown} # buildkit`);
        }
      }
    }
  }

  /** Simplified: no foreign programs run, as on a machine without QEMU: they fail with the kernel's own word. */
  async #run(
    state: StageState,
    action: RunAction,
    platform: string,
    looked: Looked,
    vertex: () => number,
  ): Promise<Made> {
    const log = (stream: 1 | 2, data: Uint8Array): void => this.#writer.log(vertex(), stream, data);
    if (!isNative(platform)) {
      await looked(false);
      log(2, new TextEncoder().encode(`exec ${action.argv[0] ?? ''}: exec format error\n`));
      throw new ProcessFailedError(action.argv, 255);
    }
    const network = action.network === 'default' ? this.options.network : action.network;
    try {
      return await this.#performer.run(state, { ...action, network }, log, 'buildkitsandbox', looked);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      const line = JSON.stringify(action.argv.join(' '));
      throw new Error(`process ${line} did not complete successfully: ${error.message}`, { cause: error });
    }
  }

  async #made(node: Node, name: string, make: (looked: Looked, vertex: () => number) => Promise<Made>): Promise<Made> {
    let vertex: number | undefined;
    const begin = async (cached: boolean): Promise<number> => {
      if (vertex === undefined) await this.#looked(cached);
      return (vertex ??= this.#writer.begin(name));
    };
    try {
      const made = await make(
        async (cached) => {
          await begin(cached);
        },
        () => vertex!,
      );
      this.#writer.end(await begin(made.cached), { cached: made.cached });
      return made;
    } catch (error) {
      this.#writer.end(await begin(false), { error: this.#words(error) });
      if (error instanceof SolveError) throw error;
      const prefix = error instanceof SourceMissingError ? 'failed to compute cache key: ' : '';
      throw new SolveError(prefix + this.#words(error), node);
    }
  }

  /** A failure in the words of its step. */
  readonly #words = (error: unknown): string => {
    if (error instanceof SolveError) return error.shown;
    if (error instanceof SourceMissingError) {
      const letters = Array.from({ length: 25 }, () => this.host.random.below(36).toString(36));
      this.#ref ||= `${this.host.random.uuid()}::${letters.join('')}`;
      return `failed to calculate checksum of ref ${this.#ref}: ${error.message}`;
    }
    return error instanceof Error ? stepError(error) : String(error);
  };

  async #loadContext(): Promise<void> {
    this.#contextShown = true;
    await this.#writer.during('[internal] load build context', this.#words, async (vertex) => {
      let bytes = 0;
      for (const [path, entry] of this.options.context) {
        bytes += path.length + 24 + (entry.type === 'file' ? (entry.data?.length ?? 0) : 0);
      }
      const started = this.#writer.now();
      await this.#pause(8 + bytes / 50_000);
      this.#writer.status(vertex, 'transferring context:', { started, current: Math.max(2, bytes) });
    });
  }

  #filesOf(name: string): FileSystem {
    const context = this.options.contexts.get(name);
    if (context !== undefined && typeof context !== 'string') return this.#files.of(context);
    const stage = findStage(this.#plan.stages, name);
    const built = stage && this.#built.get(stage.index);
    const image = this.#imageName(name);
    const from = built ?? (image === undefined ? undefined : this.#bases.image(image));
    return this.#files.merged(from?.layers ?? []);
  }

  readonly #pause = (ms: number): Promise<void> => sleep(this.host.clock, ms);
}
