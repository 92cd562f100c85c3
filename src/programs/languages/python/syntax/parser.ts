import {
  newScope,
  type Expression,
  type FunctionStatement,
  type Handler,
  type ModuleSource,
  type Statement,
} from './ast';
import { SimpleParser } from './simple';
import type { Token } from './tokens';

const AUGMENTED = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '**=', '&=', '|=', '^=', '>>=', '<<=', '@=']);

/** Parses a whole module. Throws SyntaxFault. */
export function parseModule(source: string, file: string): ModuleSource {
  const body = new Parser(source, file).module();
  return { body, file, lines: source.replaceAll(/\r\n?/g, '\n').split('\n') };
}

/** Parses one expression (eval). Throws SyntaxFault. */
export function parseExpression(source: string, file: string): Expression {
  const parser = new Parser(source.trim(), file);
  return parser.only();
}

class Parser extends SimpleParser {
  module(): Statement[] {
    const body: Statement[] = [];
    while (this.token.type !== 'end') {
      if (this.on('newline')) this.next();
      else if (this.on('indent')) this.fault('unexpected indent', this.token, 'IndentationError');
      else body.push(...this.#statement());
    }
    return body;
  }

  only(): Expression {
    const value = this.expressions();
    while (this.on('newline')) this.next();
    if (this.token.type !== 'end') this.fault('invalid syntax');
    return value;
  }

  #statement(): Statement[] {
    const { token } = this;
    if (token.type === 'name' || token.text === '@') {
      const compound = this.#compound(token);
      if (compound) return [compound];
    }
    const line: Statement[] = [this.#simple()];
    while (this.accept(';')) {
      if (this.on('newline')) break;
      line.push(this.#simple());
    }
    if (!this.on('newline')) this.#afterStatement(line.at(-1)!);
    this.next();
    return line;
  }

  #afterStatement(last: Statement): never {
    if (last.kind === 'Expression' && last.value.kind === 'Name' && /^(print|exec)$/.test(last.value.id)) {
      const name = last.value.id;
      this.fault(`Missing parentheses in call to '${name}'. Did you mean ${name}(...)?`, {
        ...this.token,
        line: last.at.line,
        column: last.at.column,
      });
    }
    if (this.is('=') && last.kind === 'Expression') this.cannotAssign(last.value);
    return this.fault('invalid syntax');
  }

  #compound(token: Token): Statement | undefined {
    switch (token.text) {
      case 'if':
        return this.#if();
      case 'while':
        return this.#while();
      case 'for':
        return this.#for();
      case 'try':
        return this.#try();
      case 'with':
        return this.#with();
      case 'def':
        return this.#function([], false);
      case 'class':
        return this.#class([]);
      case '@':
        return this.#decorated();
      case 'async':
        this.next();
        if (this.is('def')) return this.#function([], true);
        if (this.is('for')) return this.#for();
        if (this.is('with')) return this.#with();
        return this.fault('invalid syntax');
      case 'match':
        return this.#match();
      default:
        return undefined;
    }
  }

  #block(after: string, start: Token): Statement[] {
    this.expect(':', "expected ':'");
    if (!this.on('newline')) {
      const line: Statement[] = [this.#simple()];
      while (this.accept(';')) if (!this.on('newline')) line.push(this.#simple());
      if (!this.on('newline')) this.fault('invalid syntax');
      this.next();
      return line;
    }
    while (this.on('newline')) this.next();
    if (!this.on('indent')) {
      const message = `expected an indented block after ${after} on line ${String(start.line)}`;
      this.fault(message, this.token, 'IndentationError');
    }
    this.next();
    return this.deeper(() => {
      const body: Statement[] = [];
      while (!this.on('dedent')) {
        if (this.on('newline')) this.next();
        else if (this.on('indent')) this.fault('unexpected indent', this.token, 'IndentationError');
        else body.push(...this.#statement());
      }
      this.next();
      return body;
    });
  }

  #if(): Statement {
    const start = this.next();
    const test = this.named();
    if (this.is('=')) this.fault("invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    const body = this.#block(`'${start.text}' statement`, start);
    const otherwise = this.is('elif') ? [this.#if()] : this.#else();
    return { kind: 'If', test, body, otherwise, at: this.since(start) };
  }

  #else(): Statement[] {
    const start = this.token;
    return this.accept('else') ? this.#block("'else' statement", start) : [];
  }

  #while(): Statement {
    const start = this.next();
    const test = this.named();
    const body = this.#block("'while' statement", start);
    return { kind: 'While', test, body, otherwise: this.#else(), at: this.since(start) };
  }

  #for(): Statement {
    const start = this.next();
    const target = this.targets();
    this.bind(target);
    this.expect('in');
    const over = this.expressions();
    const body = this.#block("'for' statement", start);
    return { kind: 'For', target, over, body, otherwise: this.#else(), at: this.since(start) };
  }

  #try(): Statement {
    const start = this.next();
    const body = this.#block("'try' statement", start);
    const handlers: Handler[] = [];
    while (this.is('except')) {
      const from = this.next();
      this.accept('*');
      let type: Expression | undefined;
      let name: string | undefined;
      if (!this.is(':')) {
        type = this.expressions();
        if (this.accept('as')) {
          name = this.identifier();
          this.bindName(name);
        }
      }
      handlers.push({ type, name, body: this.#block("'except' statement", from), at: this.since(from) });
    }
    const otherwise = this.#else();
    const from = this.token;
    const last = this.accept('finally') ? this.#block("'finally' statement", from) : [];
    if (handlers.length === 0 && last.length === 0) this.fault("expected 'except' or 'finally' block");
    return { kind: 'Try', body, handlers, otherwise, last, at: this.since(start) };
  }

  #with(): Statement {
    const start = this.next();
    const items: { value: Expression; target: Expression | undefined }[] = [];
    const parenthesised = this.is('(') && this.#withParenthesis();
    if (parenthesised) this.next();
    do {
      if (this.is(')')) break;
      const value = this.expression();
      let target: Expression | undefined;
      if (this.accept('as')) {
        target = this.level(0);
        this.bind(target);
      }
      items.push({ value, target });
    } while (this.accept(','));
    if (parenthesised) this.expect(')');
    return { kind: 'With', items, body: this.#block("'with' statement", start), at: this.since(start) };
  }

  /** Whether `with (` opens a list of items: its parenthesis closes right before the colon and holds an `as`. */
  #withParenthesis(): boolean {
    let depth = 0;
    let as = false;
    for (let i = this.at; i < this.tokens.length; i++) {
      const { text, type } = this.tokens[i]!;
      if (type === 'newline') return false;
      if (type !== 'op' && text === 'as') as = true;
      if (type === 'op' && '([{'.includes(text)) depth++;
      if (type === 'op' && ')]}'.includes(text) && --depth === 0) return as && this.tokens[i + 1]?.text === ':';
    }
    return false;
  }

  #decorated(): Statement {
    const decorators: Expression[] = [];
    while (this.accept('@')) {
      decorators.push(this.named());
      if (!this.on('newline')) this.fault('invalid syntax');
      while (this.on('newline')) this.next();
    }
    if (this.is('class')) return this.#class(decorators);
    const isAsync = this.accept('async');
    return this.#function(decorators, isAsync);
  }

  #function(decorators: readonly Expression[], isAsync: boolean): FunctionStatement {
    const start = this.expect('def');
    const name = this.identifier();
    this.bindName(name);
    this.expect('(', "expected '('");
    const parameters = this.parameters(')', true);
    this.expect(')');
    if (this.accept('->')) this.expression();
    const scope = newScope();
    for (const parameter of parameters) scope.locals.add(parameter.name);
    const body = this.within(scope, () => this.#block('function definition', start));
    return { kind: 'Function', name, parameters, body, decorators, isAsync, scope, at: this.since(start) };
  }

  #class(decorators: readonly Expression[]): Statement {
    const start = this.next();
    const name = this.identifier();
    this.bindName(name);
    const args = this.accept('(') ? this.args() : [];
    const body = this.within(newScope(), () => this.#block('class definition', start));
    return { kind: 'Class', name, args, body, decorators, at: this.since(start) };
  }

  /** `match` is a keyword only where a block of cases follows. */
  #match(): Statement | undefined {
    const back = this.at;
    const start = this.next();
    if (!this.startsExpression()) {
      this.at = back;
      return undefined;
    }
    let subject: Expression;
    try {
      subject = this.expressions();
    } catch {
      this.at = back;
      return undefined;
    }
    const opens = this.is(':') && this.tokens[this.at + 1]?.type === 'newline';
    if (!opens) {
      this.at = back;
      return undefined;
    }
    this.next();
    while (this.on('newline')) this.next();
    if (!this.on('indent')) this.fault("expected an indented block after 'match' statement");
    this.next();
    const cases = [];
    while (!this.on('dedent')) {
      if (this.on('newline')) {
        this.next();
        continue;
      }
      const from = this.expect('case');
      const pattern = this.patterns();
      const guard = this.accept('if') ? this.named() : undefined;
      cases.push({ pattern, guard, body: this.#block("'case' statement", from) });
    }
    this.next();
    return { kind: 'Match', subject, cases, at: this.since(start) };
  }

  #simple(): Statement {
    const start = this.token;
    if (start.type === 'name') {
      const made = this.keyword(start);
      if (made) return made;
    }
    const value = this.expressions();
    if (this.is(':') && this.scopes.length > 0 && this.#mayAnnotate(value)) return this.#annotated(value, start);
    if (this.token.type === 'op' && AUGMENTED.has(this.token.text)) {
      const operator = this.next().text.slice(0, -1);
      this.bind(value);
      const right = this.is('yield') ? this.yieldExpression() : this.expressions();
      return { kind: 'Augmented', target: value, operator, value: right, at: this.since(start) };
    }
    if (!this.is('=')) return { kind: 'Expression', value, at: this.since(start) };
    const chain = [value];
    while (this.accept('=')) chain.push(this.is('yield') ? this.yieldExpression() : this.expressions());
    const last = chain.pop()!;
    for (const target of chain) this.bind(target);
    return { kind: 'Assign', targets: chain, value: last, at: this.since(start) };
  }

  #mayAnnotate(value: Expression): boolean {
    return value.kind === 'Name' || value.kind === 'Attribute' || value.kind === 'Subscript';
  }

  #annotated(target: Expression, start: Token): Statement {
    this.next();
    const annotation = this.expression();
    this.bind(target);
    const value = this.accept('=') ? this.expressions() : undefined;
    return { kind: 'Annotated', target, annotation, value, at: this.since(start) };
  }
}
