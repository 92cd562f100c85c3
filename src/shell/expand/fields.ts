import { ShellError } from '../control';
import { escapePattern } from './pattern';

/** One word that comes out of an expansion: its text, and the same with quoted characters escaped for patterns. */
export interface Field {
  text: string;
  pattern: string;
  /** An unquoted character of a pattern is in it. */
  magic: boolean;
}

const MAGIC = /[*?[+@!]/;
/** The most words and characters that one expansion may give. */
const MAX_FIELDS = 1_000_000;
const MAX_SIZE = 64 * 1024 * 1024;

/** Collects the pieces of a word and cuts them into fields by IFS. */
export class Fields {
  readonly done: Field[] = [];
  #current: Field | undefined;
  #size = 0;

  constructor(
    private readonly ifs: string,
    /** Whether unquoted expansions are split at all. */
    readonly splitting: boolean,
    /** How quoted characters are escaped in `pattern`. */
    private readonly style: 'glob' | 'regex' = 'glob',
  ) {}

  /** Text that was in quotes: never split, never a pattern; it makes a field even when it is empty. */
  quoted(text: string): void {
    const field = this.#open(text);
    field.text += text;
    field.pattern += this.style === 'glob' ? escapePattern(text) : text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  }

  /** Unquoted text of the source: not split, but a pattern. */
  literal(text: string): void {
    const field = this.#open(text);
    field.text += text;
    field.pattern += text;
    if (!field.magic && MAGIC.test(text)) field.magic = true;
  }

  /** An unquoted expansion's result: split by IFS, and a pattern. */
  split(text: string): void {
    if (text === '') return;
    if (!this.splitting || this.ifs === '') {
      this.literal(text);
      return;
    }
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text[i]!;
      if (!this.ifs.includes(c)) continue;
      if (i > start) this.literal(text.slice(start, i));
      let hard = !isBlank(c);
      while (i + 1 < text.length && this.ifs.includes(text[i + 1]!) && (isBlank(text[i + 1]!) || !hard)) {
        if (!isBlank(text[++i]!)) hard = true;
      }
      if (hard) this.#open('');
      this.end();
      start = i + 1;
    }
    if (start < text.length) this.literal(text.slice(start));
  }

  /** The field ends here, if one is open. */
  end(): void {
    if (!this.#current) return;
    this.done.push(this.#current);
    if (this.done.length > MAX_FIELDS) throw new ShellError('xmalloc: cannot allocate memory', 2, true);
    this.#current = undefined;
  }

  finish(): Field[] {
    this.end();
    return this.done;
  }

  #open(text: string): Field {
    this.#size += text.length;
    if (this.#size > MAX_SIZE) throw new ShellError('xmalloc: cannot allocate memory', 2, true);
    return (this.#current ??= { text: '', pattern: '', magic: false });
  }
}

const isBlank = (c: string): boolean => c === ' ' || c === '\t' || c === '\n';
