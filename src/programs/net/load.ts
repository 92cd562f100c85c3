import { HttpExchangeError, request } from '#network/http-client';
import { bodyBytes } from '#network/http-wire';
import { NetworkError } from '#network/stack';
import { hostHeader, parseUrl } from '#network/url';
import type { Process, Program } from '#process/process';
import { getopt, UsageError, type Options } from '../getopt';

/** More requests than this in one run would only make the learner wait. */
const MOST = 100_000;

interface Measured {
  readonly times: number[];
  readonly statuses: Map<number, number>;
  failed: number;
  bytes: number;
  totalMs: number;
}

/** Sends `count` requests, `parallel` at a time, and measures them by the virtual clock. */
async function load(process: Process, url: string, count: number, parallel: number, method: string): Promise<Measured> {
  const measured: Measured = { times: [], statuses: new Map(), failed: 0, bytes: 0, totalMs: 0 };
  const start = process.clock.now();
  let left = Math.min(count, MOST);
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const begun = process.clock.now();
      try {
        const answer = await process.wait(request(process, url, { method }));
        measured.bytes += (await bodyBytes(answer.body)).length;
        answer.close();
        measured.statuses.set(answer.status, (measured.statuses.get(answer.status) ?? 0) + 1);
        measured.times.push(process.clock.now() - begun);
      } catch (error) {
        if (!(error instanceof NetworkError || error instanceof HttpExchangeError)) throw error;
        measured.failed++;
        await process.yield();
      }
    }
  };
  await process.wait(Promise.all(Array.from({ length: Math.max(1, Math.min(parallel, 1000)) }, worker)));
  measured.totalMs = Math.max(0.001, process.clock.now() - start);
  measured.times.sort((a, b) => a - b);
  return measured;
}

async function optionsOf(process: Process, name: string): Promise<Options | undefined> {
  try {
    return getopt(process.argv.slice(1), { short: 'n:c:m:kq:z:H:d:T:D:' });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await process.stderr.write(`${name}: ${error.message}\n`);
    return undefined;
  }
}

const at = (times: readonly number[], percent: number): number =>
  times[Math.min(times.length - 1, Math.floor((times.length * percent) / 100))] ?? 0;

export const ab: Program = {
  name: 'ab',
  async run(process) {
    const options = await optionsOf(process, 'ab');
    const address = options?.operands[0];
    const url = address === undefined ? undefined : parseUrl(address);
    if (!options || !url) {
      await process.stderr.write(
        'ab: wrong number of arguments\nUsage: ab [options] [http[s]://]hostname[:port]/path\n',
      );
      return 1;
    }
    const count = options.number('n', 1);
    const parallel = options.number('c', 1);
    const m = await load(process, address!, count, parallel, options.value('m') ?? 'GET');
    const bad = [...m.statuses].filter(([s]) => s < 200 || s > 299).reduce((n, [, c]) => n + c, 0);
    const per = m.totalMs / Math.max(1, m.times.length);
    const rows = [50, 66, 75, 80, 90, 95, 98, 99, 100].map(
      (p) =>
        `${String(p).padStart(5)}%  ${String(Math.round(at(m.times, p))).padStart(5)}${p === 100 ? ' (longest request)' : ''}`,
    );
    await process.stdout.write(
      [
        `Benchmarking ${url.host} (be patient).....done\n\n`,
        `Server Hostname:        ${url.host}`,
        `Server Port:            ${String(url.port)}\n`,
        `Document Path:          ${url.target}`,
        `Document Length:        ${String(Math.round(m.bytes / Math.max(1, m.times.length)))} bytes\n`,
        `Concurrency Level:      ${String(parallel)}`,
        `Time taken for tests:   ${(m.totalMs / 1000).toFixed(3)} seconds`,
        `Complete requests:      ${String(m.times.length)}`,
        `Failed requests:        ${String(m.failed)}`,
        ...(bad > 0 ? [`Non-2xx responses:      ${String(bad)}`] : []),
        `HTML transferred:       ${String(m.bytes)} bytes`,
        `Requests per second:    ${((1000 * m.times.length) / m.totalMs).toFixed(2)} [#/sec] (mean)`,
        `Time per request:       ${(per * parallel).toFixed(3)} [ms] (mean)`,
        `Time per request:       ${per.toFixed(3)} [ms] (mean, across all concurrent requests)\n`,
        'Percentage of the requests served within a certain time (ms)',
        ...rows,
        '',
      ].join('\n'),
    );
    return 0;
  },
};

export const hey: Program = {
  name: 'hey',
  async run(process) {
    const options = await optionsOf(process, 'hey');
    const address = options?.operands[0];
    const url = address === undefined ? undefined : parseUrl(address);
    if (!options || !url) {
      await process.stderr.write('Usage: hey [options...] <url>\n');
      return 1;
    }
    if (options.has('z') || options.has('q') || options.has('H') || options.has('d')) {
      await process.stderr.write('drydock: only -n, -c and -m of hey are simulated yet\n');
      return 1;
    }
    const m = await load(
      process,
      address!,
      options.number('n', 200),
      options.number('c', 50),
      options.value('m') ?? 'GET',
    );
    const s = (ms: number): string => `${(ms / 1000).toFixed(4)} secs`;
    const mean = m.times.reduce((a, b) => a + b, 0) / Math.max(1, m.times.length);
    const shares = [10, 25, 50, 75, 90, 95, 99].map((p) => `  ${String(p)}% in ${s(at(m.times, p))}`);
    const codes = [...m.statuses].map(([status, n]) => `  [${String(status)}]\t${String(n)} responses`);
    const errors =
      m.failed > 0
        ? [
            'Error distribution:',
            `  [${String(m.failed)}]\tGet "http://${hostHeader(url)}${url.target}": connection failed`,
            '',
          ]
        : [];
    const summary = [
      '',
      'Summary:',
      `  Total:\t${s(m.totalMs)}`,
      `  Slowest:\t${s(m.times.at(-1) ?? 0)}`,
      `  Fastest:\t${s(m.times[0] ?? 0)}`,
      `  Average:\t${s(mean)}`,
      `  Requests/sec:\t${((1000 * m.times.length) / m.totalMs).toFixed(4)}`,
      '',
    ];
    await process.stdout.write(
      [...summary, 'Latency distribution:', ...shares, '', 'Status code distribution:', ...codes, '', ...errors].join(
        '\n',
      ),
    );
    return 0;
  },
};
