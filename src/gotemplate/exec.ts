import { builtins } from './builtins';
import { print, type BranchNode, type CommandNode, type Node, type PipeNode } from './node';
import { constant, EXPECTED, indirect, lookUp, NILLABLE, printed } from './operand';
import { TemplateError, type Tree } from './parser';
import { show } from './printf';
import { goQuote } from './quote';
import {
  entriesOf,
  GoMap,
  GoNumber,
  GoPointer,
  GoStruct,
  isPlainMap,
  itemsOf,
  numberKind,
  numberOf,
  truth,
  typeName,
  zero,
  type GoFunction,
} from './value';

export interface ExecOptions {
  readonly functions?: Readonly<Record<string, GoFunction>>;
  /** What a missing key of a map gives: `<no value>`, the zero value, or an error. */
  readonly missingKey?: 'default' | 'zero' | 'error';
  /** Of nodes executed; 2,000,000 when absent. */
  readonly maxSteps?: number;
  /** Of output in characters; 64 MiB when absent. */
  readonly maxOutput?: number;
  /** Of templates in templates; 1,000 when absent. */
  readonly maxDepth?: number;
}

// No final argument of a pipeline.
const NONE = Symbol('none');
class Break extends Error {}
class Continue extends Error {}
/** Executes the named template of a set; answers its output. Throws TemplateError. Upstream: text/template/exec.go. */
export class Execution {
  #out: string[] = [];
  #length = 0;
  #steps = 0;
  #vars: { name: string; value: unknown }[] = [];
  #at: Node | undefined;
  #tree: Tree;
  #name: string;
  #depth = 0;

  constructor(
    private readonly trees: ReadonlyMap<string, Tree>,
    name: string,
    private readonly options: ExecOptions = {},
  ) {
    const tree = trees.get(name);
    if (!tree) throw new TemplateError(`template: ${name}: ${goQuote(name)} is an incomplete or empty template`);
    this.#tree = tree;
    this.#name = name;
  }

  run(data: unknown): string {
    this.#vars = [{ name: '$', value: data }];
    try {
      this.#walk(data, this.#tree.root);
    } catch (error) {
      if (error instanceof RangeError && /call stack/i.test(error.message))
        this.fail('exceeded maximum template depth');
      throw error;
    }
    return this.#out.join('');
  }

  readonly #fail = (message: string): never => this.fail(message);
  fail(message: string): never {
    if (!this.#at) throw new TemplateError(`template: ${this.#name}: ${message}`);
    const before = this.#tree.text.slice(0, this.#at.pos);
    const column = new TextEncoder().encode(before.slice(before.lastIndexOf('\n') + 1)).length;
    const where = `${this.#tree.name}:${before.split('\n').length}:${column}`;
    throw new TemplateError(`template: ${where}: executing ${goQuote(this.#name)} at <${print(this.#at)}>: ${message}`);
  }

  #write(text: string): void {
    this.#out.push(text);
    this.#length += text.length;
    if (this.#length > (this.options.maxOutput ?? 64 * 1024 * 1024)) this.fail('the output is too long');
  }

  #step(): void {
    if (++this.#steps > (this.options.maxSteps ?? 2_000_000)) this.fail('the template takes too long');
  }

  #walk(dot: unknown, node: Node): void {
    this.#step();
    this.#at = node;
    switch (node.kind) {
      case 'action': {
        const value = this.#pipe(dot, node.pipe);
        if (node.pipe.variables.length === 0) this.#write(printed(node, value, this.#fail));
        break;
      }
      case 'if':
      case 'with': {
        const mark = this.#vars.length;
        const value = this.#pipe(dot, node.pipe);
        if (truth(value)) this.#walk(node.kind === 'with' ? value : dot, node.list);
        else if (node.otherwise) this.#walk(dot, node.otherwise);
        this.#vars.length = mark;
        break;
      }
      case 'list':
        for (const child of node.nodes) this.#walk(dot, child);
        break;
      case 'range':
        this.#range(dot, node);
        break;
      case 'template': {
        const tree = this.trees.get(node.name);
        if (!tree) this.fail(`template ${goQuote(node.name)} not defined`);
        const limit = this.options.maxDepth ?? 1000;
        if (this.#depth >= limit) this.fail(`exceeded maximum template depth (${limit})`);
        const value = node.pipe ? this.#pipe(dot, node.pipe) : undefined;
        const saved = { vars: this.#vars, tree: this.#tree, name: this.#name };
        this.#vars = [{ name: '$', value }];
        this.#tree = tree;
        this.#name = node.name;
        this.#depth++;
        this.#walk(value, tree.root);
        this.#depth--;
        this.#vars = saved.vars;
        this.#tree = saved.tree;
        this.#name = saved.name;
        break;
      }
      case 'text':
        this.#write(node.text);
        break;
      case 'break':
        throw new Break();
      case 'continue':
        throw new Continue();
      default:
    }
  }

  #range(dot: unknown, node: BranchNode): void {
    const outer = this.#vars.length;
    const value = indirect(this.#pipe(dot, node.pipe));
    const mark = this.#vars.length;
    const { variables, assign } = node.pipe;
    const once = (key: unknown, item: unknown): void => {
      this.#step();
      if (variables.length > 0) {
        const first = variables.length > 1 ? key : item;
        if (assign) {
          this.#set(variables[0]!.path[0]!, first);
          if (variables.length > 1) this.#set(variables[1]!.path[0]!, item);
        } else {
          this.#vars[mark - variables.length]!.value = first;
          if (variables.length > 1) this.#vars[mark - 1]!.value = item;
        }
      }
      try {
        this.#walk(item, node.list);
      } catch (error) {
        if (!(error instanceof Continue)) throw error;
      } finally {
        this.#vars.length = mark;
      }
    };
    const count = this.#iterate(node, value, once);
    if (count === 0 && node.otherwise) this.#walk(dot, node.otherwise);
    this.#vars.length = outer;
  }

  #iterate(node: BranchNode, value: unknown, once: (key: unknown, item: unknown) => void): number {
    let count = 0;
    const each = (key: unknown, item: unknown): void => {
      count++;
      once(key, item);
    };
    try {
      const kind = numberKind(value);
      const items = itemsOf(value);
      const entries = items ? undefined : entriesOf(value);
      if (kind && !kind.startsWith('float')) {
        if (node.pipe.variables.length > 1)
          this.fail(`can't use ${show(value)} to iterate over more than one variable`);
        for (let i = 0; i < Number(numberOf(value)); i++) each(i, kind === 'int' ? i : new GoNumber(kind, i));
      } else if (items) items.forEach((item, i) => each(i, item));
      else if (entries) for (const [key, item] of entries) each(key, item);
      else if (value !== null && value !== undefined && !(value instanceof GoPointer && value.value === null)) {
        this.fail(`range can't iterate over ${show(value)}`);
      }
    } catch (error) {
      if (!(error instanceof Break)) throw error;
    }
    return count;
  }

  #set(name: string, value: unknown): void {
    const found = this.#vars.findLast((variable) => variable.name === name);
    if (!found) this.fail(`undefined variable: ${name}`);
    found.value = value;
  }

  #pipe(dot: unknown, pipe: PipeNode): unknown {
    this.#at = pipe;
    let value: unknown = NONE;
    for (const command of pipe.commands) value = this.#command(dot, command, value);
    for (const variable of pipe.variables) {
      if (pipe.assign) this.#set(variable.path[0]!, value);
      else this.#vars.push({ name: variable.path[0]!, value });
    }
    return value;
  }

  #command(dot: unknown, command: CommandNode, final: unknown): unknown {
    const [first] = command.args as [Node];
    switch (first.kind) {
      case 'field':
      case 'variable':
      case 'chain':
      case 'identifier':
        return this.#operand(dot, first, command.args, final);
      case 'pipe':
        this.#notFunction(command.args, final);
        return this.#pipe(dot, first);
      default:
    }
    this.#at = first;
    this.#notFunction(command.args, final);
    if (first.kind === 'nil') this.fail('nil is not a command');
    return constant(dot, first, this.#fail);
  }

  #notFunction(args: readonly Node[], final: unknown): void {
    if (args.length > 1 || final !== NONE) this.fail(`can't give argument to non-function ${print(args[0]!)}`);
  }

  #operand(dot: unknown, node: Node, args: readonly Node[], final: unknown): unknown {
    this.#at = node;
    switch (node.kind) {
      case 'field':
        return this.#chain(dot, dot, node, node.path, args, final);
      case 'variable': {
        const variable = this.#vars.findLast((v) => v.name === node.path[0]);
        if (!variable) this.fail(`undefined variable: ${node.path[0]!}`);
        if (node.path.length === 1) {
          this.#notFunction(args, final);
          return variable.value;
        }
        return this.#chain(dot, variable.value, node, node.path.slice(1), args, final);
      }
      case 'chain': {
        if (node.node.kind === 'nil') this.fail(`indirection through explicit nil in ${print(node)}`);
        const value = this.#argument(dot, 'any', node.node);
        return this.#chain(dot, value, node, node.fields, args, final);
      }
      case 'identifier': {
        const own = this.options.functions;
        const called = own && Object.hasOwn(own, node.name) ? own[node.name] : undefined;
        const target = called ?? (Object.hasOwn(builtins, node.name) ? builtins[node.name] : undefined);
        if (!target) this.fail(`${goQuote(node.name)} is not a defined function`);
        return this.#call(dot, target, node, node.name, args, final, called === undefined);
      }
      default:
        return this.fail(`can't evaluate command ${goQuote(print(node))}`);
    }
  }

  #chain(
    dot: unknown,
    receiver: unknown,
    node: Node,
    path: readonly string[],
    args: readonly Node[],
    final: unknown,
  ): unknown {
    let value = receiver;
    for (const name of path.slice(0, -1)) value = this.#field(dot, name, node, [node], NONE, value);
    return this.#field(dot, path.at(-1)!, node, args, final, value);
  }

  #field(dot: unknown, name: string, node: Node, args: readonly Node[], final: unknown, given: unknown): unknown {
    this.#at = node;
    const { missingKey = 'default' } = this.options;
    if (given === undefined || given === null) {
      if (missingKey === 'error') this.fail(`nil data; no entry for key ${goQuote(name)}`);
      return undefined;
    }
    const receiver = indirect(given);
    if (receiver === null || receiver === undefined) this.fail(`nil pointer evaluating ${typeName(given)}.${name}`);
    const hasArgs = args.length > 1 || final !== NONE;
    if (receiver instanceof GoStruct) {
      const method = Object.hasOwn(receiver.methods, name) ? receiver.methods[name] : undefined;
      if (method) return this.#call(dot, method, node, name, args, final, false);
      if (Object.hasOwn(receiver.fields, name)) {
        if (!/^\p{Lu}/u.test(name)) {
          this.fail(`${name} is an unexported field of struct type ${receiver.type}`);
        }
        if (hasArgs) this.fail(`${name} has arguments but cannot be invoked as function`);
        return receiver.fields[name];
      }
    } else if (receiver instanceof GoMap || receiver instanceof Map || isPlainMap(receiver)) {
      const key = receiver instanceof GoMap ? receiver.keyType : 'string';
      if (key === 'string' || key === 'any' || key === 'interface {}') {
        if (hasArgs) this.fail(`${name} is not a method but has arguments`);
        const [has, value] = lookUp(receiver, name);
        if (has) return value ?? null;
        if (missingKey === 'error') this.fail(`map has no entry for key ${goQuote(name)}`);
        return missingKey === 'zero' && receiver instanceof GoMap ? zero(receiver.elementType) : undefined;
      }
    }
    this.fail(`can't evaluate field ${name} in type ${typeName(given)}`);
  }

  #call(
    dot: unknown,
    target: GoFunction,
    node: Node,
    name: string,
    args: readonly Node[],
    final: unknown,
    builtin: boolean,
  ): unknown {
    const given = args.slice(1);
    const count = given.length + (final === NONE ? 0 : 1);
    const last = target.params.at(-1);
    const variadic = last?.startsWith('...') === true;
    const fixed = variadic ? target.params.length - 1 : target.params.length;
    if (variadic ? count < fixed : count !== fixed) {
      this.fail(`wrong number of args for ${name}: want ${variadic ? 'at least ' : ''}${fixed} got ${count}`);
    }
    const type = (i: number): string => (i < fixed ? target.params[i]! : last!.slice(3));
    if (builtin && (name === 'and' || name === 'or')) {
      let value: unknown;
      for (const arg of given) {
        value = this.#argument(dot, 'value', arg);
        if (truth(value) === (name === 'or')) return value;
      }
      return final === NONE ? value : final;
    }
    const values = given.map((arg, i) => this.#argument(dot, type(i), arg));
    if (final !== NONE) values.push(this.#valid(final, type(values.length)));
    try {
      this.#at = node;
      return target.call(...values);
    } catch (error) {
      if (error instanceof Break || error instanceof Continue) throw error;
      if (error instanceof RangeError && /call stack/i.test(error.message)) throw error;
      this.#at = node;
      this.fail(`error calling ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #argument(dot: unknown, type: string, node: Node): unknown {
    this.#at = node;
    switch (node.kind) {
      case 'dot':
        return this.#valid(dot, type);
      case 'nil':
        if (NILLABLE.test(type)) return null;
        return this.fail(`cannot assign nil to ${type}`);
      case 'field':
      case 'variable':
      case 'chain':
      case 'identifier':
        return this.#valid(this.#operand(dot, node, [node], NONE), type);
      case 'pipe':
        return this.#valid(this.#pipe(dot, node), type);
      default:
    }
    const expected = EXPECTED[type];
    if (
      expected &&
      (node.kind !== expected.kind || (type === 'int' && node.kind === 'number' && node.int === undefined))
    ) {
      this.fail(`expected ${expected.word}; found ${print(node)}`);
    }
    if (expected?.kind === 'number' && node.kind === 'number') {
      return type === 'float64' ? new GoNumber('float64', node.float!) : Number(node.int);
    }
    return constant(dot, node, this.#fail);
  }

  #valid(value: unknown, type: string): unknown {
    if (type === 'any' || type === 'value') return value;
    if (value === undefined || value === null) {
      if (NILLABLE.test(type)) return value;
      this.fail(`invalid value; expected ${type}`);
    }
    const seen = indirect(value);
    const own = typeName(seen);
    if (own === type || (type === 'int' && numberKind(seen) === 'int')) return seen;
    if (type.startsWith('[]') && itemsOf(seen)) return seen;
    if (type.startsWith('map[') && entriesOf(seen)) return seen;
    this.fail(`wrong type for value; expected ${type}; got ${typeName(value)}`);
  }
}
