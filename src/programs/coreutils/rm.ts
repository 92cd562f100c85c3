import { FileError } from '#vfs/filesystem';
import type { Process } from '#process/process';
import type { Options } from '../getopt';
import { isApplet, tool } from '../program';

/** rm: removes files and directories. Upstream: coreutils src/rm.c. */
export const rm = tool(
  'rm',
  {
    short: 'rRfivdI',
    long: {
      recursive: 'r',
      force: 'f',
      interactive: 'i',
      verbose: 'v',
      dir: 'd',
      'no-preserve-root': 'np',
      'preserve-root': 'pr',
    },
  },
  async (process, options) => {
    if (options.operands.length === 0) {
      if (options.has('f')) return 0;
      await process.stderr.write("rm: missing operand\nTry 'rm --help' for more information.\n");
      return 1;
    }
    let failed = false;
    for (const path of options.operands) {
      try {
        failed = !(await remove(process, path, options)) || failed;
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (options.has('f') && error.code === 'ENOENT') continue;
        failed = true;
        const text = isApplet(process) ? `can't remove '${path}'` : `cannot remove '${path}'`;
        await process.stderr.write(`rm: ${text}: ${error.message}\n`);
      }
    }
    return failed ? 1 : 0;
  },
);

async function remove(process: Process, path: string, options: Options): Promise<boolean> {
  const recursive = options.has('r') || options.has('R');
  if (/(^|\/)\.\.?\/?$/.test(path)) {
    await process.stderr.write(`rm: refusing to remove '.' or '..' directory: skipping '${path}'\n`);
    return false;
  }
  if (process.fs.absolute(path) === '/' && recursive && !options.has('np')) {
    await process.stderr.write(
      "rm: it is dangerous to operate recursively on '/'\nrm: use --no-preserve-root to override this failsafe\n",
    );
    return false;
  }
  const stat = process.fs.lstat(path);
  if (stat.type !== 'directory') {
    process.fs.unlink(path);
  } else if (!recursive) {
    if (options.has('d')) process.fs.rmdir(path);
    else throw new FileError('EISDIR', path);
  } else {
    for (const name of process.fs.readdir(path)) await remove(process, `${path.replace(/\/+$/, '')}/${name}`, options);
    process.fs.rmdir(path);
    if (options.has('v')) await process.stdout.write(`removed directory '${path}'\n`);
    return true;
  }
  if (options.has('v')) await process.stdout.write(`removed '${path}'\n`);
  return true;
}
