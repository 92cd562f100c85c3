import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Site } from './serve';

/** One page of its own storage, with what went wrong on it. */
export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly problems: string[];
}

/** Opens a place of the page in a context of its own. */
export async function visit(
  browser: Browser,
  site: Site,
  hash = '',
  options: { width?: number; height?: number; dark?: boolean; motion?: boolean } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: options.motion ? 'no-preference' : 'reduce',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(site.url + hash);
  return { context, page, problems };
}

/** The text on the terminal that is shown. */
export const screen = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.terminal.shown .xterm-rows > div')]
      .map((row) => row.textContent.trimEnd())
      .join('\n'),
  );

/** Waits until the terminal shows something. */
export async function sees(page: Page, wanted: RegExp | string, seconds = 20): Promise<string> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const shown = await screen(page);
    if (typeof wanted === 'string' ? shown.includes(wanted) : wanted.test(shown)) return shown;
    if (Date.now() > end) throw new Error(`the terminal does not show ${String(wanted)}:\n${shown}`);
    await page.waitForTimeout(30);
  }
}

/** Waits for the first prompt and puts the cursor there. */
export async function prompt(page: Page): Promise<void> {
  await sees(page, /[$#] ?$/m);
  await page.locator('.terminal.shown .xterm-helper-textarea').focus();
}

/** Waits until what was typed is shown, also where the line breaks in between. */
async function echoed(page: Page, end: string): Promise<void> {
  for (let n = 0; n < 200; n++) {
    if ((await screen(page)).replaceAll('\n', '').includes(end)) return;
    await page.waitForTimeout(10);
  }
}

let marks = 0;

/** Types a command as a learner does and waits until it has ended. */
export async function type(page: Page, command: string, seconds = 60): Promise<string> {
  const mark = `-${String(++marks)}-`;
  await page.locator('.terminal.shown .xterm-helper-textarea').focus();
  for (const line of [...command.trimEnd().split('\n'), `echo done${mark}$?`]) {
    // What still runs would read the next line for itself: a learner waits for the prompt.
    await sees(page, /(?:[$#]|(?:^|\n)>)\n*$/, seconds);
    await page.keyboard.type(line);
    await echoed(page, line.trim().slice(-12));
    await page.keyboard.press('Enter');
    await page.waitForTimeout(30);
  }
  return sees(page, new RegExp(`^done${mark}\\d+`, 'm'), seconds);
}
