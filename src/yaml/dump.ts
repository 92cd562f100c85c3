import { analyze, escaped, meansOtherInGo, meansOtherInPython } from './scalar';

/** Whose output is imitated: `compose` (yaml.v3, lists indented), `kubectl` (lists not indented), `python` (PyYAML). */
export type DumpStyle = 'compose' | 'kubectl' | 'python';

export interface DumpOptions {
  readonly style?: DumpStyle;
  /** Of one level; 2 when absent. */
  readonly indent?: number;
  /** Sorts mapping keys by code unit; otherwise they stand as they are. */
  readonly sortKeys?: boolean;
  /** Texts that stand in double quotes whatever they hold (`python` only). */
  readonly doubleQuoted?: (text: string) => boolean;
  /** Leaves letters beyond ASCII as they are (`python` only). */
  readonly unicode?: boolean;
}

/** A scalar that is written as it stands. */
export class Verbatim {
  constructor(readonly text: string) {}
}

/** PyYAML folds lines at this width; go-yaml does not fold. */
const PYTHON_WIDTH = 80;

/** A value as a YAML document that ends with a newline. `undefined` members are left out. */
export function dump(value: unknown, options: DumpOptions = {}): string {
  const emitter = new Emitter(options.style ?? 'compose', options.indent ?? 2, options.sortKeys ?? false, options);
  emitter.node(value, 0, 'root', 0);
  return emitter.text;
}

type Place = 'root' | 'mapping' | 'sequence';

class Emitter {
  text = '';
  readonly #listsIndented: boolean;

  constructor(
    private readonly style: DumpStyle,
    private readonly indent: number,
    private readonly sortKeys: boolean,
    private readonly options: DumpOptions,
  ) {
    this.#listsIndented = style === 'compose';
  }

  /** Writes a value after its key, dash or at the start; `level` is the column of what stands around it. */
  node(value: unknown, level: number, place: Place, depth: number): void {
    if (depth > 1000) throw new RangeError('a value is nested too deeply to be printed');
    if (Array.isArray(value)) this.#sequence(value as unknown[], level, place, depth);
    else if (typeof value === 'object' && value !== null && !(value instanceof Verbatim))
      this.#mapping(value as Record<string, unknown>, level, place, depth);
    else {
      const lead = place === 'root' ? '' : ' ';
      const column = this.text.length - this.text.lastIndexOf('\n') - 1 + lead.length;
      this.text += `${lead}${this.#scalar(value, place === 'root' ? 0 : level, column, false)}\n`;
    }
  }

  #sequence(items: readonly unknown[], level: number, place: Place, depth: number): void {
    if (items.length === 0) {
      this.text += place === 'root' ? '[]\n' : ' []\n';
      return;
    }
    const inner = place === 'root' || (place === 'mapping' && !this.#listsIndented) ? level : level + this.indent;
    const compact = place === 'sequence';
    if (place === 'mapping') this.text += '\n';
    if (compact) this.text += ' '.repeat(this.indent - 1);
    items.forEach((item, i) => {
      this.text += `${i === 0 && compact ? '' : ' '.repeat(inner)}-`;
      this.node(item ?? null, inner, 'sequence', depth + 1);
    });
  }

  #mapping(map: Record<string, unknown>, level: number, place: Place, depth: number): void {
    const keys = Object.keys(map).filter((key) => map[key] !== undefined);
    if (this.sortKeys) keys.sort((a, b) => (a < b ? -1 : 1));
    if (keys.length === 0) {
      this.text += place === 'root' ? '{}\n' : ' {}\n';
      return;
    }
    const inner = place === 'root' ? 0 : level + this.indent;
    if (place === 'mapping') this.text += '\n';
    if (place === 'sequence') this.text += ' '.repeat(this.indent - 1);
    keys.forEach((key, i) => {
      if (!(i === 0 && place === 'sequence')) this.text += ' '.repeat(inner);
      const name = this.#scalar(key, inner, inner, true);
      // libyaml writes a key beyond 128 characters as a complex one.
      this.text += name.length > 128 ? `? ${name}\n${' '.repeat(inner)}:` : `${name}:`;
      this.node(map[key], inner, 'mapping', depth + 1);
    });
  }

  #scalar(value: unknown, level: number, column: number, key: boolean): string {
    if (value === null || value === undefined) return 'null';
    if (typeof value === 'number') return number(value);
    if (value instanceof Verbatim) return value.text;
    if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
    if (typeof value !== 'string') throw new TypeError('a value that YAML has no form for');
    if (this.style !== 'python') return this.#goString(value, level, key);
    if (this.options.doubleQuoted?.(value)) return `"${escaped(value, true)}"`;
    return pythonString(value, level, column, key, this.options.unicode ?? false);
  }

  #goString(text: string, level: number, key: boolean): string {
    const found = analyze(text);
    if (found.multiline && found.block && !key) return this.#literal(text, level);
    if (found.multiline || meansOtherInGo(text)) return `"${escaped(text, false)}"`;
    if (found.plain) return text;
    return found.single ? `'${text.replaceAll("'", "''")}'` : `"${escaped(text, false)}"`;
  }

  #literal(text: string, level: number): string {
    const hint = /^[ \n]/.test(text) ? String(this.indent) : '';
    const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
    const body = text.endsWith('\n') ? text.slice(0, -1) : text;
    const pad = ' '.repeat(level + this.indent);
    return `|${hint}${chomp}\n${body
      .split('\n')
      .map((line) => (line === '' ? '' : pad + line))
      .join('\n')}`;
  }
}

function pythonString(text: string, level: number, column: number, key: boolean, unicode: boolean): string {
  const found = analyze(text);
  const ascii = unicode || /^[\n\x20-\x7e]*$/.test(text);
  const indent = level + 2;
  if (found.plain && ascii && !meansOtherInPython(text)) return key ? text : folded(text, indent, column);
  if (found.single && ascii && !(key && found.multiline)) {
    const inner = text.replaceAll("'", "''").replace(/\n+/g, (breaks) => `${breaks}\n${' '.repeat(indent)}`);
    return key ? `'${inner}'` : folded(`'${inner}'`, indent, column);
  }
  return foldedDouble(`"${escaped(text, !unicode)}"`, indent, column);
}

// A single space after which the line would pass the width becomes a line break.
function folded(text: string, indent: number, start: number): string {
  let column = start;
  let out = '';
  for (const part of text.split(/(?<=\S)( )(?=\S)/)) {
    if (part === ' ' && column > PYTHON_WIDTH) {
      out += `\n${' '.repeat(indent)}`;
      column = indent;
    } else {
      out += part;
      const line = part.lastIndexOf('\n');
      column = line < 0 ? column + part.length : part.length - line - 1;
    }
  }
  return out;
}

function foldedDouble(text: string, indent: number, start: number): string {
  let out = '';
  let column = start;
  for (let i = 0; i < text.length; i++) {
    out += text[i]!;
    column++;
    if (text[i] === ' ' && column > PYTHON_WIDTH && i < text.length - 2) {
      out += `\\\n${' '.repeat(indent)}`;
      column = indent;
      if (text[i + 1] === ' ') out += '\\';
    }
  }
  return out;
}

/** A number as Go prints it (strconv, format g, shortest), whole numbers without an exponent. */
export function number(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
