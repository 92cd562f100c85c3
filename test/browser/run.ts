import { existsSync } from 'node:fs';
import { access } from './access';
import { firstVisit } from './first-visit';
import { lessons } from './lessons';
import { startChromium } from './support/chromium';
import { serve } from './support/serve';
import { runAll } from './support/test';

// Usage: npx tsx test/browser/run.ts [part of a test's name]. The page must have been built: npm run build.
if (!existsSync('dist/index.html')) throw new Error('there is no dist/index.html: run npm run build first');
const site = await serve('dist');
const browser = await startChromium();
const tests = [...firstVisit(browser, site), ...access(browser, site), ...lessons(browser, site)];
const failed = await runAll(tests, process.argv[2]);
await browser.close();
site.close();
process.exitCode = failed > 0 ? 1 : 0;
