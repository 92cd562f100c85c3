import { expect, test } from 'vitest';
import type { ContainerInspect } from '#docker/api/container-inspect';
import type { Network } from '#docker/api/network';
import { engineWorld } from './engine-world';

test('containers of a user-defined network find each other by name, alias and short id', async () => {
  const w = await engineWorld();
  await w.settle(w.client.post('/networks/create', { Name: 'front' }));
  const id = await w.run('web', ['sleep', 'infinity'], {
    HostConfig: { NetworkMode: 'front' },
    NetworkingConfig: { EndpointsConfig: { front: { Aliases: ['www'] } } },
  });
  await w.run('cli', ['sleep', 'infinity'], { HostConfig: { NetworkMode: 'front' } });
  const stack = w.daemon.containers.get(w.daemon.names.get('cli')!)!.run!.namespace;
  const ask = async (name: string) =>
    (await w.settle(stack.query('127.0.0.11', { name, type: 'A' }))).records.map((r) => r.data);
  expect([await ask('web'), await ask('www'), await ask(id.slice(0, 12)), await ask('web.front')]).toEqual([
    ['172.18.0.2'],
    ['172.18.0.2'],
    ['172.18.0.2'],
    ['172.18.0.2'],
  ]);
  await w.settle(w.client.post('/containers/web/rename', undefined, { query: { name: 'site' } }));
  expect(await ask('site')).toEqual(['172.18.0.2']);
});

test('a network in use cannot be removed, and says who uses it', async () => {
  const w = await engineWorld();
  await w.settle(w.client.post('/networks/create', { Name: 'front' }));
  await w.run('web', ['sleep', 'infinity'], { HostConfig: { NetworkMode: 'front' } });
  expect(await w.refused(w.client.delete('/networks/front'))).toMatch(
    /^403 error while removing network: network front has active endpoints \(name:"web" id:"[0-9a-f]{12}"\)$/,
  );
  await w.settle(w.client.post('/networks/front/disconnect', { Container: 'web' }));
  await w.settle(w.client.delete('/networks/front'));
  const names = (await w.settle(w.client.get<Network[]>('/networks'))).map((n) => n.Name);
  expect(names).toEqual(['none', 'host', 'bridge']);
});

test('published ports are opened, clash in the real words, and close with the container', async () => {
  const w = await engineWorld();
  const ports = {
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } },
  };
  await w.run('web', ['sleep', 'infinity'], ports);
  const web = await w.settle(w.client.get<ContainerInspect>('/containers/web/json'));
  expect(web.NetworkSettings.Ports).toEqual({
    '80/tcp': [
      { HostIp: '0.0.0.0', HostPort: '8080' },
      { HostIp: '::', HostPort: '8080' },
    ],
  });
  await w.create('other', ['sleep', 'infinity'], ports);
  expect(await w.refused(w.client.post('/containers/other/start'))).toMatch(
    /^500 failed to set up container networking: driver failed programming external connectivity on endpoint other \([0-9a-f]{64}\): Bind for 0\.0\.0\.0:8080 failed: port is already allocated$/,
  );
  await w.settle(w.client.post('/containers/web/kill'));
  await w.start('other');
});

test('addresses: fixed ones, taken ones, ones outside the subnet', async () => {
  const w = await engineWorld();
  await w.settle(
    w.client.post('/networks/create', {
      Name: 'static',
      IPAM: { Config: [{ Subnet: '10.5.0.0/24', Gateway: '10.5.0.1' }] },
    }),
  );
  const at = (IPv4Address: string) => ({
    HostConfig: { NetworkMode: 'static' },
    NetworkingConfig: { EndpointsConfig: { static: { IPAMConfig: { IPv4Address } } } },
  });
  await w.run('s1', ['sleep', 'infinity'], at('10.5.0.10'));
  await w.create('s2', ['sleep', 'infinity'], at('10.5.0.10'));
  expect(await w.refused(w.client.post('/containers/s2/start'))).toBe(
    '403 failed to set up container networking: Address already in use',
  );
  expect(
    await w.refused(
      w.client.post(
        '/containers/create',
        { Image: 'busybox', Cmd: ['true'], ...at('10.9.0.10') },
        { query: { name: 's3' } },
      ),
    ),
  ).toBe(
    '400 invalid config for network static: invalid endpoint settings:\nno configured subnet or ip-range contain the IP address 10.9.0.10',
  );
  expect(
    await w.refused(
      w.client.post('/networks/create', { Name: 'overlap', IPAM: { Config: [{ Subnet: '10.5.0.0/25' }] } }),
    ),
  ).toBe('403 invalid pool request: Pool overlaps with other one on this address space');
});

test('links of the default bridge give variables and a line in /etc/hosts', async () => {
  const w = await engineWorld();
  const db = await w.run('db', ['sleep', 'infinity'], { Env: ['PASSWORD=x'], ExposedPorts: { '6379/tcp': {} } });
  await w.run('app', ['env'], { HostConfig: { Links: ['db:cache'] } });
  await w.settle(w.client.post('/containers/app/wait'));
  const env = (await w.logs('app')).split('\n').filter((line) => line.startsWith('CACHE_'));
  expect(env).toEqual([
    'CACHE_PORT=tcp://172.17.0.2:6379',
    'CACHE_PORT_6379_TCP=tcp://172.17.0.2:6379',
    'CACHE_PORT_6379_TCP_ADDR=172.17.0.2',
    'CACHE_PORT_6379_TCP_PORT=6379',
    'CACHE_PORT_6379_TCP_PROTO=tcp',
    'CACHE_NAME=/app/cache',
    'CACHE_ENV_PASSWORD=x',
  ]);
  await w.run('hosts', ['cat', '/etc/hosts'], { HostConfig: { Links: ['db:cache'] } });
  await w.settle(w.client.post('/containers/hosts/wait'));
  expect((await w.logs('hosts')).split('\n')[6]).toBe(`172.17.0.2\tcache ${db.slice(0, 12)} db`);
});
