import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Imports point left in this list only: a folder may use itself and the folders before it. */
const LAYERS = (
  'sim yaml io vfs network gotemplate process shell cli programs image machine docker compose tutorial workbench ' +
  'browser ui main'
).split(' ');
/** ... and these never meet, although the order would allow it. */
const STRANGERS: Record<string, string[]> = {
  ui: LAYERS.filter((layer) => !['browser', 'tutorial', 'ui'].includes(layer)),
};
const HEADLESS = LAYERS.slice(0, LAYERS.indexOf('browser'));
/** Timers, DOM and console do not even compile in engines; these are plain ECMAScript. */
const IMPURE = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b/;
const BAD_NAMES = /(^|\/)(utils?|helpers?|types|common|misc|base|manager|handler)(\.|\/)/;
/** Names of package registries' hosts, which have no place in the product. */
const HOSTS = new RegExp(['registry\\.npmjs', 'npmjs\\.org', 'deb\\.debian\\.org', 'pypi\\.org/simple'].join('|'));

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((f) => /\.(ts|svelte)$/.test(f));
const code = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');

describe.each(files)('src/%s', (file) => {
  const text = readFileSync(`src/${file}`, 'utf8');
  const home = file.replace(/[./].*/, '').replace(/^vite-env$/, 'main');

  test('lives in a known layer and has a telling name', () => {
    expect(LAYERS).toContain(home);
    expect(file).not.toMatch(BAD_NAMES);
  });

  test('imports point left, and `#` leaves the layer', () => {
    const abroad = [...text.matchAll(/(?:from|import\()\s*'#([a-z]+)/g)].map((m) => m[1]!);
    const types = new Set([...text.matchAll(/import type [^;]*?from '#([a-z]+)/g)].map((m) => m[1]!));
    const stranger = (to: string): boolean => (STRANGERS[home] ?? []).includes(to) && !types.has(to);
    expect(abroad.filter((to) => to !== home && (LAYERS.indexOf(to) >= LAYERS.indexOf(home) || stranger(to)))).toEqual(
      [],
    );
    const climbs = [...text.matchAll(/from '((?:\.\.\/)+)/g)].map((m) => m[1]!.length / 3);
    expect(Math.max(0, ...climbs), 'a relative import leaves its layer; use #').toBeLessThan(
      file.split('/').length - 1 || 1,
    );
  });

  test('stays within 400 lines', () => expect(text.split('\n').length).toBeLessThanOrEqual(401));

  test('names no registry host', () => expect(text).not.toMatch(HOSTS));

  test.runIf(HEADLESS.includes(home))('takes time and chance from outside', () => {
    expect(code(text).match(IMPURE)?.[0]).toBeUndefined();
  });

  test('inserts no raw HTML and evaluates no text', () => {
    expect(code(text)).not.toMatch(/\{@html|\.innerHTML\s*=|\beval\(|new Function\(/);
  });
});

describe('registries', () => {
  /** A folder whose index.ts lists its files; `support` are files that are not entries. */
  const registries = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('/index.ts'))
    .map((f) => f.slice(0, -'/index.ts'.length));

  test.each(registries)('src/%s/index.ts is a list and nothing else', (folder) => {
    const index = code(readFileSync(`src/${folder}/index.ts`, 'utf8'));
    expect(index).not.toMatch(/=>|\bfunction\b|\bclass\b/);
  });
});

test('the README points to places that exist', () => {
  const readme = readFileSync('README.md', 'utf8');
  const paths = [...readme.matchAll(/`((?:src|test|tutorials|scripts)\/[\w./-]+)`/g)].map((m) => m[1]!);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});
