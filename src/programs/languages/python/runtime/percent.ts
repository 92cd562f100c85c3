import { fail } from './errors';
import { formatValue, strOf } from './format';
import { getItem } from './iteration';
import { reprOf } from './repr';
import { classOf, isInt, PyBytes, PyDict, PyFloat, PyTuple, type Run, type Value } from './values';
import type { Vm } from './vm';

const DIRECTIVE = /%(?:\(([^)]*)\))?([-+ 0#]*)(\*|\d{1,5})?(?:\.(\d{1,3}))?[hlL]?([^])/g;

/** `'...' % values`. */
export function* percentFormat(vm: Vm, format: string, right: Value): Run<string> {
  const list = right instanceof PyTuple ? right.items : [right];
  let at = 0;
  let text = '';
  let last = 0;
  for (const match of format.matchAll(DIRECTIVE)) {
    const [whole, key, flags = '', width = '', precision, type = ''] = match;
    text += format.slice(last, match.index);
    last = match.index + whole.length;
    if (type === '%') {
      text += '%';
      continue;
    }
    let value: Value;
    if (key !== undefined) value = yield* getItem(vm, right, key);
    else {
      if (at >= list.length) fail('TypeError', 'not enough arguments for format string');
      value = list[at++]!;
    }
    text += yield* directive(vm, value, flags, width, precision, type);
  }
  if (format.lastIndexOf('%') >= last && format.indexOf('%', last) >= 0) fail('ValueError', 'incomplete format');
  if (at < list.length && !(right instanceof PyDict) && (right instanceof PyTuple || at === 0) && !/%\(/.test(format))
    fail('TypeError', 'not all arguments converted during string formatting');
  return text + format.slice(last);
}

function* directive(
  vm: Vm,
  value: Value,
  flags: string,
  width: string,
  precision: string | undefined,
  type: string,
): Run<string> {
  const left = flags.includes('-');
  const zero = flags.includes('0') && !left;
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const pad = (body: string): string => (left ? body.padEnd(Number(width)) : body.padStart(Number(width)));
  switch (type) {
    case 's':
    case 'r':
    case 'a': {
      let body = type === 's' ? yield* strOf(vm, value) : yield* reprOf(vm, value);
      if (type === 's' && value instanceof PyBytes) body = yield* reprOf(vm, value);
      return pad(precision === undefined ? body : body.slice(0, Number(precision)));
    }
    case 'c':
      return pad(typeof value === 'string' ? value : String.fromCodePoint(Number(value)));
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': {
      if (!isInt(value) && !(value instanceof PyFloat && 'diu'.includes(type)))
        fail('TypeError', `%${type} format: a real number is required, not ${classOf(value).name}`);
      const whole = value instanceof PyFloat ? Math.trunc(value.value) : value;
      const code = 'iu'.includes(type) ? 'd' : type;
      return pad(yield* formatValue(vm, whole, `${sign}${zero ? '0' : ''}${left ? '' : width}${code}`));
    }
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G': {
      if (!isInt(value) && !(value instanceof PyFloat))
        fail('TypeError', `must be real number, not ${classOf(value).name}`);
      const spec = `${sign}${zero ? '0' : ''}${left ? '' : width}${precision === undefined ? '' : `.${precision}`}${type}`;
      return pad(yield* formatValue(vm, value, spec));
    }
    default:
      return fail('ValueError', `unsupported format character '${type}'`);
  }
}
