import { childOf, type Command } from './command';

/** One thing that may be typed next. */
export interface CompletionItem {
  readonly value: string;
  readonly description?: string;
}

/**
 * What may follow on a command line: sub-commands, flags, or what the command offers as arguments. `words` are the
 * words after the program's name up to the cursor, the last one (perhaps empty) being the one that is typed.
 */
export async function complete<E>(
  root: Command<E>,
  environment: E,
  words: readonly string[],
): Promise<CompletionItem[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  let command = root;
  const args: string[] = [];
  let after: string | undefined;
  for (const word of before) {
    if (after !== undefined) {
      after = undefined;
      continue;
    }
    if (word.startsWith('-') && word !== '-') {
      after = takesValue(command, word) ? word : undefined;
      continue;
    }
    const child: Command<E> | undefined = args.length === 0 ? childOf(command, word) : undefined;
    if (child) command = child;
    else args.push(word);
  }
  const matching = (items: readonly CompletionItem[]): CompletionItem[] =>
    items.filter((item) => item.value.startsWith(typed)).toSorted((a, b) => (a.value < b.value ? -1 : 1));
  if (after !== undefined) return matching((specOf(command, after)?.values ?? []).map((value) => ({ value })));
  if (command.stopAtArgs && args.length > 0) return matching((await command.complete?.(environment, args)) ?? []);
  if (typed.startsWith('-')) {
    const flags = Object.entries({ ...command.flags, help: { kind: 'bool', help: 'Print usage' } });
    return matching(
      flags
        .filter(([, f]) => !('hidden' in f && f.hidden))
        .flatMap(([name, f]) => {
          const long = { value: `--${name}`, description: f.help };
          // A short flag that is typed out stands for itself.
          const short = 'short' in f && typed === `-${String(f.short)}`;
          return short ? [{ value: typed, description: f.help }] : [long];
        }),
    );
  }
  if (command.commands && args.length === 0) {
    return matching(command.commands.filter((c) => !c.hidden).map((c) => ({ value: c.name, description: c.short })));
  }
  return matching((await command.complete?.(environment, args)) ?? []);
}

const specOf = <E>(command: Command<E>, word: string) => {
  const flags = command.flags ?? {};
  if (word.startsWith('--')) return Object.hasOwn(flags, word.slice(2)) ? flags[word.slice(2)] : undefined;
  return Object.values(flags).find((flag) => flag.short === word.at(-1));
};

const takesValue = <E>(command: Command<E>, word: string): boolean => {
  if (word.includes('=')) return false;
  const spec = specOf(command, word);
  return spec !== undefined && spec.kind !== 'bool' && spec.noValue === undefined;
};
