import type { Shell } from '../shell';
import type { Builtin } from './builtin';

const LIMITS: readonly (readonly [string, string, string])[] = [
  ['R', 'real-time non-blocking time  (microseconds, -R)', 'unlimited'],
  ['c', 'core file size              (blocks, -c)', '0'],
  ['d', 'data seg size               (kbytes, -d)', 'unlimited'],
  ['e', 'scheduling priority                 (-e)', '0'],
  ['f', 'file size                   (blocks, -f)', 'unlimited'],
  ['i', 'pending signals                     (-i)', '31345'],
  ['l', 'max locked memory           (kbytes, -l)', '8192'],
  ['m', 'max memory size             (kbytes, -m)', 'unlimited'],
  ['n', 'open files                          (-n)', '1024'],
  ['p', 'pipe size                (512 bytes, -p)', '8'],
  ['q', 'POSIX message queues         (bytes, -q)', '819200'],
  ['r', 'real-time priority                  (-r)', '0'],
  ['s', 'stack size                  (kbytes, -s)', '8192'],
  ['t', 'cpu time                   (seconds, -t)', 'unlimited'],
  ['u', 'max user processes                  (-u)', '31345'],
  ['v', 'virtual memory              (kbytes, -v)', 'unlimited'],
  ['x', 'file locks                          (-x)', 'unlimited'],
];

/** Simplified: limits are shown and remembered, but nothing of the world enforces them. */
export const ulimit: Builtin = {
  name: 'ulimit',
  synopsis: 'ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]',
  async run(shell, args) {
    const letters = args
      .filter((arg) => arg.startsWith('-'))
      .join('')
      .replace(/[-SH]/g, '');
    const value = args.find((arg) => !arg.startsWith('-'));
    const hard = args.some((arg) => /^-\w*H/.test(arg));
    const show = (letter: string, usual: string): string =>
      (hard ? undefined : shell.limits.get(letter)) ?? processLimit(shell, letter, hard) ?? usual;
    if (letters.includes('a')) {
      await shell.out(LIMITS.map(([letter, title, usual]) => `${title} ${show(letter, usual)}\n`).join(''));
      return 0;
    }
    const letter = letters[0] ?? 'f';
    const found = LIMITS.find(([name]) => name === letter);
    if (!found) {
      await shell.fail('ulimit', `-${letter}: invalid option`);
      return 2;
    }
    if (value === undefined) await shell.out(`${show(letter, found[2])}\n`);
    else if (/^(?:\d+|unlimited|hard|soft)$/.test(value)) {
      if (!/^[hs]/.test(value)) shell.limits.set(letter, value);
    } else {
      await shell.fail('ulimit', `${value}: invalid number`);
      return 1;
    }
    return 0;
  },
};

/** Letters to the kernel's names, with the bytes that one of the shell's units has. */
const KERNEL: Readonly<Record<string, readonly [string, number]>> = {
  c: ['core', 512],
  l: ['memlock', 1024],
  n: ['nofile', 1],
  s: ['stack', 1024],
  u: ['nproc', 1],
  f: ['fsize', 512],
  t: ['cpu', 1],
  v: ['as', 1024],
};

function processLimit(shell: Shell, letter: string, hard: boolean): string | undefined {
  const [name, unit] = KERNEL[letter] ?? [];
  if (name === undefined || unit === undefined) return undefined;
  const limit = shell.process.limit(name)[hard ? 'hard' : 'soft'];
  return limit < 0 ? 'unlimited' : String(Math.floor(limit / unit));
}
