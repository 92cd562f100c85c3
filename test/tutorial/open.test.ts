import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openFragment, openZip, toFragment, toZip } from '../../src/tutorial/archive';
import { LessonError } from '../../src/tutorial/markdown';
import { openFolder } from '../../src/tutorial/open';

const folder = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, strToU8(text)]));

const SCENARIO = {
  'sc/index.json': JSON.stringify({
    title: 'A scenario',
    time: '10 minutes',
    details: {
      intro: { text: 'intro.md', background: 'setup.sh' },
      steps: [{ title: 'First', text: 'step1.md', verify: 'verify.sh' }],
      finish: { text: 'finish.md' },
      assets: { host01: [{ file: '*.yaml', target: '~/app' }] },
    },
  }),
  'sc/intro.md': 'Welcome',
  'sc/setup.sh': 'docker pull nginx',
  'sc/step1.md': 'Run `docker ps`{{exec}}',
  'sc/verify.sh': 'true',
  'sc/finish.md': 'Bye',
  'sc/assets/web.yaml': 'x: 1',
};

test('a Killercoda folder opens as it is', () => {
  expect(openFolder(folder(SCENARIO))).toMatchObject({
    title: 'A scenario',
    minutes: 10,
    start: ['docker pull nginx'],
    files: [{ path: '/root/app/web.yaml', text: 'x: 1' }],
    steps: [{ title: 'First', checks: [{ script: 'true' }], solution: [{ kind: 'run', command: 'docker ps' }] }],
  });
});

test('a lesson goes into a link and a zip, and comes out the same', () => {
  const lesson = folder({ 'lesson.md': '## Step\n\ntext äöü', 'files/a.txt': 'a' });
  expect(openFolder(openFragment(toFragment(lesson)))).toEqual(openFolder(lesson));
  expect(openFolder(openZip(toZip(lesson)))).toEqual(openFolder(lesson));
});

test('a folder without a lesson says what is missing', () => {
  expect(() => openFolder(folder({ 'README.md': '' }))).toThrow(
    new LessonError('there is no lesson.md and no index.json in this folder'),
  );
});

test('a zip that unpacks to too much is refused', () => {
  expect(() => openZip(zipSync({ 'big.txt': new Uint8Array(3 * 1024 * 1024) }))).toThrow(LessonError);
  expect(() => openZip(strToU8('no zip'))).toThrow(LessonError);
});

test('a link that unpacks to too much is refused', () => {
  const big = folder(
    Object.fromEntries(Array.from({ length: 4 }, (_, i) => [`${String(i)}.txt`, 'x'.repeat(1_900_000)])),
  );
  expect(openFragment(toFragment(big)).size).toBe(4);
  expect(() => openFragment('not*base64')).toThrow(LessonError);
});

test('no text throws anything but LessonError', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      for (const open of [
        () => openFragment(text),
        () => openFolder(folder({ 'lesson.md': text })),
        () => openFolder(folder({ 'index.json': text })),
      ]) {
        try {
          open();
        } catch (error) {
          expect(error).toBeInstanceOf(LessonError);
        }
      }
    }),
    { numRuns: 300 },
  );
});
