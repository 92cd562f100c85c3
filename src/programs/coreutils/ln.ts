import { FileError } from '#vfs/filesystem';
import { tool } from '../program';
import { baseName } from './cp';

/** ln: makes hard and symbolic links. Upstream: coreutils src/ln.c. */
export const ln = tool(
  'ln',
  {
    short: 'sfnvrTt:i',
    long: {
      symbolic: 's',
      force: 'f',
      'no-dereference': 'n',
      verbose: 'v',
      relative: 'r',
      'no-target-directory': 'T',
      'target-directory=': 't',
    },
  },
  async (process, options) => {
    const operands = [...options.operands];
    if (operands.length === 0) {
      await process.stderr.write("ln: missing file operand\nTry 'ln --help' for more information.\n");
      return 1;
    }
    const last = options.value('t') ?? (operands.length > 1 ? operands.pop()! : '.');
    const isLink = process.fs.exists(last) && process.fs.lstat(last).type === 'symlink';
    const into = process.fs.isDirectory(last) && !options.has('T') && !(options.has('n') && isLink);
    let failed = false;
    for (const target of operands) {
      const path = into ? `${last.replace(/\/+$/, '')}/${baseName(target)}` : last;
      const kind = options.has('s') ? 'symbolic' : 'hard';
      try {
        if (options.has('f')) {
          try {
            process.fs.unlink(path);
          } catch (error) {
            if (!(error instanceof FileError) || error.code !== 'ENOENT') throw error;
          }
        }
        if (options.has('s')) process.fs.symlink(target, path);
        else process.fs.link(target, path);
        if (options.has('v')) await process.stdout.write(`'${path}' -> '${target}'\n`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
        const what =
          !options.has('s') && error.code === 'ENOENT'
            ? `failed to access '${target}'`
            : `failed to create ${kind} link '${path}'`;
        await process.stderr.write(`ln: ${what}: ${error.message}\n`);
      }
    }
    return failed ? 1 : 0;
  },
);
