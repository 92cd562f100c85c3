import { EngineError, objectsOf } from '#docker/api/client';
import type { BuildWarning, SolveMessage, Vertex } from '#docker/builder/solve-status';
import { ContextError, packContext } from '#docker/cli/builder/build-context';
import { PlainProgress, type ProgressDisplay } from '#docker/cli/builder/plain-progress';
import { TtyProgress } from '#docker/cli/builder/tty-progress';
import { ComposeError } from '../errors';
import { joinPath } from '../load/files';
import type { ComposeCli } from './compose-cli';

/** One image to build. */
export interface BakeTarget {
  readonly name: string;
  readonly context: string;
  readonly dockerfile: string;
  /** The Dockerfile's text where it stands in the Compose file. */
  readonly inline?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly target: string;
  readonly network: string;
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Builds several targets as one bake: their steps are numbered through, and named by target when there are several.
 * Simplified: one after the other. Throws ComposeError. Upstream: compose pkg/compose/build_bake.go.
 */
export async function bake(cli: ComposeCli, targets: readonly BakeTarget[], quiet: boolean): Promise<void> {
  const { process, options } = cli;
  const tty = options.progress === 'tty' || (options.progress === '' && process.isTTY(1));
  const display: ProgressDisplay = tty
    ? new TtyProgress(process.pty?.columns ?? 80, process.pty?.rows ?? 24, 'docker:default')
    : new PlainProgress('default', 'docker');
  const silent = quiet || options.progress === 'quiet';
  let begun = false;
  const say = async (text: string): Promise<void> => {
    if (silent || text === '') return;
    // The empty line before a step parts it from the one before; there is none before the first.
    await cli.out(begun ? text : text.replace(/^\n/, ''));
    begun = true;
  };
  const baking = new Baking(display, targets.length > 1, () => process.clock.epochNow());
  const definition = JSON.stringify({
    group: { default: { targets: targets.map(({ name }) => name) } },
    target: Object.fromEntries(targets.map((target) => [target.name, target])),
  });
  await say(baking.whole('[internal] load local bake definitions', `reading from stdin ${definition.length}B`));
  for (const target of targets) {
    const failure = await solve(cli, target, baking, say);
    if (failure === undefined) continue;
    await say(display.end(process.clock.epochNow()));
    await say(baking.failedStep());
    // Compose writes the lines of bake's own error one by one, each with a newline of its own.
    await cli.err(
      failure
        .split('\n')
        .map((line) => `${line}\n\n`)
        .join(''),
    );
    throw new ComposeError('');
  }
  for (const { name } of targets) await say(baking.whole(baking.named('resolving provenance for metadata file', name)));
  await say(display.end(process.clock.epochNow()));
}

async function solve(
  cli: ComposeCli,
  target: BakeTarget,
  baking: Baking,
  say: (text: string) => Promise<void>,
): Promise<string | undefined> {
  let packed;
  try {
    const file = target.inline === undefined ? joinPath(target.context, target.dockerfile) : '';
    packed = await packContext(cli.process, target.context, file);
  } catch (error) {
    if (error instanceof ContextError) return error.message;
    throw error;
  }
  const text = target.inline ?? packed.text;
  const headers = {
    ...(text !== undefined && { 'x-drydock-dockerfile': encodeURIComponent(text) }),
    ...(Object.keys(target.secrets).length > 0 && { 'x-drydock-secrets': JSON.stringify(target.secrets) }),
  };
  let failure: string | undefined;
  try {
    const answer = await cli.client.upload('POST', '/build', packed.archive, {
      query: {
        dockerfile: target.inline === undefined ? packed.dockerfile : 'Dockerfile',
        t: target.tags,
        buildargs: JSON.stringify(target.args),
        labels: JSON.stringify(target.labels),
        target: target.target,
        ...(target.noCache && { nocache: '1' }),
        ...(target.pull && { pull: '1' }),
        networkmode: target.network,
        ...(packed.ignoreBytes !== undefined && { ignorebytes: String(packed.ignoreBytes) }),
        version: '2',
      },
      headers,
    });
    for await (const message of objectsOf<SolveMessage>(answer.body)) {
      if ('failure' in message)
        failure = `${(message.failure.excerpt ?? '').replace(/\n$/, '')}${message.failure.excerpt ? '\n' : ''}failed to solve: ${message.failure.message}`;
      await say(baking.show(target.name, message) + baking.picture());
    }
  } catch (error) {
    if (error instanceof EngineError) return `failed to solve: ${error.message}`;
    throw error;
  }
  return failure;
}

/** Numbers the steps of several builds through. */
class Baking {
  readonly #ids = new Map<string, number>();
  readonly #starts = new Map<number, number>();
  readonly #logs = new Map<number, string[]>();
  #next = 1;
  #failed: { name: string; id: number } | undefined;

  constructor(
    private readonly display: ProgressDisplay,
    private readonly several: boolean,
    private readonly now: () => number,
  ) {}

  /** A step's name with its target: `[app stage 1/2] FROM x`. */
  named(name: string, target: string): string {
    if (!this.several) return name;
    return name.startsWith('[') ? `[${target} ${name.slice(1)}` : `[${target}] ${name}`;
  }

  /** A step of bake itself, from beginning to end. */
  whole(name: string, status?: string): string {
    const id = this.#next++;
    const at = this.now();
    const vertex: Vertex = { id, name, started: at };
    return (
      this.display.show({ vertex }) +
      (status === undefined
        ? ''
        : this.display.show({ status: { vertex: id, id: status, started: at, completed: at } })) +
      this.display.show({ vertex: { ...vertex, completed: at } })
    );
  }

  /** The block as it is now, on a terminal. */
  picture(): string {
    return this.display.tick?.(this.now()) ?? '';
  }

  show(target: string, message: SolveMessage): string {
    if ('vertex' in message) {
      const { vertex } = message;
      const id = this.#id(target, vertex.id);
      const name = this.named(vertex.name, target);
      if (vertex.completed === undefined) this.#starts.set(id, vertex.started ?? 0);
      if (vertex.error !== undefined) this.#failed = { name, id };
      return this.display.show({ vertex: { ...vertex, id, name } });
    }
    if ('status' in message)
      return this.display.show({ status: { ...message.status, vertex: this.#id(target, message.status.vertex) } });
    if ('log' in message) {
      const id = this.#id(target, message.log.vertex);
      const time = ((message.log.at - (this.#starts.get(id) ?? message.log.at)) / 1000).toFixed(3);
      const lines = message.log.text.split('\n').filter((line) => line !== '');
      this.#logs.set(id, [...(this.#logs.get(id) ?? []), ...lines.map((line) => `${time} ${line}`)].slice(-10));
      return this.display.show({ log: { ...message.log, vertex: id } });
    }
    if ('warnings' in message && this.display instanceof PlainProgress) return this.#warn(target, message.warnings);
    return '';
  }

  /** The last lines of the step that failed, between rules. */
  failedStep(): string {
    if (!this.#failed) return '';
    const lines = this.#logs.get(this.#failed.id) ?? [];
    return `------\n > ${this.#failed.name}:\n${lines.map((line) => `${line}\n`).join('')}------\n`;
  }

  // Warnings are about the Dockerfile, which the first step of a target loads.
  #warn(target: string, warnings: readonly BuildWarning[]): string {
    const id = this.#ids.get(`${target} 1`) ?? 1;
    return warnings.map(({ rule, message, line }) => `#${id} WARN: ${rule}: ${message} (line ${line})\n`).join('');
  }

  #id(target: string, own: number): number {
    const key = `${target} ${own}`;
    let id = this.#ids.get(key);
    if (id === undefined) this.#ids.set(key, (id = this.#next++));
    return id;
  }
}
