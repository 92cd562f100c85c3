import { expect, test } from 'vitest';
import { MemoryJournal, type Change, type Journal } from '#sim/store';
import { createWorkbench, type Workbench } from '#workbench/workbench';

const EPOCH = Date.UTC(2026, 0, 5, 9);
const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Keeps every batch, so that a crash after any of them can be played. */
class RecordingJournal implements Journal {
  readonly batches: Change[][] = [];

  load(): Promise<Change[]> {
    return Promise.resolve([]);
  }

  append(changes: readonly Change[]): Promise<void> {
    this.batches.push(structuredClone([...changes]));
    return Promise.resolve();
  }
}

async function open(journal: Journal, seed = 1, onDrain?: () => void): Promise<Workbench> {
  const bench = await createWorkbench({
    preset: 'laptop',
    seed,
    journal,
    epochMs: EPOCH,
    drain: async () => {
      await drain();
      onDrain?.();
    },
  });
  await bench.ready;
  return bench;
}

async function run(bench: Workbench, command: string): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  let result: Awaited<ReturnType<Workbench['run']>> | undefined;
  void bench.run(command).then((end) => (result = end));
  await bench.driver.runUntil(bench.clock.now() + 120_000, () => result !== undefined);
  if (!result) throw new Error(`${command}: not done in two minutes`);
  return result;
}

const COMMANDS = [
  'docker volume create data',
  `docker run -d --name writer -v data:/data --restart always busybox sh -c 'i=0; while true; do i=$((i+1)); echo $i >> /data/log; sleep 1; done'`,
  'docker network create back',
  'docker run -d --name web --network back -p 8080:80 nginx:alpine',
  'mkdir -p app && cd app && printf "services:\\n  web:\\n    image: nginx:alpine\\n    volumes: [site:/usr/share/nginx/html]\\n  job:\\n    image: busybox\\n    command: sleep 1000\\nvolumes:\\n  site:\\n" > compose.yaml && docker compose up -d',
  'sleep 3; docker exec web sh -c "echo kept > /note"',
  'docker stop -t 1 web; docker rm writer -f; cd app && docker compose down',
];

const NAMES = ['', 'app-job-1', 'app-web-1', 'web', 'writer'];

test('a crash at any write of the journal loses what was not written and nothing else', async () => {
  const journal = new RecordingJournal();
  let turn = 0;
  const box: { bench?: Workbench } = {};
  const bench = (box.bench = await open(journal, 1, () => {
    // Batches at instants that have nothing to do with what the engine is at.
    if (box.bench && turn++ % 2 === 0) void box.bench.flush();
  }));
  const outputs: string[] = [];
  for (const command of COMMANDS) {
    const { stdout, exitCode } = await run(bench, command);
    outputs.push(stdout);
    expect(exitCode, command).toBe(0);
    await bench.flush();
  }
  expect(journal.batches.length).toBeGreaterThan(60);
  const step = Math.max(1, Math.floor(journal.batches.length / 40));
  let runs = 0;
  for (let crash = 0; crash <= journal.batches.length; crash += step) {
    const disk = new MemoryJournal();
    for (const batch of journal.batches.slice(0, crash)) await disk.append(batch);
    const again = await open(disk);
    const said = `after ${String(crash)} of ${String(journal.batches.length)} writes`;
    const list = await run(again, `docker ps -a --format '{{.Names}} {{.State}}'`);
    expect(list.stderr, said).toBe('');
    const lines = list.stdout.split('\n');
    for (const line of lines) {
      const [name = '', state] = line.split(' ');
      expect(NAMES, said).toContain(name);
      if (name !== '') expect(['running', 'created', 'exited'], `${said}: ${line}`).toContain(state);
    }
    if (lines.includes('writer running')) {
      await run(again, 'sleep 2');
      const { stdout } = await run(again, 'docker exec writer cat /data/log');
      const numbers = stdout.trimEnd().split('\n').map(Number);
      // Each count goes on from the one before, or is the first of a new life.
      expect(
        numbers.every((n, i) => n === 1 || n === numbers[i - 1]! + 1),
        `${said}: ${numbers.join(' ')}`,
      ).toBe(true);
      runs++;
    }
    expect((await run(again, 'docker volume ls -q && docker network ls -q && docker images -q')).exitCode, said).toBe(
      0,
    );
    expect(again.machine.kernel.faults, said).toEqual([]);
  }
  expect(runs).toBeGreaterThan(5);
}, 120_000);

test('a batch that could not be written leaves the world as it was before it', async () => {
  const disk = new MemoryJournal();
  const first = await open(disk);
  await run(first, 'docker volume create kept; echo 1 > /root/one');
  await first.flush();
  await run(first, 'docker volume create lost; echo 2 > /root/two');
  const failing: Journal = { load: () => disk.load(), append: () => Promise.reject(new Error('the disk is gone')) };
  await failing.append(first.store.take()).catch(() => undefined);
  const again = await open(disk);
  const { stdout } = await run(again, 'docker volume ls -q; ls /root');
  expect(stdout).toBe('kept\none\n');
});

test('the same seed and the same commands make the same world, byte for byte; another seed another one', async () => {
  const play = async (seed: number): Promise<{ said: string; state: string }> => {
    const bench = await open(new MemoryJournal(), seed);
    const said: string[] = [];
    for (const command of COMMANDS) {
      const { stdout, stderr } = await run(bench, command);
      said.push(stdout, stderr);
    }
    return { said: said.join(''), state: JSON.stringify(bench.snapshot()) };
  };
  const [one, two, other] = [await play(1), await play(1), await play(2)];
  expect(two.said).toBe(one.said);
  expect(two.state).toBe(one.state);
  expect(other.said).not.toBe(one.said);
}, 60_000);
