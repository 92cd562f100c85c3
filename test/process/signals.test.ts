import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProcessEnded, type Process } from '#process/process';
import { defaultAction, parseSignal, type Signal } from '#process/signals';
import { createTestMachine } from '../support/world';

test.each([
  ['TERM', 'SIGTERM'],
  ['sigint', 'SIGINT'],
  ['9', 'SIGKILL'],
  ['99', undefined],
  ['NOPE', undefined],
])('%s is %s', (text, signal) => {
  expect(parseSignal(text)).toBe(signal);
});

test('without a handler a signal does what Linux does', () => {
  expect([
    defaultAction('SIGCHLD'),
    defaultAction('SIGTSTP'),
    defaultAction('SIGCONT'),
    defaultAction('SIGUSR1'),
  ]).toEqual(['ignore', 'stop', 'continue', 'terminate']);
});

test('a handler hears its signal, and what a parent ignores its children ignore', async () => {
  const { run } = createTestMachine();
  const result = await run(async (process) => {
    const heard: string[] = [];
    process.on('SIGUSR1', (signal) => heard.push(signal));
    process.on('SIGINT', 'ignore');
    process.kill(process.pid, 'SIGUSR1');
    const child = process.fork((inner) => inner.sleep(50).then(() => 0));
    await process.sleep(10);
    process.kill(child.pid, 'SIGINT');
    await process.stdout.write(`${heard.join()} ${(await process.wait(child.exited)).code}`);
    return 0;
  });
  expect(result.stdout).toBe('SIGUSR1 0');
});

const signals: Signal[] = ['SIGTERM', 'SIGSTOP', 'SIGCONT', 'SIGINT', 'SIGUSR1', 'SIGTSTP', 'SIGKILL', 'SIGHUP'];
const action = fc.record({ at: fc.nat(200), victim: fc.nat(12), signal: fc.constantFrom(...signals) });

/** A family of processes that talk through a pipe, sleep, catch signals and have children of their own. */
function family(depth: number): (process: Process) => Promise<number> {
  return async (process) => {
    if (depth % 2 === 0) process.on('SIGTERM', () => undefined);
    const { read, write } = process.pipe();
    const children = depth === 0 ? [] : [0, 1].map(() => process.fork(family(depth - 1)));
    const writer = process.fork(async (inner) => {
      for (let i = 0; i < 5; i++) {
        await write.writer!.write('x'.repeat(40_000));
        await inner.sleep(7);
      }
      return 0;
    });
    for (let i = 0; i < 3; i++) await process.wait(read.reader!.read());
    await process.yield();
    for (const child of children) await process.wait(child.exited);
    await process.wait(writer.exited);
    return 0;
  };
}

test('whatever is killed, stopped and continued, nothing is left over and no clock hangs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
      const { machine, driver, clock } = createTestMachine();
      machine.run({ argv: ['root'] }, family(2));
      for (const { at, victim, signal } of [...actions].sort((a, b) => a.at - b.at)) {
        await driver.runUntil(Math.max(clock.now(), at));
        const pids = [...machine.kernel.spaces.pids.tasks.keys()].filter((pid) => pid !== 1);
        const pid = pids[victim % Math.max(1, pids.length)];
        if (pid !== undefined) machine.kill(pid, signal);
      }
      await driver.runUntil(1000);
      for (const pid of [...machine.kernel.spaces.pids.tasks.keys()]) if (pid !== 1) machine.kill(pid, 'SIGKILL');
      await driver.runUntil(2000);
      expect([...machine.kernel.spaces.pids.tasks.keys()]).toEqual([1]);
      expect([...machine.kernel.spaces.cgroup.tasks].length).toBe(1);
      expect(machine.kernel.faults).toEqual([]);
      expect(clock.nextAt()).toBe(undefined);
    }),
    { numRuns: 60 },
  );
});

test('a killed program passes through its finally blocks', async () => {
  const { machine, driver } = createTestMachine();
  const seen: unknown[] = [];
  const child = machine.run({ argv: ['x'] }, async (process) => {
    try {
      await process.sleep(1e6);
      return 0;
    } catch (error) {
      seen.push(error instanceof ProcessEnded);
      throw error;
    } finally {
      seen.push('finally');
    }
  });
  await driver.runUntil(10);
  machine.kill(child.pid, 'SIGTERM');
  await driver.idle();
  expect(seen).toEqual([true, 'finally']);
});
