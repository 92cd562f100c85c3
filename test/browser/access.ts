import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { prompt, sees, visit } from './support/page';
import type { Site } from './support/serve';
import { ensure, type BrowserTest } from './support/test';

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

async function violations(page: Page): Promise<string[]> {
  // The page's policy forbids inline scripts; the test's own is put in by the driver.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
        }>;
      };
    };
    const found = await axe.run();
    return found.violations.flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 3)
        .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n  ${failureSummary.slice(0, 300)}`),
    );
  });
}

const check = (
  browser: Browser,
  site: Site,
  name: string,
  hash: string,
  options: { width?: number; dark?: boolean },
  act: (page: Page) => Promise<unknown>,
): BrowserTest => ({
  name: `axe finds nothing: ${name}`,
  async run() {
    const { page, context } = await visit(browser, site, hash, options);
    if (hash !== '')
      await (hash.includes('lesson') && (options.width ?? 1280) < 700
        ? page.waitForSelector('.lesson article')
        : sees(page, /[$#]/));
    await act(page);
    await page.waitForTimeout(300);
    const found = await violations(page);
    await context.close();
    ensure(found.length === 0, found.join('\n'));
  },
});

const nothing = () => Promise.resolve();

export const access = (browser: Browser, site: Site): BrowserTest[] => [
  check(browser, site, 'harbour', '', {}, nothing),
  check(browser, site, 'harbour, dark', '', { dark: true }, nothing),
  check(browser, site, 'lesson', '#/lesson/docker/01-first-container', {}, nothing),
  check(browser, site, 'lesson, dark', '#/lesson/docker/01-first-container', { dark: true }, nothing),
  check(browser, site, 'lesson, 360 px', '#/lesson/docker/01-first-container', { width: 360 }, nothing),
  check(browser, site, 'editor', '#/lesson/compose/02-services-in-version-2', {}, async (page) => {
    await page.getByRole('tab', { name: 'Editor' }).click();
    await page.getByRole('button', { name: 'docker-compose.yml', exact: true }).click();
  }),
  check(browser, site, 'browser', '#/playground', {}, (page) => page.getByRole('tab', { name: 'Browser' }).click()),
  check(browser, site, 'the map as a list', '#/playground', {}, (page) =>
    page.getByRole('button', { name: 'The map as a list' }).click(),
  ),
  check(browser, site, 'keys', '#/playground', {}, (page) => page.getByRole('button', { name: 'Keys' }).click()),
  check(browser, site, 'settings', '#/playground', { dark: true }, (page) =>
    page.getByRole('button', { name: 'Settings' }).click(),
  ),
  {
    name: 'at 360 px nothing is wider than the screen, and the bottom bar leads everywhere',
    async run() {
      const { page, context } = await visit(browser, site, '#/lesson/docker/01-first-container', {
        width: 360,
        height: 720,
      });
      for (const pane of ['Lesson', 'Terminal', 'Map', 'Editor', 'Browser']) {
        await page.getByRole('navigation').getByRole('button', { name: pane }).click();
        await page.waitForTimeout(150);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        ensure(wide <= 360, `${pane} is ${String(wide)} px wide`);
      }
      await context.close();
    },
  },
  {
    name: 'the keyboard alone gets from the start into a lesson, its terminal, and out again',
    async run() {
      const { page, context } = await visit(browser, site);
      for (let n = 0; n < 10; n++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(() => document.activeElement?.classList.contains('big'))) break;
      }
      await page.keyboard.press('Enter');
      await prompt(page);
      await page.keyboard.type('echo typed');
      await page.keyboard.press('Enter');
      await sees(page, /^typed$/m);
      await page.keyboard.press('F6');
      ensure(
        await page.evaluate(() => document.activeElement?.getAttribute('role') === 'tab'),
        'F6 does not leave the terminal',
      );
      await page.keyboard.press('ArrowRight');
      await page.waitForSelector('.editor');
      await page.keyboard.press('?');
      await page.waitForSelector('dialog[open]');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Backquote');
      await page.waitForTimeout(100);
      ensure(
        await page.evaluate(() => document.activeElement?.className === 'xterm-helper-textarea'),
        'Ctrl-` does not lead into the terminal',
      );
      await context.close();
    },
  },
];
