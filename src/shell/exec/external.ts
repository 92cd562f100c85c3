import type { Command, Word } from 'unbash';
import { decode } from '#io/streams';
import type { ChildProcess, Descriptor } from '#process/process';
import type { Signal } from '#process/signals';
import { FileError } from '#vfs/filesystem';
import { findBuiltin } from '../builtins/registry';
import { ShellError } from '../control';
import { drive, expandWords } from '../expand/word';
import type { Shell } from '../shell';
import { Source } from '../source';
import { assign } from './assign';
import { redirect, type Opened } from './redirect';
import { runParsed } from './script';
import { forked, forkShell } from './subshell';
import { aliasOf } from './alias';
import { traceLine } from './trace';
import { quoteTrace } from '../expand/quote';
import { parseWord } from '../source';

/** Where a command of the PATH is; a name with a slash is taken as it is. */
export function findCommand(shell: Shell, name: string): string | undefined {
  if (name.includes('/')) return name;
  if (name === '' || name === '.' || name === '..') return undefined;
  const path = shell.get('PATH');
  if (path === undefined) return undefined;
  const { fs } = shell.process;
  let denied: string | undefined;
  for (const directory of path.split(':')) {
    const file = `${directory === '' ? '.' : directory}/${name}`;
    try {
      if (fs.stat(file).type !== 'file') continue;
      if (fs.access(file, 'x')) return file;
      denied ??= file;
    } catch {
      /* not there */
    }
  }
  return denied;
}

/** Why a program did not start, with the code: 127 not found, 126 found but of no use. */
export async function complainOfStart(shell: Shell, name: string, error: FileError | undefined): Promise<number> {
  const missing = error === undefined || error.code === 'ENOENT';
  if (!name.includes('/') && missing && shell.dialect === 'bash' && !shell.get('PATH')) {
    await shell.complain(`${name}: No such file or directory`);
    return 127;
  }
  if (!name.includes('/') && missing) {
    if (shell.suggest && (await shell.suggest(shell, name))) return 127;
    await shell.complain(shell.dialect === 'bash' ? `${name}: command not found` : `${name}: not found`);
    return 127;
  }
  const directory = attempt(() => shell.process.fs.isDirectory(name)) ?? false;
  const words = missing ? 'No such file or directory' : directory ? 'Is a directory' : error.message;
  if (shell.dialect !== 'bash') await shell.complain(`${name}: ${missing ? 'not found' : 'Permission denied'}`);
  else await shell.complain(`${name}: ${words}`);
  return missing ? 127 : 126;
}

/** Starts a program file; a file without `#!` that is text is run by this shell itself. Throws FileError. */
export function startProgram(
  shell: Shell,
  path: string,
  argv: readonly string[],
  env: ReadonlyMap<string, string>,
  fds: ReadonlyMap<number, Descriptor>,
  group: 'new' | number | undefined,
): ChildProcess {
  const where = group === undefined ? {} : { group };
  const ignored = ignoredSignals(shell);
  try {
    return forked(shell, () =>
      shell.process.spawn({
        path,
        argv,
        env,
        fds,
        cwd: shell.process.fs.cwd,
        ...where,
        ...(ignored.length > 0 && { ignored }),
      }),
    );
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== 'ENOEXEC') throw error;
    const bytes = shell.process.fs.readFile(path);
    if (bytes.subarray(0, 80).includes(0)) throw error;
    return forkShell(
      shell,
      (sub) => {
        const text = decode(bytes);
        sub.name = path;
        sub.positional = argv.slice(1);
        sub.source = new Source(text, path);
        sub.frames = [];
        return runParsed(sub, text, sub.source, true);
      },
      { fds, ...where },
    );
  }
}

/** execve(2) for a shell: its process becomes the program; text without `#!` is run by this shell. Throws FileError. */
export async function becomeProgram(
  shell: Shell,
  path: string,
  argv: readonly string[],
  env: ReadonlyMap<string, string>,
): Promise<void> {
  const { process } = shell;
  const ignored = ignoredSignals(shell);
  try {
    await process.exec({ path, argv, env, ...(ignored.length > 0 && { ignored }) });
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== 'ENOEXEC') throw error;
    if (process.fs.readFile(path).subarray(0, 80).includes(0)) throw error;
    const own = process.findProgram(shell.dialect === 'bash' ? 'bash' : 'sh') ?? '/bin/sh';
    await process.exec({ path: own, argv: [argv[0] ?? path, path, ...argv.slice(1)], env });
  }
}

const ignoredSignals = (shell: Shell): Signal[] =>
  [...shell.traps].filter(([, action]) => action === '').map(([name]) => `SIG${name}` as Signal);

/** Whether a name is for a program: no function, builtin or alias. */
export const isExternal = (shell: Shell, name: string): boolean =>
  name !== '' && !shell.functions.has(name) && !findBuiltin(shell, name) && aliasOf(shell, name) === undefined;

/**
 * A stage of a pipeline that is a plain program is started without a subshell between. Answers undefined when it has to
 * go the long way. Its expansions see a copy of the variables, as in the subshell that a real shell forks.
 */
export async function spawnDirectly(
  shell: Shell,
  node: Command,
  fds: Map<number, Descriptor>,
  group: 'new' | number | undefined,
): Promise<ChildProcess | undefined> {
  const literal = node.name && !node.name.parts && /^[\w./+-]+$/.test(node.name.text) ? node.name.text : undefined;
  if (literal === undefined || !isExternal(shell, literal) || findCommand(shell, literal) === undefined)
    return undefined;
  if (
    shell.traps.has('DEBUG') ||
    node.redirects.some((r) => r.type === 'Redirect' && r.descriptor?.type === 'FileDescriptorVariable')
  )
    return undefined;
  const words: Word[] = [];
  for (const part of node.suffix) {
    if (part.type === 'Word') words.push(part);
    else if (part.type === 'Assignment') {
      const word = parseWord(part.text);
      if (!word) return undefined;
      words.push(word);
    }
  }
  if (hasSubstitution(node)) return undefined;
  const scratch = shell.subshell();
  const opened: Opened = [];
  const table = new Map(fds);
  try {
    for (const part of node.prefix) {
      if (part.type !== 'Assignment') continue;
      await drive(assign(scratch, part));
      scratch.variables.declare(part.name).exported = true;
    }
    const argv = [literal, ...(await drive(expandWords(scratch, words)))];
    if (shell.options.has('xtrace')) await traceLine(shell, argv.map(quoteTrace).join(' '));
    await redirect(scratch, node.redirects, table, opened);
    const env = scratch.variables.environment();
    const path = findCommand(scratch, literal)!;
    env.set('_', path);
    return startProgram(shell, path, argv, env, table, group);
  } catch (error) {
    if (!(error instanceof ShellError) && !(error instanceof FileError)) throw error;
    const failed = error;
    return forkShell(
      shell,
      async (sub) => {
        if (failed instanceof FileError) return complainOfStart(sub, literal, failed);
        await sub.complain(failed.message);
        return failed.code;
      },
      { fds, ...(group !== undefined && { group }) },
    );
  } finally {
    for (const descriptor of opened) descriptor.close();
  }
}

/** Commands in the words need descriptors of their own: the long way. */
const hasSubstitution = (node: Command): boolean =>
  [...node.prefix, ...node.suffix].some((part) => {
    const text =
      part.type === 'Word' || part.type === 'Assignment'
        ? part.text
        : part.type === 'HereDoc'
          ? part.body.text
          : (part.target?.text ?? '');
    return text.includes('$(') || text.includes('`') || text.includes('<(') || text.includes('>(');
  });

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
