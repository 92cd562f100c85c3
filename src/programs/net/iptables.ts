import { Firewall, FirewallError, formatRule, TABLES, type Match, type Rule, type TableName } from '#network/firewall';
import type { Process, Program } from '#process/process';

interface Command {
  table: TableName;
  verb: string;
  chain: string | undefined;
  position: number | undefined;
  numeric: boolean;
  verbose: boolean;
  lineNumbers: boolean;
  match: Record<string, string>;
  target: string | undefined;
  options: string[];
  newName: string | undefined;
}

class BadCommand extends Error {
  override readonly name = 'BadCommand';
}

const VERBS: Readonly<Record<string, string | undefined>> = {
  '-A': 'A',
  '--append': 'A',
  '-I': 'I',
  '--insert': 'I',
  '-D': 'D',
  '--delete': 'D',
  '-L': 'L',
  '--list': 'L',
  '-S': 'S',
  '--list-rules': 'S',
  '-F': 'F',
  '--flush': 'F',
  '-N': 'N',
  '--new-chain': 'N',
  '-X': 'X',
  '--delete-chain': 'X',
  '-P': 'P',
  '--policy': 'P',
  '-C': 'C',
  '--check': 'C',
  '-Z': 'Z',
  '--zero': 'Z',
};
const MATCHES: Readonly<Record<string, keyof Match | undefined>> = {
  '-s': 'src',
  '--source': 'src',
  '-d': 'dst',
  '--destination': 'dst',
  '-i': 'in',
  '--in-interface': 'in',
  '-o': 'out',
  '--out-interface': 'out',
  '-p': 'protocol',
  '--protocol': 'protocol',
  '--dport': 'dport',
  '--destination-port': 'dport',
  '--sport': 'sport',
  '--source-port': 'sport',
  '--ctstate': 'state',
  '--state': 'state',
  '--comment': 'comment',
  '--dst-type': 'dstType',
};

function parse(args: readonly string[]): Command {
  const command: Command = {
    table: 'filter',
    verb: '',
    chain: undefined,
    position: undefined,
    numeric: false,
    verbose: false,
    lineNumbers: false,
    match: {},
    target: undefined,
    options: [],
    newName: undefined,
  };
  const rest = args.flatMap((a) => (/^-[A-Za-z]{2,}$/.test(a) ? [...a.slice(1)].map((l) => `-${l}`) : [a]));
  const value = (of: string): string => {
    const next = rest.shift();
    if (next === undefined) throw new BadCommand(`option "${of}" requires an argument`);
    return next;
  };
  let negated = false;
  while (rest.length > 0) {
    const arg = rest.shift()!;
    const verb = VERBS[arg];
    const match = MATCHES[arg];
    if (arg === '!') negated = true;
    else if (verb !== undefined) {
      command.verb = verb;
      if (rest[0] !== undefined && !rest[0].startsWith('-') && rest[0] !== '!') command.chain = rest.shift()!;
      if ((verb === 'I' || verb === 'D') && /^\d+$/.test(rest[0] ?? '')) command.position = Number(rest.shift());
      if (verb === 'P') command.target = value(arg);
    } else if (match !== undefined) {
      const given = value(arg);
      const cidr = (match === 'src' || match === 'dst') && !given.includes('/') ? `${given}/32` : given;
      command.match[match] = `${negated ? '!' : ''}${cidr}`;
      negated = false;
    } else if (arg === '-t' || arg === '--table') {
      const table = value(arg);
      if (!(table in TABLES))
        throw new BadCommand(
          `can't initialize iptables table \`${table}': Table does not exist (do you need to insmod?)\nPerhaps iptables or your kernel needs to be upgraded.`,
        );
      command.table = table as TableName;
    } else if (arg === '-j' || arg === '--jump') command.target = value(arg);
    else if (/^--(to-destination|to-ports|to-source|reject-with)$/.test(arg)) command.options.push(arg, value(arg));
    else if (arg === '-m' || arg === '--match') {
      const name = value(arg);
      if (!['tcp', 'udp', 'conntrack', 'state', 'comment', 'addrtype'].includes(name))
        throw new BadCommand(`match ${name} is not simulated yet`);
    } else if (arg === '-n' || arg === '--numeric') command.numeric = true;
    else if (arg === '-v' || arg === '--verbose') command.verbose = true;
    else if (arg === '--line-numbers' || arg === '--line-number') command.lineNumbers = true;
    else if (!['-w', '--wait', '-x', '--exact', '-4'].includes(arg)) throw new BadCommand(`unknown option "${arg}"`);
  }
  return command;
}

export const iptables: Program = {
  name: 'iptables',
  async run(process) {
    let command: Command;
    try {
      command = parse(process.argv.slice(1));
    } catch (error) {
      if (!(error instanceof BadCommand)) throw error;
      const ours = error.message.endsWith('not simulated yet');
      await process.stderr.write(
        ours
          ? `drydock: iptables: ${error.message}\n`
          : `iptables v1.8.10 (nf_tables): ${error.message}\nTry \`iptables -h' or 'iptables --help' for more information.\n`,
      );
      return ours ? 1 : 2;
    }
    if (command.verb === '') {
      await process.stderr.write(
        "iptables v1.8.10 (nf_tables): no command specified\nTry `iptables -h' or 'iptables --help' for more information.\n",
      );
      return 2;
    }
    if (process.credentials.uid !== 0) {
      await process.stderr.write(
        `iptables v1.8.10 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\n`,
      );
      return 4;
    }
    const { firewall } = process.net;
    if (!firewall) {
      await process.stderr.write('drydock: there is no packet filter here\n');
      return 1;
    }
    try {
      return await run(process, firewall, command);
    } catch (error) {
      if (!(error instanceof FirewallError)) throw error;
      await process.stderr.write(`${error.message}\n`);
      return 1;
    }
  },
};

async function run(process: Process, firewall: Firewall, command: Command): Promise<number> {
  const { table, verb, chain } = command;
  if (verb === 'S') {
    if (chain !== undefined && !firewall.chain(table, chain))
      throw new FirewallError('iptables: No chain/target/match by that name.');
    await process.stdout.write(
      firewall
        .list(table, chain)
        .map((line) => `${line}\n`)
        .join(''),
    );
    return 0;
  }
  if (verb === 'L') {
    if (chain !== undefined && !firewall.chain(table, chain))
      throw new FirewallError('iptables: No chain/target/match by that name.');
    await process.stdout.write(listing(firewall, command));
    return 0;
  }
  const rule = {
    match: command.match as Match,
    ...(command.target !== undefined && { target: command.target }),
    ...(command.options.length > 0 && { options: command.options.join(' ') }),
  };
  const name = chain ?? '';
  if (verb === 'F') firewall.flush(table, chain);
  else if (verb === 'N') firewall.newChain(table, name);
  else if (verb === 'X') firewall.deleteChain(table, name);
  else if (verb === 'P') {
    const there = firewall.chain(table, name);
    if (!there?.policy || (command.target !== 'ACCEPT' && command.target !== 'DROP'))
      throw new FirewallError("iptables: Bad policy name. Run `dmesg' for more information.");
    there.policy = command.target;
  } else if (verb === 'Z') {
    for (const [, one] of firewall.chains(table)) for (const r of one.rules) r.packets = r.bytes = 0;
  } else if (verb === 'A' || verb === 'I') {
    const known = ['ACCEPT', 'DROP', 'REJECT', 'RETURN', 'DNAT', 'MASQUERADE', 'REDIRECT', undefined];
    if (!known.includes(rule.target) && !firewall.chain(table, rule.target!))
      throw new FirewallError(
        `iptables v1.8.10 (nf_tables): Chain '${rule.target!}' does not exist\nTry \`iptables -h' or 'iptables --help' for more information.`,
      );
    if (rule.target === 'REJECT' && rule.options === undefined)
      firewall.add(
        table,
        name,
        { ...rule, options: '--reject-with icmp-port-unreachable' },
        verb === 'I' ? (command.position ?? 1) : undefined,
      );
    else firewall.add(table, name, rule, verb === 'I' ? (command.position ?? 1) : undefined);
  } else if (command.position !== undefined) firewall.remove(table, name, command.position);
  else {
    const there = firewall
      .chain(table, name)
      ?.rules.find((r) => formatRule(r).startsWith(formatRule(rule)) && r.target === rule.target);
    if (!there) throw new FirewallError('iptables: Bad rule (does a matching rule exist in that chain?).');
    if (verb === 'D') firewall.remove(table, name, there);
  }
  return 0;
}

/** What `iptables -L` prints. */
function listing(firewall: Firewall, { table, chain, verbose, numeric, lineNumbers }: Command): string {
  const chains = firewall.chains(table).filter(([name]) => chain === undefined || name === chain);
  const blocks = chains.map(([name, record]) => {
    const references = firewall
      .chains(table)
      .flatMap(([, c]) => c.rules)
      .filter((r) => r.target === name).length;
    const counts = verbose ? ` ${String(record.packets)} packets, ${String(record.bytes)} bytes` : '';
    const head = record.policy
      ? `Chain ${name} (policy ${record.policy}${counts})`
      : `Chain ${name} (${String(references)} references)`;
    const number = lineNumbers ? 'num  ' : '';
    const columns = verbose
      ? `${number} pkts bytes target     prot opt in     out     source               destination         `
      : `${number}target     prot opt source               destination         `;
    const rows = record.rules.map(
      (rule, i) => (lineNumbers ? String(i + 1).padEnd(5) : '') + ruleRow(rule, verbose, numeric),
    );
    return [head, columns, ...rows, ''].join('\n');
  });
  return blocks.join('\n');
}

function ruleRow({ match, target, options, packets, bytes }: Rule, verbose: boolean, numeric: boolean): string {
  const shown = (cidr: string | undefined): string =>
    cidr === undefined ? (numeric ? '0.0.0.0/0' : 'anywhere') : cidr.replace(/\/32$/, '');
  const protocol = match.protocol ?? (numeric ? '0' : 'all');
  const named = numeric ? ({ tcp: '6', udp: '17', icmp: '1' }[protocol] ?? protocol) : protocol;
  const extra = [
    ...(match.dstType ? [`ADDRTYPE match dst-type ${match.dstType}`] : []),
    ...(match.state ? [`ctstate ${match.state}`] : []),
    ...(match.sport ? [`${match.protocol ?? 'tcp'} spt:${match.sport}`] : []),
    ...(match.dport ? [`${match.protocol ?? 'tcp'} ${match.dport.includes(':') ? 'dpts' : 'dpt'}:${match.dport}`] : []),
    ...(match.comment ? [`/* ${match.comment} */`] : []),
    ...(options ? [options.replace('--to-destination ', 'to:').replace('--reject-with ', 'reject-with ')] : []),
  ];
  const place = `${shown(match.src).padEnd(20)} ${shown(match.dst).padEnd(20)} ${extra.join(' ')}`.trimEnd();
  const padded = extra.length === 0 ? `${shown(match.src).padEnd(20)} ${shown(match.dst).padEnd(20)}` : place;
  const cell = (target ?? '').padEnd(10);
  if (!verbose) return `${cell} ${named.padEnd(4)} --  ${padded}`;
  const face = (name: string | undefined): string => (name ?? '*').padEnd(6);
  return `${String(packets).padStart(5)} ${String(bytes).padStart(5)} ${cell} ${named.padEnd(4)} --  ${face(match.in)} ${face(match.out)}  ${padded}`;
}

export const iptablesSave: Program = {
  name: 'iptables-save',
  async run(process) {
    const { firewall } = process.net;
    if (!firewall) return 1;
    const stamp = new Date(process.clock.epochNow())
      .toUTCString()
      .replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, '$1 $3 $2 $5 $4');
    for (const table of ['nat', 'filter'] as const) {
      const heads = firewall
        .chains(table)
        .map(([name, c]) => `:${name} ${c.policy ?? '-'} [${String(c.packets)}:${String(c.bytes)}]`);
      const rules = firewall.list(table).filter((line) => line.startsWith('-A'));
      await process.stdout.write(
        [
          `# Generated by iptables-save v1.8.10 (nf_tables) on ${stamp}`,
          `*${table}`,
          ...heads,
          ...rules,
          'COMMIT',
          `# Completed on ${stamp}`,
          '',
        ].join('\n'),
      );
    }
    return 0;
  },
};
