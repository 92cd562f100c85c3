import { newScope, type Argument, type Clause, type Expression, type FPart, type Parameter } from './ast';
import { Cursor, KEYWORDS } from './cursor';
import { latin, numberConstant, unescape } from './literals';
import { SyntaxFault, type Token } from './tokens';

const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%', '@'],
];
const COMPARISONS = new Set(['<', '>', '==', '>=', '<=', '!=', 'in', 'not', 'is']);

/** Parses expressions by Python's grammar. Throws SyntaxFault. */
export class ExpressionParser extends Cursor {
  /** `a, *b, c`: one expression, or a tuple when there is a comma. */
  expressions(): Expression {
    const start = this.token;
    const first = this.starOrNamed();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.accept(',')) {
      if (!this.startsExpression()) break;
      items.push(this.starOrNamed());
    }
    return { kind: 'Tuple', items, at: this.since(start) };
  }

  starOrNamed(): Expression {
    const start = this.token;
    if (this.accept('*')) return { kind: 'Starred', value: this.level(0), at: this.since(start) };
    return this.named();
  }

  startsExpression(): boolean {
    const { type, text } = this.token;
    if (type === 'number' || type === 'string') return true;
    if (type === 'name') return !KEYWORDS.has(text) || /^(None|True|False|not|lambda|await|yield)$/.test(text);
    return type === 'op' && ['(', '[', '{', '-', '+', '~', '*', '...'].includes(text);
  }

  named(): Expression {
    const start = this.token;
    const value = this.expression();
    if (value.kind !== 'Name' || !this.accept(':=')) return value;
    this.bindName(value.id);
    return { kind: 'Walrus', name: value.id, value: this.expression(), at: this.since(start) };
  }

  expression(): Expression {
    return this.deeper(() => {
      const start = this.token;
      if (this.is('lambda')) return this.#lambda();
      if (this.is('yield')) return this.yieldExpression();
      const value = this.#or();
      if (!this.accept('if')) return value;
      const test = this.#or();
      this.expect('else', "expected 'else' after 'if' expression");
      return { kind: 'Conditional', test, then: value, otherwise: this.expression(), at: this.since(start) };
    });
  }

  yieldExpression(): Expression {
    const start = this.expect('yield');
    if (this.scopes.length < 2) this.fault("'yield' outside function", start);
    this.scope.generator = true;
    if (this.accept('from')) return { kind: 'YieldFrom', value: this.expression(), at: this.since(start) };
    const value = this.startsExpression() ? this.expressions() : undefined;
    return { kind: 'Yield', value, at: this.since(start) };
  }

  #lambda(): Expression {
    const start = this.expect('lambda');
    const parameters = this.parameters(':', false);
    this.expect(':');
    const scope = newScope();
    for (const { name } of parameters) scope.locals.add(name);
    const body = this.within(scope, () => this.expression());
    return { kind: 'Lambda', parameters, body, scope, at: this.since(start) };
  }

  parameters(end: string, annotated: boolean): Parameter[] {
    const list: Parameter[] = [];
    let keywordOnly = false;
    while (!this.is(end)) {
      if (this.accept('/')) {
        // Positional-only markers change nothing but errors.
      } else if (this.accept('**')) {
        const name = this.identifier();
        const annotation = annotated && this.accept(':') ? this.expression() : undefined;
        list.push({ name, kind: 'kwargs', fallback: undefined, annotation });
      } else if (this.accept('*')) {
        keywordOnly = true;
        if (!this.is(',')) {
          const name = this.identifier();
          const annotation = annotated && this.accept(':') ? this.expression() : undefined;
          list.push({ name, kind: 'args', fallback: undefined, annotation });
        }
      } else {
        const name = this.identifier();
        const annotation = annotated && this.accept(':') ? this.expression() : undefined;
        const fallback = this.accept('=') ? this.expression() : undefined;
        if (!fallback && !keywordOnly && list.some((p) => p.fallback && p.kind === 'plain'))
          this.fault('parameter without a default follows parameter with a default');
        list.push({ name, kind: keywordOnly ? 'keyword' : 'plain', fallback, annotation });
      }
      if (!this.accept(',')) break;
    }
    return list;
  }

  #or(): Expression {
    return this.#chain('or', () => this.#chain('and', () => this.#not()));
  }

  #chain(operator: 'and' | 'or', parse: () => Expression): Expression {
    const start = this.token;
    const first = parse();
    if (!this.is(operator)) return first;
    const values = [first];
    while (this.accept(operator)) values.push(parse());
    return { kind: 'Boolean', operator, values, at: this.since(start) };
  }

  #not(): Expression {
    const start = this.token;
    if (this.accept('not'))
      return this.deeper(() => ({ kind: 'Unary', operator: 'not', operand: this.#not(), at: this.since(start) }));
    return this.#comparison();
  }

  #comparison(): Expression {
    const start = this.token;
    const left = this.level(0);
    const operators: string[] = [];
    const rights: Expression[] = [];
    while (COMPARISONS.has(this.token.text) && this.token.type !== 'string') {
      if (this.is('not') && !this.peekIs('in')) break;
      let operator = this.next().text;
      if (operator === 'not') {
        this.next();
        operator = 'not in';
      } else if (operator === 'is' && this.accept('not')) operator = 'is not';
      operators.push(operator);
      rights.push(this.level(0));
    }
    return operators.length > 0 ? { kind: 'Compare', left, operators, rights, at: this.since(start) } : left;
  }

  level(n: number): Expression {
    const operators = LEVELS[n];
    if (!operators) return this.#unary();
    const start = this.token;
    let left = this.level(n + 1);
    while (this.token.type === 'op' && operators.includes(this.token.text)) {
      const operator = this.next().text;
      const right = this.level(n + 1);
      left = { kind: 'Binary', operator, left, right, at: this.since(start) };
    }
    return left;
  }

  #unary(): Expression {
    const start = this.token;
    if (start.type === 'op' && ['-', '+', '~'].includes(start.text)) {
      this.next();
      return this.deeper(() => ({
        kind: 'Unary',
        operator: start.text,
        operand: this.#unary(),
        at: this.since(start),
      }));
    }
    const left = this.#await();
    if (!this.accept('**')) return left;
    return this.deeper(() => ({
      kind: 'Binary',
      operator: '**',
      left,
      right: this.#unary(),
      at: this.since(start),
    }));
  }

  #await(): Expression {
    const start = this.token;
    if (this.accept('await')) return { kind: 'Await', value: this.#primary(), at: this.since(start) };
    return this.#primary();
  }

  #primary(): Expression {
    const start = this.token;
    let value = this.#atom();
    for (;;) {
      if (this.accept('.')) {
        const name = this.identifier();
        value = { kind: 'Attribute', object: value, name, at: this.since(start) };
      } else if (this.accept('(')) {
        const args = this.args();
        value = { kind: 'Call', callee: value, args, at: this.since(start) };
      } else if (this.accept('[')) {
        const index = this.#subscript();
        this.expect(']');
        value = { kind: 'Subscript', object: value, index, at: this.since(start) };
      } else return value;
    }
  }

  /** A call's arguments, up to and with the closing parenthesis. */
  args(): Argument[] {
    const args: Argument[] = [];
    while (!this.is(')')) {
      if (this.accept('**')) args.push({ value: this.expression(), stars: 2, name: undefined });
      else if (this.accept('*')) args.push({ value: this.expression(), stars: 1, name: undefined });
      else if (this.token.type === 'name' && this.peekIs('=')) {
        const name = this.identifier();
        this.next();
        args.push({ value: this.expression(), stars: 0, name });
      } else {
        const start = this.token;
        let value = this.named();
        if (this.is('for') || this.is('async')) value = this.#comprehension('generator', value, undefined, start);
        if (args.some((arg) => arg.name !== undefined) && !args.some((arg) => arg.stars))
          this.fault('positional argument follows keyword argument');
        args.push({ value, stars: 0, name: undefined });
      }
      if (!this.accept(',')) break;
    }
    this.expect(')', this.startsExpression() ? 'invalid syntax. Perhaps you forgot a comma?' : 'invalid syntax');
    return args;
  }

  #subscript(): Expression {
    const start = this.token;
    const first = this.#slice();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.accept(',')) if (!this.is(']')) items.push(this.#slice());
    return { kind: 'Tuple', items, at: this.since(start) };
  }

  #slice(): Expression {
    const start = this.token;
    const part = (): Expression | undefined =>
      this.is(':') || this.is(']') || this.is(',') ? undefined : this.expression();
    if (!this.is(':')) {
      const value = this.starOrNamed();
      if (!this.is(':')) return value;
      this.next();
      const upper = part();
      const step = this.accept(':') ? part() : undefined;
      return { kind: 'Slice', lower: value, upper, step, at: this.since(start) };
    }
    this.next();
    const upper = part();
    const step = this.accept(':') ? part() : undefined;
    return { kind: 'Slice', lower: undefined, upper, step, at: this.since(start) };
  }

  #atom(): Expression {
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
      const made = this.#comprehension('generator', first, undefined, start);
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
        const made = this.#comprehension('list', items[0]!, undefined, start);
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
            const made = this.#comprehension('dict', key, value, start);
            this.expect('}');
            return { ...made, at: this.since(start) };
          }
          entries.push({ key, value });
        } else {
          items.push(key);
          if (items.length === 1 && (this.is('for') || this.is('async'))) {
            const made = this.#comprehension('set', key, undefined, start);
            this.expect('}');
            return { ...made, at: this.since(start) };
          }
        }
      }
      if (!this.accept(',')) break;
    }
    this.expect('}', "invalid syntax. Perhaps you forgot a comma?");
    if (items.length > 0) return { kind: 'Set', items, at: this.since(start) };
    return { kind: 'Dict', entries, at: this.since(start) };
  }

  #comprehension(
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
        const over = this.#or();
        const conditions: Expression[] = [];
        while (this.accept('if')) conditions.push(this.#conditionless());
        clauses.push({ target, over, conditions });
      }
    });
    return { kind: 'Comprehension', of, element, value, clauses, scope, at: this.since(start) };
  }

  #conditionless(): Expression {
    const start = this.token;
    const value = this.#or();
    if (value.kind !== 'Name' || !this.accept(':=')) return value;
    this.scopes.at(-2)?.locals.add(value.id);
    return { kind: 'Walrus', name: value.id, value: this.#or(), at: this.since(start) };
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
    return { kind: 'Constant', constant: { type: 'str', value: parts.join('') }, at };
  }

  #formatted(token: Token, text: string, raw: boolean, level: number): FPart[] {
    const parts: FPart[] = [];
    let literal = '';
    const flush = (): void => {
      if (literal !== '') parts.push(raw ? literal : unescape(literal));
      literal = '';
    };
    for (let i = 0; i < text.length; ) {
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
      const inner = new ExpressionParser(`(${code})`, this.file);
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

/** Positions inside an f-string are the whole literal's. */
function shift(value: Expression, token: Token): Expression {
  const { line, column, endLine, endColumn } = token;
  const at = { line, column, endLine, endColumn };
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || node instanceof Set || node instanceof Uint8Array) return;
    if (Array.isArray(node)) return node.forEach(walk);
    const record = node as Record<string, unknown>;
    for (const [key, child] of Object.entries(record)) {
      if (key === 'at') record['at'] = at;
      else walk(child);
    }
  };
  walk(value);
  return value;
}

/** Where the brace closes that was opened before `from`; -1 when it does not. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const ch = text[i]!;
    if (ch === "'" || ch === '"') {
      const end = text.indexOf(ch, i + 1);
      if (end < 0) return -1;
      i = end;
    } else if ('([{'.includes(ch)) depth++;
    else if (ch === '}' && depth === 0) return i;
    else if (')]}'.includes(ch)) depth--;
  }
  return -1;
}

function splitField(field: string): { code: string; conversion: string; spec: string | undefined } {
  let depth = 0;
  for (let i = 0; i < field.length; i++) {
    const ch = field[i]!;
    if (ch === "'" || ch === '"') i = Math.max(i, field.indexOf(ch, i + 1));
    else if ('([{'.includes(ch)) depth++;
    else if (')]}'.includes(ch)) depth--;
    else if (depth === 0 && ch === '!' && field[i + 1] !== '=') {
      const rest = field.slice(i + 2);
      return {
        code: field.slice(0, i),
        conversion: field[i + 1] ?? '',
        spec: rest.startsWith(':') ? rest.slice(1) : undefined,
      };
    } else if (depth === 0 && ch === ':')
      return { code: field.slice(0, i), conversion: '', spec: field.slice(i + 1) };
  }
  return { code: field, conversion: '', spec: undefined };
}
