import { concat } from '#io/streams';
import type { Process } from '#process/process';
import { collect, eachInput } from '../inputs';
import { UsageError } from '../getopt';
import { tool } from '../program';

/** A count as head and tail read it: `5`, `-5`, `+5`, `2K`. Throws UsageError. */
export function count(text: string): number {
  const [, sign, digits, unit] = /^([-+]?)(\d+)(b|kB|K|KiB|M|MB|MiB)?$/.exec(text) ?? [];
  if (digits === undefined) throw new UsageError(`invalid number of lines: '${text}'`, `invalid number '${text}'`);
  const factor = { b: 512, kB: 1000, K: 1024, KiB: 1024, M: 1 << 20, MB: 1e6, MiB: 1 << 20 }[unit ?? ''] ?? 1;
  return (sign === '-' ? -1 : 1) * Number(digits) * factor;
}

/** tail: the last lines or bytes of files; with -f what is added to them. Upstream: coreutils src/tail.c. */
export const tail = tool(
  'tail',
  {
    short: 'n:c:fFqvs:0123456789',
    long: {
      'lines=': 'n',
      'bytes=': 'c',
      'follow=?': 'f',
      quiet: 'q',
      silent: 'q',
      verbose: 'v',
      retry: 'F',
      'sleep-interval=': 's',
      'pid=': 'pid',
    },
  },
  async (process, options) => {
    const digits = options.given
      .filter((o) => /\d/.test(o.name))
      .map((o) => o.name)
      .join('');
    const bytes = options.value('c');
    const text = bytes ?? options.value('n') ?? (digits || '10');
    const fromStart = text.startsWith('+');
    const wanted = Math.abs(count(text));
    const title = (options.operands.length > 1 && !options.has('q')) || options.has('v');
    const sizes = new Map<string, number>();
    let first = true;
    const { failed } = await eachInput(process, 'tail', options.operands, async ({ name, reader }) => {
      if (title) await process.stdout.write(`${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
      first = false;
      const all = await collect(process, reader);
      sizes.set(name, all.length);
      await process.stdout.write(
        all.subarray(bytes === undefined ? lineStart(all, wanted, fromStart) : byteStart(all, wanted, fromStart)),
      );
    });
    if (options.has('f') || options.has('F')) await follow(process, sizes, title, Number(options.value('s') ?? 1));
    return failed > 0 ? 1 : 0;
  },
);

const byteStart = (all: Uint8Array, wanted: number, fromStart: boolean): number =>
  fromStart ? Math.max(0, wanted - 1) : Math.max(0, all.length - wanted);

function lineStart(all: Uint8Array, wanted: number, fromStart: boolean): number {
  if (fromStart) {
    let at = 0;
    for (let left = wanted - 1; left > 0; left--) {
      const end = all.indexOf(10, at);
      if (end < 0) return all.length;
      at = end + 1;
    }
    return at;
  }
  if (wanted === 0) return all.length;
  let at = all.length;
  if (all[at - 1] === 10) at--;
  for (let left = wanted; left > 0; left--) {
    at = all.lastIndexOf(10, at - 1);
    if (at < 0) return 0;
  }
  return at + 1;
}

async function follow(process: Process, sizes: Map<string, number>, title: boolean, seconds: number): Promise<void> {
  let current = [...sizes.keys()].at(-1);
  while (sizes.size > 0) {
    await process.sleep(seconds * 1000);
    for (const [name, size] of sizes) {
      if (name === '-' || !process.fs.exists(name)) continue;
      const now = process.fs.stat(name).size;
      if (now === size) continue;
      if (now < size) await process.stderr.write(`tail: ${name}: file truncated\n`);
      if (title && current !== name) await process.stdout.write(`\n==> ${name} <==\n`);
      current = name;
      await process.stdout.write(concat([process.fs.readFile(name).subarray(now < size ? 0 : size)]));
      sizes.set(name, now);
    }
  }
}
