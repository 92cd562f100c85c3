import { expect, test } from 'vitest';
import { directory, file, files } from '#vfs/layer-builder';
import { lazyDirectory, syntheticDirectory, syntheticFile, SyntheticFileSystem } from '#vfs/synthetic';

test('files are made when they are read, and nothing can be made or removed', () => {
  let value = '1';
  const fs = new SyntheticFileSystem(
    's',
    lazyDirectory(() =>
      syntheticDirectory({
        count: syntheticFile(
          () => value,
          (text) => (value = text),
        ),
        fixed: syntheticFile(() => 'x'),
      }),
    ),
    () => 7,
  );
  const read = (): string => new TextDecoder().decode(fs.readFile('/count'));
  expect([fs.readdir('/'), read()]).toEqual([['count', 'fixed'], '1']);
  fs.writeFile('/count', new TextEncoder().encode('2'));
  expect(read()).toBe('2');
  expect(() => fs.writeFile('/fixed', new Uint8Array())).toThrow('Permission denied');
  expect(() => fs.mkdir('/new')).toThrow('Operation not permitted');
  expect(fs.find('/constructor')).toBe(undefined);
});

test('a layer is written as paths and contents; directories above come by themselves', () => {
  const layer = files({ '/a/b': 'text', '/var/lib/x/': directory({ uid: 999 }), '/c': file('z', { mode: 0o600 }) }, 5);
  expect([...layer].map(([path, entry]) => [path, entry.type, 'mode' in entry && entry.mode.toString(8)])).toEqual([
    ['/a', 'directory', '755'],
    ['/a/b', 'file', '644'],
    ['/var', 'directory', '755'],
    ['/var/lib', 'directory', '755'],
    ['/var/lib/x', 'directory', '755'],
    ['/c', 'file', '600'],
  ]);
});
