import { createActor, type ActorRefFrom, type SnapshotFrom } from 'xstate';
import { lessonMachine } from '#tutorial/lesson.machine';
import type { Lesson } from '#tutorial/lesson';
import { progress } from './progress.svelte';
import type { World } from './world.svelte';

/** How long after the last change of the world the checks are asked, and how often without one. */
const QUIET_MS = 350;
const POLL_MS = 2500;

/** One lesson being worked on: its life, its checks against the world, its progress. */
export class LessonRun {
  readonly actor: ActorRefFrom<typeof lessonMachine>;
  state: SnapshotFrom<typeof lessonMachine> = $state.raw(null as never);
  failure: string | undefined = $state();
  #checking = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #poll: ReturnType<typeof setInterval>;

  constructor(
    readonly id: string,
    readonly lesson: Lesson,
    readonly world: World,
  ) {
    const before = progress.lessons[id];
    this.actor = createActor(lessonMachine, {
      input: { steps: lesson.steps.length, ...(before ? { step: before.step, done: before.done } : {}) },
    });
    this.actor.subscribe((state) => {
      this.state = state;
      this.#keep();
    });
    this.actor.start();
    this.#poll = setInterval(() => this.check(), POLL_MS);
  }

  get step(): number {
    return this.state.context.step;
  }

  /** Writes the lesson's files and runs its preparation, in a world that is new. */
  async prepare(restored: boolean): Promise<void> {
    if (!restored) {
      const { cwd, files, start } = this.lesson;
      await this.world.calls.run(`mkdir -p ${quote(cwd)}`);
      for (const file of files) await this.create(file.path, file.text, file.executable);
      for (const script of start) {
        const { exitCode, stderr } = await this.world.calls.run(script, cwd);
        if (exitCode !== 0) this.failure = `${script}\n${stderr}`;
      }
    }
    this.actor.send({ type: 'ready' });
    this.look();
  }

  /** Writes a file of the lesson into the world. */
  async create(path: string, text: string, executable = false): Promise<void> {
    const at = path.startsWith('/') ? path : `${this.lesson.cwd}/${path}`;
    const directory = at.slice(0, at.lastIndexOf('/'));
    if (directory !== '') await this.world.calls.run(`mkdir -p ${quote(directory)}`);
    await this.world.calls.writeFile(at, text);
    if (executable) await this.world.calls.run(`chmod +x ${quote(at)}`);
    this.look();
  }

  /** The world has changed: ask the checks soon. */
  look(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.check(), QUIET_MS);
  }

  check(): void {
    void this.#check();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#poll);
    this.actor.stop();
  }

  async #check(): Promise<void> {
    if (this.#checking) {
      this.#again = true;
      return;
    }
    const { step } = this;
    const checks = this.lesson.steps[step]?.checks ?? [];
    if (!this.state.matches('working') || checks.length === 0) return;
    this.#checking = true;
    try {
      const marks: boolean[] = [];
      for (const { script } of checks) marks.push((await this.world.calls.run(script, this.lesson.cwd)).exitCode === 0);
      this.actor.send({ type: 'checked', step, marks });
    } finally {
      this.#checking = false;
      if (this.#again) this.look();
      this.#again = false;
    }
  }

  #keep(): void {
    const { step, done } = this.state.context;
    if (this.state.matches('preparing')) return;
    progress.keep(this.id, {
      step,
      done,
      finished: this.state.matches('finished') || done.every(Boolean),
      at: Date.now(),
    });
  }
}

const quote = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;
