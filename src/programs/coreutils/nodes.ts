import { FileError } from '#vfs/filesystem';
import { tool } from '../program';
import { runCommand } from './environment';
import { seconds } from './simple';

/** mkfifo: makes named pipes. Upstream: coreutils src/mkfifo.c. */
export const mkfifo = tool('mkfifo', { short: 'm:', long: { 'mode=': 'm' } }, async (process, options) => {
  let failed = false;
  for (const path of options.operands) {
    try {
      process.fs.mknod(path, 'fifo', '', { mode: 0o666 & ~process.umask });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failed = true;
      await process.stderr.write(`mkfifo: cannot create fifo '${path}': ${error.message}\n`);
    }
  }
  return failed ? 1 : 0;
});

/** truncate: cuts or lengthens files. Upstream: coreutils src/truncate.c. */
export const truncate = tool(
  'truncate',
  { short: 's:c', long: { 'size=': 's', 'no-create': 'c' } },
  async (process, options) => {
    const match = /^([-+]?)(\d+)([KMG]?)B?$/.exec(options.value('s') ?? '');
    if (!match) {
      await process.stderr.write(
        "truncate: you must specify either '--size' or '--reference'\nTry 'truncate --help' for more information.\n",
      );
      return 1;
    }
    const amount = Number(match[2]) * { '': 1, K: 1024, M: 1 << 20, G: 1 << 30 }[match[3] as ''];
    for (const path of options.operands) {
      const old = process.fs.exists(path) ? process.fs.readFile(path) : new Uint8Array();
      const size =
        match[1] === '+' ? old.length + amount : match[1] === '-' ? Math.max(0, old.length - amount) : amount;
      if (size > 64 << 20) throw new FileError('ENOSPC', path);
      const out = new Uint8Array(size);
      out.set(old.subarray(0, size));
      process.fs.writeFile(path, out);
    }
    return 0;
  },
);

/** unlink: removes one file. Upstream: coreutils src/unlink.c. */
export const unlink = tool('unlink', {}, async (process, options) => {
  const path = options.operands[0] ?? '';
  try {
    process.fs.unlink(path);
    return 0;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await process.stderr.write(`unlink: cannot unlink '${path}': ${error.message}\n`);
    return 1;
  }
});

/** sync: everything is written already, as memory is the truth here. Upstream: coreutils src/sync.c. */
export const sync = tool('sync', { short: 'df' }, () => 0);

/** shuf: lines in random order. Upstream: coreutils src/shuf.c. */
export const shuf = tool(
  'shuf',
  { short: 'n:i:er', long: { 'head-count=': 'n', 'input-range=': 'i', echo: 'e' } },
  async (process, options) => {
    const range = /^(\d+)-(\d+)$/.exec(options.value('i') ?? '');
    const lines = range
      ? Array.from({ length: Math.min(1_000_000, Number(range[2]) - Number(range[1]) + 1) }, (_, i) =>
          String(Number(range[1]) + i),
        )
      : options.has('e')
        ? [...options.operands]
        : process.fs
            .readText(options.operands[0] ?? '/dev/stdin')
            .replace(/\n$/, '')
            .split('\n');
    for (let i = lines.length - 1; i > 0; i--) {
      const j = process.random.below(i + 1);
      [lines[i], lines[j]] = [lines[j]!, lines[i]!];
    }
    await process.stdout.write(
      lines
        .slice(0, options.number('n', lines.length))
        .map((line) => `${line}\n`)
        .join(''),
    );
    return 0;
  },
);

/** setsid: runs a program in a session of its own. Upstream: util-linux setsid. */
export const setsid = tool('setsid', { short: 'cfw', posix: true }, (process, options) =>
  runCommand(process, 'setsid', options.operands, { group: 'new' }),
);

/** usleep: waits for microseconds. Upstream: busybox coreutils/usleep.c. */
export const usleep = tool('usleep', {}, async (process, options) => {
  await process.sleep((seconds(options.operands[0] ?? '0') ?? 0) / 1000);
  return 0;
});

/** mountpoint: whether something is mounted there. Upstream: util-linux mountpoint. */
export const mountpoint = tool('mountpoint', { short: 'qd' }, async (process, options) => {
  const path = process.fs.absolute(options.operands[0] ?? '');
  const mounted = process.fs.mounts().some((mount) => mount.target === path);
  if (!options.has('q'))
    await process.stdout.write(`${options.operands[0] ?? ''} is ${mounted ? '' : 'not '}a mountpoint\n`);
  return mounted ? 0 : 32;
});
