import type { Program } from '#process/process';
import { sh } from '#shell/programs';

/** test, [ and printf as files: what shells build in, for those who start them without one (health checks, find -exec). */
export const shellWords: Program[] = ['test', '[', 'printf'].map((name) => ({
  name,
  async run(process) {
    const argv = ['sh', '-c', `${name} "$@"`, name, ...process.argv.slice(1)];
    const child = process.fork(async (inner) => sh.run(inner), { argv });
    return (await process.wait(child.exited)).code;
  },
}));
