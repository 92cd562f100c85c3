import * as text from '#programs/text/index';
import { coreutils } from '#programs/coreutils/index';
import type { Program } from '#process/process';
import { SHELLS } from '#shell/programs';
import { createTestMachine, type WorldOptions } from '../support/world';

const isShell = (program: Program): boolean => SHELLS.some((shell) => shell.name === program.name);

/** A machine with the shells and the usual programs. */
export const createShellMachine = (options: WorldOptions = {}) =>
  createTestMachine({
    ...options,
    programs: [
      ...[...coreutils, ...Object.values<readonly Program[]>(text).flat()].filter((program) => !isShell(program)),
      ...SHELLS,
      ...(options.programs ?? []),
    ],
  });

/** Runs a script in a new world. */
export const runScript = (script: string, how: { shell?: string; stdin?: string; args?: readonly string[] } = {}) =>
  createShellMachine().run([how.shell ?? 'bash', '-c', script, ...(how.args ?? [])], {
    cwd: '/tmp',
    timeoutMs: 60_000,
    ...(how.stdin !== undefined && { stdin: how.stdin }),
  });
