import { expect, test } from 'vitest';
import { Sink } from '#io/streams';
import { StartError, type ProcessSpec, type SandboxSpec } from '#machine/sandbox';
import { nullDescriptor, writeDescriptor } from '#process/descriptor';
import { executable, type Process, type Program } from '#process/process';
import { files } from '#vfs/layer-builder';
import { MemoryFileSystem } from '#vfs/memory';
import { OverlayFileSystem } from '#vfs/overlay';
import { createTestMachine, noNetwork } from '../support/world';

const say: Program = {
  name: 'say',
  run: async (process) => {
    await process.stdout.write(`${process.argv.slice(1).join(' ')}\n`);
    return 0;
  },
};
const rest: Program = { name: 'rest', run: (process) => process.sleep(1e9).then(() => 0) };
const polite: Program = {
  name: 'polite',
  run: async (process) => {
    await process.wait(new Promise<void>((go) => process.on('SIGTERM', () => go())));
    await process.stdout.write('bye\n');
    return 0;
  },
};
const hungry: Program = {
  name: 'hungry',
  run: async (process) => {
    process.use({ memoryBytes: 100 * 1024 * 1024 });
    await process.sleep(1000);
    return 0;
  },
};
const who: Program = {
  name: 'who',
  run: async (process: Process) => {
    const { uid, gid } = process.credentials;
    const pids = process.processes().map((p) => p.pid);
    const line = [
      process.host.hostname,
      process.pid,
      uid,
      gid,
      process.env.get('HOME'),
      process.fs.cwd,
      pids.join(','),
    ];
    await process.stdout.write(`${line.join(' ')}\n${process.fs.readText('/proc/self/cgroup')}`);
    return 0;
  },
};
const programs = [say, rest, polite, hungry, who];
const bin = Object.fromEntries(
  programs.map((p) => [`/bin/${p.name}`, { mode: 0o755, data: new TextEncoder().encode(executable(p.name)) }]),
);
const image = files({
  ...bin,
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nredis:x:999:1000:redis:/home/redis:/bin/sh\n',
  '/etc/group': 'root:x:0:\nredis:x:1000:\nextra:x:44:redis\n',
  '/notes.txt': 'no program',
  '/bin/text': { mode: 0o755, data: new TextEncoder().encode('echo hi') },
  '/bin/script': { mode: 0o755, data: new TextEncoder().encode('#!/bin/nosuch\n') },
});

function world() {
  const made = createTestMachine({ programs });
  const { machine } = made;
  const root = new OverlayFileSystem({ id: 'c1', now: machine.now }, [image]);
  const out = new Sink();
  const err = new Sink();
  const sandbox = (change: Partial<SandboxSpec> = {}) =>
    machine.createSandbox({
      id: 'c1',
      hostname: 'web',
      root,
      readOnlyRoot: false,
      mounts: [],
      network: noNetwork,
      limits: {},
      pid: 'private',
      init: false,
      privileged: false,
      ...change,
    });
  const command = (argv: string[], change: Partial<ProcessSpec> = {}): ProcessSpec => ({
    argv,
    env: ['PATH=/usr/bin:/bin'],
    cwd: '/',
    user: '',
    fds: new Map([
      [0, nullDescriptor()],
      [1, writeDescriptor(out)],
      [2, writeDescriptor(err)],
    ]),
    ...change,
  });
  return { ...made, root, out, err, sandbox, command };
}

const failure = (attempt: () => unknown): [string, number] | undefined => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof StartError) return [error.message, error.exitCode];
    throw error;
  }
  return undefined;
};

test('a container has its own host name, pids and user', async () => {
  const { sandbox, command, out, driver } = world();
  const child = sandbox().start(command(['who'], { user: 'redis', cwd: '/etc' }));
  await driver.runUntil(1000, () => child.status !== undefined);
  expect(out.text()).toBe('web 1 999 1000 /home/redis /etc 1\n0::/\n');
  expect(child.status).toEqual({ code: 0 });
});

test('a start fails in runc’s words', () => {
  const { sandbox, command } = world();
  const box = sandbox();
  const start = (argv: string[], change?: Partial<ProcessSpec>) => failure(() => box.start(command(argv, change)));
  expect(start(['nosuchcmd'])).toEqual(['exec: "nosuchcmd": executable file not found in $PATH', 127]);
  expect(start(['/etc/passwd'])).toEqual(['exec: "/etc/passwd": permission denied', 126]);
  expect(start(['/nosuch'])).toEqual(['exec: "/nosuch": stat /nosuch: no such file or directory', 127]);
  expect(start(['say'], { cwd: '/x' })).toEqual([
    'chdir to cwd ("/x") set in config.json failed: no such file or directory',
    127,
  ]);
  expect(start(['say'], { user: 'x' })).toEqual(['unable to find user x: no matching entries in passwd file', 128]);
  expect(start(['say'], { user: 'redis:y' })).toEqual([
    'unable to find group y: no matching entries in group file',
    128,
  ]);
});

test('what execve refuses is told on the container’s standard error, with 255', async () => {
  const { sandbox, command, err, driver } = world();
  const box = sandbox();
  const child = box.start(command(['text']));
  await driver.idle();
  expect([err.text(), child.status?.code]).toEqual(['exec /bin/text: exec format error\n', 255]);
  const again = box.start(command(['script']));
  await driver.idle();
  expect(err.text()).toBe('exec /bin/text: exec format error\nexec /bin/script: no such file or directory\n');
  expect(again.status?.code).toBe(255);
});

test('the first process ignores a TERM without a handler, and everything dies with it', async () => {
  const { sandbox, command, driver } = world();
  const box = sandbox();
  const first = box.start(command(['rest']));
  const other = box.exec(command(['rest']));
  await driver.runUntil(100);
  box.kill('SIGTERM');
  await driver.runUntil(200);
  expect([first.status, other.pid, box.processesInside().length]).toEqual([undefined, 2, 2]);
  box.kill('SIGKILL');
  await driver.idle();
  expect([first.status?.code, other.status?.code, box.processes().length]).toEqual([137, 137, 0]);
});

test('a first process with a handler ends by itself', async () => {
  const { sandbox, command, driver, out } = world();
  const box = sandbox();
  const first = box.start(command(['polite']));
  await driver.runUntil(100);
  box.kill('SIGTERM');
  await driver.idle();
  expect([first.status, out.text()]).toEqual([{ code: 0 }, 'bye\n']);
});

test('with --init the command is pid 2 and gets the signals', async () => {
  const { sandbox, command, driver } = world();
  const box = sandbox({ init: true });
  const first = box.start(command(['rest']));
  await driver.runUntil(100);
  expect(box.processesInside().map((p) => `${p.pid} ${p.argv.join(' ')}`)).toEqual([
    '1 /sbin/docker-init -- rest',
    '2 rest',
  ]);
  box.kill('SIGTERM');
  await driver.idle();
  expect(first.status?.code).toBe(143);
});

test('beyond its memory limit the kernel kills it', async () => {
  const { sandbox, command, driver } = world();
  const box = sandbox({ limits: { memoryBytes: 50 * 1024 * 1024 } });
  const first = box.start(command(['hungry']));
  await driver.idle();
  expect([first.status?.code, box.oomKilled]).toEqual([137, true]);
  const again = box.start(command(['say']));
  await driver.idle();
  expect([again.status?.code, again.pid, box.oomKilled]).toEqual([0, 1, false]);
});

test('a frozen container waits, and a kill reaches it when it thaws', async () => {
  const { sandbox, command, driver } = world();
  const box = sandbox();
  const first = box.start(command(['rest']));
  await driver.runUntil(100);
  box.freeze(true);
  box.kill('SIGKILL');
  await driver.runUntil(200);
  expect(first.status).toBe(undefined);
  box.freeze(false);
  await driver.idle();
  expect(first.status?.code).toBe(137);
});

test('mounts are seen at their place, files too, and may be read-only', () => {
  const { sandbox, machine } = world();
  const volume = new MemoryFileSystem({ id: 'v', now: machine.now, records: files({ '/a/b.txt': 'inside' }) });
  const box = sandbox({
    mounts: [
      { target: '/data', fs: volume, path: '/a', readOnly: true, source: 'volume', fsType: 'ext4' },
      { target: '/etc/hosts', fs: volume, path: '/a/b.txt', readOnly: false, source: 'hosts', fsType: 'ext4' },
    ],
  }) as unknown as { files(): ReturnType<typeof machine.files> };
  const view = box.files();
  expect(view.readText('/data/b.txt')).toBe('inside');
  expect(view.readText('/etc/hosts')).toBe('inside');
  expect(() => view.writeFile('/data/new', '')).toThrow('Read-only file system');
  view.writeFile('/etc/hosts', 'changed');
  expect(view.readText('/data/b.txt')).toBe('changed');
  expect(() => view.unlink('/etc/hosts')).toThrow('Device or resource busy');
});

test('too many processes are refused', async () => {
  const { sandbox, command, driver } = world();
  const box = sandbox({ limits: { pids: 1 } });
  box.start(command(['rest']));
  await driver.idle();
  expect(failure(() => box.exec(command(['rest'])))).toEqual(['exec: "rest": resource temporarily unavailable', 126]);
});
