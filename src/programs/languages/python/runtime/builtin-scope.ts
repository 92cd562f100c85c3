import type { Value } from './values';

/** The names every module sees; `objects/*.ts` fill it. */
export const builtins = new Map<string, Value>();
