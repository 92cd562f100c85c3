import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Lesson } from '../../src/tutorial/lesson';
import { openFolder } from '../../src/tutorial/open';
import { MemoryJournal } from '../../src/sim/store';
import { createWorkbench, type Workbench } from '../../src/workbench/workbench';

const drain = () => new Promise<void>((go) => setImmediate(go));
/** How long one command of a lesson may take, virtual milliseconds. */
const LIMIT_MS = 600_000;

const load = (folder: string): Lesson =>
  openFolder(
    new Map(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(folder, name)).isFile())
        .map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
    ),
  );

/** Bash switches bracketed paste on at each prompt. */
const PROMPT = '\x1b[?2004h';

/** A learner at one terminal, who types a command and waits for its end. */
function learner(bench: Workbench, cwd: string) {
  let shown = '';
  let mark = 0;
  const terminal = bench.openTerminal({
    columns: 160,
    rows: 40,
    cwd,
    onOutput: (text) => (shown += text),
    onEnd: () => undefined,
  });
  return async (command: string): Promise<string> => {
    const end = `done-${String(++mark)}-`;
    const from = shown.length;
    for (const line of [...command.trimEnd().split('\n'), `echo ${end}$?`]) {
      const prompts = shown.split(PROMPT).length;
      terminal.type(`${line}\r`);
      // What still runs would read the next line for itself: a learner waits for the prompt.
      await bench.driver.runUntil(bench.clock.now() + LIMIT_MS, () => shown.split(PROMPT).length > prompts);
    }
    const ended = () => new RegExp(`${end}\\d`).test(shown.slice(from));
    await bench.driver.runUntil(bench.clock.now() + LIMIT_MS, ended);
    if (!ended()) throw new Error(`this did not end: ${command}\n${shown.slice(from)}`);
    return shown.slice(from);
  };
}

async function asks(bench: Workbench, script: string, cwd: string): Promise<{ ok: boolean; said: string }> {
  let result: { exitCode: number; stdout: string; stderr: string } | undefined;
  void bench.run(script, { cwd }).then((found) => (result = found));
  await bench.driver.runUntil(bench.clock.now() + LIMIT_MS, () => result !== undefined);
  return { ok: result?.exitCode === 0, said: `${result?.stdout ?? ''}${result?.stderr ?? ''}` };
}

describe.each(readdirSync('tutorials').filter((name) => statSync(join('tutorials', name)).isDirectory()))(
  'the course %s',
  (track) => {
    test.each(readdirSync(join('tutorials', track)))(
      '%s is solved by its own solution, step by step',
      async (name) => {
        const lesson = load(join('tutorials', track, name));
        const bench = await createWorkbench({
          preset: lesson.preset,
          seed: 1,
          journal: new MemoryJournal(),
          drain,
          epochMs: Date.UTC(2026, 0, 5, 9),
        });
        bench.files.makeDirectory(lesson.cwd);
        const at = (path: string) => (path.startsWith('/') ? path : `${lesson.cwd}/${path}`);
        for (const { path, text } of lesson.files) bench.files.write(at(path), text);
        for (const script of lesson.start)
          expect(await asks(bench, script, lesson.cwd), script).toMatchObject({ ok: true });
        const type = learner(bench, lesson.cwd);
        for (const step of lesson.steps) {
          const before = await Promise.all(step.checks.map(({ script }) => asks(bench, script, lesson.cwd)));
          expect(
            before.length === 0 || before.some(({ ok }) => !ok),
            `${step.title}: is done before it has begun`,
          ).toBe(true);
          let shown = '';
          for (const action of step.solution) {
            if (action.kind === 'create') bench.files.write(at(action.path), action.text);
            else shown += await type(action.command);
          }
          for (const { label, script } of step.checks) {
            const { ok, said } = await asks(bench, script, lesson.cwd);
            expect(ok, `${step.title}: ${label}\n${said}\n${shown}`).toBe(true);
          }
        }
      },
      60_000,
    );
  },
);
