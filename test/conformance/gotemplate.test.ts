import { isEmpty, parse } from '#gotemplate/parser';
import { print } from '#gotemplate/node';
import { numberNode } from '#gotemplate/number';
import { show, sprintf } from '#gotemplate/printf';
import { Template } from '#gotemplate/template';
import {
  func,
  GoBytes,
  GoList,
  GoMap,
  GoNumber,
  GoPointer,
  GoStruct,
  typeName,
  type NumberKind,
} from '#gotemplate/value';
import { expect } from 'vitest';
import { fixture, present, suite } from './fixtures';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Case {
  name?: string;
  group?: string;
  input: Json;
  data?: Json;
  expect?: Json;
  error?: Json;
  skip?: string;
}
interface Suite {
  data: { [key: string]: Json };
  cases: Case[];
}

const load = (name: string): Suite => fixture<Suite>(`gotemplate/${name}.json`);
const live = (name: string) => (): Case[] => load(name).cases.filter((c) => c.skip === undefined);
const nameOf = (c: Case, i: number): string => `${i} ${c.name ?? JSON.stringify(c.input)}`;

const NUMBER = /^(u?int(8|16|32|64)?|uintptr|float(32|64)|rune|byte)$/;

function float(value: Json): number {
  return value === '+Inf' ? Infinity : value === '-Inf' ? -Infinity : Number(value);
}

const textOf = (json: Json | undefined): string => (typeof json === 'string' ? json : '');

/** The fixture's notation of Go values. */
function value(json: Json, refs: { [key: string]: Json }): unknown {
  const inner = (v: Json): unknown => value(v, refs);
  if (Array.isArray(json)) return new GoList('[]int', json.map(inner));
  if (json === null || typeof json !== 'object') return json;
  if (typeof json['ref'] === 'string') return inner(refs[json['ref']]!);
  const type = textOf(json['type']);
  if ('hex' in json) {
    const bytes = Uint8Array.from(textOf(json['hex']).match(/../g) ?? [], (pair) => parseInt(pair, 16));
    return new GoBytes(bytes, type);
  }
  if (NUMBER.test(type)) {
    const kind = (type === 'rune' ? 'int32' : type === 'byte' ? 'uint8' : type) as NumberKind;
    const raw = json['value']!;
    return new GoNumber(kind, kind.startsWith('float') ? float(raw) : BigInt(raw as string));
  }
  if ('entries' in json)
    return new GoMap(type, new Map((json['entries'] as Json[][]).map(([k, v]) => [inner(k!), inner(v!)])));
  if ('fields' in json) {
    const fields = Object.fromEntries(
      Object.entries(json['fields'] as { [key: string]: Json }).map(([k, v]) => [k, inner(v)]),
    );
    return new GoStruct(type, fields);
  }
  const raw = json['value'] ?? null;
  if (type === '[]byte') return new GoBytes(new TextEncoder().encode(textOf(raw)));
  if (/^\*?\[/.test(type) || Array.isArray(raw)) {
    const items = raw === null ? null : (raw as Json[]).map(inner);
    const element = type.replace(/^\*?\[\d*\]/, '');
    const typed =
      NUMBER.test(element) && element !== 'int'
        ? items?.map((n) => new GoNumber(element.replace('byte', 'uint8') as NumberKind, n as number))
        : items;
    return new GoList(type, typed ?? items);
  }
  if (type.startsWith('map[')) return new GoMap(type, null);
  if (type === 'string' || type === 'fmt.Stringer' || type === 'error') return raw;
  if (type.startsWith('*')) return new GoPointer(type, raw);
  return raw;
}

const functions = {
  add: func((...n: never[]) => (n as number[]).reduce((a, b) => a + b, 0), '...int'),
  echo: func((v: unknown) => v, 'any'),
  typeOf: func((v: unknown) => typeName(v), 'any'),
  oneArg: func((s: string) => `oneArg=${s}`, 'string'),
  twoArgs: func((a: string, b: string) => `twoArgs=${a}${b}`, 'string', 'string'),
  dddArg: func((a: number, ...b: string[]) => show(a) + b.join(''), 'int', '...string'),
  zeroArgs: func(() => 'zeroArgs'),
  returnInt: func(() => 7),
  valueString: func(() => 'value is ignored', 'string'),
  stringer: func((v: unknown) => show(v), 'any'),
  mapOfThree: func(() => new GoMap('map[string]int', new Map([['three', 3]]))),
  makemap: func(
    (...a: string[]) => Object.fromEntries(a.flatMap((k, i) => (i % 2 === 0 ? [[k, a[i + 1]]] : []))),
    '...string',
  ),
  die: func(() => {
    throw new Error('die');
  }),
};

const refs = present ? load('exec').data : {};

function check(c: Case, input: string, data: unknown): void {
  const run = (): string => new Template('test', { functions }).parse(input).execute(data);
  if (c.error !== undefined) expect(run).toThrow(typeof c.error === 'string' ? c.error : undefined);
  else expect(run()).toBe(c.expect);
}

suite('gotemplate/exec', live('exec'), nameOf, (c) => check(c, c.input as string, value(c.data ?? null, refs)));

suite('gotemplate/cmp', live('cmp'), nameOf, (c) =>
  check(c, `{{if ${c.input as string}}}true{{else}}false{{end}}`, value(load('cmp').data, {})),
);

const POINTERS = {
  '17 {"format":"%s","args":[{"type":"[3]byte","hex":"616263"}]}': 'the recording does not tell that it is a pointer',
  '297 {"format":"%v","args":[{"type":"[5]int","value":[1,2,3,4,5]}]}':
    'the recording does not tell that it is a pointer',
  '298 {"format":"%v","args":[{"type":"[4]any","value":[1,"hello",{"type":"float64","value":2.5},null]}]}':
    'the recording does not tell that it is a pointer',
};

suite(
  'gotemplate/printf',
  live('printf'),
  nameOf,
  (c) => {
    const { format, args } = c.input as { format: string; args: Json[] };
    expect(sprintf(format, ...args.map((arg) => value(arg, refs)))).toBe(c.expect);
  },
  POINTERS,
);

const hasFunction = (name: string): boolean => ['printf', 'contains'].includes(name);

suite('gotemplate/parse', live('parse'), nameOf, (c) => {
  const input = c.input as string;
  const expected = c.expect as { [key: string]: Json };
  if (c.group === 'number') {
    const kind = input.startsWith("'") ? 'charConstant' : 'number';
    const node = numberNode(input, kind, 0);
    if (expected['error']) {
      expect(node).toBeUndefined();
      return;
    }
    expect({
      isInt: node!.int !== undefined,
      isUint: node!.uint !== undefined,
      isFloat: node!.float !== undefined,
    }).toEqual({
      isInt: expected['isInt'],
      isUint: expected['isUint'],
      isFloat: expected['isFloat'],
    });
    if (typeof expected['int64'] === 'number') expect(Number(node!.int)).toBe(expected['int64']);
    return;
  }
  const name = c.name ?? 'test';
  const run = () => parse(name, input, { hasFunction, keepComments: c.group === 'comments', maxDepth: 3 });
  if (expected['error']) {
    expect(run).toThrow();
    return;
  }
  if (typeof expected['errorContains'] === 'string') {
    expect(run).toThrow(expected['errorContains']);
    return;
  }
  const root = run().get(name)!.root;
  if (c.group === 'isEmpty') {
    expect(isEmpty(root)).toBe(expected['empty']);
    return;
  }
  expect(print(root, true)).toBe(expected['tree']);
});
