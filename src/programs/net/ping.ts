import { NetworkError } from '#network/stack';
import type { Process } from '#process/process';
import { isApplet, tool } from '../program';
import { addressOf, attempt, wordsOf } from './words';
import { arpaOf } from '#network/dns';
import { reverseLookup } from '#network/names';

interface Round {
  sent: number;
  received: number;
  errors: number;
  readonly times: number[];
}

const mdev = (times: readonly number[]): number => {
  const mean = times.reduce((a, b) => a + b, 0) / times.length;
  return Math.sqrt(times.reduce((a, b) => a + (b - mean) ** 2, 0) / times.length);
};

/** Three significant places as iputils rounds: 0.045, 1.23, 12.3. */
const shown = (ms: number): string =>
  ms < 1 ? ms.toFixed(3) : ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0);

export const ping = tool(
  'ping',
  {
    short: 'c:i:W:w:s:t:qn46I:aAbDfl:vM:Q:R',
    version: 'ping from iputils 20240117',
    usage: '[options] <destination>',
    usageExit: 2,
  },
  async (process, options) => {
    const busybox = isApplet(process);
    const target = options.operands.at(-1);
    if (target === undefined) {
      await process.stderr.write(
        busybox ? 'ping: missing host\n' : 'ping: usage error: Destination address required\n',
      );
      return busybox ? 1 : 1;
    }
    const address = await addressOf(process, target);
    if (address === undefined) {
      const known = /^[\w.-]+$/.test(target);
      await process.stderr.write(
        busybox
          ? `ping: bad address '${target}'\n`
          : `ping: ${target}: ${known ? 'Name or service not known' : 'Name or service not known'}\n`,
      );
      return busybox ? 1 : 2;
    }
    const count = options.has('c') ? options.number('c', 0) : Infinity;
    const size = options.number('s', 56);
    const settings = {
      target,
      address,
      count,
      size,
      quiet: options.has('q'),
      intervalMs: 1000 * Number(options.value('i') ?? 1),
      waitMs: 1000 * Number(options.value('W') ?? 10),
      deadlineMs: options.has('w') ? 1000 * options.number('w', 0) : Infinity,
      ttl: options.number('t', 64),
    };
    const reverse = arpaOf(address);
    const name =
      busybox || options.has('n') || target === address || !reverse
        ? undefined
        : await reverseLookup(address, reverse, process.fs, process.net);
    return await run(
      process,
      busybox,
      settings,
      name === undefined || name === address ? address : `${name} (${address})`,
    );
  },
);

interface Settings {
  readonly target: string;
  readonly address: string;
  readonly count: number;
  readonly size: number;
  readonly quiet: boolean;
  readonly intervalMs: number;
  readonly waitMs: number;
  readonly deadlineMs: number;
  readonly ttl: number;
}

async function run(process: Process, busybox: boolean, settings: Settings, from: string): Promise<number> {
  const { target, address, count, size } = settings;
  const round: Round = { sent: 0, received: 0, errors: 0, times: [] };
  const out = (text: string): Promise<void> => process.stdout.write(text);
  const head = `PING ${target} (${address})`;
  await out(
    busybox
      ? `${head}: ${String(size)} data bytes\n`
      : `${head} ${String(size)}(${String(size + 28)}) bytes of data.\n`,
  );
  const start = process.clock.now();
  let interrupted: () => void = () => undefined;
  let stopped = false;
  const stop = new Promise<void>((go) => (interrupted = go));
  process.on('SIGINT', () => {
    stopped = true;
    process.clock.wake();
    interrupted();
  });
  for (
    let seq = busybox ? 0 : 1;
    round.sent < count && !stopped && process.clock.now() - start < settings.deadlineMs;
    seq++
  ) {
    const begun = process.clock.now();
    round.sent++;
    const sent = process.net.ping(address, { timeoutMs: settings.waitMs, ttl: settings.ttl });
    const result = await process.wait(Promise.race([attempt(sent), stop]));
    if (!result) break;
    await report(process, busybox, settings, round, seq, from, result);
    if ('error' in result && result.error.code === 'ENETUNREACH' && busybox) {
      await process.stderr.write('ping: sendto: Network is unreachable\n');
      return 1;
    }
    if (round.sent < count)
      await process.wait(
        Promise.race([process.sleep(Math.max(0, settings.intervalMs - (process.clock.now() - begun))), stop]),
      );
  }
  const loss = round.sent === 0 ? 0 : Math.floor((100 * (round.sent - round.received)) / round.sent);
  const elapsed = Math.round(process.clock.now() - start);
  const errors = round.errors > 0 ? ` +${String(round.errors)} errors,` : '';
  const counts = busybox
    ? `${String(round.sent)} packets transmitted, ${String(round.received)} packets received, ${String(loss)}% packet loss\n`
    : `${String(round.sent)} packets transmitted, ${String(round.received)} received,${errors} ${String(loss)}% packet loss, time ${String(elapsed)}ms\n`;
  await out(`\n--- ${target} ping statistics ---\n${counts}`);
  if (round.times.length > 0) {
    const [min, max] = [Math.min(...round.times), Math.max(...round.times)];
    const mean = round.times.reduce((a, b) => a + b, 0) / round.times.length;
    const f = (n: number): string => n.toFixed(3);
    await out(
      busybox
        ? `round-trip min/avg/max = ${f(min)}/${f(mean)}/${f(max)} ms\n`
        : `rtt min/avg/max/mdev = ${f(min)}/${f(mean)}/${f(max)}/${f(mdev(round.times))} ms\n`,
    );
  } else if (!busybox) await out('\n');
  return round.received > 0 ? 0 : 1;
}

async function report(
  process: Process,
  busybox: boolean,
  settings: Settings,
  round: Round,
  seq: number,
  from: string,
  result: { value: { rttMs: number; ttl: number; from: string; exceeded?: boolean } } | { error: NetworkError },
): Promise<void> {
  const out = (text: string): Promise<void> => (settings.quiet ? Promise.resolve() : process.stdout.write(text));
  if ('value' in result) {
    const { rttMs, ttl, exceeded } = result.value;
    if (exceeded) {
      round.errors++;
      if (!busybox) await out(`From ${result.value.from} icmp_seq=${String(seq)} Time to live exceeded\n`);
      return;
    }
    round.received++;
    round.times.push(rttMs);
    await out(
      busybox
        ? `${String(settings.size + 8)} bytes from ${settings.address}: seq=${String(seq)} ttl=${String(ttl)} time=${rttMs.toFixed(3)} ms\n`
        : `${String(settings.size + 8)} bytes from ${from}: icmp_seq=${String(seq)} ttl=${String(ttl)} time=${shown(rttMs)} ms\n`,
    );
    return;
  }
  const { error } = result;
  if (error.code === 'ENETUNREACH') {
    if (!busybox) await process.stderr.write('ping: connect: Network is unreachable\n');
    round.errors++;
  } else if (error.code === 'EHOSTUNREACH' && !busybox) {
    round.errors++;
    const own = process.net.routes().find((r) => r.source !== undefined)?.source ?? settings.address;
    await out(`From ${own} icmp_seq=${String(seq)} Destination Host Unreachable\n`);
  } else if (error.code !== 'ETIMEDOUT' && !busybox) await process.stderr.write(`ping: ${wordsOf(error)}\n`);
}
