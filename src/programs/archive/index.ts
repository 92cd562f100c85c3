import type { Program } from '#process/process';
import { tar } from './tar';
import { unzip, zip } from './zip';

export const archivers: Program[] = [tar, unzip, zip];
