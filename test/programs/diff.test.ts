import { expect, test } from 'vitest';
import { edits } from '#programs/text/diff/edits';
import { contextual, normal, PLAIN, unified, type Side } from '#programs/text/diff/print';

const side = (header: string, text: string): Side => ({
  header,
  lines: text.replace(/\n$/, '').split('\n'),
  whole: text.endsWith('\n'),
});
const a = side('a', 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n');
const b = side('b', 'one\n2\nthree\nfour\nfive\nsix\nseven\neight');

test('diff tells changes in its own format', () => {
  expect(normal(a, b, edits(a.lines, b.lines), PLAIN)).toBe(
    '2c2\n< two\n---\n> 2\n7a8\n> eight\n\\ No newline at end of file\n',
  );
});

test('diff -u shows three lines around', () => {
  expect(unified(a, b, edits(a.lines, b.lines), 3, PLAIN)).toBe(
    '--- a\n+++ b\n@@ -1,7 +1,8 @@\n one\n-two\n+2\n three\n four\n five\n six\n seven\n+eight\n\\ No newline at end of file\n',
  );
});

test('diff -c shows both sides one after the other', () => {
  expect(contextual(a, b, edits(a.lines, b.lines), 1, PLAIN)).toBe(
    '*** a\n--- b\n***************\n*** 1,3 ****\n  one\n! two\n  three\n--- 1,3 ----\n  one\n! 2\n  three\n***************\n*** 7 ****\n--- 7,8 ----\n  seven\n+ eight\n\\ No newline at end of file\n',
  );
});

test('an inserted block is shown as late as it fits, as GNU diff does', () => {
  const before = 'a {\n}\nb {\n}\n'.split('\n');
  const after = 'a {\n}\nx {\n}\nb {\n}\n'.split('\n');
  expect(edits(before, after)).toEqual([{ a: 2, aEnd: 2, b: 2, bEnd: 4 }]);
});
