import type { Assignment, Command } from 'unbash';
import { BrokenPipeError } from '#io/streams';
import { FileError } from '#vfs/filesystem';
import type { Builtin } from '../builtins/builtin';
import { findBuiltin } from '../builtins/registry';
import { ShellError } from '../control';
import { quoteTrace } from '../expand/quote';
import { drive, expandInto, type Expansion } from '../expand/word';
import type { Shell } from '../shell';
import { parseWord, Source } from '../source';
import { Variable } from '../variables';
import { withAlias } from './alias';
import { assign } from './assign';
import { becomeProgram, complainOfStart, findCommand, startProgram } from './external';
import { callFunction } from './function';
import { withRedirects } from './redirect';
import { runText } from './script';
import { traceLine } from './trace';
import { runTrap } from './traps';
import { waitForeground } from './wait';

/** Runs a simple command: assignments, redirections and the words of a function, builtin or program. */
export async function runSimple(shell: Shell, node: Command): Promise<number> {
  if (shell.aliases.size > 0) {
    const alias = withAlias(shell, node);
    if (alias) {
      shell.expanding.add(alias.name);
      try {
        return await runText(shell, alias.text, new Source(alias.text, shell.source.name, shell.line));
      } finally {
        shell.expanding.delete(alias.name);
      }
    }
  }
  if (shell.traps.has('DEBUG') && !shell.inTrap) {
    shell.command = shell.textOf(node);
    await runTrap(shell, 'DEBUG');
  }
  shell.command = shell.source.text.slice(node.pos, Math.min(node.end, node.pos + 500));
  shell.substitutionStatus = undefined;
  const { position } = shell;
  try {
    const declared = new Map<number, Assignment>();
    const words = await drive(commandWords(shell, node, declared));
    shell.position = position;
    const first = words[0];
    if (first === undefined) return await assignOnly(shell, node);
    if (shell.options.has('xtrace')) await trace(shell, node, words);
    const called = shell.functions.get(first);
    const builtin = findBuiltin(shell, first);
    const run = (): Promise<number> => {
      if (called && !(builtin?.special && shell.posix)) return callFunction(shell, called, words);
      if (builtin) return runBuiltin(shell, builtin, words, declared);
      return runProgram(shell, node, words);
    };
    const keep = first === 'exec' && builtin !== undefined && words.length === 1;
    const status = await withRedirects(shell, node.redirects, () => withAssignments(shell, node, builtin, run), keep);
    shell.lastArgument = words.at(-1) ?? '';
    if (called || builtin) shell.pipeStatus = [status];
    return status;
  } finally {
    for (const number of shell.substituted.splice(0)) {
      shell.process.fds.get(number)?.close();
      shell.process.fds.delete(number);
    }
  }
}

/** The words, with the assignments of `declare`, `export` and the like kept apart by their place. */
function* commandWords(shell: Shell, node: Command, declared: Map<number, Assignment>): Expansion<string[]> {
  const words: string[] = [];
  if (node.name) yield* expandInto(shell, node.name, words);
  const declares =
    words.length > 0 &&
    findBuiltin(shell, words[0] === 'builtin' || words[0] === 'command' ? (words[1] ?? words[0]) : words[0]!)?.declares;
  for (const part of node.suffix) {
    if (part.type === 'Word') yield* expandInto(shell, part, words);
    else if (part.type === 'Assignment') {
      if (declares) {
        declared.set(words.length, part);
        words.push(part.text);
      } else {
        const word = parseWord(part.text);
        if (word) yield* expandInto(shell, word, words);
        else words.push(part.text);
      }
    }
  }
  return words;
}

async function assignOnly(shell: Shell, node: Command): Promise<number> {
  const work = async (): Promise<number> => {
    for (const part of node.prefix) {
      if (part.type !== 'Assignment') continue;
      await drive(assign(shell, part));
      if (shell.options.has('xtrace')) {
        const value =
          part.value.type === 'ArrayValue'
            ? shell.source.text.slice(part.value.pos, part.value.end)
            : quoteTrace(shell.get(part.name) ?? '');
        await traceLine(shell, `${part.name}${part.append ? '+' : ''}=${value === "''" ? '' : value}`);
      }
    }
    return shell.substitutionStatus ?? 0;
  };
  const status = await withRedirects(shell, node.redirects, work);
  shell.pipeStatus = [status];
  return status;
}

async function trace(shell: Shell, node: Command, words: readonly string[]): Promise<void> {
  const text = words.map(quoteTrace).join(' ');
  for (const part of node.prefix) if (part.type === 'Assignment') await traceLine(shell, part.text);
  await traceLine(shell, text);
}

/** `A=1 B=2 command`: the variables hold for the command alone. */
async function withAssignments(
  shell: Shell,
  node: Command,
  builtin: Builtin | undefined,
  run: () => Promise<number>,
): Promise<number> {
  const assignments = node.prefix.filter((part) => part.type === 'Assignment');
  if (assignments.length === 0) return run();
  shell.variables.pushScope();
  let popped = false;
  try {
    for (const part of assignments) {
      const name = part.name;
      const outer = shell.variables.find(name);
      if (outer?.readonly) {
        await shell.complain(`${name}: readonly variable`);
        return 1;
      }
      const variable = new Variable();
      variable.text = part.append ? outer?.scalar() : undefined;
      await drive(assign(shell, part, variable));
      variable.exported = true;
      shell.variables.define(name, variable);
    }
    if (builtin?.special && shell.posix) {
      shell.variables.mergeScope();
      popped = true;
    }
    return await run();
  } finally {
    if (!popped) shell.variables.popScope();
  }
}

async function runBuiltin(
  shell: Shell,
  builtin: Builtin,
  words: readonly string[],
  declared: ReadonlyMap<number, Assignment>,
): Promise<number> {
  try {
    return await builtin.run(shell, words.slice(1), { name: words[0]!, words, declared });
  } catch (error) {
    if (error instanceof ShellError && !error.fatal) {
      await shell.fail(words[0]!, error.message);
      return error.code;
    }
    if (error instanceof BrokenPipeError && shell.catchesInterrupt) {
      await shell.fail(words[0]!, 'write error: Broken pipe');
      return 1;
    }
    if (error instanceof FileError) {
      await shell.fail(words[0]!, `${error.path}: ${error.message}`);
      return 1;
    }
    throw error;
  }
}

async function runProgram(shell: Shell, node: Command, words: readonly string[]): Promise<number> {
  const name = words[0]!;
  const handler = shell.dialect === 'bash' ? shell.functions.get('command_not_found_handle') : undefined;
  const path = findCommand(shell, name);
  if (path === undefined) {
    if (handler) return callFunction(shell, handler, [handler.name, ...words]);
    return complainOfStart(shell, name, undefined);
  }
  if (!name.includes('/')) shell.hashed.set(name, { path, hits: (shell.hashed.get(name)?.hits ?? 0) + 1 });
  const env = shell.variables.environment();
  env.set('_', path);
  if (shell.last === node && shell.traps.size === 0) {
    try {
      await becomeProgram(shell, path, words, env);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return complainOfStart(shell, path === name ? name : path, error);
    }
  }
  const monitor = shell.options.has('monitor');
  let child;
  try {
    child = startProgram(shell, path, words, env, shell.process.fds, monitor ? 'new' : undefined);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return complainOfStart(shell, path === name ? name : path, error);
  }
  const codes = await waitForeground(shell, [child], monitor ? child.pid : undefined, shell.textOf(node));
  shell.pipeStatus = codes;
  return codes[0] ?? 0;
}

/** Runs words as a command (`command`, `builtin`, `exec`-less callers). */
export async function runWords(
  shell: Shell,
  words: readonly string[],
  options: { functions?: boolean; builtins?: boolean } = {},
): Promise<number> {
  const name = words[0];
  if (name === undefined) return 0;
  const called = (options.functions ?? true) ? shell.functions.get(name) : undefined;
  if (called) return callFunction(shell, called, words);
  const builtin = (options.builtins ?? true) ? findBuiltin(shell, name) : undefined;
  if (builtin) return runBuiltin(shell, builtin, words, new Map());
  const node = { pos: shell.position, end: shell.position } as Command;
  return runProgram(shell, node, words);
}
