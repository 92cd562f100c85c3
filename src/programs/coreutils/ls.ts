import { FileError, type Stat } from '#vfs/filesystem';
import type { Process } from '#process/process';
import type { Options } from '../getopt';
import { isApplet, tool } from '../program';
import { modeText } from './mode';
import { humanSize } from './size';
import { nameOf } from './accounts';
import { monthDayTime, timeText } from './time-format';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stat: Stat;
}

/** ls: lists directories. Upstream: coreutils src/ls.c. */
export const ls = tool(
  'ls',
  {
    short: '1AaBCcdFfGghiklmnopQqRrSstUuvw:XxZN',
    long: {
      all: 'a',
      'almost-all': 'A',
      directory: 'd',
      'human-readable': 'h',
      inode: 'i',
      recursive: 'R',
      reverse: 'r',
      size: 's',
      'color=?': 'color',
      'time-style=': 'time-style',
      'full-time': 'full-time',
      classify: 'F',
      'sort=': 'sort',
      'group-directories-first': 'dirs-first',
      'numeric-uid-gid': 'n',
      'no-group': 'G',
      si: 'h',
      'width=': 'w',
    },
    usageExit: 2,
  },
  async (process, options) => {
    const names = options.operands.length === 0 ? ['.'] : options.operands;
    const files: Entry[] = [];
    const directories: Entry[] = [];
    let failed = false;
    for (const name of names) {
      try {
        const long = options.has('l') || options.has('d') || options.has('F');
        let stat = long ? process.fs.lstat(name) : process.fs.stat(name);
        if (long && !options.has('d') && stat.type === 'symlink' && !options.has('l') && process.fs.exists(name))
          stat = process.fs.stat(name);
        const entry = { name, path: name, stat };
        if (stat.type === 'directory' && !options.has('d')) directories.push(entry);
        else files.push(entry);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
        const what = isApplet(process) ? name : `cannot access '${name}'`;
        await process.stderr.write(`ls: ${what}: ${error.message}\n`);
      }
    }
    if (files.length > 0) await process.stdout.write(listing(process, sorted(files, options), options, false));
    const titled = names.length > 1 || options.has('R');
    let first = files.length === 0;
    for (const directory of sorted(directories, options)) {
      const ok = await listDirectory(process, directory.path, options, titled, first);
      failed ||= !ok;
      first = false;
    }
    return failed ? (isApplet(process) ? 1 : 2) : 0;
  },
);

async function listDirectory(
  process: Process,
  path: string,
  options: Options,
  titled: boolean,
  first: boolean,
): Promise<boolean> {
  let entries: Entry[];
  try {
    entries = entriesOf(process, path, options);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await process.stderr.write(`ls: cannot open directory '${path}': ${error.message}\n`);
    return false;
  }
  if (titled) await process.stdout.write(`${first ? '' : '\n'}${path}:\n`);
  await process.stdout.write(listing(process, entries, options, true));
  let ok = true;
  if (options.has('R')) {
    for (const entry of entries) {
      if (entry.stat.type !== 'directory' || entry.name === '.' || entry.name === '..') continue;
      ok = (await listDirectory(process, entry.path, options, true, false)) && ok;
    }
  }
  return ok;
}

function entriesOf(process: Process, path: string, options: Options): Entry[] {
  const hidden = options.has('a') || options.has('A') || options.has('f');
  const names = process.fs.readdir(path).filter((name) => hidden || !name.startsWith('.'));
  const dots = options.has('a') || options.has('f') ? ['.', '..'] : [];
  const at = (name: string): string => (path.endsWith('/') ? path + name : `${path}/${name}`);
  return sorted(
    [...dots, ...names].map((name) => ({ name, path: at(name), stat: process.fs.lstat(at(name)) })),
    options,
  );
}

function sorted(entries: Entry[], options: Options): Entry[] {
  const by =
    options.value('sort') ??
    { t: 'time', S: 'size', X: 'extension', U: 'none', f: 'none', v: 'version' }[
      options.last('t', 'S', 'X', 'U', 'f', 'v') ?? ''
    ];
  const byName = (a: Entry, b: Entry): number => collate(a.name, b.name);
  const order: (a: Entry, b: Entry) => number =
    by === 'time'
      ? (a, b) => b.stat.mtimeMs - a.stat.mtimeMs || byName(a, b)
      : by === 'size'
        ? (a, b) => b.stat.size - a.stat.size || byName(a, b)
        : by === 'none'
          ? () => 0
          : byName;
  const result = entries.toSorted(order);
  if (options.has('r')) result.reverse();
  if (options.has('dirs-first'))
    return [...result.filter((e) => e.stat.type === 'directory'), ...result.filter((e) => e.stat.type !== 'directory')];
  return result;
}

/** Byte order, as in the C locale that images have. */
export const collate = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function listing(process: Process, entries: Entry[], options: Options, inDirectory: boolean): string {
  if (options.has('l') || options.has('n') || options.has('o') || options.has('g') || options.has('full-time')) {
    return long(process, entries, options, inDirectory);
  }
  const color = options.value('color') ?? (options.has('color') ? 'always' : 'never');
  const colored =
    color === 'always' ||
    color === '' ||
    (color === 'auto' && process.isTTY(1)) ||
    (isApplet(process) && process.isTTY(1));
  const shown = entries.map((entry) => ({
    width: entry.name.length + suffix(entry, options).length,
    text:
      (options.has('i') ? `${String(entry.stat.ino)} ` : '') +
      (colored ? paint(entry) : entry.name) +
      suffix(entry, options),
  }));
  if (options.has('m')) return shown.length > 0 ? `${shown.map((s) => s.text).join(', ')}\n` : '';
  if (options.has('1') || (!process.isTTY(1) && !options.has('C') && !options.has('x')))
    return shown.map((s) => `${s.text}\n`).join('');
  return columns(shown, process.pty?.columns ?? 80);
}

function columns(items: { width: number; text: string }[], width: number): string {
  if (items.length === 0) return '';
  for (let rows = 1; ; rows++) {
    const count = Math.ceil(items.length / rows);
    const widths = Array.from({ length: count }, (_, c) =>
      Math.max(...items.slice(c * rows, (c + 1) * rows).map((i) => i.width)),
    );
    if (rows < items.length && widths.reduce((a, b) => a + b + 2, -2) > width) continue;
    const lines = Array.from({ length: rows }, (_, r) =>
      widths
        .map((w, c) => ({ w, item: items[c * rows + r], next: items[(c + 1) * rows + r] }))
        .map(({ w, item, next }) => (item ? item.text + (next ? ' '.repeat(w - item.width + 2) : '') : ''))
        .join(''),
    );
    return `${lines.join('\n')}\n`;
  }
}

function suffix(entry: Entry, options: Options): string {
  if (!options.has('F') && !options.has('p')) return '';
  if (entry.stat.type === 'directory') return '/';
  if (options.has('p')) return '';
  if (entry.stat.type === 'symlink') return '@';
  if (entry.stat.type === 'fifo') return '|';
  if (entry.stat.type === 'socket') return '=';
  return entry.stat.mode & 0o111 ? '*' : '';
}

function paint({ name, stat }: Entry): string {
  const code =
    stat.type === 'directory'
      ? (stat.mode & 0o1002) === 0o1002
        ? '30;42'
        : '01;34'
      : stat.type === 'symlink'
        ? '01;36'
        : stat.type === 'file'
          ? stat.mode & 0o111
            ? '01;32'
            : ''
          : '40;33;01';
  return code === '' ? name : `\x1b[${code}m${name}\x1b[0m`;
}

function long(process: Process, entries: Entry[], options: Options, inDirectory: boolean): string {
  const size = (stat: Stat): string => {
    if (stat.type === 'char' || stat.type === 'block') return deviceNumbers(stat.special ?? '');
    return options.has('h') ? humanSize(stat.size) : String(stat.size);
  };
  const rows = entries.map((entry) => {
    const { stat } = entry;
    const target = stat.type === 'symlink' ? ` -> ${process.fs.readlink(entry.path)}` : '';
    const when =
      options.has('full-time') || options.value('time-style') === 'full-iso'
        ? timeText(stat.mtimeMs, 'full')
        : options.value('time-style') === 'long-iso'
          ? timeText(stat.mtimeMs, 'long')
          : monthDayTime(stat.mtimeMs, process.clock.epochNow());
    const user = options.has('n') ? String(stat.uid) : nameOf(process.fs, '/etc/passwd', stat.uid);
    const group = options.has('n') ? String(stat.gid) : nameOf(process.fs, '/etc/group', stat.gid);
    return {
      ino: options.has('i') ? `${String(stat.ino)} ` : '',
      mode: modeText(stat),
      links: String(stat.nlink),
      user: options.has('g') ? undefined : user,
      group: options.has('o') || options.has('G') ? undefined : group,
      size: size(stat),
      when,
      name: `${process.isTTY(1) && options.has('color') ? paint(entry) : entry.name}${suffix(entry, options)}${target}`,
    };
  });
  const width = (key: 'links' | 'user' | 'group' | 'size'): number =>
    Math.max(0, ...rows.map((row) => row[key]?.length ?? 0));
  const [links, user, group, bytes] = [width('links'), width('user'), width('group'), width('size')];
  const lines = rows.map(
    (row) =>
      `${row.ino}${row.mode} ${row.links.padStart(links)} ${row.user === undefined ? '' : `${row.user.padEnd(user)} `}${row.group === undefined ? '' : `${row.group.padEnd(group)} `}${row.size.padStart(bytes)} ${row.when} ${row.name}\n`,
  );
  const blocks = entries.reduce(
    (sum, { stat }) =>
      sum + (stat.type === 'file' ? Math.ceil(stat.size / 4096) * 4 : stat.type === 'directory' ? 4 : 0),
    0,
  );
  return (
    (inDirectory
      ? `total ${options.has('h') ? (blocks === 0 ? '0' : humanSize(blocks * 1024)) : String(blocks)}\n`
      : '') + lines.join('')
  );
}

/** Major and minor numbers of the usual devices. Upstream: Documentation/admin-guide/devices.txt. */
const DEVICES: Readonly<Record<string, readonly [number, number]>> = {
  null: [1, 3],
  zero: [1, 5],
  full: [1, 7],
  random: [1, 8],
  urandom: [1, 9],
  kmsg: [1, 11],
  tty: [5, 0],
  console: [5, 1],
  ptmx: [5, 2],
};

function deviceNumbers(special: string): string {
  const terminal = /^pts\/(\d+)$/.exec(special);
  const [major, minor] = terminal ? [136, Number(terminal[1])] : (DEVICES[special] ?? [0, 0]);
  return `${String(major)}, ${String(minor).padStart(3)}`;
}
