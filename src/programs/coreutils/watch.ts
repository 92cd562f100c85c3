import { decode, readAll } from '#io/streams';
import type { Descriptor, Process } from '#process/process';
import { UsageError } from '../getopt';
import { tool } from '../program';
import { runCommand } from './environment';
import { seconds } from './simple';
import { strftime } from './time-format';

/** watch: runs a command again and again and shows its output. Upstream: procps-ng watch.c. */
export const watch = tool(
  'watch',
  {
    short: 'n:dtbegcx',
    long: {
      'interval=': 'n',
      'differences=?': 'd',
      'no-title': 't',
      errexit: 'e',
      chgexit: 'g',
      color: 'c',
      exec: 'x',
    },
    posix: true,
  },
  async (process, options) => {
    if (options.operands.length === 0) throw new UsageError('missing operand');
    const interval = Math.max(0.1, seconds(options.value('n') ?? '2') ?? 2);
    const line = options.operands.join(' ');
    let last: string | undefined;
    for (;;) {
      const { output, code } = await capture(process, options.has('x') ? options.operands : ['sh', '-c', line]);
      if (process.isTTY(1)) await process.stdout.write('\x1b[H\x1b[2J');
      if (!options.has('t')) {
        const left = `Every ${interval.toFixed(1)}s: ${line}`;
        const right = `${process.host.hostname}: ${strftime('%a %b %e %H:%M:%S %Y', process.clock.epochNow())}`;
        const width = process.pty?.columns ?? 80;
        await process.stdout.write(`${left.padEnd(Math.max(left.length + 1, width - right.length))}${right}\n\n`);
      }
      await process.stdout.write(output);
      if (options.has('e') && code !== 0) return 8;
      if (options.has('g') && last !== undefined && last !== output) return 0;
      last = output;
      await process.sleep(interval * 1000);
    }
  },
);

/** Runs a command and answers all it printed on both streams. */
export async function capture(process: Process, words: readonly string[]): Promise<{ output: string; code: number }> {
  const { read, write } = process.pipe();
  const fds = new Map<number, Descriptor>([...process.fds, [1, write], [2, write]]);
  const reading = readAll(read.reader!);
  const code = await runCommand(process, 'watch', words, { fds });
  write.close();
  const output = decode(await process.wait(reading));
  read.close();
  return { output, code };
}
