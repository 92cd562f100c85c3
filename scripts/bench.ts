import { Headless } from '#workbench/headless';
import { createWorkbench } from '#workbench/workbench';
import { MemoryJournal } from '#sim/store';
import { ProcessEnded } from '#process/process';

/**
 * `npm run bench [NAME...]`: what the world costs in Node, each figure with the command to repeat it. The page's own
 * figures (boot to prompt, key to glyph) are in the browser tests: `npm run test:browser first-visit`.
 */
process.on('unhandledRejection', (error) => {
  if (!(error instanceof ProcessEnded)) console.error(error);
});
const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const wanted = process.argv.slice(2);

interface Figure {
  readonly name: string;
  readonly run: () => Promise<string>;
}

interface World {
  readonly run: (command: string, timeout?: number) => Promise<string>;
  readonly headless: Headless;
}

async function world(): Promise<World> {
  const headless = new Headless({ drain, wallMs: () => performance.now() });
  await headless.answer(JSON.stringify({ reset: { preset: 'laptop', seed: 1, terminal: false } }));
  const run = async (command: string, timeout = 3600): Promise<string> => {
    const answer = await headless.answer(JSON.stringify({ run: command, timeout }));
    if (answer['exitCode'] !== 0) throw new Error(`${command}: ${String(answer['stderr'] ?? answer['error'])}`);
    return String(answer['stdout']);
  };
  return { run, headless };
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const figures: Figure[] = [
  {
    name: 'boot',
    async run() {
      const ms = await timed(async () => (await world()).run('true'));
      const again = await timed(async () => (await world()).run('true'));
      return `${ms.toFixed(0)} ms to the first command's end (modules loaded anew), ${again.toFixed(0)} ms the second time`;
    },
  },
  {
    name: 'docker-run',
    async run() {
      const { run } = await world();
      await run('docker pull -q busybox');
      const count = 200;
      const ms = await timed(() => run(`for i in $(seq ${String(count)}); do docker run --rm busybox true; done`));
      return `${((1000 * count) / ms).toFixed(0)} docker run --rm a second`;
    },
  },
  {
    name: 'compose-50',
    async run() {
      const { run, headless } = await world();
      const services = Array.from(
        { length: 50 },
        (_, i) => `  s${String(i)}:\n    image: busybox\n    command: sleep 3600\n`,
      ).join('');
      await headless.answer(JSON.stringify({ write: '/root/c/compose.yaml', text: `services:\n${services}` }));
      await run('docker pull -q busybox; cd /root/c');
      const up = await timed(() => run('docker compose up -d'));
      const down = await timed(() => run('docker compose down -t 0'));
      return `up of 50 services ${up.toFixed(0)} ms, down ${down.toFixed(0)} ms`;
    },
  },
  {
    name: 'containers-1000',
    async run() {
      const { run } = await world();
      await run('docker pull -q busybox');
      const before = heap();
      const ms = await timed(() =>
        run('for i in $(seq 1000); do docker run -d busybox sleep 100000 > /dev/null; done'),
      );
      const each = (heap() - before) / 1000;
      const ps = await timed(() => run('docker ps > /dev/null'));
      return `${((1000 * 1000) / ms).toFixed(0)} started a second, ${(each / 1024).toFixed(0)} KiB of heap each, docker ps of them ${ps.toFixed(0)} ms`;
    },
  },
  {
    name: 'pipeline',
    async run() {
      const { run } = await world();
      const ms = await timed(() => run('seq 500000 | grep 7 | wc -l'));
      const loop = await timed(() => run('i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'));
      const spawn = await timed(() => run('for i in $(seq 1000); do /usr/bin/true; done'));
      return `seq 500000 | grep | wc ${ms.toFixed(0)} ms; 20,000 rounds of while ${loop.toFixed(0)} ms; 1,000 programs ${spawn.toFixed(0)} ms`;
    },
  },
  {
    name: 'journal',
    async run() {
      const journal = new MemoryJournal();
      const open = () => createWorkbench({ preset: 'laptop', seed: 1, journal, drain, epochMs: 0 });
      const bench = await open();
      await bench.ready;
      const shell = async (bench: Awaited<ReturnType<typeof open>>, command: string): Promise<void> => {
        let done = false;
        void bench.run(command).then(() => (done = true));
        await bench.driver.runUntil(bench.clock.now() + 3_600_000, () => done);
      };
      await shell(
        bench,
        'docker pull -q busybox; for i in $(seq 1000); do docker run -d busybox sleep 100000 > /dev/null; done',
      );
      const records = bench.snapshot().length;
      const flush = await timed(() => bench.flush());
      let seen = '';
      const restart = await timed(async () => {
        const again = await open();
        await again.ready;
        let done = false;
        void again.run('docker ps -q | wc -l').then((result) => {
          seen = result.stdout.trim();
          done = true;
        });
        await again.driver.runUntil(again.clock.now() + 600_000, () => done);
      });
      return `${((1000 * records) / flush).toFixed(0)} records a second into the journal (${String(records)}); restart with 1,000 containers ${restart.toFixed(0)} ms, ${seen} run again`;
    },
  },
];

for (const { name, run } of figures) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  try {
    console.log(`${name.padEnd(16)} ${await run()}   (npm run bench ${name})`);
  } catch (error) {
    console.log(`${name.padEnd(16)} failed: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`);
    process.exitCode = 1;
  }
}
process.exit();
