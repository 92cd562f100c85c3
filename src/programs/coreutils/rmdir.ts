import { FileError } from '#vfs/filesystem';
import { tool } from '../program';

/** rmdir: removes empty directories. Upstream: coreutils src/rmdir.c. */
export const rmdir = tool(
  'rmdir',
  { short: 'pv', long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': 'i' } },
  async (process, options) => {
    let failed = false;
    for (const operand of options.operands) {
      for (
        let path = operand;
        path !== '' && path !== '/' && path !== '.';
        path = path.slice(0, Math.max(0, path.lastIndexOf('/')))
      ) {
        try {
          process.fs.rmdir(path);
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          if (options.has('i') && error.code === 'ENOTEMPTY') break;
          failed = true;
          await process.stderr.write(`rmdir: failed to remove '${path}': ${error.message}\n`);
          break;
        }
        if (!options.has('p')) break;
      }
    }
    return failed ? 1 : 0;
  },
);
