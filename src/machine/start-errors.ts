import { FileError } from '#vfs/filesystem';
import { StartError } from './sandbox';

const quoted = (name: string): string => JSON.stringify(name);

/** runc's words when PATH has no such program. Upstream: runc libcontainer/standard_init_linux.go, Go os/exec. */
export const executableNotFound = (name: string): StartError =>
  new StartError(`exec: ${quoted(name)}: executable file not found in $PATH`, 127);

/** runc's words for why a named file cannot be started. */
export function startErrorOf(error: unknown, name: string): unknown {
  if (!(error instanceof FileError)) return error;
  const words = error.message.toLowerCase();
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    return new StartError(`exec: ${quoted(name)}: stat ${name}: ${words}`, 127);
  }
  return new StartError(`exec: ${quoted(name)}: ${words}`, 126);
}

/**
 * What runc can only tell on the container's own standard error, as it has left for execve(2) by then: a file that is no
 * program, a script whose interpreter is missing. Undefined for errors that come before.
 */
export function lateError(error: unknown, path: string): string | undefined {
  if (!(error instanceof FileError)) return undefined;
  const late = error.code === 'ENOEXEC' || (error.code === 'ENOENT' && error.path !== path);
  return late ? `exec ${path}: ${error.message.toLowerCase()}\n` : undefined;
}
