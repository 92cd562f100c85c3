import { newScope, type Expression, type Position, type Scope } from './ast';
import { SyntaxFault, tokenize, type Token } from './tokens';

/** More nesting than this is refused, as CPython refuses it. */
const DEEPEST = 100;

export const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** The tokens under a parser's hand, and the scope it is in. */
export class Cursor {
  protected tokens: Token[];
  protected at = 0;
  protected depth = 0;
  scopes: Scope[] = [newScope()];

  constructor(
    source: string,
    readonly file: string,
  ) {
    this.tokens = tokenize(source);
  }

  /** The token at hand; a method's answer, so that the compiler expects it to change. */
  get token(): Token {
    return this.tokens[this.at]!;
  }

  get scope(): Scope {
    return this.scopes.at(-1)!;
  }

  /** Whether the token at hand is of this type. */
  on(type: Token['type']): boolean {
    return this.token.type === type;
  }

  is(text: string): boolean {
    const { token } = this;
    return token.text === text && (token.type === 'op' || token.type === 'name');
  }

  peekIs(text: string, ahead = 1): boolean {
    const token = this.tokens[this.at + ahead];
    return token?.text === text && (token.type === 'op' || token.type === 'name');
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  expect(text: string, message = 'invalid syntax'): Token {
    const { token } = this;
    if (!this.accept(text)) this.fault(message);
    return token;
  }

  next(): Token {
    return this.tokens[this.at++]!;
  }

  identifier(): string {
    const { token } = this;
    if (token.type !== 'name' || KEYWORDS.has(token.text)) this.fault('invalid syntax');
    this.at++;
    return token.text;
  }

  fault(message: string, token: Token = this.token, type: SyntaxFault['type'] = 'SyntaxError'): never {
    const end = token.type === 'end';
    throw new SyntaxFault(message, token.line, token.column, type, end, Math.max(token.column + 1, token.endColumn));
  }

  /** From a token (or an expression's start) to the last token taken. */
  since(start: Token | Position): Position {
    const last = this.tokens[Math.max(0, this.at - 1)]!;
    return { line: start.line, column: start.column, endLine: last.endLine, endColumn: last.endColumn };
  }

  deeper<T>(parse: () => T): T {
    if (++this.depth > DEEPEST) this.fault('too many nested parentheses');
    try {
      return parse();
    } finally {
      this.depth--;
    }
  }

  within<T>(scope: Scope, parse: () => T): T {
    this.scopes.push(scope);
    try {
      return parse();
    } finally {
      this.scopes.pop();
    }
  }

  /** Says that the names in a target are assigned here. */
  bind(target: Expression): void {
    if (target.kind === 'Name') this.bindName(target.id);
    else if (target.kind === 'Tuple' || target.kind === 'List') for (const item of target.items) this.bind(item);
    else if (target.kind === 'Starred') this.bind(target.value);
    else if (target.kind !== 'Attribute' && target.kind !== 'Subscript') this.cannotAssign(target);
  }

  bindName(name: string): void {
    const { scope } = this;
    if (!scope.globals.has(name) && !scope.nonlocals.has(name)) scope.locals.add(name);
  }

  cannotAssign(target: Expression): never {
    const what: Readonly<Record<string, string>> = {
      Constant: 'literal',
      Call: 'function call',
      Binary: 'expression',
      Unary: 'expression',
      Boolean: 'expression',
      Compare: 'comparison',
      Lambda: 'lambda',
      Conditional: 'conditional expression',
      FString: 'f-string expression',
      Dict: 'dict literal',
      Set: 'set display',
      Await: 'await expression',
      Yield: 'yield expression',
    };
    let name = what[target.kind] ?? 'expression';
    if (target.kind === 'Constant' && target.constant.type === 'name') name = target.constant.value;
    throw new SyntaxFault(
      `cannot assign to ${name} here. Maybe you meant '==' instead of '='?`,
      target.at.line,
      target.at.column,
      'SyntaxError',
      false,
      target.at.endColumn,
    );
  }
}
