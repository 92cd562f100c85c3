import { expect, test } from 'vitest';
import { Clock, ClockLimitError } from '#sim/clock';
import { Driver } from '#sim/driver';
import { lifecycleOf, next } from '#sim/lifecycle';
import { Random } from '#sim/random';
import { MemoryJournal, Store } from '#sim/store';
import { Trace } from '#sim/trace';
import { drain } from '../support/world';

test('events fire in order of time, and in order of booking among equals', () => {
  const clock = new Clock(0);
  const fired: string[] = [];
  clock.on<string>('say', (what) => fired.push(`${what}@${clock.now()}`));
  clock.after(20, 'say', 'c');
  clock.after(10, 'say', 'a');
  clock.after(10, 'say', 'b');
  clock.cancel(clock.after(15, 'say', 'never'));
  while (clock.step(100));
  expect(fired).toEqual(['a@10', 'b@10', 'c@20']);
});

test('the driver lets woken programs run before time goes on', async () => {
  const clock = new Clock(0);
  const log: number[] = [];
  const sleep = (ms: number): Promise<void> => new Promise((go) => clock.wakeAfter(ms, go));
  const program = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      await sleep(10);
      await Promise.resolve();
      log.push(clock.now());
    }
  };
  void program();
  await new Driver(clock, drain).runUntil(100);
  expect([log, clock.now()]).toEqual([[10, 20, 30], 100]);
});

test('time stands still while something real is awaited', async () => {
  const clock = new Clock(0);
  const seen: number[] = [];
  clock.on('tick', () => seen.push(clock.now()));
  clock.after(5, 'tick');
  const release = clock.hold();
  setTimeout(() => {
    seen.push(-1);
    release();
    release();
  }, 5);
  await new Driver(clock, drain).runUntil(10);
  expect(seen).toEqual([-1, 5]);
});

test('a run without end fails loudly and names its time', async () => {
  const clock = new Clock(0);
  clock.on('again', () => clock.after(0, 'again'));
  clock.after(0, 'again');
  const driver = new Driver(clock, drain);
  await expect(driver.runUntil(10)).rejects.toThrow(ClockLimitError);
}, 60_000);

test('the same seed gives the same chances, and a saved state goes on', () => {
  const [a, b] = [new Random(7), new Random(7)];
  expect(a.hex(64)).toBe(b.hex(64));
  b.restore(a.save());
  expect(a.uuid()).toBe(b.uuid());
  expect(a.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the store hands out what changed once, and a journal gives it back', async () => {
  const store = new Store();
  const journal = new MemoryJournal();
  let dirty = 0;
  store.onDirty(() => dirty++);
  const table = store.table<{ n: number }>('things');
  table.put('a', { n: 1 });
  table.put('a', { n: 2 });
  table.put('b', { n: 3 });
  table.delete('b');
  const changes = store.take();
  expect([changes, dirty, store.take()]).toEqual([
    [
      { table: 'things', key: 'a', value: { n: 2 } },
      { table: 'things', key: 'b' },
    ],
    1,
    [],
  ]);
  await journal.append(changes);
  const again = new Store();
  again.load(await journal.load());
  expect([...again.table('things').entries()]).toEqual([['a', { n: 2 }]]);
});

test('the trace keeps the latest records and tells its listeners', () => {
  const trace = new Trace(() => 5, 2);
  const heard: number[] = [];
  const off = trace.listen((record) => heard.push(record.seq));
  const first = trace.add('kernel', 'spawn', 'process/1');
  off();
  trace.add('kernel', 'exit', 'process/1', { code: 0 }, first);
  trace.add('kernel', 'spawn', 'process/2');
  expect(heard).toEqual([1]);
  expect(trace.records()).toEqual([
    { seq: 2, time: 5, actor: 'kernel', verb: 'exit', object: 'process/1', detail: { code: 0 }, cause: 1 },
    { seq: 3, time: 5, actor: 'kernel', verb: 'spawn', object: 'process/2' },
  ]);
});

test('a state machine becomes a table', () => {
  const life = lifecycleOf<'off' | 'on', 'press'>({ initial: 'off', states: { off: { on: { press: 'on' } }, on: {} } });
  expect([life.initial, next(life, 'off', 'press'), next(life, 'on', 'press')]).toEqual(['off', 'on', undefined]);
  expect(() => lifecycleOf({ initial: 'a', states: { a: { on: { x: { target: 'b' } } } } })).toThrow('no plain target');
});
