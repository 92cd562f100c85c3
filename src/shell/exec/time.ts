import type { Shell } from '../shell';

/** `time`: tells on stderr how long the work took, in virtual time. */
export async function timed(shell: Shell, posix: boolean, work: () => Promise<number>): Promise<number> {
  const start = shell.process.clock.now();
  try {
    return await work();
  } finally {
    const seconds = (shell.process.clock.now() - start) / 1000;
    const format = (s: number): string => {
      const whole = Math.floor(s / 60);
      return posix ? s.toFixed(2) : `${whole}m${(s - whole * 60).toFixed(3)}s`;
    };
    const used = format(0);
    const lines = posix
      ? `real ${format(seconds)}\nuser ${used}\nsys ${used}\n`
      : `\nreal\t${format(seconds)}\nuser\t${used}\nsys\t${used}\n`;
    await shell.write(2, lines);
  }
}
