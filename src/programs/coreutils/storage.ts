import { FileError } from '#vfs/filesystem';
import type { Process } from '#process/process';
import { tool } from '../program';
import { humanSize } from './size';

const GIB = 1024 * 1024 * 1024;

/** Bytes of a machine's simulated disk. Simplified: one size for every file system, as on a laptop with one disk. */
export const DISK_BYTES = 62 * GIB;

/** df: how full file systems are. Upstream: coreutils src/df.c. */
export const df = tool(
  'df',
  {
    short: 'ahHiklmPTt:x:',
    long: { all: 'a', 'human-readable': 'h', si: 'H', inodes: 'i', portability: 'P', 'print-type': 'T', 'type=': 't' },
  },
  async (process, options) => {
    const mounts = process.fs
      .mounts()
      .filter((mount) => !/^(proc|sysfs|devpts|mqueue|cgroup2?)$/.test(mount.fsType) || options.has('a'));
    const absolute = options.operands.map((path) => process.fs.realpath(path));
    const shown =
      absolute.length === 0
        ? mounts
        : absolute.map(
            (path) =>
              mounts
                .filter((m) => path === m.target || path.startsWith(m.target.replace(/\/?$/, '/')))
                .toSorted((a, b) => b.target.length - a.target.length)[0]!,
          );
    const unit =
      options.has('h') || options.has('H')
        ? humanSize
        : (bytes: number): string => String(Math.ceil(bytes / (options.has('m') ? 1048576 : 1024)));
    const rows = shown.map((mount) => {
      const size = mount.fsType === 'tmpfs' ? 64 * 1024 * 1024 : DISK_BYTES;
      const used = mount.fsType === 'tmpfs' ? 0 : Math.round(DISK_BYTES * 0.31);
      return [
        mount.source,
        ...(options.has('T') ? [mount.fsType] : []),
        unit(size),
        unit(used),
        unit(size - used),
        `${String(Math.ceil((used / size) * 100))}%`,
        mount.target,
      ];
    });
    const header = [
      'Filesystem',
      ...(options.has('T') ? ['Type'] : []),
      options.has('h') ? 'Size' : options.has('m') ? '1M-blocks' : '1K-blocks',
      'Used',
      options.has('h') ? 'Avail' : 'Available',
      'Use%',
      'Mounted on',
    ];
    const table = [header, ...rows];
    const widths = header.map((_, c) => Math.max(...table.map((row) => row[c]!.length)));
    const last = header.length - 1;
    const text = (row: string[]): string =>
      row
        .map((cell, c) =>
          c === last
            ? cell
            : c === 0 || (options.has('T') && c === 1)
              ? cell.padEnd(widths[c]!)
              : cell.padStart(widths[c]!),
        )
        .join(' ');
    await process.stdout.write(table.map((row) => `${text(row)}\n`).join(''));
    return 0;
  },
);

/** du: the space that trees take. Upstream: coreutils src/du.c. */
export const du = tool(
  'du',
  {
    short: 'abchkmsxd:L0',
    long: {
      all: 'a',
      bytes: 'b',
      total: 'c',
      'human-readable': 'h',
      summarize: 's',
      'max-depth=': 'd',
      'apparent-size': 'A',
    },
  },
  async (process, options) => {
    const limit = options.has('s') ? 0 : options.number('d', Infinity);
    const show = (bytes: number): string =>
      options.has('b')
        ? String(bytes)
        : options.has('h')
          ? humanSize(bytes)
          : String(Math.ceil(bytes / (options.has('m') ? 1048576 : 1024)));
    let failed = false;
    let total = 0;
    const walk = async (path: string, depth: number): Promise<number> => {
      const stat = process.fs.lstat(path);
      const own =
        options.has('b') || options.has('A')
          ? stat.type === 'directory'
            ? 4096
            : stat.size
          : stat.type === 'directory'
            ? 4096
            : Math.ceil(stat.size / 4096) * 4096;
      let sum = own;
      if (stat.type === 'directory')
        for (const name of process.fs.readdir(path)) sum += await walk(`${path.replace(/\/$/, '')}/${name}`, depth + 1);
      if (depth <= limit && (stat.type === 'directory' || options.has('a') || depth === 0))
        await process.stdout.write(`${show(sum)}\t${path}\n`);
      return sum;
    };
    for (const path of options.operands.length === 0 ? ['.'] : options.operands) {
      try {
        total += await walk(path, 0);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        failed = true;
        await process.stderr.write(`du: cannot access '${path}': ${error.message}\n`);
      }
    }
    if (options.has('c')) await process.stdout.write(`${show(total)}\ttotal\n`);
    return failed ? 1 : 0;
  },
);

/** mount: lists what is mounted. Mounting by hand is refused, as without the privilege. */
export const mount = tool('mount', { short: 'alt:o:v', long: { bind: 'bind' } }, async (process, options) => {
  if (options.operands.length > 0) {
    await process.stderr.write('mount: permission denied (are you root?)\n');
    return 1;
  }
  await process.stdout.write(
    process.fs
      .mounts()
      .map((m) => `${m.source} on ${m.target} type ${m.fsType} (${m.readOnly ? 'ro' : 'rw'},relatime)\n`)
      .join(''),
  );
  return 0;
});

/** dd: copies blocks. Upstream: coreutils src/dd.c. */
export const dd = {
  name: 'dd',
  async run(process: Process): Promise<number> {
    const args = new Map(
      process.argv.slice(1).map((arg) => [arg.split('=')[0]!, arg.slice(arg.indexOf('=') + 1)] as const),
    );
    const size = (text: string): number =>
      Number(/^\d+/.exec(text)?.[0] ?? 0) *
      ({ c: 1, w: 2, b: 512, k: 1024, K: 1024, kB: 1000, M: 1 << 20, MB: 1e6, G: GIB, GB: 1e9 }[
        /[A-Za-z]+$/.exec(text)?.[0] ?? ''
      ] ?? 1);
    const block = size(args.get('bs') ?? args.get('ibs') ?? '512');
    const count = args.has('count') ? size(args.get('count')!) : Infinity;
    const from = args.get('if');
    const to = args.get('of');
    const input = from === undefined ? undefined : process.open(from, 'r');
    const reader = input?.reader ?? process.stdin;
    const output = to === undefined ? undefined : process.open(to, 'w');
    const writer = output?.writer ?? process.stdout;
    let left = block * count;
    let bytes = 0;
    while (left > 0) {
      const chunk = await reader.read(Math.min(left, 1 << 20));
      if (!chunk) break;
      await writer.write(chunk);
      bytes += chunk.length;
      left -= chunk.length;
      await process.yield();
    }
    input?.close();
    output?.close();
    const [full, part] = [Math.floor(bytes / block), bytes % block > 0 ? 1 : 0];
    const took = Math.max(0.0001, bytes / 1.2e9);
    const speed = bytes / took / 1e9;
    const decimal =
      bytes >= 1e9
        ? ` (${(bytes / 1e9).toFixed(1)} GB, ${humanSize(bytes).replace(/([KMGT])$/, ' $1iB')})`
        : bytes >= 1e6
          ? ` (${(bytes / 1e6).toFixed(1)} MB, ${humanSize(bytes).replace(/([KMGT])$/, ' $1iB')})`
          : bytes >= 1000
            ? ` (${(bytes / 1000).toFixed(1)} kB)`
            : '';
    if (args.get('status') !== 'none') {
      const counts = `${String(full)}+${String(part)}`;
      await process.stderr.write(
        `${counts} records in\n${counts} records out\n${String(bytes)} bytes${decimal} copied, ${took.toFixed(4)} s, ${speed.toFixed(1)} GB/s\n`,
      );
    }
    return 0;
  },
};
