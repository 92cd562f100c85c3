import { expect, test } from 'vitest';
import { buildWorld } from '../docker/builder/build-world';
import { decode } from '#io/streams';
import type { JsonMessage } from '#docker/api/json-message';

type World = Awaited<ReturnType<typeof buildWorld>>;

async function pull(world: World, name: string): Promise<JsonMessage[]> {
  const [fromImage, tag = 'latest'] = name.split(/:(?=[^:/]*$)/);
  return world.settle(
    (async () => {
      const found: JsonMessage[] = [];
      const query = { fromImage, tag };
      for await (const m of await world.client.objects<JsonMessage>('POST', '/images/create', undefined, { query }))
        found.push(m);
      return found;
    })(),
  );
}

async function start(world: World, name: string, body: object): Promise<void> {
  await world.settle(world.client.post('/containers/create', body, { query: { name } }));
  await world.settle(world.client.post(`/containers/${name}/start`));
  await world.advance(3000);
}

async function logs(world: World, name: string): Promise<string> {
  return world.settle(
    (async () => {
      let text = '';
      const { frames } = await world.client.frames(`/containers/${name}/logs`, { query: { stdout: 1, stderr: 1 } });
      for await (const frame of frames) text += decode(frame.data);
      return text;
    })(),
  );
}

async function run(world: World, name: string, body: object): Promise<string> {
  await start(world, name, body);
  return logs(world, name);
}

const fetching = (container: string): string[] => ['wget', '-qO-', `http://${container}`];

test('a pull tells each layer, and the second one that nothing is newer', async () => {
  const world = await buildWorld();
  const told = await pull(world, 'alpine');
  expect(told[0]).toEqual({ status: 'Pulling from library/alpine', id: 'latest' });
  expect(told.map((message) => message.status)).toContain('Pull complete');
  expect(told.at(-1)).toEqual({ status: 'Status: Downloaded newer image for alpine:latest' });
  expect((await pull(world, 'alpine')).at(-1)).toEqual({ status: 'Status: Image is up to date for alpine:latest' });
  const refusal = async (name: string): Promise<string> =>
    pull(world, name).then(String, (error: unknown) => (error as Error).message);
  expect(await refusal('learner/image')).toBe(
    "pull access denied for learner/image, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  );
  expect(await refusal('nginx:nope')).toBe('manifest for nginx:nope not found: manifest unknown: manifest unknown');
});

test('hello-world greets', async () => {
  const world = await buildWorld();
  await pull(world, 'hello-world');
  expect(await run(world, 'hello', { Image: 'hello-world' })).toContain('Hello from Docker!');
});

test('nginx serves its page, and says so in its log', async () => {
  const world = await buildWorld();
  await pull(world, 'nginx');
  await pull(world, 'busybox');
  await world.settle(world.client.post('/networks/create', { Name: 'net', Driver: 'bridge' }));
  const on = { HostConfig: { NetworkMode: 'net' } };
  await start(world, 'web', { Image: 'nginx', ...on });
  expect(await run(world, 'ask', { Image: 'busybox', Cmd: fetching('web'), ...on })).toContain(
    '<h1>Welcome to nginx!</h1>',
  );
  const log = await logs(world, 'web');
  expect(log).toContain('/docker-entrypoint.sh: Configuration complete; ready for start up\n');
  expect(log).toContain(
    '10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf\n',
  );
  expect(log).toMatch(/\[notice\] \d+#\d+: start worker processes\n/);
  expect(log).toMatch(/"GET \/ HTTP\/1.1" 200 615 "-" "Wget" "-"\n/);
});

test('redis keeps what it was told', async () => {
  const world = await buildWorld();
  await pull(world, 'redis:7-alpine');
  await world.settle(world.client.post('/networks/create', { Name: 'net', Driver: 'bridge' }));
  const on = { HostConfig: { NetworkMode: 'net' } };
  await start(world, 'db', { Image: 'redis:7-alpine', ...on });
  const cli = (name: string, ...words: string[]): Promise<string> =>
    run(world, name, { Image: 'redis:7-alpine', Cmd: ['redis-cli', '-h', 'db', ...words], ...on });
  expect(await logs(world, 'db')).toContain('Ready to accept connections');
  expect(await cli('one', 'INCR', 'hits')).toBe('1\n');
  expect(await cli('two', 'INCR', 'hits')).toBe('2\n');
  expect(await cli('three', 'LPUSH', 'hits', 'x')).toContain('WRONGTYPE');
  await world.settle(world.client.post('/containers/db/restart'));
  await world.advance(2000);
  expect(await cli('four', 'GET', 'hits')).toBe('2\n');
});

test('whoami and httpd answer', async () => {
  const world = await buildWorld();
  for (const name of ['traefik/whoami', 'httpd:alpine', 'busybox']) await pull(world, name);
  await world.settle(world.client.post('/networks/create', { Name: 'net', Driver: 'bridge' }));
  const on = { HostConfig: { NetworkMode: 'net' } };
  await start(world, 'who', { Image: 'traefik/whoami', Hostname: 'me', ...on });
  await start(world, 'apache', { Image: 'httpd:alpine', ...on });
  expect(await run(world, 'first', { Image: 'busybox', Cmd: fetching('who'), ...on })).toMatch(
    /^Hostname: me\nIP: 127\.0\.0\.1\n/,
  );
  expect(await run(world, 'second', { Image: 'busybox', Cmd: fetching('apache'), ...on })).toBe(
    '<html><body><h1>It works!</h1></body></html>\n',
  );
});

test('a registry of our own takes an image and gives it back', async () => {
  const world = await buildWorld();
  await pull(world, 'registry:2');
  await world.build({ Dockerfile: 'FROM alpine\nRUN echo hi > /hi\n' }, { version: '2', t: 'localhost:5000/mine' });
  const bindings = { '5000/tcp': [{ HostIp: '', HostPort: '5000' }] };
  await start(world, 'registry', {
    Image: 'registry:2',
    ExposedPorts: { '5000/tcp': {} },
    HostConfig: { PortBindings: bindings },
  });
  const told = await world.settle(
    (async () => {
      const found: JsonMessage[] = [];
      const answer = await world.client.objects<JsonMessage>('POST', '/images/localhost:5000/mine/push', undefined, {
        query: { tag: 'latest' },
        headers: { 'x-registry-auth': 'e30=' },
      });
      for await (const message of answer) found.push(message);
      return found;
    })(),
  );
  expect(told.find((message) => message.error)).toBeUndefined();
  expect(told.map((message) => message.status)).toContain('Pushed');
  const { id } = world.find('localhost:5000/mine')!;
  await world.settle(world.client.delete('/images/localhost:5000/mine', { query: { force: 1 } }));
  expect(world.find('localhost:5000/mine')).toBeUndefined();
  expect((await pull(world, 'localhost:5000/mine')).at(-1)!.status).toBe(
    'Status: Downloaded newer image for localhost:5000/mine:latest',
  );
  expect(world.find('localhost:5000/mine')!.id).toBe(id);
});
