import type { Program } from '#process/process';
import { git } from './git';

export const gitPrograms: Program[] = [git];
