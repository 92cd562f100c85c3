import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeProgram } from '#programs/languages/node/node';
import { npmProgram } from '#programs/languages/node/npm';
import { createTestMachine } from '../../support/world';

const node = (source: string) => createTestMachine({ programs: [nodeProgram] }).run(['node', '-e', source]);

describe('node runs what tutorials write', () => {
  test.each([
    ["console.log('hi', { a: 1, b: [1, 2] }, null)", 'hi { a: 1, b: [ 1, 2 ] } null\n'],
    ["setTimeout(() => console.log('b'), 1000); console.log('a')", 'a\nb\n'],
    [
      'process.nextTick(() => console.log(1)); Promise.resolve().then(() => console.log(2)); console.log(0)',
      '0\n1\n2\n',
    ],
    ["console.log(require('path').join('/a', '..', 'b'), require('node:os').EOL === '\\n')", '/b true\n'],
    [
      "require('fs').writeFileSync('/tmp/x', 'hey'); console.log(require('fs').readFileSync('/tmp/x', 'utf8'))",
      'hey\n',
    ],
    [
      "console.log(require('crypto').createHash('md5').update('a').digest('hex'))",
      '0cc175b9c0f1b6a831c399e269772661\n',
    ],
    ["console.log(new URL('http://a:81/x?y=1').searchParams.get('y'))", '1\n'],
  ])('%s', async (source, expected) => {
    expect(await node(source)).toEqual({ stdout: expected, stderr: '', code: 0 });
  });
});

test('an uncaught error shows its line and ends the process', async () => {
  const machine = createTestMachine({
    programs: [nodeProgram],
    files: { '/root/a.js': "function f() {\n  throw new Error('boom');\n}\nf();\n" },
  });
  const { stderr, code } = await machine.run(['node', 'a.js']);
  expect(stderr.split('\n').slice(0, 5)).toEqual([
    '/root/a.js:2',
    "  throw new Error('boom');",
    '  ^',
    '',
    'Error: boom',
  ]);
  expect(stderr.endsWith('\nNode.js v22.21.1\n')).toBe(true);
  expect(code).toBe(1);
});

test('npm installs what it knows and refuses what it does not', async () => {
  const machine = createTestMachine({
    programs: [nodeProgram, npmProgram],
    files: { '/root/package.json': '{"name":"a","version":"1.0.0"}' },
  });
  expect((await machine.run(['npm', 'install', 'express'])).stdout).toBe(
    '\nadded 69 packages, and audited 70 packages in 2s\n\nfound 0 vulnerabilities\n',
  );
  expect((await machine.run(['node', '-p', "typeof require('express')"])).stdout).toBe('function\n');
  expect((await machine.run(['npm', 'install', 'nosuchthing'])).stderr).toMatch(/^npm error code E404\n/);
});

test('a loop without end is stopped', { timeout: 30_000 }, async () => {
  expect(await node('for (;;) {}')).toEqual({
    stdout: '',
    stderr: 'drydock: node was stopped: it ran too long without waiting\n',
    code: 1,
  });
});

test('no source makes node throw', { timeout: 60_000 }, async () => {
  const piece = fc.constantFrom(
    'function f(',
    ') {',
    '}',
    '(',
    '[',
    ']',
    '`${',
    'x',
    '=>',
    '1',
    ';',
    'throw ',
    'new ',
    'Promise',
    'await ',
    "require('fs')",
    '.x',
    '/',
    '"',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 10 }), async (parts) => {
      const { code, stderr } = await node(parts.join(''));
      expect(stderr).not.toContain('simulator bug');
      expect([0, 1]).toContain(code);
    }),
    { numRuns: 40 },
  );
});
