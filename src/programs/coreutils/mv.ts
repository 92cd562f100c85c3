import { FileError } from '#vfs/filesystem';
import type { Process } from '#process/process';
import { isApplet, tool } from '../program';
import { baseName } from './cp';

/** mv: moves and renames. Upstream: coreutils src/mv.c. */
export const mv = tool(
  'mv',
  {
    short: 'finuvt:T',
    long: {
      force: 'f',
      interactive: 'i',
      'no-clobber': 'n',
      update: 'u',
      verbose: 'v',
      'target-directory=': 't',
      'no-target-directory': 'T',
    },
  },
  async (process, options) => {
    const operands = [...options.operands];
    const target = options.value('t') ?? (operands.length > 1 ? operands.pop() : undefined);
    if (operands.length === 0 || target === undefined) {
      const text =
        operands.length === 0 ? 'missing file operand' : `missing destination file operand after '${operands[0]!}'`;
      await process.stderr.write(`mv: ${text}\nTry 'mv --help' for more information.\n`);
      return 1;
    }
    const into = process.fs.isDirectory(target) && !options.has('T');
    if (operands.length > 1 && !into) {
      await process.stderr.write(
        `mv: target '${target}': ${process.fs.exists(target) ? 'Not a directory' : 'No such file or directory'}\n`,
      );
      return 1;
    }
    let failed = false;
    for (const source of operands) {
      const place = into ? `${target.replace(/\/+$/, '')}/${baseName(source)}` : target;
      try {
        process.fs.lstat(source);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
        await process.stderr.write(
          `mv: ${isApplet(process) ? `can't rename '${source}'` : `cannot stat '${source}'`}: ${error.message}\n`,
        );
        continue;
      }
      if (options.has('n') && process.fs.exists(place)) continue;
      try {
        move(process, source, place);
        if (options.has('v')) await process.stdout.write(`renamed '${source}' -> '${place}'\n`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
        await process.stderr.write(`mv: cannot move '${source}' to '${place}': ${error.message}\n`);
      }
    }
    return failed ? 1 : 0;
  },
);

/** Renames; across file systems copies and then removes. */
function move(process: Process, source: string, target: string): void {
  try {
    process.fs.rename(source, target);
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== 'EXDEV') throw error;
    copyTree(process, source, target);
    process.fs.removeAll(source);
  }
}

function copyTree(process: Process, source: string, target: string): void {
  const stat = process.fs.lstat(source);
  if (stat.type === 'directory') {
    if (!process.fs.isDirectory(target)) process.fs.mkdir(target, { mode: stat.mode });
    for (const name of process.fs.readdir(source)) copyTree(process, `${source}/${name}`, `${target}/${name}`);
  } else if (stat.type === 'symlink') process.fs.symlink(process.fs.readlink(source), target);
  else process.fs.writeFile(target, process.fs.readFile(source), { mode: stat.mode });
  if (stat.type !== 'symlink') {
    if (process.credentials.uid === 0) process.fs.chown(target, stat.uid, stat.gid);
    process.fs.utimes(target, stat.mtimeMs);
  }
}
