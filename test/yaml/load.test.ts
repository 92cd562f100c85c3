import { expect, test } from 'vitest';
import { dump } from '#yaml/dump';
import { parse, parseAll } from '#yaml/load';
import { COMPOSE_SCHEMA, K8S_SCHEMA, Tagged } from '#yaml/schemas';

test('Compose and Kubernetes read scalars as their Go readers do', () => {
  const text =
    'a: yes\nb: 0644\nc: 22:22\nd: 1.5\ne: null\nf: true\ng: 0x1F\nh: 1e3\ni: "7"\nj: 2001-01-01\nk: +5\nl: -\n';
  expect(parse(text.replace('l: -\n', ''), COMPOSE_SCHEMA)).toEqual({
    a: 'yes',
    b: 420,
    c: '22:22',
    d: 1.5,
    e: null,
    f: true,
    g: 31,
    h: 1000,
    i: '7',
    j: '2001-01-01',
    k: 5,
  });
  expect(parse('a: yes\nb: off\n', K8S_SCHEMA)).toEqual({ a: true, b: false });
});

test('aliases and merges become copies', () => {
  const value = parse('x: &x {a: 1, l: [1]}\ny: *x\nz: {<<: *x, b: 2}\n', COMPOSE_SCHEMA) as Record<
    string,
    Record<string, unknown>
  >;
  expect(value).toEqual({ x: { a: 1, l: [1] }, y: { a: 1, l: [1] }, z: { a: 1, l: [1], b: 2 } });
  value['y']!['a'] = 5;
  (value['z']!['l'] as number[]).push(2);
  expect(value['x']).toEqual({ a: 1, l: [1] });
});

test('!reset and !override keep their meaning, other local tags are ignored', () => {
  expect(parse('a: !reset null\nb: !override [1]\nc: !foo {d: 1}\ne: !bar 7\n', COMPOSE_SCHEMA)).toEqual({
    a: new Tagged('!reset', null),
    b: new Tagged('!override', [1]),
    c: { d: 1 },
    e: 7,
  });
});

test.each([
  ['services:\n  web:\n   image: x\n     ports: y\n', 'yaml: line 4: mapping values are not allowed in this context'],
  ['services:\n\tweb:\n', 'yaml: line 2: found character that cannot start any token'],
  ['services:\n  web:\n    image: "x\n', 'yaml: line 3: found unexpected end of stream'],
  ['services:\n  web:\n    image: x\n   ports: [a]\n', 'yaml: line 1: did not find expected key'],
  ['services:\n  web:\n    image: *nope\n', "yaml: unknown anchor 'nope' referenced"],
  ['services:\n  web:\n    command: %x\n', 'yaml: line 3: found character that cannot start any token'],
  ['services:\n  web:\n    image: a: b\n', 'yaml: line 3: mapping values are not allowed in this context'],
  ['\0\n', 'yaml: control characters are not allowed'],
  [
    'services:\n  web:\n    image: x\n    ports:\n      - 80:80\n      22:22\n',
    "yaml: line 6: could not find expected ':'",
  ],
  ['x: &s "a"\ny:\n  <<: *s\n', 'yaml: map merge requires map or sequence of maps as the value'],
  ['a: 1\nb: 2\na: 3\n', 'yaml: unmarshal errors:\n  line 3: mapping key "a" already defined at line 1'],
])('a fault in %j is told as go-yaml tells it', (text, message) => {
  expect(() => parse(text, COMPOSE_SCHEMA)).toThrow(message);
});

test('a bomb of aliases is refused', () => {
  const lines = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
  for (let i = 1; i < 9; i++) {
    const last = String.fromCharCode(96 + i);
    lines.push(
      `${String.fromCharCode(97 + i)}: &${String.fromCharCode(97 + i)} [${Array(10).fill(`*${last}`).join(',')}]`,
    );
  }
  expect(() => parse(lines.join('\n'), COMPOSE_SCHEMA)).toThrow('yaml: document contains excessive aliasing');
});

test('positions lead from a path to its place in the text', () => {
  const text = 'services:\n  web:\n    ports:\n      - "80:80"\n---\nb: 2\n';
  const [first, second] = parseAll(text, COMPOSE_SCHEMA);
  const range = first!.positions.value(['services', 'web', 'ports', 0])!;
  expect(text.slice(range.start, range.end)).toBe('80:80');
  const key = first!.positions.key(['services', 'web', 'ports'])!;
  expect(text.slice(key.start, key.end)).toBe('ports');
  expect(first!.positions.at(key.start + 1)).toEqual(['services', 'web', 'ports']);
  expect(second!.positions.value(['b'])).toEqual({ start: text.indexOf('2', 60 - 12), end: text.length - 1 });
});

test('values are printed as compose, kubectl and PyYAML print them', () => {
  const value = {
    a: 'yes',
    b: ['80:80', '22:22', 5, { c: 'x: y', d: 'l1\nl2\n' }],
    e: {},
    f: [],
    g: '',
    h: null,
    i: '#x',
    j: [['a']],
  };
  expect(dump(value)).toBe(
    'a: "yes"\nb:\n  - 80:80\n  - "22:22"\n  - 5\n  - c: \'x: y\'\n    d: |\n      l1\n      l2\ne: {}\nf: []\ng: ""\nh: null\ni: \'#x\'\nj:\n  - - a\n',
  );
  expect(dump(value, { style: 'kubectl' })).toContain(
    'b:\n- 80:80\n- "22:22"\n- 5\n- c: \'x: y\'\n  d: |\n    l1\n    l2\n',
  );
  expect(dump({ version: '3.9', on: 'yes', p: ['80:80'] }, { style: 'python' })).toBe(
    "version: '3.9'\n'on': 'yes'\np:\n- 80:80\n",
  );
});
