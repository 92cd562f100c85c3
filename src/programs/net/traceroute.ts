import type { Program } from '#process/process';
import { addressOf, attempt } from './words';

export const traceroute: Program = {
  name: 'traceroute',
  async run(process) {
    const args = process.argv.slice(1);
    const operands: string[] = [];
    let [most, waitMs] = [30, 5000];
    while (args.length > 0) {
      const arg = args.shift()!;
      if (arg === '-m') most = Math.min(255, Number(args.shift()));
      else if (arg === '-w') waitMs = 1000 * Number(args.shift());
      else if (arg === '-q' || arg === '-p' || arg === '-i' || arg === '-f') args.shift();
      else if (!arg.startsWith('-')) operands.push(arg);
    }
    const target = operands[0];
    const address = target === undefined ? undefined : await addressOf(process, target);
    if (target === undefined || address === undefined) {
      await process.stderr.write(
        target === undefined
          ? 'Usage: traceroute [options] host\n'
          : `${target}: Name or service not known\nCannot handle "host" cmdline arg \`${target}' on position 1 (argc 1)\n`,
      );
      return 2;
    }
    await process.stdout.write(`traceroute to ${target} (${address}), ${String(most)} hops max, 60 byte packets\n`);
    for (let ttl = 1; ttl <= most; ttl++) {
      const times: string[] = [];
      let from: string | undefined;
      let reached = false;
      for (let probe = 0; probe < 3; probe++) {
        const result = await attempt(process.wait(process.net.ping(address, { ttl, timeoutMs: waitMs })));
        if ('error' in result) {
          if (result.error.code === 'ENETUNREACH') {
            await process.stderr.write('connect: Network is unreachable\n');
            return 1;
          }
          times.push(result.error.code === 'EHOSTUNREACH' ? '!H' : '*');
          continue;
        }
        from = result.value.from;
        reached = !result.value.exceeded;
        times.push(`${result.value.rttMs.toFixed(3)} ms`);
      }
      const who = from === undefined ? '' : `${from} (${from})  `;
      await process.stdout.write(`${String(ttl).padStart(2)}  ${who}${times.join(from === undefined ? ' ' : '  ')}\n`);
      if (reached || times.includes('!H')) return 0;
    }
    return 0;
  },
};

export const tcpdump: Program = {
  name: 'tcpdump',
  async run(process) {
    await process.stderr.write(
      'drydock: tcpdump is not simulated yet; `drydock why <from> <to>:<port>` shows the path of a packet\n',
    );
    return 1;
  },
};
