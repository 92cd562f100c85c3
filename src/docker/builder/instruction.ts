import type { ContainerConfig } from '#image/image';
import { DockerfileError, type Heredoc, type Node } from './parser';
import { expandWord } from './word';

/** What an instruction sees while it is evaluated. */
export interface Scope {
  readonly config: ContainerConfig;
  readonly escape: string;
  /** The value of a variable: of the environment first, then of the declared build arguments. */
  variable(name: string): string | undefined;
}

/** A RUN's `--mount`. */
export interface RunMount {
  readonly type: 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh';
  readonly target: string;
  readonly source?: string;
  readonly from?: string;
  readonly id?: string;
  readonly env?: string;
  readonly readOnly: boolean;
  readonly required: boolean;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** What an instruction does once its words are expanded; the builders carry it out. */
export type Action =
  | {
      readonly kind: 'config';
      /** The line of history: BuildKit's (undefined: none), and the classic builder's after `#(nop) `. */
      readonly by: string | undefined;
      readonly classic: string;
      change(config: ContainerConfig): void;
    }
  | { readonly kind: 'arg'; readonly args: readonly { readonly name: string; readonly value: string | undefined }[] }
  | { readonly kind: 'author'; readonly author: string }
  | { readonly kind: 'workdir'; readonly path: string }
  | {
      readonly kind: 'run';
      readonly argv: readonly string[];
      /** As history tells it, without what comes before. */
      readonly shown: string;
      readonly mounts: readonly RunMount[];
      readonly network: string;
      /** A here-document that is a script of its own (`#!`). */
      readonly script?: string;
    }
  | {
      readonly kind: 'copy';
      readonly verb: 'COPY' | 'ADD';
      readonly sources: readonly string[];
      readonly inline: readonly { readonly name: string; readonly content: string }[];
      readonly target: string;
      readonly from?: string;
      readonly chown?: string;
      readonly chmod?: string;
      readonly link: boolean;
      readonly parents: boolean;
      readonly exclude: readonly string[];
      readonly unpack?: boolean;
      readonly checksum?: string;
      /** The instruction's line of history. */
      readonly by: string;
    };

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** Lower case. */
  readonly name: string;
  /** Flags it knows; those with `?` may stand without a value, those with `*` more than once. */
  readonly flags?: readonly string[];
  /** Checks what can be told without variables; throws DockerfileError in BuildKit's words. */
  check(node: Node): void;
  /** Throws DockerfileError, WordError. */
  evaluate(node: Node, scope: Scope): Action | readonly Action[];
}

export const word = (text: string, scope: Scope): string =>
  expandWord(text, (name) => scope.variable(name), { escape: scope.escape }).text;

export const wordsOf = (text: string, scope: Scope): readonly string[] =>
  expandWord(text, (name) => scope.variable(name), { escape: scope.escape }).words;

export const values = (node: Pick<Node, 'args'>): string[] => node.args.map((argument) => argument.value);

export const atLeastOne = (node: Node): void => {
  if (node.args.length === 0) throw new DockerfileError(`${node.value.toUpperCase()} requires at least one argument`);
};

export const exactlyOne = (node: Node): void => {
  if (node.args.length !== 1) throw new DockerfileError(`${node.value.toUpperCase()} requires exactly one argument`);
};

/** A flag's value: undefined when absent, '' when it has none. */
export const flag = (node: Pick<Node, 'flags'>, name: string): string | undefined => {
  const found = node.flags.find((text) => text === `--${name}` || text.startsWith(`--${name}=`));
  return found === undefined ? undefined : found.slice(name.length + 3);
};

export const flagValues = (node: Pick<Node, 'flags'>, name: string): string[] =>
  node.flags.filter((text) => text.startsWith(`--${name}=`)).map((text) => text.slice(name.length + 3));

/** A flag of yes or no. */
export const boolean = (node: Pick<Node, 'flags'>, name: string): boolean => {
  const value = flag(node, name);
  if (value === undefined) return false;
  if (value === '' || value === 'true') return true;
  if (value === 'false') return false;
  throw new DockerfileError(`expecting boolean value for flag ${name}, not: ${value}`);
};

/** Refuses flags that the instruction does not have. Upstream: instructions/bflag.go. */
export function checkFlags(node: Node, known: readonly string[]): void {
  const seen = new Set<string>();
  for (const text of node.flags) {
    const name = text.slice(2).split('=')[0]!;
    const spec = known.find((candidate) => candidate.replace(/[?*]$/, '') === name);
    if (spec === undefined) throw new DockerfileError(`unknown flag: --${name}`);
    if (seen.has(name) && !spec.endsWith('*')) throw new DockerfileError(`duplicate flag specified: --${name}`);
    if (!text.includes('=') && !spec.endsWith('?')) throw new DockerfileError(`missing a value on flag: --${name}`);
    seen.add(name);
  }
}

/** The command of RUN, CMD and ENTRYPOINT: as it stands, or by the shell. */
export function command(node: Pick<Node, 'args' | 'json'>, config: ContainerConfig): string[] {
  if (node.json) return values(node);
  return [...(config.Shell ?? ['/bin/sh', '-c']), node.args[0]?.value ?? ''];
}

/** `["a" "b"]`, as Go prints a list of strings with %q. */
export const quoted = (list: readonly string[]): string => `[${list.map((item) => JSON.stringify(item)).join(' ')}]`;

/** The text of a here-document: tabs taken off, variables put in where its name was bare. */
export function heredocText(heredoc: Heredoc, scope: Scope | undefined): string {
  const text = heredoc.chomp ? heredoc.content.replaceAll(/^\t+/gm, '') : heredoc.content;
  if (!heredoc.expand || !scope) return text;
  return expandWord(text, (name) => scope.variable(name), { escape: scope.escape, rawQuotes: true }).text;
}
