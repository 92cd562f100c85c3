import { goQuote } from './quote';

interface At {
  readonly pos: number;
}

export interface PipeNode extends At {
  readonly kind: 'pipe';
  readonly assign: boolean;
  readonly variables: VariableNode[];
  readonly commands: CommandNode[];
}

export interface CommandNode extends At {
  readonly kind: 'command';
  readonly args: Node[];
}

export interface VariableNode extends At {
  readonly kind: 'variable';
  /** `$x`, then fields. */
  readonly path: readonly string[];
}

export interface ListNode extends At {
  readonly kind: 'list';
  readonly nodes: Node[];
}

export interface BranchNode extends At {
  readonly kind: 'if' | 'range' | 'with';
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly otherwise: ListNode | undefined;
}

export interface NumberNode extends At {
  readonly kind: 'number';
  readonly text: string;
  readonly int: bigint | undefined;
  readonly uint: bigint | undefined;
  readonly float: number | undefined;
  readonly complex: boolean;
}

export interface ChainNode extends At {
  readonly kind: 'chain';
  readonly node: Node;
  readonly fields: readonly string[];
}

export interface FieldNode extends At {
  readonly kind: 'field';
  readonly path: readonly string[];
}

export interface IdentifierNode extends At {
  readonly kind: 'identifier';
  readonly name: string;
}

export interface TemplateNode extends At {
  readonly kind: 'template';
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export type Node =
  | PipeNode
  | CommandNode
  | VariableNode
  | ListNode
  | BranchNode
  | NumberNode
  | ChainNode
  | FieldNode
  | IdentifierNode
  | TemplateNode
  | (At & { readonly kind: 'text' | 'comment'; readonly text: string })
  | (At & { readonly kind: 'action'; readonly pipe: PipeNode })
  | (At & { readonly kind: 'string'; readonly quoted: string; readonly text: string })
  | (At & { readonly kind: 'bool'; readonly value: boolean })
  | (At & { readonly kind: 'dot' | 'nil' | 'break' | 'continue' | 'end' | 'else' });

/** A node as source text; with `quoteText` the texts between actions are quoted, as upstream's tests do. */
export function print(node: Node, quoteText = false): string {
  const show = (n: Node): string => print(n, quoteText);
  switch (node.kind) {
    case 'list':
      return node.nodes.map(show).join('');
    case 'text':
      return quoteText ? goQuote(node.text) : node.text;
    case 'comment':
      return `{{${node.text}}}`;
    case 'action':
      return `{{${show(node.pipe)}}}`;
    case 'pipe': {
      const variables = node.variables.map(show).join(', ');
      const commands = node.commands.map(show).join(' | ');
      return variables === '' ? commands : `${variables} ${node.assign ? '=' : ':='} ${commands}`;
    }
    case 'command':
      return node.args.map((arg) => (arg.kind === 'pipe' ? `(${show(arg)})` : show(arg))).join(' ');
    case 'variable':
      return node.path.join('.');
    case 'field':
      return node.path.map((name) => `.${name}`).join('');
    case 'chain': {
      const inner = node.node.kind === 'pipe' ? `(${show(node.node)})` : show(node.node);
      return inner + node.fields.map((name) => `.${name}`).join('');
    }
    case 'identifier':
      return node.name;
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'bool':
      return String(node.value);
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'template':
      return `{{template ${goQuote(node.name)}${node.pipe ? ` ${show(node.pipe)}` : ''}}}`;
    case 'if':
    case 'range':
    case 'with': {
      const otherwise = node.otherwise ? `{{else}}${show(node.otherwise)}` : '';
      return `{{${node.kind} ${show(node.pipe)}}}${show(node.list)}${otherwise}{{end}}`;
    }
    default:
      return `{{${node.kind}}}`;
  }
}
