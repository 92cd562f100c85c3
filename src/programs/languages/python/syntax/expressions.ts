import { newScope, type Argument, type Expression, type Parameter } from './ast';
import { AtomParser } from './atoms';
import { KEYWORDS } from './cursor';

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
export class ExpressionParser extends AtomParser {
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
      const value = this.or();
      if (!this.accept('if')) return value;
      const test = this.or();
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

  or(): Expression {
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
    let value = this.atom();
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
        if (this.is('for') || this.is('async')) value = this.comprehension('generator', value, undefined, start);
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

  protected nested(code: string): AtomParser {
    return new ExpressionParser(code, this.file);
  }
}
