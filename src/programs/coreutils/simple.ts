import { copy } from '#io/streams';
import type { Program } from '#process/process';
import { UsageError } from '../getopt';
import { isApplet, tool } from '../program';

/** true: does nothing, successfully. Upstream: coreutils src/true.c. */
export const trueProgram: Program = { name: 'true', run: () => 0 };
/** false: does nothing, unsuccessfully. Upstream: coreutils src/true.c. */
export const falseProgram: Program = { name: 'false', run: () => 1 };

/** Seconds that `text` says: `5`, `0.5`, `2m`, `1h`, `1d`, `infinity`; undefined when it is none of these. */
export function seconds(text: string): number | undefined {
  if (/^inf(inity)?$/.test(text)) return Infinity;
  const [, number, unit = ''] = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[unit]!;
}

/** sleep: waits. Upstream: coreutils src/sleep.c. */
export const sleep = tool('sleep', {}, async (process, options) => {
  if (options.operands.length === 0) throw new UsageError('missing operand');
  let total = 0;
  for (const text of options.operands) {
    const value = seconds(text);
    if (value === undefined) {
      await process.stderr.write(
        isApplet(process)
          ? `sleep: invalid number '${text}'\n`
          : `sleep: invalid time interval '${text}'\nTry 'sleep --help' for more information.\n`,
      );
      return 1;
    }
    total += value;
  }
  const longest = 2_000_000_000_000;
  await process.sleep(Math.min(total * 1000, longest));
  return 0;
});

/** yes: a line over and over. Upstream: coreutils src/yes.c. */
export const yes = tool('yes', {}, async (process, options) => {
  const line = `${options.operands.join(' ') || 'y'}\n`;
  const block = line.repeat(Math.max(1, Math.floor(4096 / line.length)));
  for (;;) {
    await process.stdout.write(block);
    await process.yield();
  }
});

/** tee: copies standard input to files as well. Upstream: coreutils src/tee.c. */
export const tee = tool(
  'tee',
  { short: 'aip', long: { append: 'a', 'ignore-interrupts': 'i' } },
  async (process, options) => {
    const files = options.operands
      .filter((path) => path !== '-')
      .map((path) => process.open(path, options.has('a') ? 'a' : 'w'));
    try {
      await copy(process.stdin, {
        write: async (data) => {
          await process.stdout.write(data);
          for (const file of files) await file.writer!.write(data);
        },
        close: () => undefined,
      });
    } finally {
      for (const file of files) file.close();
    }
    return 0;
  },
);

/** seq: numbers. Upstream: coreutils src/seq.c. */
export const seq: Program = {
  name: 'seq',
  async run(process) {
    const args = [...process.argv.slice(1)];
    let separator = '\n';
    let format: string | undefined;
    let equal = false;
    while (args.length > 0 && /^-[sfw]/.test(args[0]!)) {
      const option = args.shift()!;
      if (option === '-w') equal = true;
      else if (option.startsWith('-s')) separator = option.slice(2) || args.shift()!;
      else format = option.slice(2) || args.shift()!;
    }
    const bad = args.find((text) => !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text));
    if (args.length === 0 || args.length > 3 || bad !== undefined) {
      const text =
        bad === undefined
          ? args.length === 0
            ? 'missing operand'
            : `extra operand '${args[3]!}'`
          : `invalid floating point argument: '${bad}'`;
      await process.stderr.write(`seq: ${text}\nTry 'seq --help' for more information.\n`);
      return 1;
    }
    const [first, step, last] = (
      args.length === 1 ? ['1', '1', args[0]!] : args.length === 2 ? [args[0]!, '1', args[1]!] : args
    ) as [string, string, string];
    const decimals = Math.max(...[first, step].map((text) => /\.(\d*)/.exec(text)?.[1]?.length ?? 0));
    const by = Number(step);
    if (by === 0) {
      await process.stderr.write(
        `seq: invalid Zero increment value: '${step}'\nTry 'seq --help' for more information.\n`,
      );
      return 1;
    }
    const width = equal ? Math.max(first.length, last.length) : 0;
    const show = (value: number): string => {
      const text = value.toFixed(decimals);
      if (format !== undefined)
        return format.replace(/%0?(\d*)(?:\.(\d+))?[fgde]/, (whole, w: string, d: string) =>
          (d ? value.toFixed(Number(d)) : text).padStart(Number(w || 0), whole.startsWith('%0') ? '0' : ' '),
        );
      return text.padStart(width, '0');
    };
    const rounds = Math.floor((Number(last) - Number(first)) / by + 1e-10);
    let chunk = '';
    for (let i = 0; i <= rounds; i++) {
      chunk += (i > 0 ? separator : '') + show(Number(first) + i * by);
      if (chunk.length < 8192) continue;
      await process.stdout.write(chunk);
      await process.yield();
      chunk = '';
    }
    if (rounds >= 0) await process.stdout.write(`${chunk}\n`);
    return 0;
  },
};

/** echo: prints its arguments. Upstream: coreutils src/echo.c. */
export const echo: Program = {
  name: 'echo',
  async run(process) {
    const args = [...process.argv.slice(1)];
    let newline = true;
    let escapes = false;
    while (args.length > 0 && /^-[neE]+$/.test(args[0]!)) {
      const flags = args.shift()!;
      if (flags.includes('n')) newline = false;
      if (flags.includes('e')) escapes = true;
    }
    const text = args.join(' ');
    await process.stdout.write((escapes ? unescape(text) : text) + (newline ? '\n' : ''));
    return 0;
  },
};

/** The text with backslash escapes replaced, as echo -e and printf %b do. */
export const unescape = (text: string): string =>
  text.replace(/\\(x[0-9a-fA-F]{1,2}|0[0-7]{0,3}|[abefnrtv\\])/g, (_, code: string) => {
    if (code.startsWith('x')) return String.fromCharCode(parseInt(code.slice(1), 16));
    if (code.startsWith('0')) return String.fromCharCode(parseInt(code.slice(1) || '0', 8));
    return { a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' }[code]!;
  });

/** clear: empties the terminal. Upstream: ncurses progs/clear.c. */
export const clear = tool('clear', { short: 'xV' }, async (process) => {
  await process.stdout.write('\x1b[H\x1b[2J\x1b[3J');
  return 0;
});

/** stty: the terminal's settings. Simplified: size, sane, raw, echo; other settings are accepted only in listings. */
export const stty = tool('stty', { short: 'ag', posix: true }, async (process, options) => {
  const { pty } = process;
  if (!pty || !process.isTTY(0)) {
    await process.stderr.write("stty: 'standard input': Inappropriate ioctl for device\n");
    return 1;
  }
  if (options.operands.length === 0) {
    await process.stdout.write(
      `speed 38400 baud; rows ${String(pty.rows)}; columns ${String(pty.columns)};\n${pty.mode.canonical ? '' : '-'}icanon ${pty.mode.echo ? '' : '-'}echo ${pty.mode.signals ? '' : '-'}isig\n`,
    );
    return 0;
  }
  for (const word of options.operands) {
    if (word === 'size') await process.stdout.write(`${String(pty.rows)} ${String(pty.columns)}\n`);
    else if (word === 'sane' || word === 'cooked') pty.mode = { canonical: true, echo: true, signals: true };
    else if (word === 'raw') pty.mode = { ...pty.mode, canonical: false, signals: false };
    else if (/^-?(echo|icanon|isig)$/.test(word)) {
      const key = ({ echo: 'echo', icanon: 'canonical', isig: 'signals' } as const)[word.replace('-', '') as 'echo'];
      pty.mode = { ...pty.mode, [key]: !word.startsWith('-') };
    } else {
      await process.stderr.write(`stty: invalid argument '${word}'\n`);
      return 1;
    }
  }
  return 0;
});
