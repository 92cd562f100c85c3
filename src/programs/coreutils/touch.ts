import { FileError } from '#vfs/filesystem';
import { tool } from '../program';
import { parseDate } from './date';

/** touch: makes files and sets their times. Upstream: coreutils src/touch.c. */
export const touch = tool(
  'touch',
  { short: 'acmd:r:t:hf', long: { 'no-create': 'c', 'date=': 'd', 'reference=': 'r', 'no-dereference': 'h' } },
  async (process, options) => {
    if (options.operands.length === 0) {
      await process.stderr.write("touch: missing file operand\nTry 'touch --help' for more information.\n");
      return 1;
    }
    const reference = options.value('r');
    const text = options.value('d');
    const when =
      reference !== undefined
        ? process.fs.stat(reference).mtimeMs
        : text !== undefined
          ? parseDate(text, process.clock.epochNow())
          : process.clock.epochNow();
    if (when === undefined) {
      await process.stderr.write(`touch: invalid date format '${text!}'\n`);
      return 1;
    }
    let failed = false;
    for (const path of options.operands) {
      try {
        if (process.fs.exists(path)) process.fs.utimes(path, when);
        else if (!options.has('c')) {
          process.fs.writeFile(path, '', { mode: 0o666 & ~process.umask });
          process.fs.utimes(path, when);
        }
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
        await process.stderr.write(`touch: cannot touch '${path}': ${error.message}\n`);
      }
    }
    return failed ? 1 : 0;
  },
);
