import type { Expression, Pattern } from './ast';
import { ExpressionParser } from './expressions';

/** Parses the patterns of `case`. */
export class PatternParser extends ExpressionParser {
  patterns(): Pattern {
    const first = this.#top();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.accept(',')) if (!this.is(':') && !this.is('if')) items.push(this.#top());
    return { kind: 'sequence', items };
  }

  #top(): Pattern {
    return this.deeper(() => {
      if (this.accept('*')) return { kind: 'star', name: this.#capture() };
      const patterns = [this.#closed()];
      while (this.accept('|')) patterns.push(this.#closed());
      const pattern: Pattern = patterns.length > 1 ? { kind: 'or', patterns } : patterns[0]!;
      if (!this.accept('as')) return pattern;
      const name = this.identifier();
      this.bindName(name);
      return { kind: 'as', pattern, name };
    });
  }

  #capture(): string | undefined {
    const name = this.identifier();
    if (name === '_') return undefined;
    this.bindName(name);
    return name;
  }

  #closed(): Pattern {
    const { token } = this;
    if (this.accept('(') || this.accept('[')) {
      const close = token.text === '(' ? ')' : ']';
      const items: Pattern[] = [];
      let comma = false;
      while (!this.is(close)) {
        items.push(this.#top());
        if (!this.accept(',')) break;
        comma = true;
      }
      this.expect(close);
      return close === ')' && items.length === 1 && !comma ? items[0]! : { kind: 'sequence', items };
    }
    if (this.accept('{')) return this.#mapping();
    if (token.type === 'name' && !/^(None|True|False)$/.test(token.text)) {
      if (!this.peekIs('.') && !this.peekIs('(')) return { kind: 'capture', name: this.#capture() };
      return this.#classOrValue();
    }
    return { kind: 'value', value: this.level(1) };
  }

  #mapping(): Pattern {
    const entries: { key: Expression; pattern: Pattern }[] = [];
    let rest: string | undefined;
    while (!this.is('}')) {
      if (this.accept('**')) rest = this.#capture();
      else {
        const key = this.level(1);
        this.expect(':');
        entries.push({ key, pattern: this.#top() });
      }
      if (!this.accept(',')) break;
    }
    this.expect('}');
    return { kind: 'mapping', entries, rest };
  }

  #classOrValue(): Pattern {
    const start = this.token;
    let type: Expression = { kind: 'Name', id: this.identifier(), at: this.since(start) };
    while (this.accept('.')) {
      type = { kind: 'Attribute', object: type, name: this.identifier(), at: this.since(start) };
    }
    if (!this.accept('(')) return { kind: 'value', value: type };
    const positional: Pattern[] = [];
    const named: { name: string; pattern: Pattern }[] = [];
    while (!this.is(')')) {
      if (this.token.type === 'name' && this.peekIs('=')) {
        const name = this.identifier();
        this.next();
        named.push({ name, pattern: this.#top() });
      } else positional.push(this.#top());
      if (!this.accept(',')) break;
    }
    this.expect(')');
    return { kind: 'class', type, positional, named };
  }
}
