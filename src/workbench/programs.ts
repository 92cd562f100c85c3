import type { LazyProgram, Program } from '#process/process';
import { busybox } from '#programs/busybox';
import { ash, SHELLS } from '#shell/programs';
import { lazyPrograms } from './lazy-programs';

export type Programs = Map<string, Program | LazyProgram>;

/** The programs that every machine knows from the start, by name; images bring more. */
export function basicPrograms(more: readonly (Program | LazyProgram)[]): Programs {
  const tools = lazyPrograms();
  const applets = new Map<string, Program | LazyProgram>([...tools, ash].map((program) => [program.name, program]));
  applets.set('sh', ash);
  const all: Programs = new Map();
  addPrograms(all, [...tools, ...SHELLS, busybox(applets), ...more]);
  return all;
}

/** Adds programs; two of one name are a mistake of ours. */
export function addPrograms(all: Programs, more: readonly (Program | LazyProgram)[]): void {
  for (const program of more) {
    if (all.has(program.name) && all.get(program.name) !== program)
      throw new Error(`two programs are called ${program.name}`);
    all.set(program.name, program);
  }
}
