import { formatDuration, parseDuration } from './duration';

/** How a flag's text becomes a value. `list` and `array` repeat; `strings` repeats and splits at commas. */
export type FlagKind = 'bool' | 'string' | 'int' | 'uint' | 'float' | 'duration' | 'list' | 'array' | 'strings' | 'map';

/** One flag. From this come parsing, help, completion and the type of its value. */
export interface FlagSpec {
  readonly kind: FlagKind;
  readonly help: string;
  /** One letter. */
  readonly short?: string;
  readonly default?: string | number | boolean;
  /** What help shows in place of the kind: `bytes`, `filter`, `mount`. */
  readonly typeName?: string;
  /** What help shows as default where it is not the plain default: `[]`, `map[]`, `0s`. */
  readonly defaultText?: string;
  /** The value of the flag without one (`--restart-policy[=x]`). */
  readonly noValue?: string;
  readonly hidden?: boolean;
  /** Said on standard error when the flag is used. */
  readonly deprecated?: string;
  /** Throws an Error with the reason why a value is refused. */
  validate?(text: string): void;
  /** The values that completion offers. */
  readonly values?: readonly string[];
}

export type FlagTable = Readonly<Record<string, FlagSpec>>;

/** Durations are nanoseconds, as in Go. */
export type FlagValue<S extends FlagSpec> = S['kind'] extends 'bool'
  ? boolean
  : S['kind'] extends 'int' | 'uint' | 'float' | 'duration'
    ? number
    : S['kind'] extends 'list' | 'array' | 'strings'
      ? string[]
      : S['kind'] extends 'map'
        ? Map<string, string>
        : string;

export type FlagValues<T extends FlagTable> = { readonly [K in keyof T]: FlagValue<T[K]> };

/** A command line that pflag refuses, in its words. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/** Thrown when `--help` or `-h` stands where no flag of that name is declared. */
export class HelpRequested extends Error {
  override readonly name = 'HelpRequested';

  constructor(readonly short: boolean) {
    super('pflag: help requested');
  }
}

export interface ParsedFlags {
  readonly values: Record<string, unknown>;
  /** The flags that were given. */
  readonly changed: ReadonlySet<string>;
  readonly args: string[];
  /** Where `--` stood among `args`; -1 when it did not. */
  readonly dashAt: number;
}

const REPEATS: ReadonlySet<FlagKind> = new Set(['list', 'array', 'strings']);

const initial = (spec: FlagSpec): unknown => {
  if (REPEATS.has(spec.kind)) return [];
  if (spec.kind === 'map') return new Map<string, string>();
  if (spec.default !== undefined) return spec.default;
  if (spec.kind === 'bool') return false;
  return spec.kind === 'string' ? '' : 0;
};

/** Parses arguments as pflag does. With `stopAtArgs` the first argument ends the flags (`docker run IMAGE ...`). Throws FlagError, HelpRequested. */
export function parseFlags(table: FlagTable, argv: readonly string[], stopAtArgs = false): ParsedFlags {
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(table)) values[name] = initial(spec);
  const changed = new Set<string>();
  const byShort = new Map<string, string>();
  for (const [name, spec] of Object.entries(table)) if (spec.short) byShort.set(spec.short, name);
  const args: string[] = [];
  let dashAt = -1;
  const rest = [...argv];

  const set = (name: string, text: string): void => {
    const spec = table[name]!;
    try {
      setValue(spec, name, text, values);
    } catch (error) {
      const label = spec.short ? `-${spec.short}, --${name}` : `--${name}`;
      throw new FlagError(`invalid argument ${JSON.stringify(text)} for "${label}" flag: ${(error as Error).message}`);
    }
    changed.add(name);
  };
  const bare = (spec: FlagSpec): string | undefined => spec.noValue ?? (spec.kind === 'bool' ? 'true' : undefined);

  while (rest.length > 0) {
    const word = rest.shift()!;
    if (word.length < 2 || !word.startsWith('-')) {
      args.push(word);
      if (stopAtArgs) break;
    } else if (word === '--') {
      dashAt = args.length;
      break;
    } else if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = word.slice(2, equals < 0 ? undefined : equals);
      if (name === '' || name.startsWith('-')) throw new FlagError(`bad flag syntax: ${word}`);
      const spec = Object.hasOwn(table, name) ? table[name] : undefined;
      if (!spec) {
        if (name === 'help') throw new HelpRequested(false);
        throw new FlagError(`unknown flag: --${name}`);
      }
      if (equals >= 0) set(name, word.slice(equals + 1));
      else {
        const text = bare(spec) ?? rest.shift();
        if (text === undefined) throw new FlagError(`flag needs an argument: --${name}`);
        set(name, text);
      }
    } else {
      for (let letters = word.slice(1); letters !== '';) {
        const letter = letters[0]!;
        const name = byShort.get(letter);
        if (name === undefined) {
          if (letter === 'h') throw new HelpRequested(true);
          throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
        }
        const value = bare(table[name]!);
        if (letters.length > 2 && letters[1] === '=') {
          set(name, letters.slice(2));
          break;
        }
        if (value !== undefined) {
          set(name, value);
          letters = letters.slice(1);
        } else if (letters.length > 1) {
          set(name, letters.slice(1));
          break;
        } else {
          const text = rest.shift();
          if (text === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${letters}`);
          set(name, text);
          break;
        }
      }
    }
  }
  return { values, changed, args: [...args, ...rest], dashAt };
}

function setValue(spec: FlagSpec, name: string, text: string, values: Record<string, unknown>): void {
  spec.validate?.(text);
  const current = values[name];
  switch (spec.kind) {
    case 'bool':
      values[name] = parseBool(text);
      break;
    case 'int':
    case 'uint':
      values[name] = parseInteger(text, spec.kind);
      break;
    case 'float':
      if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) throw syntax('ParseFloat', text);
      values[name] = Number(text);
      break;
    case 'duration':
      values[name] = parseDuration(text);
      break;
    case 'list':
    case 'array':
      (current as string[]).push(text);
      break;
    case 'strings':
      (current as string[]).push(...csv(text));
      break;
    case 'map': {
      const at = text.indexOf('=');
      (current as Map<string, string>).set(at < 0 ? text : text.slice(0, at), at < 0 ? '' : text.slice(at + 1));
      break;
    }
    default:
      values[name] = text;
  }
}

const syntax = (call: string, text: string): Error =>
  new Error(`strconv.${call}: parsing ${JSON.stringify(text)}: invalid syntax`);

/** Go's strconv.ParseBool. */
export function parseBool(text: string): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  throw syntax('ParseBool', text);
}

function parseInteger(text: string, kind: 'int' | 'uint'): number {
  const call = kind === 'int' ? 'ParseInt' : 'ParseUint';
  const plain = kind === 'int' ? text.replace(/^[-+]/, '') : text;
  if (!/^(0[xX][0-9a-fA-F_]+|0[oO]?[0-7_]*|0[bB][01_]+|[1-9][0-9_]*)$/.test(plain)) throw syntax(call, text);
  const value = Number(plain.replaceAll('_', '').replace(/^0(?=[0-7])/, '0o'));
  if (value > 2 ** 63) throw new Error(`strconv.${call}: parsing ${JSON.stringify(text)}: value out of range`);
  return text.startsWith('-') ? -value : value;
}

/** One line of comma separated values, quoted as in CSV. */
export function csv(text: string): string[] {
  const out: string[] = [];
  for (let at = 0; at <= text.length;) {
    if (text[at] === '"') {
      let value = '';
      for (at++; at < text.length && !(text[at] === '"' && text[at + 1] !== '"'); at++) {
        value += text[at]!;
        if (text[at] === '"') at++;
      }
      out.push(value);
      at += 2;
    } else {
      const end = text.indexOf(',', at);
      out.push(text.slice(at, end < 0 ? undefined : end));
      if (end < 0) break;
      at = end + 1;
    }
  }
  return out;
}

const SHOWN: Partial<Record<FlagKind, string>> = { bool: '', array: 'stringArray' };

/** The flags as pflag lists them under `Options:`, wrapped at `columns`. Upstream: FlagSet.FlagUsagesWrapped. */
export function flagUsages(table: FlagTable, columns: number): string {
  const rows = Object.entries(table)
    .filter(([, spec]) => !spec.hidden && spec.deprecated === undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, spec]) => {
      const type = spec.typeName ?? SHOWN[spec.kind] ?? spec.kind;
      const option = spec.short ? `  -${spec.short}, --${name}` : `      --${name}`;
      const optional = spec.noValue !== undefined && spec.kind !== 'bool' ? `[="${spec.noValue}"]` : '';
      return { head: `${option}${type === '' ? '' : ` ${type}`}${optional}`, text: spec.help + defaultOf(spec) };
    });
  const widest = Math.max(0, ...rows.map((row) => row.head.length + 1));
  return rows
    .map(({ head, text }) => `${head}${' '.repeat(widest - head.length + 2)}${wrap(widest + 2, columns, text)}`)
    .join('\n');
}

function defaultOf(spec: FlagSpec): string {
  if (spec.defaultText !== undefined) return spec.defaultText === '' ? '' : ` (default ${spec.defaultText})`;
  const value = spec.default;
  if (value === undefined || value === '' || value === 0 || value === false) return '';
  if (spec.kind === 'duration') return ` (default ${formatDuration(Number(value))})`;
  return typeof value === 'string' && spec.kind === 'string' ? ` (default "${value}")` : ` (default ${value})`;
}

function wrap(indent: number, columns: number, text: string): string {
  const SLOP = 5;
  let at = indent;
  let width = columns - at;
  let out = '';
  if (width < 24) {
    at = 16;
    width = columns - at;
    out = `\n${' '.repeat(at)}`;
  }
  if (width < 24) return text.replaceAll('\n', out);
  const next = (rest: string): [string, string] => {
    const most = width - SLOP;
    if (width > rest.length) return [rest, ''];
    const space = Math.max(...[' ', '\t', '\n'].map((ch) => rest.slice(0, most).lastIndexOf(ch)));
    if (space <= 0) return [rest, ''];
    const line = rest.slice(0, most).lastIndexOf('\n');
    const cut = line > 0 && line < space ? line : space;
    return [rest.slice(0, cut), rest.slice(cut + 1)];
  };
  const pad = `\n${' '.repeat(at)}`;
  let [line, rest] = next(text);
  out += line.replaceAll('\n', pad);
  while (rest !== '') {
    [line, rest] = next(rest);
    out += pad + line.replaceAll('\n', pad);
  }
  return out;
}
