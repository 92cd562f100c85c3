import type { ParameterExpansionPart, ParameterOperation, Word } from 'unbash';
import { ShellError } from '../control';
import type { Shell } from '../shell';
import { isName, type Variable } from '../variables';
import { evaluateIn, readElement, subscript } from './arithmetic-scope';
import type { Fields } from './fields';
import { unescapePattern, matchPattern, removePrefix, removeSuffix, replacePattern } from './pattern';
import { expandPrompt } from './prompt';
import { quoteAlways, unescapeAnsi } from './quote';
import { addWord, expandPattern, expandString, type Expansion, type Mode } from './word';
import { declaration } from '../declaration';

/** What a parameter stands for: one text, or the several of `$@`, `$*` and `${a[@]}`. */
interface Value {
  /** What messages call it. */
  readonly name: string;
  readonly text: string | undefined;
  readonly list?: readonly string[];
  /** Joined by the first character of IFS in quotes (`*`). */
  readonly star?: boolean;
  readonly keys?: readonly string[];
  readonly variable?: Variable | undefined;
  assign?(text: string): void;
}

/** `$x` without braces. */
export function expandSimple(shell: Shell, name: string, fields: Fields, mode: Mode): void {
  const value = valueOf(shell, name);
  checkSet(shell, value);
  add(shell, value, fields, mode);
}

/** Everything that `${...}` can be. */
export function* expandParameter(
  shell: Shell,
  part: ParameterExpansionPart,
  fields: Fields,
  mode: Mode,
): Expansion<void> {
  const { operation } = part;
  if (part.parameter === '' || operation?.type === 'Unknown') throw badSubstitution(shell, part.text);
  if (part.prefix === '!') {
    if (operation?.type === 'Names') {
      const names = shell.variables.names().filter((name) => name.startsWith(part.parameter));
      add(shell, { name: part.parameter, text: names[0], list: names, star: operation.operator === '*' }, fields, mode);
      return;
    }
    const index = part.index?.text;
    if (index === '@' || index === '*') {
      const keys = shell.variables.lookup(part.parameter)?.keys() ?? [];
      add(shell, { name: part.parameter, text: keys[0], list: keys, star: index === '*' }, fields, mode);
      return;
    }
  }
  let value = yield* parameterValue(shell, part);
  if (part.prefix === '!') value = indirect(shell, value, part);
  if (part.prefix === '#') {
    checkSet(shell, value);
    const size = value.list ? value.list.length : [...(value.text ?? '')].length;
    add(shell, { name: value.name, text: String(size) }, fields, mode);
    return;
  }
  if (!operation) {
    checkSet(shell, value);
    add(shell, value, fields, mode);
    return;
  }
  if (operation.type === 'Default') {
    yield* applyDefault(shell, value, operation, fields, mode);
    return;
  }
  if (!(operation.type === 'Transform' && operation.operand.text === 'a')) checkSet(shell, value);
  add(shell, yield* transform(shell, value, operation), fields, mode);
}

function* parameterValue(shell: Shell, part: ParameterExpansionPart): Expansion<Value> {
  const name = part.parameter;
  if (!part.index) return valueOf(shell, name);
  const variable = shell.variables.lookup(name);
  const index = part.index.text;
  if (index === '@' || index === '*') {
    const list = variable?.values() ?? [];
    return {
      name: `${name}[${index}]`,
      text: list.length > 0 ? list.join(' ') : undefined,
      list,
      star: index === '*',
      variable,
      keys: variable?.keys() ?? [],
    };
  }
  const key = variable?.associative ? yield* expandString(shell, part.index) : String(yield* evaluateIn(shell, index));
  return {
    name: `${name}[${index}]`,
    text: readElement(variable, key),
    variable,
    assign: (text) => shell.variables.setElement(name, key, text),
  };
}

/** A parameter by its name, without a subscript. */
function valueOf(shell: Shell, name: string): Value {
  if (/^[0-9]+$/.test(name)) {
    const number = Number(name);
    return { name, text: number === 0 ? shell.name : shell.positional[number - 1] };
  }
  switch (name) {
    case '@':
    case '*':
      return { name, text: shell.positional.join(' '), list: shell.positional, star: name === '*' };
    case '#':
      return { name, text: String(shell.positional.length) };
    case '?':
      return { name, text: String(shell.status) };
    case '$':
      return { name, text: String(shell.mainPid) };
    case '!':
      return { name, text: shell.lastBackground === undefined ? '' : String(shell.lastBackground) };
    case '-':
      return { name, text: shell.flags() };
    case '_':
      return { name, text: shell.lastArgument };
    default: {
      if (!isName(name)) return { name, text: undefined };
      return {
        name,
        text: shell.get(name),
        variable: shell.variables.find(name),
        assign: (text) => shell.variables.set(name, text),
      };
    }
  }
}

function indirect(shell: Shell, value: Value, part: ParameterExpansionPart): Value {
  const variable = shell.variables.find(part.parameter);
  if (variable?.nameref && !part.index) return { name: part.parameter, text: variable.text };
  const target = value.text;
  if (target === undefined) {
    if (part.operation?.type === 'Default') return { name: part.parameter, text: undefined };
    throw new ShellError(`${part.parameter}: invalid indirect expansion`);
  }
  const element = /^([A-Za-z_]\w*)\[(.+)\]$/.exec(target);
  if (!element) {
    if (!isName(target) && !/^(?:\d+|[@*#?$!-])$/.test(target))
      throw new ShellError(`${target}: invalid variable name`);
    return valueOf(shell, target);
  }
  const [, name = '', index = ''] = element;
  const found = shell.variables.lookup(name);
  if (index === '@' || index === '*') {
    const list = found?.values() ?? [];
    return { name: target, text: list.join(' '), list, star: index === '*', variable: found };
  }
  return { name: target, text: readElement(found, subscript(shell, name, index)), variable: found };
}

function checkSet(shell: Shell, value: Value): void {
  if (value.text !== undefined || value.list || !shell.options.has('nounset')) return;
  const words: Readonly<Record<string, string>> = {
    bash: `${value.name}: unbound variable`,
    dash: `${value.name}: parameter not set`,
    ash: `${value.name}: parameter not set`,
  };
  throw new ShellError(words[shell.dialect]!, shell.unsetCode, true);
}

function add(shell: Shell, value: Value, fields: Fields, mode: Mode): void {
  const { list } = value;
  if (!list) {
    if (mode.quoted) fields.quoted(value.text ?? '');
    else fields.split(value.text ?? '');
    return;
  }
  const ifs = shell.get('IFS');
  const glue = ifs === undefined ? ' ' : ifs.slice(0, 1);
  if (mode.quoted && value.star) {
    fields.quoted(list.join(glue));
    return;
  }
  if (!fields.splitting) {
    // In an assignment or a pattern the words stay one text.
    const text = list.join(value.star ? glue : ' ');
    if (mode.quoted) fields.quoted(text);
    else fields.split(text);
    return;
  }
  list.forEach((item, i) => {
    if (i > 0) fields.end();
    if (mode.quoted) fields.quoted(item);
    else fields.split(item);
  });
}

function* applyDefault(
  shell: Shell,
  value: Value,
  operation: ParameterOperation & { type: 'Default' },
  fields: Fields,
  mode: Mode,
): Expansion<void> {
  const { operator, operand } = operation;
  const empty = value.list
    ? value.list.length === 0 || (value.list.length === 1 && value.list[0] === '')
    : value.text === '';
  const unset = value.list ? value.list.length === 0 : value.text === undefined;
  const missing = unset || (operator.startsWith(':') && empty);
  const inner: Mode = mode.quoted ? mode : { ...mode, cut: true };
  switch (operator.at(-1)) {
    case '+':
      if (!missing) yield* addWord(shell, operand, fields, inner);
      else if (mode.quoted) fields.quoted('');
      return;
    case '-':
      if (missing) yield* addOperand(shell, operand, fields, inner);
      else add(shell, value, fields, mode);
      return;
    case '=': {
      if (!missing) {
        add(shell, value, fields, mode);
        return;
      }
      if (!value.assign) throw new ShellError(`$${value.name}: cannot assign in this way`, 1, true);
      const text = yield* expandString(shell, operand, { quoted: mode.quoted, tilde: 'assignment' });
      value.assign(text);
      add(shell, { name: value.name, text }, fields, mode);
      return;
    }
    default: {
      if (!missing) {
        add(shell, value, fields, mode);
        return;
      }
      const message = yield* expandString(shell, operand, { quoted: mode.quoted, tilde: 'start' });
      const usual = operator.startsWith(':') ? 'parameter null or not set' : 'parameter not set';
      throw new ShellError(`${value.name}: ${message || usual}`, shell.unsetCode, true);
    }
  }
}

function* addOperand(shell: Shell, operand: Word, fields: Fields, mode: Mode): Expansion<void> {
  if (operand.text === '' && mode.quoted) fields.quoted('');
  else yield* addWord(shell, operand, fields, mode);
}

function* transform(shell: Shell, value: Value, operation: ParameterOperation): Expansion<Value> {
  const each = (change: (text: string) => string): Value => ({
    ...value,
    text: value.text === undefined ? undefined : change(value.text),
    ...(value.list && { list: value.list.map(change) }),
  });
  switch (operation.type) {
    case 'Remove': {
      const pattern = yield* expandPattern(shell, operation.operand);
      const longest = operation.operator.length === 2;
      const remove = operation.operator.startsWith('#') ? removePrefix : removeSuffix;
      return each((text) => remove(pattern, text, longest));
    }
    case 'Replace': {
      const pattern = yield* expandPattern(shell, operation.pattern);
      const fresh = yield* expandPattern(shell, operation.replacement);
      const where = ({ '/': 'once', '//': 'all', '/#': 'start', '/%': 'end' } as const)[operation.operator];
      const replacement = replacer(shell, fresh);
      return each((text) => replacePattern(pattern, text, replacement, where, shell.shopt('nocasematch')));
    }
    case 'Slice':
      return yield* slice(shell, value, operation);
    case 'CaseModification': {
      const pattern = operation.operand ? yield* expandPattern(shell, operation.operand) : '?';
      const up = operation.operator.startsWith('^');
      const all = operation.operator.length === 2;
      const change = (c: string): string => (matchPattern(pattern, c) ? (up ? c.toUpperCase() : c.toLowerCase()) : c);
      return each((text) => {
        const chars = [...text];
        return all ? chars.map(change).join('') : chars.map((c, i) => (i === 0 ? change(c) : c)).join('');
      });
    }
    case 'Transform':
      return yield* operators(shell, value, operation.operand.text, each);
    default:
      throw new ShellError(`${value.name}: bad substitution`);
  }
}

/** In a replacement an unquoted `&` is what matched (shopt patsub_replacement). */
function replacer(shell: Shell, fresh: string): (match: string) => string {
  if (!shell.shopt('patsub_replacement') || !fresh.includes('&')) {
    const text = unescapePattern(fresh);
    return () => text;
  }
  return (match) =>
    fresh.replace(/\\(.)|&/gs, (whole, escaped: string | undefined) => (whole === '&' ? match : escaped!));
}

function* slice(shell: Shell, value: Value, operation: ParameterOperation & { type: 'Slice' }): Expansion<Value> {
  const offset = Number(yield* evaluateIn(shell, operation.offset.text));
  const length = operation.length ? Number(yield* evaluateIn(shell, operation.length.text)) : undefined;
  if (value.list) {
    const items = value.name === '@' || value.name === '*' ? [shell.name, ...value.list] : [...value.list];
    const positional = items.length !== value.list.length;
    const start = offset < 0 ? items.length + offset : offset;
    if (length !== undefined && length < 0) throw new ShellError(`${operation.length!.text}: substring expression < 0`);
    const from = positional && offset === 0 ? 0 : start;
    const list = start < 0 ? [] : items.slice(from, length === undefined ? undefined : from + length);
    return { ...value, list, text: list.join(' ') };
  }
  const chars = [...(value.text ?? '')];
  const start = offset < 0 ? chars.length + offset : offset;
  if (start < 0 || start > chars.length) return { ...value, text: '' };
  const end = length === undefined ? chars.length : length < 0 ? chars.length + length : start + length;
  if (end < start) throw new ShellError(`${operation.length!.text.trim()}: substring expression < 0`);
  return { ...value, text: chars.slice(start, end).join('') };
}

function* operators(
  shell: Shell,
  value: Value,
  operator: string,
  each: (change: (text: string) => string) => Value,
): Expansion<Value> {
  switch (operator) {
    case 'Q':
      return each(quoteAlways);
    case 'E':
      return each((text) => unescapeAnsi(text, 'ansi').text);
    case 'U':
      return each((text) => text.toUpperCase());
    case 'u':
      return each((text) => text.replace(/^./su, (c) => c.toUpperCase()));
    case 'L':
      return each((text) => text.toLowerCase());
    case 'P':
      return { ...value, text: value.text === undefined ? undefined : yield* expandPrompt(shell, value.text) };
    case 'a':
      return { ...value, text: attributes(value.variable) };
    case 'A':
      return {
        name: value.name,
        text: value.variable ? declaration(value.name.replace(/\[.*/, ''), value.variable, 'assign') : '',
      };
    case 'K':
    case 'k': {
      if (!value.list || !value.keys) return each(quoteAlways);
      const pairs = value.keys.flatMap((key, i) => [key, value.list![i]!]);
      if (operator === 'k') return { ...value, list: pairs };
      const text = value.keys.map((key, i) => `${key} "${value.list![i]!}"`).join(' ');
      return { name: value.name, text };
    }
    default:
      throw badSubstitution(shell, `\${${value.name}@${operator}}`);
  }
}

/** `declare`'s letters. */
export const attributes = (variable: Variable | undefined): string => {
  if (!variable) return '';
  return [
    variable.indexed && 'a',
    variable.associative && 'A',
    variable.integer && 'i',
    variable.lower && 'l',
    variable.nameref && 'n',
    variable.readonly && 'r',
    variable.upper && 'u',
    variable.exported && 'x',
  ]
    .filter(Boolean)
    .join('');
};

const badSubstitution = (shell: Shell, text: string): ShellError => {
  if (shell.dialect === 'dash') return new ShellError('Bad substitution', 2, true);
  return shell.dialect === 'ash'
    ? new ShellError('syntax error: bad substitution', 2, true)
    : new ShellError(`${text}: bad substitution`, 1, true);
};
