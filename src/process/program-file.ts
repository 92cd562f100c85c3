import { FileError } from '#vfs/filesystem';
import type { ProcessFileView } from '#vfs/view';
import { programOf } from './process';

/** How many scripts may name each other as interpreters. */
const SCRIPT_DEPTH = 4;
const HEAD = 256;
const decoder = new TextDecoder();

/** What execve(2) finds in a file. */
export interface ProgramFile {
  /** The name in the program registry. */
  readonly program: string;
  readonly argv: readonly string[];
  /** The file that is executed in the end (an interpreter, for scripts). */
  readonly exe: string;
}

/** Reads an executable file or script. Throws FileError ENOENT, EACCES, ENOEXEC, ELOOP; a missing interpreter's path is in the error. */
export function loadProgramFile(view: ProcessFileView, path: string, argv: readonly string[], depth = 0): ProgramFile {
  const stat = view.stat(path);
  if (stat.type !== 'file' || !view.access(path, 'x')) throw new FileError('EACCES', path);
  const exe = view.locate(path);
  const head = decoder.decode(exe.mount.fs.readFile(exe.inner).subarray(0, HEAD));
  const program = programOf(head);
  if (program !== undefined) return { program, argv, exe: exe.path };
  if (!head.startsWith('#!')) throw new FileError('ENOEXEC', path);
  if (depth >= SCRIPT_DEPTH) throw new FileError('ELOOP', path);
  const line = /^#![ \t]*([^ \t\n]*)[ \t]*([^\n]*)/.exec(head)!;
  const [, interpreter = '', argument = ''] = line;
  if (interpreter === '') throw new FileError('ENOEXEC', path);
  const rest = argument.trim() === '' ? [] : [argument.trim()];
  return loadProgramFile(view, interpreter, [interpreter, ...rest, path, ...argv.slice(1)], depth + 1);
}
