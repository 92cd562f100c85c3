import { expect, test } from 'vitest';
import { decode } from '#io/streams';
import { readTar, writeTar } from '#vfs/tar';
import type { ImageInspect } from '#docker/api/image-inspect';
import type { ImageSummary } from '#docker/api/image-summary';
import type { ContainerInspect } from '#docker/api/container-inspect';
import { engineWorld } from './engine-world';

test('files go into a container and come out of it as archives', async () => {
  const w = await engineWorld();
  await w.run('web', ['sleep', 'infinity']);
  const data = new TextEncoder().encode('hi\n');
  const tar = writeTar([{ path: 'hello.txt', type: 'file', mode: 0o644, uid: 0, gid: 0, mtimeMs: 0, data }]);
  await w.settle(w.client.upload('PUT', '/containers/web/archive', tar, { query: { path: '/data' } }));
  const { bytes, headers } = await w.settle(
    w.client.bytes('/containers/web/archive', { query: { path: '/data/hello.txt' } }),
  );
  const [entry] = [...readTar(bytes)];
  expect([entry!.path, decode(entry!.data!)]).toEqual(['hello.txt', 'hi\n']);
  expect(JSON.parse(atob(headers['x-docker-container-path-stat']!))).toEqual({
    name: 'hello.txt',
    size: 3,
    mode: 420,
    mtime: '1970-01-01T00:00:00Z',
    linkTarget: '',
  });
  expect(await w.settle(w.client.get('/containers/web/changes'))).toEqual([
    { Path: '/data', Kind: 0 },
    { Path: '/data/hello.txt', Kind: 1 },
  ]);
});

test('a commit makes an image with one more layer, which can be tagged, saved, removed and loaded', async () => {
  const w = await engineWorld();
  await w.run('maker', ['write', '/made', 'here']);
  await w.settle(w.client.post('/containers/maker/wait'));
  const { Id } = await w.settle(
    w.client.post<{ Id: string }>(
      '/commit',
      {},
      { query: { container: 'maker', repo: 'snap', tag: '1', comment: 'c' } },
    ),
  );
  const image = await w.settle(w.client.get<ImageInspect>('/images/snap:1/json'));
  expect([image.Id, image.RepoTags, image.RootFS.Layers!.length]).toEqual([Id, ['snap:1'], 2]);
  const { bytes } = await w.settle(w.client.bytes('/images/snap:1/get'));
  await w.settle(w.client.delete('/containers/maker'));
  expect(await w.settle(w.client.delete<unknown>('/images/snap:1'))).toEqual([
    { Untagged: 'snap:1' },
    { Deleted: Id },
    { Deleted: image.RootFS.Layers![1] },
  ]);
  await w.settle(w.client.upload('POST', '/images/load', bytes));
  const rows = await w.settle(w.client.get<ImageSummary[]>('/images/json'));
  expect(rows.map((row) => [row.RepoTags, row.Id === Id])).toEqual([
    [['snap:1'], true],
    [['busybox:latest'], false],
  ]);
  await w.run('user', ['cat', '/made'], { Image: 'snap:1' });
  await w.settle(w.client.post('/containers/user/wait'));
  expect(await w.logs('user')).toBe('here\n');
});

test('an image in use is not removed', async () => {
  const w = await engineWorld();
  await w.create('user', ['true']);
  expect(await w.refused(w.client.delete('/images/busybox'))).toMatch(
    /^409 conflict: unable to remove repository reference "busybox" \(must force\) - container [0-9a-f]{12} is using its referenced image [0-9a-f]{12}$/,
  );
});

test('--rm removes the container with its anonymous volumes, and a wait for removal sees the code', async () => {
  const w = await engineWorld();
  await w.create('gone', ['exit', '4'], { Volumes: { '/cache': {} }, HostConfig: { AutoRemove: true } });
  const wait = w.client.post<{ StatusCode: number }>('/containers/gone/wait', undefined, {
    query: { condition: 'removed' },
  });
  await w.start('gone');
  expect(await w.settle(wait)).toEqual({ StatusCode: 4 });
  expect(await w.settle(w.client.get<{ Volumes: unknown[] }>('/volumes'))).toEqual({ Volumes: [], Warnings: null });
});

test('a paused container keeps its state until it goes on', async () => {
  const w = await engineWorld();
  await w.run('app', ['sleep', '5']);
  await w.settle(w.client.post('/containers/app/pause'));
  expect(await w.refused(w.client.post('/containers/app/exec', { Cmd: ['true'] }))).toBe(
    '409 Container app is paused, unpause the container before exec',
  );
  await w.advance(60_000);
  const state = async () => (await w.settle(w.client.get<ContainerInspect>('/containers/app/json'))).State.Status;
  expect(await state()).toBe('paused');
  await w.settle(w.client.post('/containers/app/unpause'));
  await w.advance(10_000);
  expect(await state()).toBe('exited');
});

test('logs can be followed to the end, cut and dated', async () => {
  const w = await engineWorld();
  await w.run('lg', ['graceful']);
  const following = w.logs('lg', { follow: 1 });
  await w.settle(w.client.post('/containers/lg/stop'));
  expect(await following).toBe('bye\n');
  expect(await w.logs('lg', { tail: 1, timestamps: 1 })).toMatch(/^2026-01-01T00:00:\d\d\.\d{9}Z bye\n$/);
  expect(await w.logs('lg', { tail: 0 })).toBe('');
});
