import { FileError } from '#vfs/filesystem';
import { tool } from '../program';
import { changeMode } from './mode';

/** mkdir: makes directories. Upstream: coreutils src/mkdir.c. */
export const mkdir = tool(
  'mkdir',
  { short: 'pm:v', long: { parents: 'p', 'mode=': 'm', verbose: 'v' }, usage: '[-m MODE] [-p] DIRECTORY...' },
  async (process, options) => {
    if (options.operands.length === 0) {
      await process.stderr.write("mkdir: missing operand\nTry 'mkdir --help' for more information.\n");
      return 1;
    }
    const text = options.value('m');
    let failed = false;
    for (const path of options.operands) {
      try {
        if (options.has('p') && process.fs.isDirectory(path)) continue;
        process.fs.mkdir(path, {
          parents: options.has('p'),
          ...(text !== undefined && { mode: changeMode(text, 0o777, true, 0) }),
        });
        if (text !== undefined) process.fs.chmod(path, changeMode(text, 0o777, true, 0));
        if (options.has('v')) await process.stdout.write(`mkdir: created directory '${path}'\n`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
        await process.stderr.write(`mkdir: cannot create directory '${path}': ${error.message}\n`);
      }
    }
    return failed ? 1 : 0;
  },
);
