import { expect, test } from 'vitest';
import { lines, present } from '../../conformance/fixtures';
import { engineWorld } from './engine-world';

interface Example {
  method: string;
  path: string;
  reqBody: unknown;
  status: number;
  resBody: unknown;
}

const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (value === null || typeof value !== 'object') return typeof value === 'object' ? null : typeof value;
  return Object.keys(value);
};

test.skipIf(!present)('inspect of a container has the fields of the real one, in its order', async () => {
  const example = lines<Example>('docker/recorded/http.jsonl').find((e) => e.path.endsWith('/containers/api1/json'))!;
  const real = JSON.parse(String(example.resBody)) as Record<string, object>;
  const w = await engineWorld();
  await w.run('api1', ['sleep', '1000'], {
    Env: ['A=b'],
    Labels: { k: 'v' },
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8088' }] } },
  });
  const ours = await w.settle(w.client.get<Record<string, object>>('/containers/api1/json'));
  expect(Object.keys(ours)).toEqual(Object.keys(real));
  for (const part of ['State', 'HostConfig', 'Config', 'NetworkSettings', 'GraphDriver']) {
    expect(shapeOf(ours[part]), part).toEqual(shapeOf(real[part]));
  }
  expect(ours['HostConfig']).toEqual(real['HostConfig']);
});

test.skipIf(!present)('refusals that need no state are those of the real engine', async () => {
  const w = await engineWorld();
  await w.run('api1', ['sleep', '1000']);
  const wanted = lines<Example>('docker/recorded/http.jsonl').filter(
    (e) =>
      e.status >= 400 &&
      /nosuch|notjson|\/v1\.99|status%22%3A%20%5B%22bad|bad%20name|\/(services|nodes|secrets|configs|tasks|swarm)$/.test(
        e.path,
      ) &&
      !/images\/create|search|hello-world|commit|build|distribution/.test(e.path) &&
      !(e.method === 'POST' && /swarm\//.test(e.path)),
  );
  const different: string[] = [];
  for (const e of wanted) {
    const body =
      typeof e.reqBody === 'string' && e.reqBody.startsWith('{') ? (JSON.parse(e.reqBody) as unknown) : undefined;
    const path = e.path.replace(/^\/v1\.5[01]/, '');
    const [target = '', query] = path.split('?');
    if (target.startsWith('/v1.')) continue;
    const ours = await w.refused(
      w.client.request(
        e.method,
        target + (query === undefined ? '' : `?${query}`),
        body === undefined ? { kind: 'empty' } : { kind: 'json', value: body },
      ),
    );
    const text = String(e.resBody).trim();
    const real = `${String(e.status)} ${text === '' ? '' : (JSON.parse(text) as { message: string }).message}`;
    if (e.method !== 'HEAD' && ours !== real) different.push(`${e.method} ${e.path}: ${ours} | ${real}`);
  }
  expect(wanted.length).toBeGreaterThan(15);
  expect(different).toEqual([]);
});
