import { runCompose } from '../../src/compose/cli/docker-compose';
import { COMPOSE_V1, COMPOSE_V2, type Flavor } from '../../src/compose/engine/labels';
import { readerOf, Sink } from '../../src/io/streams';
import type { Process } from '../../src/process/process';
import { FileError } from '../../src/vfs/filesystem';
import { legacyProject } from '../../src/compose/v1/project';
import { lines, suite } from './fixtures';
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

async function run(row: Row, flavor: Flavor): Promise<{ stdout: string; stderr: string; exit: number }> {
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
  const words = row.args.split(' ');
  const exit =
    flavor.generation === 2
      ? await runCompose(process, words, flavor, 'docker compose')
      : await runCompose(process, words, flavor, 'docker-compose', (cli, services) =>
          legacyProject(cli.options.selection, cli.place, services),
        );
  return { stdout: stdout.text(), stderr: stderr.text(), exit };
}

const plain = (text: string): string => [...new Set(text.replace(/time="[^"]*"/g, 'time="T"').split('\n'))].join('\n');

function difference(got: string, wanted: string): string {
  const [a, b] = [got.split('\n'), wanted.split('\n')];
  const i = a.findIndex((line, at) => line !== b[at]);
  const at = i < 0 ? a.length : i;
  return `line ${at + 1}: ${JSON.stringify(a.slice(at, at + 2))} wanted ${JSON.stringify(b.slice(at, at + 2))}`;
}

for (const name of ['config-corpus', 'config-malformed']) {
  for (const [flavor, key, program] of [
    [COMPOSE_V2, 'v2', 'docker compose'],
    [COMPOSE_V1, 'v1', 'docker-compose'],
  ] as const) {
    suite(
      `compose/${name} (${program})`,
      () => lines<Row>(`compose/recorded/${name}.jsonl`),
      (_, index) => String(index + 1),
      async (row) => {
        const got = await run(row, flavor);
        const wanted = row[key];
        if (got.exit !== wanted.exit)
          throw new Error(`exit ${got.exit}, wanted ${wanted.exit}: ${got.stderr}--- wanted ${wanted.stderr}`);
        if (got.stdout !== wanted.stdout) throw new Error(`stdout ${difference(got.stdout, wanted.stdout)}`);
        if (plain(got.stderr) !== plain(wanted.stderr))
          throw new Error(`stderr ${difference(plain(got.stderr), plain(wanted.stderr))}`);
      },
      known[`${name} ${key}`],
    );
  }
}
