import { decode, readAll } from '#io/streams';
import type { Process, Program } from '#process/process';
import { FileError, type FileView, type Stat } from '#vfs/filesystem';
import { readOperand } from '../inputs';
import type { Bash as BashClass, FsStat, IFileSystem } from 'just-bash/browser';

type JustBash = typeof import('just-bash/browser');

let loaded: Promise<JustBash> | undefined;

/** Whether the tool reads standard input for these arguments: then all of it is collected first. */
type NeedsInput = (args: readonly string[]) => boolean;

const operands = (args: readonly string[], withValue: RegExp): string[] => {
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (withValue.test(args[i]!)) i++;
    else if (!/^-./.test(args[i]!)) rest.push(args[i]!);
  }
  return rest;
};
const after =
  (count: number, withValue = /^$/): NeedsInput =>
  (args) => {
    const rest = operands(args, withValue);
    return rest.length <= count || rest.includes('-');
  };

/** The tools that the library runs for us, and when they read standard input. */
const TOOLS: Readonly<Record<string, NeedsInput>> = {
  awk: (args) =>
    !/^\s*BEGIN\s*\{[^}]*\}\s*$/.test(args.find((a) => !a.startsWith('-')) ?? '') &&
    after(args.includes('-f') ? 0 : 1, /^-[Fvf]$/)(args),
  jq: (args) =>
    !args.includes('-n') &&
    !args.includes('--null-input') &&
    after(
      1,
      /^--(indent|tab)$/,
    )(
      args.flatMap((a, i) =>
        /^--(arg|argjson|slurpfile|rawfile)$/.test(args[i - 2] ?? '') ||
        /^--(arg|argjson|slurpfile|rawfile)$/.test(args[i - 1] ?? '')
          ? []
          : [a],
      ),
    ),
  base64: after(0, /^(-w|--wrap)$/),
  md5sum: after(0),
  sha1sum: after(0),
  sha256sum: after(0),
  comm: (args) => args.includes('-'),
  paste: after(0, /^-d$/),
  nl: after(0, /^-[bvwsi]$/),
  fold: after(0, /^-w$/),
  expand: after(0, /^-t$/),
  unexpand: after(0, /^-t$/),
  rev: after(0),
  column: after(0, /^-[sco]$/),
  join: (args) => args.includes('-'),
  od: after(0, /^-[AtNj]$/),
  strings: after(0, /^-n$/),
  split: after(0, /^-[lbna]$/),
  tree: () => false,
  expr: () => false,
  file: (args) => args.includes('-'),
};

/**
 * Tools that just-bash implements. They do not stream: input is collected first, output comes at once.
 * `awk`, `jq` and the like are wanted often enough, but rarely as the endless middle of a pipe.
 */
export const libraryTools: Program[] = Object.entries(TOOLS).map(([name, needsInput]) => ({
  name,
  async run(process) {
    const args = process.argv.slice(1);
    const input =
      needsInput(args) && !(process.isTTY(0) && name === 'tree') ? await readAll(process.stdin) : new Uint8Array();
    const library = await process.external(() => (loaded ??= import('just-bash/browser')));
    const streams = await readStreams(process, args);
    const result = await runTool(process, library, name, args, input, streams);
    await process.stdout.write(bytesOf(result.stdout));
    await process.stderr.write(result.stderr.replace(/^bash: /gm, ''));
    return result.exitCode;
  },
}));

/** The library reads files by path at once, so pipes and `<(...)` among the operands are read to their end before. */
async function readStreams(process: Process, args: readonly string[]): Promise<Map<string, Uint8Array>> {
  const streams = new Map<string, Uint8Array>();
  for (const arg of args) {
    const path = process.fs.absolute(arg);
    const magic = /^\/(?:dev\/(?:fd\/\d+|stdin)|proc\/self\/fd\/\d+)$/.test(path);
    if (!magic && !(process.fs.exists(arg) && process.fs.stat(arg).type === 'fifo')) continue;
    try {
      streams.set(path, await readOperand(process, arg));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
    }
  }
  return streams;
}

async function runTool(
  process: Process,
  library: JustBash,
  name: string,
  args: readonly string[],
  input: Uint8Array,
  streams: ReadonlyMap<string, Uint8Array>,
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  const bash: BashClass = new library.Bash({
    fs: new ViewFs(process.fs, streams),
    cwd: process.fs.cwd,
    env: Object.fromEntries(process.env),
    defenseInDepth: false,
    executionLimits: { maxCallDepth: 50 },
  });
  return process.external(async () => {
    const result = await bash.exec(name, { args: [...args], stdin: binary(input), cwd: process.fs.cwd });
    return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode };
  });
}

/** Bytes as a string of one character each, as the library wants them. */
const binary = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
};

/** The library's output: text, or bytes as characters below 256. */
function bytesOf(text: string): Uint8Array | string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 255) return text;
  return /[\x80-\xff]/.test(text) ? Uint8Array.from(text, (ch) => ch.charCodeAt(0)) : text;
}

/** A process's files as just-bash asks for them. */
class ViewFs implements IFileSystem {
  constructor(
    private readonly fs: FileView,
    /** What was read already of pipes and devices, by path. */
    private readonly streams: ReadonlyMap<string, Uint8Array>,
  ) {}

  readFile(path: string): Promise<string> {
    return this.#try(path, () => decode(this.#read(path)));
  }

  readFileBuffer(path: string): Promise<Uint8Array> {
    return this.#try(path, () => this.#read(path));
  }

  #read(path: string): Uint8Array {
    return this.streams.get(path) ?? this.fs.readFile(path);
  }

  writeFile(path: string, content: string | Uint8Array): Promise<void> {
    return this.#try(path, () => this.fs.writeFile(path, content));
  }

  appendFile(path: string, content: string | Uint8Array): Promise<void> {
    return this.#try(path, () => this.fs.appendFile(path, content));
  }

  exists(path: string): Promise<boolean> {
    return Promise.resolve(this.streams.has(path) || this.fs.exists(path));
  }

  stat(path: string): Promise<FsStat> {
    const stream = this.streams.get(path);
    return this.#try(path, () => ({
      ...statOf(this.fs.stat(path)),
      ...(stream && { isFile: true, isDirectory: false, size: stream.length }),
    }));
  }

  lstat(path: string): Promise<FsStat> {
    return this.#try(path, () => statOf(this.fs.lstat(path)));
  }

  mkdir(path: string, options?: { recursive?: boolean }): Promise<void> {
    return this.#try(path, () => this.fs.mkdir(path, { parents: options?.recursive ?? false }));
  }

  readdir(path: string): Promise<string[]> {
    return this.#try(path, () => this.fs.readdir(path));
  }

  rm(path: string, options?: { recursive?: boolean; force?: boolean }): Promise<void> {
    return this.#try(path, () => {
      if (options?.recursive) this.fs.removeAll(path);
      else if (this.fs.exists(path) || !options?.force) this.fs.unlink(path);
    });
  }

  cp(from: string, to: string): Promise<void> {
    return this.#try(from, () => this.fs.writeFile(to, this.fs.readFile(from)));
  }

  mv(from: string, to: string): Promise<void> {
    return this.#try(from, () => this.fs.rename(from, to));
  }

  resolvePath(from: string, path: string): string {
    return this.fs.as({ cwd: from }).absolute(path);
  }

  getAllPaths(): string[] {
    return [];
  }

  chmod(path: string, mode: number): Promise<void> {
    return this.#try(path, () => this.fs.chmod(path, mode));
  }

  symlink(target: string, path: string): Promise<void> {
    return this.#try(path, () => this.fs.symlink(target, path));
  }

  link(existing: string, path: string): Promise<void> {
    return this.#try(path, () => this.fs.link(existing, path));
  }

  readlink(path: string): Promise<string> {
    return this.#try(path, () => this.fs.readlink(path));
  }

  realpath(path: string): Promise<string> {
    return this.#try(path, () => this.fs.realpath(path));
  }

  utimes(path: string, _atime: Date, mtime: Date): Promise<void> {
    return this.#try(path, () => this.fs.utimes(path, mtime.getTime()));
  }

  /** The library tells errors apart by the code at the start of their text. */
  #try<T>(path: string, run: () => T): Promise<T> {
    try {
      return Promise.resolve(run());
    } catch (error) {
      const text =
        error instanceof FileError ? `${error.code}: ${error.message.toLowerCase()}, '${path}'` : String(error);
      return Promise.reject(new Error(text));
    }
  }
}

const statOf = (stat: Stat): FsStat => ({
  isFile: stat.type === 'file' || stat.type === 'char' || stat.type === 'fifo',
  isDirectory: stat.type === 'directory',
  isSymbolicLink: stat.type === 'symlink',
  mode: stat.mode,
  size: stat.size,
  mtime: new Date(stat.mtimeMs),
});
