import type { FileView } from '#vfs/filesystem';

/** One commit: its files' texts by path. Simplified: whole trees in one file, no packs, no merges. */
export interface Commit {
  readonly id: string;
  readonly parent: string | null;
  readonly message: string;
  readonly author: string;
  readonly time: number;
  readonly files: Readonly<Record<string, string>>;
}

interface State {
  branch: string;
  branches: Record<string, string | null>;
  commits: Record<string, Commit>;
  staged: Record<string, string>;
  config: Record<string, string>;
  remotes: Record<string, string>;
}

const STATE = '.git/drydock.json';
const LIMIT = 2000;

/** A repository in a folder of the world. */
export class Repository {
  constructor(
    readonly fs: FileView,
    readonly root: string,
    readonly state: State,
  ) {}

  static create(fs: FileView, root: string, branch: string): Repository {
    fs.mkdir(`${root}/.git`, { parents: true });
    fs.writeFile(`${root}/.git/HEAD`, `ref: refs/heads/${branch}\n`);
    const state: State = { branch, branches: { [branch]: null }, commits: {}, staged: {}, config: {}, remotes: {} };
    const repository = new Repository(fs, root, state);
    repository.save();
    return repository;
  }

  /** The repository that holds the working directory; undefined outside of one. */
  static find(fs: FileView): Repository | undefined {
    for (let at = fs.cwd; ; at = at.replace(/\/[^/]*$/, '')) {
      const path = `${at === '/' ? '' : at}/${STATE}`;
      if (fs.exists(path)) return new Repository(fs, at === '' ? '/' : at, JSON.parse(fs.readText(path)) as State);
      if (at === '' || at === '/') return undefined;
    }
  }

  save(): void {
    this.fs.writeFile(`${this.root}/${STATE}`, JSON.stringify(this.state));
    this.fs.writeFile(`${this.root}/.git/HEAD`, `ref: refs/heads/${this.state.branch}\n`);
  }

  get head(): Commit | undefined {
    const id = this.state.branches[this.state.branch];
    return id ? this.state.commits[id] : undefined;
  }

  /** The working tree's files, without .git and what .gitignore names. */
  files(): Record<string, string> {
    const ignore = this.fs.exists(`${this.root}/.gitignore`)
      ? this.fs
          .readText(`${this.root}/.gitignore`)
          .split('\n')
          .map((line) => line.trim().replace(/\/$/, ''))
          .filter((line) => line !== '' && !line.startsWith('#'))
      : [];
    const out: Record<string, string> = {};
    const walk = (folder: string, prefix: string): void => {
      for (const name of this.fs.readdir(folder)) {
        const path = prefix + name;
        if (path === '.git' || ignore.includes(name) || ignore.includes(`/${path}`) || ignore.includes(path)) continue;
        const full = `${folder}/${name}`;
        const { type } = this.fs.lstat(full);
        if (type === 'directory') walk(full, `${path}/`);
        else if (type === 'file' && Object.keys(out).length < LIMIT) out[path] = this.fs.readText(full);
      }
    };
    walk(this.root === '/' ? '' : this.root, '');
    return out;
  }

  commit(message: string, author: string, time: number, newId: () => string): Commit {
    const commit: Commit = {
      id: newId(),
      parent: this.head?.id ?? null,
      message,
      author,
      time,
      files: { ...this.state.staged },
    };
    this.state.commits[commit.id] = commit;
    this.state.branches[this.state.branch] = commit.id;
    this.save();
    return commit;
  }

  /** Puts a commit's files into the working tree. */
  checkout(commit: Commit | undefined): void {
    for (const path of Object.keys(this.files()))
      if (path in this.state.staged && !(path in (commit?.files ?? {}))) this.fs.unlink(`${this.root}/${path}`);
    for (const [path, text] of Object.entries(commit?.files ?? {})) write(this.fs, `${this.root}/${path}`, text);
    this.state.staged = { ...commit?.files };
  }
}

/** Writes a file and the folders on its way. */
export function write(fs: FileView, path: string, text: string): void {
  fs.mkdir(path.replace(/\/[^/]*$/, '') || '/', { parents: true });
  fs.writeFile(path, text);
}

export interface Change {
  readonly path: string;
  readonly kind: 'new file' | 'modified' | 'deleted';
}

/** What differs between two sets of files. */
export function changes(from: Readonly<Record<string, string>>, to: Readonly<Record<string, string>>): Change[] {
  const paths = [...new Set([...Object.keys(from), ...Object.keys(to)])].toSorted();
  return paths.flatMap((path): Change[] => {
    if (!(path in from)) return [{ path, kind: 'new file' }];
    if (!(path in to)) return [{ path, kind: 'deleted' }];
    return from[path] === to[path] ? [] : [{ path, kind: 'modified' }];
  });
}
