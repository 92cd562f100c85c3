import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileError, type FileSystem } from '#vfs/filesystem';
import type { Layer } from '#vfs/layer';
import { directory, files, link } from '#vfs/layer-builder';
import { MemoryFileSystem } from '#vfs/memory';
import { OverlayFileSystem } from '#vfs/overlay';

const now = (): number => 1000;
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const lower = files({ '/etc/group': 'g', '/etc/passwd': 'p', '/usr/share/x/y': 'y', '/var/lib/': directory() });

test('a change copies up, a removal leaves a whiteout, and the diff tells both', () => {
  const fs = new OverlayFileSystem({ id: 'o', now }, [lower]);
  fs.unlink('/etc/group');
  fs.writeFile('/usr/share/x/y', text('changed'));
  fs.writeFile('/var/lib/new', text('n'));
  expect(fs.diff().map((entry) => `${entry.kind} ${entry.path}`)).toEqual([
    'C /etc',
    'D /etc/group',
    'C /usr',
    'C /usr/share',
    'C /usr/share/x',
    'C /usr/share/x/y',
    'C /var',
    'C /var/lib',
    'A /var/lib/new',
  ]);
  const other = new OverlayFileSystem({ id: 'p', now }, [lower]);
  expect(other.readdir('/etc')).toEqual(['group', 'passwd']);
  expect(other.diff()).toEqual([]);
});

test('a directory made anew does not show what was there before', () => {
  const fs = new OverlayFileSystem({ id: 'o', now }, [lower]);
  fs.unlink('/etc/group');
  fs.unlink('/etc/passwd');
  fs.rmdir('/etc');
  fs.mkdir('/etc');
  const upper = fs.upperLayer();
  expect(upper.get('/etc')).toMatchObject({ type: 'directory', opaque: true });
  expect(new OverlayFileSystem({ id: 'p', now }, [lower, upper]).readdir('/etc')).toEqual([]);
});

test('hard links in a layer are one file', () => {
  const fs = new MemoryFileSystem({ id: 'm', now });
  fs.writeFile('/a', text('1'));
  fs.link('/a', '/b');
  fs.appendFile('/b', text('2'));
  expect([new TextDecoder().decode(fs.readFile('/a')), fs.lstat('/a').nlink]).toEqual(['12', 2]);
  const copy = new OverlayFileSystem({ id: 'c', now }, [fs.records()]);
  expect(copy.lstat('/a').ino).toBe(copy.lstat('/b').ino);
});

test('an open file follows its rename and lives on after its removal', () => {
  const fs = new OverlayFileSystem({ id: 'o', now }, [lower]);
  const handle = fs.open('/etc/passwd');
  fs.rename('/etc', '/moved');
  handle.write(1, text('lus'));
  expect(new TextDecoder().decode(fs.readFile('/moved/passwd'))).toBe('plus');
  fs.unlink('/moved/passwd');
  expect(new TextDecoder().decode(handle.read(0, 10))).toBe('plus');
});

test('a full file system says so and keeps what it had', () => {
  const fs = new MemoryFileSystem({ id: 'm', now, limitBytes: 4 });
  fs.writeFile('/a', text('1234'));
  expect(() => fs.appendFile('/a', text('5'))).toThrow('No space left on device');
  expect(() => fs.writeFile('/a', text('12345'))).toThrow('No space left on device');
  expect(fs.readFile('/a')).toEqual(text('1234'));
  fs.unlink('/a');
  fs.writeFile('/b', text('1234'));
});

const name = fc.constantFrom('a', 'b', 'c');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
const operation = fc.oneof(
  fc.record({ op: fc.constant('write' as const), path, to: path, data: fc.string({ maxLength: 4 }) }),
  fc.record({
    op: fc.constantFrom('mkdir', 'unlink', 'rmdir', 'rename', 'link', 'chmod', 'append', 'symlink'),
    path,
    to: path,
    data: fc.string({ maxLength: 3 }),
  }),
);

function apply(fs: FileSystem, { op, path, to, data }: { op: string; path: string; to: string; data: string }): string {
  try {
    if (op === 'write') fs.writeFile(path, text(data));
    else if (op === 'append') fs.appendFile(path, text(data));
    else if (op === 'mkdir') fs.mkdir(path);
    else if (op === 'unlink') fs.unlink(path);
    else if (op === 'rmdir') fs.rmdir(path);
    else if (op === 'rename') fs.rename(path, to);
    else if (op === 'link') fs.link(path, to);
    else if (op === 'symlink') fs.symlink(data, path);
    else fs.chmod(path, 0o700);
    return 'ok';
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
}

/** Everything but inode numbers, link counts and times. */
const shape = (fs: MemoryFileSystem): unknown =>
  [...fs.records()].map(([at, entry]) => {
    return [at, Object.entries(entry).filter(([key]) => key !== 'link' && key !== 'mtimeMs')];
  });

test('layers under a file system are never seen: any changes end as on one plain file system', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 25 }), fc.array(operation, { maxLength: 25 }), (before, after) => {
      const plain = new MemoryFileSystem({ id: 'm', now });
      for (const op of before) apply(plain, op);
      const base = new Map(plain.records());
      const journal = new Map<string, unknown>();
      const over = new OverlayFileSystem(
        {
          id: 'o',
          now,
          onChange: (at, entry) => {
            if (entry) journal.set(at, structuredClone(entry));
            else journal.delete(at);
          },
        },
        [base],
      );
      for (const op of after) {
        // Linking across layers breaks hard links, as overlayfs does: compare what does not depend on it.
        if (op.op === 'link') continue;
        const single = (fs: FileSystem): boolean =>
          (fs.find(op.path)?.nlink ?? 1) > 1 && fs.find(op.path)?.type !== 'directory';
        if (single(plain) || single(over)) continue;
        expect(apply(over, op)).toBe(apply(plain, op));
      }
      expect(shape(over)).toEqual(shape(plain));
      const upper = over.upperLayer();
      expect(shape(new OverlayFileSystem({ id: 'x', now }, [base, upper]))).toEqual(shape(over));
      expect(shape(new OverlayFileSystem({ id: 'y', now }, [base], journal as Layer))).toEqual(shape(over));
      if (over.diff().length === 0) expect([...upper.keys()].filter((at) => at !== '/')).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('links keep their target', () => {
  const fs = new OverlayFileSystem({ id: 'o', now }, [files({ '/bin': link('usr/bin') })]);
  expect(fs.readlink('/bin')).toBe('usr/bin');
});
