import { expect, test } from 'vitest';
import { Pty } from '#io/pty';
import { readText } from '#io/streams';
import type { Process, Program } from '#process/process';
import { createTestMachine } from '../support/world';

const echo: Program = {
  name: 'echo',
  run: async (process) => {
    await process.stdout.write(`${process.argv.slice(1).join(' ')}\n`);
    return 0;
  },
};
const cat: Program = {
  name: 'cat',
  run: async (process) => {
    for (let data = await process.stdin.read(); data; data = await process.stdin.read())
      await process.stdout.write(data);
    return 0;
  },
};
const sh: Program = {
  name: 'sh',
  run: async (process) => {
    await process.stdout.write(`sh got ${JSON.stringify(process.argv)}\n`);
    return 3;
  },
};
const sleep: Program = {
  name: 'sleep',
  run: async (process) => {
    await process.sleep(Number(process.argv[1]) * 1000);
    return 0;
  },
};
const programs = [echo, cat, sh, sleep];

test('a program gets its arguments and its output is what it wrote', async () => {
  const { run } = createTestMachine({ programs });
  expect(await run(['echo', 'hello', 'world'])).toEqual({ stdout: 'hello world\n', stderr: '', code: 0 });
});

test('a script is run by its interpreter with the one argument that the first line may have', async () => {
  const { run } = createTestMachine({
    programs,
    files: { '/root/x.sh': { mode: 0o755, data: new TextEncoder().encode('#!/bin/sh -e  -x \necho hi\n') } },
  });
  expect(await run(['/root/x.sh', 'a'])).toEqual({
    stdout: 'sh got ["/bin/sh","-e  -x","/root/x.sh","a"]\n',
    stderr: '',
    code: 3,
  });
});

test('a pipe streams from one process to the next', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(async (process) => {
    const { read, write } = process.pipe();
    const first = process.spawn({ path: '/bin/echo', argv: ['echo', 'through'], fds: new Map([[1, write]]) });
    const second = process.spawn({
      path: '/bin/cat',
      argv: ['cat'],
      fds: new Map([
        [0, read],
        [1, process.fds.get(1)!],
      ]),
    });
    write.close();
    read.close();
    await process.wait(first.exited);
    return (await process.wait(second.exited)).code;
  });
  expect(result).toEqual({ stdout: 'through\n', stderr: '', code: 0 });
});

test('a killed process ends at once, and its sleep with it', async () => {
  const { run, clock } = createTestMachine({ programs });
  const statuses: unknown[] = [];
  await run(async (process) => {
    const child = process.spawn({ path: '/bin/sleep', argv: ['sleep', '100'] });
    await process.sleep(500);
    process.kill(child.pid, 'SIGTERM');
    statuses.push(await process.wait(child.exited));
    return 0;
  });
  expect(statuses).toEqual([{ code: 143, signal: 'SIGTERM' }]);
  expect(clock.now()).toBe(500);
});

test('who writes to a pipe that nobody reads dies quietly with 141', async () => {
  const { run } = createTestMachine({ programs });
  let code: number | undefined;
  const result = await run(async (process) => {
    const { read, write } = process.pipe();
    read.close();
    const fds = new Map([...process.fds, [1, write]]);
    const child = process.spawn({ path: '/bin/echo', argv: ['echo', 'lost'], fds });
    write.close();
    code = (await process.wait(child.exited)).code;
    return 0;
  });
  expect(code).toBe(141);
  expect(result.stderr).toBe('');
});

test('an error of ours is reported as a simulator bug and kept', async () => {
  const { run, machine } = createTestMachine();
  const result = await run(() => {
    throw new Error('oh no');
  });
  expect(result).toEqual({ stdout: '', stderr: 'simulator bug: test: oh no\n', code: 1 });
  expect(machine.kernel.faults.map((fault) => fault.message)).toEqual(['oh no']);
});

test('a file says what it cannot be run as', async () => {
  const { run } = createTestMachine({ programs, files: { '/root/text': 'echo hi\n' } });
  const codes: string[] = [];
  await run(async (process) => {
    const attempt = (path: string): void => {
      try {
        process.spawn({ path, argv: [path] });
      } catch (error) {
        codes.push((error as { code: string }).code);
      }
    };
    attempt('/root/missing');
    attempt('/root/text');
    process.fs.chmod('/root/text', 0o755);
    attempt('/root/text');
    attempt('/root');
    return 0;
  });
  expect(codes).toEqual(['ENOENT', 'EACCES', 'ENOEXEC', 'EACCES']);
});

test('redirected files share one offset among the processes that inherit them', async () => {
  const { run, machine } = createTestMachine({ programs });
  await run(async (process) => {
    const out = process.open('out.txt', 'w');
    for (const word of ['one', 'two']) {
      const child = process.spawn({ path: '/bin/echo', argv: ['echo', word], fds: new Map([[1, out]]) });
      await process.wait(child.exited);
    }
    out.close();
    return 0;
  });
  expect(machine.files().readText('/root/out.txt')).toBe('one\ntwo\n');
});

test('/dev/stdout and /proc/self/fd lead to the open file', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(async (process) => {
    const out = process.open('/dev/stdout', 'w');
    await out.writer!.write('by device\n');
    out.close();
    process.fs.appendFile('/dev/stderr', 'by path\n');
    await process.sleep(1);
    await process.stdout.write(process.fs.readText('/proc/self/comm'));
    return 0;
  });
  expect(result).toEqual({ stdout: 'by device\ntest\n', stderr: 'by path\n', code: 0 });
});

test('a stopped process waits, and goes on when continued', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(async (process) => {
    const stops: boolean[] = [];
    const child = process.fork(async (inner) => {
      await inner.sleep(100);
      await inner.stdout.write(`went on at ${inner.clock.now()}\n`);
      return 0;
    });
    child.onStop((stopped) => stops.push(stopped));
    await process.sleep(10);
    process.kill(child.pid, 'SIGSTOP');
    await process.sleep(1000);
    process.kill(child.pid, 'SIGCONT');
    await process.wait(child.exited);
    await process.stdout.write(JSON.stringify(stops));
    return 0;
  });
  expect(result.stdout).toBe('went on at 1010\n[true,false]');
});

test('Ctrl-C reaches the group in the foreground of the terminal', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(
    async (process) => {
      const child = process.spawn({ path: '/bin/cat', argv: ['cat'], group: 'new' });
      process.on('SIGTTOU', 'ignore');
      process.pty!.foreground = child.pid;
      await process.sleep(10);
      process.pty!.type('abc\r\x03');
      const status = await process.wait(child.exited);
      process.pty!.foreground = process.group;
      await process.stdout.write(`${status.code}\n`);
      return 0;
    },
    { tty: true },
  );
  expect(result.stdout).toBe('abc\r\n^C130\r\n');
});

test('a killed reader leaves the terminal’s input to the next one', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(
    async (process: Process) => {
      const child = process.spawn({ path: '/bin/cat', argv: ['cat'] });
      await process.sleep(10);
      process.kill(child.pid, 'SIGKILL');
      process.pty!.mode = { canonical: false, echo: false, signals: false };
      process.pty!.type('x');
      const got = await process.stdin.read();
      await process.stdout.write(new TextDecoder().decode(got));
      return 0;
    },
    { tty: true },
  );
  expect(result.stdout).toBe('x');
});

test('orphans go to pid 1, and a process list shows all', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(async (process) => {
    const child = process.fork(async (inner) => {
      inner.spawn({ path: '/bin/sleep', argv: ['sleep', '50'] });
      return 0;
    });
    await process.wait(child.exited);
    const rows = process.processes().map((p) => `${p.pid} ${p.ppid} ${p.state} ${p.argv.join(' ')}`);
    await process.stdout.write(rows.join('\n'));
    return 0;
  });
  expect(result.stdout).toBe('1 0 S /sbin/init\n2 1 R test\n4 1 S sleep 50');
});

test('a program that never lets time pass cannot stop the clock', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(
    async (process) => {
      for (;;) {
        const child = process.spawn({ path: '/bin/echo', argv: ['echo'], fds: new Map() });
        await process.wait(child.exited);
      }
    },
    { timeoutMs: 20 },
  );
  expect(result.code).toBe(undefined);
});

test('a lazy program is loaded while the clock stands still', async () => {
  let loads = 0;
  const lazy = {
    name: 'lazy',
    load: async () => {
      loads++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { name: 'lazy', run: (p: Process) => p.stdout.write(`at ${p.clock.now()}\n`).then(() => 0) };
    },
  };
  const { run } = createTestMachine({ programs: [lazy] });
  expect((await run(['lazy'])).stdout).toBe('at 0\n');
  expect((await run(['lazy'])).stdout).toBe('at 0\n');
  expect(loads).toBe(1);
});

test('what a program left in the background ends with its own process only', async () => {
  const { run, machine } = createTestMachine({ programs });
  await run(async (process) => {
    process.spawn({ path: '/bin/sleep', argv: ['sleep', '9'] });
    return 0;
  });
  expect(machine.kernel.spaces.pids.tasks.size).toBe(2);
  expect(await readText({ read: () => Promise.resolve(undefined), close: () => undefined })).toBe('');
});

test('a background job that reads the terminal is stopped until it is in the foreground', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(
    async (process) => {
      const stops: boolean[] = [];
      const child = process.spawn({ path: '/bin/cat', argv: ['cat'], group: 'new' });
      child.onStop((stopped) => stops.push(stopped));
      await process.sleep(10);
      await process.stdout.write(`${stops.join()}\n`);
      process.pty!.foreground = child.pid;
      process.kill(-child.pid, 'SIGCONT');
      process.pty!.type('hi\r\x04');
      await process.wait(child.exited);
      return 0;
    },
    { tty: true },
  );
  expect(result.stdout).toBe('true\r\nhi\r\nhi\r\n');
});

test('when the terminal hangs up its session ends, and what it still writes is dropped', async () => {
  const { machine, driver, clock } = createTestMachine({ programs });
  const pty = new Pty(clock);
  const ends: string[] = [];
  const shell = machine.run({ argv: ['shell'], fds: machine.terminal(pty) }, async (process) => {
    const job = process.spawn({ path: '/bin/sleep', argv: ['sleep', '99'], group: 'new' });
    process.pty!.foreground = job.pid;
    process.on('SIGHUP', () => ends.push('shell heard'));
    ends.push(`job ${(await process.wait(job.exited)).signal ?? ''}`);
    await process.stdout.write('nobody reads this');
    return 0;
  });
  await driver.runUntil(100);
  pty.hangUp();
  await driver.idle();
  expect([ends, shell.status]).toEqual([['shell heard', 'job SIGHUP'], { code: 0 }]);
});

test('a named pipe carries bytes from a writer to a reader', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(async (process) => {
    process.fs.mknod('/tmp/p', 'fifo', '');
    const writer = process.open('/tmp/p', 'w');
    await writer.writer!.write('through a fifo\n');
    writer.close();
    const reader = process.open('/tmp/p', 'r');
    await process.stdout.write(await readText(reader.reader!));
    return 0;
  });
  expect(result.stdout).toBe('through a fifo\n');
});

test('a unix socket answers HTTP until its process ends', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(async (process) => {
    const server = process.fork(async (inner) => {
      inner.listenUnix('/run/x.sock', (request) => ({
        status: 200,
        headers: {},
        body: { kind: 'json', value: request.target },
      }));
      await inner.sleep(100);
      return 0;
    });
    await process.sleep(10);
    const answer = await process.dialUnix('/run/x.sock')({
      method: 'GET',
      target: '/_ping',
      headers: {},
      body: { kind: 'empty' },
    });
    await process.stdout.write(`${answer.status} ${JSON.stringify(answer.body)}\n`);
    await process.wait(server.exited);
    try {
      process.dialUnix('/run/x.sock');
    } catch (error) {
      await process.stdout.write((error as Error).message);
    }
    return 0;
  });
  expect(result.stdout).toBe('200 {"kind":"json","value":"/_ping"}\nConnection refused');
});

test('a process of another user cannot be killed, and one that is not there neither', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(
    async (process) => {
      for (const pid of [1, 999]) {
        try {
          process.kill(pid, 'SIGTERM');
        } catch (error) {
          await process.stdout.write(`${(error as Error).message}\n`);
        }
      }
      return 0;
    },
    { uid: 1000, cwd: '/' },
  );
  expect(result.stdout).toBe('Operation not permitted\nNo such process\n');
});
