import { NodeReader, resolved, type Node } from './nodes';
import { Fault, type Mark } from './reader';

/** A float of Python whose value is whole (`1.0`) or not finite: it prints with its point. */
export class PyFloat {
  constructor(readonly value: number) {}
}

/** A date or a time as PyYAML makes it; `text` is how it prints. */
export class PyDate {
  constructor(
    readonly text: string,
    readonly kind: 'date' | 'datetime',
  ) {}
}

/** What PyYAML's safe_load makes of a text. */
export interface PythonDocument {
  /** Undefined for a text without a document: Python's None. */
  readonly value: unknown;
  /** Keys that are no strings, by their mapping: the key in this model's text, and what Python prints. */
  readonly oddKeys: ReadonlyMap<object, ReadonlyMap<string, unknown>>;
}

const NOT_PRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\ud800-\udfff]/;

/** PyYAML's message for a fault, as docker-compose prints it. */
export function pythonMessage(fault: Fault, file: string): string {
  const at = (mark: Mark): string => `  in "${file}", line ${mark.line + 1}, column ${mark.column + 1}`;
  const kind = `${fault.kind[0]!.toUpperCase()}${fault.kind.slice(1)}Error`;
  if (fault.kind === 'reader')
    return `yaml.reader.ReaderError: ${fault.problem}\n  in "${file}", position ${fault.mark.offset}`;
  const { context, contextMark, problem, mark } = fault;
  const apart = contextMark && (contextMark.line !== mark.line || contextMark.column !== mark.column);
  const parts = [context, apart ? at(contextMark) : undefined, problem, at(mark)];
  return `yaml.${fault.kind}.${kind}: ${parts.filter((part) => part !== undefined).join('\n')}`;
}

/** Reads one document as PyYAML's safe_load does. Throws Fault. */
export function loadPython(text: string): PythonDocument {
  const bad = NOT_PRINTABLE.exec(text);
  if (bad) {
    const code = bad[0].charCodeAt(0).toString(16).padStart(4, '0');
    const words = `unacceptable character #x${code}: special characters are not allowed`;
    throw new Fault('reader', undefined, undefined, words, { offset: bad.index, line: 0, column: 0 });
  }
  const documents = new NodeReader(text, 'python').all();
  if (documents.length > 1) {
    const words = 'expected a single document in the stream';
    throw new Fault('composer', words, documents[0]!.root.start, 'but found another document', documents[1]!.start);
  }
  const oddKeys = new Map<object, Map<string, unknown>>();
  return { value: documents[0] ? construct(documents[0].root, oddKeys) : undefined, oddKeys };
}

const MAX_VALUES = 500_000;

// Containers are filled level by level, as PyYAML's generators do: that decides which of two faults is told.
function construct(root: Node, oddKeys: Map<object, Map<string, unknown>>): unknown {
  let later: (() => void)[] = [];
  let budget = MAX_VALUES;
  // An alias is the same object again, which a mapping within itself needs to end.
  const made = new Map<Node, unknown>();
  const make = (given: Node, depth: number): unknown => {
    const node = resolved(given);
    if (made.has(node)) return made.get(node);
    const value = fresh(node, depth);
    made.set(node, value);
    return value;
  };
  const fresh = (node: Node, depth: number): unknown => {
    if (--budget < 0 || depth > 200) {
      throw new Fault('constructor', undefined, undefined, 'document contains excessive aliasing', node.start);
    }
    const tag = tagOf(node);
    if (node.kind === 'scalar') return scalar(node, tag);
    if (node.kind === 'sequence' && tag === `${CORE}seq`) {
      const list: unknown[] = [];
      later.push(() => node.items.forEach((item) => list.push(make(item, depth + 1))));
      return list;
    }
    if (node.kind === 'mapping' && tag === `${CORE}map`) {
      const dict: Record<string, unknown> = {};
      later.push(() => {
        for (const [given, value] of flattened(node, 0)) {
          const key = resolved(given);
          if (key.kind !== 'scalar') {
            throw new Fault(
              'constructor',
              'while constructing a mapping',
              node.start,
              'found unhashable key',
              key.start,
            );
          }
          const name = make(key, depth + 1);
          const text = typeof name === 'string' ? name : pythonText(name);
          if (typeof name !== 'string') {
            const odd = oddKeys.get(dict) ?? new Map<string, unknown>();
            odd.set(text, name);
            oddKeys.set(dict, odd);
          }
          const item = make(value, depth + 1);
          Object.defineProperty(dict, text, { value: item, enumerable: true, writable: true, configurable: true });
        }
      });
      return dict;
    }
    throw unknownTag(tag, node);
  };
  const value = make(root, 0);
  while (later.length > 0) {
    const now = later;
    later = [];
    for (const fill of now) fill();
  }
  return value;
}

const CORE = 'tag:yaml.org,2002:';

const unknownTag = (tag: string, node: Node): Fault =>
  new Fault('constructor', undefined, undefined, `could not determine a constructor for the tag '${tag}'`, node.start);

function tagOf(node: Node): string {
  if (node.tag !== undefined && node.tag !== '!') return node.tag;
  if (node.kind === 'sequence') return `${CORE}seq`;
  if (node.kind === 'mapping') return `${CORE}map`;
  return `${CORE}${node.plain && node.tag === undefined ? implicit(node.text) : 'str'}`;
}

// The pairs of a mapping with those of `<<` before its own.
function flattened(node: Node, depth: number): [Node, Node][] {
  const merged: [Node, Node][] = [];
  const own: [Node, Node][] = [];
  const wrong = (words: string, found: Node): Fault =>
    new Fault(
      'constructor',
      'while constructing a mapping',
      node.start,
      `${words}, but found ${found.kind}`,
      found.start,
    );
  if (depth > 100) throw wrong('expected a mapping that does not merge itself', node);
  for (const [key, given] of node.pairs) {
    const value = resolved(given);
    if (key.kind !== 'scalar' || tagOf(key) !== `${CORE}merge`) {
      own.push([key, value]);
      continue;
    }
    if (value.kind === 'mapping') merged.push(...flattened(value, depth + 1));
    else if (value.kind === 'sequence') {
      for (const item of value.items.map(resolved).reverse()) {
        if (item.kind !== 'mapping') throw wrong('expected a mapping for merging', item);
        merged.push(...flattened(item, depth + 1));
      }
    } else throw wrong('expected a mapping or list of mappings for merging', value);
    if (merged.length > MAX_VALUES) throw wrong('expected fewer merged keys', value);
  }
  return [...merged, ...own];
}

const BOOL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const INT =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::?(\d\d))?))?$/;

/** The YAML 1.1 type of a plain scalar. */
function implicit(text: string): string {
  if (text === '' || /^(?:~|null|Null|NULL)$/.test(text)) return 'null';
  if (BOOL.test(text)) return 'bool';
  if (INT.test(text)) return 'int';
  if (FLOAT.test(text)) return 'float';
  if (text === '<<') return 'merge';
  if (text === '=') return 'value';
  return DATE.test(text) || TIME.test(text) ? 'timestamp' : 'str';
}

function scalar(node: Node, tag: string): unknown {
  const { text } = node;
  switch (tag.startsWith(CORE) ? tag.slice(CORE.length) : '') {
    case 'str':
      return text;
    case 'null':
      return null;
    case 'bool':
      return /^(?:yes|true|on)$/i.test(text);
    case 'int':
      return integer(text.replaceAll('_', ''));
    case 'float':
      return float(text.replaceAll('_', '').toLowerCase());
    case 'timestamp':
      return timestamp(text);
  }
  throw unknownTag(tag, node);
}

function integer(text: string): number | bigint {
  const sign = text.startsWith('-') ? -1n : 1n;
  const digits = text.replace(/^[-+]/, '');
  let value: bigint;
  if (digits.includes(':')) value = digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  else if (/^0[bx]/.test(digits)) value = BigInt(digits);
  else if (/^0[0-7]/.test(digits)) value = BigInt(`0o${digits.slice(1)}`);
  else value = /^\d+$/.test(digits) ? BigInt(digits) : 0n;
  value *= sign;
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function float(text: string): number | PyFloat {
  if (/inf$/.test(text)) return new PyFloat(text.startsWith('-') ? -Infinity : Infinity);
  if (/nan$/.test(text)) return new PyFloat(NaN);
  const sign = text.startsWith('-') ? -1 : 1;
  const value =
    sign *
    text
      .replace(/^[-+]/, '')
      .split(':')
      .reduce((sum, part) => sum * 60 + Number(part), 0);
  return pyFloat(value);
}

/** A number that Python holds as a float. */
export const pyFloat = (value: number): number | PyFloat =>
  Number.isInteger(value) || !Number.isFinite(value) ? new PyFloat(value) : value;

function timestamp(text: string): PyDate {
  const found = TIME.exec(text);
  if (!found) return new PyDate(text, 'date');
  const [, year, month, day, hour, minute, second, fraction, zone, sign, zoneHour, zoneMinute] = found;
  const pad = (part: string | undefined): string => (part ?? '').padStart(2, '0');
  const micro = fraction ? `.${fraction.slice(0, 6).padEnd(6, '0')}` : '';
  const offset = zone === undefined ? '' : zone === 'Z' ? '+00:00' : `${sign!}${pad(zoneHour)}:${pad(zoneMinute)}`;
  const shown = /^\.0*$/.test(micro) ? '' : micro;
  return new PyDate(
    `${year!}-${pad(month)}-${pad(day)} ${pad(hour)}:${minute!}:${second!}${shown}${offset}`,
    'datetime',
  );
}

/** `str(value)`: a text as it is, other values as Python prints them. */
export const pythonText = (value: unknown): string =>
  typeof value === 'string' ? value : value instanceof PyDate ? value.text : pythonRepr(value);

/** `repr(value)`. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return stringRepr(value);
  if (value instanceof PyFloat) return floatText(value.value);
  if (value instanceof PyDate)
    return `datetime.${value.kind}(${value.text.split(/\D+/).filter(Boolean).map(Number).join(', ')})`;
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${stringRepr(key)}: ${pythonRepr(item)}`)
    .join(', ')}}`;
}

/** A float as Python prints it. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [mantissa = '', power = '0'] = value.toExponential().split('e');
    return `${mantissa}e${power.startsWith('-') ? '-' : '+'}${power.replace(/^[-+]/, '').padStart(2, '0')}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[\\\n\r\t\0-\x1f\x7f-\xa0]/g, (ch) => {
    const short = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }[ch];
    return short ?? `\\x${ch.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}
