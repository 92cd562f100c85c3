import { EVENT_ID, getScalarValue, parseEvents, type Event } from 'js-yaml';
import { YamlError } from '#yaml/error';
import { parseAll } from '#yaml/load';
import { NodeReader, type Node } from '#yaml/nodes';
import { lineAt } from '#yaml/positions';
import { Fault } from '#yaml/reader';
import { COMPOSE_SCHEMA, Tagged } from '#yaml/schemas';
import { ComposeError } from '../errors';
import { goValue } from '../go-format';
import { isDict, matches, type Dict } from '../tree';

/** One YAML document of a Compose file: its value without `!reset` parts, and the paths that those tags stand at. */
export interface SourceDocument {
  readonly value: unknown;
  readonly resets: readonly (readonly string[])[];
}

/** Reads a Compose file. Throws ComposeError in the words of `docker compose`; `file` is its absolute path. */
export function readSource(text: string, file: string, named: boolean): SourceDocument[] {
  let documents: { readonly value: unknown }[];
  try {
    const cycle = anchorCycle(text);
    if (cycle !== undefined) throw new ComposeError(`failed to parse ${file}: ${cycle}`);
    documents = parseAll(text, COMPOSE_SCHEMA);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    if (/^mapping key/.test(error.reason)) {
      throw new ComposeError(`failed to parse ${file}: line ${error.line}: ${error.reason}`);
    }
    // Without a project name the text is first read for `name` alone: its errors come bare.
    const bare = named && !/excessive aliasing|map merge requires/.test(error.reason);
    throw new ComposeError(bare ? error.message : `failed to parse ${file}: ${error.message}`);
  }
  const first = documents[0]?.value;
  if (named && first !== undefined && first !== null && !isDict(first) && !(first instanceof Tagged)) {
    const type = Array.isArray(first) ? '!!seq' : `!!${scalarTag(first)} \`${goValue(first)}\``;
    throw new ComposeError(`yaml: unmarshal errors:\n  line 1: cannot unmarshal ${type} into cli.named`);
  }
  const keys = oddKeys(text);
  if (keys) throw new ComposeError(keys);
  return documents.map(({ value }) => {
    const resets: string[][] = [];
    return { value: untagged(value, [], resets), resets };
  });
}

const scalarTag = (value: unknown): string =>
  typeof value === 'number' ? (Number.isInteger(value) ? 'int' : 'float') : typeof value === 'boolean' ? 'bool' : 'str';

const GONE = Symbol('reset');

function untagged(value: unknown, path: readonly string[], resets: string[][]): unknown {
  if (value instanceof Tagged) {
    resets.push([...path]);
    return value.tag === '!reset' && path.length > 0 ? GONE : untagged(value.value, path, []);
  }
  if (Array.isArray(value)) {
    return value.map((item, i) => untagged(item, [...path, String(i)], resets)).filter((item) => item !== GONE);
  }
  if (!isDict(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, untagged(item, [...path, key], resets)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== GONE));
}

/** Takes away from a model what later files reset or override. Upstream: compose-go loader/reset.go. */
export function applyResets(
  model: unknown,
  resets: readonly (readonly string[])[],
  path: readonly string[] = [],
): void {
  if (Array.isArray(model)) {
    for (const [i, item] of model.entries()) applyResets(item, resets, [...path, `[${i}]`]);
    return;
  }
  if (!isDict(model)) return;
  for (const key of Object.keys(model)) {
    const next = [...path, key];
    if (resets.some((reset) => matches(next, reset))) Reflect.deleteProperty(model, key);
    else applyResets(model[key], resets, next);
  }
}

interface Level {
  kind: 'document' | 'sequence' | 'mapping';
  path: string;
  index: number;
  key: string | undefined;
  anchor: string | undefined;
}

/** Walks a text's events with the path of each node; `key` gets every key's event. */
function walk(
  text: string,
  see: { key?(event: Event, path: string): void; node?(event: Event, path: string, open: readonly Level[]): void },
): void {
  let events: Event[];
  try {
    events = parseEvents(text.startsWith('\ufeff') ? text.slice(1) : text, { maxDepth: 100 });
  } catch {
    return;
  }
  const open: Level[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      open.pop();
      continue;
    }
    if (event.type === EVENT_ID.DOCUMENT) {
      open.push({ kind: 'document', path: '', index: 0, key: undefined, anchor: undefined });
      continue;
    }
    const top = open.at(-1);
    if (!top) return;
    if (top.kind === 'mapping' && top.key === undefined) {
      see.key?.(event, top.path);
      top.key = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
      if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) continue;
    }
    const path =
      top.kind === 'document'
        ? ''
        : top.kind === 'sequence'
          ? `${top.path}[${top.index}]`
          : top.path === ''
            ? top.key!
            : `${top.path}.${top.key!}`;
    see.node?.(event, path, open);
    top.index++;
    top.key = undefined;
    if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) {
      const anchor = event.anchorStart >= 0 ? text.slice(event.anchorStart, event.anchorEnd) : undefined;
      open.push({
        kind: event.type === EVENT_ID.SEQUENCE ? 'sequence' : 'mapping',
        path,
        index: 0,
        key: undefined,
        anchor,
      });
    }
  }
}

// Plain keys that YAML reads as something else than a string.
function oddKeys(text: string): string | undefined {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  let found: string | undefined;
  walk(source, {
    key(event, path) {
      if (found !== undefined || event.type !== EVENT_ID.SCALAR || event.tagStart >= 0) return;
      const before = source[event.valueStart - 1];
      if (before === '"' || before === "'") return;
      const key = getScalarValue(source, event);
      const odd = /^[-+]?(0x[0-9a-f]+|0o?[0-7]+|\d+|\d+\.\d*)$/i.test(key) || /^(true|false|null|~)$/i.test(key);
      if (!odd) return;
      const value = /^(null|~)$/i.test(key) ? '<nil>' : /^(true|false)$/i.test(key) ? key.toLowerCase() : key;
      found = `non-string key ${path === '' ? 'at top level' : `in ${path}`}: ${value}`;
    },
  });
  return found;
}

const MAX_NODES = 100_000;

// Aliases that Compose takes for a cycle: one node at two paths of which one begins with the other, dots of names
// counted like any. Upstream: compose-go loader/reset.go.
function anchorCycle(text: string): string | undefined {
  if (!text.includes('*')) return undefined;
  let documents: { root: Node }[];
  try {
    documents = new NodeReader(text, 'go').all();
  } catch (error) {
    // The reading that follows tells the fault.
    if (error instanceof Fault) return undefined;
    throw error;
  }
  const visited = new Map<Node, Visits>();
  let left = MAX_NODES;
  const walk = (node: Node, given: string): string | undefined => {
    if (--left < 0) return undefined;
    const path = given.replace('.<<', '');
    if (node.target) {
      const visits = visited.get(node.target) ?? { paths: new Set(), above: new Map() };
      visited.set(node.target, visits);
      const other = visit(visits, path);
      if (other !== undefined) return `cycle detected: node at path ${path} references node at path ${other}`;
      return walk(node.target, path);
    }
    if (node.tag === '!reset' || node.tag === '!override') return undefined;
    const next = (key: string): string => (path === '' ? key : `${path}.${key}`);
    for (const [index, item] of node.items.entries()) {
      const found = walk(item, next(String(index)));
      if (found !== undefined) return found;
    }
    for (const [key, value] of node.pairs) {
      const found = walk(value, next(key.text));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const { root } of documents) {
    const found = walk(root, '');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The paths at which a node was met, and for every beginning of them the first path that begins so. */
interface Visits {
  readonly paths: Set<string>;
  readonly above: Map<string, string>;
}

// Notes a path; answers one met before that it begins with or that begins with it.
function visit({ paths, above }: Visits, path: string): string | undefined {
  if (path.includes('<<')) return undefined;
  const parts = path.split('.');
  const starts = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'));
  const other = starts.find((start) => paths.has(start)) ?? above.get(path);
  if (other !== undefined && sameService(path, other)) return other;
  paths.add(path);
  for (const start of starts) if (!above.has(start)) above.set(start, path);
  return undefined;
}

function sameService(path: string, other: string): boolean {
  const [a, b] = [path.split('.'), other.split('.')];
  const last = Math.min(a.length, b.length) - 1;
  const at = a.findIndex((part, i) => i < last && part === 'services' && b[i] === 'services');
  return at < 0 || a[at + 1] === b[at + 1];
}

/** Where in the text a line and column (from 1) are told of an offset. */
export const placeOf = lineAt;

/** The top level of a document as a mapping. Throws ComposeError. */
export function asModel(value: unknown): Dict {
  if (!isDict(value)) throw new ComposeError('top-level object must be a mapping');
  return value;
}
