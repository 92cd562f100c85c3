import fc from 'fast-check';
import { expect, test } from 'vitest';
import { glob, isPattern, matchPattern } from '#vfs/glob';
import { files } from '#vfs/layer-builder';
import { MemoryFileSystem } from '#vfs/memory';
import { MountTable } from '#vfs/mounts';
import { ProcessFileView } from '#vfs/view';

const view = new ProcessFileView(
  new MountTable(
    new MemoryFileSystem({
      id: 'g',
      now: () => 0,
      records: files({
        '/w/a.txt': '',
        '/w/b.txt': '',
        '/w/.hidden': '',
        '/w/sub/c.txt': '',
        '/w/sub/deep/d.txt': '',
        '/w/[x]': '',
      }),
    }),
  ),
  { cwd: '/w' },
);

test.each<[string, string[]]>([
  ['*.txt', ['a.txt', 'b.txt']],
  ['*', ['[x]', 'a.txt', 'b.txt', 'sub']],
  ['.*', ['.hidden']],
  ['*/', ['sub/']],
  ['/w/s*/*', ['/w/sub/c.txt', '/w/sub/deep']],
  ['[ab].txt', ['a.txt', 'b.txt']],
  ['[!a].txt', ['b.txt']],
  ['\\[x\\]', ['[x]']],
  ['nothing*', []],
  ['./?.txt', ['./a.txt', './b.txt']],
])('%s stands for %j', (pattern, paths) => {
  expect(glob(view, pattern)).toEqual(paths);
});

test('with globstar ** goes down any number of directories', () => {
  expect(glob(view, '**/*.txt', { globstar: true })).toEqual(['a.txt', 'b.txt', 'sub/c.txt', 'sub/deep/d.txt']);
});

test('patterns match whole texts', () => {
  expect(matchPattern('*a*b', 'xxaxxb')).toBe(true);
  expect(matchPattern('[[:digit:]]?', '1é')).toBe(true);
  expect(matchPattern('[]a]', ']')).toBe(true);
  expect(matchPattern('[a', '[a')).toBe(true);
  expect(isPattern('a\\*b')).toBe(false);
});

test('a pattern of many stars answers at once', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (pattern, text) => void matchPattern(pattern, text)));
  expect(matchPattern('*a'.repeat(50), 'a'.repeat(5000) + 'b')).toBe(false);
});
