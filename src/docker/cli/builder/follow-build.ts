import type { BuildWarning, SolveMessage } from '#docker/builder/solve-status';
import type { DockerCli } from '../docker-command';
import type { ProgressDisplay } from './plain-progress';

/** Milliseconds between two pictures of a moving block. */
const TICK_MS = 150;

/** What a build came to. */
export interface Outcome {
  readonly warnings: readonly BuildWarning[];
  readonly result: Extract<SolveMessage, { result: unknown }>['result'] | undefined;
  readonly failure: { readonly message: string; readonly excerpt?: string } | undefined;
}

/** How the progress is written. */
export interface Following {
  readonly display: ProgressDisplay;
  /** Nothing of it is written. */
  readonly silent: boolean;
  /** Messages are written as JSON, one a line. */
  readonly raw: boolean;
}

/** Shows a build's progress until its end. */
export async function followBuild(
  cli: DockerCli,
  messages: AsyncIterable<SolveMessage>,
  { display, silent, raw }: Following,
): Promise<Outcome> {
  const { process } = cli;
  const now = (): number => process.clock.epochNow();
  const say = (text: string): Promise<void> => (silent || text === '' ? Promise.resolve() : cli.err(text));
  const moving = display.tick !== undefined && !silent && !raw;
  let warnings: readonly BuildWarning[] = [];
  let result: Outcome['result'];
  let failure: Outcome['failure'];
  const tail = new FailureTail();
  await say(raw ? '' : display.begin(now()));
  const iterator = messages[Symbol.asyncIterator]();
  const tickLater = (): Promise<undefined> =>
    process.sleep(TICK_MS).then(
      () => undefined,
      () => undefined,
    );
  let next = iterator.next();
  let tick = moving ? tickLater() : undefined;
  for (;;) {
    const turn = tick ? await Promise.race([next, tick]) : await next;
    if (turn === undefined) {
      await say(display.tick?.(now()) ?? '');
      tick = tickLater();
      continue;
    }
    if (turn.done) break;
    const message = turn.value;
    next = iterator.next();
    if ('warnings' in message) warnings = message.warnings;
    else if ('result' in message) result = message.result;
    else if ('failure' in message) failure = message.failure;
    tail.hear(message);
    await say(raw ? `${JSON.stringify(message)}\n` : display.show(message));
  }
  await say(raw ? '' : display.end(now()));
  await say(tail.text());
  return { warnings, result, failure };
}

/** The last lines of the step that failed, which are shown again below. */
class FailureTail {
  #logs = new Map<number, string[]>();
  #starts = new Map<number, number>();
  #failed: { name: string; logs: readonly string[] } | undefined;

  hear(message: SolveMessage): void {
    if ('log' in message) {
      const { vertex, text, at } = message.log;
      const time = ((at - (this.#starts.get(vertex) ?? at)) / 1000).toFixed(3);
      const lines = text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => `${time} ${line}`);
      this.#logs.set(vertex, [...(this.#logs.get(vertex) ?? []), ...lines].slice(-10));
    } else if ('vertex' in message) {
      const { id, name, started = 0, error } = message.vertex;
      this.#starts.set(id, started);
      if (error !== undefined) this.#failed = { name, logs: this.#logs.get(id) ?? [] };
    }
  }

  text(): string {
    if (!this.#failed) return '';
    const { name, logs } = this.#failed;
    return `------\n > ${name}:\n${logs.map((line) => `${line}\n`).join('')}------\n`;
  }
}
