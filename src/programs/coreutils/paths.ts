import { FileError } from '#vfs/filesystem';
import { tool } from '../program';
import { baseName } from './cp';

/** basename: a path's last part, without a suffix. Upstream: coreutils src/basename.c. */
export const basename = tool(
  'basename',
  { short: 'as:z', long: { multiple: 'a', 'suffix=': 's' } },
  async (process, options) => {
    const several = options.has('a') || options.has('s');
    const names = several ? options.operands : options.operands.slice(0, 1);
    const suffix = options.value('s') ?? (several ? '' : (options.operands[1] ?? ''));
    if (names.length === 0) {
      await process.stderr.write("basename: missing operand\nTry 'basename --help' for more information.\n");
      return 1;
    }
    for (const name of names.map(baseName)) {
      await process.stdout.write(
        `${suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`,
      );
    }
    return 0;
  },
);

/** A path without its last part, as dirname(1) prints it. */
export function parentOf(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path.startsWith('/') ? '/' : '.';
  const at = trimmed.lastIndexOf('/');
  return at < 0 ? '.' : trimmed.slice(0, at).replace(/\/+$/, '') || '/';
}

/** dirname: a path without its last part. Upstream: coreutils src/dirname.c. */
export const dirname = tool('dirname', { short: 'z' }, async (process, options) => {
  for (const path of options.operands) await process.stdout.write(`${parentOf(path)}\n`);
  return options.operands.length === 0 ? 1 : 0;
});

/** realpath: the path with links followed. Upstream: coreutils src/realpath.c. */
export const realpath = tool(
  'realpath',
  {
    short: 'emsLPqz',
    long: { 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', strip: 's', 'no-symlinks': 's' },
  },
  async (process, options) => {
    let failed = false;
    for (const path of options.operands) {
      try {
        await process.stdout.write(
          `${options.has('s') || (options.has('m') && !process.fs.exists(path)) ? process.fs.absolute(path) : resolve(process.fs, path, options.has('e'))}\n`,
        );
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
        if (!options.has('q')) await process.stderr.write(`realpath: ${path}: ${error.message}\n`);
      }
    }
    return failed ? 1 : 0;
  },
);

/** All but the last part must exist; with `whole` that too. */
function resolve(
  fs: { realpath(path: string): string; exists(path: string): boolean; absolute(path: string): string },
  path: string,
  whole: boolean,
): string {
  if (whole || fs.exists(path)) return fs.realpath(path);
  const full = fs.absolute(path);
  return `${fs.realpath(parentOf(full)).replace(/\/$/, '')}/${baseName(full)}`;
}

/** readlink: where a symbolic link points. Upstream: coreutils src/readlink.c. */
export const readlink = tool(
  'readlink',
  {
    short: 'fenmvqsz',
    long: { canonicalize: 'f', 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', 'no-newline': 'n' },
  },
  async (process, options) => {
    let failed = false;
    for (const path of options.operands) {
      try {
        const target =
          options.has('f') || options.has('e') || options.has('m')
            ? resolve(process.fs, path, options.has('e'))
            : process.fs.readlink(path);
        await process.stdout.write(target + (options.has('n') ? '' : '\n'));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
      }
    }
    return failed ? 1 : 0;
  },
);

/** pwd: the working directory. Upstream: coreutils src/pwd.c. */
export const pwd = tool('pwd', { short: 'LP' }, async (process) => {
  await process.stdout.write(`${process.fs.cwd}\n`);
  return 0;
});

/** mktemp: a new file or directory with a name of its own. Upstream: coreutils src/mktemp.c. */
export const mktemp = tool(
  'mktemp',
  { short: 'dqutp:', long: { directory: 'd', quiet: 'q', 'dry-run': 'u', 'tmpdir=?': 'p', 'suffix=': 'suffix' } },
  async (process, options) => {
    const template = options.operands[0] ?? 'tmp.XXXXXXXXXX';
    const run = /X{3,}(?=[^X]*$)/.exec(template);
    if (!run) {
      await process.stderr.write(`mktemp: too few X's in template '${template}'\n`);
      return 1;
    }
    const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
    const random = Array.from(run[0], () => process.random.pick([...letters])).join('');
    const name =
      template.slice(0, run.index) +
      random +
      template.slice(run.index + run[0].length) +
      (options.value('suffix') ?? '');
    const folder = options.value('p') || process.env.get('TMPDIR') || '/tmp';
    const path = options.operands.length === 0 || options.has('p') || options.has('t') ? `${folder}/${name}` : name;
    if (!options.has('u')) {
      if (options.has('d')) process.fs.mkdir(path, { mode: 0o700 });
      else process.fs.writeFile(path, '', { mode: 0o600 });
    }
    await process.stdout.write(`${path}\n`);
    return 0;
  },
);
