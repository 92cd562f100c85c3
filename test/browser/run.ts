import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access } from './access';
import { firstVisit } from './first-visit';
import { hints } from './hints';
import { lasting } from './lasting';
import { lessons } from './lessons';
import { startChromium } from './support/chromium';
import { serve } from './support/serve';
import { runAll } from './support/test';

// Usage: npx tsx test/browser/run.ts [part of a test's name]. Builds the page when there is none.
if (!existsSync('dist/index.html')) execFileSync('npx', ['vite', 'build'], { stdio: 'inherit' });
const site = await serve('dist');
const browser = await startChromium();
const tests = [
  ...firstVisit(browser, site),
  ...hints(browser, site),
  ...lasting(browser, site),
  ...access(browser, site),
  ...lessons(browser, site),
];
const failed = await runAll(tests, process.argv[2]);
await browser.close();
site.close();
process.exitCode = failed > 0 ? 1 : 0;
