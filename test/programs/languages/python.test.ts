import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pip } from '#programs/languages/python/pip';
import { pythonProgram } from '#programs/languages/python/python';
import { createTestMachine } from '../../support/world';

const python = (source: string, timeoutMs?: number) =>
  createTestMachine({ programs: [pythonProgram] }).run(['python3', '-c', source], timeoutMs ? { timeoutMs } : {});

describe('python runs what tutorials write', () => {
  test.each([
    [
      "print('hi', 1 + 1, 2 ** 100, 7 / 2, [1, 'a', None], {'a': 1.5}, (1,))",
      "hi 2 1267650600228229401496703205376 3.5 [1, 'a', None] {'a': 1.5} (1,)\n",
    ],
    ["name = 'x'\nprint(f'{3.14159:.2f} {name!r:>5} {1 + 1 = } {1234567:,}')", "3.14   'x' 1 + 1 = 2 1,234,567\n"],
    ["print('%s-%03d' % ('a', 7), '{:>5}|{b}'.format(1, b=2), 'a,b'.split(','))", "a-007     1|2 ['a', 'b']\n"],
    ['print([x * x for x in range(5) if x % 2], sorted([3, 1, 2], key=lambda x: -x))', '[1, 9] [3, 2, 1]\n'],
    ['def g():\n    yield 1\n    yield from [2, 3]\nprint(list(g()))', '[1, 2, 3]\n'],
    ["try:\n    {}['k']\nexcept KeyError as e:\n    print('no', e)\nfinally:\n    print('end')", "no 'k'\nend\n"],
    [
      'class A:\n    def __init__(self): self.x = 1\nclass B(A):\n    def __init__(self):\n        super().__init__()\n        self.y = 2\nprint(vars(B()))',
      "{'x': 1, 'y': 2}\n",
    ],
    [
      "import json\nprint(json.dumps({'a': [1, 2.0, None, True]}), json.loads('{\"b\": 1.0}'))",
      '{"a": [1, 2.0, null, true]} {\'b\': 1.0}\n',
    ],
    ['import time\nt = time.time()\ntime.sleep(2)\nprint(round(time.time() - t))', '2\n'],
    [
      'import asyncio\nasync def f(n):\n    await asyncio.sleep(n)\n    return n\nasync def main():\n    return await asyncio.gather(f(2), f(1))\nprint(asyncio.run(main()))',
      '[2, 1]\n',
    ],
    ['x = None\ndef f(): return x\nprint(f())', 'None\n'],
  ])('%s', async (source, expected) => {
    expect(await python(source)).toEqual({ stdout: expected, stderr: '', code: 0 });
  });
});

describe('what goes wrong is told in its words', () => {
  test.each([
    [
      'import nope',
      'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\nModuleNotFoundError: No module named \'nope\'\n',
    ],
    [
      'def f(x):\n    return x / 0\nf(1)',
      'Traceback (most recent call last):\n  File "<string>", line 3, in <module>\n  File "<string>", line 2, in f\nZeroDivisionError: division by zero\n',
    ],
    [
      "print('a' + 1)",
      'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\nTypeError: can only concatenate str (not "int") to str\n',
    ],
  ])('%s', async (source, expected) => {
    expect(await python(source)).toEqual({ stdout: '', stderr: expected, code: 1 });
  });

  test('sys.exit decides the exit code', async () => {
    expect((await python('import sys\nsys.exit(3)')).code).toBe(3);
  });

  test('output to a pipe waits in its buffer while the program sleeps', async () => {
    expect(await python("import time\nprint('early')\ntime.sleep(60)", 1000)).toMatchObject({
      stdout: '',
      code: undefined,
    });
  });
});

test('pip puts packages where imports find them, and knows what it does not have', async () => {
  const machine = createTestMachine({ programs: [pythonProgram, pip] });
  expect(await machine.run(['pip', 'install', '-q', 'nosuchthing'])).toMatchObject({
    stderr:
      'ERROR: Could not find a version that satisfies the requirement nosuchthing (from versions: none)\nERROR: No matching distribution found for nosuchthing\n',
    code: 1,
  });
  expect((await machine.run(['pip', 'install', 'flask==3.0.0'])).code).toBe(0);
  const app =
    "from flask import Flask, jsonify\napp = Flask(__name__)\n@app.route('/u/<int:n>')\ndef u(n): return jsonify(n=n)\nr = app.test_client().get('/u/3')\nprint(r.status, r.text)";
  expect((await machine.run(['python3', '-c', app])).stdout).toBe('200 OK {"n":3}\n\n');
});

test('a loop without end lets time pass and dies of a signal', async () => {
  expect((await python('while True: pass', 2000)).code).toBeUndefined();
});

test('no source makes the interpreter throw or hang', { timeout: 60_000 }, async () => {
  const piece = fc.constantFrom(
    'def f(',
    '):\n ',
    'x',
    '=',
    '1',
    "'",
    '[',
    ']',
    'f"{',
    '}"',
    'for ',
    ' in ',
    'lambda ',
    ':',
    '\n',
    ' ',
    'while True',
    '**',
    '9' + '9',
    'class ',
    'yield ',
    'try',
    'print(',
    ')',
    '@',
    'import os',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (parts) => {
      const { code, stderr } = await python(parts.join(''), 5);
      expect(stderr).not.toContain('simulator bug');
      expect([0, 1, undefined]).toContain(code);
    }),
    { numRuns: 150 },
  );
});
