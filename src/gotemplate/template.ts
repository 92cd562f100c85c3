import { isBuiltin } from './builtins';
import { Execution, type ExecOptions } from './exec';
import { parse, type ParseOptions, type Tree } from './parser';
import type { GoFunction } from './value';

export interface TemplateOptions extends ExecOptions, Pick<ParseOptions, 'left' | 'right' | 'maxDepth'> {
  readonly functions?: Readonly<Record<string, GoFunction>>;
}

/** A set of templates that may use each other, as Go's template.Template. */
export class Template {
  readonly trees = new Map<string, Tree>();

  constructor(
    readonly name: string,
    private readonly options: TemplateOptions = {},
  ) {}

  /** Adds a text's templates, in place of those of the same names. Throws TemplateError. */
  parse(text: string, name = this.name): this {
    const { functions = {}, left, right } = this.options;
    const options = {
      hasFunction: (word: string) => isBuiltin(word) || Object.hasOwn(functions, word),
      ...(left !== undefined && { left }),
      ...(right !== undefined && { right }),
    };
    for (const [key, tree] of parse(name, text, options)) {
      const old = this.trees.get(key);
      if (!old || tree.root.nodes.length > 0) this.trees.set(key, tree);
    }
    return this;
  }

  /** Executes a template of the set, its own when no name is given. Throws TemplateError. */
  execute(data: unknown, name = this.name): string {
    return new Execution(this.trees, name, this.options).run(data);
  }
}
