import type { Redirect, Redirection } from 'unbash';
import { readerOf } from '#io/streams';
import type { Descriptor } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { ShellError } from '../control';
import { drive, expandInto, expandQuotedParts, expandString } from '../expand/word';
import type { Shell } from '../shell';
import { Source } from '../source';

/** Descriptors that were opened for a command and are closed after it. */
export type Opened = Descriptor[];

const MAX_FD = 1023;

/** Applies redirections to a table of descriptors; throws ShellError with the shell's words. */
export async function redirect(
  shell: Shell,
  redirections: readonly Redirection[],
  fds: Map<number, Descriptor>,
  opened: Opened,
): Promise<void> {
  for (const item of redirections) {
    if (item.type === 'Redirect') await redirectFile(shell, item, fds, opened);
    else {
      const text =
        item.type === 'HereString'
          ? (await drive(expandString(shell, item.target))) + '\n'
          : item.body.parts
            ? await drive(expandQuotedParts(shell, item.body.parts))
            : item.body.text;
      // Text that ends without the closing line ends with a newline all the same.
      const whole = text === '' || text.endsWith('\n') ? text : text + '\n';
      put(shell, item, fds, opened, textDescriptor(whole), 0);
    }
  }
}

async function redirectFile(shell: Shell, item: Redirect, fds: Map<number, Descriptor>, opened: Opened): Promise<void> {
  const words: string[] = [];
  if (item.target) await drive(expandInto(shell, item.target, words));
  const target = words[0];
  if (target === undefined || words.length > 1) {
    throw new ShellError(`${item.target?.text ?? ''}: ambiguous redirect`);
  }
  switch (item.operator) {
    case '>&':
    case '<&':
      if (item.operator === '>&' && !/^(?:\d+-?|-)$/.test(target)) {
        both(shell, target, 'w', fds, opened);
        return;
      }
      copy(shell, item, target, fds, opened);
      return;
    case '&>':
      both(shell, target, 'w', fds, opened);
      return;
    case '&>>':
      both(shell, target, 'a', fds, opened);
      return;
    case '<':
      put(shell, item, fds, opened, open(shell, target, 'r'), 0);
      return;
    case '<>':
      put(shell, item, fds, opened, open(shell, target, 'rw'), 0);
      return;
    case '>>':
      put(shell, item, fds, opened, open(shell, target, 'a'), 1);
      return;
    default:
      if (item.operator === '>' && shell.options.has('noclobber') && isRegular(shell, target)) {
        throw new ShellError(`${target}: cannot overwrite existing file`);
      }
      put(shell, item, fds, opened, open(shell, target, 'w'), 1);
  }
}

function both(shell: Shell, target: string, mode: 'w' | 'a', fds: Map<number, Descriptor>, opened: Opened): void {
  const file = open(shell, target, mode);
  opened.push(file);
  fds.set(1, file);
  fds.set(2, file);
}

function copy(shell: Shell, item: Redirect, target: string, fds: Map<number, Descriptor>, opened: Opened): void {
  const usual = item.operator === '<&' ? 0 : 1;
  const from = target.replace(/-$/, '');
  if (target === '-') {
    fds.delete(numberOf(shell, item, fds, usual, true));
    return;
  }
  if (!/^\d+$/.test(from)) throw new ShellError(`${target}: ambiguous redirect`);
  const descriptor = fds.get(Number(from));
  if (!descriptor)
    throw new ShellError(shell.dialect === 'bash' ? `${from}: Bad file descriptor` : `${from}: bad file descriptor`);
  const twin = descriptor.dup();
  opened.push(twin);
  fds.set(numberOf(shell, item, fds, usual), twin);
  if (target.endsWith('-')) fds.delete(Number(from));
}

function put(
  shell: Shell,
  item: Redirection,
  fds: Map<number, Descriptor>,
  opened: Opened,
  descriptor: Descriptor,
  usual: number,
): void {
  opened.push(descriptor);
  fds.set(numberOf(shell, item, fds, usual), descriptor);
}

/** The descriptor's number; `{name}>` takes a free one from 10 on and tells it to the variable. */
function numberOf(
  shell: Shell,
  item: Redirection,
  fds: Map<number, Descriptor>,
  usual: number,
  closing = false,
): number {
  const { descriptor } = item;
  if (!descriptor) return usual;
  if (descriptor.type === 'FileDescriptor') {
    if (descriptor.value > MAX_FD) throw new ShellError(`${descriptor.value}: Bad file descriptor`);
    return descriptor.value;
  }
  if (closing) return Number(shell.get(descriptor.name) ?? -1);
  let free = 10;
  while (fds.has(free)) free++;
  shell.variables.set(descriptor.name, String(free));
  return free;
}

/** Opens a file for a redirection, with the shell's words when that fails. */
export function open(shell: Shell, path: string, mode: 'r' | 'w' | 'a' | 'rw'): Descriptor {
  const special = /^\/dev\/(?:fd\/(\d+)|std(in|out|err))$/.exec(path);
  if (special) {
    const number = special[1] === undefined ? ['in', 'out', 'err'].indexOf(special[2]!) : Number(special[1]);
    const found = shell.process.fds.get(number);
    if (found) return found.dup();
  }
  try {
    return shell.process.open(path, mode);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (shell.dialect === 'bash') throw new ShellError(`${path}: ${error.message}`);
    const words = error.code === 'ENOENT' ? (mode === 'r' ? 'no such file' : 'nonexistent directory') : error.message;
    if (shell.dialect === 'ash') throw new ShellError(`can't ${mode === 'r' ? 'open' : 'create'} ${path}: ${words}`);
    const dash = error.code === 'ENOENT' ? (mode === 'r' ? 'No such file' : 'Directory nonexistent') : error.message;
    throw new ShellError(`cannot ${mode === 'r' ? 'open' : 'create'} ${path}: ${dash}`, 2);
  }
}

function isRegular(shell: Shell, path: string): boolean {
  try {
    return shell.process.fs.stat(path).type === 'file';
  } catch {
    return false;
  }
}

function textDescriptor(text: string): Descriptor {
  const reader = readerOf(text);
  const descriptor: Descriptor = {
    reader,
    writer: undefined,
    pty: undefined,
    label: '/tmp/sh-thd',
    dup: () => descriptor,
    close: () => undefined,
  };
  return descriptor;
}

/** Runs something with redirections in this very shell, and takes them back. */
export async function withRedirects(
  shell: Shell,
  redirections: readonly Redirection[],
  work: () => Promise<number>,
  keep = false,
): Promise<number> {
  if (redirections.length === 0) return work();
  const { fds } = shell.process;
  const before = new Map(fds);
  const opened: Opened = [];
  const restore = (): void => {
    for (const number of [...fds.keys()]) if (!before.has(number) && number < 10) fds.delete(number);
    for (const [number, descriptor] of before) fds.set(number, descriptor);
    const kept = new Set(fds.values());
    for (const descriptor of opened) if (!kept.has(descriptor)) descriptor.close();
  };
  try {
    await redirect(shell, redirections, fds, opened);
  } catch (error) {
    restore();
    if (!(error instanceof ShellError) || error.fatal) throw error;
    await shell.complain(error.message);
    return error.code;
  }
  if (keep) return work();
  try {
    return await work();
  } finally {
    restore();
  }
}

/** The source a here-document's or alias's text is in, for messages. */
export const inlineSource = (shell: Shell, text: string): Source => new Source(text, shell.source.name, shell.line);
