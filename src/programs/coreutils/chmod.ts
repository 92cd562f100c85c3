import { FileError } from '#vfs/filesystem';
import type { Process } from '#process/process';
import { tool } from '../program';
import { changeMode } from './mode';
import { getopt } from '../getopt';

/** chmod: changes permission bits. Upstream: coreutils src/chmod.c. */
export const chmod = {
  name: 'chmod',
  async run(process: Process): Promise<number> {
    // `chmod -x file`: a mode may look like options.
    const at = process.argv.findIndex((arg, i) => i > 0 && /^-[rwxXst]+$/.test(arg));
    const mode = at > 0 ? process.argv[at] : undefined;
    const argv = mode === undefined ? process.argv : process.argv.filter((_, i) => i !== at);
    const inner = tool('chmod', SPEC, (p) => change(p, argv, mode));
    return inner.run(mode === undefined ? process : (Object.create(process, { argv: { value: argv } }) as Process));
  },
};

const SPEC = {
  short: 'Rvcf',
  long: { recursive: 'R', verbose: 'v', changes: 'c', silent: 'f', quiet: 'f', 'reference=': 'reference' },
};

async function change(process: Process, argv: readonly string[], dashed: string | undefined): Promise<number> {
  const options = getopt(argv.slice(1), SPEC);
  const reference = options.value('reference');
  const [first, ...others] = options.operands;
  const mode = dashed ?? (reference === undefined ? first : process.fs.stat(reference).mode.toString(8));
  const paths = dashed === undefined && reference === undefined ? others : options.operands;
  if (mode === undefined || paths.length === 0) {
    const text = mode === undefined ? 'missing operand' : `missing operand after '${mode}'`;
    await process.stderr.write(`chmod: ${text}\nTry 'chmod --help' for more information.\n`);
    return 1;
  }
  let failed = false;
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
      failed = true;
      const text = error.code === 'ENOENT' ? `cannot access '${path}'` : `changing permissions of '${path}'`;
      await process.stderr.write(`chmod: ${text}: ${error.message}\n`);
    }
  };
  for (const path of paths) await one(path);
  return failed ? 1 : 0;
}
