import type { LazyProgram, Process, Program } from '#process/process';
import { markApplet } from './program';

const BANNER = 'BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.';

/**
 * busybox: many tools in one file, chosen by the name it is called by. The tools are those of the shell and of this
 * layer, told that they are applets, since their words differ. Upstream: busybox libbb/appletlib.c.
 */
export function busybox(applets: ReadonlyMap<string, Program | LazyProgram>): Program {
  const run = async (process: Process, name: string): Promise<number> => {
    const found = applets.get(name);
    if (!found) {
      await process.stderr.write(`drydock: the busybox applet ${name} is not simulated yet\n`);
      return 1;
    }
    markApplet(process);
    const program = 'run' in found ? found : await process.external(() => found.load());
    return program.run(process);
  };
  return {
    name: 'busybox',
    async run(process) {
      const name = (process.argv[0] ?? '').replace(/^-/, '').replace(/^.*\//, '');
      if (name !== 'busybox') return run(process, name);
      const [applet, ...rest] = process.argv.slice(1);
      if (applet === undefined || applet === '--help') {
        await process.stdout.write(
          `${BANNER}\nBusyBox is copyrighted by many authors between 1998-2015.\n\nUsage: busybox [function [arguments]...]\n   or: busybox --list\n\nCurrently defined functions:\n\t${[...applets.keys()].toSorted().join(', ')}\n`,
        );
        return 0;
      }
      if (applet === '--list') {
        await process.stdout.write(
          [...applets.keys()]
            .toSorted()
            .map((line) => `${line}\n`)
            .join(''),
        );
        return 0;
      }
      if (!applets.has(applet)) {
        await process.stderr.write(`${applet}: applet not found\n`);
        return 127;
      }
      const child = process.fork((inner) => run(inner, applet), { argv: [applet, ...rest] });
      return (await process.wait(child.exited)).code;
    },
  };
}
