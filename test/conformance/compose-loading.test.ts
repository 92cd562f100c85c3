import { expect, test } from 'vitest';
import { ComposeError } from '../../src/compose/errors';
import { parseDotenv } from '../../src/compose/load/dotenv';
import { mergeModels } from '../../src/compose/load/merge';
import { substitute } from '../../src/compose/load/template';
import { enforceUnicity } from '../../src/compose/load/unicity';
import { loadProject } from '../../src/compose/model/project';
import { parsePort } from '../../src/compose/model/port-spec';
import { parseBytes } from '../../src/compose/model/units';
import { parseVolume } from '../../src/compose/model/volume-spec';
import type { Dict } from '../../src/compose/tree';
import { parse } from '../../src/yaml/load';
import { COMPOSE_SCHEMA } from '../../src/yaml/schemas';
import { fixture, lines, present, score, suite } from './fixtures';

const read = (text: string): Dict => parse(text, COMPOSE_SCHEMA) as Dict;
const load = (text: string, consistency = true) =>
  loadProject([{ path: '/p/compose.yaml', content: text }], {
    files: { read: () => undefined, kind: () => undefined },
    workingDir: '/p',
    environment: new Map([['HOME', '/root']]),
    projectName: 'p',
    // Upstream loads most of these without the check of what refers to what.
    consistency,
    warn: () => undefined,
  });

interface Merge {
  name: string;
  input: { base: string; override: string };
  expect: string;
}
suite(
  'compose/merge.json',
  () => fixture<{ cases: Merge[] }>('compose/merge.json').cases,
  (c) => c.name,
  (c) => expect(enforceUnicity(mergeModels(read(c.input.base), read(c.input.override)))).toEqual(read(c.expect)),
);

/** Counts a suite whose failures are not all explained yet; the floor only rises. */
function counted<C>(
  name: string,
  cases: () => readonly C[],
  nameOf: (c: C) => string,
  check: (c: C) => void,
  floor: number,
): void {
  test(name, async () => {
    if (!present) return;
    const result = await score(name, cases(), nameOf, check);
    process.stdout.write(`conformance ${name}: ${result.passed}/${result.total}\n`);
    if (process.env.SHOW) for (const f of result.failed) process.stdout.write(`${f.name}: ${f.why.slice(0, 300)}\n`);
    expect(result.passed / result.total).toBeGreaterThanOrEqual(floor);
  });
}

counted(
  'compose/load-errors.json',
  () => fixture<{ cases: { name: string; input: string; error: string }[] }>('compose/load-errors.json').cases,
  (c) => c.name,
  (c) => {
    let message = '';
    try {
      load(c.input);
    } catch (error) {
      if (!(error instanceof ComposeError)) throw error;
      message = error.message;
    }
    expect(message).toContain(c.error);
  },
  0.7,
);

counted(
  'compose/load-ok.json',
  () => fixture<{ cases: { name: string; input: string[] }[] }>('compose/load-ok.json').cases,
  (c) => c.name,
  (c) =>
    c.input.forEach((text) => {
      try {
        load(text, false);
      } catch (error) {
        // What lies beside upstream's test is not here.
        if (!/no such file or directory/.test((error as Error).message)) throw error;
      }
    }),
  0.9,
);

interface Row {
  group: string;
  name?: string;
  input: Record<string, never>;
  expect: Record<string, never>;
  variables?: Record<string, string>;
}
counted(
  'compose/tables.jsonl (template, dotenv, volumes, ports, sizes)',
  () =>
    lines<Row>('compose/tables.jsonl').filter((row) =>
      /^(template\/template_test|interpolation\/interpolation_test.go:TestValid|dotenv|format|types\/bytes_test|types\/types_test.go:TestParsePort)/.test(
        row.group,
      ),
    ),
  (row) => `${row.group} ${row.name ?? JSON.stringify(row.input)}`,
  (row) => {
    const vars = row.variables ?? {};
    const lookup = (key: string) => (Object.hasOwn(vars, key) ? vars[key] : undefined);
    const input = row.input as Record<string, string>;
    const wanted = row.expect as Record<string, unknown>;
    if (row.group.startsWith('format')) {
      if (row.group.includes('SplitCases')) return;
      const got = parseVolume(input.input!);
      expect({ source: got.source, target: got.target, type: got.type }).toEqual({
        source: (wanted.expected as Dict).Source,
        target: (wanted.expected as Dict).Target,
        type: (wanted.expected as Dict).Type,
      });
    } else if (row.group.includes('TestParsePort')) {
      const list = (wanted.expected as Dict[] | null) ?? [];
      let got: unknown[] = [];
      try {
        got = parsePort(input.value!).map((p) => ({
          Mode: p.mode,
          Protocol: p.protocol,
          Target: p.target,
          ...(p.published !== undefined && { Published: p.published }),
          ...(p.host_ip !== undefined && { HostIP: p.host_ip }),
        }));
      } catch (error) {
        if (wanted.expectedError === undefined) throw error;
      }
      expect(got).toEqual(list);
    } else if (row.group.includes('bytes_test')) {
      expect(parseBytes(String(input.input).replaceAll('"', ''))).toBe(wanted.expected);
    } else if (row.group.startsWith('dotenv')) {
      const text = input.input!;
      let got: string;
      try {
        const found = parseDotenv(text, lookup);
        if (typeof wanted.expected === 'object') return expect(Object.fromEntries(found)).toEqual(wanted.expected);
        got = [...found].map(([k, v]) => `${k}=${v}`).join('\n');
      } catch (error) {
        if (wanted.err === undefined) throw error;
        return;
      }
      expect(got).toBe(wanted.result);
    } else {
      const text = input.template ?? input.test!;
      let got = '';
      try {
        got = substitute(text, lookup);
      } catch (error) {
        if (wanted.expectedError !== undefined) return expect((error as Error).message).toBe(wanted.expectedError);
        if (wanted.err === undefined && !String(wanted.expected).endsWith((error as Error).message)) throw error;
        return;
      }
      expect(got).toBe(wanted.expected);
    }
  },
  0.95,
);
