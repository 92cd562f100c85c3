import type { Process } from '#process/process';
import { BUILTINS } from './builtins/index';
import type { Shell } from './shell';

/** One thing that could stand where the cursor is. */
export interface CompletionItem {
  readonly text: string;
  readonly description?: string;
  /** More may follow directly: no blank is added (a directory, `--flag=`). */
  readonly open?: boolean;
}

export interface Completion {
  /** Where in the line the word begins that the items replace. */
  readonly from: number;
  readonly items: readonly CompletionItem[];
}

export interface CompletionRequest {
  readonly line: string;
  readonly cursor: number;
  readonly shell: Shell;
}

/** Finds what can stand at the cursor. */
export type Completer = (request: CompletionRequest) => Promise<Completion>;

/** How a command completes its own words: `words[index]` is the one at the cursor, as far as it is typed. */
export type CommandCompleter = (
  words: readonly string[],
  index: number,
  process: Process,
) => Promise<readonly CompletionItem[]>;

/** The commands that complete their own words (docker, kubectl ...): their programs add themselves. */
export const commandCompletions = new Map<string, CommandCompleter>();

const MAX_ITEMS = 2000;

/** Commands, files, variables and what the commands themselves know. */
export const defaultCompleter: Completer = async ({ line, cursor, shell }) => {
  const before = line.slice(0, cursor);
  const variable = /\$\{?(\w*)$/.exec(before);
  if (variable) {
    const braced = variable[0].startsWith('${');
    const items = shell.variables
      .names()
      .filter((name) => name.startsWith(variable[1]!))
      .map((name) => ({ text: `$${braced ? '{' : ''}${name}${braced ? '}' : ''}` }));
    return { from: cursor - variable[0].length, items };
  }
  const { words, from } = lastCommand(before);
  const word = words.at(-1) ?? '';
  const place = words.findIndex((text) => !/^\w+=/.test(text));
  if (words.length - 1 <= place && !word.includes('/')) return { from, items: commandNames(shell, word) };
  const own = words.slice(Math.max(0, place));
  const completer = commandCompletions.get(shell.aliases.get(own[0] ?? '') ?? own[0] ?? '');
  if (completer) {
    const items = await completer(own, own.length - 1, shell.process);
    const fitting = items.filter((item) => item.text.startsWith(word)).slice(0, MAX_ITEMS);
    if (fitting.length > 0) return { from, items: fitting };
  }
  return { from, items: fileNames(shell, word, own[0] === 'cd' || own[0] === 'rmdir' || own[0] === 'pushd') };
};

/** The words of the command at the cursor; the last one is empty after a blank. */
function lastCommand(before: string): { words: string[]; from: number } {
  const words = [''];
  let from = 0;
  let quote = '';
  for (let i = 0; i < before.length; i++) {
    const c = before[i]!;
    if (quote) {
      if (c === quote) quote = '';
      else append(words, c);
    } else if (c === '\\') append(words, before[++i] ?? '');
    else if (c === '"' || c === "'") quote = c;
    else if (/[;|&(]/.test(c)) {
      words.length = 0;
      words.push('');
      from = i + 1;
    } else if (/[\s<>]/.test(c)) {
      if (words.at(-1) !== '') words.push('');
      from = i + 1;
    } else append(words, c);
  }
  return { words, from };
}

function commandNames(shell: Shell, start: string): CompletionItem[] {
  const found = new Map<string, CompletionItem>();
  const offer = (text: string, description: string): void => {
    if (text.startsWith(start) && !found.has(text)) found.set(text, { text, description });
  };
  for (const name of shell.aliases.keys()) offer(name, 'alias');
  for (const name of shell.functions.keys()) offer(name, 'function');
  for (const builtin of BUILTINS) if (/^\w/.test(builtin.name)) offer(builtin.name, 'builtin');
  for (const directory of (shell.get('PATH') ?? '').split(':')) {
    try {
      for (const name of shell.process.fs.readdir(directory || '.')) offer(name, directory);
    } catch {
      /* a directory of PATH need not exist */
    }
  }
  return [...found.values()].sort((a, b) => (a.text < b.text ? -1 : 1)).slice(0, MAX_ITEMS);
}

function fileNames(shell: Shell, word: string, directoriesOnly: boolean): CompletionItem[] {
  const { fs } = shell.process;
  const slash = word.lastIndexOf('/') + 1;
  const shown = word.slice(0, slash);
  const start = word.slice(slash);
  const base = shown.startsWith('~/') ? `${shell.get('HOME') ?? ''}/${shown.slice(2)}` : shown;
  let names: string[];
  try {
    names = fs.readdir(base === '' ? '.' : base);
  } catch {
    return [];
  }
  const items: CompletionItem[] = [];
  for (const name of names) {
    if (!name.startsWith(start) || (name.startsWith('.') && !start.startsWith('.'))) continue;
    const directory = fs.isDirectory(base + name);
    if (directoriesOnly && !directory) continue;
    const quoted = name.replace(/[ '"\\|&;()<>!{}*[\]?$`#]/g, '\\$&');
    items.push({ text: shown + quoted + (directory ? '/' : ''), ...(directory && { open: true }) });
    if (items.length >= MAX_ITEMS) break;
  }
  return items;
}

function append(words: string[], text: string): void {
  words.push(`${words.pop() ?? ''}${text}`);
}
