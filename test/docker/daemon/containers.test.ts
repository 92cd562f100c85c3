import { expect, test } from 'vitest';
import type { ContainerInspect } from '#docker/api/container-inspect';
import type { ContainerSummary } from '#docker/api/container-summary';
import type { EventMessage } from '#docker/api/event';
import { engineWorld } from './engine-world';

test('a container runs, its output is kept, and its end is told', async () => {
  const w = await engineWorld();
  await w.run('hello', ['echo', 'hello', 'world']);
  const { StatusCode } = await w.settle(w.client.post<{ StatusCode: number }>('/containers/hello/wait'));
  expect(StatusCode).toBe(0);
  expect(await w.logs('hello')).toBe('hello world\n');
  const [row] = await w.settle(w.client.get<ContainerSummary[]>('/containers/json', { query: { all: 1 } }));
  expect([row!.Names, row!.Image, row!.State, row!.Status, row!.Command]).toEqual([
    ['/hello'],
    'busybox',
    'exited',
    'Exited (0) Less than a second ago',
    'echo hello world',
  ]);
});

test('events come in the order of the real engine', async () => {
  const w = await engineWorld();
  await w.run('e1', ['sleep', '1'], { Labels: { job: 'x' }, HostConfig: { Binds: ['data:/data'] } });
  await w.settle(w.client.post('/containers/e1/wait'));
  await w.settle(w.client.delete('/containers/e1'));
  const until = w.clock.epochNow() / 1000 + 1;
  const events: string[] = [];
  const stream = await w.settle(
    w.client.objects<EventMessage>('GET', '/events', undefined, { query: { since: 1, until } }),
  );
  await w.settle(
    (async () => {
      for await (const e of stream) events.push(`${e.Type} ${e.Action}`);
    })(),
  );
  expect(events).toEqual([
    'volume create',
    'container create',
    'volume mount',
    'network connect',
    'container start',
    'network disconnect',
    'volume unmount',
    'container die',
    'container destroy',
  ]);
});

test('stop waits ten seconds for a process that does not listen, and less for one that does', async () => {
  const w = await engineWorld();
  await w.run('slow', ['sleep', 'infinity']);
  await w.run('kind', ['graceful']);
  const before = w.clock.now();
  await w.settle(w.client.post('/containers/slow/stop'));
  expect(w.clock.now() - before).toBe(10_000);
  await w.settle(w.client.post('/containers/kind/stop'));
  const state = async (name: string) =>
    (await w.settle(w.client.get<ContainerInspect>(`/containers/${name}/json`))).State.ExitCode;
  expect([await state('slow'), await state('kind')]).toEqual([137, 5]);
  expect(await w.logs('kind')).toBe('bye\n');
});

test('a program that is not there makes the start fail with 127', async () => {
  const w = await engineWorld();
  await w.create('bad', ['nosuchcmd']);
  expect(await w.refused(w.client.post('/containers/bad/start'))).toBe(
    '400 failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "nosuchcmd": executable file not found in $PATH',
  );
  const { State } = await w.settle(w.client.get<ContainerInspect>('/containers/bad/json'));
  expect([State.Status, State.ExitCode]).toEqual(['created', 127]);
});

test('a restart policy starts it again with growing waits, and gives up after its count', async () => {
  const w = await engineWorld();
  await w.run('fail2', ['false'], { HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 } } });
  await w.run('ever', ['true'], { HostConfig: { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } } });
  await w.advance(4000);
  const inspect = (name: string) => w.settle(w.client.get<ContainerInspect>(`/containers/${name}/json`));
  const fail = await inspect('fail2');
  expect([fail.RestartCount, fail.State.Status, fail.State.ExitCode]).toEqual([2, 'exited', 1]);
  const ever = await inspect('ever');
  expect([ever.RestartCount > 3, ever.State.Status]).toEqual([true, 'restarting']);
  await w.settle(w.client.post('/containers/ever/stop'));
  expect((await inspect('ever')).State.Status).toBe('exited');
});

test('new volumes get what the image has there, and keep what is written', async () => {
  const w = await engineWorld();
  await w.run('one', ['write', '/data/mine', 'text'], { HostConfig: { Binds: ['store:/data'] } });
  await w.settle(w.client.post('/containers/one/wait'));
  await w.run('two', ['cat', '/in/seed.txt'], { HostConfig: { Binds: ['store:/in:ro'] } });
  await w.settle(w.client.post('/containers/two/wait'));
  expect(await w.logs('two')).toBe('from the image\n');
  expect(w.machine.files().readText('/var/lib/docker/volumes/store/_data/mine')).toBe('text\n');
  expect(await w.refused(w.client.delete('/volumes/store'))).toMatch(
    /^409 remove store: volume is in use - \[[0-9a-f]{64}, [0-9a-f]{64}\]$/,
  );
});

test('exec runs a command in a running container and tells its exit code', async () => {
  const w = await engineWorld();
  await w.run('web', ['sleep', 'infinity']);
  const { Id } = await w.settle(
    w.client.post<{ Id: string }>('/containers/web/exec', {
      Cmd: ['exit', '3'],
      AttachStdout: true,
      AttachStderr: true,
    }),
  );
  const streams = await w.settle(w.client.hijack(`/exec/${Id}/start`, { Detach: false, Tty: false }));
  await w.settle(
    (async () => {
      for await (const frame of streams.output) expect(frame).toBeDefined();
    })(),
  );
  const exec = await w.settle(w.client.get<{ ExitCode: number }>(`/exec/${Id}/json`));
  expect(exec.ExitCode).toBe(3);
});

test('attach before the start brings input and all output', async () => {
  const w = await engineWorld();
  await w.create('cc', ['cat'], { OpenStdin: true, StdinOnce: true, AttachStdin: true });
  const streams = await w.settle(
    w.client.hijack('/containers/cc/attach', undefined, { query: { stream: 1, stdin: 1, stdout: 1, stderr: 1 } }),
  );
  await w.start('cc');
  await w.settle(streams.input!.write(new TextEncoder().encode('abc\n')));
  streams.input!.close();
  let text = '';
  await w.settle(
    (async () => {
      for await (const frame of streams.output) text += new TextDecoder().decode(frame.data);
    })(),
  );
  expect(text).toBe('abc\n');
});

test('health checks run on the clock and change the status', async () => {
  const w = await engineWorld();
  await w.run('hh', ['sleep', 'infinity'], { Healthcheck: { Test: ['CMD', 'cat', '/ok'], Interval: 1e9, Retries: 2 } });
  const health = async () =>
    (await w.settle(w.client.get<ContainerInspect>('/containers/hh/json'))).State.Health!.Status;
  expect(await health()).toBe('starting');
  await w.advance(3000);
  expect(await health()).toBe('unhealthy');
  const { Id } = await w.settle(w.client.post<{ Id: string }>('/containers/hh/exec', { Cmd: ['write', '/ok', 'yes'] }));
  await w.settle(w.client.post(`/exec/${Id}/start`, { Detach: true }));
  await w.advance(2000);
  expect(await health()).toBe('healthy');
});

test('after a reboot what ran runs again with its id, address and files', async () => {
  const w = await engineWorld();
  const id = await w.run('web', ['sleep', 'infinity'], { HostConfig: { Binds: ['store:/data'] } });
  await w.run('done', ['true']);
  await w.advance(100);
  const before = await w.settle(w.client.get<ContainerInspect>('/containers/web/json'));
  const { Store } = await import('#sim/store');
  const copy = new Store();
  copy.load(structuredClone(w.store.snapshot()));
  const again = await engineWorld(copy);
  const after = await again.settle(again.client.get<ContainerInspect>('/containers/web/json'));
  expect([after.Id, after.State.Status, after.NetworkSettings.IPAddress]).toEqual([
    id,
    'running',
    before.NetworkSettings.IPAddress,
  ]);
  expect((await again.settle(again.client.get<ContainerInspect>('/containers/done/json'))).State.Status).toBe('exited');
});
