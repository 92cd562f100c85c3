import { FileError, type Stat } from '#vfs/filesystem';
import type { Process } from '#process/process';
import { tool } from '../program';
import { nameOf } from './accounts';
import { modeText } from './mode';
import { timeText } from './time-format';

const KIND: Readonly<Record<Stat['type'], string>> = {
  file: 'regular file',
  directory: 'directory',
  symlink: 'symbolic link',
  fifo: 'fifo',
  socket: 'socket',
  char: 'character special file',
  block: 'block special file',
};

/** stat: what is known of a file. Upstream: coreutils src/stat.c. */
export const stat = tool(
  'stat',
  { short: 'Lc:ft', long: { dereference: 'L', 'format=': 'c', 'printf=': 'printf', 'file-system': 'f', terse: 't' } },
  async (process, options) => {
    let failed = false;
    for (const path of options.operands) {
      try {
        const info = options.has('L') ? process.fs.stat(path) : process.fs.lstat(path);
        const format = options.value('c');
        const printf = options.value('printf');
        if (format !== undefined) await process.stdout.write(`${fill(format, path, info, process)}\n`);
        else if (printf !== undefined)
          await process.stdout.write(fill(printf.replaceAll('\\n', '\n').replaceAll('\\t', '\t'), path, info, process));
        else await process.stdout.write(fill(DEFAULT, path, info, process));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
        await process.stderr.write(`stat: cannot statx '${path}': ${error.message}\n`);
      }
    }
    return failed ? 1 : 0;
  },
);

const DEFAULT = `  File: %N
  Size: %s\tBlocks: %b          IO Block: 4096   %F
Device: 0,50\tInode: %i       Links: %h
Access: (%04a/%A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)
Access: %x
Modify: %y
Change: %z
 Birth: %w
`;

function fill(format: string, path: string, info: Stat, process: Process): string {
  const time = timeText(info.mtimeMs, 'full');
  const seconds = String(Math.floor(info.mtimeMs / 1000));
  const values: Record<string, string> = {
    n: path,
    N: info.type === 'symlink' ? `${path} -> ${process.fs.readlink(path)}` : path,
    s: String(info.size),
    b: String(Math.ceil(info.size / 4096) * 8),
    B: '512',
    F: info.type === 'file' && info.size === 0 ? 'regular empty file' : KIND[info.type],
    i: String(info.ino),
    h: String(info.nlink),
    a: info.mode.toString(8),
    A: modeText(info),
    u: String(info.uid),
    U: nameOf(process.fs, '/etc/passwd', info.uid),
    g: String(info.gid),
    G: nameOf(process.fs, '/etc/group', info.gid),
    x: time,
    y: time,
    z: time,
    w: time,
    X: seconds,
    Y: seconds,
    Z: seconds,
    W: seconds,
    o: '4096',
    '%': '%',
  };
  return format.replace(/%(0?)(\d*)([A-Za-z%])/g, (whole, zero: string, width: string, letter: string) => {
    const value = values[letter];
    return value === undefined ? whole : value.padStart(Number(width || 0), zero === '0' ? '0' : ' ');
  });
}
