import type { Descriptor } from '#process/process';
import type { Shell } from '../shell';

/** Runs something with other descriptors in this very shell. */
export async function withFds<T>(
  shell: Shell,
  changed: ReadonlyMap<number, Descriptor>,
  work: () => Promise<T>,
): Promise<T> {
  const { fds } = shell.process;
  const before = new Map([...changed.keys()].map((number) => [number, fds.get(number)]));
  for (const [number, descriptor] of changed) fds.set(number, descriptor);
  try {
    return await work();
  } finally {
    for (const [number, descriptor] of before) {
      if (descriptor) fds.set(number, descriptor);
      else fds.delete(number);
    }
  }
}
