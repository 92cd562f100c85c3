/** Where a piece of source stands: lines from 1, columns from 0, the end exclusive. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface At {
  at: Position;
}

export interface Argument {
  readonly value: Expression;
  /** 1 for `*args`, 2 for `**kwargs`. */
  readonly stars: 0 | 1 | 2;
  readonly name: string | undefined;
}

export interface Parameter {
  readonly name: string;
  readonly kind: 'plain' | 'keyword' | 'args' | 'kwargs';
  readonly fallback: Expression | undefined;
  readonly annotation: Expression | undefined;
}

export interface Clause {
  readonly target: Expression;
  readonly over: Expression;
  readonly conditions: readonly Expression[];
}

export type FPart =
  | string
  | { readonly value: Expression; readonly conversion: string; readonly spec: readonly FPart[]; readonly text: string };

export type ConstantValue =
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'name'; readonly value: 'None' | 'True' | 'False' | '...' };

export type Expression = At &
  (
    | { kind: 'Constant'; constant: ConstantValue }
    | { kind: 'Name'; id: string }
    | { kind: 'Tuple' | 'List' | 'Set'; items: readonly Expression[] }
    | { kind: 'Dict'; entries: readonly { key: Expression | undefined; value: Expression }[] }
    | { kind: 'Binary'; operator: string; left: Expression; right: Expression }
    | { kind: 'Unary'; operator: string; operand: Expression }
    | { kind: 'Boolean'; operator: 'and' | 'or'; values: readonly Expression[] }
    | { kind: 'Compare'; left: Expression; operators: readonly string[]; rights: readonly Expression[] }
    | { kind: 'Call'; callee: Expression; args: readonly Argument[] }
    | { kind: 'Attribute'; object: Expression; name: string }
    | { kind: 'Subscript'; object: Expression; index: Expression }
    | {
        kind: 'Slice';
        lower: Expression | undefined;
        upper: Expression | undefined;
        step: Expression | undefined;
      }
    | { kind: 'Conditional'; test: Expression; then: Expression; otherwise: Expression }
    | { kind: 'Lambda'; scope: Scope; parameters: readonly Parameter[]; body: Expression }
    | {
        kind: 'Comprehension';
        of: 'list' | 'set' | 'dict' | 'generator';
        element: Expression;
        value: Expression | undefined;
        clauses: readonly Clause[];
        scope: Scope;
      }
    | { kind: 'Yield'; value: Expression | undefined }
    | { kind: 'YieldFrom' | 'Await' | 'Starred'; value: Expression }
    | { kind: 'FString'; parts: readonly FPart[] }
    | { kind: 'Walrus'; name: string; value: Expression }
  );

/** The names that belong to one function, and which of them are another scope's. */
export interface Scope {
  readonly locals: Set<string>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  generator: boolean;
}

export const newScope = (): Scope => ({
  locals: new Set(),
  globals: new Set(),
  nonlocals: new Set(),
  generator: false,
});

export interface Handler {
  readonly type: Expression | undefined;
  readonly name: string | undefined;
  readonly body: readonly Statement[];
  readonly at: Position;
}

export interface Case {
  readonly pattern: Pattern;
  readonly guard: Expression | undefined;
  readonly body: readonly Statement[];
}

export type Pattern =
  | { kind: 'value'; value: Expression }
  | { kind: 'capture'; name: string | undefined }
  | { kind: 'or'; patterns: readonly Pattern[] }
  | { kind: 'as'; pattern: Pattern; name: string }
  | { kind: 'sequence'; items: readonly Pattern[] }
  | { kind: 'star'; name: string | undefined }
  | { kind: 'mapping'; entries: readonly { key: Expression; pattern: Pattern }[]; rest: string | undefined }
  | {
      kind: 'class';
      type: Expression;
      positional: readonly Pattern[];
      named: readonly { name: string; pattern: Pattern }[];
    };

export interface FunctionStatement {
  readonly kind: 'Function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly isAsync: boolean;
  readonly scope: Scope;
  readonly at: Position;
}

export type Statement =
  | FunctionStatement
  | (At &
      (
        | { kind: 'Expression'; value: Expression }
        | { kind: 'Assign'; targets: readonly Expression[]; value: Expression }
        | { kind: 'Augmented'; target: Expression; operator: string; value: Expression }
        | { kind: 'Annotated'; target: Expression; annotation: Expression; value: Expression | undefined }
        | { kind: 'Return'; value: Expression | undefined }
        | { kind: 'Raise'; value: Expression | undefined; cause: Expression | undefined }
        | { kind: 'If'; test: Expression; body: readonly Statement[]; otherwise: readonly Statement[] }
        | { kind: 'While'; test: Expression; body: readonly Statement[]; otherwise: readonly Statement[] }
        | {
            kind: 'For';
            target: Expression;
            over: Expression;
            body: readonly Statement[];
            otherwise: readonly Statement[];
          }
        | {
            kind: 'Try';
            body: readonly Statement[];
            handlers: readonly Handler[];
            otherwise: readonly Statement[];
            last: readonly Statement[];
          }
        | {
            kind: 'With';
            items: readonly { value: Expression; target: Expression | undefined }[];
            body: readonly Statement[];
          }
        | {
            kind: 'Class';
            name: string;
            args: readonly Argument[];
            body: readonly Statement[];
            decorators: readonly Expression[];
          }
        | { kind: 'Import'; names: readonly { name: string; alias: string | undefined }[] }
        | {
            kind: 'ImportFrom';
            module: string;
            level: number;
            names: readonly { name: string; alias: string | undefined }[];
          }
        | { kind: 'Pass' | 'Break' | 'Continue' | 'Global' }
        | { kind: 'Delete'; targets: readonly Expression[] }
        | { kind: 'Assert'; test: Expression; message: Expression | undefined }
        | { kind: 'Match'; subject: Expression; cases: readonly Case[] }
      ));

export interface ModuleSource {
  readonly body: readonly Statement[];
  readonly file: string;
  readonly lines: readonly string[];
}
