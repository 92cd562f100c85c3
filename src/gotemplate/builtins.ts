import { eq, le, lt, ne } from './comparison';
import { sprint, sprintf, sprintln } from './printf';
import {
  entriesOf,
  func,
  GoBytes,
  GoList,
  GoMap,
  GoNumber,
  GoPointer,
  isFunction,
  isPlainMap,
  itemsOf,
  numberKind,
  numberOf,
  truth,
  typeName,
  zero,
  type GoFunction,
} from './value';

const HTML: Record<string, string> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\ufffd',
};

const JS: Record<string, string | undefined> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

// Pointers print as what they point to, and what is missing as <no value>.
const evalArgs = (args: readonly unknown[]): string =>
  args.length === 1 && typeof args[0] === 'string'
    ? args[0]
    : sprint(...args.map((arg) => (arg === undefined || arg === null ? '<no value>' : pointed(arg))));

const pointed = (value: unknown): unknown =>
  value instanceof GoPointer && value.value !== null && value.value !== undefined ? value.value : value;

function indexOf(value: unknown, length: number): number {
  const kind = numberKind(value);
  if (kind === undefined || kind.startsWith('float')) {
    if (value === null || value === undefined) throw new Error('cannot index slice/array with nil');
    throw new Error(`cannot index slice/array with type ${typeName(value)}`);
  }
  const at = Number(numberOf(value));
  if (at < 0 || at > length) throw new Error(`index out of range: ${at}`);
  return at;
}

function index(item: unknown, ...keys: readonly unknown[]): unknown {
  let value = pointed(item);
  if (value === undefined || value === null) throw new Error('index of untyped nil');
  for (const key of keys) {
    value = pointed(value);
    if (value === null || value === undefined) throw new Error('index of nil pointer');
    const items =
      typeof value === 'string'
        ? [...new TextEncoder().encode(value)].map((b) => new GoNumber('uint8', b))
        : itemsOf(value);
    if (items) {
      const at = indexOf(key, items.length);
      if (at >= items.length) throw new Error(`index out of range: ${at}`);
      value = items[at];
    } else if (value instanceof GoMap || value instanceof Map || isPlainMap(value)) value = mapIndex(value, key);
    else throw new Error(`can't index item of type ${typeName(value)}`);
  }
  return value;
}

function mapIndex(map: object, key: unknown): unknown {
  const type = map instanceof GoMap ? map.keyType : 'string';
  if (key === null || key === undefined) {
    if (type === 'any' || type === 'interface {}') return zeroOf(map);
    throw new Error(`value is nil; should be of type ${type}`);
  }
  const own = typeName(key);
  const fits = type === 'any' || type === 'interface {}' || own === type || (/int/.test(own) && /int/.test(type));
  if (!fits) throw new Error(`value has type ${own}; should be ${type}`);
  const number = numberOf(key);
  const found = entriesOf(map)!.find(([k]) =>
    number === undefined ? k === key : Number(numberOf(k)) === Number(number),
  );
  return found ? found[1] : zeroOf(map);
}

const zeroOf = (map: object): unknown => (map instanceof GoMap ? zero(map.elementType) : undefined);

function slice(item: unknown, ...bounds: readonly unknown[]): unknown {
  const value = pointed(item);
  if (value === undefined || value === null) throw new Error('slice of untyped nil');
  if (bounds.length > 3) throw new Error(`too many slice indexes: ${bounds.length}`);
  if (typeof value === 'string') {
    if (bounds.length === 3) throw new Error('cannot 3-index slice a string');
    const bytes = new TextEncoder().encode(value);
    const [from, to] = range(bounds, bytes.length);
    return new TextDecoder().decode(bytes.subarray(from, to));
  }
  const items = itemsOf(value);
  if (!items) throw new Error(`can't slice item of type ${typeName(value)}`);
  const [from, to] = range(bounds, items.length);
  const type = typeName(value).replace(/^\*?\[\d*\]/, '[]');
  return value instanceof GoBytes
    ? new GoBytes(value.bytes.subarray(from, to))
    : new GoList(type, items.slice(from, to));
}

function range(bounds: readonly unknown[], length: number): [number, number] {
  const [from = 0, to = length, cap = length] = bounds.map((bound) => indexOf(bound, length));
  if (from > to) throw new Error(`invalid slice index: ${from} > ${to}`);
  if (to > cap) throw new Error(`invalid slice index: ${to} > ${cap}`);
  return [from, to];
}

function len(item: unknown): number {
  const value = pointed(item);
  if (value === null || value === undefined) throw new Error('len of nil pointer');
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (value instanceof GoBytes) return value.bytes.length;
  const count = itemsOf(value)?.length ?? entriesOf(value)?.length;
  if (count === undefined) throw new Error(`len of type ${typeName(value)}`);
  return count;
}

function call(target: unknown, ...args: readonly unknown[]): unknown {
  if (target === undefined || target === null) throw new Error('call of nil');
  if (!isFunction(target)) throw new Error(`non-function of type ${typeName(target)}`);
  const { params } = target;
  const last = params.at(-1);
  const least = last?.startsWith('...') ? params.length - 1 : params.length;
  if (args.length < least || (!last?.startsWith('...') && args.length > least)) {
    throw new Error(
      `wrong number of args: got ${args.length} want ${last?.startsWith('...') ? 'at least ' : ''}${least}`,
    );
  }
  return target.call(...args);
}

const urlquery = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (ch) => `%${ch.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%7E', '~');

/** The functions every template has; `and` and `or` look at no more arguments than they need. */
export const builtins: Readonly<Record<string, GoFunction>> = {
  and: func((...args: never[]) => (args as unknown[]).find((arg) => !truth(arg)) ?? args.at(-1), 'value', '...value'),
  or: func((...args: never[]) => (args as unknown[]).find((arg) => truth(arg)) ?? args.at(-1), 'value', '...value'),
  not: func((arg: unknown) => !truth(arg), 'value'),
  call: func(call, 'value', '...value'),
  html: func((...args: never[]) => evalArgs(args).replace(/["'&<>\0]/g, (ch) => HTML[ch]!), '...any'),
  index: func(index, 'value', '...value'),
  slice: func(slice, 'value', '...value'),
  js: func(
    (...args: never[]) =>
      evalArgs(args).replace(
        /[\\'"<>&=\x00-\x1f]/g,
        (ch) => JS[ch] ?? `\\u${ch.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
      ),
    '...any',
  ),
  len: func(len, 'value'),
  print: func(sprint, '...any'),
  printf: func(sprintf, 'string', '...any'),
  println: func(sprintln, '...any'),
  urlquery: func((...args: never[]) => urlquery(evalArgs(args)), '...any'),
  eq: func(eq, 'value', '...value'),
  ne: func(ne, 'value', 'value'),
  lt: func(lt, 'value', 'value'),
  le: func(le, 'value', 'value'),
  gt: func((a: unknown, b: unknown) => !le(a, b), 'value', 'value'),
  ge: func((a: unknown, b: unknown) => !lt(a, b), 'value', 'value'),
};

/** Whether every template has a function of that name. */
export const isBuiltin = (name: string): boolean => Object.hasOwn(builtins, name);
