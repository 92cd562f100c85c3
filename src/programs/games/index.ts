import type { Program } from '#process/process';
import { cowsay } from './cowsay';
import { fortune } from './fortune';

export const games: Program[] = [...cowsay, fortune];
