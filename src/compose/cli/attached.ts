import type { ContainerInspect } from '#docker/api/container-inspect';
import type { ContainerWaitResponse } from '#docker/api/container-wait';
import { quietProgress, stopContainer, type Executor } from '../engine/execute';
import { preStop } from '../engine/hooks';
import type { ObservedContainer } from '../engine/observe';
import type { Project } from '../model/project';
import type { ComposeCli } from './compose-cli';
import { stopWaves } from './down';
import { plainProgress } from './progress';
import { followLogs, LogPrinter } from './streams';

/** How `up` in the foreground shows and ends. */
export interface AttachedOptions {
  /** Services whose containers' end is the end of it all. */
  readonly watched: readonly string[];
  readonly abort: boolean;
  readonly abortOnFailure: boolean;
  readonly codeFrom: string;
  readonly colour: boolean;
  readonly prefix: boolean;
  readonly timestamps: boolean;
  readonly timeout: number | undefined;
}

type Outcome = 'done' | 'interrupt' | 'abort';

/** `up` in the foreground: shows containers' output until they end, or Ctrl-C stops them. Upstream: compose up.go. */
export class Attached {
  readonly #printer: LogPrinter;
  readonly #legacy: boolean;
  readonly #following = new Map<string, Promise<void>>();
  #containers: readonly ObservedContainer[] = [];
  #begun = false;
  #interrupts = 0;
  #stopping = false;
  #code = 0;
  #wantedCode: number | undefined;
  #settle: (outcome: Outcome) => void = () => undefined;
  readonly #settled = new Promise<Outcome>((resolve) => (this.#settle = resolve));

  constructor(
    private readonly cli: ComposeCli,
    private readonly project: Project,
    private readonly services: readonly string[],
    private readonly options: AttachedOptions,
  ) {
    this.#legacy = cli.flavor.generation === 1;
    this.#printer = new LogPrinter(cli.out, {
      colour: options.colour && cli.colours(1),
      prefix: options.prefix,
      generation: cli.flavor.generation,
      // What a container writes on its standard error stays apart.
      ...(!this.#legacy && { errors: cli.err }),
    });
  }

  /** What the engine tells while it brings the project up. docker-compose 1 attaches only afterwards. */
  get observer(): Pick<Executor, 'startReporter' | 'beforeStart' | 'onStarted'> {
    if (this.#legacy) return {};
    return {
      startReporter: quietProgress,
      beforeStart: () => this.#begin(),
      onStarted: (_, __, id) => this.#follow(id, false),
    };
  }

  /** Answers the exit code when all is over. */
  async run(working: Promise<unknown>): Promise<number> {
    const { options } = this;
    const { process } = this.cli;
    const onSignal = (): void => {
      this.#interrupts++;
      this.#end('interrupt');
      if (this.#interrupts > 1) void this.#kill().catch(() => undefined);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    const over = working.then(async () => {
      await this.#begin();
      if (this.#legacy) for (const c of this.#containers) this.#follow(c.id, true);
      // Following one may begin while another is waited for.
      const mine = (): Promise<void>[] =>
        this.#containers
          .filter((c) => options.watched.includes(c.service))
          .flatMap((c) => this.#following.get(c.id) ?? []);
      for (let count = -1; count !== mine().length;) {
        count = mine().length;
        await Promise.all(mine());
      }
      return 'done' as const;
    });
    const outcome = await process.wait(Promise.race([over, this.#settled]));
    if (outcome === 'done') return this.options.abort ? (this.#wantedCode ?? this.#code) : (this.#wantedCode ?? 0);
    await this.#stop(outcome);
    await process.wait(Promise.all(this.#following.values()));
    if (outcome === 'interrupt') return this.#legacy ? (this.#interrupts > 1 ? 2 : 0) : 130;
    return this.#wantedCode ?? this.#code;
  }

  #end(outcome: Outcome): void {
    this.#settle(outcome);
    this.cli.process.clock.wake();
  }

  #short(c: ObservedContainer): string {
    const own = this.project.services[c.service]?.container_name !== undefined;
    return own ? c.name : `${c.service}${this.cli.flavor.separator}${c.number}`;
  }

  async #begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    const all = await this.cli.observe(this.project.name);
    this.#containers = all.filter((c) => Object.hasOwn(this.project.services, c.service));
    if (this.#legacy) this.#containers = this.#containers.toSorted((a, b) => a.order - b.order);
    const shown = this.#containers.filter((c) => this.services.includes(c.service));
    const names = shown.map((c) => (this.#legacy ? c.name : this.#short(c)));
    await this.cli.out(`Attaching to ${(this.#legacy ? names : names.sort()).join(', ')}\n`);
    for (const c of shown) this.#printer.register(this.#short(c), c.name);
    if (!this.#legacy) for (const c of this.#containers) if (c.summary.State === 'running') this.#follow(c.id, true);
  }

  /** Shows a container's output and notes its end; of one that ran before, only what is new. */
  #follow(id: string, before: boolean): void {
    const container = this.#containers.find((c) => c.id === id);
    if (!container || this.#following.has(id)) return;
    this.#following.set(
      id,
      this.#watch(container, before).catch(() => undefined),
    );
  }

  async #watch(c: ObservedContainer, before: boolean): Promise<void> {
    const { cli, options } = this;
    const shown = this.services.includes(c.service);
    for (let first = true; ; first = false) {
      const { State } = await cli.client.get<ContainerInspect>(`/containers/${c.id}/json`);
      if (!first && !State.Running) return;
      const query = this.#legacy
        ? {}
        : before && first
          ? { tail: '0' }
          : { since: String(Date.parse(State.StartedAt) / 1000) };
      const logs = shown
        ? followLogs(cli.process, cli.client, c.id, this.#short(c), this.#printer, {
            follow: true,
            timestamps: options.timestamps,
            ...query,
          }).catch(() => undefined)
        : Promise.resolve();
      const { StatusCode } = await cli.client.post<ContainerWaitResponse>(`/containers/${c.id}/wait`, undefined, {
        query: { condition: 'not-running' },
      });
      await logs;
      const after = await cli.client.get<ContainerInspect>(`/containers/${c.id}/json`).catch(() => undefined);
      const again = !this.#stopping && (after?.State.Restarting === true || after?.State.Running === true);
      if (shown) await this.#printer.exited(this.#short(c), StatusCode, again && !this.#legacy);
      if (options.codeFrom === c.service) this.#wantedCode ??= StatusCode;
      if (!this.#stopping && this.#code === 0) this.#code = StatusCode;
      if (options.abort || (options.abortOnFailure && StatusCode !== 0)) this.#end('abort');
      if (!again) return;
      while ((await cli.client.get<ContainerInspect>(`/containers/${c.id}/json`)).State.Restarting)
        await cli.process.sleep(100);
    }
  }

  async #stop(outcome: Outcome): Promise<void> {
    const { cli, options } = this;
    this.#stopping = true;
    const words = this.#legacy
      ? 'Gracefully stopping... (press Ctrl+C again to force)'
      : 'Gracefully Stopping... press Ctrl+C again to force';
    await cli.out(`${outcome === 'interrupt' ? words : 'Aborting on container exit...'}\n`);
    const reporter = this.#legacy ? cli.reporter() : plainProgress(cli.err, cli.colours(2));
    const waves = stopWaves(this.project, this.#containers);
    for (const wave of this.#legacy ? [waves.flat()] : waves) {
      const mine = [];
      for (const c of wave) {
        const { State } = await cli.client.get<ContainerInspect>(`/containers/${c.id}/json`);
        if (State.Running || !this.#legacy) mine.push(c);
      }
      await reporter.begin(
        'stop',
        mine.map((c) => ({ kind: 'Container', name: c.name })),
      );
      await cli.process.wait(
        Promise.all(
          mine.map(async (c) => {
            await preStop(cli, this.project, c.service, c.id).catch(() => undefined);
            await stopContainer(cli.client, c.id, options.timeout);
            await reporter.end('stop', { kind: 'Container', name: c.name });
          }),
        ),
      );
    }
  }

  /** A second Ctrl-C. */
  async #kill(): Promise<void> {
    for (const c of this.#containers) await this.cli.client.post(`/containers/${c.id}/kill`).catch(() => undefined);
  }
}
