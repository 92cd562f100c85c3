/** A place in a YAML text, all counted from 0. */
export interface Mark {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Whose rules and words: libyaml's as go-yaml has them, or PyYAML's. */
export type Dialect = 'go' | 'python';

/** Which part of a YAML reader met a fault; PyYAML's exceptions are named after it. */
export type FaultKind = 'reader' | 'scanner' | 'parser' | 'composer' | 'constructor';

/** A text that is no YAML: what was being read, what is wrong with it, and where both stand. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    readonly kind: FaultKind,
    /** `while parsing a block mapping`; undefined when there is none. */
    readonly context: string | undefined,
    readonly contextMark: Mark | undefined,
    readonly problem: string,
    readonly mark: Mark,
  ) {
    super(problem);
  }
}

export const BREAKS = '\r\n\x85\u2028\u2029';
const BLANK = ' \t';

/** Steps through a text with its place. The end is the character U+0000. */
export class Reader {
  offset = 0;
  line = 0;
  column = 0;

  constructor(
    readonly text: string,
    readonly dialect: Dialect,
  ) {}

  peek(ahead = 0): string {
    return this.text[this.offset + ahead] ?? '\0';
  }

  /** Whether a character ends a word: blank, break or end. */
  isSpace(ahead = 0): boolean {
    const ch = this.peek(ahead);
    return ch === '\0' || BLANK.includes(ch) || BREAKS.includes(ch);
  }

  isBreak(ahead = 0): boolean {
    return BREAKS.includes(this.peek(ahead));
  }

  isBreakOrEnd(ahead = 0): boolean {
    return this.isBreak(ahead) || this.peek(ahead) === '\0';
  }

  mark(): Mark {
    return { offset: this.offset, line: this.line, column: this.column };
  }

  /** Takes characters of one line, or whole breaks. */
  forward(count = 1): string {
    const start = this.offset;
    for (let i = 0; i < count && this.offset < this.text.length; i++) {
      const ch = this.text[this.offset]!;
      this.offset++;
      if ('\n\x85\u2028\u2029'.includes(ch) || (ch === '\r' && this.text[this.offset] !== '\n')) {
        this.line++;
        this.column = 0;
      } else if (ch !== '\ufeff' && !/[\udc00-\udfff]/.test(ch)) this.column++;
    }
    return this.text.slice(start, this.offset);
  }

  /** Takes characters while they fit. */
  takeWhile(fits: (ahead: number) => boolean): string {
    let length = 0;
    while (this.offset + length < this.text.length && fits(length)) length++;
    return this.forward(length);
  }

  /** Takes a line break, if one is here: `\n` for all but the two separators of Unicode. */
  lineBreak(): string {
    const ch = this.peek();
    if (!BREAKS.includes(ch)) return '';
    this.forward(ch === '\r' && this.peek(1) === '\n' ? 2 : 1);
    return ch === '\u2028' || ch === '\u2029' ? ch : '\n';
  }

  /** Whether `---` or `...` stands here as a word. */
  atDocumentMark(): boolean {
    const word = this.text.slice(this.offset, this.offset + 3);
    return (word === '---' || word === '...') && this.isSpace(3);
  }

  /** The words for a fault: `python` may name the character that was found. */
  fault(context: string, start: Mark | undefined, python: string, go: string): Fault {
    const words = this.dialect === 'go' ? go : python;
    return new Fault('scanner', context === '' ? undefined : context, start, words, this.mark());
  }
}

/** A character as Python prints it in a message. */
export const quoted = (ch: string): string => {
  const short: Record<string, string> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\x00', "'": '' };
  if (ch === "'") return `"'"`;
  if (ch === '\\') return "'\\\\'";
  return `'${short[ch] ?? ch}'`;
};
