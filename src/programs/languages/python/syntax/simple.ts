import type { Position, Statement } from './ast';
import { PatternParser } from './patterns';
import type { Token } from './tokens';

/** Parses the statements that begin with a keyword and fit on a line. */
export class SimpleParser extends PatternParser {
  protected keyword(start: Token): Statement | undefined {
    const done = <T extends object>(node: T): T & { at: Position } => ({
      ...node,
      at: this.since(start),
    });
    switch (start.text) {
      case 'pass':
        this.next();
        return done({ kind: 'Pass' as const });
      case 'break':
        this.next();
        return done({ kind: 'Break' as const });
      case 'continue':
        this.next();
        return done({ kind: 'Continue' as const });
      case 'return': {
        if (this.scopes.length < 2) this.fault("'return' outside function");
        this.next();
        const value = this.startsExpression() ? this.expressions() : undefined;
        return done({ kind: 'Return' as const, value });
      }
      case 'raise': {
        this.next();
        const value = this.startsExpression() ? this.expression() : undefined;
        const cause = this.accept('from') ? this.expression() : undefined;
        return done({ kind: 'Raise' as const, value, cause });
      }
      case 'global':
      case 'nonlocal': {
        this.next();
        do {
          const name = this.identifier();
          this.scope.locals.delete(name);
          (start.text === 'global' ? this.scope.globals : this.scope.nonlocals).add(name);
        } while (this.accept(','));
        return done({ kind: 'Global' as const });
      }
      case 'del': {
        this.next();
        const value = this.expressions();
        const targets = value.kind === 'Tuple' ? value.items : [value];
        for (const target of targets) this.bind(target);
        return done({ kind: 'Delete' as const, targets });
      }
      case 'assert': {
        this.next();
        const test = this.expression();
        const message = this.accept(',') ? this.expression() : undefined;
        return done({ kind: 'Assert' as const, test, message });
      }
      case 'import':
      case 'from':
        return this.#import(start);
      case 'else':
      case 'elif':
      case 'except':
      case 'finally':
        return this.fault('invalid syntax');
      default:
        return undefined;
    }
  }

  #dotted(): string {
    let name = this.identifier();
    while (this.accept('.')) name += `.${this.identifier()}`;
    return name;
  }

  #import(start: Token): Statement {
    this.next();
    const names: { name: string; alias: string | undefined }[] = [];
    if (start.text === 'import') {
      do {
        const name = this.#dotted();
        const alias = this.accept('as') ? this.identifier() : undefined;
        this.bindName(alias ?? name.split('.')[0]!);
        names.push({ name, alias });
      } while (this.accept(','));
      return { kind: 'Import', names, at: this.since(start) };
    }
    let level = 0;
    for (;;) {
      if (this.accept('.')) level++;
      else if (this.accept('...')) level += 3;
      else break;
    }
    const module = level > 0 && this.is('import') ? '' : this.#dotted();
    this.expect('import');
    if (this.accept('*')) return { kind: 'ImportFrom', module, level, names: [], at: this.since(start) };
    const parenthesised = this.accept('(');
    do {
      if (this.is(')')) break;
      const name = this.identifier();
      const alias = this.accept('as') ? this.identifier() : undefined;
      this.bindName(alias ?? name);
      names.push({ name, alias });
    } while (this.accept(','));
    if (parenthesised) this.expect(')');
    return { kind: 'ImportFrom', module, level, names, at: this.since(start) };
  }
}
