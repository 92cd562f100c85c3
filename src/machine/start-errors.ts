import { FileError } from '#vfs/filesystem';
import { StartError } from './sandbox';

/** runc's words when PATH has no such program. Upstream: runc libcontainer/standard_init_linux.go, Go os/exec. */
export const executableNotFound = (name: string, _exec: boolean): StartError =>
  new StartError(`exec: ${JSON.stringify(name)}: executable file not found in $PATH`, 127);

/** runc's words for what execve(2) answered. */
export function startErrorOf(error: unknown, name: string, _exec: boolean): unknown {
  if (!(error instanceof FileError)) return error;
  const words = error.message.toLowerCase();
  if (error.code === 'ENOEXEC') return new StartError(`exec ${name}: exec format error`, 255);
  if (error.code === 'EAGAIN') return new StartError(`fork/exec: ${words}`, 126);
  const notFound = error.code === 'ENOENT' || error.code === 'ENOTDIR';
  // A script whose interpreter is missing: the file itself was found.
  return new StartError(
    `exec: ${JSON.stringify(name)}: ${words === 'no such file or directory' ? `stat ${name}: ${words}` : words}`,
    notFound ? 127 : 126,
  );
}
