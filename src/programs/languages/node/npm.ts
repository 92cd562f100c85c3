import type { Program } from '#process/process';
import { runNpm, runNpx, runYarn } from './npm-commands';

export const npmProgram: Program = { name: 'npm', run: (process) => runNpm(process) };
export const npxProgram: Program = { name: 'npx', run: (process) => runNpx(process) };
export const yarnProgram: Program = { name: 'yarn', run: (process) => runYarn(process) };
