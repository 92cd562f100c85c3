import type { DockerCli } from '../docker-command';

/** One machine of a builder. Upstream: buildx store.Node. */
export interface BuilderNode {
  readonly Name: string;
  readonly Endpoint: string;
  readonly Platforms: readonly string[] | null;
  readonly DriverOpts: Readonly<Record<string, string>> | null;
  readonly Flags: readonly string[] | null;
  readonly Files: null;
}

/** A builder as buildx keeps it: one file in ~/.docker/buildx/instances. Upstream: buildx store.NodeGroup. */
export interface BuilderInstance {
  readonly Name: string;
  readonly Driver: string;
  readonly Nodes: readonly BuilderNode[];
  readonly Dynamic: boolean;
}

const DEFAULT: BuilderInstance = {
  Name: 'default',
  Driver: 'docker',
  Nodes: [{ Name: 'default', Endpoint: 'default', Platforms: null, DriverOpts: null, Flags: null, Files: null }],
  Dynamic: false,
};

/** The builders of a learner, as plain files. Upstream: buildx store/store.go. */
export class BuilderStore {
  readonly #directory: string;

  constructor(private readonly cli: DockerCli) {
    this.#directory = cli.process.env.get('BUILDX_CONFIG') ?? `${cli.config.directory}/buildx`;
  }

  /** All, the engine's own last as upstream sorts them by name. */
  list(): BuilderInstance[] {
    const { fs } = this.cli.process;
    const folder = `${this.#directory}/instances`;
    const names = fs.isDirectory(folder) ? fs.readdir(folder) : [];
    const own = names.flatMap((name) => this.#read(name) ?? []);
    return [...own, DEFAULT].sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }

  #read(name: string): BuilderInstance | undefined {
    const path = `${this.#directory}/instances/${name}`;
    const { fs } = this.cli.process;
    if (!/^[\w.-]+$/.test(name) || !fs.exists(path)) return undefined;
    try {
      return JSON.parse(fs.readText(path)) as BuilderInstance;
    } catch {
      return undefined;
    }
  }

  find(name: string): BuilderInstance | undefined {
    return name === 'default' || name === this.cli.context.name ? DEFAULT : this.#read(name);
  }

  /** The name of the builder in use. */
  currentName(): string {
    const own = this.cli.process.env.get('BUILDX_BUILDER');
    if (own !== undefined && own !== '') return own;
    const path = `${this.#directory}/current`;
    if (!this.cli.process.fs.exists(path)) return 'default';
    try {
      const { Name } = JSON.parse(this.cli.process.fs.readText(path)) as { Name?: string };
      return Name === undefined || Name === '' || !this.find(Name) ? 'default' : Name;
    } catch {
      return 'default';
    }
  }

  save(instance: BuilderInstance): void {
    const { fs } = this.cli.process;
    fs.mkdir(`${this.#directory}/instances`, { parents: true, mode: 0o700 });
    fs.writeFile(`${this.#directory}/instances/${instance.Name}`, JSON.stringify(instance), { mode: 0o600 });
  }

  use(name: string): void {
    const { fs } = this.cli.process;
    fs.mkdir(this.#directory, { parents: true, mode: 0o700 });
    const Key = this.cli.context.host;
    const current = JSON.stringify({ Key, Name: name === 'default' ? '' : name, Global: false });
    fs.writeFile(`${this.#directory}/current`, current, { mode: 0o600 });
  }

  remove(name: string): void {
    if (this.currentName() === name) this.use('default');
    this.cli.process.fs.unlink(`${this.#directory}/instances/${name}`);
  }
}

/** The container in which a docker-container builder runs. */
export const builderContainer = (node: BuilderNode): string => `buildx_buildkit_${node.Name}`;
