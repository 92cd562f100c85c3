import type { CompletionItem } from './completion';
import type { FlagTable, FlagValues } from './flags';

/** What a command was called with. */
export interface Call<F extends FlagTable = FlagTable> {
  readonly args: readonly string[];
  readonly flags: FlagValues<F>;
  /** The flags that were given. */
  readonly changed: ReadonlySet<string>;
  /** Where `--` stood among the arguments; -1 when it did not. */
  readonly dashAt: number;
  /** How the command was called: `docker container ls`. */
  readonly path: string;
}

/** How many arguments a command takes. */
export interface ArgsRule {
  readonly min: number;
  readonly max: number;
}

export const noArgs: ArgsRule = { min: 0, max: 0 };
export const exactly = (count: number): ArgsRule => ({ min: count, max: count });
export const atLeast = (min: number): ArgsRule => ({ min, max: Infinity });
export const atMost = (max: number): ArgsRule => ({ min: 0, max });
export const between = (min: number, max: number): ArgsRule => ({ min, max });

/** One command of a program's tree; `E` is what the program gives its commands to work with. */
export interface Command<E, F extends FlagTable = FlagTable> {
  readonly name: string;
  /** What follows the path in the usage line, `[OPTIONS]` left out: `CONTAINER [CONTAINER...]`. */
  readonly usage?: string;
  /** Other names in the same place of the tree. */
  readonly aliases?: readonly string[];
  /** The text under `Aliases:` where it names other places too: `docker container ls, docker ps`. */
  readonly aliasText?: string;
  readonly short: string;
  /** What the parent's help lists in place of `short`. */
  readonly listed?: string;
  /** The path that usage and errors show, where it is another's (`docker buildx build` for `docker build`). */
  readonly shownPath?: string;
  readonly long?: string;
  readonly example?: string;
  readonly flags?: F;
  /** Any number when absent. */
  readonly args?: ArgsRule;
  /** The first argument ends the flags: what follows belongs to another program. */
  readonly stopAtArgs?: boolean;
  readonly hidden?: boolean;
  /** Under which heading the parent's help lists it, where that does not follow from its sub-commands. */
  readonly heading?: 'common' | 'management' | 'swarm';
  /** Order among the common ones. */
  readonly order?: number;
  /** A program of its own (`docker compose`), starred in help. */
  readonly plugin?: boolean;
  readonly commands?: readonly Command<E>[];
  /** Answers the exit code, 0 when nothing. Absent: the command only holds others. */
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a command without a code of its own returns nothing
  run?(environment: E, call: Call<F>): Promise<number | void> | number | void;
  /** What may stand as the argument after `args`. */
  complete?(environment: E, args: readonly string[]): Promise<readonly CompletionItem[]> | readonly CompletionItem[];
  /** Takes everything after its name unparsed (plugins). */
  passThrough?(environment: E, args: readonly string[]): Promise<number> | number;
}

/** Declares a command so that `run` knows its flags' types: `command<Environment>()({ name: 'rm', ... })`. */
export const command =
  <E>() =>
  <const F extends FlagTable>(spec: Command<E, F>): Command<E> =>
    spec;

/** The command under another name in another place (`docker container run` as `docker run`). */
export const renamed = <E>(spec: Command<E>, change: Partial<Command<E>>): Command<E> => ({ ...spec, ...change });

/** A failed command: the words for standard error and the exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** A child by name or alias. */
export const childOf = <E>(parent: Command<E>, name: string): Command<E> | undefined =>
  parent.commands?.find((child) => child.name === name || child.aliases?.includes(name));

export const plural = (word: string, count: number): string => (count === 1 ? word : `${word}s`);
