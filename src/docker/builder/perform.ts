import { decode, encode } from '#io/streams';
import { request as httpRequest } from '#network/http-client';
import { bodyBytes } from '#image/body-bytes';
import type { ImageLayer } from '#image/image';
import { lookUpOwner } from './owners';
import { FileError, type FileSystem } from '#vfs/filesystem';
import { MemoryFileSystem } from '#vfs/memory';
import { normalise } from '#vfs/path';
import type { EngineHost } from '../daemon/host';
import { BuildCache, buildCache } from './build-cache';
import { sha256 } from '#image/sha256';
import { modeChange } from './mode-change';
import { checksum, copyFiles, viewOf, type CopyRequest } from './copy-files';
import { parseDockerignore } from './dockerignore';
import type { Action, RunMount } from './instruction';
import { runStep, stepRoot } from './run-step';
import type { StageState } from './stage-state';

export type CopyAction = Extract<Action, { kind: 'copy' }>;
export type RunAction = Extract<Action, { kind: 'run' }>;

/** A RUN that ended with another code than 0. */
export class ProcessFailedError extends Error {
  override readonly name = 'ProcessFailedError';

  constructor(
    readonly argv: readonly string[],
    readonly code: number,
  ) {
    super(`process ${JSON.stringify(argv.join(' '))} did not complete successfully: exit code: ${String(code)}`);
  }
}

/** What a step made, and whether it was there already. */
export interface Made {
  readonly layer: ImageLayer;
  readonly createdAt: number;
  readonly cached: boolean;
}

/** Where the files of `--from` and of the context come from. */
export interface Sources {
  context(): FileSystem;
  from(name: string): Promise<FileSystem>;
}

/** Told, before a step is carried out, whether the cache has it. */
export type Looked = (cached: boolean) => Promise<void> | void;

/** Carries out the steps that make layers, with the cache. Shared by both builders. */
export class Performer {
  readonly cache: BuildCache;
  /** Directories of cache mounts by id; they last as long as the machine runs. */
  static readonly #cacheMounts = new WeakMap<EngineHost, Map<string, FileSystem>>();

  /** `owner` keeps the caches of the two builders apart. */
  constructor(
    private readonly host: EngineHost,
    /** May change from stage to stage. */
    public noCache: boolean,
    private readonly sources: Sources,
    private readonly secrets: ReadonlyMap<string, Uint8Array>,
    private readonly owner: 'buildkit' | 'classic',
    private readonly addHosts: readonly string[] = [],
  ) {
    this.cache = buildCache(host);
  }

  async workdir(state: StageState, path: string, looked?: Looked): Promise<Made> {
    const key = BuildCache.key([this.owner, 'workdir', ids(state), path]);
    return this.#made(key, `WORKDIR ${path}`, false, looked, () => {
      const root = stepRoot(this.host, state.layers);
      viewOf(root).mkdir(path, { parents: true });
      return root.upperLayer();
    });
  }

  async copy(state: StageState, action: CopyAction, looked?: Looked): Promise<Made> {
    const source = action.from === undefined ? this.sources.context() : await this.sources.from(action.from);
    const urls = action.sources.filter((path) => /^https?:\/\//.test(path));
    const fetched = await Promise.all(
      urls.map(async (url) => ({ name: fileName(url), content: await this.#fetch(url) })),
    );
    const root = stepRoot(this.host, state.layers);
    const view = viewOf(root);
    const { uid, gid } = lookUpOwner(view, action.chown);
    if (action.checksum !== undefined) verify(action.checksum, fetched);
    const mode = action.chmod === undefined ? undefined : modeChange(action.chmod);
    const ignored = action.exclude.length === 0 ? () => false : parseDockerignore(action.exclude.join('\n'));
    const end = /(?:\/|^\.|\/\.)$/.test(action.target) && action.target !== '/' ? '/' : '';
    const target = normalise(action.target, state.config.WorkingDir ?? '/') + end;
    const request: CopyRequest = {
      source,
      sources: action.sources.filter((path) => !urls.includes(path)),
      inline: [...action.inline.map(({ name, content }) => ({ name, content: encode(content) })), ...fetched],
      target,
      uid,
      gid,
      ...(mode !== undefined && { mode }),
      unpack: action.unpack ?? action.verb === 'ADD',
      parents: action.parents,
      exclude: ignored,
    };
    const sum = checksum(request);
    const { chown, chmod, verb, parents, exclude } = action;
    const key = BuildCache.key([this.owner, verb, ids(state), sum, target, uid, gid, chown, chmod, parents, exclude]);
    return this.#made(key, action.by.replace(/ # buildkit$/, ''), this.noCache, looked, () => {
      copyFiles(
        { ...request, target: target.length > 1 && end === '' ? target : target === '//' ? '/' : target },
        view,
      );
      return root.upperLayer();
    });
  }

  async run(
    state: StageState,
    action: RunAction,
    output: (stream: 1 | 2, data: Uint8Array) => void,
    hostname: string,
    looked?: Looked,
  ): Promise<Made> {
    const env = state.runEnv();
    const cwd = state.config.WorkingDir ?? '/';
    const user = state.config.User ?? '';
    const mounts = await Promise.all(action.mounts.map((mount) => this.#mount(state, mount, env)));
    const sums = action.mounts.map((mount) =>
      mount.type === 'bind' ? this.#bindSum(mounts[action.mounts.indexOf(mount)]) : mount.id,
    );
    const key = BuildCache.key([
      this.owner,
      'run',
      ids(state),
      action.argv,
      action.script,
      env,
      cwd,
      user,
      action.network,
      sums,
      this.addHosts,
    ]);
    const found = this.noCache ? undefined : this.cache.find(key);
    await looked?.(found !== undefined);
    if (found) return { ...found, cached: true };
    const { code, changes } = await runStep(this.host, {
      layers: state.layers,
      argv: action.argv,
      env,
      cwd: cwd === '' ? '/' : cwd,
      user,
      network: action.network,
      mounts: mounts.flatMap((mount) => mount ?? []),
      ...(action.script !== undefined && { script: action.script }),
      hostname,
      addHosts: this.addHosts,
      output,
    });
    if (code !== 0) throw new ProcessFailedError(action.argv, code);
    return { ...this.cache.add(key, `RUN ${action.shown}`, changes), cached: false };
  }

  async #made(
    key: string,
    description: string,
    noCache: boolean,
    looked: Looked | undefined,
    make: () => ImageLayerFiles,
  ): Promise<Made> {
    const found = noCache ? undefined : this.cache.find(key);
    await looked?.(found !== undefined);
    if (found) return { ...found, cached: true };
    await new Promise<void>((resolve) => void this.host.clock.wakeAfter(20, resolve));
    return { ...this.cache.add(key, description, make()), cached: false };
  }

  #bindSum(mount: Mounted | undefined): string {
    if (!mount) return '';
    const path = mount.path;
    return checksum({
      source: mount.fs,
      sources: [path],
      inline: [],
      target: '/',
      uid: 0,
      gid: 0,
      unpack: false,
      parents: false,
      exclude: () => false,
    });
  }

  async #mount(state: StageState, mount: RunMount, env: string[]): Promise<Mounted | undefined> {
    const target = mount.target === '' ? '' : normalise(mount.target, state.config.WorkingDir ?? '/');
    switch (mount.type) {
      case 'bind': {
        const fs = mount.from === undefined ? this.sources.context() : await this.sources.from(mount.from);
        const path = normalise(mount.source ?? '/', '/');
        if (!viewOf(fs).exists(path)) throw new FileError('ENOENT', path);
        return { target, fs, path, readOnly: mount.readOnly };
      }
      case 'cache': {
        const known = Performer.#cacheMounts.get(this.host) ?? new Map<string, FileSystem>();
        Performer.#cacheMounts.set(this.host, known);
        const id = mount.id ?? target;
        const fs = known.get(id) ?? this.#empty(mount.mode ?? 0o755, mount.uid ?? 0, mount.gid ?? 0);
        known.set(id, fs);
        return { target, fs, path: '/', readOnly: mount.readOnly };
      }
      case 'tmpfs':
        return { target, fs: this.#empty(0o1777, 0, 0), path: '/', readOnly: false };
      case 'secret': {
        const secret = this.secrets.get(mount.id ?? '');
        if (!secret) {
          if (mount.required) throw new Error(`secret ${mount.id ?? ''}: not found`);
          return undefined;
        }
        if (mount.env !== undefined) env.push(`${mount.env}=${decode(secret)}`);
        if (target === '') return undefined;
        const fs = this.#empty(0o755, 0, 0);
        fs.writeFile('/secret', secret, { mode: mount.mode ?? 0o400, uid: mount.uid ?? 0, gid: mount.gid ?? 0 });
        return { target, fs, path: '/secret', readOnly: true };
      }
      case 'ssh':
        throw new Error('drydock: RUN --mount=type=ssh is not simulated yet');
    }
  }

  #empty(mode: number, uid: number, gid: number): FileSystem {
    const fs = new MemoryFileSystem({ id: `build:${this.host.random.hex(12)}`, now: () => this.host.clock.epochNow() });
    fs.chmod('/', mode);
    fs.chown('/', uid, gid);
    return fs;
  }

  async #fetch(url: string): Promise<Uint8Array> {
    const client = { net: this.host.network.host, fs: this.host.files };
    const answer = await httpRequest(client, url, { redirects: 10 });
    if (answer.status !== 200) throw new Error(`invalid response status ${String(answer.status)}`);
    return bodyBytes(answer.body);
  }
}

type ImageLayerFiles = ReturnType<ImageLayer['files']>;

interface Mounted {
  readonly target: string;
  readonly fs: FileSystem;
  readonly path: string;
  readonly readOnly: boolean;
}

/** Refuses what was fetched when its digest is another than the one that ADD names. */
function verify(checksum: string, fetched: readonly { content: Uint8Array }[]): void {
  for (const { content } of fetched) {
    const digest = `sha256:${sha256(content)}`;
    if (digest !== checksum) throw new Error(`digest mismatch ${digest}: ${checksum}`);
  }
}

const ids = (state: StageState): string[] => state.layers.map((layer) => layer.diffId);
const fileName = (url: string): string =>
  url
    .replace(/[?#].*$/, '')
    .split('/')
    .at(-1) || 'index.html';

/** A context's files as a file system. */
export const contextFiles = (host: EngineHost, records: ImageLayerFiles): FileSystem =>
  new MemoryFileSystem({ id: `context:${host.random.hex(8)}`, now: () => host.clock.epochNow(), records });
