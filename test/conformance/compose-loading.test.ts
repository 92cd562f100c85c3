import { expect } from 'vitest';
import { ComposeError } from '../../src/compose/errors';
import { mergeModels } from '../../src/compose/load/merge';
import { enforceUnicity } from '../../src/compose/load/unicity';
import { loadProject } from '../../src/compose/model/project';
import type { Dict } from '../../src/compose/tree';
import { parse } from '../../src/yaml/load';
import { COMPOSE_SCHEMA } from '../../src/yaml/schemas';
import { known } from './compose-known';
import { fixture, suite } from './fixtures';

const read = (text: string): Dict => parse(text, COMPOSE_SCHEMA) as Dict;

/** The variables that upstream's tests of interpolation set. */
const VARIABLES = {
  HOME: '/root',
  FOO_SCALE: '2',
  theint: '555',
  thefloat: '3.14',
  thebool: 'true',
  theshortduration: '1s',
  theduration: '30s',
  thesize: '1g',
};

/** Loads texts as upstream's tests do: the first names the project, further ones lie over it. */
const load = (texts: readonly string[], projectName: string, consistency: boolean) =>
  loadProject(
    texts.map((content, i) => ({ path: `filename${i}.yml`, content })),
    {
      files: { read: () => undefined, kind: () => undefined },
      workingDir: '/p',
      environment: new Map(Object.entries(VARIABLES)),
      projectName,
      consistency,
      warn: () => undefined,
    },
  );

interface Merge {
  name: string;
  input: { base: string; override: string };
  expect: string;
}
suite(
  'compose/merge',
  () => fixture<{ cases: Merge[] }>('compose/merge.json').cases,
  (c) => c.name,
  (c) => expect(enforceUnicity(mergeModels(read(c.input.base), read(c.input.override)))).toEqual(read(c.expect)),
  known.merge,
);

suite(
  'compose/load-errors',
  () => fixture<{ cases: { name: string; input: string; error: string }[] }>('compose/load-errors.json').cases,
  (c) => c.name,
  (c) => {
    let message = '';
    try {
      load([c.input], c.name === 'TestLoadEmptyContent_MissingProject' ? '' : 'p', true);
    } catch (error) {
      if (!(error instanceof ComposeError)) throw error;
      message = error.message;
    }
    expect(message).toContain(c.error);
  },
  known['load-errors'],
);

/** What upstream's tests put for `%s`. */
const FILLED: Record<string, string> = { TestLoadTmpfsVolume: '1000000', TestResolveAdditionalContexts: '/abs' };
/** Pieces that upstream's tests put into a file. */
const AROUND: Record<string, (piece: string) => string> = {
  TestValidateSecret: (piece) => `configs:\n  test:${piece.replaceAll('\n', '\n    ')}\n`,
};
/** Upstream's own words where its test wants a text refused. */
const REFUSED: Record<string, RegExp> = {
  TestEnvironmentWhitespace: /environment variable DEBUG {2}is declared with a trailing space/,
  TestValidateSecret:
    /^configs\.test: (file\|environment\|content attributes are mutually exclusive|one of file\|environment\|content must be set)$/,
};
/** Whose texts are the files of one project. */
const LAYERED = new Set(['TestOverridePartial']);

suite(
  'compose/load-ok',
  () => fixture<{ cases: { name: string; input: string[] }[] }>('compose/load-ok.json').cases,
  (c) => c.name,
  (c) => {
    const texts = c.input
      .map((text) => text.replaceAll('%s', () => FILLED[c.name] ?? '%s'))
      .map((text) => AROUND[c.name]?.(text) ?? text);
    for (const project of LAYERED.has(c.name) ? [texts] : texts.map((text) => [text])) {
      try {
        // Upstream loads most of these without the check of what refers to what.
        load(project, 'p', false);
      } catch (error) {
        if (REFUSED[c.name]?.test((error as Error).message)) continue;
        // What lies beside upstream's test is not here.
        if (!/no such file or directory/.test((error as Error).message)) throw error;
      }
    }
  },
  known['load-ok'],
);
