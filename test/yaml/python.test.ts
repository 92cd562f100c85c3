import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadPython, PyFloat, pythonMessage, pythonRepr } from '../../src/yaml/python';
import { Fault } from '../../src/yaml/reader';

const message = (text: string): string => {
  try {
    loadPython(text);
    return '';
  } catch (error) {
    if (error instanceof Fault) return pythonMessage(error, './x.yml');
    throw error;
  }
};

test('plain scalars are those of YAML 1.1', () => {
  const text = 'a: yes\nb: off\nc: 0644\nd: 1:30\ne: 08\nf: 1e3\ng: ~\nh: 0x1F\ni: "no"\n';
  const want = { a: true, b: false, c: 420, d: 90, e: '08', f: '1e3', g: null, h: 31, i: 'no' };
  expect(loadPython(text).value).toEqual(want);
});

test('a float that is whole stays a float', () => {
  expect(loadPython('3.0').value).toEqual(new PyFloat(3));
  expect(pythonRepr(loadPython('[3.0, 1.5, 2020-01-02]').value)).toBe('[3.0, 1.5, datetime.date(2020, 1, 2)]');
});

test('merged keys come before own ones, which win', () => {
  expect(loadPython('a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n').value).toEqual({ a: { x: 1, y: 2 }, b: { x: 1, y: 3 } });
});

test('folded and literal texts keep the breaks that YAML keeps', () => {
  expect(loadPython('a: |\n  x\n   y\n\n  z\nb: >-\n  x\n  y\n\n  z\nc: "x\n  y"\n').value).toEqual({
    a: 'x\n y\n\nz\n',
    b: 'x y\nz',
    c: 'x y',
  });
});

test('faults are told in the words of PyYAML', () => {
  expect(message('a: b: c')).toBe(
    'yaml.scanner.ScannerError: mapping values are not allowed here\n  in "./x.yml", line 1, column 5',
  );
  expect(message('a: [1, 2\nb: 3\n')).toBe(
    `yaml.parser.ParserError: while parsing a flow sequence\n  in "./x.yml", line 1, column 4\nexpected ',' or ']', but got ':'\n  in "./x.yml", line 2, column 2`,
  );
  expect(message('a: !x 1')).toBe(
    `yaml.constructor.ConstructorError: could not determine a constructor for the tag '!x'\n  in "./x.yml", line 1, column 4`,
  );
});

test('no text makes reading throw anything but a fault', () => {
  const piece = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '  ',
    '-',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '|',
    '>',
  );
  const more = fc.constantFrom('&a ', '*a', '<<: ', '!', '!!', '#', '\t', '%', '---\n', '...\n', '\\', '1', '.5', '=');
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, more), { maxLength: 40 }), (parts) => void message(parts.join(''))),
    { numRuns: 3000 },
  );
});
