import { formatPrefix, formatAddress, lastOf, parsePrefix } from '#network/address';
import type { InterfaceInfo } from '#network/stack';
import type { Process, Program } from '#process/process';
import { isApplet } from '../program';

interface Look {
  readonly busybox: boolean;
  readonly brief: boolean;
  readonly oneline: boolean;
  readonly family: 4 | 6 | undefined;
}

const OBJECTS = ['address', 'link', 'route', 'neighbour', 'neighbor', 'rule'] as const;

export const ip: Program = {
  name: 'ip',
  async run(process) {
    const args = process.argv.slice(1);
    let [brief, oneline, family]: [boolean, boolean, 4 | 6 | undefined] = [false, false, undefined];
    while (args[0]?.startsWith('-')) {
      const flag = args.shift()!;
      if (/^-(br|brief)$/.test(flag)) brief = true;
      else if (/^-(o|oneline)$/.test(flag)) oneline = true;
      else if (flag === '-4') family = 4;
      else if (flag === '-6') family = 6;
      else if (!/^-(c|color|d|details|s|stats|h)(=.*)?$/.test(flag)) {
        await process.stderr.write(
          /^-(j|json|p|pretty)$/.test(flag)
            ? 'drydock: the JSON output of ip is not simulated yet\n'
            : `Option "${flag}" is unknown, try "ip -help".\n`,
        );
        return flag === '-j' || flag === '-json' ? 1 : 255;
      }
    }
    const look: Look = { busybox: isApplet(process), brief, oneline, family };
    const word = args.shift();
    const object = word === undefined ? undefined : OBJECTS.find((o) => o.startsWith(word));
    const verb = args[0] !== undefined && /^(s|sh|sho|show|l|ls|lst|list|get)$/.test(args[0]) ? args.shift()! : 'show';
    if (object === undefined) {
      await process.stderr.write(
        word === undefined
          ? 'Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\n'
          : `Object "${word}" is unknown, try "ip help".\n`,
      );
      return word === undefined ? 255 : 1;
    }
    if (/^(add|del|delete|set|change|replace|flush|monitor|append|save)$/.test(args[0] ?? '')) {
      await process.stderr.write(`drydock: ip ${object} ${args[0]!} is not simulated yet\n`);
      return 1;
    }
    if (object === 'route') return await routes(process, verb === 'get' ? args[0] : undefined, look);
    if (object === 'rule') {
      await process.stdout.write(
        '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n',
      );
      return 0;
    }
    if (object.startsWith('neigh')) {
      for (const n of process.net.neighbours())
        await process.stdout.write(`${n.address} dev ${n.device} lladdr ${n.mac} REACHABLE \n`);
      return 0;
    }
    return await interfaces(process, args, object === 'link', look);
  },
};

async function interfaces(process: Process, args: readonly string[], linkOnly: boolean, look: Look): Promise<number> {
  let list = process.net.interfaces();
  const words = [...args];
  while (words.length > 0) {
    const word = words.shift()!;
    if (word === 'up') list = list.filter((i) => i.up);
    else if (word === 'type') {
      const kind = words.shift() ?? '';
      list = list.filter((i) => i.kind === kind);
    } else if (word === 'master') {
      const master = words.shift() ?? '';
      list = list.filter((i) => i.master === master);
    } else {
      const name = word === 'dev' ? (words.shift() ?? '') : word;
      list = list.filter((i) => i.name === name);
      if (list.length === 0) {
        await process.stderr.write(
          look.busybox ? `ip: can't find device '${name}'\n` : `Device "${name}" does not exist.\n`,
        );
        return 1;
      }
    }
  }
  for (const i of list)
    await process.stdout.write(look.brief ? briefLine(i, linkOnly, look) : block(i, linkOnly, look));
  return 0;
}

const shownName = (i: InterfaceInfo): string =>
  i.peerIndex === undefined ? i.name : `${i.name}@if${String(i.peerIndex)}`;
const addressesOf = (i: InterfaceInfo, family: 4 | 6 | undefined): readonly string[] =>
  i.addresses.filter((a) => family === undefined || (family === 6) === a.includes(':'));
const stateOf = (i: InterfaceInfo): string =>
  i.kind === 'loopback' ? 'UNKNOWN' : i.up && i.carrier !== false ? 'UP' : 'DOWN';

const briefLine = (i: InterfaceInfo, linkOnly: boolean, look: Look): string => {
  const rest = linkOnly ? `${i.mac} <${flagsOf(i, look).join(',')}> ` : `${addressesOf(i, look.family).join(' ')} `;
  return `${shownName(i).padEnd(16)} ${stateOf(i).padEnd(14)} ${rest}\n`;
};

function flagsOf(i: InterfaceInfo, look: Look): string[] {
  if (i.kind === 'loopback') return ['LOOPBACK', 'UP', 'LOWER_UP'];
  const flags = [...(i.carrier === false ? ['NO-CARRIER'] : []), 'BROADCAST', 'MULTICAST', ...(i.up ? ['UP'] : [])];
  if (i.up && i.carrier !== false) flags.push('LOWER_UP');
  // Busybox 1.35 names a flag of veth ends that newer iproute2 leaves out.
  if (look.busybox && i.kind === 'veth') flags.push('M-DOWN');
  return flags;
}

function block(i: InterfaceInfo, linkOnly: boolean, look: Look): string {
  const { busybox } = look;
  const queue = i.kind === 'ether' ? 'fq_codel' : 'noqueue';
  const state = busybox ? '' : ` state ${stateOf(i)} group default`;
  const master = i.master === undefined ? '' : ` master ${i.master}`;
  const length = i.kind === 'loopback' || i.kind === 'ether' ? `qlen 1000` : '';
  const head = `${String(i.index)}: ${shownName(i)}: <${flagsOf(i, look).join(',')}> mtu ${String(i.mtu)} qdisc ${queue}${master}${state} ${length}`;
  const trimmed = busybox ? head : head.trimEnd() + (length === '' ? ' ' : '');
  const peer = i.peerIndex !== undefined && !busybox ? ' link-netnsid 0' : '';
  const broadcast = i.kind === 'loopback' ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff';
  const link = `    link/${i.kind === 'loopback' ? 'loopback' : 'ether'} ${i.mac} brd ${busybox && i.kind === 'loopback' ? '00:00:00:00:00:00' : broadcast}${peer}`;
  if (linkOnly) return `${trimmed}\n${busybox ? link : link}\n`;
  const addresses = addressesOf(i, look.family).map((a) => addressLines(i, a, look));
  if (look.oneline)
    return addresses
      .map((a) => `${String(i.index)}: ${i.name}${a.replace(/^ */, '    ').replace('\n', '\\')}\n`)
      .join('');
  if (look.family !== undefined && addresses.length === 0) return '';
  return [trimmed, ...(look.family === undefined ? [link] : []), ...addresses, ''].join('\n');
}

function addressLines(i: InterfaceInfo, address: string, look: Look): string {
  const v6 = address.includes(':');
  const scope = i.kind === 'loopback' ? 'host' : v6 && address.startsWith('fe80') ? 'link' : 'global';
  const prefix = parsePrefix(address);
  const broadcast = v6 || scope === 'host' || !prefix ? '' : ` brd ${formatAddress(lastOf(prefix))}`;
  // Newer iproute2 says `noprefixroute` for ::1; the blank after an IPv6 scope is busybox' and iproute2's own.
  const label = v6 ? (scope === 'host' && !look.busybox ? ' noprefixroute ' : ' ') : ` ${i.name}`;
  return `    ${v6 ? 'inet6' : 'inet'} ${address}${broadcast} scope ${scope}${label}\n       valid_lft forever preferred_lft forever`;
}

async function routes(process: Process, get: string | undefined, look: Look): Promise<number> {
  const all = process.net.routes();
  if (get !== undefined) {
    const target = parsePrefix(get);
    const own = all.find((r) => r.destination !== 'default' && target && inside(r.destination, get));
    const route = own ?? all.find((r) => r.destination === 'default');
    if (!target || !route) {
      await process.stderr.write(
        target
          ? 'RTNETLINK answers: Network is unreachable\n'
          : `Error: inet prefix is expected rather than "${get}".\n`,
      );
      return target ? 2 : 1;
    }
    const source = route.source ?? all.find((r) => r.device === route.device && r.source)?.source ?? '';
    await process.stdout.write(
      `${get} ${route.gateway ? `via ${route.gateway} ` : ''}dev ${route.device} src ${source} uid ${String(process.credentials.uid)} \n    cache \n`,
    );
    return 0;
  }
  if (look.family === 6) return 0;
  const carrier = new Map(process.net.interfaces().map((i) => [i.name, i.carrier !== false]));
  for (const r of all) {
    const via = r.gateway === undefined ? '' : `via ${r.gateway} `;
    const kernel = look.busybox || r.gateway !== undefined ? '' : 'proto kernel ';
    const scope = r.scope ? `scope ${r.scope} ` : '';
    const source = r.source === undefined ? '' : `${look.busybox ? ' ' : ''}src ${r.source} `;
    const down = carrier.get(r.device) === false ? 'linkdown ' : '';
    await process.stdout.write(`${r.destination} ${via}dev ${r.device} ${kernel}${scope}${source}${down}\n`);
  }
  return 0;
}

const inside = (cidr: string, address: string): boolean => {
  const [a, b] = [parsePrefix(cidr), parsePrefix(address)];
  return (
    a !== undefined &&
    b !== undefined &&
    formatPrefix({ ...b, bits: a.bits, value: (b.value >> BigInt(32 - a.bits)) << BigInt(32 - a.bits) }) ===
      formatPrefix(a)
  );
};
