import { expect, test } from 'vitest';
import { Sink } from '#io/streams';
import { writeDescriptor } from '#process/descriptor';
import { ShellSession, type SessionResult } from '#shell/session';
import { createShellMachine } from './support';

/** A session in a world, and `run` that answers what the text wrote. */
function open() {
  const world = createShellMachine();
  let session!: ShellSession;
  const env = new Map([
    ['PATH', '/usr/bin:/bin'],
    ['HOME', '/root'],
  ]);
  void world.machine.run({ argv: ['bash'], env, cwd: '/root', fds: new Map() }, async (process) => {
    session = new ShellSession(process);
    await process.wait(new Promise<never>(() => undefined));
    return 0;
  });
  const run = async (text: string, limitMs = 60_000) => {
    await world.driver.idle();
    const [out, err] = [new Sink(), new Sink()];
    let result: SessionResult | undefined;
    const fds = new Map([
      [1, writeDescriptor(out)],
      [2, writeDescriptor(err)],
    ]);
    void session.run(text, fds).then((answer) => (result = answer));
    await world.driver.runUntil(world.clock.now() + limitMs, () => result !== undefined);
    if (!result) session.interrupt();
    await world.driver.runUntil(world.clock.now() + 10_000, () => result !== undefined);
    await world.driver.idle();
    return { stdout: out.text(), stderr: err.text(), code: result?.code, interrupted: result?.interrupted };
  };
  return { run };
}

test('variables, functions, aliases and the directory last from one run to the next', async () => {
  const { run } = open();
  await run('x=5; f() { echo "f $x"; }; cd /tmp\nalias hi="echo hello"');
  expect(await run('f; pwd; hi there')).toEqual({
    stdout: 'f 5\n/tmp\nhello there\n',
    stderr: '',
    code: 0,
    interrupted: false,
  });
});

test('messages begin with the name of the shell alone', async () => {
  const { run } = open();
  expect(await run('nosuch')).toEqual({
    stdout: '',
    stderr: 'bash: nosuch: command not found\n',
    code: 127,
    interrupted: false,
  });
});

test('an error ends its command and the next line runs', async () => {
  const { run } = open();
  expect(await run('echo $((1/0))\necho next')).toEqual({
    stdout: 'next\n',
    stderr: 'bash: 1/0: division by 0 (error token is "0")\n',
    code: 0,
    interrupted: false,
  });
});

test.each([
  ['a program', 'sleep 1000; echo no'],
  ['a pipeline', 'yes | sleep 1000'],
  ['a loop of the shell', 'while true; do :; done'],
  ['a loop of programs', 'while true; do sleep 100; done; echo no'],
  ['a command substitution', 'x=$(sleep 1000); echo no'],
  ['a subshell', '(sleep 1000; echo no); echo no'],
])('Ctrl-C ends %s', async (_, text) => {
  const { run } = open();
  const result = await run(text, 5000);
  expect(result).toMatchObject({ stdout: '', code: 130, interrupted: true });
  expect(await run('echo still here')).toEqual({ stdout: 'still here\n', stderr: '', code: 0, interrupted: false });
});

test('a background job outlives its run and Ctrl-C', async () => {
  const { run } = open();
  await run('(sleep 20; echo late > /tmp/late) &');
  await run('sleep 1000', 5000);
  expect(await run('jobs; wait; cat /tmp/late')).toMatchObject({
    stdout: '[1]+  Running                 ( sleep 20; echo late > /tmp/late ) &\nlate\n',
    code: 0,
  });
});
