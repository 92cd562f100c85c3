import type { Process } from '#process/process';
import { parseSignal, SIGNAL_NUMBERS } from '#process/signals';
import { FileError } from '#vfs/filesystem';
import { UsageError } from '../getopt';
import { tool } from '../program';
import { execCommand, runCommand, startCommand } from './environment';
import { seconds } from './simple';

/** timeout: runs a command, and ends it when it takes too long (exit code 124). Upstream: coreutils src/timeout.c. */
export const timeout = tool(
  'timeout',
  {
    short: 's:k:v',
    long: { 'signal=': 's', 'kill-after=': 'k', 'preserve-status': 'preserve', foreground: 'foreground', verbose: 'v' },
    posix: true,
    usageExit: 125,
  },
  async (process, options) => {
    const operands = [...options.operands];
    const text = operands.shift();
    const limit = seconds(text ?? '');
    if (limit === undefined || operands.length === 0)
      throw new UsageError(
        text === undefined || limit !== undefined ? 'missing operand' : `invalid time interval '${text}'`,
      );
    const signal = parseSignal(options.value('s') ?? 'TERM');
    if (!signal) throw new UsageError(`'${options.value('s')!}': invalid signal`);
    const child = await startCommand(process, 'timeout', operands);
    if (typeof child === 'number') return child;
    let late = false;
    const expire = async (): Promise<'late'> => {
      await process.sleep(limit * 1000);
      return 'late';
    };
    const first = await Promise.race([
      process.wait(child.exited),
      ...(limit > 0 && limit < Infinity ? [expire()] : []),
    ]);
    if (first === 'late') {
      late = true;
      process.kill(child.pid, signal);
      const after = seconds(options.value('k') ?? '');
      if (after !== undefined) {
        const second = await Promise.race([
          process.wait(child.exited),
          process.sleep(after * 1000).then(() => 'late' as const),
        ]);
        if (second === 'late') process.kill(child.pid, 'SIGKILL');
      }
    }
    const status = await process.wait(child.exited);
    if (!late || options.has('preserve')) return status.code;
    return signal === 'SIGKILL' || status.signal === 'SIGKILL' ? 137 : 124;
  },
);

/** nohup: runs a command that a hang-up does not end. Upstream: coreutils src/nohup.c. */
export const nohup = tool('nohup', { posix: true, usageExit: 125 }, async (process, options) => {
  if (options.operands.length === 0) throw new UsageError('missing operand');
  const fds = new Map(process.fds);
  if (process.isTTY(1)) {
    await process.stderr.write("nohup: ignoring input and appending output to 'nohup.out'\n");
    const out = process.open('nohup.out', 'a');
    fds.set(1, out);
    if (process.isTTY(2)) fds.set(2, out);
  }
  return execCommand(process, 'nohup', options.operands, { fds, ignored: ['SIGHUP'] });
});

/** nice, and chrt-like wrappers: priorities have no effect in a simulated processor, so the command just runs. */
export const nice = tool(
  'nice',
  { short: 'n:', long: { 'adjustment=': 'n' }, posix: true, usageExit: 125 },
  async (process, options) =>
    options.operands.length === 0
      ? (await process.stdout.write('0\n'), 0)
      : execCommand(process, 'nice', options.operands),
);

/** time: how long a command takes, in virtual time. Upstream: GNU time. */
export const time = tool('time', { short: 'pvf:o:', posix: true, usageExit: 125 }, async (process, options) => {
  const start = process.clock.now();
  const code = await runCommand(process, 'time', options.operands);
  const real = (process.clock.now() - start) / 1000;
  await process.stderr.write(`real ${real.toFixed(2)}\nuser 0.00\nsys 0.00\n`);
  return code;
});

/** kill: sends a signal. Upstream: procps / util-linux kill. */
export const kill = {
  name: 'kill',
  async run(process: Process): Promise<number> {
    const args = [...process.argv.slice(1)];
    let name = 'TERM';
    if (args[0] === '-l' || args[0] === '-L') {
      await process.stdout.write(
        `${Object.keys(SIGNAL_NUMBERS)
          .map((signal) => signal.slice(3))
          .join(' ')}\n`,
      );
      return 0;
    }
    if (args[0] === '-s' || args[0] === '-n') {
      args.shift();
      name = args.shift() ?? '';
    } else if (args[0]?.startsWith('-') && args[0] !== '--') name = args.shift()!.slice(1);
    if (args[0] === '--') args.shift();
    const signal = parseSignal(name);
    if (!signal && name !== '0') {
      await process.stderr.write(`kill: unknown signal ${name}\n`);
      return 1;
    }
    let failed = false;
    for (const text of args) {
      try {
        if (!/^-?\d+$/.test(text)) throw new FileError('EINVAL', text);
        if (signal) process.kill(Number(text), signal);
        else if (!process.processes().some((other) => other.pid === Number(text))) throw new FileError('ENOENT', text);
      } catch (error) {
        if (!(error instanceof Error) || error.name === 'ProcessEnded') throw error;
        failed = true;
        const reason =
          error instanceof FileError && error.code === 'EINVAL'
            ? 'failed to parse argument'
            : error instanceof FileError && error.code === 'EPERM'
              ? error.message
              : 'No such process';
        await process.stderr.write(
          reason.startsWith('failed')
            ? `kill: failed to parse argument: '${text}'\n`
            : `kill: sending signal to ${text} failed: ${reason}\n`,
        );
      }
    }
    return failed ? 1 : 0;
  },
};

/** pkill, pgrep, killall, pidof: processes by name. Upstream: procps-ng pgrep.c. */
export const byName = (['pkill', 'pgrep', 'killall', 'pidof'] as const).map((name) => ({
  name,
  async run(process: Process): Promise<number> {
    const args = [...process.argv.slice(1)];
    let signal = 'TERM';
    let full = false;
    let list = false;
    while (args[0]?.startsWith('-')) {
      const option = args.shift()!;
      if (option === '-f') full = true;
      else if (option === '-l' || option === '-a') list = true;
      else if (option === '-x' || option === '-q' || option === '-s') continue;
      else if (parseSignal(option.slice(1))) signal = option.slice(1);
    }
    const pattern = args[0];
    if (pattern === undefined) {
      await process.stderr.write(
        `${name}: no matching criteria specified\nTry \`${name} --help' for more information.\n`,
      );
      return 2;
    }
    const exact = name === 'killall' || name === 'pidof';
    const matches = process.processes().filter((other) => {
      if (other.pid === process.pid) return false;
      const command = (other.argv[0] ?? '').replace(/^.*\//, '');
      return exact ? command === pattern : (full ? other.argv.join(' ') : command).includes(pattern);
    });
    if (name === 'pidof')
      await process.stdout.write(
        matches.length > 0
          ? `${matches
              .map((m) => m.pid)
              .reverse()
              .join(' ')}\n`
          : '',
      );
    else if (name === 'pgrep')
      await process.stdout.write(
        matches.map((m) => `${String(m.pid)}${list ? ` ${m.argv.join(' ')}` : ''}\n`).join(''),
      );
    else for (const match of matches) process.kill(match.pid, parseSignal(signal)!);
    if (matches.length === 0 && name === 'killall') await process.stderr.write(`${pattern}: no process found\n`);
    return matches.length > 0 ? 0 : 1;
  },
}));
