import { keyText as wordOf } from '../runtime/key-text';
import { callSpecial } from '../runtime/attributes';
import { callValue } from '../runtime/call';
import { errorClass, fail, PyError } from '../runtime/errors';
import { fromPlain } from '../runtime/convert';
import { floatText, strOf } from '../runtime/repr';
import {
  classOf,
  PyBytes,
  PyClass,
  PyDict,
  PyFloat,
  PyInstance,
  PyIterator,
  PyList,
  PyTuple,
  isInt,
  objectClass,
  typeClass,
  type Kwargs,
  type Run,
  type Value,
} from '../runtime/values';
import type { Vm } from '../runtime/vm';
import { int, methods, native, str } from '../objects/define';
import { nativeModule } from './define';

const quote = (text: string, ascii: boolean): string => {
  const made = JSON.stringify(text);
  return ascii ? made.replaceAll(/[^\0-\x7e]/g, (ch) => `\\u${ch.charCodeAt(0).toString(16).padStart(4, '0')}`) : made;
};

interface Style {
  readonly indent: string | undefined;
  readonly comma: string;
  readonly colon: string;
  readonly ascii: boolean;
  readonly sort: boolean;
  readonly fallback: Value;
}

/** A value as JSON text, as json.dumps writes it. */
export function* dumps(vm: Vm, value: Value, style: Style, level = ''): Run<string> {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (isInt(value)) return String(value);
  if (typeof value === 'string') return quote(value, style.ascii);
  if (value instanceof PyFloat) {
    const text = floatText(value.value);
    return text === 'nan' ? 'NaN' : text.replace('inf', 'Infinity');
  }
  if (level.length > 2000) fail('ValueError', 'Circular reference detected');
  const deeper = level + (style.indent ?? ' ');
  const open = style.indent === undefined ? '' : `\n${deeper}`;
  const close = style.indent === undefined ? '' : `\n${level}`;
  const comma = style.indent === undefined ? style.comma : style.comma.trimEnd() + open;
  if (value instanceof PyList || value instanceof PyTuple) {
    if (value.items.length === 0) return '[]';
    const parts: string[] = [];
    for (const item of value.items) parts.push(yield* dumps(vm, item, style, deeper));
    return `[${open}${parts.join(comma)}${close}]`;
  }
  if (value instanceof PyDict) {
    if (value.map.size === 0) return '{}';
    const entries = value.entries();
    if (style.sort) entries.sort((a, b) => (wordOf(a.key) < wordOf(b.key) ? -1 : 1));
    const parts: string[] = [];
    for (const entry of entries) {
      const key =
        typeof entry.key === 'string'
          ? entry.key
          : entry.key === null
            ? 'null'
            : typeof entry.key === 'boolean'
              ? String(entry.key)
              : yield* strOf(vm, entry.key);
      parts.push(`${quote(key, style.ascii)}${style.colon}${yield* dumps(vm, entry.value, style, deeper)}`);
    }
    return `{${open}${parts.join(comma)}${close}}`;
  }
  if (style.fallback !== null) return yield* dumps(vm, yield* callValue(vm, style.fallback, [value]), style, deeper);
  const custom = yield* callSpecial(vm, value, '__json__');
  if (custom !== undefined) return yield* dumps(vm, custom, style, deeper);
  return fail('TypeError', `Object of type ${classOf(value).name} is not JSON serializable`);
}

const styleOf = (kwargs: Kwargs): Style => {
  const indent = kwargs.get('indent') ?? null;
  const separators = kwargs.get('separators');
  const pair = separators instanceof PyTuple ? separators.items.map(String) : [', ', ': '];
  return {
    indent: indent === null ? undefined : typeof indent === 'string' ? indent : ' '.repeat(Math.min(20, int(indent))),
    comma: pair[0] ?? ', ',
    colon: pair[1] ?? ': ',
    ascii: kwargs.get('ensure_ascii') !== false,
    sort: kwargs.get('sort_keys') === true,
    fallback: kwargs.get('default') ?? null,
  };
};

const decodeError = new PyClass('JSONDecodeError', [errorClass('ValueError')], typeClass);
decodeError.module = 'json.decoder';

/** Keeps `1.0` a float: every number literal is read by its own text. */
function loads(text: string): Value {
  try {
    const marked = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (part) =>
      part.startsWith('"') || !/[.eE]/.test(part) ? part : `{"\\u0000f":${part}}`,
    );
    return revive(fromPlain(JSON.parse(marked)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = Number(/position (\d+)/.exec(error.message)?.[1] ?? 0);
    const line = text.slice(0, at).split('\n').length;
    const column = at - text.lastIndexOf('\n', at - 1);
    const made = new PyInstance(decodeError);
    const what =
      text.trim() === '' || !/^[\s]*[[{"\d\-tfn]/.test(text)
        ? 'Expecting value'
        : 'Expecting property name enclosed in double quotes';
    made.attrs.set(
      'args',
      new PyTuple([`${what}: line ${String(line)} column ${String(Math.max(1, column))} (char ${String(at)})`]),
    );
    throw new PyError(made);
  }
}

function revive(value: Value): Value {
  if (value instanceof PyList) {
    value.items.forEach((item, i) => (value.items[i] = revive(item)));
  } else if (value instanceof PyDict) {
    const float = value.get('\0f');
    if (float !== undefined) return new PyFloat(float instanceof PyFloat ? float.value : Number(float));
    for (const { key, value: item } of value.entries()) value.set(key, revive(item));
  }
  return value;
}

const textOf = (value: Value | undefined): string =>
  value instanceof PyBytes ? new TextDecoder().decode(value.data) : str(value, 'the JSON object');

nativeModule(
  'json',
  (vm) => ({
    dumps: (a, k) => dumps(vm, a[0] ?? null, styleOf(k)),
    loads: (a) => loads(textOf(a[0])),
    JSONDecodeError: { value: decodeError },
    dump: function* (a, k): Run<Value> {
      const text = yield* dumps(vm, a[0] ?? null, styleOf(k));
      yield* callValue(vm, yield* getAttribute(vm, a[1]!, 'write'), [text]);
      return null;
    },
    load: function* (a): Run<Value> {
      const text = yield* callValue(vm, yield* getAttribute(vm, a[0]!, 'read'), []);
      return loads(textOf(text));
    },
  }),
  { package: true },
);
import { getAttribute } from '../runtime/attributes';

const patternClass = new PyClass('Pattern', [objectClass], typeClass);
patternClass.module = 're';
const matchClass = new PyClass('Match', [objectClass], typeClass);
matchClass.module = 're';

const compiled = new Map<string, RegExp>();
function regex(pattern: string, flags: number): RegExp {
  const key = `${String(flags)}:${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  let letters = 'gd';
  let source = pattern;
  const inline = /^\(\?([imsx]+)\)/.exec(source);
  if (inline) source = source.slice(inline[0].length);
  if (flags & 2 || inline?.[1]?.includes('i')) letters += 'i';
  if (flags & 8 || inline?.[1]?.includes('m')) letters += 'm';
  if (flags & 16 || inline?.[1]?.includes('s')) letters += 's';
  if (flags & 64 || inline?.[1]?.includes('x'))
    source = source.replaceAll(/\\#|#.*$|\s+/gm, (part) => (part === '\\#' ? '#' : ''));
  source = source
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replaceAll('\\A', '^')
    .replaceAll(/\\[Zz]/g, '$(?![^])');
  try {
    const made = new RegExp(source, letters);
    if (compiled.size > 500) compiled.clear();
    compiled.set(key, made);
    return made;
  } catch (error) {
    return fail('ValueError', `re.error: ${(error as Error).message}`);
  }
}

const made = (match: RegExpExecArray): PyInstance => {
  const value = new PyInstance(matchClass);
  value.native = match;
  value.attrs.set('string', match.input);
  return value;
};
const matchOf = (a: readonly Value[]): RegExpExecArray => (a[0] as PyInstance).native as RegExpExecArray;
const group = (match: RegExpExecArray, which: Value | undefined): Value => {
  if (typeof which === 'string') {
    if (!match.groups || !(which in match.groups)) return fail('IndexError', 'no such group');
    return match.groups[which] ?? null;
  }
  const at = int(which, 0);
  if (at >= match.length) fail('IndexError', 'no such group');
  return match[at] ?? null;
};
methods(matchClass, {
  group: (a) => (a.length > 2 ? new PyTuple(a.slice(1).map((w) => group(matchOf(a), w))) : group(matchOf(a), a[1])),
  groups: (a) =>
    new PyTuple(
      matchOf(a)
        .slice(1)
        .map((g) => g ?? a[1] ?? null),
    ),
  groupdict: (a) => fromPlain({ ...matchOf(a).groups }),
  start: (a) => matchOf(a).indices?.[int(a[1], 0)]?.[0] ?? -1,
  end: (a) => matchOf(a).indices?.[int(a[1], 0)]?.[1] ?? -1,
  span: (a) => new PyTuple(matchOf(a).indices?.[int(a[1], 0)] ?? [-1, -1]),
  __getitem__: (a) => group(matchOf(a), a[1]),
  __bool__: () => true,
});

/** A learner's regular expression may be slow on long text; this much is searched. */
const SEARCHED = 1_000_000;

type Search = (vm: Vm, re: RegExp, text: string, a: readonly Value[]) => Value | Run<Value>;
const exec = (re: RegExp, text: string): RegExpExecArray | null => {
  re.lastIndex = 0;
  if (text.length > SEARCHED) fail('MemoryError');
  return re.exec(text);
};
const all = (re: RegExp, text: string): RegExpExecArray[] => [...text.matchAll(re)];
const searches: Readonly<Record<string, Search>> = {
  search: (_, re, text) => {
    const found = exec(re, text);
    return found ? made(found) : null;
  },
  match: (_, re, text) => {
    const found = exec(re, text);
    return found?.index === 0 ? made(found) : null;
  },
  fullmatch: (_, re, text) => {
    const found = exec(new RegExp(`^(?:${re.source})$`, re.flags.replace('m', '')), text);
    return found ? made(found) : null;
  },
  findall: (_, re, text) =>
    new PyList(
      all(re, text).map((m) => (m.length > 2 ? new PyTuple(m.slice(1).map((g) => g ?? '')) : (m[m.length - 1] ?? ''))),
    ),
  finditer: (_, re, text) => {
    const list = all(re, text);
    let i = 0;
    return new PyIterator(() => (i < list.length ? made(list[i++]!) : undefined));
  },
  split: (_, re, text) =>
    new PyList(text.split(new RegExp(re.source, re.flags.replace('d', ''))).map((part) => part ?? null)),
};

function* substitute(vm: Vm, re: RegExp, replacement: Value, text: string, count: number): Run<[string, number]> {
  let out = '';
  let last = 0;
  let n = 0;
  for (const match of all(re, text)) {
    if (count > 0 && n >= count) break;
    n++;
    out += text.slice(last, match.index);
    last = match.index + match[0].length;
    if (typeof replacement === 'string') {
      out += replacement.replaceAll(
        /\\(?:g<(\w+)>|(\d+)|([nrt\\]))/g,
        (_, name: string | undefined, number: string | undefined, ch: string | undefined) => {
          if (ch !== undefined) return { n: '\n', r: '\r', t: '\t', '\\': '\\' }[ch]!;
          const key = name ?? number!;
          return (/^\d+$/.test(key) ? match[Number(key)] : match.groups?.[key]) ?? '';
        },
      );
    } else out += yield* strOf(vm, yield* callValue(vm, replacement, [made(match)]));
  }
  return [out + text.slice(last), n];
}

const patternOf = (value: Value, flags: number): RegExp =>
  value instanceof PyInstance ? (value.native as RegExp) : regex(str(value, 'pattern'), flags);

for (const [name, search] of Object.entries(searches)) {
  patternClass.vars.set(
    name,
    native(name, (a) => search(currentVm(), (a[0] as PyInstance).native as RegExp, str(a[1]), a)),
  );
}
import { currentVm } from '../runtime/current';
methods(patternClass, {
  sub: function* (a, k): Run<Value> {
    return (yield* substitute(
      currentVm(),
      (a[0] as PyInstance).native as RegExp,
      a[1]!,
      str(a[2]),
      int(a[3] ?? k.get('count'), 0),
    ))[0];
  },
});

nativeModule('re', (vm) => {
  const table: Record<string, (a: Value[], k: Kwargs) => Value | Run<Value>> = {};
  for (const [name, search] of Object.entries(searches))
    table[name] = (a, k) =>
      search(
        vm,
        patternOf(a[0]!, int(a[2] ?? k.get('flags'), 0)),
        str(a[1], 'expected string or bytes-like object, got'),
        a,
      );
  const values: Record<string, { value: Value }> = {};
  for (const [name, value] of Object.entries({
    I: 2,
    IGNORECASE: 2,
    M: 8,
    MULTILINE: 8,
    S: 16,
    DOTALL: 16,
    X: 64,
    VERBOSE: 64,
    A: 0,
    ASCII: 0,
  }))
    values[name] = { value };
  return {
    ...table,
    ...values,
    Pattern: { value: patternClass },
    Match: { value: matchClass },
    error: { value: errorClass('ValueError') },
    compile: (a, k) => {
      if (a[0] instanceof PyInstance) return a[0];
      const pattern = new PyInstance(patternClass);
      pattern.native = regex(str(a[0]), int(a[1] ?? k.get('flags'), 0));
      pattern.attrs.set('pattern', a[0]!);
      return pattern;
    },
    sub: function* (a, k): Run<Value> {
      return (yield* substitute(
        vm,
        patternOf(a[0]!, int(k.get('flags'), 0)),
        a[1]!,
        str(a[2]),
        int(a[3] ?? k.get('count'), 0),
      ))[0];
    },
    subn: function* (a): Run<Value> {
      return new PyTuple(yield* substitute(vm, patternOf(a[0]!, 0), a[1]!, str(a[2]), int(a[3], 0)));
    },
    escape: (a) => str(a[0]).replaceAll(/[^\w]/g, '\\$&'),
  };
});
