import { expect, test } from 'vitest';
import { parseLesson } from '../../src/tutorial/lesson';
import { LessonError, parseBlocks } from '../../src/tutorial/markdown';

const LESSON = `---
title: "A lesson"
minutes: 5
cwd: drawer
start: [docker pull ubuntu]
---
Before.

## One

Do \`this\`:

\`\`\`run
docker ps
\`\`\`

\`\`\`file a/b.txt
text
\`\`\`

\`\`\`check It is there
test -f a/b.txt
\`\`\`

\`\`\`hint
Look *closely*.
\`\`\`

## What you learned

- much
`;

test('a lesson is front matter, prose and steps', () => {
  const lesson = parseLesson(LESSON);
  expect(lesson).toMatchObject({ title: 'A lesson', minutes: 5, cwd: '/root/drawer', start: ['docker pull ubuntu'] });
  expect(lesson.intro).toEqual([{ kind: 'paragraph', inlines: [{ kind: 'text', text: 'Before.' }] }]);
  expect(lesson.outro).toHaveLength(1);
  expect(lesson.steps).toEqual([
    {
      title: 'One',
      blocks: [
        {
          kind: 'paragraph',
          inlines: [
            { kind: 'text', text: 'Do ' },
            { kind: 'code', text: 'this' },
            { kind: 'text', text: ':' },
          ],
        },
        { kind: 'run', command: 'docker ps' },
        { kind: 'create', path: 'a/b.txt', text: 'text\n' },
      ],
      hints: [
        [
          {
            kind: 'paragraph',
            inlines: [
              { kind: 'text', text: 'Look ' },
              { kind: 'emphasis', inlines: [{ kind: 'text', text: 'closely' }] },
              { kind: 'text', text: '.' },
            ],
          },
        ],
      ],
      checks: [{ label: 'It is there', script: 'test -f a/b.txt' }],
      solution: [
        { kind: 'run', command: 'docker ps' },
        { kind: 'create', path: 'a/b.txt', text: 'text\n' },
      ],
    },
  ]);
});

test('a lesson without a step is refused', () => {
  expect(() => parseLesson('only text')).toThrow(
    new LessonError('a lesson needs at least one step: a heading that starts with "## "'),
  );
});

test('HTML is text, comments are nothing, and only web links are links', () => {
  expect(
    parseBlocks('<script>alert(1)</script>\n\n<!-- no -->\n\n[x](javascript:alert(1)) [y](https://example.org/)'),
  ).toEqual([
    { kind: 'paragraph', inlines: [{ kind: 'text', text: '<script>alert(1)</script>' }] },
    {
      kind: 'paragraph',
      inlines: [
        { kind: 'text', text: 'x' },
        { kind: 'text', text: ' ' },
        { kind: 'link', href: 'https://example.org/', inlines: [{ kind: 'text', text: 'y' }] },
      ],
    },
  ]);
});

test("Katacoda's clicks become clicks", () => {
  const lesson = parseLesson(
    '## s\n\nType `docker ps`{{execute}} and `x`{{copy}}.\n\n```bash\ndocker images\n```{{execute}}\n\nrest',
  );
  expect(lesson.steps[0]!.blocks).toEqual([
    {
      kind: 'paragraph',
      inlines: [
        { kind: 'text', text: 'Type ' },
        { kind: 'code', text: 'docker ps', click: 'run' },
        { kind: 'text', text: ' and ' },
        { kind: 'code', text: 'x', click: 'copy' },
        { kind: 'text', text: '.' },
      ],
    },
    { kind: 'run', command: 'docker images' },
    { kind: 'paragraph', inlines: [{ kind: 'text', text: 'rest' }] },
  ]);
});

test('a text that is too deep is refused, not followed', () => {
  expect(() => parseBlocks('> '.repeat(200) + 'x')).toThrow('nested too deeply');
});
