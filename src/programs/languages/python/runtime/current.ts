import type { Vm } from './vm';

let current: Vm | undefined;

/** The interpreter whose code runs right now: programs interleave only where they wait. */
export function currentVm(): Vm {
  if (!current) throw new Error('no Python program is running');
  return current;
}

/** Says whose code runs from here on. */
export const enter = (vm: Vm): void => void (current = vm);
