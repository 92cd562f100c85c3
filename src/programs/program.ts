import { FileError } from '#vfs/filesystem';
import type { Process, Program } from '#process/process';
import { getopt, UsageError, type Options, type OptionSpec } from './getopt';

/** Processes that run as applets of busybox, whose messages differ from GNU's. */
const applets = new WeakSet<Process>();

export const markApplet = (process: Process): void => void applets.add(process);
export const isApplet = (process: Process): boolean => applets.has(process);

export interface ToolSpec extends OptionSpec {
  /** Exit code of a usage error; 1 when absent. */
  readonly usageExit?: number;
  /** What `--version` prints; `NAME (GNU coreutils) 9.4` when absent. */
  readonly version?: string;
  /** What `--help` says after `Usage: NAME `. */
  readonly usage?: string;
}

/** Declares a tool with getopt options: usage errors, --help and --version come from the declaration. */
export function tool(
  name: string,
  spec: ToolSpec,
  run: (process: Process, options: Options) => Promise<number> | number,
): Program {
  return {
    name,
    async run(process) {
      try {
        const options = getopt(process.argv.slice(1), spec);
        if (options.has('help')) {
          await process.stdout.write(`Usage: ${name} ${spec.usage ?? '[OPTION]... [FILE]...'}\n`);
          return 0;
        }
        if (options.has('version') && !isApplet(process)) {
          await process.stdout.write(`${spec.version ?? `${name} (GNU coreutils) 9.4`}\n`);
          return 0;
        }
        return await run(process, options);
      } catch (error) {
        if (error instanceof UsageError) {
          await process.stderr.write(usageText(process, name, error, spec));
          return spec.usageExit ?? 1;
        }
        if (error instanceof FileError) {
          await complain(process, name, error.path, error);
          return 1;
        }
        throw error;
      }
    },
  };
}

function usageText(process: Process, name: string, error: UsageError, spec: ToolSpec): string {
  if (!isApplet(process)) return `${name}: ${error.message}\nTry '${name} --help' for more information.\n`;
  const usage = `BusyBox v1.36.1 (2024-06-10 07:11:47 UTC) multi-call binary.\n\nUsage: ${name} ${spec.usage ?? '[FILE]...'}\n`;
  return `${name}: ${error.busybox}\n${usage}`;
}

/** `NAME: PATH: No such file or directory`, in busybox' form for applets. */
export async function complain(process: Process, name: string, path: string, error: unknown): Promise<void> {
  if (!(error instanceof FileError)) throw error;
  const text = isApplet(process) ? `can't open '${path}': ${error.message}` : `${path}: ${error.message}`;
  await process.stderr.write(`${name}: ${text}\n`);
}
