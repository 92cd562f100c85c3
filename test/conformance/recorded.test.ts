import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { present } from './fixtures';
import { play, transcripts } from './recorded';

/** Steps that are known to differ: `file#step` to the reason, one list a folder. */
const KNOWN = JSON.parse(readFileSync('test/conformance/recorded-known.json', 'utf8')) as Record<
  string,
  Record<string, string>
>;

/** Long runs of one engine whose steps are about places and programs of the recording machine. */
const SKIPPED = /^9\d-|-9\d-/;

describe.each(['docker/recorded', 'compose/recorded'])('%s', (folder) => {
  if (!present) {
    test.skip(`${folder}: skipped, the recordings are not beside the project`, () => undefined);
    return;
  }
  test('steps print what the real program printed', async () => {
    const known = KNOWN[folder] ?? {};
    const results = [];
    for (const name of transcripts(folder).filter((file) => !SKIPPED.test(file)))
      results.push(...(await play(folder, name)));
    const key = (name: string): string => name.split(' ', 1)[0]!;
    const failed = results.filter((result) => !result.equal);
    process.stdout.write(
      `conformance ${folder}: ${String(results.length - failed.length)}/${String(results.length)}\n`,
    );
    const unexpected = failed.filter((result) => !(key(result.name) in known));
    const names = new Set(failed.map((result) => key(result.name)));
    const mended = Object.keys(known).filter((name) => !names.has(name));
    expect(unexpected.map((result) => `${result.name}\n${result.why}`)).toEqual([]);
    expect(mended, 'these pass now: take them off the list').toEqual([]);
  }, 600_000);
});
