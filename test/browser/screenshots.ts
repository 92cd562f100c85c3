import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { startChromium } from './support/chromium';
import { prompt, type, visit } from './support/page';
import { serve } from './support/serve';

// Usage: npx tsx test/browser/screenshots.ts [folder]. Writes every place in light, dark and phone width.
const folder = process.argv[2] ?? 'docs/screenshots';
mkdirSync(folder, { recursive: true });
const site = await serve('dist');
const browser = await startChromium();

const PLACES: readonly (readonly [
  name: string,
  hash: string,
  act: (page: Page, phone: boolean) => Promise<unknown>,
])[] = [
  ['harbour', '', async () => undefined],
  [
    'lesson',
    '#/lesson/compose/02-services-in-version-2',
    async (page, phone) => {
      if (phone) return;
      await prompt(page);
      await type(page, 'docker-compose up -d --build', 120);
      await type(page, 'curl localhost:5000');
      await page.waitForTimeout(600);
    },
  ],
  [
    'map',
    '#/lesson/compose/03-who-can-reach-whom',
    async (page, phone) => {
      if (phone) await page.getByRole('navigation').getByRole('button', { name: 'Terminal' }).click();
      await prompt(page);
      await type(page, 'docker-compose up -d', 120);
      if (phone) await page.getByRole('navigation').getByRole('button', { name: 'Map' }).click();
      await page.locator('.box').first().click();
      await page.getByRole('tab', { name: 'Life' }).click();
    },
  ],
  [
    'editor',
    '#/lesson/compose/04-a-shared-drawer',
    async (page, phone) => {
      await (
        phone
          ? page.getByRole('navigation').getByRole('button', { name: 'Editor' })
          : page.getByRole('tab', { name: 'Editor' })
      ).click();
      await page.getByRole('button', { name: 'docker-compose.yml', exact: true }).click();
      await page.waitForTimeout(800);
    },
  ],
];

for (const [look, options] of [
  ['light', { width: 1400, height: 860 }],
  ['dark', { width: 1400, height: 860, dark: true }],
  ['phone', { width: 390, height: 800 }],
] as const) {
  for (const [name, hash, act] of PLACES) {
    const { page, context } = await visit(browser, site, hash, options);
    try {
      await act(page, look === 'phone');
      await page.waitForTimeout(500);
    } catch (error) {
      process.stdout.write(
        `${name} ${look}: ${String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''}\n`,
      );
      process.exitCode = 1;
    }
    await page.screenshot({ path: `${folder}/${name}-${look}.png` });
    await context.close();
  }
}
await browser.close();
site.close();
