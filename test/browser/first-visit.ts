import type { Browser } from 'playwright-core';
import { prompt, screen, sees, type, visit } from './support/page';
import type { Site } from './support/serve';
import { ensure, type BrowserTest } from './support/test';

/** Gzipped JavaScript before the first prompt, and how long the first prompt may take. */
const BUDGET = 250 * 1024;
const PROMPT_MS = 1500;

export const firstVisit = (browser: Browser, site: Site): BrowserTest[] => [
  {
    name: 'the first visit reaches a prompt within the budget of time and JavaScript',
    async run() {
      site.taken();
      const start = performance.now();
      const { page, context, problems } = await visit(browser, site, '#/playground');
      await sees(page, /[$#] ?$/m);
      const took = performance.now() - start;
      const scripts = site
        .taken()
        .filter(({ path }) => path.endsWith('.js') && !path.includes('sw.js') && !path.includes('workbox'));
      const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
      process.stdout.write(
        `        prompt after ${took.toFixed(0)} ms, ${(bytes / 1024).toFixed(0)} KiB of JavaScript in ${String(scripts.length)} files\n`,
      );
      await context.close();
      ensure(problems.length === 0, `the console says: ${problems.join('\n')}`);
      ensure(
        bytes <= BUDGET,
        `${String(bytes)} bytes of JavaScript:\n${scripts.map(({ path, bytes: size }) => `${String(size)} ${path}`).join('\n')}`,
      );
      ensure(took <= PROMPT_MS, `the prompt took ${took.toFixed(0)} ms`);
    },
  },
  {
    name: 'typing echoes within a frame or two',
    async run() {
      const { page, context } = await visit(browser, site, '#/playground');
      await prompt(page);
      const times: number[] = [];
      for (const key of 'echo hello') {
        const before = await screen(page);
        const start = performance.now();
        await page.keyboard.press(key === ' ' ? 'Space' : key);
        while ((await screen(page)) === before && key !== ' ') await page.waitForTimeout(1);
        times.push(performance.now() - start);
      }
      const median = times.sort((a, b) => a - b)[times.length >> 1]!;
      process.stdout.write(
        `        median ${median.toFixed(1)} ms from key to glyph, the driver's own time included\n`,
      );
      await page.keyboard.press('Enter');
      await sees(page, /^hello$/m);
      await context.close();
      ensure(median < 50, `echo takes ${median.toFixed(1)} ms`);
    },
  },
  {
    name: 'what was written is there after a reload, and what ran runs again',
    async run() {
      const { page, context } = await visit(browser, site, '#/playground');
      await prompt(page);
      await type(page, 'echo kept > note.txt; docker run -d --name web -p 8080:80 nginx');
      const id = /^([0-9a-f]{64})$/m.exec(await type(page, 'docker ps -q --no-trunc'))?.[1];
      await page.reload();
      await prompt(page);
      await type(page, 'cat note.txt; docker ps -q --no-trunc');
      const shown = await screen(page);
      await context.close();
      ensure(/^kept$/m.test(shown), `the file is gone:\n${shown}`);
      ensure(id !== undefined && shown.includes(id), `the container is not running any more:\n${shown}`);
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
