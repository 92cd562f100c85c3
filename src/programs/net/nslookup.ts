import { parseAddress } from '#network/address';
import { arpaOf } from '#network/dns';
import { candidates, readResolvConf } from '#network/names';
import type { DnsAnswer, DnsQuestion } from '#network/stack';
import type { Process, Program } from '#process/process';
import { isApplet } from '../program';
import { addressOf, attempt } from './words';

const TYPES: readonly DnsQuestion['type'][] = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT', 'SOA'];

export const nslookup: Program = {
  name: 'nslookup',
  run: (process) => run(process, process.argv.slice(1)),
};

async function run(process: Process, args: readonly string[]): Promise<number> {
  let type: DnsQuestion['type'] | undefined;
  const operands: string[] = [];
  for (const arg of args) {
    const match = /^-(?:query|querytype|type|q|t)=(\w+)$/i.exec(arg);
    if (match) type = TYPES.find((t) => t === match[1]!.toUpperCase());
    else if (!arg.startsWith('-')) operands.push(arg);
  }
  const [name, server] = operands;
  if (name === undefined) {
    await process.stderr.write('drydock: the interactive mode of nslookup is not simulated yet\n');
    return 1;
  }
  const config = readResolvConf(process.fs);
  let servers = config.nameservers;
  if (server !== undefined) {
    const address = parseAddress(server) ? server : await addressOf(process, server);
    if (address === undefined) {
      await process.stdout.write(`nslookup: couldn't get address for '${server}': not found\n`);
      return 1;
    }
    servers = [address];
  }
  const busybox = isApplet(process);
  const arpa = parseAddress(name) ? arpaOf(name) : undefined;
  const names = arpa === undefined ? candidates(name, config) : [arpa];
  const types: DnsQuestion['type'][] = arpa !== undefined ? ['PTR'] : type ? [type] : ['A', 'AAAA'];
  for (const address of servers) {
    for (const [i, candidate] of names.entries()) {
      const answers: DnsAnswer[] = [];
      for (const asked of types) {
        const result = await attempt(process.wait(process.net.query(address, { name: candidate, type: asked })));
        if ('value' in result) answers.push(result.value);
      }
      if (answers.length === 0) break;
      const found = answers.some((a) => a.status === 'NOERROR');
      // Busybox asks the name as it is typed, unless it has no dot and there are search domains.
      if (!found && i < names.length - 1) continue;
      return await (busybox ? printBusybox : printBind)(process, address, candidate, answers);
    }
  }
  await process.stdout.write(';; connection timed out; no servers could be reached\n\n');
  return 1;
}

async function printBusybox(
  process: Process,
  server: string,
  name: string,
  answers: readonly DnsAnswer[],
): Promise<number> {
  const blocks = answers.map((answer) => {
    if (answer.status !== 'NOERROR') return `** server can't find ${name}: ${answer.status}\n`;
    const lines = answer.records.map((r) =>
      r.type === 'A' || r.type === 'AAAA'
        ? `Name:\t${r.name}\nAddress: ${r.data}\n`
        : recordLine(r.name, r.type, r.data),
    );
    return `${answer.authoritative ? '' : 'Non-authoritative answer:\n'}${lines.join('')}`;
  });
  await process.stdout.write(`Server:\t\t${server}\nAddress:\t${server}:53\n\n${blocks.join('\n')}\n`);
  return answers.some((a) => a.status !== 'NOERROR') ? 1 : 0;
}

async function printBind(
  process: Process,
  server: string,
  name: string,
  answers: readonly DnsAnswer[],
): Promise<number> {
  const failed = answers.find((a) => a.status !== 'NOERROR');
  let text = `Server:\t\t${server}\nAddress:\t${server}#53\n\n`;
  if (failed) {
    await process.stdout.write(`${text}** server can't find ${name}: ${failed.status}\n\n`);
    return 1;
  }
  const records = answers.flatMap((a) => a.records);
  if (records.length === 0) {
    await process.stdout.write(`${text}*** Can't find ${name}: No answer\n\n`);
    return 0;
  }
  text += 'Non-authoritative answer:\n';
  for (const r of records)
    text +=
      r.type === 'A' || r.type === 'AAAA'
        ? `Name:\t${r.name}\nAddress: ${r.data}\n`
        : recordLine(r.name, r.type, r.data);
  await process.stdout.write(`${text}\n`);
  return 0;
}

const recordLine = (name: string, type: DnsQuestion['type'], data: string): string => {
  if (type === 'PTR') return `${name}\tname = ${data}\n`;
  if (type === 'CNAME') return `${name}\tcanonical name = ${data}\n`;
  if (type === 'MX') return `${name}\tmail exchanger = ${data}\n`;
  if (type === 'NS') return `${name}\tnameserver = ${data}\n`;
  if (type === 'TXT') return `${name}\ttext = ${data}\n`;
  if (type === 'SRV') return `${name}\tservice = ${data}\n`;
  return `${name}\n\t${data}\n`;
};
