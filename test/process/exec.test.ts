import { expect, test } from 'vitest';
import type { NetworkStack } from '#network/stack';
import type { Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { createTestMachine, noNetwork } from '../support/world';

const who: Program = {
  name: 'who',
  run: async (process) => {
    const term = process.on('SIGTERM', 'default');
    const hup = process.on('SIGHUP', 'default');
    await process.stdout.write(
      `${process.argv.join(' ')} pid=${String(process.pid)} A=${process.env.get('A') ?? ''} ${String(term)} ${String(hup)}\n`,
    );
    return 7;
  },
};
const server: Program = {
  name: 'server',
  run: async (process) => {
    process.net.listen({ port: 80, program: 'server', accept: () => undefined });
    await process.sleep(1000);
    return 0;
  },
};
const programs = [who, server];

test('a process becomes another program: same pid, its exit code counts, caught signals are default again', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(async (process) => {
    const child = process.fork(async (self) => {
      self.on('SIGTERM', () => undefined);
      self.on('SIGHUP', 'ignore');
      await self.stdout.write(`first pid=${String(self.pid)}\n`);
      await self.exec({ path: '/bin/who', argv: ['who', 'am', 'i'], env: new Map([['A', '1']]) });
      await self.stdout.write('never\n');
      return 0;
    });
    return (await child.exited).code;
  });
  const pid = /first pid=(\d+)/.exec(result.stdout)?.[1];
  expect(result.stdout).toBe(`first pid=${pid!}\nwho am i pid=${pid!} A=1 default ignore\n`);
  expect(result.code).toBe(7);
});

test('what cannot be run leaves the process as it is', async () => {
  const { run } = createTestMachine({ programs });
  const result = await run(async (process) => {
    try {
      await process.exec({ path: '/bin/nope', argv: ['nope'] });
    } catch (error) {
      await process.stdout.write(error instanceof FileError ? error.code : 'other');
    }
    return 3;
  });
  expect(result).toEqual({ stdout: 'ENOENT', stderr: '', code: 3 });
});

test('what a process listens on closes when it ends', async () => {
  let open = 0;
  const network: NetworkStack = {
    ...noNetwork,
    listen: ({ port }) => {
      open++;
      return {
        protocol: 'tcp',
        local: { address: '0.0.0.0', port },
        close: () => {
          open -= 1;
        },
      };
    },
  };
  const { run } = createTestMachine({ programs, network });
  const result = await run(async (process) => {
    const child = process.spawn({ path: '/bin/server', argv: ['server'] });
    await process.sleep(10);
    const during = open;
    process.kill(child.pid, 'SIGTERM');
    await child.exited;
    await process.stdout.write(`${String(during)} ${String(open)}`);
    return 0;
  });
  expect(result.stdout).toBe('1 0');
});
