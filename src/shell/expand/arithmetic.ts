import { ShellError } from '../control';

/** An arithmetic expression, parsed. */
export type Arithmetic =
  | { readonly op: 'number'; readonly value: bigint }
  | { readonly op: 'variable'; readonly name: string; readonly index: string | undefined }
  | { readonly op: 'unary'; readonly operator: string; readonly operand: Arithmetic }
  | { readonly op: 'step'; readonly operator: '++' | '--'; readonly prefix: boolean; readonly target: Arithmetic }
  | {
      readonly op: 'binary';
      readonly operator: string;
      readonly left: Arithmetic;
      readonly right: Arithmetic;
      readonly rest: string;
    }
  | { readonly op: 'choice'; readonly test: Arithmetic; readonly yes: Arithmetic; readonly no: Arithmetic }
  | {
      readonly op: 'assign';
      readonly operator: string;
      readonly target: Arithmetic;
      readonly value: Arithmetic;
      readonly rest: string;
    };

/** What arithmetic reads and changes. */
export interface ArithmeticScope {
  get(name: string, index: string | undefined): string | undefined;
  set(name: string, index: string | undefined, value: string): void;
}

const MAX_DEPTH = 512;
const cache = new Map<string, Arithmetic | undefined>();

/** The value of an expression after word expansion (64 bits, as bash). Throws ShellError in bash's words. */
export function evaluate(text: string, scope: ArithmeticScope, depth = 0): bigint {
  if (depth > MAX_DEPTH)
    throw new ShellError(`${text}: expression recursion level exceeded (error token is "${text}")`);
  let tree = cache.get(text);
  if (!tree && !cache.has(text)) {
    tree = new Parser(text).parse();
    if (cache.size > 1000) cache.clear();
    cache.set(text, tree);
  }
  return tree ? new Evaluator(text, scope, depth).value(tree) : 0n;
}

const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 4,
  '&&': 5,
  '|': 6,
  '^': 7,
  '&': 8,
  '==': 9,
  '!=': 9,
  '<': 10,
  '<=': 10,
  '>': 10,
  '>=': 10,
  '<<': 11,
  '>>': 11,
  '+': 12,
  '-': 12,
  '*': 13,
  '/': 13,
  '%': 13,
  '**': 14,
};
const OPERATOR = /^(?:<<=|>>=|\*\*|\+\+|--|&&|\|\||<<|>>|<=|>=|==|!=|[-+*/%&|^]=|[-+*/%<>=!~&|^?:,()])/;

interface Lexeme {
  readonly kind: 'number' | 'name' | 'operator' | 'end';
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

class Parser {
  #token!: Lexeme;
  #last!: Lexeme;
  #depth = 0;

  constructor(private readonly text: string) {
    this.#token = this.#lex(0);
    this.#last = this.#token;
  }

  parse(): Arithmetic | undefined {
    if (this.text.trim() === '') return undefined;
    const tree = this.#comma();
    const ended = this.#token;
    if (ended.kind !== 'end') {
      if (this.#token.kind === 'operator' && /^(?:=|[-+*/%&|^]=|<<=|>>=)$/.test(this.#token.text)) {
        this.#fail('attempted assignment to non-variable', this.#token.at);
      }
      this.#fail('syntax error in expression', this.#token.at);
    }
    return tree;
  }

  #fail(what: string, at: number): never {
    const shown = this.text.replace(/^\s+/, '');
    const words = what.startsWith('syntax error') || !what.includes('expected') ? what : `syntax error: ${what}`;
    throw new ShellError(`${shown}: ${words} (error token is "${this.text.slice(at)}")`);
  }

  #lex(from: number): Lexeme {
    let at = from;
    while (/\s/.test(this.text[at] ?? '')) at++;
    const rest = this.text.slice(at);
    if (rest === '') return { kind: 'end', text: '', at, end: at };
    const number = /^(?:0[xX][0-9a-fA-F]+|[0-9]+#[0-9a-zA-Z@_]+|[0-9][0-9a-zA-Z]*)/.exec(rest);
    if (number) return { kind: 'number', text: number[0], at, end: at + number[0].length };
    const name = /^[A-Za-z_]\w*/.exec(rest);
    if (name) return { kind: 'name', text: name[0], at, end: at + name[0].length };
    const operator = OPERATOR.exec(rest);
    if (operator) return { kind: 'operator', text: operator[0], at, end: at + operator[0].length };
    return this.#fail('syntax error: operand expected', at);
  }

  #next(): Lexeme {
    this.#last = this.#token;
    this.#token = this.#lex(this.#token.end);
    return this.#last;
  }

  #is(text: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === text;
  }

  #comma(): Arithmetic {
    let left = this.#assignment();
    while (this.#is(',')) {
      this.#next();
      left = { op: 'binary', operator: ',', left, right: this.#assignment(), rest: '' };
    }
    return left;
  }

  #assignment(): Arithmetic {
    if (++this.#depth > MAX_DEPTH) this.#fail('expression recursion level exceeded', this.#token.at);
    const left = this.#choice();
    const { kind, text, at } = this.#token;
    if (kind === 'operator' && /^(?:=|[-+*/%&|^]=|<<=|>>=)$/.test(text)) {
      if (left.op !== 'variable') this.#fail('attempted assignment to non-variable', at);
      this.#next();
      const from = this.#token.at;
      const value = this.#assignment();
      this.#depth--;
      return { op: 'assign', operator: text.slice(0, -1), target: left, value, rest: this.text.slice(from) };
    }
    this.#depth--;
    return left;
  }

  #choice(): Arithmetic {
    const test = this.#binary(4);
    if (!this.#is('?')) return test;
    this.#next();
    const yes = this.#comma();
    if (!this.#is(':')) this.#fail("`:' expected for conditional expression", this.#token.at);
    this.#next();
    return { op: 'choice', test, yes, no: this.#assignment() };
  }

  #binary(least: number): Arithmetic {
    let left = this.#unary();
    while (this.#token.kind === 'operator') {
      const operator = this.#token.text;
      const strength = PRECEDENCE[operator];
      if (strength === undefined || strength < least) break;
      this.#next();
      const from = this.#token.at;
      const right = this.#binary(operator === '**' ? strength : strength + 1);
      left = { op: 'binary', operator, left, right, rest: this.text.slice(from) };
    }
    return left;
  }

  #unary(): Arithmetic {
    if (++this.#depth > MAX_DEPTH) this.#fail('expression recursion level exceeded', this.#token.at);
    try {
      const { kind, text } = this.#token;
      if (kind === 'operator' && (text === '++' || text === '--')) {
        this.#next();
        const target = this.#unary();
        if (target.op === 'variable') return { op: 'step', operator: text, prefix: true, target };
        const sign: Arithmetic = { op: 'unary', operator: text[0]!, operand: target };
        return { op: 'unary', operator: text[0]!, operand: sign };
      }
      if (kind === 'operator' && '+-!~'.includes(text)) {
        this.#next();
        return { op: 'unary', operator: text, operand: this.#unary() };
      }
      return this.#postfix();
    } finally {
      this.#depth--;
    }
  }

  #postfix(): Arithmetic {
    const token = this.#token;
    if (this.#is('(')) {
      this.#next();
      const inner = this.#comma();
      if (!this.#is(')')) this.#fail("missing `)'", this.#token.at);
      this.#next();
      return inner;
    }
    if (token.kind === 'number') {
      const value = parseNumber(token.text, (what) => this.#fail(what, token.at));
      this.#next();
      return { op: 'number', value };
    }
    if (token.kind !== 'name') {
      this.#fail('operand expected', token.kind === 'end' ? Math.max(0, this.#last.at) : token.at);
    }
    let index: string | undefined;
    if (this.text[token.end] === '[') {
      let depth = 0;
      let end = token.end;
      for (; end < this.text.length; end++) {
        if (this.text[end] === '[') depth++;
        else if (this.text[end] === ']' && --depth === 0) break;
      }
      if (depth > 0) this.#fail('bad array subscript', token.at);
      index = this.text.slice(token.end + 1, end);
      this.#token = { ...token, end: end + 1 };
    }
    this.#next();
    const target: Arithmetic = { op: 'variable', name: token.text, index };
    if (this.#is('++') || this.#is('--')) {
      return { op: 'step', operator: this.#next().text as '++' | '--', prefix: false, target };
    }
    return target;
  }
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';

function parseNumber(text: string, fail: (what: string) => never): bigint {
  if (/^0[xX]/.test(text)) return wrap(BigInt(text));
  const based = /^(\d+)#(.+)$/.exec(text);
  const base = based ? Number(based[1]) : text.length > 1 && text.startsWith('0') ? 8 : 10;
  if (base < 2 || base > 64) fail('invalid arithmetic base');
  if (base === 10 && !based && /^\d+$/.test(text)) return wrap(BigInt(text));
  let value = 0n;
  for (const c of based ? based[2]! : text) {
    let digit = DIGITS.indexOf(base <= 36 ? c.toLowerCase() : c);
    if (digit < 0) digit = 99;
    if (digit >= base) fail('value too great for base');
    value = value * BigInt(base) + BigInt(digit);
  }
  return wrap(value);
}

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

class Evaluator {
  constructor(
    private readonly text: string,
    private readonly scope: ArithmeticScope,
    private readonly depth: number,
  ) {}

  value(tree: Arithmetic): bigint {
    switch (tree.op) {
      case 'number':
        return tree.value;
      case 'variable':
        return this.#read(tree);
      case 'unary': {
        const operand = this.value(tree.operand);
        if (tree.operator === '-') return wrap(-operand);
        if (tree.operator === '!') return operand === 0n ? 1n : 0n;
        return tree.operator === '~' ? ~operand : operand;
      }
      case 'step': {
        const before = this.value(tree.target);
        const after = wrap(before + (tree.operator === '++' ? 1n : -1n));
        this.#write(tree.target, after);
        return tree.prefix ? after : before;
      }
      case 'choice':
        return this.value(this.value(tree.test) === 0n ? tree.no : tree.yes);
      case 'assign': {
        const value = this.value(tree.value);
        const result =
          tree.operator === '' ? value : this.#apply(tree.operator, this.value(tree.target), value, tree.rest);
        this.#write(tree.target, result);
        return result;
      }
      case 'binary': {
        const left = this.value(tree.left);
        if (tree.operator === '&&') return left !== 0n && this.value(tree.right) !== 0n ? 1n : 0n;
        if (tree.operator === '||') return left !== 0n || this.value(tree.right) !== 0n ? 1n : 0n;
        return this.#apply(tree.operator, left, this.value(tree.right), tree.rest);
      }
    }
  }

  #read(target: Arithmetic & { op: 'variable' }): bigint {
    const value = this.scope.get(target.name, target.index);
    if (value === undefined || value === '') return 0n;
    if (/^-?(?:0|[1-9][0-9]*)$/.test(value)) return wrap(BigInt(value));
    return evaluate(value, this.scope, this.depth + 1);
  }

  #write(target: Arithmetic, value: bigint): void {
    if (target.op === 'variable') this.scope.set(target.name, target.index, value.toString());
  }

  #apply(operator: string, a: bigint, b: bigint, rest: string): bigint {
    switch (operator) {
      case ',':
        return b;
      case '+':
        return wrap(a + b);
      case '-':
        return wrap(a - b);
      case '*':
        return wrap(a * b);
      case '/':
      case '%':
        if (b === 0n) throw this.#error('division by 0', rest);
        return wrap(operator === '/' ? a / b : a % b);
      case '**':
        if (b < 0n) throw this.#error('exponent less than 0', rest);
        return power(a, b);
      case '<<':
        return wrap(a << (b & 63n));
      case '>>':
        return a >> (b & 63n);
      case '&':
        return a & b;
      case '|':
        return a | b;
      case '^':
        return a ^ b;
      default: {
        const holds: Readonly<Record<string, boolean>> = {
          '==': a === b,
          '!=': a !== b,
          '<': a < b,
          '<=': a <= b,
          '>': a > b,
          '>=': a >= b,
        };
        return holds[operator] ? 1n : 0n;
      }
    }
  }

  #error(what: string, rest: string): ShellError {
    return new ShellError(`${this.text.replace(/^\s+/, '')}: ${what} (error token is "${rest}")`);
  }
}

function power(a: bigint, b: bigint): bigint {
  let result = 1n;
  for (let square = a, n = b; n > 0n; n >>= 1n, square = wrap(square * square)) {
    if (n & 1n) result = wrap(result * square);
  }
  return result;
}
