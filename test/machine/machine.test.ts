import { expect, test } from 'vitest';
import { forgetFileSystem, journaled } from '#machine/disk';
import { MemoryJournal, Store } from '#sim/store';
import { files } from '#vfs/layer-builder';
import { OverlayFileSystem } from '#vfs/overlay';
import { createTestMachine } from '../support/world';

const reloaded = async (store: Store): Promise<Store> => {
  const journal = new MemoryJournal();
  await journal.append(store.snapshot());
  const again = new Store();
  again.load(await journal.load());
  return again;
};

test('a machine that is switched on again has the disk it had', async () => {
  const first = createTestMachine();
  await first.run(async (process) => {
    process.fs.mkdir('/root/app/src', { parents: true });
    process.fs.writeFile('/root/app/src/a.txt', 'kept');
    process.fs.rename('/root/app', '/root/project');
    process.fs.unlink('/etc/hostname');
    process.fs.writeFile('/dev/shm/gone', 'x');
    const log = process.open('/root/log', 'a');
    for (let i = 0; i < 100; i++) await log.writer!.write(`${i}\n`);
    log.close();
    return 0;
  });
  const second = createTestMachine({ store: await reloaded(first.store) });
  const view = second.machine.files();
  expect(view.readText('/root/project/src/a.txt')).toBe('kept');
  expect([view.exists('/root/app'), view.exists('/etc/hostname'), view.exists('/dev/shm/gone')]).toEqual([
    false,
    false,
    false,
  ]);
  expect(view.readText('/root/log').split('\n').length).toBe(101);
});

test('a container’s layer is kept, and forgotten when it is removed', async () => {
  const store = new Store();
  const layers = [files({ '/a': '1', '/b': '2' })];
  const make = (at: Store): OverlayFileSystem =>
    journaled(
      at,
      'overlay/c1',
      ({ hooks, layer }) => new OverlayFileSystem({ id: 'overlay/c1', now: () => 0, ...hooks }, layers, layer),
    );
  const fs = make(store);
  fs.unlink('/a');
  fs.writeFile('/c', new Uint8Array([51]));
  const again = await reloaded(store);
  expect(make(again).diff()).toEqual(fs.diff());
  expect(make(again).readdir('/')).toEqual(['b', 'c']);
  forgetFileSystem(again, 'overlay/c1');
  expect(again.table('files').size).toBe(0);
  expect(make(again).readdir('/')).toEqual(['a', 'b']);
});

test('switching off ends every process', async () => {
  const { machine, driver } = createTestMachine();
  const child = machine.run({ argv: ['forever'] }, (process) => process.sleep(1e9).then(() => 0));
  await driver.idle();
  machine.powerOff();
  await driver.idle();
  expect(child.status?.code).toBe(137);
});

test('/proc and /dev are there', async () => {
  const { run } = createTestMachine();
  const result = await run(
    async (process) => {
      const { fs } = process;
      const lines = [
        fs.readText('/proc/self/status').split('\n').slice(0, 6).join('|'),
        fs.readText('/proc/1/cmdline'),
        fs.readText('/proc/mounts').split('\n')[0],
        fs.readlink('/proc/self/fd/0'),
        fs.readText('/proc/sys/kernel/hostname').trim(),
        fs.readdir('/dev/pts').join(' '),
        String(fs.readdir('/proc').includes('self')),
        fs.readText('/sys/fs/cgroup/memory.max').trim(),
      ];
      await process.stdout.write(lines.join('\n'));
      return 0;
    },
    { tty: true },
  );
  expect(result.stdout.split('\r\n')).toEqual([
    'Name:\ttest|Umask:\t0022|State:\tS (sleeping)|Tgid:\t2|Ngid:\t0|Pid:\t2',
    '/sbin/init\0',
    '/dev/vda1 / ext4 rw,relatime 0 0',
    '/dev/pts/0',
    'laptop',
    '0 ptmx',
    'true',
    'max',
  ]);
});
