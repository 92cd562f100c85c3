import { createInterface } from 'node:readline';
import { ProcessEnded } from '#process/process';
import { Headless } from '#workbench/headless';

/** The world without a page: JSON lines on standard input, one answer for each on standard output. */
const headless = new Headless({
  drain: () => new Promise((resolve) => setImmediate(resolve)),
  wallMs: () => performance.now(),
});
// A program that was killed may leave a coroutine behind that nobody awaits.
process.on('unhandledRejection', (error) => {
  if (!(error instanceof ProcessEnded)) console.error(error);
});
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const answer = await headless.answer(line);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
