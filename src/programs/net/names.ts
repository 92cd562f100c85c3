import { parseAddress } from '#network/address';
import { arpaOf } from '#network/dns';
import { askServers, lookup, readHosts, readResolvConf, reverseLookup } from '#network/names';
import { NetworkError, type DnsQuestion } from '#network/stack';
import type { Process, Program } from '#process/process';
import { FileError } from '#vfs/filesystem';
import { addressOf } from './words';

const TYPES: readonly DnsQuestion['type'][] = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT', 'SOA'];
const typeOf = (text: string): DnsQuestion['type'] | undefined => TYPES.find((t) => t === text.toUpperCase());

export const dig: Program = {
  name: 'dig',
  async run(process) {
    let [server, name, type, short, answerOnly]: [
      string | undefined,
      string,
      DnsQuestion['type'] | undefined,
      boolean,
      boolean,
    ] = [undefined, '', undefined, false, false];
    const args = process.argv.slice(1);
    const shown = args.join(' ');
    while (args.length > 0) {
      const arg = args.shift()!;
      if (arg.startsWith('@')) server = arg.slice(1);
      else if (arg === '+short') short = true;
      else if (arg === '+noall') answerOnly = true;
      else if (arg === '-x') [name, type] = [arpaOf(args.shift() ?? '') ?? '', 'PTR'];
      else if (arg === '-t') type = typeOf(args.shift() ?? '');
      else if (arg === '-p' || arg === '-b') args.shift();
      else if (!arg.startsWith('+') && !arg.startsWith('-')) {
        const known = name === '' || !typeOf(arg) ? undefined : typeOf(arg);
        if (known) type = known;
        else if (arg !== 'IN') name = arg;
      }
    }
    const asked: DnsQuestion = { name: name === '' ? '.' : name, type: type ?? 'A' };
    const given =
      server === undefined
        ? readResolvConf(process.fs).nameservers
        : [parseAddress(server) ? server : ((await addressOf(process, server)) ?? '')];
    if (given[0] === '') {
      await process.stderr.write(`dig: couldn't get address for '${server!}': not found\n`);
      return 10;
    }
    const begun = process.clock.now();
    const answer = await process.wait(askServers(process.net, given, asked));
    if (!answer) {
      const lines = given.map((g) => `;; communications error to ${g}#53: timed out\n`).join('');
      await process.stdout.write(
        `${short ? '' : `\n; <<>> DiG 9.18.28 <<>> ${shown}\n`}${lines}${short ? '' : ';; global options: +cmd\n'};; no servers could be reached\n`,
      );
      return 9;
    }
    if (short) {
      await process.stdout.write(answer.records.map((r) => `${r.data}\n`).join(''));
      return 0;
    }
    const row = (r: { name: string; ttl: number; type: string; data: string }): string =>
      `${`${r.name}.`.padEnd(23)} ${String(r.ttl)}\tIN\t${r.type}\t${r.data}\n`.replace(
        / +(\d+\tIN)/,
        r.name.length < 23 ? '\t$1' : ' $1',
      );
    const records = answer.records.map(row).join('');
    if (answerOnly) {
      await process.stdout.write(records);
      return 0;
    }
    const flags = `qr${answer.authoritative ? ' aa' : ''} rd ra`;
    const when = new Date(process.clock.epochNow())
      .toUTCString()
      .replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, '$1 $3 $2 $5 UTC $4');
    await process.stdout.write(
      [
        `\n; <<>> DiG 9.18.28 <<>> ${shown}`,
        ';; global options: +cmd',
        ';; Got answer:',
        `;; ->>HEADER<<- opcode: QUERY, status: ${answer.status}, id: ${String(process.random.below(65536))}`,
        `;; flags: ${flags}; QUERY: 1, ANSWER: ${String(answer.records.length)}, AUTHORITY: 0, ADDITIONAL: 1`,
        '',
        ';; QUESTION SECTION:',
        `;${asked.name.replace(/\.?$/, '.')}\t\t\tIN\t${asked.type}`,
        '',
        ...(records === '' ? [] : [`;; ANSWER SECTION:\n${records}`]),
        `;; Query time: ${String(Math.round(process.clock.now() - begun))} msec`,
        `;; SERVER: ${answer.server}#53(${answer.server}) (UDP)`,
        `;; WHEN: ${when}`,
        `;; MSG SIZE  rcvd: ${String(40 + 16 * answer.records.length + asked.name.length)}`,
        '',
        '',
      ].join('\n'),
    );
    return 0;
  },
};

export const host: Program = {
  name: 'host',
  async run(process) {
    const args = process.argv.slice(1);
    const at = args.indexOf('-t');
    const type = at < 0 ? undefined : typeOf(args.splice(at, 2)[1] ?? '');
    const [name, server] = args.filter((a) => !a.startsWith('-'));
    if (name === undefined) {
      await process.stderr.write(
        'Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n            [-R number] [-m flag] [-p port] hostname [server]\n',
      );
      return 1;
    }
    const servers = server === undefined ? readResolvConf(process.fs).nameservers : [server];
    const arpa = parseAddress(name) ? arpaOf(name) : undefined;
    const types: DnsQuestion['type'][] = arpa !== undefined ? ['PTR'] : type ? [type] : ['A', 'AAAA', 'MX'];
    for (const [i, asked] of types.entries()) {
      const answer = await process.wait(askServers(process.net, servers, { name: arpa ?? name, type: asked }));
      if (!answer) {
        await process.stdout.write(';; connection timed out; no servers could be reached\n');
        return 1;
      }
      if (answer.status !== 'NOERROR' && i === 0) {
        await process.stdout.write(
          `Host ${arpa ?? name}${arpa ? '.' : ''} not found: ${answer.status === 'NXDOMAIN' ? '3' : '2'}(${answer.status})\n`,
        );
        return 1;
      }
      for (const r of answer.records) {
        const words: Partial<Record<DnsQuestion['type'], string>> = {
          A: 'has address',
          AAAA: 'has IPv6 address',
          MX: 'mail is handled by',
          PTR: 'domain name pointer',
          CNAME: 'is an alias for',
          NS: 'name server',
          TXT: 'descriptive text',
        };
        await process.stdout.write(`${r.name} ${words[r.type] ?? `has ${r.type} record`} ${r.data}\n`);
      }
      if (answer.records.length === 0 && types.length === 1)
        await process.stdout.write(`${name} has no ${asked} record\n`);
    }
    return 0;
  },
};

export const getent: Program = {
  name: 'getent',
  async run(process) {
    const [database, ...keys] = process.argv.slice(1);
    if (database === undefined) {
      await process.stderr.write(
        "getent: wrong number of arguments\nTry `getent --help' or `getent --usage' for more information.\n",
      );
      return 1;
    }
    if (database === 'hosts' || database.startsWith('ahosts')) return await hosts(process, database, keys);
    const files: Readonly<Record<string, string | undefined>> = {
      passwd: '/etc/passwd',
      group: '/etc/group',
      shadow: '/etc/shadow',
      services: '/etc/services',
      protocols: '/etc/protocols',
    };
    const file = files[database];
    if (file === undefined) {
      await process.stderr.write(
        `Unknown database: ${database}\nTry \`getent --help' or \`getent --usage' for more information.\n`,
      );
      return 1;
    }
    let lines: string[];
    try {
      lines = process.fs
        .readText(file)
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      lines = [];
    }
    let code = 0;
    for (const key of keys.length === 0 ? [undefined] : keys) {
      const found = lines.filter(
        (line) =>
          key === undefined || line.split(/[:\s]/)[0] === key || (/^\d+$/.test(key) && line.split(':')[2] === key),
      );
      if (found.length === 0 && key !== undefined) code = 2;
      await process.stdout.write(
        found
          .slice(0, key === undefined ? undefined : 1)
          .map((line) => `${line}\n`)
          .join(''),
      );
    }
    return code;
  },
};

async function hosts(process: Process, database: string, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) {
    for (const { address, names } of readHosts(process.fs))
      await process.stdout.write(`${address.padEnd(15)} ${names.join(' ')}\n`);
    return 0;
  }
  let code = 0;
  for (const key of keys) {
    if (parseAddress(key) && database === 'hosts') {
      const name = await process.wait(reverseLookup(key, arpaOf(key)!, process.fs, process.net));
      if (name === undefined) code = 2;
      else await process.stdout.write(`${key.padEnd(15)} ${name}\n`);
      continue;
    }
    try {
      const found = await process.wait(lookup(key, process.fs, process.net));
      for (const address of found.addresses) {
        if (database === 'hosts') await process.stdout.write(`${address.padEnd(15)} ${found.canonical}\n`);
        else
          for (const [i, kind] of ['STREAM', 'DGRAM', 'RAW'].entries())
            await process.stdout.write(`${address.padEnd(15)} ${kind}${i === 0 ? ` ${found.canonical}` : ''}\n`);
      }
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      code = 2;
    }
  }
  return code;
}

export const hostname: Program = {
  name: 'hostname',
  async run(process) {
    const [flag] = process.argv.slice(1);
    const own = process.host.hostname;
    if (flag === undefined || flag === '-s' || flag === '--short')
      await process.stdout.write(`${flag === undefined ? own : own.split('.')[0]!}\n`);
    else if (flag === '-i' || flag === '--ip-address') {
      const address = await addressOf(process, own);
      if (address === undefined) {
        await process.stderr.write('hostname: Name or service not known\n');
        return 1;
      }
      await process.stdout.write(`${address}\n`);
    } else if (flag === '-I' || flag === '--all-ip-addresses') {
      const all = process.net
        .interfaces()
        .filter((i) => i.kind !== 'loopback' && i.up)
        .flatMap((i) => i.addresses.map((a) => a.split('/')[0]!));
      await process.stdout.write(`${all.join(' ')} \n`);
    } else if (flag === '-f' || flag === '--fqdn' || flag === '-A') {
      const entry = readHosts(process.fs).find((e) => e.names.includes(own.toLowerCase()));
      await process.stdout.write(`${entry?.names[0] ?? own}\n`);
    } else if (flag === '-d' || flag === '--domain')
      await process.stdout.write(`${own.split('.').slice(1).join('.')}\n`);
    else if (flag.startsWith('-')) {
      await process.stderr.write(`hostname: invalid option -- '${flag.replace(/^-+/, '')}'\n`);
      return 1;
    } else if (process.credentials.uid !== 0) {
      await process.stderr.write('hostname: you must be root to change the host name\n');
      return 1;
    } else process.host.hostname = flag;
    return 0;
  },
};
