import { readdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { parseLesson } from '../../src/tutorial/lesson';
import { prompt, type, visit } from './support/page';
import type { Site } from './support/serve';
import { ensure, type BrowserTest } from './support/test';

/** Each Compose lesson is done by typing what it says; every check mark has to fill by itself. */
export const lessons = (browser: Browser, site: Site): BrowserTest[] =>
  readdirSync('tutorials/compose').map((name) => ({
    name: `the lesson compose/${name} can be done by typing`,
    async run() {
      const lesson = parseLesson(readFileSync(`tutorials/compose/${name}/lesson.md`, 'utf8'));
      const { page, context, problems } = await visit(browser, site, `#/lesson/compose/${name}`);
      await prompt(page);
      // Pulling in real time would only be waiting.
      await page.getByLabel('Speed').selectOption('5');
      for (const [at, step] of lesson.steps.entries()) {
        await page.getByRole('heading', { name: step.title, exact: true }).waitFor();
        for (const action of step.solution) {
          if (action.kind === 'run') await type(page, action.command, 120);
          else
            await page
              .locator('figure', { has: page.locator('figcaption code', { hasText: action.path }) })
              .getByRole('button', { name: 'Create the file' })
              .click();
        }
        for (const check of step.checks)
          await page
            .locator('.checks li.done', { hasText: check.label })
            .waitFor({ timeout: 20_000 })
            .catch(() => {
              throw new Error(`step ${String(at + 1)} (${step.title}): not done: ${check.label}`);
            });
        await page
          .locator('.bar')
          .getByRole('button', { name: at === lesson.steps.length - 1 ? 'Finish' : 'Next' })
          .click();
      }
      await page.getByRole('heading', { name: 'Lesson finished' }).waitFor();
      await context.close();
      ensure(problems.length === 0, `the console says: ${problems.join('\n')}`);
    },
  }));
