import xterm from '@xterm/headless';
import { MemoryJournal } from '#sim/store';
import { createWorkbench, type Workbench } from '#workbench/workbench';

const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A learner before a terminal of the laptop: what is typed, and what stands on the screen. */
export class Learner {
  static async sit(size: { columns: number; rows: number } = { columns: 120, rows: 24 }): Promise<Learner> {
    const world = await createWorkbench({
      preset: 'laptop',
      seed: 1,
      journal: new MemoryJournal(),
      drain,
      epochMs: 1767225600000,
    });
    const learner = new Learner(world, size);
    await learner.wait(2000);
    return learner;
  }

  readonly terminal: ReturnType<Workbench['openTerminal']>;
  readonly #screen: xterm.Terminal;

  private constructor(
    readonly world: Workbench,
    size: { columns: number; rows: number },
  ) {
    this.#screen = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
    this.terminal = world.openTerminal({
      ...size,
      onOutput: (text) => this.#screen.write(text),
      onEnd: () => undefined,
    });
  }

  /** Types keys and lets virtual time pass. */
  async type(keys: string, ms = 3000): Promise<void> {
    this.terminal.type(keys);
    await this.wait(ms);
  }

  async wait(ms: number): Promise<void> {
    await this.world.driver.runUntil(this.world.clock.now() + ms);
    await new Promise<void>((done) => {
      this.#screen.write('', done);
    });
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.terminal.resize(columns, rows);
  }

  /** All lines that were ever written, blanks at the ends taken away. */
  text(): string {
    const buffer = this.#screen.buffer.active;
    const lines = Array.from({ length: buffer.length }, (_, i) => buffer.getLine(i)?.translateToString(true) ?? '');
    return lines.join('\n').trimEnd();
  }
}
