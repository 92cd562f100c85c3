import type { Frame } from '#network/http';
import type { Process } from '#process/process';

/** Copies a container's output to the process's standard streams until it ends. */
export async function copyFrames(process: Process, frames: AsyncIterable<Frame>): Promise<void> {
  for await (const { stream, data } of awaited(process, frames)) {
    await (stream === 2 ? process.stderr : process.stdout).write(data);
  }
}

/** The same items, with each wait cut short when the process is killed. */
export async function* awaited<T>(process: Process, items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await process.wait(iterator.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Nobody listens any more: the server's side ends.
    void iterator.return?.();
  }
}
