import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { files, link } from '#vfs/layer-builder';
import { MemoryFileSystem } from '#vfs/memory';
import { readTar, tarEntries, TarError, writeTar } from '#vfs/tar';

const long = 'd'.repeat(120);

function archive(): Uint8Array {
  const fs = new MemoryFileSystem({
    id: 't',
    now: () => 1_700_000_000_000,
    records: files(
      {
        '/app/run.sh': 'echo hi\n',
        '/app/current': link('run.sh'),
        [`/app/${long}/${long}.txt`]: 'deep',
        '/app/é': 'u',
      },
      1_700_000_000_000,
    ),
  });
  fs.link('/app/run.sh', '/app/same');
  fs.chmod('/app/run.sh', 0o755);
  fs.chown('/app/run.sh', 1000, 50);
  return writeTar(tarEntries(fs, '/app', 'app'));
}

test('what was packed is unpacked the same: modes, owners, links, long and foreign names', () => {
  const entries = [...readTar(archive())];
  expect(
    entries.map((e) => [e.path, e.type, e.mode.toString(8), e.uid, e.hardLink ?? e.target ?? e.data?.length]),
  ).toEqual([
    ['app', 'directory', '755', 0, undefined],
    ['app/current', 'symlink', '777', 0, 'run.sh'],
    [`app/${long}`, 'directory', '755', 0, undefined],
    [`app/${long}/${long}.txt`, 'file', '644', 0, 4],
    ['app/run.sh', 'file', '755', 1000, 8],
    ['app/same', 'file', '755', 1000, 'app/run.sh'],
    ['app/é', 'file', '644', 0, 1],
  ]);
  expect(entries[0]!.mtimeMs).toBe(1_700_000_000_000);
});

test('the real tar lists our archive', () => {
  const listed = execFileSync('tar', ['tf', '-', '--quoting-style=literal'], { input: archive(), encoding: 'utf8' });
  expect(listed.split('\n')).toEqual([
    'app/',
    'app/current',
    `app/${long}/`,
    `app/${long}/${long}.txt`,
    'app/run.sh',
    'app/same',
    'app/é',
    '',
  ]);
});

test('we read what the real tar wrote, long names of GNU too', () => {
  const bytes = execFileSync('tar', [
    'cf',
    '-',
    '--format=gnu',
    '--transform',
    `s,.*,${long}/${long},`,
    'package.json',
  ]);
  const [entry] = [...readTar(new Uint8Array(bytes))];
  expect(entry).toMatchObject({ path: `${long}/${long}`, type: 'file' });
});

test('bytes that are no archive are refused, whatever they are', () => {
  const attempt = (bytes: Uint8Array): void => {
    try {
      for (const entry of readTar(bytes)) expect(entry.path).toBeTypeOf('string');
    } catch (error) {
      if (!(error instanceof TarError)) throw error;
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), attempt));
  const good = archive();
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
      const bad = good.slice();
      bad[at] = byte;
      attempt(bad);
    }),
  );
});
