import { expect, test } from 'vitest';
import { formatHops } from '#network/why';
import { candidates, lookup, readResolvConf } from '#network/names';
import { bridge, container, yard } from './yard';

test('the ladder shows each hop and marks where it ends', () => {
  const { laptop } = yard();
  bridge(laptop, 'docker0', '172.17.0.0/16');
  bridge(laptop, 'br-app', '172.18.0.0/16', { label: 'network app' });
  container(laptop, 'web', [{ bridge: 'br-app', address: '172.18.0.2' }]);
  const out = container(laptop, 'out', [{ bridge: 'docker0', address: '172.17.0.2' }]);
  expect(formatHops('out', 'web:80', out.explain({ address: '172.18.0.2', port: 80 }))).toBe(
    [
      'out -> web:80',
      '  | container out  route   172.18.0.2 is reached by the default gateway 172.17.0.1 through eth0',
      '  x laptop         filter  a DROP rule in chain DOCKER-ISOLATION-STAGE-2 throws the packet away: Docker keeps its bridge networks apart',
      'out does not reach web:80: a DROP rule in chain DOCKER-ISOLATION-STAGE-2 throws the packet away: Docker keeps its bridge networks apart.',
      '',
    ].join('\n'),
  );
});

test('names are looked up in the hosts file first, then with search domains by ndots', async () => {
  const { laptop, settle } = yard();
  const text: Record<string, string> = {
    '/etc/hosts': '127.0.0.1 localhost\n::1 localhost\n10.1.1.1 db.internal db # x\n',
    '/etc/resolv.conf': 'nameserver 10.0.2.3\nsearch a.example b.example\noptions ndots:2 timeout:1\n',
  };
  const files = { exists: (p: string) => p in text, readText: (p: string) => text[p] ?? '' };
  expect((await settle(lookup('db', files, laptop.host))).addresses).toEqual(['10.1.1.1']);
  expect((await settle(lookup('localhost', files, laptop.host))).addresses).toEqual(['127.0.0.1', '::1']);
  expect(
    (await settle(lookup('laptop', { ...files, readText: () => 'nameserver 10.0.2.3' }, laptop.host))).addresses,
  ).toEqual(['10.0.2.15']);
  expect(candidates('web', readResolvConf(files))).toEqual(['web.a.example', 'web.b.example', 'web']);
  expect(candidates('a.b.c', readResolvConf(files))).toEqual(['a.b.c', 'a.b.c.a.example', 'a.b.c.b.example']);
  await expect(settle(lookup('nosuch', files, laptop.host))).rejects.toThrow('Name or service not known');
});
