import { ERROR_WORDS } from '#network/connector';
import { lookup } from '#network/names';
import { NetworkError } from '#network/stack';
import type { Process } from '#process/process';

/** The C library's words for a failed network operation. */
export const wordsOf = (error: NetworkError): string => ERROR_WORDS[error.code];

/** The first address of a name, or undefined when nobody knows it. */
export async function addressOf(process: Process, name: string): Promise<string | undefined> {
  try {
    return (await process.wait(lookup(name, process.fs, process.net))).addresses[0];
  } catch (error) {
    if (error instanceof NetworkError) return undefined;
    throw error;
  }
}

/** The promise's value, or what failed on the network; other errors go on. */
export async function attempt<T>(promise: Promise<T>): Promise<{ value: T } | { error: NetworkError }> {
  try {
    return { value: await promise };
  } catch (error) {
    if (error instanceof NetworkError) return { error };
    throw error;
  }
}

/** The first of the promise and a time limit in virtual milliseconds; undefined when the time is up. */
export async function within<T>(process: Process, ms: number | undefined, promise: Promise<T>): Promise<T | undefined> {
  if (ms === undefined || !Number.isFinite(ms)) return await process.wait(promise);
  let timer: number | undefined;
  const late = new Promise<undefined>((go) => {
    timer = process.clock.wakeAfter(ms, () => go(undefined));
  });
  try {
    return await process.wait(Promise.race([promise, late]));
  } finally {
    process.clock.cancel(timer);
    // Its failure after the limit is nobody's any more.
    promise.catch(() => undefined);
  }
}
