import { keyText as textOf } from './key-text';
import { callSpecial } from './attributes';
import {
  classOf,
  ELLIPSIS,
  identityOf,
  NOT_IMPLEMENTED,
  PyBytes,
  PyClass,
  PyDict,
  PyFloat,
  PyFunction,
  PyGenerator,
  PyInstance,
  PyList,
  PyMethod,
  PyModule,
  PyNative,
  PyRange,
  PySet,
  PySlice,
  PyTuple,
  types,
  type Run,
  type Value,
} from './values';
import { errorClass } from './errors';
import type { Vm } from './vm';

/** A float as Python writes it. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits = '', power = ''] = value.toExponential().split('e');
    return `${digits}e${power.startsWith('-') ? '-' : '+'}${power.slice(1).padStart(2, '0')}`;
  }
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** A str as a literal. */
export function strRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replaceAll(/[\\\n\r\t\0-\x1f\x7f-\x9f]/g, (ch) => ESCAPES[ch] ?? `\\x${hex(ch)}`);
  return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}

const hex = (ch: string): string => ch.charCodeAt(0).toString(16).padStart(2, '0');

/** bytes as a literal. */
export function bytesRepr(data: Uint8Array): string {
  let body = '';
  for (const byte of data) {
    const ch = String.fromCharCode(byte);
    body += ESCAPES[ch] ?? (byte < 32 || byte > 126 ? `\\x${hex(ch)}` : ch);
  }
  const quote = body.includes("'") && !body.includes('"') ? '"' : "'";
  return `b${quote}${quote === "'" ? body.replaceAll("'", "\\'") : body}${quote}`;
}

/** An address as `<... at 0x7f...>` shows it. */
const address = (value: object): string =>
  `0x${(0x7f3c5a200000 + identityOf(value) * 0x40).toString(16).padStart(12, '0')}`;

const full = (cls: PyClass): string => (cls.module === 'builtins' ? cls.qualname : `${cls.module}.${cls.qualname}`);

const open = new WeakSet<object>();

/** repr(value). */
export function* reprOf(vm: Vm, value: Value): Run<string> {
  if (value === null) return 'None';
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
    case 'bigint':
      return String(value);
    case 'string':
      return strRepr(value);
  }
  if (value instanceof PyClass) return `<class '${full(value)}'>`;
  const own = yield* callSpecial(vm, value, '__repr__');
  if (typeof own === 'string') return own;
  if (value instanceof PyFloat) return floatText(value.value);
  if (value instanceof PyBytes) {
    const text = bytesRepr(value.data);
    return value.cls.is(types.bytearray) ? `bytearray(${text})` : text;
  }
  if (value instanceof PyList || value instanceof PyTuple || value instanceof PyDict || value instanceof PySet) {
    if (open.has(value)) return value instanceof PyDict ? '{...}' : '[...]';
    open.add(value);
    try {
      return yield* containerRepr(vm, value);
    } finally {
      open.delete(value);
    }
  }
  return objectRepr(vm, value, yield* exceptionText(vm, value));
}

function* containerRepr(vm: Vm, value: PyList | PyTuple | PyDict | PySet): Run<string> {
  const parts: string[] = [];
  if (value instanceof PyDict) {
    for (const entry of value.entries())
      parts.push(`${yield* reprOf(vm, entry.key)}: ${yield* reprOf(vm, entry.value)}`);
    return wrapped(value, `{${parts.join(', ')}}`);
  }
  const list = value instanceof PySet ? value.map.values() : value.items;
  for (const item of list) {
    parts.push(yield* reprOf(vm, item));
    if (--vm.left <= 0) yield* vm.tick();
  }
  const body = parts.join(', ');
  if (value instanceof PyList) return `[${body}]`;
  if (value instanceof PyTuple) return parts.length === 1 ? `(${body},)` : `(${body})`;
  if (value.cls.is(types.frozenset)) return parts.length === 0 ? 'frozenset()' : `frozenset({${body}})`;
  return parts.length === 0 ? 'set()' : `{${body}}`;
}

const wrapped = (value: PyDict, body: string): string =>
  value.cls === types.dict ? body : `${value.cls.name}(${body === '{}' ? '' : body})`;

function* exceptionText(vm: Vm, value: Value): Run<string | undefined> {
  if (!(value instanceof PyInstance) || !value.cls.is(errorClass('BaseException'))) return undefined;
  const args = value.attrs.get('args');
  if (!(args instanceof PyTuple)) return `${value.cls.name}()`;
  const parts: string[] = [];
  for (const arg of args.items) parts.push(yield* reprOf(vm, arg));
  return `${value.cls.name}(${parts.join(', ')})`;
}

function objectRepr(
  _vm: Vm,
  value: Exclude<Value, null | boolean | number | bigint | string>,
  made: string | undefined,
): string {
  if (made !== undefined) return made;
  if (value === ELLIPSIS) return 'Ellipsis';
  if (value === NOT_IMPLEMENTED) return 'NotImplemented';
  if (value instanceof PyFunction) return `<function ${value.name} at ${address(value)}>`;
  if (value instanceof PyNative) return `<built-in function ${value.name}>`;
  if (value instanceof PyMethod) {
    const name = value.callee instanceof PyFunction || value.callee instanceof PyNative ? value.callee.name : '?';
    return `<bound method ${classOf(value.self).name}.${name}>`;
  }
  if (value instanceof PyModule) return `<module '${value.name}'>`;
  if (value instanceof PyRange)
    return `range(${String(value.start)}, ${String(value.stop)}${value.step === 1 ? '' : `, ${String(value.step)}`})`;
  if (value instanceof PySlice) return 'slice(...)';
  if (value instanceof PyGenerator)
    return `<${value.coroutine ? 'coroutine' : 'generator'} object ${value.name} at ${address(value)}>`;
  const name = value.cls.module === 'builtins' ? value.cls.name : full(value.cls);
  return `<${name} object at ${address(value)}>`;
}

/** str(value). */
export function* strOf(vm: Vm, value: Value): Run<string> {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && !(value instanceof PyClass)) {
    const own = yield* callSpecial(vm, value, '__str__');
    if (typeof own === 'string') return own;
    if (value instanceof PyInstance && value.cls.is(errorClass('BaseException'))) return yield* errorText(vm, value);
  }
  return yield* reprOf(vm, value);
}

function* errorText(vm: Vm, value: PyInstance): Run<string> {
  const args = value.attrs.get('args');
  const list = args instanceof PyTuple ? args.items : [];
  if (value.cls.is(errorClass('OSError')) && value.attrs.get('errno') !== undefined && list.length >= 2) {
    const file = value.attrs.get('filename');
    const tail = file === null || file === undefined ? '' : `: ${yield* reprOf(vm, file)}`;
    return `[Errno ${textOf(value.attrs.get('errno'))}] ${yield* strOf(vm, list[1]!)}${tail}`;
  }
  if (list.length === 0) return '';
  if (list.length > 1) return yield* reprOf(vm, args!);
  return value.cls.is(errorClass('KeyError')) ? yield* reprOf(vm, list[0]!) : yield* strOf(vm, list[0]!);
}
