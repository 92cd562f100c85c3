import { newScope, type Position, type Scope } from '../syntax/ast';
import type { Value } from './values';

const NOWHERE: Position = { line: 1, column: 0, endLine: 1, endColumn: 0 };

/** One activation: of a module, a class body or a function. */
export class Frame {
  readonly vars: Map<string, Value>;
  /** The statement that runs. */
  line = 1;
  /** The expression that was last begun. */
  at: Position = NOWHERE;

  constructor(
    readonly kind: 'module' | 'class' | 'function',
    readonly name: string,
    readonly file: string,
    readonly globals: Map<string, Value>,
    readonly parent: Frame | undefined,
    readonly scope: Scope = newScope(),
    vars?: Map<string, Value>,
  ) {
    this.vars = vars ?? new Map<string, Value>();
  }
}
