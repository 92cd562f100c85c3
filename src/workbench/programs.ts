import type { LazyProgram, Program } from '#process/process';
import { archivers } from '#programs/archive/index';
import { busybox } from '#programs/busybox';
import { coreutils } from '#programs/coreutils/index';
import { hostTools } from '#programs/host/index';
import { netPrograms } from '#programs/net/index';
import { packageManagers } from '#programs/packages/index';
import { textTools } from '#programs/text/index';
import { ash, SHELLS } from '#shell/programs';

/** Every program that executables of the world may stand for, by name. */
export function allPrograms(more: readonly (Program | LazyProgram)[]): Map<string, Program | LazyProgram> {
  const tools = [...coreutils, ...archivers, ...textTools, ...netPrograms, ...hostTools, ...packageManagers];
  const applets = new Map<string, Program | LazyProgram>([...tools, ash].map((program) => [program.name, program]));
  applets.set('sh', ash);
  const all = new Map<string, Program | LazyProgram>();
  for (const program of [...tools, ...SHELLS, busybox(applets), ...more]) {
    if (all.has(program.name)) throw new Error(`two programs are called ${program.name}`);
    all.set(program.name, program);
  }
  return all;
}
