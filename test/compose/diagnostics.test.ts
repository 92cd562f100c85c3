import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diagnose } from '../../src/compose/diagnostics';
import { lookUp } from '../../src/compose/schema/lookup';

const options = {
  path: '/w/compose.yaml',
  workingDir: '/w',
  files: { read: () => undefined, kind: () => undefined },
  environment: new Map<string, string>(),
};

test('an unknown key is marked where it stands, in the words of compose', () => {
  const text = 'services:\n  web:\n    image: nginx\n    port: 80\n';
  const [found] = diagnose(text, options);
  expect(found?.message).toBe("validating /w/compose.yaml: services.web additional properties 'port' not allowed");
  expect(text.slice(found!.from, found!.to)).toBe('port');
});

test('a blank after the colon of a volume makes a mapping of it, which is marked in the words of compose', () => {
  const text = 'services:\n  db:\n    image: postgres\n    volumes:\n      - data: /data\nvolumes:\n  data:\n';
  const [found] = diagnose(text, options);
  expect(found?.message).toBe('service volume services.db.volumes.[0] is missing a mount target');
  expect(text.slice(found!.from, found!.to)).toBe('data: /data');
});

test('a port that is none is marked in its own line', () => {
  const text = 'services:\n  web:\n    image: nginx\n    ports:\n      - "80:80"\n      - 80 :80\n';
  const [found] = diagnose(text, options);
  expect(found?.message).toBe('Invalid hostPort: 80 ');
  expect(text.slice(found!.from, found!.to)).toBe('80 :80');
});

test('a quote that is never closed is marked where it opens', () => {
  const text = 'services:\n  web:\n    image: "nginx\n    ports: []\n';
  const [found] = diagnose(text, options);
  expect(found?.message).toBe('yaml: line 3: found unexpected end of stream');
  expect(text.slice(found!.from, found!.to)).toBe('"nginx');
});

test('a right file has no marks', () => {
  expect(diagnose('services:\n  web:\n    image: nginx\n', options)).toEqual([]);
});

test('the schema tells what a key is for and which values it takes', () => {
  expect(lookUp(['services', 'web', 'image'])?.types).toEqual(['string']);
  expect(lookUp(['services', 'web'])?.keys.some(({ name }) => name === 'healthcheck')).toBe(true);
  expect(lookUp(['services', 'web', 'volumes', 0, 'type'])?.enum).toContain('bind');
});

test('no text makes loading throw anything but an error of compose', () => {
  const key = fc.constantFrom(
    'services',
    'web',
    'image',
    'ports',
    'volumes',
    'environment',
    'build',
    'deploy',
    'depends_on',
    'extends',
    'networks',
    'configs',
    'secrets',
    'healthcheck',
    'x-a',
    '__proto__',
    'include',
    'links',
    'ulimits',
    'gpus',
    'develop',
    'watch',
    'logging',
    'models',
    'name',
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('${A', '$$', '${A:-${B:?x}}', '8080:80', './a:/b', ':', 'service:web'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(key, tie('any'), { maxKeys: 4 }),
    ),
  })).any;
  fc.assert(
    fc.property(fc.dictionary(key, value), (model) => void diagnose(JSON.stringify(model), options)),
    { numRuns: 400 },
  );
  const service = fc.dictionary(key, value);
  fc.assert(
    fc.property(service, (web) => void diagnose(JSON.stringify({ services: { web } }), options)),
    { numRuns: 400 },
  );
  fc.assert(
    fc.property(fc.string(), (text) => void diagnose(text, options)),
    { numRuns: 300 },
  );
});
