import { ComposeError } from '../../src/compose/errors';
import { runCompose } from '../../src/compose/cli/docker-compose';
import { COMPOSE_V2 } from '../../src/compose/engine/labels';
import { readerOf, Sink } from '../../src/io/streams';
import type { Process } from '../../src/process/process';
import { FileError } from '../../src/vfs/filesystem';
import { expect, test } from 'vitest';
import { openLegacy } from '../../src/compose/v1/project';
import { renderLegacy } from '../../src/compose/v1/config';
import { lines, present, score, suite } from './fixtures';
import { known } from './compose-known';

interface Row {
  files: Record<string, string>;
  args: string;
  v2: { stdout: string; stderr: string; exit: number };
  v1: { stdout: string; stderr: string; exit: number };
}

const filesOf = (files: Record<string, string>) => {
  const at = new Map(Object.entries(files).map(([path, text]) => [`/root/demo/${path}`, text]));
  return {
    read: (path: string) => at.get(path),
    kind: (path: string) =>
      at.has(path)
        ? ('file' as const)
        : path === '/root/demo' || [...at.keys()].some((file) => file.startsWith(`${path}/`))
          ? ('directory' as const)
          : undefined,
  };
};

async function runV2(row: Row): Promise<{ stdout: string; stderr: string; exit: number }> {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const disk = filesOf(row.files);
  const process = {
    env: new Map([
      ['HOME', '/root'],
      ['PATH', '/usr/local/bin:/usr/bin:/bin'],
      ['LANG', 'C.UTF-8'],
      ['PWD', '/root/demo'],
      ['PYTHONWARNINGS', 'ignore'],
    ]),
    fs: {
      cwd: '/root/demo',
      readFile: (path: string) => {
        const text = disk.read(path);
        if (text === undefined) throw new FileError('ENOENT', path);
        return new TextEncoder().encode(text);
      },
      exists: (path: string) => disk.kind(path) !== undefined,
      isDirectory: (path: string) => disk.kind(path) === 'directory',
    },
    clock: { epochNow: () => 0, now: () => 0 },
    stdin: readerOf(''),
    stdout,
    stderr,
    isTTY: () => false,
  } as unknown as Process;
  const exit = await runCompose(process, row.args.split(' '), COMPOSE_V2, 'docker compose');
  return { stdout: stdout.text(), stderr: stderr.text(), exit };
}

const plain = (text: string): string => [...new Set(text.replace(/time="[^"]*"/g, 'time="T"').split('\n'))].join('\n');

for (const name of ['config-corpus', 'config-malformed']) {
  suite(
    `compose/recorded/${name} (docker compose)`,
    () => lines<Row>(`compose/recorded/${name}.jsonl`),
    (_, index) => String(index + 1),
    async (row) => {
      const got = await runV2(row);
      if (got.exit !== row.v2.exit)
        throw new Error(`exit ${got.exit}, wanted ${row.v2.exit}: ${got.stderr}${row.v2.stderr}`);
      if (got.stdout !== row.v2.stdout) {
        const a = got.stdout.split('\n');
        const b = row.v2.stdout.split('\n');
        const i = a.findIndex((line, at) => line !== b[at]);
        throw new Error(
          `stdout line ${i}: ${JSON.stringify(a.slice(i, i + 2))} wanted ${JSON.stringify(b.slice(i, i + 2))}`,
        );
      }
      if (plain(got.stderr) !== plain(row.v2.stderr)) throw new Error(`stderr ${got.stderr} wanted ${row.v2.stderr}`);
    },
    known[`${name} v2`],
  );
}

function runV1(row: Row): { stdout: string; exit: number; stderr: string } {
  const warnings: string[] = [];
  try {
    const place = {
      cwd: '/root/demo',
      env: new Map([
        ['HOME', '/root'],
        ['PATH', '/usr/bin'],
        ['LANG', 'C.UTF-8'],
      ]),
      files: filesOf(row.files),
      warn: (m: string) => warnings.push(`${m}\n`),
    };
    const { config } = openLegacy({ files: [], envFiles: [], profiles: [] }, place);
    return { stdout: renderLegacy(config), stderr: warnings.join(''), exit: 0 };
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error;
    return { stdout: '', stderr: `${warnings.join('')}${error.message.replace(/\n$/, '')}\n`, exit: 1 };
  }
}

for (const name of ['config-corpus', 'config-malformed']) {
  // The floor rises with the loader of version 1; what fails is counted, not listed, until then.
  test(`compose/recorded/${name} (docker-compose)`, async () => {
    if (!present) return;
    const result = await score(
      name,
      lines<Row>(`compose/recorded/${name}.jsonl`),
      (_, i) => String(i + 1),
      (row) => {
        const got = runV1(row);
        expect(got).toEqual(row.v1);
      },
    );
    process.stdout.write(`conformance compose/recorded/${name} (docker-compose): ${result.passed}/${result.total}\n`);
    if (process.env.SHOW)
      process.stdout.write(
        result.failed
          .slice(0, 400)
          .map((f) => `${f.name}: ${f.why.slice(0, 700)}\n`)
          .join(''),
      );
    expect(result.passed).toBeGreaterThan(0);
  });
}
