import { DEFAULT_PATH, mergeEnv } from '#image/define-image';
import type { ContainerConfig, HistoryEntry, Image, ImageLayer } from '#image/image';
import type { Scope } from './instruction';
import { PLATFORM_ARGS } from './stages';

/** The builder's own arguments: taken without being declared, kept out of history. Upstream: dockerfile2llb. */
const PROXY = /^(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY$/i;

/** A stage while it is built: its configuration, layers and history so far. */
export class StageState {
  config: ContainerConfig;
  layers: ImageLayer[];
  history: HistoryEntry[];
  author: string | undefined;
  /** Declared build arguments in order. */
  readonly args = new Map<string, string | undefined>();
  cmdSet = false;
  /** RFC 3339, of the newest layer. */
  created: string;
  /** The classic builder's image of the last step. */
  imageId: string | undefined;

  constructor(
    from: Image | StageState | undefined,
    private readonly escape: string,
    private readonly buildArgs: ReadonlyMap<string, string>,
    private readonly globals: ReadonlyMap<string, string | undefined>,
    now: string,
    scratchDefaults: boolean,
  ) {
    this.config = structuredClone(from?.config ?? { Env: [DEFAULT_PATH], ...(scratchDefaults && { WorkingDir: '/' }) });
    this.layers = [...(from?.layers ?? [])];
    this.history = [...(from?.history ?? [])];
    this.author = from?.author;
    this.created = from?.created ?? now;
    if (from instanceof StageState) for (const [name, value] of from.args) this.args.set(name, value);
  }

  scope(): Scope {
    return { config: this.config, escape: this.escape, variable: (name) => this.variable(name) };
  }

  variable(name: string): string | undefined {
    const own = this.config.Env?.find((pair) => pair.startsWith(`${name}=`));
    return own === undefined ? this.args.get(name) : own.slice(name.length + 1);
  }

  /** Declares a build argument; answers its value. */
  declare(name: string, fallback: string | undefined): string | undefined {
    const value = this.buildArgs.get(name) ?? fallback ?? this.globals.get(name) ?? PLATFORM_ARGS[name];
    this.args.set(name, value);
    return value;
  }

  /** What a RUN sees: the image's environment, and the declared arguments that it does not hide. */
  runEnv(): string[] {
    const args = [...this.args].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
    const proxies = [...this.buildArgs].filter(([name]) => PROXY.test(name)).map(([name, value]) => `${name}=${value}`);
    return mergeEnv(mergeEnv(proxies, args), this.config.Env ?? [DEFAULT_PATH]);
  }
}
