import type { Browser } from 'playwright-core';
import { prompt, visit } from './support/page';
import type { Site } from './support/serve';
import type { BrowserTest } from './support/test';

export const hints = (browser: Browser, site: Site): BrowserTest[] => [
  {
    name: 'the flag under the cursor is explained, and the explanation goes with the line',
    async run() {
      const { page, context } = await visit(browser, site, '#/playground');
      await prompt(page);
      await page.keyboard.type('docker run --rm');
      await page.locator('.hint', { hasText: '--rm  Automatically remove the container' }).waitFor({ timeout: 10_000 });
      await page.keyboard.type(' -d');
      await page.locator('.hint', { hasText: '-d  Run container in background' }).waitFor({ timeout: 10_000 });
      await page.keyboard.press('Control+c');
      await page.locator('.hint', { hasNotText: /./ }).waitFor({ state: 'attached', timeout: 10_000 });
      await context.close();
    },
  },
];
