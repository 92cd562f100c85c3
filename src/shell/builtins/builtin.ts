import type { Assignment } from 'unbash';
import type { Dialect, Shell } from '../shell';

/** How a builtin was called. */
export interface Invocation {
  readonly name: string;
  readonly words: readonly string[];
  /** Assignments among the words, by their place in `words`: `declare` expands them itself. */
  readonly declared: ReadonlyMap<number, Assignment>;
}

/** A command that the shell runs itself. */
export interface Builtin {
  readonly name: string;
  /** POSIX' special builtins: found before functions, and their assignments last. */
  readonly special?: boolean;
  /** `name=value` words are assignments (declare, export, local ...). */
  readonly declares?: boolean;
  /** The shells that have it; all when absent. */
  readonly dialects?: readonly Dialect[];
  /** How `help` shows its use. */
  readonly synopsis: string;
  run(shell: Shell, args: readonly string[], call: Invocation): Promise<number> | number;
}

/** Reads `-abc` options: answers the letters and the rest, or the first letter that is none of `known`. */
export function parseLetters(
  args: readonly string[],
  known: string,
): {
  letters: string;
  rest: readonly string[];
  invalid?: string;
  values: ReadonlyMap<string, string>;
  missing?: string;
} {
  let letters = '';
  const values = new Map<string, string>();
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      i++;
      break;
    }
    if (!arg.startsWith('-') || arg === '-') break;
    for (let j = 1; j < arg.length; j++) {
      const letter = arg[j]!;
      const at = known.indexOf(letter);
      if (at < 0 || letter === ':') return { letters, rest: args.slice(i), invalid: `-${letter}`, values };
      letters += letter;
      if (known[at + 1] !== ':') continue;
      const value = j + 1 < arg.length ? arg.slice(j + 1) : args[++i];
      if (value === undefined) return { letters, rest: [], missing: `-${letter}`, values };
      values.set(letter, value);
      break;
    }
  }
  return { letters, rest: args.slice(i), values };
}

/** Tells of a wrong option and how the builtin is used; answers 2. */
export async function usage(
  shell: Shell,
  builtin: Builtin,
  invalid: string | undefined,
  name = builtin.name,
): Promise<number> {
  if (shell.dialect === 'dash') {
    await shell.complain(`${name}: Illegal option ${invalid ?? ''}`);
    return 2;
  }
  if (invalid !== undefined) await shell.fail(name, `${invalid}: invalid option`);
  await shell.write(2, `${name}: usage: ${builtin.synopsis}\n`);
  return 2;
}
