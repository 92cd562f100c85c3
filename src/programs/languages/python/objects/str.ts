import { keyText as textOf } from '../runtime/key-text';
import { encode } from '#io/streams';
import { getAttribute } from '../runtime/attributes';
import { fail } from '../runtime/errors';
import { formatValue, strOf } from '../runtime/format';
import { getItem, items } from '../runtime/iteration';
import { reprOf } from '../runtime/repr';
import { checkSize } from '../runtime/operators';
import { currentVm } from '../runtime/current';
import { classOf, PyBytes, PyDict, PyList, PyTuple, types, type Kwargs, type Run, type Value } from '../runtime/values';
import { int, methods, str } from './define';

const self = (args: readonly Value[]): string => str(args[0], 'self');

/** split() by white space or by a separator, at most `limit` times. */
export function split(text: string, separator: Value | undefined, limit: number): string[] {
  if (separator === null || separator === undefined) {
    const out: string[] = [];
    let rest = text.trimStart();
    while (rest !== '') {
      const found = limit >= 0 && out.length >= limit ? undefined : /\s+/.exec(rest);
      if (!found) {
        out.push(limit >= 0 && out.length >= limit ? rest : rest.trimEnd());
        break;
      }
      out.push(rest.slice(0, found.index));
      rest = rest.slice(found.index + found[0].length);
    }
    return out;
  }
  const by = str(separator, 'separator');
  if (by === '') fail('ValueError', 'empty separator');
  const parts = text.split(by);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(by)];
}

const strip = (text: string, chars: Value | undefined, left: boolean, right: boolean): string => {
  const set = chars === null || chars === undefined ? undefined : str(chars);
  const gone = (ch: string): boolean => (set === undefined ? /\s/.test(ch) : set.includes(ch));
  let start = 0;
  let end = text.length;
  while (left && start < end && gone(text[start]!)) start++;
  while (right && end > start && gone(text[end - 1]!)) end--;
  return text.slice(start, end);
};

const affix = (test: (text: string, part: string) => boolean) => (args: Value[]) => {
  const text = self(args).slice(int(args[2], 0), args[3] === undefined ? undefined : int(args[3]));
  const given = args[1]!;
  const parts = given instanceof PyTuple ? given.items : [given];
  return parts.some((part) => test(text, str(part, 'startswith first arg')));
};

const every = (pattern: RegExp) => (args: Value[]) => pattern.test(self(args));
const pad = (make: (text: string, width: number, fill: string) => string) => (args: Value[]) => {
  checkSize(int(args[1]));
  return make(self(args), int(args[1]), typeof args[2] === 'string' ? args[2] : ' ');
};

/** `'{} {name!r:>10}'.format(...)`. */
export function* formatString(template: string, args: readonly Value[], kwargs: Kwargs): Run<string> {
  const vm = currentVm();
  let out = '';
  let auto = 0;
  for (let i = 0; i < template.length;) {
    const ch = template[i]!;
    if ((ch === '{' || ch === '}') && template[i + 1] === ch) {
      out += ch;
      i += 2;
      continue;
    }
    if (ch === '}') fail('ValueError', "Single '}' encountered in format string");
    if (ch !== '{') {
      out += ch;
      i++;
      continue;
    }
    let end = i + 1;
    for (let depth = 0; end < template.length && !(template[end] === '}' && depth === 0); end++) {
      if (template[end] === '{') depth++;
      if (template[end] === '}') depth--;
    }
    if (end >= template.length) fail('ValueError', "Single '{' encountered in format string");
    const [, path = '', conversion, spec = ''] = /^([^!:]*)(?:!([rsa]))?(?::([^]*))?$/.exec(
      template.slice(i + 1, end),
    )!;
    const [, name = '', rest = ''] = /^([^.[]*)([^]*)$/.exec(path)!;
    let value: Value | undefined =
      name === '' ? args[auto++] : /^\d+$/.test(name) ? args[Number(name)] : kwargs.get(name);
    if (value === undefined) {
      if (name !== '' && !/^\d+$/.test(name)) fail('KeyError', name);
      fail('IndexError', `Replacement index ${name || String(auto - 1)} out of range for positional args tuple`);
    }
    for (const [, attribute, index] of rest.matchAll(/\.([\w]+)|\[([^\]]*)\]/g)) {
      if (attribute !== undefined) value = yield* getAttribute(vm, value, attribute);
      else value = yield* getItem(vm, value, /^\d+$/.test(index!) ? Number(index) : index!);
    }
    if (conversion) value = conversion === 's' ? yield* strOf(vm, value) : yield* reprOf(vm, value);
    const inner = spec.includes('{') ? yield* formatString(spec, args.slice(auto), kwargs) : spec;
    out += yield* formatValue(vm, value, inner);
    i = end + 1;
  }
  return out;
}

const title = (text: string): string =>
  text.toLowerCase().replaceAll(/\p{L}+/gu, (word) => word[0]!.toUpperCase() + word.slice(1));

methods(types.str, {
  upper: (a) => self(a).toUpperCase(),
  lower: (a) => self(a).toLowerCase(),
  casefold: (a) => self(a).toLowerCase(),
  title: (a) => title(self(a)),
  capitalize: (a) => self(a).slice(0, 1).toUpperCase() + self(a).slice(1).toLowerCase(),
  swapcase: (a) =>
    self(a).replaceAll(/\p{L}/gu, (ch) => (ch === ch.toUpperCase() ? ch.toLowerCase() : ch.toUpperCase())),
  strip: (a) => strip(self(a), a[1], true, true),
  lstrip: (a) => strip(self(a), a[1], true, false),
  rstrip: (a) => strip(self(a), a[1], false, true),
  split: (a, k) => new PyList(split(self(a), a[1] ?? k.get('sep'), int(a[2] ?? k.get('maxsplit'), -1))),
  rsplit: (a, k) => {
    const by = a[1] ?? k.get('sep');
    const limit = int(a[2] ?? k.get('maxsplit'), -1);
    const all = split(self(a), by, -1);
    if (limit < 0 || all.length <= limit + 1) return new PyList(all);
    const head = all.slice(0, all.length - limit).join(typeof by === 'string' ? by : ' ');
    return new PyList([head, ...all.slice(all.length - limit)]);
  },
  splitlines: (a) => {
    const keep = a[1] === true;
    const lines = self(a).match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
    return new PyList(keep ? lines : lines.map((line) => line.replace(/\r?\n$|\r$/, '')));
  },
  join: function* (a): Run<Value> {
    const list = yield* items(currentVm(), a[1] ?? null);
    const texts = list.map((item, i) => {
      if (typeof item === 'string') return item;
      return fail('TypeError', `sequence item ${String(i)}: expected str instance, ${classOf(item).name} found`);
    });
    checkSize(texts.reduce((n, t) => n + t.length, 0));
    return texts.join(self(a));
  },
  replace: (a) => {
    const from = str(a[1], 'replace() argument 1');
    const to = str(a[2], 'replace() argument 2');
    const limit = int(a[3], -1);
    checkSize(from === '' ? self(a).length * to.length : (self(a).length / from.length) * to.length);
    if (limit < 0) return self(a).replaceAll(from, () => to);
    const parts = split(self(a), from === '' ? null : from, limit);
    return parts.join(to);
  },
  startswith: affix((text, part) => text.startsWith(part)),
  endswith: affix((text, part) => text.endsWith(part)),
  removeprefix: (a) => (self(a).startsWith(str(a[1])) ? self(a).slice(str(a[1]).length) : self(a)),
  removesuffix: (a) =>
    str(a[1]) !== '' && self(a).endsWith(str(a[1])) ? self(a).slice(0, -str(a[1]).length) : self(a),
  find: (a) => self(a).indexOf(str(a[1]), int(a[2], 0)),
  rfind: (a) => self(a).lastIndexOf(str(a[1])),
  index: (a) => {
    const at = self(a).indexOf(str(a[1]));
    return at < 0 ? fail('ValueError', 'substring not found') : at;
  },
  count: (a) => self(a).split(str(a[1])).length - 1,
  format: (a, k) => formatString(self(a), a.slice(1), k),
  format_map: (a) => {
    const dict = a[1] instanceof PyDict ? a[1] : new PyDict();
    return formatString(self(a), [], new Map(dict.entries().map((e) => [textOf(e.key), e.value])));
  },
  encode: (a, k) => {
    const name = textOf(a[1] ?? k.get('encoding') ?? 'utf-8').toLowerCase();
    if (/^(ascii|latin-?1|iso-8859-1)$/.test(name))
      return new PyBytes(Uint8Array.from(self(a), (ch) => ch.charCodeAt(0)));
    return new PyBytes(encode(self(a)));
  },
  isdigit: every(/^\d+$/),
  isnumeric: every(/^\p{N}+$/u),
  isdecimal: every(/^\d+$/),
  isalpha: every(/^\p{L}+$/u),
  isalnum: every(/^[\p{L}\p{N}]+$/u),
  isspace: every(/^\s+$/),
  isidentifier: every(/^[\p{L}_][\p{L}\p{N}_]*$/u),
  isascii: (a) => [...self(a)].every((ch) => ch.charCodeAt(0) < 128),
  isupper: (a) => /\p{L}/u.test(self(a)) && self(a) === self(a).toUpperCase(),
  islower: (a) => /\p{L}/u.test(self(a)) && self(a) === self(a).toLowerCase(),
  istitle: (a) => /\p{L}/u.test(self(a)) && self(a) === title(self(a)),
  center: pad((text, width, fill) => {
    const room = Math.max(0, width - text.length);
    const left = Math.floor(room / 2) + (room & width & 1);
    return fill.repeat(left) + text + fill.repeat(room - left);
  }),
  ljust: pad((text, width, fill) => text.padEnd(width, fill)),
  rjust: pad((text, width, fill) => text.padStart(width, fill)),
  zfill: pad((text, width) =>
    /^[-+]/.test(text) ? text[0]! + text.slice(1).padStart(width - 1, '0') : text.padStart(width, '0'),
  ),
  expandtabs: (a) => self(a).replaceAll('\t', ' '.repeat(int(a[1], 8))),
  partition: (a) => {
    const at = self(a).indexOf(str(a[1]));
    if (at < 0) return new PyTuple([self(a), '', '']);
    return new PyTuple([self(a).slice(0, at), str(a[1]), self(a).slice(at + str(a[1]).length)]);
  },
  rpartition: (a) => {
    const at = self(a).lastIndexOf(str(a[1]));
    if (at < 0) return new PyTuple(['', '', self(a)]);
    return new PyTuple([self(a).slice(0, at), str(a[1]), self(a).slice(at + str(a[1]).length)]);
  },
  translate: (a) => {
    const table = a[1] instanceof PyDict ? a[1] : new PyDict();
    return [...self(a)]
      .map((ch) => {
        const to = table.get(ch.codePointAt(0)!);
        if (to === undefined) return ch;
        return to === null ? '' : typeof to === 'string' ? to : String.fromCodePoint(Number(to));
      })
      .join('');
  },
  __len__: (a) => self(a).length,
});
