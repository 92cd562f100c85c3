/** A fault in the source, as Python tells it before anything runs. */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault';

  constructor(
    message: string,
    readonly line: number,
    /** From 0. */
    readonly column: number,
    readonly type: 'SyntaxError' | 'IndentationError' | 'TabError' = 'SyntaxError',
    /** The source ended too early: a prompt asks for more. */
    readonly incomplete = false,
    readonly endColumn = column + 1,
  ) {
    super(message);
  }
}

export interface Token {
  readonly type: 'name' | 'number' | 'string' | 'op' | 'newline' | 'indent' | 'dedent' | 'end';
  /** The text; of a string the part between its quotes. */
  readonly text: string;
  /** Of a string: its letters in lower case (`rb`, `f`). */
  readonly prefix: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const OPERATORS =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|!=|==|<=|>=|->|:=|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|\*\*|\/\/|<<|>>|[-+*/%@&|^~<>()[\]{},:.;=]/y;
const NUMBER =
  /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.\d[\d_]*(?:[eE][-+]?\d+)?|\d[\d_]*\.?(?:[eE][-+]?\d+)?/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const STRING = /([rRbBfFuU]{0,2})("""|'''|"|')/y;
const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Cuts Python source into tokens, indentation included. Throws SyntaxFault. */
export function tokenize(source: string): Token[] {
  return new Lexer(source.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n')).run();
}

class Lexer {
  #tokens: Token[] = [];
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #indents = [0];
  #open: { text: string; line: number; column: number }[] = [];

  constructor(private readonly source: string) {}

  run(): Token[] {
    let fresh = true;
    while (this.#at < this.source.length) {
      if (fresh && this.#open.length === 0) {
        fresh = false;
        if (this.#indentation()) {
          fresh = true;
          continue;
        }
      }
      const ch = this.source[this.#at]!;
      if (ch === '\n') {
        if (this.#open.length === 0) {
          this.#push('newline', '\n', 1);
          fresh = true;
        }
        this.#at++;
        this.#newLine();
      } else if (ch === ' ' || ch === '\t' || ch === '\f') this.#at++;
      else if (ch === '#') this.#skipComment();
      else if (ch === '\\' && this.source[this.#at + 1] === '\n') {
        this.#at += 2;
        this.#newLine();
      } else this.#token(ch);
    }
    const open = this.#open.at(-1);
    if (open) throw new SyntaxFault(`'${open.text}' was never closed`, open.line, open.column, 'SyntaxError', true);
    if (this.#tokens.length > 0 && this.#tokens.at(-1)!.type !== 'newline') this.#push('newline', '', 0);
    while (this.#indents.length > 1) {
      this.#indents.pop();
      this.#push('dedent', '', 0);
    }
    this.#push('end', '', 0);
    return this.#tokens;
  }

  #newLine(): void {
    this.#line++;
    this.#lineStart = this.#at;
  }

  #skipComment(): void {
    while (this.#at < this.source.length && this.source[this.#at] !== '\n') this.#at++;
  }

  /** Reads a line's indentation; true when the line is blank. */
  #indentation(): boolean {
    let width = 0;
    let at = this.#at;
    for (; ; at++) {
      if (this.source[at] === ' ') width++;
      else if (this.source[at] === '\t') width = (Math.floor(width / 8) + 1) * 8;
      else if (this.source[at] !== '\f') break;
    }
    const next = this.source[at];
    this.#at = at;
    if (next === '#') this.#skipComment();
    if (this.source[this.#at] === '\n') {
      this.#at++;
      this.#newLine();
      return true;
    }
    if (next === undefined || this.#at >= this.source.length) return true;
    const top = this.#indents.at(-1)!;
    if (width > top) {
      if (this.#indents.length > 100) this.#fault('too many levels of indentation', 'IndentationError');
      this.#indents.push(width);
      this.#push('indent', '', 0);
    }
    while (width < this.#indents.at(-1)!) {
      this.#indents.pop();
      this.#push('dedent', '', 0);
      if (width > this.#indents.at(-1)!)
        this.#fault('unindent does not match any outer indentation level', 'IndentationError');
    }
    return false;
  }

  #token(ch: string): void {
    const { source } = this;
    STRING.lastIndex = this.#at;
    const quote = STRING.exec(source);
    if (quote) {
      this.#string(quote[1]!.toLowerCase(), quote[2]!);
      return;
    }
    if (/[\d]/.test(ch) || (ch === '.' && /\d/.test(source[this.#at + 1] ?? ''))) {
      NUMBER.lastIndex = this.#at;
      const text = NUMBER.exec(source)![0];
      if (/[\p{L}_]/u.test(source[this.#at + text.length] ?? ''))
        this.#fault(/^\d+$/.test(text) ? 'invalid decimal literal' : 'invalid syntax');
      this.#push('number', text, text.length);
      this.#at += text.length;
      return;
    }
    NAME.lastIndex = this.#at;
    const name = NAME.exec(source)?.[0];
    if (name !== undefined) {
      this.#push('name', name, name.length);
      this.#at += name.length;
      return;
    }
    OPERATORS.lastIndex = this.#at;
    const op = OPERATORS.exec(source)?.[0];
    if (op === undefined) {
      if (ch === '\\') this.#fault('unexpected character after line continuation character');
      if (/[!$?`]/.test(ch)) this.#fault('invalid syntax');
      const code = ch.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
      this.#fault(`invalid ${ch.charCodeAt(0) < 32 ? 'non-printable ' : ''}character '${ch}' (U+${code})`);
    }
    if (CLOSES[op]) this.#open.push({ text: op, line: this.#line, column: this.#column });
    else if (op === ')' || op === ']' || op === '}') {
      const open = this.#open.pop();
      if (!open) this.#fault(`unmatched '${op}'`);
      if (CLOSES[open.text] !== op) {
        const where = open.line === this.#line ? '' : ` on line ${String(open.line)}`;
        this.#fault(`closing parenthesis '${op}' does not match opening parenthesis '${open.text}'${where}`);
      }
    }
    this.#push('op', op, op.length);
    this.#at += op.length;
  }

  #string(prefix: string, quote: string): void {
    const { source } = this;
    const line = this.#line;
    const column = this.#column;
    const start = this.#at + prefix.length + quote.length;
    let at = start;
    while (!source.startsWith(quote, at)) {
      if (at >= source.length || (quote.length === 1 && source[at] === '\n')) {
        const f = prefix.includes('f') ? 'f-' : '';
        if (quote.length === 3) {
          throw new SyntaxFault(
            `unterminated triple-quoted ${f}string literal (detected at line ${String(source.slice(0, at).split('\n').length)})`,
            line,
            column,
            'SyntaxError',
            true,
          );
        }
        throw new SyntaxFault(`unterminated ${f}string literal (detected at line ${String(line)})`, line, column);
      }
      if (source[at] === '\\') at++;
      if (source[at] === '\n') {
        this.#line++;
        this.#lineStart = at + 1;
      }
      at++;
    }
    this.#at = at + quote.length;
    this.#tokens.push({
      type: 'string',
      text: source.slice(start, at),
      prefix,
      line,
      column,
      endLine: this.#line,
      endColumn: this.#column,
    });
  }

  get #column(): number {
    return this.#at - this.#lineStart;
  }

  #push(type: Token['type'], text: string, length: number): void {
    const column = this.#column;
    this.#tokens.push({
      type,
      text,
      prefix: '',
      line: this.#line,
      column,
      endLine: this.#line,
      endColumn: column + length,
    });
  }

  #fault(message: string, type: SyntaxFault['type'] = 'SyntaxError'): never {
    throw new SyntaxFault(message, this.#line, this.#column, type);
  }
}
