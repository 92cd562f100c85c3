import { expect } from 'vitest';
import { canonical } from '../../src/compose/load/canonical';
import { checkModel } from '../../src/compose/load/defaults';
import { parseDotenv } from '../../src/compose/load/dotenv';
import { interpolate } from '../../src/compose/load/interpolate';
import { extractVariables, substitute } from '../../src/compose/load/template';
import { hosts } from '../../src/compose/model/decode';
import { parsePort } from '../../src/compose/model/port-spec';
import { loadProject } from '../../src/compose/model/project';
import { renderJson, renderYaml } from '../../src/compose/model/render';
import { parseBytes } from '../../src/compose/model/units';
import { isWindowsAbsolute, parseVolume } from '../../src/compose/model/volume-spec';
import { matches, pattern, type Dict } from '../../src/compose/tree';
import { enginePath } from '../../src/compose/v1/values';
import { parse } from '../../src/yaml/load';
import { COMPOSE_SCHEMA } from '../../src/yaml/schemas';
import { known } from './compose-known';
import { lines, suite } from './fixtures';

interface Row {
  group: string;
  name?: string;
  skip?: string;
  input: Dict;
  expect: Dict;
  variables?: Record<string, string>;
}

/** What upstream's test has beside it. */
const BESIDE: Record<string, string> = {
  '/p/testdata/extends/depends_on.yaml': `services:
  with_depends_on: {image: foo, depends_on: [zot]}
  with_volumes_from: {image: foo, volumes_from: [zot]}
  with_network_mode: {image: foo, network_mode: "service:zot"}
  zot: {image: hidden}
`,
};

const load = (content: string) =>
  loadProject([{ path: '/p/compose.yaml', content }], {
    files: {
      read: (path) => BESIDE[path],
      kind: (path) => (path in BESIDE ? 'file' : undefined),
    },
    workingDir: '/p',
    environment: new Map([['HOME', '/root']]),
    projectName: 'p',
    warn: () => undefined,
  });

/** What an attempt's error says; empty when it succeeds. */
function failure(attempt: () => unknown): string {
  try {
    attempt();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Go's structs leave out what is empty. */
const filled = (value: Dict): Dict =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined && item !== '' && item !== false));

const text = (value: unknown): string => value as string;
const lookupIn =
  (variables: Readonly<Record<string, string>> = {}) =>
  (key: string): string | undefined =>
    Object.hasOwn(variables, key) ? variables[key] : undefined;

const CHECKS: Record<string, (row: Row) => void> = {
  TestEnvVariablePrecedence: ({ input, expect: { expected } }) =>
    expect(Object.fromEntries(parseDotenv(text(input.dotEnv), () => undefined))).toEqual(expected),

  dotenv({ input, expect: wanted, variables }) {
    const read = (): Map<string, string> => parseDotenv(text(input.input), lookupIn(variables));
    const err = wanted.err as { missing: string; reason: string } | null | undefined;
    if (err) {
      const message = failure(read);
      expect(message).toContain(`required variable ${err.missing} is missing a value: ${err.reason}`);
      return;
    }
    if (wanted.expected !== undefined) {
      expect(Object.fromEntries(read())).toEqual(wanted.expected);
      return;
    }
    expect([...read()].map(([key, value]) => `${key}=${value}`).join('\n')).toBe(wanted.result);
  },

  TestParseVolumeSplitCases({ input, expect: { expected } }) {
    let source: string | undefined;
    failure(() => (source = parseVolume(text(input.input)).source));
    // Upstream asks only whether there is a source.
    expect(Boolean(source)).toBe(((expected as string[] | null) ?? []).length > 1);
  },

  'format/volume_test'({ input, expect: { expected } }) {
    const { type, source, target, bind, volume, read_only } = parseVolume(text(input.input));
    const options = bind && filled({ CreateHostPath: bind.create_host_path, Propagation: bind.propagation });
    expect({
      ...filled({ Type: type, Source: source, Target: target, ReadOnly: read_only, Bind: options }),
      ...(volume && { Volume: volume }),
    }).toEqual(expected);
  },

  'interpolation/interpolation_test.go:TestValid'({ input, expect: wanted, variables }) {
    const model = { myservice: { environment: { TESTVAR: input.test } } };
    const run = (): Dict => interpolate(model, lookupIn(variables), () => undefined);
    if (wanted.errMsg !== undefined) {
      const where = 'error while interpolating myservice.environment.TESTVAR';
      const message = `${where}: required variable FOO is missing a value: ${text(wanted.errMsg)}`;
      expect(failure(run)).toBe(message);
      return;
    }
    expect(run()).toEqual({ myservice: { environment: { TESTVAR: wanted.expected } } });
  },

  TestPathMatches: ({ input, expect: { expected } }) =>
    expect(matches(text(input.path).split('.'), pattern(text(input.pattern)))).toBe(expected ?? false),

  TestExtendsWithServiceRef: ({ input, expect: { wantErr } }) =>
    expect(failure(() => load(text(input.yaml)))).toContain(wantErr),

  TestLoadBindMountSourceIsWindowsAbsolute({ input, expect: { expected } }) {
    const [volume] = load(text(input.yaml)).services.test!.volumes as Dict[];
    expect({ Type: volume!.type, Source: volume!.source, Target: volume!.target }).toEqual(expected);
  },

  TestConvertWindowsVolumePath: ({ input, expect: { expectedConvertedPath } }) =>
    expect(enginePath(text(input.windowsPath))).toBe(expectedConvertedPath),

  TestResetCycle({ input, expect: { expectError, errorMsg } }) {
    const message = failure(() => load(text(input.config)));
    if (expectError) expect(message).toContain(errorMsg ?? 'cycle detected');
    else expect(message).toBe('');
  },

  TestAliasBombPrevented: ({ input, expect: { errorRequired } }) =>
    expect(failure(() => load(text(input.config))) !== '').toBe(errorRequired),

  'go:isabstests': ({ input, expect: { isAbs } }) => expect(text(input.path).startsWith('/')).toBe(isAbs),

  winisabstests: ({ input, expect: { isAbs } }) => expect(isWindowsAbsolute(text(input.path))).toBe(isAbs),

  'template/template_test'({ input, expect: wanted, variables }) {
    const run = (): string => substitute(text(input.template), lookupIn(variables));
    const err = wanted.err as { missing: string; reason: string } | null | undefined;
    if (wanted.expectedError !== undefined) {
      expect(failure(run)).toBe(wanted.expectedError);
      return;
    }
    if (err) {
      expect(failure(run)).toBe(`required variable ${err.missing} is missing a value: ${err.reason}`);
      return;
    }
    expect(run()).toBe(wanted.expected);
  },

  TestExtractVariables({ input, expect: { expected } }) {
    const found = [...extractVariables(input.dict).values()].map((v) => [
      v.name,
      filled({
        Name: v.name,
        DefaultValue: v.defaultValue,
        PresenceValue: v.presenceValue,
        Required: v.required,
      }),
    ]);
    const wanted = Object.entries(expected as Record<string, Dict>).map(([name, item]) => [name, filled(item)]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  },

  Test_transformBuild({ input, expect: { want } }) {
    const model = canonical({ services: { x: { build: input.yaml } } }, { lenient: false, warn: () => undefined });
    expect((model.services as Record<string, Dict>).x!.build).toEqual(want);
  },

  Test_transformPorts({ input, expect: { want, wantErr } }) {
    const run = (): Dict =>
      canonical(
        { services: { x: { ports: input.yaml } } },
        { lenient: input.ignoreParseError === true, warn: () => undefined },
      );
    if (wantErr !== undefined) {
      expect(failure(run).toLowerCase()).toContain(text(wantErr).toLowerCase());
      return;
    }
    expect((run().services as Record<string, Dict>).x!.ports).toEqual(want);
  },

  bytes_test: ({ input, expect: { expected } }) =>
    expect(parseBytes(String(input.input as string | number).replaceAll('"', ''))).toBe(expected),

  Test_LookupEnv({ input, expect: { expectedOk, expectedValue } }) {
    const value = lookupIn((input.environment as Record<string, string> | null) ?? {})(text(input.search));
    expect([value ?? '', value !== undefined]).toEqual([expectedValue, expectedOk]);
  },

  testHostsList({ input, expect: { expectedError, expectedOut } }) {
    let out = '';
    const message = failure(() => {
      const found = Object.entries(hosts(input.input));
      out = found.flatMap(([name, addresses]) => addresses.map((address) => `${name}:${address}`)).join(' ');
    });
    if (expectedError !== undefined) expect(message).toContain(expectedError);
    else expect(out).toBe(expectedOut);
  },

  TestParsePortConfig({ input, expect: wanted }) {
    const run = (): Dict[] => parsePort(text(input.value)) as unknown as Dict[];
    if (wanted.expectedError !== undefined) {
      expect(failure(run)).toContain(wanted.expectedError);
      return;
    }
    const names = { mode: 'Mode', protocol: 'Protocol', target: 'Target', published: 'Published', host_ip: 'HostIP' };
    const got = run().map((port) =>
      filled(Object.fromEntries(Object.entries(names).map(([key, name]) => [name, port[key]]))),
    );
    expect(got).toEqual(wanted.expected ?? []);
  },

  TestMarshalServiceEntrypoint({ input, expect: { expectedJSON, expectedYAML } }) {
    const project = { services: { x: { entrypoint: input.entrypoint ?? undefined } } };
    const json = JSON.parse(renderJson(project)) as { services: { x: unknown } };
    expect(json.services.x).toEqual(JSON.parse(text(expectedJSON)));
    const yaml = parse(renderYaml(project), COMPOSE_SCHEMA) as { services: { x: unknown } };
    expect(yaml.services.x ?? {}).toEqual(parse(text(expectedYAML), COMPOSE_SCHEMA));
  },

  TestValidateSecret: ({ input, expect: { err } }) =>
    expect(failure(() => checkModel({ configs: { test: parse(text(input.input), COMPOSE_SCHEMA) } }))).toBe(err),

  TestIPAddress({ input, expect: { err } }) {
    const port = parse(text(input.input), COMPOSE_SCHEMA);
    // Upstream's test makes up a path; what follows it is compared.
    const after = (message: string): string => message.slice(message.indexOf(': '));
    expect(after(failure(() => checkModel({ services: { test: { ports: [port] } } })))).toBe(after(text(err)));
  },
};

suite(
  'compose/tables',
  () => lines<Row>('compose/tables.jsonl').filter((row) => row.skip === undefined),
  (row) => `${row.group} ${row.name ?? JSON.stringify(row.input)}`,
  (row) => {
    const check = Object.entries(CHECKS).find(([group]) => row.group.includes(group))?.[1];
    if (!check) throw new Error('no check for this group');
    check(row);
  },
  known.tables,
);
