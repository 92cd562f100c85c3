/** A test of the page: a name in the learner's language, and what to do. */
export interface BrowserTest {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** Fails with a message unless the condition holds. */
export function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Runs tests one after the other, tells each result, and answers how many failed. */
export async function runAll(tests: readonly BrowserTest[], only: string | undefined): Promise<number> {
  let failed = 0;
  const wanted = tests.filter(({ name }) => only === undefined || name.includes(only));
  for (const { name, run } of wanted) {
    const start = performance.now();
    try {
      await run();
      process.stdout.write(`  ok    ${name} (${(performance.now() - start).toFixed(0)} ms)\n`);
    } catch (error) {
      failed++;
      process.stdout.write(
        `  FAIL  ${name}\n${String(error instanceof Error ? error.message : error).replaceAll(/^/gm, '        ')}\n`,
      );
    }
  }
  process.stdout.write(`${String(wanted.length - failed)} passed, ${String(failed)} failed\n`);
  return failed;
}
