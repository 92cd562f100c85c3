import { decode } from '#io/streams';
import { makeImage, type HistoryEntry, type Image } from '#image/image';
import { sha256 } from '#image/sha256';
import { familiarString, parseReference, withDefaultTag } from '#image/reference';
import { FileError, type FileSystem } from '#vfs/filesystem';
import { OverlayFileSystem } from '#vfs/overlay';
import { normalise } from '#vfs/path';
import type { JsonMessage } from '../api/json-message';
import type { Channel } from '../daemon/channel';
import { DaemonError } from '../daemon/errors';
import type { EngineHost } from '../daemon/host';
import type { RegistryPort } from '../daemon/registry-port';
import type { BuildOptions } from './build-options';
import { findSources, SourceMissingError, viewOf } from './copy-files';
import type { Action, RunMount } from './instruction';
import { DockerfileError, parseDockerfile, parseInstruction, type Dockerfile, type Node } from './parser';
import { contextFiles, Performer, ProcessFailedError } from './perform';
import { StageState } from './stage-state';
import { checkNode, findStage, instructionOf, planStages, PLATFORM_ARGS, type Plan, type Stage } from './stages';

/** A step that failed; `code` is the client's exit code. */
class StepError extends Error {
  override readonly name = 'StepError';

  constructor(
    message: string,
    readonly code?: number,
  ) {
    super(message);
  }
}

/** Builds as the classic builder does: one image a step. Upstream: moby daemon/builder/dockerfile. */
export class ClassicBuild {
  #file!: Dockerfile;
  #plan!: Plan;
  #built = new Map<number, StageState>();
  #contextFs: FileSystem | undefined;
  #performer: Performer;
  #used = new Set<string>();
  #inTriggers = false;
  #missed = false; // Once a step was made anew, nothing below it comes from the cache.

  constructor(
    private readonly host: EngineHost,
    private readonly registry: RegistryPort,
    private readonly options: BuildOptions,
    private readonly out: Channel<JsonMessage>,
  ) {
    const sources = { context: () => this.#context(), from: (name: string) => this.#filesOf(name) };
    this.#performer = new Performer(host, options.noCache, sources, options.secrets, 'classic');
  }

  /** Reads the Dockerfile. Throws DaemonError for what is wrong with all of it. */
  prepare(): void {
    const { name, text } = this.options.dockerfile;
    if (text === undefined) throw new DaemonError(500, `Cannot locate specified Dockerfile: ${name}`);
    if (text === '') throw new DaemonError(400, `the Dockerfile (${name}) cannot be empty`);
    try {
      this.#file = parseDockerfile(text);
    } catch (error) {
      if (!(error instanceof DockerfileError)) throw error;
      throw new DaemonError(400, `failed to parse ${name}: ${error.message}`);
    }
    try {
      this.#file.nodes.forEach(checkNode);
      const first = this.#file.nodes.find((node) => !['arg', 'from'].includes(node.value.toLowerCase()));
      const from = this.#file.nodes.find((node) => node.value.toLowerCase() === 'from');
      if (first && (!from || first.startLine < from.startLine))
        throw new DockerfileError('no build stage in current context');
    } catch (error) {
      if (!(error instanceof DockerfileError)) throw error;
      throw new DaemonError(400, error.message);
    }
    const { target } = this.options;
    const stages = this.#file.nodes.filter((node) => node.value.toLowerCase() === 'from');
    const known = stages.some(
      (node, index) => node.args[2]?.value.toLowerCase() === target.toLowerCase() || String(index) === target,
    );
    if (target !== '' && !known)
      throw new DaemonError(400, `target stage ${JSON.stringify(target)} could not be found`);
  }

  /** Runs the build; everything is told through the channel, failures too. */
  async run(): Promise<void> {
    try {
      const id = await this.#build();
      if (this.options.quiet) this.out.push({ stream: `${id}\n` });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = error instanceof StepError ? error.code : undefined;
      this.out.push({ errorDetail: { ...(code !== undefined && { code }), message }, error: message });
    } finally {
      this.out.end();
    }
  }

  async #build(): Promise<string> {
    this.#plan = planStages(this.#file, this.options.buildArgs);
    const { stages } = this.#plan;
    const { target } = this.options;
    const end = target === '' ? stages.length - 1 : findStage(stages, target)!.index;
    const wanted = stages.slice(0, end + 1);
    const seen = new Set<string>();
    const before = this.#file.nodes.slice(
      0,
      this.#file.nodes.findIndex((node) => node.value.toLowerCase() === 'from'),
    );
    const total = wanted.reduce((sum, stage) => sum + 1 + stage.nodes.length, before.length);
    let step = 0;
    const announce = (node: Pick<Node, 'original'>): void => {
      this.#say(`Step ${String(++step)}/${String(total)} : ${node.original}`);
      this.#say('\n');
    };
    for (const node of before) announce(node);
    let state!: StageState;
    for (const stage of wanted) {
      announce(stage.from);
      if (stage.name !== undefined && seen.has(stage.name)) throw new StepError('a stage name already used');
      if (stage.name !== undefined) seen.add(stage.name);
      state = await this.#from(stage);
      for (const node of stage.nodes) {
        announce(node);
        await this.#step(state, node);
      }
      this.#built.set(stage.index, state);
      if (state.imageId !== undefined) this.out.push({ aux: { ID: state.imageId } });
    }
    const unused = [...this.options.buildArgs.keys()].filter((name) => !this.#used.has(name) && !/_proxy$/i.test(name));
    if (unused.length > 0)
      this.#say(`[Warning] One or more build-args [${unused.sort().join(' ')}] were not consumed\n`);
    if (state.imageId === undefined) throw new StepError('No image was generated. Is your Dockerfile empty?');
    const shown = Object.entries(this.options.labels).map(([k, v]) => `${k}=${v}`);
    if (shown.length > 0) {
      state.config.Labels = { ...state.config.Labels, ...this.options.labels };
      this.#commit(state, `/bin/sh -c #(nop)  LABEL ${shown.join(' ')}`);
    }
    const id = state.imageId;
    this.#say(`Successfully built ${id.slice(7, 19)}\n`);
    for (const tag of this.options.tags) {
      this.host.images.tag(tag, id, this.host.clock.epochNow());
      this.#say(`Successfully tagged ${familiarString(tag)}\n`);
    }
    return id;
  }

  async #from(stage: Stage): Promise<StageState> {
    const now = new Date(this.host.clock.epochNow()).toISOString();
    const make = (from: Image | StageState | undefined): StageState =>
      new StageState(from, this.#file.escape, this.options.buildArgs, this.#plan.globals, now, false);
    const earlier = findStage(this.#plan.stages, stage.base, stage.index);
    this.#missed = false;
    if (stage.base === 'scratch') {
      this.#say(' ---> \n');
      return make(undefined);
    }
    const built = earlier && this.#built.get(earlier.index);
    const image = built ? this.host.images.get(built.imageId ?? '') : await this.#image(stage.base);
    const state = make(image);
    state.imageId = image?.id;
    const triggers = state.config.OnBuild ?? [];
    delete state.config.OnBuild;
    if (triggers.length > 0)
      this.#say(`# Executing ${String(triggers.length)} build trigger${triggers.length > 1 ? 's' : ''}\n`);
    this.#inTriggers = true;
    for (const text of triggers) {
      const parsed = parseInstruction(text, this.#file.escape, stage.from.startLine, stage.from.endLine);
      await this.#step(state, { ...stage.from, ...parsed, original: text, heredocs: [] });
    }
    this.#inTriggers = false;
    this.#tellImage(state.imageId ?? '');
    return state;
  }

  async #image(name: string): Promise<Image> {
    const reference = withDefaultTag(parseReference(name));
    const local = this.options.pull ? undefined : this.host.images.resolve(name);
    if (local) return local;
    for await (const message of this.registry.pull(reference, this.options.auths[reference.domain], undefined))
      if (!this.options.quiet) this.out.push(message);
    return this.host.images.find(reference)!;
  }

  async #step(state: StageState, node: Node): Promise<void> {
    let actions: Action[];
    try {
      actions = [instructionOf(node).evaluate(node, state.scope())].flat();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new StepError(message.replace(/^invalid containerPort/, 'Invalid containerPort'));
    }
    const shell = (state.config.Shell ?? ['/bin/sh', '-c']).join(' ');
    for (const action of actions) {
      switch (action.kind) {
        case 'arg': {
          for (const { name, value } of action.args) {
            if (this.options.buildArgs.has(name)) this.#used.add(name);
            state.declare(name, value);
          }
          const shown = action.args.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));
          this.#metadata(state, `${shell} #(nop)  ARG ${shown.join(' ')}`);
          break;
        }
        case 'author':
          state.author = action.author;
          this.#metadata(state, `${shell} #(nop)  MAINTAINER ${action.author}`);
          break;
        case 'config': {
          action.change(state.config);
          const name = node.value.toLowerCase();
          if (name === 'cmd') state.cmdSet = true;
          if (name === 'entrypoint' && !state.cmdSet) state.config.Cmd = null;
          const now = (state.config.Shell ?? ['/bin/sh', '-c']).join(' ');
          this.#metadata(state, `${now} #(nop) ${action.classic}`);
          break;
        }
        case 'workdir': {
          state.config.WorkingDir = action.path;
          const by = `${shell} #(nop) WORKDIR ${action.path}`;
          if (this.#cached(state, by)) break;
          const { layer } = await this.#performer.workdir(state, action.path);
          this.#container((id) => this.#removed(id));
          state.layers.push(layer);
          this.#commit(state, by, layer.size === 0 && layer.files().size === 0);
          break;
        }
        case 'copy':
          await this.#copy(state, action, shell);
          break;
        case 'run':
          await this.#run(state, action);
      }
    }
  }

  async #copy(state: StageState, action: Extract<Action, { kind: 'copy' }>, shell: string): Promise<void> {
    if (action.inline.length > 0 || action.link || action.chmod !== undefined) {
      throw new StepError(
        `the --${action.link ? 'link' : 'chmod'} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled`,
      );
    }
    if (action.sources.length > 1 && !action.target.endsWith('/') && action.target !== '.') {
      throw new StepError(
        `When using ${action.verb} with more than one source file, the destination must be a directory and end with a /`,
      );
    }
    try {
      const { layer } = await this.#performer.copy(state, action);
      const files = viewOf(action.from === undefined ? this.#context() : await this.#filesOf(action.from));
      const found = action.sources.flatMap((path) => (/^https?:/.test(path) ? [path] : findSources(files, path)));
      const what = found.length > 1 ? 'multi' : files.isDirectory(found[0] ?? '/') ? 'dir' : 'file';
      const by = `${shell} #(nop) ${action.verb} ${what}:${sha256(layer.diffId)} in ${action.target} `;
      if (this.#cached(state, by)) return;
      state.layers.push(layer);
      this.#commit(state, by, false);
    } catch (error) {
      if (error instanceof SourceMissingError) {
        const path = error.pattern.slice(1);
        throw new StepError(
          `${action.verb} failed: file not found in build context or excluded by .dockerignore: stat ${path}: file does not exist`,
        );
      }
      if (error instanceof FileError) {
        const place = `/var/lib/docker/overlay2/${this.host.random.hex(64)}/merged${normalise(action.target, state.config.WorkingDir ?? '/')}`;
        throw new StepError(`failed to copy files: lstat ${place}: ${error.message.toLowerCase()}`);
      }
      throw error;
    }
  }

  async #run(state: StageState, action: Extract<Action, { kind: 'run' }>): Promise<void> {
    if (action.mounts.length > 0)
      throw new StepError(
        'the --mount option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled',
      );
    const args = [...state.args].filter(
      ([name, value]) =>
        value !== undefined &&
        !state.config.Env?.some((pair) => pair.startsWith(`${name}=`)) &&
        !(name in PLATFORM_ARGS),
    );
    const prefix = args.length === 0 ? '' : `|${String(args.length)} ${args.map(([k, v]) => `${k}=${v!}`).join(' ')} `;
    const by = prefix + action.shown;
    if (this.#cached(state, by)) return;
    const id = this.host.random.hex(12);
    this.#say(` ---> Running in ${id}\n`);
    const output = (stream: 1 | 2, data: Uint8Array): void =>
      this.#say(stream === 1 ? decode(data) : `\x1b[91m${decode(data)}\x1b[0m`);
    try {
      const { layer } = await this.#performer.run(state, { ...action, mounts: volumeMounts(state) }, output, id);
      this.#removed(id);
      if (layer.files().size > 0) state.layers.push(layer);
      this.#commit(state, by, layer.files().size === 0);
    } catch (error) {
      if (error instanceof ProcessFailedError) {
        throw new StepError(
          `The command '${error.argv.join(' ')}' returned a non-zero code: ${String(error.code)}`,
          error.code,
        );
      }
      throw error;
    }
  }

  #metadata(state: StageState, by: string): void {
    if (this.#cached(state, by)) return;
    this.#container((id) => this.#removed(id));
    this.#commit(state, by);
  }

  /** Whether an image of the same parent and the same step is there; then the stage goes on from it. */
  #cached(state: StageState, by: string): boolean {
    if (this.options.noCache || this.#missed) return false;
    const found = this.host.images
      .list()
      .findLast(
        (image) =>
          image.parent === state.imageId && image.history.at(-1)?.created_by === by && image.comment === undefined,
      );
    if (!found) {
      this.#missed = true;
      return false;
    }
    state.imageId = found.id;
    state.layers = [...found.layers];
    state.history = [...found.history];
    state.created = found.created;
    this.#say(' ---> Using cache\n');
    this.#tellImage(found.id);
    return true;
  }

  #commit(state: StageState, by: string, empty = true): void {
    const created = new Date(this.host.clock.epochNow()).toISOString();
    const line: HistoryEntry = { created, created_by: by, ...(empty && { empty_layer: true }) };
    state.history.push(line);
    state.created = created;
    const image = makeImage({
      architecture: 'amd64',
      os: 'linux',
      ...(state.author !== undefined && { author: state.author }),
      config: structuredClone(state.config),
      created,
      history: [...state.history],
      layers: [...state.layers],
      ...(state.imageId !== undefined && { parent: state.imageId }),
    });
    this.host.images.put(image);
    state.imageId = image.id;
    this.#tellImage(image.id);
  }

  /** The image after a step of the Dockerfile; triggers are part of their FROM. */
  #tellImage(id: string): void {
    if (!this.#inTriggers) this.#say(` ---> ${id.slice(7, 19)}\n`);
  }

  #container(then: (id: string) => void): void {
    const id = this.host.random.hex(12);
    this.#say(` ---> Running in ${id}\n`);
    then(id);
  }

  #removed(id: string): void {
    this.#say(` ---> Removed intermediate container ${id}\n`);
  }

  #say(stream: string): void {
    if (!this.options.quiet) this.out.push({ stream });
  }

  #context(): FileSystem {
    this.#contextFs ??= contextFiles(this.host, this.options.context);
    return this.#contextFs;
  }

  async #filesOf(name: string): Promise<FileSystem> {
    const stage = findStage(this.#plan.stages, name);
    let layers = stage && this.#built.get(stage.index)?.layers;
    try {
      layers ??= [...(await this.#image(name)).layers];
    } catch (error) {
      throw new StepError(`invalid from flag value ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    const now = (): number => this.host.clock.epochNow();
    return new OverlayFileSystem(
      { id: `from:${this.host.random.hex(8)}`, now },
      layers.map((layer) => layer.files()),
    );
  }
}

/**
 * The volumes of the image so far: what a step writes there is lost.
 * Simplified: a volume whose directory the image has is not mounted, so what is written there stays.
 */
const volumeMounts = (state: StageState): RunMount[] =>
  Object.keys(state.config.Volumes ?? {})
    .filter((target) => !state.layers.some((layer) => layer.files().has(target)))
    .map((target) => ({ type: 'tmpfs', target, readOnly: false, required: false }));
