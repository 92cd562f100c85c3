import { FileError } from '#vfs/filesystem';
import type { Process } from '#process/process';
import { tool } from '../program';
import { changeMode } from './mode';
import type { Options } from '../getopt';

/** chmod: changes permission bits. Upstream: coreutils src/chmod.c. */
export const chmod = tool(
  'chmod',
  {
    // `chmod -x FILE`: a mode may look like options.
    short: 'RvcfrwxXst',
    long: { recursive: 'R', verbose: 'v', changes: 'c', silent: 'f', quiet: 'f', 'reference=': 'reference' },
  },
  change,
);

async function change(process: Process, options: Options): Promise<number> {
  const letters = options.given.filter((option) => /^[rwxXst]$/.test(option.name)).map((option) => option.name);
  const dashed = letters.length > 0 ? `-${letters.join('')}` : undefined;
  const reference = options.value('reference');
  const [first, ...others] = options.operands;
  const mode = dashed ?? (reference === undefined ? first : process.fs.stat(reference).mode.toString(8));
  const paths = dashed === undefined && reference === undefined ? others : options.operands;
  if (mode === undefined || paths.length === 0) {
    const text = mode === undefined ? 'missing operand' : `missing operand after '${mode}'`;
    await process.stderr.write(`chmod: ${text}\nTry 'chmod --help' for more information.\n`);
    return 1;
  }
  const failures: string[] = [];
  const one = async (path: string): Promise<void> => {
    try {
      const stat = process.fs.stat(path);
      process.fs.chmod(path, changeMode(mode, stat.mode, stat.type === 'directory', process.umask));
      if (options.has('R') && stat.type === 'directory') {
        for (const name of process.fs.readdir(path)) {
          if (process.fs.lstat(`${path}/${name}`).type !== 'symlink') await one(`${path}/${name}`);
        }
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failures.push(path);
      const text = error.code === 'ENOENT' ? `cannot access '${path}'` : `changing permissions of '${path}'`;
      await process.stderr.write(`chmod: ${text}: ${error.message}\n`);
    }
  };
  for (const path of paths) await one(path);
  return failures.length > 0 ? 1 : 0;
}
