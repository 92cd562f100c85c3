import { Fmt } from './fmt';
import {
  entriesOf,
  GoBytes,
  GoList,
  GoMap,
  GoPointer,
  GoStruct,
  isFunction,
  isPlainMap,
  itemsOf,
  numberKind,
  numberOf,
  typeName,
  type NumberKind,
} from './value';

/** Go refuses wider ones. */
const MAX_WIDTH = 1_000_000;
/** Of what one call prints. */
const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_DEPTH = 200;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** fmt.Sprint: blanks only between operands that are no strings. */
export const sprint = (...args: readonly unknown[]): string =>
  args
    .map((arg, i) => {
      const before = i > 0 && typeof arg !== 'string' && typeof args[i - 1] !== 'string' ? ' ' : '';
      return before + show(arg);
    })
    .join('');

/** fmt.Sprintln. */
export const sprintln = (...args: readonly unknown[]): string => `${args.map(show).join(' ')}\n`;

/** What %v prints. */
export const show = (value: unknown): string => new Printer(new Fmt()).value(value, 'v', 0);

/** fmt.Sprintf, with all verbs and flags but %p and %#v. Upstream: fmt/print.go. */
export function sprintf(format: string, ...args: readonly unknown[]): string {
  let out = '';
  let next = 0;
  let reordered = false;
  const chars = [...format];

  for (let i = 0; i < chars.length;) {
    const start = chars.indexOf('%', i);
    if (start < 0) {
      out += chars.slice(i).join('');
      break;
    }
    out += chars.slice(i, start).join('');
    i = start + 1;
    const fmt = new Fmt();
    let good = true;
    let afterIndex = false;

    const index = (): void => {
      afterIndex = false;
      if (chars[i] !== '[') return;
      reordered = true;
      const end = chars.indexOf(']', i);
      if (end < 0 || chars.length - i < 3) {
        good = false;
        i++;
        return;
      }
      const text = chars.slice(i + 1, end).join('');
      i = end + 1;
      if (/^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= args.length) {
        next = Number(text) - 1;
        afterIndex = true;
      } else good = false;
    };
    const number = (): number | undefined => {
      let text = '';
      while (/^[0-9]$/.test(chars[i] ?? '')) text += chars[i++]!;
      if (text === '') return undefined;
      if (Number(text) > MAX_WIDTH) {
        // Too big a number ends the verb as if the format ended here.
        i = chars.length;
        return undefined;
      }
      return Number(text);
    };
    const star = (): number | undefined => {
      const arg = next < args.length ? args[next++] : undefined;
      const size = numberKind(arg)?.includes('int') ? Number(numberOf(arg)) : undefined;
      return size !== undefined && Math.abs(size) <= MAX_WIDTH ? size : undefined;
    };

    flags: for (; i < chars.length; i++) {
      switch (chars[i]) {
        case '#':
          fmt.sharp = true;
          break;
        case '0':
          fmt.zero = true;
          break;
        case '+':
          fmt.plus = true;
          break;
        case '-':
          fmt.minus = true;
          break;
        case ' ':
          fmt.space = true;
          break;
        default:
          break flags;
      }
    }
    index();
    if (chars[i] === '*') {
      i++;
      fmt.width = star();
      if (fmt.width === undefined) out += '%!(BADWIDTH)';
      else if (fmt.width < 0) {
        fmt.width = -fmt.width;
        fmt.minus = true;
        fmt.zero = false;
      }
      afterIndex = false;
    } else {
      fmt.width = number();
      if (afterIndex && fmt.width !== undefined) good = false;
    }
    if (chars[i] === '.' && i + 1 < chars.length) {
      i++;
      if (afterIndex) good = false;
      index();
      if (chars[i] === '*') {
        i++;
        fmt.precision = star();
        if (fmt.precision === undefined || fmt.precision < 0) {
          if (fmt.precision === undefined) out += '%!(BADPREC)';
          fmt.precision = undefined;
        }
        afterIndex = false;
      } else fmt.precision = number() ?? 0;
    }
    if (!afterIndex) index();
    if (i >= chars.length) {
      out += '%!(NOVERB)';
      break;
    }
    const verb = chars[i++]!;
    if (verb === 'v' && fmt.plus) {
      fmt.plus = false;
      fmt.plusV = true;
    }
    if (verb === '%') out += '%';
    else if (!good) out += `%!${verb}(BADINDEX)`;
    else if (next >= args.length) out += `%!${verb}(MISSING)`;
    else out += new Printer(fmt).value(args[next++], verb, 0);
    if (out.length > MAX_LENGTH) throw new RangeError('the output is too long');
  }
  if (!reordered && next < args.length) {
    const extra = args
      .slice(next)
      .map((arg) => (arg === null || arg === undefined ? '<nil>' : `${typeName(arg)}=${show(arg)}`));
    out += `%!(EXTRA ${extra.join(', ')})`;
  }
  return out;
}

const BASES: Record<string, number | undefined> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

class Printer {
  constructor(private readonly fmt: Fmt) {}

  value(value: unknown, verb: string, depth: number): string {
    if (depth > MAX_DEPTH) return '...';
    if (verb === 'T') return this.fmt.string(typeName(value));
    if (value === null || value === undefined) {
      return verb === 'v' ? this.fmt.pad('<nil>', false) : this.#bad(verb, value);
    }
    if (typeof value === 'boolean')
      return verb === 't' || verb === 'v' ? this.fmt.boolean(value) : this.#bad(verb, value);
    const kind = numberKind(value);
    if (kind) return this.#number(value, kind, verb);
    if (typeof value === 'string') return this.#string(value, bytesOf(value), verb);
    if (value instanceof GoBytes) return this.#bytes(value, verb, depth);
    if (value instanceof GoStruct && value.text && 'vsxXq'.includes(verb)) return this.value(value.text(), verb, depth);
    if (isFunction(value)) return this.#bad(verb, value);
    return this.#composite(value, verb, depth);
  }

  #composite(value: unknown, verb: string, depth: number): string {
    const inner = (v: unknown): string => this.value(v, verb, depth + 1);
    if (value instanceof GoPointer) {
      if (value.value === null || value.value === undefined)
        return verb === 'v' ? this.fmt.pad('<nil>', false) : this.#bad(verb, value);
      return depth === 0 && typeof value.value === 'object' ? `&${inner(value.value)}` : '0xc000012345';
    }
    const items = itemsOf(value);
    if (items) {
      const address = value instanceof GoList && value.type.startsWith('*') ? '&' : '';
      return `${address}[${items.map(inner).join(' ')}]`;
    }
    if (value instanceof GoStruct) {
      const fields = Object.entries(value.fields).map(([name, v]) =>
        this.fmt.plusV ? `${name}:${inner(v)}` : inner(v),
      );
      return `${value.type.startsWith('*') && depth === 0 ? '&' : ''}{${fields.join(' ')}}`;
    }
    if (value instanceof GoMap || value instanceof Map || isPlainMap(value)) {
      return `map[${entriesOf(value)!
        .map(([k, v]) => `${inner(k)}:${inner(v)}`)
        .join(' ')}]`;
    }
    return this.#bad(verb, value);
  }

  #bad(verb: string, value: unknown): string {
    if (value === null || value === undefined) return `%!${verb}(<nil>)`;
    return `%!${verb}(${typeName(value)}=${this.value(value, 'v', 0)})`;
  }

  #number(value: unknown, kind: NumberKind, verb: string): string {
    const number = numberOf(value)!;
    if (kind === 'float32' || kind === 'float64') {
      const single = kind === 'float32';
      const float = single ? Math.fround(Number(number)) : Number(number);
      if ('vbgGxX'.includes(verb)) return this.fmt.float(float, single, verb, -1);
      return 'feEF'.includes(verb) ? this.fmt.float(float, single, verb, 6) : this.#bad(verb, value);
    }
    const whole = BigInt(number);
    const base = BASES[verb];
    if (base) return this.fmt.integer(whole, base, verb);
    if (verb === 'c') return this.fmt.character(whole);
    if (verb === 'q') return this.fmt.quotedCharacter(whole);
    return verb === 'U' ? this.fmt.unicode(whole) : this.#bad(verb, value);
  }

  #string(text: string, bytes: Uint8Array, verb: string): string {
    if (verb === 'v' || verb === 's') return this.fmt.string(text);
    if (verb === 'x' || verb === 'X') return this.fmt.hex(bytes, verb);
    return verb === 'q' ? this.fmt.quoted(text) : this.#bad(verb, text);
  }

  #bytes(value: GoBytes, verb: string, depth: number): string {
    const text = textOf(value.bytes);
    const invalid = text.includes('\ufffd');
    if (verb === 'q' && invalid) return this.fmt.pad(`"${rawQuoted(value.bytes, this.fmt.plus)}"`);
    if (value.type === 'string' || 'sqxX'.includes(verb)) return this.#string(text, value.bytes, verb);
    return this.#composite(new GoList(value.type, itemsOf(value)!), verb, depth);
  }
}

// Bytes that are no UTF-8 stay visible in %q.
function rawQuoted(bytes: Uint8Array, ascii: boolean): string {
  let out = '';
  for (let i = 0; i < bytes.length;) {
    const size = bytes[i]! < 0x80 ? 1 : bytes[i]! >= 0xf0 ? 4 : bytes[i]! >= 0xe0 ? 3 : bytes[i]! >= 0xc0 ? 2 : 1;
    const text = textOf(bytes.subarray(i, i + size));
    if (text.includes('\ufffd')) {
      out += `\\x${bytes[i]!.toString(16).padStart(2, '0')}`;
      i++;
    } else {
      out += new Printer(Object.assign(new Fmt(), { plus: ascii })).value(text, 'q', 0).slice(1, -1);
      i += size;
    }
  }
  return out;
}
