import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileError } from '#vfs/filesystem';
import { device, directory, files, link } from '#vfs/layer-builder';
import { MemoryFileSystem } from '#vfs/memory';
import { MountTable } from '#vfs/mounts';
import { ProcessFileView } from '#vfs/view';

const now = (): number => 1000;
const disk = files({
  '/bin': link('usr/bin'),
  '/usr/bin/tool': { mode: 0o755 },
  '/etc/motd': 'hello\n',
  '/etc/secret': { mode: 0o600 },
  '/loop/a': link('b'),
  '/loop/b': link('a'),
  '/home/learner/': directory({ uid: 1000, gid: 1000 }),
  '/tmp/': directory({ mode: 0o1777 }),
  '/tmp/roots': 'r',
  '/shared/': directory({ mode: 0o2775, gid: 50 }),
  '/dev/null': device('null'),
  '/dev/full': device('full'),
});

function world() {
  const root = new MemoryFileSystem({ id: 'disk', now, records: disk });
  const table = new MountTable(root);
  const view = new ProcessFileView(table);
  return { root, table, view, learner: view.as({ credentials: { uid: 1000, gid: 1000, groups: [1000, 50] } }) };
}

const codeOf = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'ok';
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
};

test('links are followed, `..` goes up from where they lead', () => {
  const { view } = world();
  expect(view.realpath('/bin/../bin/tool')).toBe('/usr/bin/tool');
  expect(view.realpath('/bin/..')).toBe('/usr');
  expect(view.absolute('/bin/..')).toBe('/');
  expect(codeOf(() => view.stat('/loop/a'))).toBe('ELOOP');
  expect(view.lstat('/loop/a').type).toBe('symlink');
  expect(codeOf(() => view.stat('/etc/motd/'))).toBe('ENOTDIR');
  expect(codeOf(() => view.stat('/etc/motd/x'))).toBe('ENOTDIR');
  expect(codeOf(() => view.stat(''))).toBe('ENOENT');
  expect(codeOf(() => view.stat(`/${'x'.repeat(300)}`))).toBe('ENAMETOOLONG');
});

test('permissions hold for everybody but root', () => {
  const { view, learner } = world();
  expect(codeOf(() => learner.readFile('/etc/secret'))).toBe('EACCES');
  expect(codeOf(() => view.readFile('/etc/secret'))).toBe('ok');
  expect(codeOf(() => learner.writeFile('/etc/new', ''))).toBe('EACCES');
  expect(codeOf(() => learner.unlink('/tmp/roots'))).toBe('EPERM');
  expect(codeOf(() => learner.chown('/home/learner', 0, 0))).toBe('EPERM');
  expect(codeOf(() => learner.chmod('/etc/motd', 0o777))).toBe('EPERM');
  learner.cwd = '/home/learner';
  learner.umask = 0o077;
  learner.writeFile('mine', 'x');
  expect(learner.stat('mine')).toMatchObject({ uid: 1000, gid: 1000, mode: 0o600 });
  learner.writeFile('/shared/ours', 'x');
  expect(learner.stat('/shared/ours').gid).toBe(50);
  expect(view.access('/etc/motd', 'x')).toBe(false);
  expect(view.access('/bin/tool', 'x')).toBe(true);
});

test('mounts nest, hide what is below, and keep their own rules', () => {
  const { table, view } = world();
  const volume = new MemoryFileSystem({ id: 'v', now, records: files({ '/inner/x': '1', '/file': 'f' }) });
  const mount = { fs: volume, source: 'v', fsType: 'ext4' };
  table.mount({ ...mount, target: '/mnt', path: '/', readOnly: true });
  table.mount({ ...mount, target: '/mnt/inner', path: '/inner', readOnly: false });
  table.mount({ ...mount, target: '/etc/motd', path: '/file', readOnly: false });
  expect(view.readText('/etc/motd')).toBe('f');
  expect(codeOf(() => view.writeFile('/mnt/y', ''))).toBe('EROFS');
  view.writeFile('/mnt/inner/y', '2');
  expect(view.readdir('/mnt/inner')).toEqual(['x', 'y']);
  expect(codeOf(() => view.rename('/etc/motd', '/etc/other'))).toBe('EBUSY');
  expect(codeOf(() => view.rename('/mnt/inner/y', '/y'))).toBe('EXDEV');
  expect(view.readdir('/')).toContain('mnt');
  expect(table.unmount('/mnt/inner')).toBe(true);
  expect(view.readdir('/mnt/inner')).toEqual(['x', 'y']);
});

test('devices swallow or refuse what is written', () => {
  const { view } = world();
  view.writeFile('/dev/null', 'gone');
  expect(view.readFile('/dev/null').length).toBe(0);
  expect(codeOf(() => view.writeFile('/dev/full', 'x'))).toBe('ENOSPC');
});

test('mkdir with parents makes all that is missing and nothing that is there', () => {
  const { view } = world();
  view.mkdir('/a/b/../c', { parents: true });
  expect([view.readdir('/a'), view.isDirectory('/a/c')]).toEqual([['b', 'c'], true]);
  view.mkdir('/a/c', { parents: true });
  expect(codeOf(() => view.mkdir('/a/c'))).toBe('EEXIST');
  expect(codeOf(() => view.mkdir('/etc/motd/x', { parents: true }))).toBe('ENOTDIR');
  view.removeAll('/a');
  expect(view.exists('/a')).toBe(false);
});

test('any tangle of links ends in an answer or an error', () => {
  const part = fc.constantFrom('a', 'b', 'c', '..', '.', '', '/');
  const path = fc.array(part, { maxLength: 8 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(fc.array(fc.tuple(path, path), { maxLength: 8 }), fc.array(path, { maxLength: 8 }), (links, asked) => {
      const { view } = world();
      for (const [target, at] of links) codeOf(() => view.symlink(target, `/${at}`));
      for (const one of asked) {
        codeOf(() => view.writeFile(one, 'x'));
        codeOf(() => view.mkdir(one, { parents: true }));
        codeOf(() => view.realpath(one));
        codeOf(() => view.rename(one, `${one}x`));
      }
    }),
    { numRuns: 200 },
  );
});
