import { Fault, quoted, Reader, type Dialect, type Mark } from './reader';
import { scanBlockScalar, scanPlain, scanQuoted } from './scan-scalars';

/** What PyYAML calls each token in its messages. */
export type TokenKind =
  | '<stream end>'
  | '<directive>'
  | '<document start>'
  | '<document end>'
  | '<block sequence start>'
  | '<block mapping start>'
  | '<block end>'
  | '<alias>'
  | '<anchor>'
  | '<tag>'
  | '<scalar>'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | '-'
  | '?'
  | ':';

export interface Token {
  readonly kind: TokenKind;
  readonly start: Mark;
  readonly end: Mark;
  /** Of a scalar, anchor, alias or tag (`!!str` as it stands). */
  readonly value: string;
  /** Whether a scalar stands without quotes. */
  readonly plain: boolean;
}

interface SimpleKey {
  readonly at: number;
  readonly required: boolean;
  readonly mark: Mark;
}

const LEFT_OUT = '-?:,[]{}#&*!|>\'"%@`\t';

/** Cuts a text into YAML's tokens, with block structure made explicit. Upstream: libyaml scanner.c. */
export class Scanner {
  readonly #reader: Reader;
  #queue: Token[] = [];
  #taken = 0;
  #done = false;
  #flow = 0;
  #indent = -1;
  #indents: number[] = [];
  #keyAllowed = true;
  #keys = new Map<number, SimpleKey>();

  constructor(
    text: string,
    readonly dialect: Dialect,
  ) {
    this.#reader = new Reader(text, dialect);
  }

  /** The next token, left in place. Throws Fault. */
  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    return this.#queue[0]!;
  }

  /** Takes the next token. Throws Fault. */
  next(): Token {
    const token = this.peek();
    if (token.kind !== '<stream end>') {
      this.#queue.shift();
      this.#taken++;
    }
    return token;
  }

  #needsMore(): boolean {
    if (this.#done) return false;
    if (this.#queue.length === 0) return true;
    this.#dropStaleKeys();
    let first = Infinity;
    for (const key of this.#keys.values()) first = Math.min(first, key.at);
    return first === this.#taken;
  }

  #fetch(): void {
    const r = this.#reader;
    this.#skipToToken();
    this.#dropStaleKeys();
    this.#unwind(r.column);
    const ch = r.peek();
    if (r.offset >= r.text.length) this.#streamEnd();
    else if (r.column === 0 && ch === '%') this.#directive();
    else if (r.column === 0 && r.atDocumentMark()) this.#documentMark();
    else if (ch === '[' || ch === '{') this.#open(ch);
    else if (ch === ']' || ch === '}') this.#close(ch);
    else if (ch === ',') this.#comma();
    else if (ch === '-' && r.isSpace(1)) this.#indicator('-', '<block sequence start>');
    else if (ch === '?' && ((this.#flow > 0 && this.dialect === 'python') || r.isSpace(1)))
      this.#indicator('?', '<block mapping start>');
    else if (ch === ':' && (this.#flow > 0 || r.isSpace(1))) this.#value();
    else if (ch === '*' || ch === '&') this.#anchor(ch === '*');
    else if (ch === '!') this.#tag();
    else if ((ch === '|' || ch === '>') && this.#flow === 0) this.#block();
    else if (ch === "'" || ch === '"') this.#quoted();
    else if (!LEFT_OUT.includes(ch)) this.#plain();
    else if (!r.isSpace(1) && (ch === '-' || (this.#flow === 0 && '?:'.includes(ch)))) this.#plain();
    else {
      throw r.fault(
        'while scanning for the next token',
        this.dialect === 'go' ? r.mark() : undefined,
        `found character ${quoted(ch)} that cannot start any token`,
        'found character that cannot start any token',
      );
    }
  }

  #open(kind: '[' | '{'): void {
    this.#saveKey();
    this.#flow++;
    this.#keyAllowed = true;
    this.#push(kind, 1);
  }

  #close(kind: ']' | '}'): void {
    this.#dropKey();
    this.#flow = Math.max(0, this.#flow - 1);
    this.#keyAllowed = false;
    this.#push(kind, 1);
  }

  #comma(): void {
    this.#keyAllowed = true;
    this.#dropKey();
    this.#push(',', 1);
  }

  #block(): void {
    const start = this.#reader.mark();
    this.#keyAllowed = true;
    this.#dropKey();
    this.#scalar(start, scanBlockScalar(this.#reader, this.#indent));
  }

  #quoted(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    this.#scalar(this.#reader.mark(), scanQuoted(this.#reader));
  }

  #scalar(start: Mark, value: string): void {
    this.#queue.push({ kind: '<scalar>', start, end: this.#reader.mark(), value, plain: false });
  }

  #skipToToken(): void {
    const r = this.#reader;
    if (r.offset === 0 && r.peek() === '\ufeff') r.forward();
    for (;;) {
      while (r.peek() === ' ' || (this.dialect === 'go' && r.peek() === '\t' && (this.#flow > 0 || !this.#keyAllowed)))
        r.forward();
      if (r.peek() === '#') r.takeWhile((i) => !r.isBreakOrEnd(i));
      if (r.lineBreak() === '') return;
      if (this.#flow === 0) this.#keyAllowed = true;
    }
  }

  #push(kind: TokenKind, length: number): void {
    const start = this.#reader.mark();
    this.#reader.forward(length);
    this.#queue.push({ kind, start, end: this.#reader.mark(), value: '', plain: false });
  }

  #mark(kind: TokenKind, at = this.#queue.length, mark = this.#reader.mark()): void {
    this.#queue.splice(at, 0, { kind, start: mark, end: mark, value: '', plain: false });
  }

  #unwind(column: number): void {
    if (this.#flow > 0) return;
    while (this.#indent > column) {
      this.#indent = this.#indents.pop()!;
      this.#mark('<block end>');
    }
  }

  #deepen(column: number): boolean {
    if (this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    return true;
  }

  #missedColon(key: SimpleKey): Fault {
    const words = "could not find expected ':'";
    return this.#reader.fault('while scanning a simple key', key.mark, words, words);
  }

  #dropStaleKeys(): void {
    for (const [level, key] of this.#keys) {
      if (key.mark.line === this.#reader.line && this.#reader.offset - key.mark.offset <= 1024) continue;
      if (key.required) throw this.#missedColon(key);
      this.#keys.delete(level);
    }
  }

  #dropKey(): void {
    const key = this.#keys.get(this.#flow);
    if (key?.required) throw this.#missedColon(key);
    this.#keys.delete(this.#flow);
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    this.#dropKey();
    const required = this.#flow === 0 && this.#indent === this.#reader.column;
    this.#keys.set(this.#flow, { at: this.#taken + this.#queue.length, required, mark: this.#reader.mark() });
  }

  #streamEnd(): void {
    this.#unwind(-1);
    this.#dropKey();
    this.#keys.clear();
    this.#mark('<stream end>');
    this.#done = true;
  }

  #leaveBlocks(): void {
    this.#unwind(-1);
    this.#dropKey();
    this.#keyAllowed = false;
  }

  #directive(): void {
    const r = this.#reader;
    this.#leaveBlocks();
    const start = r.mark();
    const value = r.takeWhile((i) => !r.isBreakOrEnd(i));
    this.#queue.push({ kind: '<directive>', start, end: r.mark(), value, plain: false });
  }

  #documentMark(): void {
    this.#leaveBlocks();
    this.#push(this.#reader.peek() === '-' ? '<document start>' : '<document end>', 3);
  }

  #notAllowed(what: string): Fault {
    const [python = '', go = ''] =
      what === '-'
        ? ['sequence entries are not allowed here', 'block sequence entries are not allowed in this context']
        : [
            `mapping ${what === '?' ? 'keys' : 'values'} are not allowed here`,
            `mapping ${what === '?' ? 'keys' : 'values'} are not allowed in this context`,
          ];
    return this.#reader.fault('', this.dialect === 'go' ? this.#reader.mark() : undefined, python, go);
  }

  #indicator(kind: '-' | '?', opens: TokenKind): void {
    if (this.#flow === 0) {
      if (!this.#keyAllowed) throw this.#notAllowed(kind);
      if (this.#deepen(this.#reader.column)) this.#mark(opens);
    }
    this.#keyAllowed = kind === '-' || this.#flow === 0;
    this.#dropKey();
    this.#push(kind, 1);
  }

  #value(): void {
    const key = this.#keys.get(this.#flow);
    if (key) {
      this.#keys.delete(this.#flow);
      const at = key.at - this.#taken;
      this.#mark('?', at, key.mark);
      if (this.#flow === 0 && this.#deepen(key.mark.column)) this.#mark('<block mapping start>', at, key.mark);
      this.#keyAllowed = false;
    } else {
      if (this.#flow === 0) {
        if (!this.#keyAllowed) throw this.#notAllowed(':');
        if (this.#deepen(this.#reader.column)) this.#mark('<block mapping start>');
      }
      this.#keyAllowed = this.#flow === 0;
      this.#dropKey();
    }
    this.#push(':', 1);
  }

  #anchor(alias: boolean): void {
    const r = this.#reader;
    this.#saveKey();
    this.#keyAllowed = false;
    const start = r.mark();
    r.forward();
    const value = r.takeWhile((i) => /[-\w]/.test(r.peek(i)));
    if (value === '' || !(r.isSpace() || '?:,]}%@`'.includes(r.peek()))) {
      throw r.fault(
        `while scanning an ${alias ? 'alias' : 'anchor'}`,
        start,
        `expected alphabetic or numeric character, but found ${quoted(r.peek())}`,
        'did not find expected alphabetic or numeric character',
      );
    }
    this.#queue.push({ kind: alias ? '<alias>' : '<anchor>', start, end: r.mark(), value, plain: false });
  }

  #tag(): void {
    const r = this.#reader;
    this.#saveKey();
    this.#keyAllowed = false;
    const start = r.mark();
    let value = r.forward();
    if (r.peek() === '<') value = `${r.takeWhile((i) => r.peek(i) !== '>' && !r.isSpace(i))}${r.forward()}`;
    else value += r.takeWhile((i) => /[-;/?:@&=+$.!~*'()%\w]/.test(r.peek(i)));
    if (!r.isSpace() && !(this.#flow > 0 && r.peek() === ',')) {
      throw r.fault(
        'while scanning a tag',
        start,
        `expected ' ', but found ${quoted(r.peek())}`,
        'did not find expected whitespace or line break',
      );
    }
    this.#queue.push({ kind: '<tag>', start, end: r.mark(), value, plain: false });
  }

  #plain(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const start = this.#reader.mark();
    const { text, broken, end } = scanPlain(this.#reader, this.#indent, this.#flow > 0);
    if (broken) this.#keyAllowed = true;
    this.#queue.push({ kind: '<scalar>', start, end, value: text, plain: true });
  }
}
