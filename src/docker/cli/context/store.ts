import { CommandError } from '#cli/command';
import { encode } from '#io/streams';
import type { Process } from '#process/process';
import { sha256 } from '#image/sha256';

/** One named endpoint, as ~/.docker/contexts/meta keeps it. */
export interface ContextMeta {
  Name: string;
  Metadata: { Description?: string };
  Endpoints: { docker: { Host: string; SkipTLSVerify: boolean } };
}

export const DEFAULT_HOST = 'unix:///var/run/docker.sock';

/** The contexts under ~/.docker. Upstream: cli/context/store. */
export class ContextStore {
  constructor(
    private readonly process: Process,
    private readonly directory: string,
  ) {}

  /** Where a context's file lies. */
  path(name: string): string {
    return `${this.directory}/contexts/meta/${sha256(encode(name))}/meta.json`;
  }

  /** Throws CommandError when there is none of that name. */
  get(name: string): ContextMeta {
    const path = this.path(name);
    const { fs } = this.process;
    if (!fs.exists(path))
      throw new CommandError(
        `context ${JSON.stringify(name)}: context not found: open ${path}: no such file or directory`,
      );
    return JSON.parse(fs.readText(path)) as ContextMeta;
  }

  has(name: string): boolean {
    return this.process.fs.exists(this.path(name));
  }

  list(): ContextMeta[] {
    const { fs } = this.process;
    const meta = `${this.directory}/contexts/meta`;
    if (!fs.isDirectory(meta)) return [];
    return fs
      .readdir(meta)
      .filter((id) => fs.exists(`${meta}/${id}/meta.json`))
      .map((id) => JSON.parse(fs.readText(`${meta}/${id}/meta.json`)) as ContextMeta)
      .sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }

  put(context: ContextMeta): void {
    const path = this.path(context.Name);
    this.process.fs.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true });
    this.process.fs.writeFile(path, JSON.stringify(context));
  }

  remove(name: string): void {
    const path = this.path(name);
    this.process.fs.removeAll(path.slice(0, path.lastIndexOf('/')));
  }
}
