import { existsSync, readFileSync } from 'node:fs';
import { test } from 'vitest';

/** Where the recordings of real programs lie, beside the project. */
export const ROOT = '../shared/conformance';

/** Whether they are there: the tests that need them are skipped, and say so, when they are not. */
export const present = existsSync(ROOT);

/** A `.json` fixture: an object with `cases`. */
export function fixture<T>(path: string): T {
  return JSON.parse(readFileSync(`${ROOT}/${path}`, 'utf8')) as T;
}

/** A `.jsonl` fixture: one case a line. */
export function lines<T>(path: string): T[] {
  return readFileSync(`${ROOT}/${path}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** A transcript or another text of the recordings. */
export const recording = (path: string): string => readFileSync(`${ROOT}/${path}`, 'utf8');

export interface Score {
  suite: string;
  passed: number;
  total: number;
  /** Names of the failed cases, with a word on why. */
  failed: { name: string; why: string }[];
}

/**
 * Runs every case of a suite and compares the failures with the known differences: fails when another case fails and
 * when a known one passes. `known` maps a case's name to the reason. Also usable without vitest: see `score`.
 */
export function suite<C>(
  name: string,
  cases: () => readonly C[],
  nameOf: (item: C, index: number) => string,
  check: (item: C) => void | Promise<void>,
  known: Readonly<Record<string, string>> = {},
): void {
  if (!present) {
    test.skip(`${name}: skipped, the recordings are not beside the project`, () => undefined);
    return;
  }
  test(
    name,
    async () => {
      const result = await score(name, cases(), nameOf, check);
      const unexpected = result.failed.filter((f) => !(f.name in known));
      const failedNames = new Set(result.failed.map((f) => f.name));
      const mended = Object.keys(known).filter((k) => !failedNames.has(k));
      const row = `${name}: ${String(result.passed)}/${String(result.total)}`;
      process.stdout.write(`conformance ${row}\n`);
      if (unexpected.length + mended.length > 0) {
        const report = unexpected.slice(0, 20).map((f) => `  ${f.name}: ${f.why.slice(0, 300)}`);
        throw new Error(
          [
            row,
            `${String(unexpected.length)} cases differ:`,
            ...report,
            ...mended.map((m) => `  now passes, take it off the list: ${m}`),
          ].join('\n'),
        );
      }
    },
    300_000,
  );
}

/** Counts which cases pass; a case fails by throwing. */
export async function score<C>(
  name: string,
  cases: readonly C[],
  nameOf: (item: C, index: number) => string,
  check: (item: C) => void | Promise<void>,
): Promise<Score> {
  const failed: Score['failed'] = [];
  for (const [index, item] of cases.entries()) {
    try {
      await check(item);
    } catch (error) {
      failed.push({ name: nameOf(item, index), why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { suite: name, passed: cases.length - failed.length, total: cases.length, failed };
}
