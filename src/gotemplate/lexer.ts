export type TokenType =
  | 'error'
  | 'bool'
  | 'char'
  | 'charConstant'
  | 'comment'
  | 'complex'
  | 'assign'
  | 'declare'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'leftDelim'
  | 'leftParen'
  | 'number'
  | 'pipe'
  | 'rawString'
  | 'rightDelim'
  | 'rightParen'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'
  | Keyword;
type Keyword =
  'dot' | 'block' | 'break' | 'continue' | 'define' | 'else' | 'end' | 'if' | 'nil' | 'range' | 'template' | 'with';

export interface Token {
  readonly type: TokenType;
  readonly text: string;
  /** Into the template's text. */
  readonly pos: number;
  /** From 1. */
  readonly line: number;
}

const KEYWORDS = new Set('block break continue define else end if nil range template with'.split(' '));
export const isKeyword = (token: Token): boolean => token.type === 'dot' || KEYWORDS.has(token.type);

const SPACE = /[ \t\r\n]/;
const WORD = /[\p{L}\p{Nd}_]/u;
const LEFT_TRIM = /^-[ \t\r\n]/;
const RIGHT_TRIM = /^[ \t\r\n]-/;

/** Cuts a template into tokens; the last is `eof` or `error`. Upstream: text/template/parse/lex.go. */
export function lex(input: string, left = '{{', right = '}}'): Token[] {
  const lexer = new Lexer(input, left || '{{', right || '}}');
  lexer.run();
  return lexer.tokens;
}

class LexError extends Error {}

class Lexer {
  readonly tokens: Token[] = [];
  #pos = 0;
  #start = 0;
  #line = 1;

  constructor(
    private readonly input: string,
    private readonly left: string,
    private readonly right: string,
  ) {}

  run(): void {
    try {
      while (this.#pos < this.input.length) this.#text();
      this.#emit('eof');
    } catch (error) {
      if (!(error instanceof LexError)) throw error;
      this.tokens.push({ type: 'error', text: error.message, pos: this.#start, line: this.#startLine });
    }
  }

  #startLine = 1;

  #emit(type: TokenType): void {
    this.tokens.push({ type, text: this.input.slice(this.#start, this.#pos), pos: this.#start, line: this.#startLine });
    this.#ignore();
  }

  #ignore(): void {
    for (let i = this.#start; i < this.#pos; i++) if (this.input[i] === '\n') this.#line++;
    this.#start = this.#pos;
    this.#startLine = this.#line;
  }

  #fail(message: string): never {
    throw new LexError(message);
  }

  #peek(): string {
    const code = this.input.codePointAt(this.#pos);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  #has(text: string, at = this.#pos): boolean {
    return this.input.startsWith(text, at);
  }

  #atRight(): { at: boolean; trim: boolean } {
    if (RIGHT_TRIM.test(this.input.slice(this.#pos, this.#pos + 2)) && this.#has(this.right, this.#pos + 2)) {
      return { at: true, trim: true };
    }
    return { at: this.#has(this.right), trim: false };
  }

  #skipSpace(): void {
    while (this.#pos < this.input.length && SPACE.test(this.input[this.#pos]!)) this.#pos++;
    this.#ignore();
  }

  #text(): void {
    const found = this.input.indexOf(this.left, this.#pos);
    const end = found < 0 ? this.input.length : found;
    let stop = end;
    const trim = found >= 0 && LEFT_TRIM.test(this.input.slice(end + this.left.length, end + this.left.length + 2));
    if (trim) while (stop > this.#start && SPACE.test(this.input[stop - 1]!)) stop--;
    this.#pos = stop;
    if (stop > this.#start) this.#emit('text');
    this.#pos = end;
    this.#ignore();
    if (found < 0) return;
    this.#pos += this.left.length;
    const after = trim ? 2 : 0;
    if (this.#has('/*', this.#pos + after)) {
      this.#pos += after;
      this.#ignore();
      this.#comment();
      return;
    }
    this.#emit('leftDelim');
    this.#pos += after;
    this.#ignore();
    this.#action();
  }

  #comment(): void {
    const end = this.input.indexOf('*/', this.#pos + 2);
    if (end < 0) this.#fail('unclosed comment');
    this.#pos = end + 2;
    const { at, trim } = this.#atRight();
    if (!at) this.#fail('comment ends before closing delimiter');
    this.#emit('comment');
    this.#pos += (trim ? 2 : 0) + this.right.length;
    this.#ignore();
    if (trim) this.#skipSpace();
  }

  #action(): void {
    for (let parens = 0; ;) {
      const { at, trim } = this.#atRight();
      if (at) {
        if (parens > 0) this.#fail('unclosed left paren');
        if (trim) {
          this.#pos += 2;
          this.#ignore();
        }
        this.#pos += this.right.length;
        this.#emit('rightDelim');
        if (trim) this.#skipSpace();
        return;
      }
      const ch = this.#peek();
      if (ch === '') {
        // The error stands where the text ends.
        this.#ignore();
        this.#fail('unclosed action');
      }
      if (SPACE.test(ch)) this.#space();
      else if (ch === '(' || ch === ')') {
        parens += ch === '(' ? 1 : -1;
        if (parens < 0) this.#fail('unexpected right paren');
        this.#pos++;
        this.#emit(ch === '(' ? 'leftParen' : 'rightParen');
      } else this.#token(ch);
    }
  }

  #space(): void {
    while (this.#pos < this.input.length && SPACE.test(this.#peek()) && !this.#atRight().at) this.#pos++;
    if (this.#pos > this.#start) this.#emit('space');
  }

  #token(ch: string): void {
    if (ch === '=') this.#take(1, 'assign');
    else if (ch === ':') {
      if (!this.#has(':=')) this.#fail('expected :=');
      this.#take(2, 'declare');
    } else if (ch === '|') this.#take(1, 'pipe');
    else if (ch === '"') this.#quoted('"', 'string', 'unterminated quoted string');
    else if (ch === "'") this.#quoted("'", 'charConstant', 'unterminated character constant');
    else if (ch === '`') {
      const end = this.input.indexOf('`', this.#pos + 1);
      if (end < 0) this.#fail('unterminated raw quoted string');
      this.#pos = end + 1;
      this.#emit('rawString');
    } else if (ch === '$') this.#field('variable');
    else if (ch === '.' && this.#pos + 1 < this.input.length && !/\d/.test(this.input[this.#pos + 1]!)) {
      this.#field('field');
    } else if (/[-+.\d]/.test(ch)) this.#number();
    else if (WORD.test(ch)) this.#identifier();
    else if (ch >= ' ' && ch <= '~') this.#take(1, 'char');
    else this.#fail(`unrecognized character in action: ${unicode(ch)}`);
  }

  #take(length: number, type: TokenType): void {
    this.#pos += length;
    this.#emit(type);
  }

  #quoted(quote: string, type: TokenType, message: string): void {
    for (this.#pos++; ; this.#pos++) {
      if (this.input[this.#pos] === '\\') this.#pos++;
      const ch = this.input[this.#pos];
      if (ch === undefined || ch === '\n') this.#fail(message);
      if (ch === quote && this.input[this.#pos - 1] !== '\\') break;
      if (ch === quote && this.#escapedEnd()) break;
    }
    this.#pos++;
    this.#emit(type);
  }

  // Whether the quote at the position follows an escaped backslash and so ends the text.
  #escapedEnd(): boolean {
    let backslashes = 0;
    for (let i = this.#pos - 1; i > this.#start && this.input[i] === '\\'; i--) backslashes++;
    return backslashes % 2 === 0;
  }

  #word(): void {
    for (let ch = this.#peek(); ch !== '' && WORD.test(ch); ch = this.#peek()) this.#pos += ch.length;
  }

  #atEnd(): boolean {
    const ch = this.#peek();
    return ch === '' || SPACE.test(ch) || '.,|:)('.includes(ch) || this.#has(this.right);
  }

  #terminated(): void {
    if (!this.#atEnd()) this.#fail(`bad character ${unicode(this.#peek())}`);
  }

  #field(type: 'field' | 'variable'): void {
    this.#pos++;
    if (this.#atEnd()) {
      this.#emit(type === 'variable' ? 'variable' : 'dot');
      return;
    }
    this.#word();
    this.#terminated();
    this.#emit(type);
  }

  #identifier(): void {
    this.#word();
    this.#terminated();
    const word = this.input.slice(this.#start, this.#pos);
    if (KEYWORDS.has(word)) this.#emit(word as TokenType);
    else this.#emit(word === 'true' || word === 'false' ? 'bool' : 'identifier');
  }

  #number(): void {
    const found = this.#scanNumber();
    if (!found) this.#badNumber();
    if (/[-+]/.test(this.#peek())) {
      if (!this.#scanNumber() || this.input[this.#pos - 1] !== 'i') this.#badNumber();
      this.#emit('complex');
    } else this.#emit('number');
  }

  #badNumber(): never {
    this.#fail(`bad number syntax: ${JSON.stringify(this.input.slice(this.#start, this.#pos))}`);
  }

  #scanNumber(): boolean {
    const rest = this.input.slice(this.#pos, this.#pos + 10_000);
    const match =
      /^[-+]?(0[xX][0-9a-fA-F_]*(\.[0-9a-fA-F_]*)?([pP][-+]?[0-9_]*)?|0[oO][0-7_]*(\.[0-7_]*)?|0[bB][01_]*(\.[01_]*)?|[0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9_]*)?)i?/.exec(
        rest,
      )!;
    this.#pos += match[0].length;
    const next = this.#peek();
    if (next !== '' && WORD.test(next)) {
      this.#pos += next.length;
      return false;
    }
    return true;
  }
}

const unicode = (ch: string): string =>
  `U+${(ch.codePointAt(0) ?? 0xfffd).toString(16).toUpperCase().padStart(4, '0')}${ch >= ' ' ? ` '${ch}'` : ''}`;
