import { FileError } from '#vfs/filesystem';
import type { Process } from '#process/process';
import type { Options } from '../getopt';
import { isApplet, tool } from '../program';

/** The last part of a path, as basename(3). */
export const baseName = (path: string): string => path.replace(/\/+$/, '').replace(/^.*\//, '') || '/';

/** cp: copies files and directories. Upstream: coreutils src/cp.c. */
export const cp = tool(
  'cp',
  {
    short: 'aRrpfinuvLPHdt:Tlsx',
    long: {
      archive: 'a',
      recursive: 'r',
      force: 'f',
      interactive: 'i',
      'no-clobber': 'n',
      update: 'u',
      verbose: 'v',
      dereference: 'L',
      'no-dereference': 'P',
      'preserve=?': 'p',
      'target-directory=': 't',
      'no-target-directory': 'T',
      link: 'l',
      'symbolic-link': 's',
      parents: 'parents',
    },
  },
  async (process, options) => {
    const operands = [...options.operands];
    const target = options.value('t') ?? (operands.length > 1 ? operands.pop() : undefined);
    if (operands.length === 0 || target === undefined) {
      const text =
        operands.length === 0 ? 'missing file operand' : `missing destination file operand after '${operands[0]!}'`;
      await process.stderr.write(`cp: ${text}\nTry 'cp --help' for more information.\n`);
      return 1;
    }
    const into = process.fs.isDirectory(target) && !options.has('T');
    if (operands.length > 1 && !into) {
      await process.stderr.write(
        `cp: target '${target}': ${process.fs.exists(target) ? 'Not a directory' : 'No such file or directory'}\n`,
      );
      return 1;
    }
    let failed = false;
    for (const source of operands) {
      const name = options.has('parents') ? source.replace(/^\/+/, '') : baseName(source);
      const place = into
        ? `${target.replace(/\/+$/, '')}/${/(^|\/)\.\.?\/?$/.test(source) ? '' : name}`.replace(/\/$/, '')
        : target;
      failed = !(await copyOne(process, source, place || '/', options, true)) || failed;
    }
    return failed ? 1 : 0;
  },
);

async function copyOne(
  process: Process,
  source: string,
  target: string,
  options: Options,
  top: boolean,
): Promise<boolean> {
  const recursive = options.has('r') || options.has('R') || options.has('a');
  const keepLinks =
    options.has('P') ||
    options.has('d') ||
    options.has('a') ||
    (recursive && !options.has('L') && !(options.has('H') && top));
  try {
    const stat = keepLinks ? process.fs.lstat(source) : process.fs.stat(source);
    if (stat.type === 'directory') {
      if (!recursive) {
        await process.stderr.write(
          isApplet(process)
            ? `cp: omitting directory '${source}'\n`
            : `cp: -r not specified; omitting directory '${source}'\n`,
        );
        return false;
      }
      if (!process.fs.exists(target)) process.fs.mkdir(target, { mode: stat.mode });
      if (options.has('v')) await process.stdout.write(`'${source}' -> '${target}'\n`);
      let ok = true;
      for (const name of process.fs.readdir(source))
        ok = (await copyOne(process, `${source}/${name}`, `${target}/${name}`, options, false)) && ok;
      keep(process, target, stat, options);
      return ok;
    }
    if (process.fs.isDirectory(target)) {
      await process.stderr.write(`cp: cannot overwrite directory '${target}' with non-directory\n`);
      return false;
    }
    if (process.fs.exists(target)) {
      if (options.has('n')) return true;
      if (options.has('u') && process.fs.stat(target).mtimeMs >= stat.mtimeMs) return true;
      const there = process.fs.stat(target);
      if (there.device === stat.device && there.ino === stat.ino) {
        await process.stderr.write(`cp: '${source}' and '${target}' are the same file\n`);
        return false;
      }
    }
    if (options.has('s')) process.fs.symlink(source, target);
    else if (options.has('l')) process.fs.link(source, target);
    else if (stat.type === 'symlink') {
      if (process.fs.exists(target)) process.fs.unlink(target);
      process.fs.symlink(process.fs.readlink(source), target);
    } else {
      const fresh = !process.fs.exists(target);
      process.fs.writeFile(target, process.fs.readFile(source), { mode: stat.mode & ~process.umask });
      if (fresh) process.fs.chmod(target, stat.mode & ~process.umask);
      keep(process, target, stat, options);
    }
    if (options.has('v')) await process.stdout.write(`'${source}' -> '${target}'\n`);
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const missing = error.path === source || !process.fs.exists(source);
    const text = missing
      ? isApplet(process)
        ? `can't stat '${source}'`
        : `cannot stat '${source}'`
      : isApplet(process)
        ? `can't create '${target}'`
        : `cannot create regular file '${target}'`;
    await process.stderr.write(`cp: ${text}: ${error.message}\n`);
    return false;
  }
}

function keep(
  process: Process,
  path: string,
  stat: { mode: number; uid: number; gid: number; mtimeMs: number },
  options: Options,
): void {
  if (!options.has('a') && !options.has('p')) return;
  process.fs.chmod(path, stat.mode);
  if (process.credentials.uid === 0) process.fs.chown(path, stat.uid, stat.gid);
  process.fs.utimes(path, stat.mtimeMs);
}
