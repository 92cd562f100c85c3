import { Fault, type Dialect, type Mark } from './reader';
import { Scanner, type Token, type TokenKind } from './scanner';

/** A node of a YAML document. */
export interface Node {
  readonly kind: 'scalar' | 'sequence' | 'mapping' | 'alias';
  /** As it stands with its handle resolved; undefined where none is given. */
  readonly tag: string | undefined;
  readonly start: Mark;
  /** Of a scalar. */
  readonly text: string;
  readonly plain: boolean;
  readonly items: Node[];
  readonly pairs: [Node, Node][];
  /** What an alias names. */
  readonly target?: Node;
}

/** The node itself, or what it is an alias of. */
export const resolved = (node: Node): Node => node.target ?? node;

const MAX_DEPTH = 200;

/** Reads the documents of a text as nodes. Throws Fault. Upstream: libyaml parser.c, PyYAML composer.py. */
export class NodeReader {
  readonly #scanner: Scanner;
  readonly #python: boolean;
  #anchors = new Map<string, Node>();
  #depth = 0;

  constructor(text: string, dialect: Dialect) {
    this.#scanner = new Scanner(text, dialect);
    this.#python = dialect === 'python';
  }

  /** All documents. Throws Fault. */
  all(): { start: Mark; root: Node }[] {
    const documents: { start: Mark; root: Node }[] = [];
    for (let first = true; ; first = false) {
      while (this.#at('<document end>')) this.#scanner.next();
      const token = this.#scanner.peek();
      if (token.kind === '<stream end>') return documents;
      if (!first || this.#at('<directive>', '<document start>')) {
        while (this.#at('<directive>')) this.#scanner.next();
        if (!this.#at('<document start>')) {
          const found = this.#scanner.peek();
          const words = this.#python
            ? `expected '<document start>', but found '${found.kind}'`
            : 'did not find expected <document start>';
          throw new Fault('parser', undefined, undefined, words, found.start);
        }
        this.#scanner.next();
      }
      this.#anchors = new Map();
      const bare = this.#at('<document start>', '<document end>', '<directive>', '<stream end>');
      documents.push({ start: token.start, root: bare ? this.#empty() : this.#node(true, false) });
    }
  }

  #at(...kinds: TokenKind[]): boolean {
    return kinds.includes(this.#scanner.peek().kind);
  }

  #empty(tag?: string, start = this.#scanner.peek().start): Node {
    return { kind: 'scalar', tag, start, text: '', plain: true, items: [], pairs: [] };
  }

  #unexpected(what: string, start: Mark, python: string, go: string, token: Token): Fault {
    const words = this.#python ? `${python} '${token.kind}'` : go;
    return new Fault('parser', `while parsing a ${what}`, start, words, token.start);
  }

  #node(block: boolean, indentless: boolean): Node {
    if (++this.#depth > MAX_DEPTH)
      throw new Fault('composer', undefined, undefined, 'exceeded max depth of 10000', this.#scanner.peek().start);
    try {
      return this.#read(block, indentless);
    } finally {
      this.#depth--;
    }
  }

  #read(block: boolean, indentless: boolean): Node {
    const first = this.#scanner.peek();
    if (first.kind === '<alias>') {
      this.#scanner.next();
      const target = this.#anchors.get(first.value);
      if (target) return { ...this.#empty(undefined, first.start), kind: 'alias', target };
      const words = this.#python
        ? `found undefined alias '${first.value}'`
        : `unknown anchor '${first.value}' referenced`;
      throw new Fault('composer', undefined, undefined, words, first.start);
    }
    let anchor: Token | undefined;
    let tag: string | undefined;
    for (;;) {
      if (!anchor && this.#at('<anchor>')) anchor = this.#scanner.next();
      else if (tag === undefined && this.#at('<tag>')) tag = resolveTag(this.#scanner.next().value);
      else break;
    }
    const before = anchor ? this.#anchors.get(anchor.value) : undefined;
    if (before && this.#python) {
      const words = `found duplicate anchor '${anchor!.value}'; first occurrence`;
      throw new Fault('composer', words, before.start, 'second occurrence', first.start);
    }
    const token = this.#scanner.peek();
    const make = (kind: Node['kind'], text = '', plain = false): Node => {
      const node: Node = { kind, tag, start: first.start, text, plain, items: [], pairs: [] };
      if (anchor) this.#anchors.set(anchor.value, node);
      return node;
    };
    if (indentless && token.kind === '-') return this.#indentless(make('sequence'));
    switch (token.kind) {
      case '<scalar>':
        this.#scanner.next();
        return make('scalar', token.value, token.plain);
      case '[':
        return this.#flowSequence(make('sequence'));
      case '{':
        return this.#flowMapping(make('mapping'));
      case '<block sequence start>':
        if (block) return this.#blockSequence(make('sequence'));
        break;
      case '<block mapping start>':
        if (block) return this.#blockMapping(make('mapping'));
        break;
    }
    if (anchor || tag !== undefined) return make('scalar', '', true);
    const what = `${block ? 'block' : 'flow'} node`;
    throw this.#unexpected(
      what,
      first.start,
      'expected the node content, but found',
      'did not find expected node content',
      token,
    );
  }

  #indentless(node: Node): Node {
    while (this.#at('-')) {
      this.#scanner.next();
      node.items.push(this.#at('-', '?', ':', '<block end>') ? this.#empty() : this.#node(true, false));
    }
    return node;
  }

  #blockSequence(node: Node): Node {
    const { start } = this.#scanner.next();
    while (this.#at('-')) {
      this.#scanner.next();
      node.items.push(this.#at('-', '<block end>') ? this.#empty() : this.#node(true, false));
    }
    const token = this.#scanner.peek();
    if (token.kind !== '<block end>') {
      throw this.#unexpected(
        'block collection',
        start,
        'expected <block end>, but found',
        "did not find expected '-' indicator",
        token,
      );
    }
    this.#scanner.next();
    return node;
  }

  #blockMapping(node: Node): Node {
    const { start } = this.#scanner.next();
    while (this.#at('?')) {
      this.#scanner.next();
      const key = this.#at('?', ':', '<block end>') ? this.#empty() : this.#node(true, true);
      node.pairs.push([key, this.#blockValue()]);
    }
    const token = this.#scanner.peek();
    if (token.kind !== '<block end>') {
      throw this.#unexpected(
        'block mapping',
        start,
        'expected <block end>, but found',
        'did not find expected key',
        token,
      );
    }
    this.#scanner.next();
    return node;
  }

  #blockValue(): Node {
    if (!this.#at(':')) return this.#empty();
    const { end } = this.#scanner.next();
    return this.#at('?', ':', '<block end>') ? this.#empty(undefined, end) : this.#node(true, true);
  }

  #comma(close: ']' | '}', what: string, start: Mark, first: boolean): boolean {
    if (this.#at(close)) return false;
    if (first) return true;
    const token = this.#scanner.peek();
    if (token.kind !== ',') {
      const expected = `',' or '${close}'`;
      throw this.#unexpected(what, start, `expected ${expected}, but got`, `did not find expected ${expected}`, token);
    }
    this.#scanner.next();
    return !this.#at(close);
  }

  #flowValue(close: ']' | '}'): Node {
    if (!this.#at(':')) return this.#empty();
    this.#scanner.next();
    return this.#at(',', close) ? this.#empty() : this.#node(false, false);
  }

  #flowSequence(node: Node): Node {
    const { start } = this.#scanner.next();
    for (let first = true; this.#comma(']', 'flow sequence', start, first); first = false) {
      const { start: at } = this.#scanner.peek();
      if (!this.#at('?')) {
        node.items.push(this.#node(false, false));
        continue;
      }
      this.#scanner.next();
      const key = this.#at(':', ',', ']') ? this.#empty() : this.#node(false, false);
      const pair: [Node, Node] = [key, this.#flowValue(']')];
      node.items.push({ kind: 'mapping', tag: undefined, start: at, text: '', plain: false, items: [], pairs: [pair] });
    }
    this.#scanner.next();
    return node;
  }

  #flowMapping(node: Node): Node {
    const { start } = this.#scanner.next();
    for (let first = true; this.#comma('}', 'flow mapping', start, first); first = false) {
      if (this.#at('?')) {
        this.#scanner.next();
        const key = this.#at(':', ',', '}') ? this.#empty() : this.#node(false, false);
        node.pairs.push([key, this.#flowValue('}')]);
      } else node.pairs.push([this.#node(false, false), this.#empty()]);
    }
    this.#scanner.next();
    return node;
  }
}

const resolveTag = (tag: string): string =>
  tag.startsWith('!!') ? `tag:yaml.org,2002:${tag.slice(2)}` : tag.startsWith('<') ? tag.slice(1, -1) : tag;
