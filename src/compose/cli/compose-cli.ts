import { EngineClient } from '#docker/api/client';
import { decode, readText } from '#io/streams';
import type { HttpHandler, HttpRequest } from '#network/http';
import type { Process } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { openProject, type ConfigSwitches, type LoadPlace } from '../config-v2';
import { quietProgress, type Executor, type Reporter } from '../engine/execute';
import type { Flavor } from '../engine/labels';
import { observe, type ObservedContainer } from '../engine/observe';
import { ComposeError } from '../errors';
import type { Selection } from '../load/discover';
import type { ProjectFiles } from '../load/files';
import type { Project } from '../model/project';
import { legacyProgress } from './legacy-progress';
import { jsonProgress, plainProgress } from './progress';
import { ttyProgress } from './tty-progress';

/** The switches before the command's name. */
export interface GlobalOptions {
  readonly selection: Selection;
  readonly progress: string;
  readonly ansi: string;
  readonly dryRun: boolean;
  readonly allResources: boolean;
  /** Every request to the engine is told on standard error. */
  readonly verbose?: boolean;
}

/** What every command works with: the process, the daemon, and the project that is meant. */
export class ComposeCli {
  readonly client: EngineClient;
  standardInput: string | undefined;

  constructor(
    readonly process: Process,
    readonly flavor: Flavor,
    readonly options: GlobalOptions,
    private readonly load?: (cli: ComposeCli, services: readonly string[]) => Project,
    /** Warnings are dropped: nobody asked for anything yet. */
    private readonly silent = false,
  ) {
    const host = process.env.get('DOCKER_HOST') ?? 'unix:///var/run/docker.sock';
    const dial = (request: HttpRequest): ReturnType<HttpHandler> => {
      if (options.verbose === true) this.#debug(`${request.method} ${request.target}`);
      return process.dialUnix(host.replace(/^unix:\/\//, ''))(request);
    };
    this.client = new EngineClient(dial, {
      userAgent: flavor.generation === 2 ? 'compose/2.40.3' : 'docker-compose/1.29.2 docker-py/5.0.0',
    });
  }

  readonly out = (text: string): Promise<void> => this.process.stdout.write(text);
  readonly err = (text: string): Promise<void> => this.process.stderr.write(text);

  /** Whether colours go to a stream. docker-compose 1 colours names even without a terminal. */
  colours(fd: 1 | 2): boolean {
    const { ansi } = this.options;
    return ansi === 'always' || (ansi !== 'never' && (this.flavor.generation === 1 || this.process.isTTY(fd)));
  }

  #warnings: string[] = [];
  /** Keeps a warning until `flush`; loading is synchronous and streams are not. */
  readonly warn = (message: string): void => {
    const line =
      this.flavor.generation === 1
        ? `${this.process.isTTY(2) ? '\x1b[33mWARNING\x1b[0m: ' : ''}${message}\n`
        : this.process.isTTY(2)
          ? `\x1b[33mWARN\x1b[0m[0000] ${message} \n`
          : `time=${JSON.stringify(`${new Date(this.process.clock.epochNow()).toISOString().slice(0, 19)}Z`)} level=warning msg=${JSON.stringify(message)}\n`;
    if (!this.silent && !this.#warnings.includes(line)) this.#warnings.push(line);
  };

  #debug(message: string): void {
    const time = new Date(this.process.clock.epochNow()).toISOString().slice(0, 19);
    void this.err(`time="${time}Z" level=debug msg=${JSON.stringify(message)}\n`).catch(() => undefined);
  }

  /** Writes the warnings that are due. */
  async flush(): Promise<void> {
    for (const line of this.#warnings.splice(0)) await this.err(line);
  }

  get files(): ProjectFiles {
    const { fs } = this.process;
    return {
      read: (path) => {
        try {
          return decode(fs.readFile(path));
        } catch (error) {
          if (error instanceof FileError && error.code === 'EISDIR')
            throw new ComposeError(`read ${path}: is a directory`);
          if (error instanceof FileError && error.code === 'EACCES')
            throw new ComposeError(`open ${path}: permission denied`);
          return undefined;
        }
      },
      kind: (path) => (fs.isDirectory(path) ? 'directory' : fs.exists(path) ? 'file' : undefined),
    };
  }

  get place(): LoadPlace {
    return {
      cwd: this.process.fs.cwd,
      env: this.process.env,
      files: this.files,
      warn: this.warn,
      ...(this.standardInput !== undefined && { standardInput: this.standardInput }),
    };
  }

  /** Loads the project with only the named services. Throws ComposeError. */
  async project(services: readonly string[] = [], switches: ConfigSwitches = {}): Promise<Project> {
    if (this.options.selection.files.includes('-')) this.standardInput ??= await readText(this.process.stdin);
    try {
      const project = this.#open(services, switches);
      if (services.length > 0) {
        // The services that are not meant are no orphans.
        const all = this.#open([], switches);
        for (const [name, service] of Object.entries(all.services))
          if (!Object.hasOwn(project.services, name)) project.disabled[name] ??= service;
      }
      return project;
    } finally {
      await this.flush();
    }
  }

  #open(services: readonly string[], switches: ConfigSwitches): Project {
    const { selection, allResources } = this.options;
    return this.load
      ? this.load(this, services)
      : openProject(selection, this.place, services, { ...switches, allResources });
  }

  /** The project's name, without its files where `-p` or the environment tells it. */
  async projectName(): Promise<string> {
    const given = this.options.selection.projectName;
    if (given !== undefined && given !== '' && this.options.selection.files.length === 0) return given;
    return (await this.project([], { resolveEnvFiles: false })).name;
  }

  /** Whether progress is a moving block on a terminal. */
  get isMoving(): boolean {
    const { progress, ansi } = this.options;
    if (progress === 'tty') return true;
    return (progress === '' || progress === 'auto') && ansi !== 'never' && this.process.isTTY(2);
  }

  /** How progress is shown; `title` heads the moving block of a terminal. */
  reporter(title = 'Running'): Reporter {
    const { progress, ansi, dryRun } = this.options;
    if (this.flavor.generation === 1)
      return legacyProgress(this.err, ansi === 'always' || (this.process.isTTY(2) && ansi !== 'never'));
    if (progress === 'quiet' || progress === 'none') return quietProgress;
    if (progress === 'json') return jsonProgress(this.err, dryRun);
    return this.isMoving ? ttyProgress(this.process, title) : plainProgress(this.err);
  }

  executor(project: Project): Executor {
    return {
      client: this.client,
      project,
      flavor: this.flavor,
      reporter: this.reporter(),
      warn: this.warn,
      sleep: (ms) => this.process.sleep(ms),
      hex: (digits) => this.process.random.hex(digits),
    };
  }

  observe(project: string, options?: Parameters<typeof observe>[2]): Promise<ObservedContainer[]> {
    return observe(this.client, project, options);
  }
}
