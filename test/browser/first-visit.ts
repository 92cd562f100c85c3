import type { Browser } from 'playwright-core';
import { prompt, sees, type, visit } from './support/page';
import type { Site } from './support/serve';
import { ensure, type BrowserTest } from './support/test';

/** Gzipped JavaScript before the first prompt, and how long the first prompt may take. */
const BUDGET = 250_000;
const PROMPT_MS = 1500;

export const firstVisit = (browser: Browser, site: Site): BrowserTest[] => [
  {
    name: 'the first visit reaches a prompt within the budget of time and JavaScript',
    async run() {
      let best = Infinity;
      let scripts: { path: string; bytes: number }[] = [];
      // A machine that is busy with something else is slow now and then: the best of three visits counts.
      for (let n = 0; n < 3 && best > PROMPT_MS; n++) {
        site.taken();
        const start = performance.now();
        const { page, context, problems } = await visit(browser, site, '#/playground');
        await sees(page, /[$#] ?$/m);
        best = Math.min(best, performance.now() - start);
        scripts = site.taken().filter(({ path }) => path.endsWith('.js'));
        await context.close();
        ensure(problems.length === 0, `the console says: ${problems.join('\n')}`);
      }
      const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
      process.stdout.write(
        `        prompt after ${best.toFixed(0)} ms, ${String(bytes)} bytes of JavaScript in ${String(scripts.length)} files\n`,
      );
      ensure(
        bytes <= BUDGET,
        `${String(bytes)} bytes of JavaScript:\n${scripts.map(({ path, bytes: size }) => `${String(size)} ${path}`).join('\n')}`,
      );
      ensure(best <= PROMPT_MS, `the prompt took ${best.toFixed(0)} ms`);
    },
  },
  {
    name: 'the page works offline after the first visit',
    async run() {
      const { page, context } = await visit(browser, site, '#/playground');
      await prompt(page);
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await page.waitForTimeout(1500);
      await context.setOffline(true);
      await page.reload();
      await prompt(page);
      await type(page, 'echo offline');
      await context.close();
    },
  },
];
