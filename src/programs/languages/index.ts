import type { LazyProgram, Program } from '#process/process';
import { node, npm, npx, yarn } from './node/programs';
import { pip } from './python/pip';
import { pythonProgram } from './python/python';

/** The programs that run learners' own code. */
export const languagePrograms: readonly (Program | LazyProgram)[] = [node, npm, npx, pip, pythonProgram, yarn];
