import type { Browser } from 'playwright-core';
import { echoTimes } from './support/echo';
import { prompt, screen, sees, type, visit } from './support/page';
import type { Site } from './support/serve';
import { ensure, type BrowserTest } from './support/test';

const COMPOSE = `services:
  one:
    image: nginx:alpine
    volumes: ["data:/data"]
    ports: ["8080:80"]
  two:
    image: redis:alpine
  three:
    image: alpine
    command: sleep 3600
    volumes: ["data:/data"]
volumes:
  data:
`;

/** The long hexadecimal ids on the screen. */
const ids = (shown: string): string[] => [...new Set(shown.match(/\b[0-9a-f]{64}\b/g) ?? [])].sort();

export const lasting = (browser: Browser, site: Site): BrowserTest[] => [
  {
    name: 'what was written is there after a reload, and what ran runs again',
    async run() {
      const { page, context } = await visit(browser, site, '#/playground');
      await prompt(page);
      await type(page, 'echo kept > note.txt; docker run -d --name web -p 8080:80 nginx');
      const id = /^([0-9a-f]{64})$/m.exec(await type(page, 'docker ps -q --no-trunc'))?.[1];
      await page.reload();
      await prompt(page);
      const shown = await type(page, 'cat note.txt; docker ps -q --no-trunc; curl -s localhost:8080 | head -4');
      await context.close();
      ensure(/^kept$/m.test(shown), `the file is gone:\n${shown}`);
      ensure(id !== undefined && shown.includes(id), `the container is not running any more:\n${shown}`);
      ensure(shown.includes('Welcome to nginx'), `the container does not answer:\n${shown}`);
    },
  },
  {
    name: 'a reload in the middle of docker compose up loses nothing, and up goes on',
    async run() {
      const { page, context } = await visit(browser, site, '#/playground');
      await prompt(page);
      await type(page, `mkdir app && cd app && cat > compose.yaml <<'END'\n${COMPOSE}END`);
      await page.keyboard.type('docker compose up -d');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(2500);
      await page.reload();
      await prompt(page);
      await type(page, 'cd app; docker compose ps -aq --no-trunc');
      const before = ids(await screen(page));
      await type(page, 'clear; docker compose up -d', 120);
      await type(page, "docker compose exec three sh -c 'echo in the drawer > /data/x'");
      await type(page, 'clear; docker compose ps -q --no-trunc');
      const all = ids(await screen(page));
      ensure(all.length === 3, `not all three run:\n${await screen(page)}`);
      ensure(
        before.every((id) => all.includes(id)),
        'a container that was there has become another one',
      );
      await type(
        page,
        'clear; docker inspect -f "{{.NetworkSettings.Networks.app_default.IPAddress}}" $(docker compose ps -q)',
      );
      const addresses = (await screen(page)).match(/^172\.[\d.]+$/gm);
      // Now while all of them are replaced.
      await page.keyboard.type('docker compose up -d --scale two=3');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(700);
      await page.reload();
      await prompt(page);
      const shown = await type(
        page,
        'cd app; docker compose exec one cat /data/x; docker compose ps -q --no-trunc',
        60,
      );
      ensure(shown.includes('in the drawer'), `the volume's data is gone:\n${shown}`);
      ensure(
        all.every((id) => ids(shown).includes(id)),
        `a container that ran does not run:\n${shown}`,
      );
      await type(
        page,
        'clear; docker inspect -f "{{.NetworkSettings.Networks.app_default.IPAddress}}" $(docker compose ps -q)',
      );
      const now = (await screen(page)).match(/^172\.[\d.]+$/gm) ?? [];
      await context.close();
      ensure(
        addresses?.every((address) => now.some((one) => one === address)) === true,
        `the addresses were ${String(addresses)} and are ${String(now)}`,
      );
    },
  },
  {
    name: 'a world that was saved to a file opens from it',
    async run() {
      const { page, context } = await visit(browser, site, '#/playground');
      await prompt(page);
      await type(page, 'echo mine > note.txt; docker volume create drawer');
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save this world to a file' }).click();
      const path = await (await waiting).path();
      await page.goto(site.url);
      await page.locator('input[accept=".drydock"]').setInputFiles({
        name: 'my world.drydock',
        mimeType: 'application/octet-stream',
        buffer: (await import('node:fs')).readFileSync(path),
      });
      await prompt(page);
      const shown = await type(page, 'cat note.txt; docker volume ls -q');
      ensure(page.url().endsWith('#/world/my-world'), page.url());
      ensure(/^mine$/m.test(shown) && /^drawer$/m.test(shown), shown);
      await page.reload();
      await prompt(page);
      ensure(/^mine$/m.test(await type(page, 'cat note.txt')), 'the opened world is not kept');
      await context.close();
    },
  },
  {
    name: '200 running containers add less than a frame to the echo of typing',
    async run() {
      const { page, context } = await visit(browser, site, '#/playground', { motion: true });
      await prompt(page);
      const alone = await echoTimes(page, 'abcdefghijklmnopqrst');
      await page.keyboard.press('Control+c');
      await page.getByLabel('Speed').selectOption('100');
      await type(page, 'docker pull -q alpine', 60);
      await type(page, 'for i in $(seq 200); do docker run -d alpine sleep 100000 >/dev/null; done', 240);
      await page.getByLabel('Speed').selectOption('1');
      await sees(page, /[$#] ?$/m);
      const shown = await type(page, 'docker ps -q | wc -l');
      await page.waitForTimeout(1500);
      const many = await echoTimes(page, 'abcdefghijklmnopqrst');
      await context.close();
      const tell = (times: readonly number[]): string =>
        `median ${times[times.length >> 1]!.toFixed(1)} ms, worst ${times.at(-1)!.toFixed(1)} ms`;
      process.stdout.write(`        an empty machine: ${tell(alone)}; 200 containers: ${tell(many)}\n`);
      ensure(/^200$/m.test(shown), `there are not 200 containers:\n${shown}`);
      // The driver and the browser share the processor: the frame is what the containers may add.
      const added = many[many.length >> 1]! - alone[alone.length >> 1]!;
      ensure(added < 16.7 && many[many.length >> 1]! < 60, `the echo takes ${tell(many)}`);
    },
  },
];
