import { isKeyword, lex, type Token, type TokenType } from './lexer';
import {
  print,
  type BranchNode,
  type CommandNode,
  type ListNode,
  type Node,
  type PipeNode,
  type VariableNode,
} from './node';
import { numberNode } from './number';
import { goQuote, goUnquote } from './quote';

/** A template that cannot be read or executed: `template: name:1: unclosed action`. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

export interface ParseOptions {
  /** Whether a function of that name exists; all do when absent. */
  readonly hasFunction?: (name: string) => boolean;
  readonly keepComments?: boolean;
  readonly left?: string;
  readonly right?: string;
  /** Of parentheses; 1,000 when absent. */
  readonly maxDepth?: number;
  /** Of the text; 4 MiB when absent. */
  readonly maxLength?: number;
}

/** One parsed template; `name` is whose text it stands in (what errors name). */
export interface Tree {
  readonly name: string;
  readonly text: string;
  readonly root: ListNode;
}

const OPERANDS: ReadonlySet<TokenType> = new Set<TokenType>([
  'bool',
  'charConstant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
]);
const CONSTANTS = new Set(['bool', 'dot', 'nil', 'number', 'string']);
/** Of nested blocks: the parser and the evaluator recurse. */
const MAX_BLOCKS = 500;

/** Parses a text; answers its template and those that it defines, by name. Throws TemplateError. Upstream: text/template/parse. */
export function parse(name: string, text: string, options: ParseOptions = {}): Map<string, Tree> {
  if (text.length > (options.maxLength ?? 4 * 1024 * 1024)) throw new TemplateError(`template: ${name}: too large`);
  const trees = new Map<string, Tree>();
  new Parser(name, text, options, trees).run();
  return trees;
}

/** Whether nothing but space and comments remains. */
export const isEmpty = (node: Node): boolean =>
  node.kind === 'list'
    ? node.nodes.every(isEmpty)
    : node.kind === 'comment' || (node.kind === 'text' && node.text.trim() === '');

class Parser {
  readonly #tokens: Token[];
  #at = 0;
  #vars: string[] = ['$'];
  #rangeDepth = 0;
  #parens = 0;
  #blocks = 0;
  #actionLine = 0;

  constructor(
    private readonly name: string,
    private readonly text: string,
    private readonly options: ParseOptions,
    private readonly trees: Map<string, Tree>,
  ) {
    const tokens = lex(text, options.left, options.right);
    this.#tokens = options.keepComments ? tokens : tokens.filter((t) => t.type !== 'comment');
  }

  run(): void {
    const nodes: Node[] = [];
    while (this.#peek().type !== 'eof') {
      if (this.#peek().type === 'leftDelim') {
        const mark = this.#at++;
        if (this.#nextNonSpace().type === 'define') {
          this.#define();
          continue;
        }
        this.#at = mark;
      }
      const node = this.#textOrAction();
      if (node.kind === 'end' || node.kind === 'else') this.#fail(`unexpected ${print(node)}`);
      nodes.push(node);
    }
    this.#add(this.name, { kind: 'list', pos: 0, nodes });
  }

  #add(name: string, root: ListNode): void {
    const old = this.trees.get(name);
    if (!old || isEmpty(old.root)) this.trees.set(name, { name: this.name, text: this.text, root });
    else if (!isEmpty(root)) this.#fail(`template: multiple definition of template ${goQuote(name)}`);
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]!;
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #peekNonSpace(): Token {
    while (this.#peek().type === 'space') this.#at++;
    return this.#peek();
  }

  #nextNonSpace(): Token {
    this.#peekNonSpace();
    return this.#next();
  }

  #fail(message: string): never {
    const line = this.#tokens[Math.max(0, Math.min(this.#at - 1, this.#tokens.length - 1))]!.line;
    throw new TemplateError(`template: ${this.name}:${line}: ${message}`);
  }

  #unexpected(token: Token, context: string): never {
    if (token.type === 'error') {
      let extra = '';
      if (this.#actionLine !== 0 && this.#actionLine !== token.line) {
        const where = `${this.name}:${this.#actionLine}`;
        extra = token.text.endsWith(' action') ? ` started at ${where}` : ` in action started at ${where}`;
      }
      this.#at = this.#tokens.length;
      this.#fail(token.text + extra);
    }
    this.#fail(`unexpected ${describe(token)} in ${context}`);
  }

  #expect(context: string, ...types: TokenType[]): Token {
    const token = this.#nextNonSpace();
    if (!types.includes(token.type)) this.#unexpected(token, context);
    return token;
  }

  #textOrAction(): Node {
    const token = this.#nextNonSpace();
    if (token.type === 'text' || token.type === 'comment')
      return { kind: token.type, pos: token.pos, text: token.text };
    if (token.type !== 'leftDelim') this.#unexpected(token, 'input');
    this.#actionLine = token.line;
    const node = this.#action();
    this.#actionLine = 0;
    return node;
  }

  #action(): Node {
    const token = this.#nextNonSpace();
    const { pos } = token;
    switch (token.type) {
      case 'block': {
        const name = this.#templateName('block clause');
        const pipe = this.#pipeline('block clause', 'rightDelim');
        const outer = this.#vars;
        this.#vars = ['$'];
        const { list, end } = this.#itemList();
        this.#vars = outer;
        if (end.kind !== 'end') this.#fail(`unexpected ${print(end)} in block clause`);
        this.#add(name, list);
        return { kind: 'template', pos, name, pipe };
      }
      case 'break':
      case 'continue': {
        const next = this.#nextNonSpace();
        if (next.type !== 'rightDelim') this.#unexpected(next, `{{${token.type}}}`);
        if (this.#rangeDepth === 0) this.#fail(`{{${token.type}}} outside {{range}}`);
        return { kind: token.type, pos };
      }
      case 'else': {
        const next = this.#peekNonSpace();
        if (next.type !== 'if' && next.type !== 'with') this.#expect('else', 'rightDelim');
        return { kind: 'else', pos };
      }
      case 'end':
        this.#expect('end', 'rightDelim');
        return { kind: 'end', pos };
      case 'if':
      case 'range':
      case 'with':
        return this.#control(token.type, pos);
      case 'template': {
        const name = this.#templateName('template clause');
        if (this.#nextNonSpace().type === 'rightDelim') return { kind: 'template', pos, name, pipe: undefined };
        this.#at--;
        return { kind: 'template', pos, name, pipe: this.#pipeline('template clause', 'rightDelim') };
      }
      default:
        this.#at--;
        return { kind: 'action', pos: this.#peek().pos, pipe: this.#pipeline('command', 'rightDelim') };
    }
  }

  #control(kind: BranchNode['kind'], pos: number): Node {
    const outer = this.#vars.length;
    const pipe = this.#pipeline(kind, 'rightDelim');
    if (kind === 'range') this.#rangeDepth++;
    const { list, end } = this.#itemList();
    if (kind === 'range') this.#rangeDepth--;
    let otherwise: ListNode | undefined;
    if (end.kind === 'else') {
      const next = this.#peek().type;
      if ((kind === 'if' || kind === 'with') && next === kind) {
        this.#at++;
        otherwise = { kind: 'list', pos: end.pos, nodes: [this.#control(kind, this.#peek().pos)] };
      } else {
        const rest = this.#itemList();
        otherwise = rest.list;
        if (rest.end.kind !== 'end') this.#fail(`expected end; found ${print(rest.end)}`);
      }
    }
    this.#vars.length = outer;
    return { kind, pos, pipe, list, otherwise };
  }

  #itemList(): { list: ListNode; end: Node } {
    if (++this.#blocks > MAX_BLOCKS) this.#fail('max expression depth exceeded');
    const pos = this.#peekNonSpace().pos;
    const nodes: Node[] = [];
    while (this.#peekNonSpace().type !== 'eof') {
      const node = this.#textOrAction();
      if (node.kind === 'end' || node.kind === 'else') {
        this.#blocks--;
        return { list: { kind: 'list', pos, nodes }, end: node };
      }
      nodes.push(node);
    }
    this.#fail('unexpected EOF');
  }

  #define(): void {
    const token = this.#expect('define clause', 'string', 'rawString');
    const name = this.#unquote(token);
    this.#expect('define clause', 'rightDelim');
    const outer = this.#vars;
    this.#vars = ['$'];
    const { list, end } = this.#itemList();
    this.#vars = outer;
    if (end.kind !== 'end') this.#fail(`unexpected ${print(end)} in define clause`);
    this.#add(name, list);
  }

  #templateName(context: string): string {
    const token = this.#nextNonSpace();
    if (token.type !== 'string' && token.type !== 'rawString') this.#unexpected(token, context);
    return this.#unquote(token);
  }

  #unquote(token: Token): string {
    return goUnquote(token.text) ?? this.#fail('invalid syntax');
  }

  #pipeline(context: string, end: TokenType): PipeNode {
    const { pos } = this.#peekNonSpace();
    const variables: VariableNode[] = [];
    let assign = false;
    for (let more = true; more && this.#peekNonSpace().type === 'variable';) {
      more = false;
      const mark = this.#at;
      const name = this.#next();
      const next = this.#peekNonSpace();
      if (next.type === 'assign' || next.type === 'declare') {
        assign = next.type === 'assign';
        this.#at++;
        variables.push({ kind: 'variable', pos: name.pos, path: name.text.split('.') });
        this.#vars.push(name.text);
      } else if (next.type === 'char' && next.text === ',') {
        this.#at++;
        variables.push({ kind: 'variable', pos: name.pos, path: name.text.split('.') });
        this.#vars.push(name.text);
        if (context !== 'range' || variables.length > 1) this.#fail(`too many declarations in ${context}`);
        const after = this.#peekNonSpace().type;
        if (after !== 'variable' && after !== 'rightDelim' && after !== 'rightParen') {
          this.#fail('range can only initialize variables');
        }
        more = true;
      } else this.#at = mark;
    }
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.#nextNonSpace();
      if (token.type === end) break;
      if (!OPERANDS.has(token.type)) this.#unexpected(token, context);
      this.#at--;
      commands.push(this.#command());
    }
    if (commands.length === 0) this.#fail(`missing value for ${context}`);
    commands.slice(1).forEach((command, i) => {
      if (CONSTANTS.has(command.args[0]!.kind)) this.#fail(`non executable command in pipeline stage ${i + 2}`);
    });
    return { kind: 'pipe', pos, assign, variables, commands };
  }

  #command(): CommandNode {
    const { pos } = this.#peekNonSpace();
    const args: Node[] = [];
    for (;;) {
      this.#peekNonSpace();
      const operand = this.#operand();
      if (operand) args.push(operand);
      const token = this.#next();
      if (token.type === 'space') continue;
      if (token.type === 'rightDelim' || token.type === 'rightParen') this.#at--;
      else if (token.type !== 'pipe') this.#unexpected(token, 'operand');
      break;
    }
    if (args.length === 0) this.#fail('empty command');
    return { kind: 'command', pos, args };
  }

  #operand(): Node | undefined {
    const node = this.#term();
    if (!node || this.#peek().type !== 'field') return node;
    const { pos } = this.#peek();
    const fields: string[] = [];
    while (this.#peek().type === 'field') fields.push(this.#next().text.slice(1));
    if (node.kind === 'field' || node.kind === 'variable') return { ...node, pos, path: [...node.path, ...fields] };
    if (CONSTANTS.has(node.kind)) this.#fail(`unexpected . after term ${goQuote(print(node))}`);
    return { kind: 'chain', pos, node, fields };
  }

  #term(): Node | undefined {
    const token = this.#nextNonSpace();
    const { pos, text } = token;
    switch (token.type) {
      case 'identifier':
        if (this.options.hasFunction?.(text) === false) this.#fail(`function ${goQuote(text)} not defined`);
        return { kind: 'identifier', pos, name: text };
      case 'dot':
      case 'nil':
        return { kind: token.type, pos };
      case 'variable':
        if (!this.#vars.includes(text)) this.#fail(`undefined variable ${goQuote(text)}`);
        return { kind: 'variable', pos, path: [text] };
      case 'field':
        return { kind: 'field', pos, path: [text.slice(1)] };
      case 'bool':
        return { kind: 'bool', pos, value: text === 'true' };
      case 'charConstant':
      case 'complex':
      case 'number':
        return numberNode(text, token.type, pos) ?? this.#badNumber(token);
      case 'leftParen': {
        if (++this.#parens > (this.options.maxDepth ?? 1000)) this.#fail('max expression depth exceeded');
        const pipe = this.#pipeline('parenthesized pipeline', 'rightParen');
        this.#parens--;
        return pipe;
      }
      case 'string':
      case 'rawString':
        return { kind: 'string', pos, quoted: text, text: this.#unquote(token) };
      default:
        this.#at--;
        return undefined;
    }
  }

  #badNumber({ type, text }: Token): never {
    if (type === 'charConstant') this.#fail(`malformed character constant: ${text}`);
    this.#fail(
      /^[-+]?0*\d{19,}$/.test(text) ? `integer overflow: ${goQuote(text)}` : `illegal number syntax: ${goQuote(text)}`,
    );
  }
}

function describe(token: Token): string {
  if (token.type === 'eof') return 'EOF';
  if (token.type === 'error') return token.text;
  if (isKeyword(token) && token.type !== 'dot') return `<${token.text}>`;
  return token.text.length > 10 ? `${goQuote(token.text.slice(0, 10))}...` : goQuote(token.text);
}
