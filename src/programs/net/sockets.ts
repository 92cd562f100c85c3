import { hostPort } from '#network/address';
import type { ListeningInfo } from '#network/stack';
import type { Process, Program } from '#process/process';
import { getopt, UsageError, type Options } from '../getopt';
import { printRoutes } from './interfaces';

const LONG = {
  listening: 'l',
  tcp: 't',
  udp: 'u',
  numeric: 'n',
  program: 'p',
  programs: 'p',
  processes: 'p',
  all: 'a',
  route: 'r',
  interfaces: 'i',
  'no-header': 'H',
};

async function optionsOf(process: Process, name: string): Promise<Options | undefined> {
  try {
    return getopt(process.argv.slice(1), { short: 'ltunparie46oWHsx', long: LONG });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await process.stderr.write(`${name}: ${error.message}\n`);
    return undefined;
  }
}

function chosen(process: Process, options: Options): ListeningInfo[] {
  const both = options.has('t') === options.has('u');
  return process.net
    .sockets()
    .filter((s) => both || (s.protocol === 'tcp') === options.has('t'))
    .filter((s) => options.has('a') || (s.state === 'LISTEN') === options.has('l'))
    .sort((a, b) => (a.protocol === b.protocol ? 0 : a.protocol === 'tcp' ? -1 : 1));
}

const pidOf = (process: Process, program: string | undefined): number | undefined =>
  program === undefined
    ? undefined
    : process.processes().find((p) => (p.argv[0] ?? '').replace(/^.*\/|:$/g, '') === program)?.pid;

export const netstat: Program = {
  name: 'netstat',
  async run(process) {
    const options = await optionsOf(process, 'netstat');
    if (!options) return 1;
    if (options.has('r')) {
      await printRoutes(process, options.has('n'), true);
      return 0;
    }
    const kind = options.has('a') ? 'servers and established' : options.has('l') ? 'only servers' : 'w/o servers';
    const program = options.has('p') ? '    PID/Program name    ' : ' ';
    await process.stdout.write(
      `Active Internet connections (${kind})\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ${program}\n`.replace(
        / +\n$/,
        options.has('p') ? ' PID/Program name    \n' : '\n',
      ),
    );
    for (const s of chosen(process, options)) {
      const proto = `${s.protocol}${s.local.address.includes(':') ? '6' : ''}`;
      const local = `${s.local.address}:${String(s.local.port)}`;
      const remote = s.remote
        ? `${s.remote.address}:${String(s.remote.port)}`
        : s.local.address.includes(':')
          ? ':::*'
          : '0.0.0.0:*';
      const state = s.protocol === 'udp' && s.state === 'LISTEN' ? '' : s.state;
      const pid = pidOf(process, s.program);
      const owner = options.has('p')
        ? ` ${(pid === undefined ? (s.program ?? '-') : `${String(pid)}/${s.program!}`).padEnd(20)}`
        : ' ';
      await process.stdout.write(
        `${proto.padEnd(5)}      0      0 ${local.padEnd(23)} ${remote.padEnd(23)} ${state.padEnd(11)}${owner}\n`,
      );
    }
    return 0;
  },
};

export const ss: Program = {
  name: 'ss',
  async run(process) {
    const options = await optionsOf(process, 'ss');
    if (!options) return 1;
    const both = options.has('t') === options.has('u');
    const rows = chosen(process, options).map((s) => {
      const remote = s.remote
        ? hostPort(s.remote.address, s.remote.port)
        : s.local.address.includes(':')
          ? '[::]:*'
          : '0.0.0.0:*';
      const pid = pidOf(process, s.program);
      const users =
        options.has('p') && s.program !== undefined
          ? `users:(("${s.program}"${pid === undefined ? '' : `,pid=${String(pid)}`},fd=3))`
          : '';
      const state = s.state === 'LISTEN' ? (s.protocol === 'udp' ? 'UNCONN' : 'LISTEN') : 'ESTAB';
      return [
        ...(both ? [s.protocol] : []),
        state,
        '0',
        s.state === 'LISTEN' && s.protocol === 'tcp' ? '4096' : '0',
        hostPort(s.local.address, s.local.port),
        remote,
        users,
      ];
    });
    const head = [
      ...(both ? ['Netid'] : []),
      'State',
      'Recv-Q',
      'Send-Q',
      'Local Address:Port',
      'Peer Address:Port',
      'Process',
    ];
    const all = options.has('H') ? rows : [head, ...rows];
    const right = head.map((h) => h === 'Local Address:Port' || h === 'Peer Address:Port');
    const widths = head.map((_, c) => Math.max(0, ...all.map((row) => row[c]?.length ?? 0)));
    for (const row of all) {
      const cells = row.map((cell, c) => (right[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)));
      await process.stdout.write(`${cells.join(' ')}\n`);
    }
    return 0;
  },
};
