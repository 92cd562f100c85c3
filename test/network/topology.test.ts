import { expect, test } from 'vitest';
import { readAll, decode } from '#io/streams';
import { text } from '#network/http';
import { request } from '#network/http-client';
import { bodyText } from '#network/http-wire';
import { NetworkError } from '#network/stack';
import { bridge, container, yard } from './yard';

const noFiles = { readText: () => '', exists: () => false };

const failure = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'it worked',
    (error: unknown) =>
      error instanceof NetworkError ? `${error.code}: ${error.hops.at(-1)?.text ?? ''}` : String(error),
  );

test('containers of one bridge reach each other, of two bridges do not', async () => {
  const { laptop, settle } = yard();
  bridge(laptop, 'docker0', '172.17.0.0/16');
  bridge(laptop, 'br-app', '172.18.0.0/16', { label: 'network app' });
  const web = container(laptop, 'web', [{ bridge: 'br-app', address: '172.18.0.2' }]);
  const cli = container(laptop, 'cli', [{ bridge: 'br-app', address: '172.18.0.3' }]);
  const out = container(laptop, 'out', [{ bridge: 'docker0', address: '172.17.0.2' }]);
  web.listen({ port: 80, program: 'nginx', http: (r) => text(200, `hello ${r.from ?? ''}`) });

  const answer = await settle(request({ net: cli, fs: noFiles }, 'http://172.18.0.2/'));
  expect(await bodyText(answer.body)).toBe('hello 172.18.0.3');
  expect(await settle(failure(cli.connect({ address: '172.18.0.2', port: 81 })))).toBe(
    'ECONNREFUSED: nobody listens on port 81 of container web',
  );
  expect(await settle(failure(out.connect({ address: '172.18.0.2', port: 80 })))).toBe(
    'ETIMEDOUT: a DROP rule in chain DOCKER-ISOLATION-STAGE-2 throws the packet away: Docker keeps its bridge networks apart',
  );
  expect(await settle(failure(cli.connect({ address: '172.18.0.9', port: 80 })))).toBe(
    'EHOSTUNREACH: nobody on network app has the address 172.18.0.9: no answer to ARP',
  );
  expect((await settle(cli.ping('172.18.0.2'))).rttMs).toBeLessThan(0.2);
  laptop.attach(out, 'br-app', { address: '172.18.0.4', gateway: true });
  expect((await settle(out.ping('172.18.0.2'))).ttl).toBe(64);
  expect(out.routes()).toMatchObject([
    { destination: 'default', gateway: '172.17.0.1' },
    { destination: '172.17.0.0/16', device: 'eth0', source: '172.17.0.2' },
    { destination: '172.18.0.0/16', device: 'eth1', source: '172.18.0.4' },
  ]);
});

test('a published port is reached from the machine, from outside and from other networks', async () => {
  const { fabric, laptop, settle } = yard();
  const node = fabric.addMachine({ name: 'node' });
  bridge(laptop, 'docker0', '172.17.0.0/16');
  bridge(laptop, 'br-app', '172.18.0.0/16');
  const web = container(laptop, 'web', [{ bridge: 'docker0', address: '172.17.0.2' }]);
  const other = container(laptop, 'other', [{ bridge: 'br-app', address: '172.18.0.2' }]);
  web.listen({ port: 80, program: 'nginx', http: (r) => text(200, `for ${r.from ?? ''}`) });
  const port = laptop.publish({
    protocol: 'tcp',
    hostIp: '0.0.0.0',
    hostPort: 8080,
    containerIp: '172.17.0.2',
    containerPort: 80,
    bridge: 'docker0',
  });
  const get = async (net: typeof web, url: string): Promise<string> =>
    bodyText((await settle(request({ net, fs: noFiles }, url))).body);

  expect(await get(laptop.host, 'http://127.0.0.1:8080/')).toBe('for 172.17.0.1');
  expect(await get(laptop.host, 'http://10.0.2.15:8080/')).toBe('for 172.17.0.1');
  expect(await get(node.host, 'http://10.0.2.15:8080/')).toBe('for 10.0.2.16');
  expect(await get(other, 'http://172.17.0.1:8080/')).toBe('for 172.17.0.1');
  expect(await get(web, 'http://172.17.0.1:8080/')).toBe('for 172.17.0.1');
  expect(await settle(failure(node.host.connect({ address: '172.17.0.2', port: 80 }, { timeoutMs: 2000 })))).toMatch(
    /ETIMEDOUT/,
  );

  expect(() => laptop.publish({ ...port, hostPort: 8080, containerPort: 81 })).toThrow(
    'Bind for 0.0.0.0:8080 failed: port is already allocated',
  );
  expect(laptop.publish({ ...port, hostPort: 0 }).hostPort).toBe(32768);
  expect(laptop.publish({ ...port, hostPort: 0 }).hostPort).toBe(32769);
  expect(laptop.publish({ ...port, hostPort: 8080, hostPortEnd: 8090 }).hostPort).toBe(8081);
  laptop.unpublish(port);
  expect(await settle(failure(laptop.host.connect({ address: '127.0.0.1', port: 8080 })))).toBe(
    'ECONNREFUSED: nobody listens on port 8080 of laptop',
  );
});

test('docker-proxy takes a connection and cuts it when nobody listens behind', async () => {
  const { laptop, settle } = yard();
  bridge(laptop, 'docker0', '172.17.0.0/16');
  container(laptop, 'web', [{ bridge: 'docker0', address: '172.17.0.2' }]);
  laptop.publish({
    protocol: 'tcp',
    hostIp: '0.0.0.0',
    hostPort: 9000,
    containerIp: '172.17.0.2',
    containerPort: 7000,
    bridge: 'docker0',
  });
  const socket = await settle(laptop.host.connect({ address: '127.0.0.1', port: 9000 }));
  await expect(settle(socket.reader.read())).rejects.toThrow('Connection reset by peer');
});

test('bytes flow both ways, and an http listener speaks HTTP/1.1 to a raw connection', async () => {
  const { laptop, settle } = yard();
  bridge(laptop, 'docker0', '172.17.0.0/16');
  const a = container(laptop, 'a', [{ bridge: 'docker0', address: '172.17.0.2' }]);
  const b = container(laptop, 'b', [{ bridge: 'docker0', address: '172.17.0.3' }]);
  b.listen({
    port: 7,
    accept: (socket) =>
      void (async () => {
        for (let data = await socket.reader.read(); data; data = await socket.reader.read())
          await socket.writer.write(data);
        socket.close();
      })(),
  });
  b.listen({ port: 80, http: (r) => text(200, `${r.method} ${r.target}`) });
  const echo = await settle(a.connect({ address: '172.17.0.3', port: 7 }));
  await echo.writer.write('ahoy');
  echo.writer.close();
  expect(decode(await settle(readAll(echo.reader)))).toBe('ahoy');
  const raw = await settle(a.connect({ address: '172.17.0.3', port: 80 }));
  await raw.writer.write('GET /x HTTP/1.0\r\n\r\n');
  expect(decode(await settle(readAll(raw.reader)))).toBe(
    'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 6\r\nConnection: close\r\n\r\nGET /x',
  );
  echo.close();
  expect(a.interfaces()[1]!.txBytes).toBeGreaterThan(100);
});

test('the embedded DNS answers names of the networks and hands on the others', async () => {
  const { fabric, laptop, settle } = yard();
  bridge(laptop, 'br-app', '172.18.0.0/16');
  const cli = container(laptop, 'cli', [{ bridge: 'br-app', address: '172.18.0.3' }]);
  fabric.internet.register('example.com', '93.184.215.14', { http: () => text(200, 'Example Domain') });
  cli.setEmbeddedDns({
    resolve: (name, type) => (name === 'web' ? (type === 'A' ? ['172.18.0.2'] : []) : undefined),
    upstream: () => [fabric.nameserver],
  });
  const ask = (name: string) => settle(cli.query('127.0.0.11', { name, type: 'A' }));
  expect((await ask('web')).records).toEqual([{ name: 'web', type: 'A', ttl: 600, data: '172.18.0.2' }]);
  expect((await ask('nosuch')).status).toBe('NXDOMAIN');
  expect((await ask('example.com')).records[0]?.data).toBe('93.184.215.14');
  const page = await settle(
    request(
      { net: cli, fs: { exists: (p) => p === '/etc/resolv.conf', readText: () => 'nameserver 127.0.0.11\n' } },
      'https://example.com',
    ),
  );
  expect(await bodyText(page.body)).toBe('Example Domain');
  fabric.internet.online = false;
  expect((await ask('example.com')).status).toBe('SERVFAIL');
});

test('an internal network has no way out and none in', async () => {
  const { fabric, laptop, settle } = yard();
  bridge(laptop, 'br-in', '172.20.0.0/16', { internal: true });
  bridge(laptop, 'docker0', '172.17.0.0/16');
  const inner = container(laptop, 'inner', [{ bridge: 'br-in', address: '172.20.0.2' }]);
  const outer = container(laptop, 'outer', [{ bridge: 'docker0', address: '172.17.0.2' }]);
  fabric.internet.register('example.com', '93.184.215.14', {});
  expect(await settle(failure(inner.ping('93.184.215.14')))).toMatch(/^ENETUNREACH/);
  expect(await settle(failure(outer.ping('172.20.0.2', { timeoutMs: 1000 })))).toMatch(/^ETIMEDOUT/);
  expect((await settle(outer.ping('93.184.215.14'))).rttMs).toBeGreaterThan(5);
});
