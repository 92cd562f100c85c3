import type { Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { UsageError } from '../getopt';
import { readOperand } from '../inputs';
import { tool } from '../program';

/** cmp: the first byte at which two files differ. Upstream: GNU diffutils src/cmp.c. */
export const cmp: Program = tool(
  'cmp',
  {
    short: 'bi:ln:s',
    long: {
      'print-bytes': 'b',
      'ignore-initial=': 'i',
      verbose: 'l',
      'bytes=': 'n',
      quiet: 's',
      silent: 's',
    },
    usageExit: 2,
    version: 'cmp (GNU diffutils) 3.10',
    usage: '[OPTION]... FILE1 [FILE2 [SKIP1 [SKIP2]]]',
  },
  async (process, options) => {
    const [a, b = '-'] = options.operands;
    if (a === undefined) throw new UsageError("missing operand after 'cmp'");
    const contents: Uint8Array[] = [];
    for (const path of [a, b]) {
      try {
        contents.push(await readOperand(process, path));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (!options.has('s')) await process.stderr.write(`cmp: ${path}: ${error.message}\n`);
        return 2;
      }
    }
    const skip = options.number('i', 0);
    const limit = options.number('n', Infinity);
    const [x, y] = contents.map((bytes) => bytes.subarray(skip, skip + limit)) as [Uint8Array, Uint8Array];
    const length = Math.min(x.length, y.length);
    const quiet = options.has('s');
    let found = 0;
    let line = 1;
    let out = '';
    const octal = (byte: number): string => byte.toString(8).padStart(3);
    for (let i = 0; i < length; i++) {
      if (x[i] !== y[i]) {
        found++;
        if (quiet) return 1;
        if (options.has('l'))
          out += `${String(i + 1).padStart(String(length).length)} ${octal(x[i]!)} ${octal(y[i]!)}\n`;
        else {
          const shown = (byte: number): string => `${octal(byte)} ${printable(byte)}`;
          const bytes = options.has('b') ? ` is ${shown(x[i]!)} ${shown(y[i]!)}` : '';
          await process.stdout.write(`${a} ${b} differ: byte ${String(i + 1)}, line ${String(line)}${bytes}\n`);
          return 1;
        }
      }
      if (x[i] === 10) line++;
    }
    await process.stdout.write(out);
    if (x.length === y.length) return found > 0 ? 1 : 0;
    if (quiet) return 1;
    const short = x.length < y.length ? a : b;
    const whole = (x.length < y.length ? x : y).at(-1) === 10;
    const place = length === 0 ? 'which is empty' : `after byte ${String(length)}`;
    const lines =
      length === 0 || options.has('l') ? '' : whole ? `, line ${String(line - 1)}` : `, in line ${String(line)}`;
    await process.stderr.write(`cmp: EOF on ${short} ${place}${lines}\n`);
    return 1;
  },
);

/** A byte as `cat -v` shows it. */
function printable(byte: number): string {
  const meta = byte >= 128 ? 'M-' : '';
  const low = byte & 127;
  return meta + (low < 32 ? `^${String.fromCharCode(low + 64)}` : low === 127 ? '^?' : String.fromCharCode(low));
}
