import { expect } from 'vitest';
import { EngineError } from '#docker/api/client';
import type { JsonMessage } from '#docker/api/json-message';
import type { SolveMessage } from '#docker/builder/solve-status';
import type { HistoryEntry } from '#image/image';
import { buildWorld } from '../docker/builder/build-world';
import { lines, suite } from './fixtures';

interface Built {
  exit: number;
  stdout: string;
  stderr: string;
  image?: { Config: Record<string, unknown>; Layers: number; History: string[] };
}

interface Case {
  files: Record<string, string>;
  builder: 'buildkit' | 'classic';
  expect: Built;
}

const read = (file: string): Case[] =>
  lines<{ files: Record<string, string>; buildkit: Built; classic: Built }>(file).flatMap(
    ({ files, buildkit, classic }) => [
      { files, builder: 'buildkit', expect: buildkit },
      { files, builder: 'classic', expect: classic },
    ],
  );

/** What depends on the stand-ins of the recording or on chance. */
const neutral = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+::\w+/g, 'REF')
    .replaceAll(/(file|dir|multi):[0-9a-f]{64}/g, '$1:SUM')
    .replaceAll(/overlay2\/[0-9a-f]+/g, 'overlay2/ID')
    .replaceAll(/^\d+\.\d+ /gm, 'T ');

async function outcome(item: Case): Promise<{ exit: number; error: string; image: unknown }> {
  const world = await buildWorld();
  const query: Record<string, string> = { t: 'corp', version: item.builder === 'buildkit' ? '2' : '1' };
  let exit = 0;
  let error = '';
  try {
    const told = await world.build<JsonMessage & { failure?: Extract<SolveMessage, { failure: unknown }>['failure'] }>(
      item.files,
      query,
    );
    for (const { failure, error: words, errorDetail } of told) {
      if (failure)
        [exit, error] = [1, `${failure.excerpt ?? ''}ERROR: failed to build: failed to solve: ${failure.message}\n`];
      if (words !== undefined) [exit, error] = [errorDetail?.code ?? 1, `${words}\n`];
    }
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    [exit, error] = [1, `Error response from daemon: ${thrown.message}\n`];
  }
  const image = exit === 0 ? world.find('corp') : undefined;
  const added = image?.history.map((line: HistoryEntry) => line.created_by) ?? [];
  return { exit, error: neutral(error), image: image && { Config: image.config, History: added.map(neutral) } };
}

const own = (item: Case): string[] => (item.files['Dockerfile'] ?? '').split('\n');

async function check(item: Case): Promise<void> {
  const found = await outcome(item);
  expect(found.exit).toBe(item.expect.exit);
  if (item.expect.exit !== 0) {
    expect(
      neutral(item.expect.stderr).endsWith(found.error),
      `${found.error}\nrather than\n${item.expect.stderr.slice(-400)}`,
    ).toBe(true);
    return;
  }
  const { image } = item.expect;
  if (!image) return;
  const made = found.image as { Config: Record<string, unknown>; History: string[] };
  // The base images of the recording are stand-ins: what they bring along is left out of the comparison.
  const count = countOf(item);
  const mine = count === 0 ? [] : image.History.map(neutral).slice(-count);
  expect(made.History.slice(made.History.length - mine.length)).toEqual(mine);
  const plain = own(item)
    .filter((line) => /^FROM/.test(line))
    .every((line) => /busybox|scratch/.test(line));
  if (!plain) return;
  const wanted = Object.fromEntries(Object.entries(image.Config).filter(([, value]) => value !== null && value !== ''));
  const config = Object.fromEntries(Object.entries(made.Config).filter(([, value]) => value !== null && value !== ''));
  expect(config).toEqual(wanted);
}

/** Lines of history that the Dockerfile itself makes in its last stage. */
function countOf(item: Case): number {
  const all = (item.files['Dockerfile'] ?? '').split('\n').filter((line) => /^[A-Z]+ /.test(line));
  const stage = all.slice(all.findLastIndex((line) => line.startsWith('FROM')) + 1);
  const kept = item.builder === 'buildkit' ? stage.filter((line) => !line.startsWith('ONBUILD')) : stage;
  return kept.length;
}

const name = (item: Case, index: number): string =>
  `${String(index)} ${item.builder} ${JSON.stringify(item.files['Dockerfile'] ?? '').slice(0, 60)}`;

suite('docker/build-corpus', () => read('docker/recorded/build-corpus.jsonl'), name, check, {});
const OFFLINE = 'the recording had no network; here the registry answers';
suite('docker/build-broken', () => read('docker/recorded/build-broken.jsonl'), name, check, {
  '20 buildkit "FROM nosuch/image\\n"': OFFLINE,
  '21 classic "FROM nosuch/image\\n"': OFFLINE,
  '28 buildkit "FROM busybox\\nCOPY --from=nostage /a /b\\n"': OFFLINE,
  '29 classic "FROM busybox\\nCOPY --from=nostage /a /b\\n"': OFFLINE,
});
