import { newScope, type Clause, type Expression, type FPart } from './ast';
import { Cursor } from './cursor';
import { closing, shift, splitField } from './fstring';
import { latin, numberConstant, unescape } from './literals';
import { SyntaxFault, type Token } from './tokens';

/** Parses what expressions are made of: literals, displays, comprehensions, f-strings. */
export abstract class AtomParser extends Cursor {
  abstract expressions(): Expression;
  abstract expression(): Expression;
  abstract starOrNamed(): Expression;
  abstract yieldExpression(): Expression;
  abstract level(n: number): Expression;
  abstract or(): Expression;
  /** A parser for the code inside an f-string. */
  protected abstract nested(code: string): AtomParser;

  protected atom(): Expression {
    const token = this.token;
    if (token.type === 'string') return this.#strings();
    if (token.type === 'number') {
      this.next();
      return { kind: 'Constant', constant: numberConstant(token.text), at: this.since(token) };
    }
    if (token.type === 'name') {
      const { text } = token;
      if (text === 'None' || text === 'True' || text === 'False') {
        this.next();
        return { kind: 'Constant', constant: { type: 'name', value: text }, at: this.since(token) };
      }
      return { kind: 'Name', id: this.identifier(), at: this.since(token) };
    }
    if (this.accept('...'))
      return { kind: 'Constant', constant: { type: 'name', value: '...' }, at: this.since(token) };
    if (this.accept('(')) return this.deeper(() => this.#parenthesis(token));
    if (this.accept('[')) return this.deeper(() => this.#list(token));
    if (this.accept('{')) return this.deeper(() => this.#braces(token));
    return this.fault('invalid syntax');
  }

  #parenthesis(start: Token): Expression {
    if (this.accept(')')) return { kind: 'Tuple', items: [], at: this.since(start) };
    if (this.is('yield')) {
      const value = this.yieldExpression();
      this.expect(')');
      return value;
    }
    const first = this.starOrNamed();
    if (this.is('for') || this.is('async')) {
      const made = this.comprehension('generator', first, undefined, start);
      this.expect(')');
      return { ...made, at: this.since(start) };
    }
    if (!this.is(',')) {
      this.expect(')', 'invalid syntax. Perhaps you forgot a comma?');
      return first.kind === 'Starred' ? this.fault('cannot use starred expression here') : first;
    }
    const items = [first];
    while (this.accept(',')) if (!this.is(')')) items.push(this.starOrNamed());
    this.expect(')', 'invalid syntax. Perhaps you forgot a comma?');
    return { kind: 'Tuple', items, at: this.since(start) };
  }

  #list(start: Token): Expression {
    const items: Expression[] = [];
    while (!this.is(']')) {
      items.push(this.starOrNamed());
      if (items.length === 1 && (this.is('for') || this.is('async'))) {
        const made = this.comprehension('list', items[0]!, undefined, start);
        this.expect(']');
        return { ...made, at: this.since(start) };
      }
      if (!this.accept(',')) break;
    }
    this.expect(']', 'invalid syntax. Perhaps you forgot a comma?');
    return { kind: 'List', items, at: this.since(start) };
  }

  #braces(start: Token): Expression {
    const entries: { key: Expression | undefined; value: Expression }[] = [];
    const items: Expression[] = [];
    while (!this.is('}')) {
      if (this.accept('**')) entries.push({ key: undefined, value: this.level(0) });
      else {
        const key = this.starOrNamed();
        if (this.accept(':')) {
          const value = this.expression();
          if (entries.length === 0 && (this.is('for') || this.is('async'))) {
            const made = this.comprehension('dict', key, value, start);
            this.expect('}');
            return { ...made, at: this.since(start) };
          }
          entries.push({ key, value });
        } else {
          items.push(key);
          if (items.length === 1 && (this.is('for') || this.is('async'))) {
            const made = this.comprehension('set', key, undefined, start);
            this.expect('}');
            return { ...made, at: this.since(start) };
          }
        }
      }
      if (!this.accept(',')) break;
    }
    this.expect('}', 'invalid syntax. Perhaps you forgot a comma?');
    if (items.length > 0) return { kind: 'Set', items, at: this.since(start) };
    return { kind: 'Dict', entries, at: this.since(start) };
  }

  protected comprehension(
    of: 'list' | 'set' | 'dict' | 'generator',
    element: Expression,
    value: Expression | undefined,
    start: Token,
  ): Expression {
    const scope = newScope();
    const clauses: Clause[] = [];
    this.within(scope, () => {
      while (this.is('for') || this.is('async')) {
        this.accept('async');
        this.expect('for');
        const target = this.targets();
        this.bind(target);
        this.expect('in');
        const over = this.or();
        const conditions: Expression[] = [];
        while (this.accept('if')) conditions.push(this.#conditionless());
        clauses.push({ target, over, conditions });
      }
    });
    return { kind: 'Comprehension', of, element, value, clauses, scope, at: this.since(start) };
  }

  #conditionless(): Expression {
    const start = this.token;
    const value = this.or();
    if (value.kind !== 'Name' || !this.accept(':=')) return value;
    this.scopes.at(-2)?.locals.add(value.id);
    return { kind: 'Walrus', name: value.id, value: this.or(), at: this.since(start) };
  }

  /** What stands between `for` and `in`. */
  targets(): Expression {
    const start = this.token;
    const one = (): Expression => {
      const from = this.token;
      if (this.accept('*')) return { kind: 'Starred', value: this.level(0), at: this.since(from) };
      return this.level(0);
    };
    const first = one();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.accept(',')) if (!this.is('in')) items.push(one());
    return { kind: 'Tuple', items, at: this.since(start) };
  }

  #strings(): Expression {
    const start = this.token;
    const parts: FPart[] = [];
    let formatted = false;
    let bytes: string | undefined;
    while (this.token.type === 'string') {
      const token = this.next();
      const raw = token.prefix.includes('r');
      if (token.prefix.includes('b')) bytes = (bytes ?? '') + (raw ? token.text : unescape(token.text, true));
      else if (token.prefix.includes('f')) {
        formatted = true;
        parts.push(...this.#formatted(token, token.text, raw, 0));
      } else parts.push(raw ? token.text : unescape(token.text));
    }
    const at = this.since(start);
    if (bytes !== undefined) {
      if (parts.length > 0) this.fault('cannot mix bytes and nonbytes literals', start);
      return { kind: 'Constant', constant: { type: 'bytes', value: latin(bytes) }, at };
    }
    if (formatted) return { kind: 'FString', parts, at };
    return {
      kind: 'Constant',
      constant: { type: 'str', value: parts.map((part) => (typeof part === 'string' ? part : '')).join('') },
      at,
    };
  }

  #formatted(token: Token, text: string, raw: boolean, level: number): FPart[] {
    const parts: FPart[] = [];
    let literal = '';
    const flush = (): void => {
      if (literal !== '') parts.push(raw ? literal : unescape(literal));
      literal = '';
    };
    for (let i = 0; i < text.length;) {
      const ch = text[i]!;
      if ((ch === '{' || ch === '}') && text[i + 1] === ch && level === 0) {
        literal += ch;
        i += 2;
      } else if (ch === '}') this.fault("f-string: single '}' is not allowed", token);
      else if (ch !== '{') {
        literal += ch;
        i++;
      } else {
        flush();
        const end = closing(text, i + 1);
        if (end < 0 || level > 2) this.fault("f-string: expecting '}'", token);
        parts.push(...this.#field(token, text.slice(i + 1, end), raw, level));
        i = end + 1;
      }
    }
    flush();
    return parts;
  }

  #field(token: Token, field: string, raw: boolean, level: number): FPart[] {
    const cut = splitField(field);
    let code = cut.code;
    const shown: FPart[] = [];
    const debug = /^([^]*[^=!<>])=\s*$/.exec(code);
    if (debug) {
      shown.push(code);
      code = debug[1]!;
    }
    if (code.trim() === '') this.fault("f-string: valid expression required before '}'", token);
    let value: Expression;
    try {
      const inner = this.nested(`(${code})`);
      inner.scopes = this.scopes;
      inner.depth = this.depth;
      value = shift(inner.expressions(), token);
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      return this.fault(`f-string: ${error.message}`, token);
    }
    const spec = cut.spec === undefined ? [] : this.#formatted(token, cut.spec, raw, level + 1);
    const conversion = cut.conversion || (debug && cut.spec === undefined ? 'r' : '');
    return [...shown, { value, conversion, spec, text: code }];
  }
}
