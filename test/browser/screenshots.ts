import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { startChromium } from './support/chromium';
import { prompt, sees, type, visit } from './support/page';
import { serve } from './support/serve';

// Usage: npx tsx test/browser/screenshots.ts [folder] [place]. Writes every place in light, dark and phone width; the
// folder is not kept in the repository, except for the README's picture: docs/workbench.png.
const folder = process.argv[2] ?? 'docs/screenshots';
const only = process.argv[3];
mkdirSync(folder, { recursive: true });
const site = await serve('dist');
const browser = await startChromium();

const SHOP = `services:
  web:
    image: nginx:alpine
    ports: ["8080:80"]
    networks: [front]
    depends_on: [api]
  api:
    image: httpd:alpine
    networks: [front, back]
  db:
    image: redis:alpine
    networks: [back]
    volumes: ["data:/data"]
networks:
  front:
  back:
    internal: true
volumes:
  data:
`;

interface Place {
  readonly name: string;
  readonly hash: string;
  readonly act: (page: Page, phone: boolean) => Promise<unknown>;
}

/** Opens a view by its tab, or by the bottom bar of a phone. */
async function open(page: Page, view: string, phone: boolean): Promise<void> {
  const bar = page.getByRole('navigation').getByRole('button', { name: view });
  await (phone ? bar : page.getByRole('tab', { name: view, exact: true })).click();
}

async function toTerminal(page: Page, phone: boolean): Promise<void> {
  if (phone) await page.getByRole('navigation').getByRole('button', { name: 'Terminal' }).click();
  await prompt(page);
}

/** A project of three services, two networks and a volume. */
async function shop(page: Page, phone: boolean): Promise<void> {
  await toTerminal(page, phone);
  await type(page, `mkdir shop && cd shop && cat > compose.yaml <<'END'\n${SHOP}END`);
  await type(page, 'clear; docker compose up -d --quiet-pull', 120);
  await type(page, 'curl -s localhost:8080 | head -4; docker compose exec web wget -qO- api');
  if (phone) await open(page, 'Map', phone);
}

const nothing = () => Promise.resolve();
const dialog = (name: string) => async (page: Page, phone: boolean) => {
  await toTerminal(page, phone);
  await page.getByRole('button', { name, exact: true }).click();
};

const PLACES: readonly Place[] = [
  { name: 'harbour', hash: '', act: nothing },
  {
    name: 'lesson',
    hash: '#/lesson/compose/03-who-can-reach-whom',
    async act(page, phone) {
      if (phone) return;
      await prompt(page);
      await type(page, 'docker-compose up -d', 120);
      await type(page, 'docker-compose exec service1 ping -c 1 service2');
    },
  },
  {
    // The README's picture: nothing but what a learner clicks.
    name: 'workbench',
    hash: '#/lesson/compose/03-who-can-reach-whom',
    async act(page, phone) {
      if (phone) return;
      await prompt(page);
      await page.locator('button.run').first().click();
      await page.locator('.checks li.done').waitFor({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Next', exact: true }).click();
      await page.locator('button.run').first().click();
      await sees(page, 'executable file not found');
      await page.locator('.box').first().hover();
    },
  },
  { name: 'map', hash: '#/playground', act: shop },
  {
    name: 'inspector',
    hash: '#/playground',
    async act(page, phone) {
      await shop(page, phone);
      await page.locator('.box').nth(1).click();
    },
  },
  {
    name: 'life',
    hash: '#/playground',
    async act(page, phone) {
      await shop(page, phone);
      await page.locator('.box').nth(1).click();
      await page.getByRole('tab', { name: 'Life' }).click();
    },
  },
  {
    name: 'editor',
    hash: '#/lesson/compose/04-a-shared-drawer',
    async act(page, phone) {
      await open(page, 'Editor', phone);
      await page.getByRole('button', { name: 'docker-compose.yml', exact: true }).click();
      await page.waitForSelector('.cm-lintRange');
    },
  },
  {
    name: 'browser',
    hash: '#/playground',
    async act(page, phone) {
      await shop(page, phone);
      await open(page, 'Browser', phone);
      await page.getByRole('button', { name: 'localhost:8080' }).click();
    },
  },
  {
    name: 'why',
    hash: '#/playground',
    async act(page, phone) {
      await shop(page, phone);
      if (phone) {
        await page.locator('.box').first().click();
        await page.getByRole('button', { name: 'Why?' }).first().click();
      } else await page.locator('footer').getByRole('button', { name: 'Why?', exact: true }).click();
      await page.getByLabel('From').selectOption('shop-web-1');
      await page.getByLabel('To', { exact: true }).fill('db:6379');
      await page.getByRole('button', { name: 'Explain the path' }).click();
      await page.waitForSelector('dialog li');
    },
  },
  {
    name: 'trace',
    hash: '#/playground',
    async act(page, phone) {
      await shop(page, phone);
      if (!phone) await open(page, 'Trace', phone);
    },
  },
  { name: 'settings', hash: '#/playground', act: dialog('Settings') },
  { name: 'keys', hash: '#/playground', act: dialog('Keys') },
  {
    name: 'projector',
    hash: '#/playground',
    async act(page, phone) {
      await shop(page, phone);
      await page.locator('header').click();
      await page.keyboard.press('p');
    },
  },
];

const LOOKS = [
  ['light', { width: 1400, height: 860 }],
  ['dark', { width: 1400, height: 860, dark: true }],
  ['phone', { width: 390, height: 800 }],
] as const;

for (const [look, options] of LOOKS) {
  for (const { name, hash, act } of PLACES) {
    if (only !== undefined && !name.includes(only)) continue;
    const { page, context } = await visit(browser, site, hash, options);
    try {
      await act(page, look === 'phone');
      await page.waitForTimeout(600);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      process.stdout.write(`${name} ${look}: ${message.split('\n')[0] ?? ''}\n`);
      process.exitCode = 1;
    }
    await page.screenshot({ path: `${folder}/${name}-${look}.png` });
    await context.close();
  }
}
await browser.close();
site.close();
