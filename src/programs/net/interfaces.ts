import { formatAddress, lastOf, netmask, parsePrefix } from '#network/address';
import type { InterfaceInfo } from '#network/stack';
import type { Process, Program } from '#process/process';
import { isApplet } from '../program';

const unit = (n: number): string =>
  n < 1000 ? `${String(n)}.0 B` : n < 1e6 ? `${(n / 1000).toFixed(1)} KB` : `${(n / 1e6).toFixed(1)} MB`;
const unit2 = (n: number): string =>
  n < 1024 ? `${String(n)}.0 B` : n < 1048576 ? `${(n / 1024).toFixed(1)} KiB` : `${(n / 1048576).toFixed(1)} MiB`;

export const ifconfig: Program = {
  name: 'ifconfig',
  async run(process) {
    const names = process.argv.slice(1).filter((a) => !a.startsWith('-'));
    if (names.length > 1) {
      await process.stderr.write('drydock: changing interfaces with ifconfig is not simulated yet\n');
      return 1;
    }
    const list = process.net.interfaces().filter((i) => names.length === 0 || i.name === names[0]);
    if (list.length === 0) {
      await process.stderr.write(
        isApplet(process)
          ? `ifconfig: ${names[0]!}: error fetching interface information: Device not found\n`
          : `${names[0]!}: error fetching interface information: Device not found\n`,
      );
      return 1;
    }
    const sorted = [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const i of sorted) await process.stdout.write(isApplet(process) ? busyboxBlock(i) : netToolsBlock(i));
    return 0;
  },
};

const v4Of = (i: InterfaceInfo) =>
  i.addresses.filter((a) => !a.includes(':')).map((a) => ({ address: a.split('/')[0]!, prefix: parsePrefix(a)! }))[0];

function netToolsBlock(i: InterfaceInfo): string {
  const loop = i.kind === 'loopback';
  const running = i.carrier !== false;
  const bits = (i.up ? 1 : 0) | (loop ? 8 : 2) | (running ? 64 : 0) | (loop ? 0 : 4096);
  const flags = [
    'UP',
    loop ? 'LOOPBACK' : 'BROADCAST',
    ...(running ? ['RUNNING'] : []),
    ...(loop ? [] : ['MULTICAST']),
  ];
  const lines = [`${i.name}: flags=${String(bits)}<${flags.join(',')}>  mtu ${String(i.mtu)}`];
  const v4 = v4Of(i);
  if (v4)
    lines.push(
      `        inet ${v4.address}  netmask ${netmask(v4.prefix.bits)}${loop ? '' : `  broadcast ${formatAddress(lastOf(v4.prefix))}`}`,
    );
  for (const a of i.addresses.filter((x) => x.includes(':'))) {
    const [address, bitsOf] = a.split('/');
    lines.push(`        inet6 ${address!}  prefixlen ${bitsOf!}  scopeid ${loop ? '0x10<host>' : '0x0<global>'}`);
  }
  lines.push(
    loop
      ? '        loop  txqueuelen 1000  (Local Loopback)'
      : `        ether ${i.mac}  txqueuelen ${i.kind === 'ether' ? '1000' : '0'}  (Ethernet)`,
  );
  for (const [way, packets, bytes, last] of [
    ['RX', i.rxPackets, i.rxBytes, 'dropped 0  overruns 0  frame 0'],
    ['TX', i.txPackets, i.txBytes, 'dropped 0 overruns 0  carrier 0  collisions 0'],
  ] as const) {
    lines.push(
      `        ${way} packets ${String(packets)}  bytes ${String(bytes)} (${unit(bytes)})`,
      `        ${way} errors 0  ${last}`,
    );
  }
  return `${lines.join('\n')}\n\n`;
}

function busyboxBlock(i: InterfaceInfo): string {
  const loop = i.kind === 'loopback';
  const v4 = v4Of(i);
  const lines = [
    `${i.name.padEnd(9)} Link encap:${loop ? 'Local Loopback  ' : `Ethernet  HWaddr ${i.mac.toUpperCase()}  `}`,
  ];
  if (v4)
    lines.push(
      `          inet addr:${v4.address}${loop ? '' : `  Bcast:${formatAddress(lastOf(v4.prefix))}`}  Mask:${netmask(v4.prefix.bits)}`,
    );
  for (const a of i.addresses.filter((x) => x.includes(':')))
    lines.push(`          inet6 addr: ${a} Scope:${loop ? 'Host' : 'Global'}`);
  lines.push(
    `          UP ${loop ? 'LOOPBACK ' : 'BROADCAST '}RUNNING${loop ? '' : ' MULTICAST'}  MTU:${String(i.mtu)}  Metric:1`,
  );
  lines.push(`          RX packets:${String(i.rxPackets)} errors:0 dropped:0 overruns:0 frame:0`);
  lines.push(`          TX packets:${String(i.txPackets)} errors:0 dropped:0 overruns:0 carrier:0`);
  lines.push(`          collisions:0 txqueuelen:${loop ? '1000' : '0'} `);
  lines.push(
    `          RX bytes:${String(i.rxBytes)} (${unit2(i.rxBytes)})  TX bytes:${String(i.txBytes)} (${unit2(i.txBytes)})`,
  );
  return `${lines.join('\n')}\n\n`;
}

const NO_GATEWAY = '0.0.0.0';

/** The kernel's routing table as `route -n` and `netstat -r` print it. */
export async function printRoutes(process: Process, numeric: boolean, netstat: boolean): Promise<void> {
  const tail = netstat ? '  MSS Window  irtt Iface' : ' Metric Ref    Use Iface';
  await process.stdout.write(`Kernel IP routing table\nDestination     Gateway         Genmask         Flags${tail}\n`);
  for (const r of process.net.routes()) {
    const prefix = r.destination === 'default' ? undefined : parsePrefix(r.destination);
    const destination = prefix ? formatAddress(prefix) : numeric ? NO_GATEWAY : 'default';
    const gateway = r.gateway ?? NO_GATEWAY;
    const cells = [
      destination.padEnd(15),
      gateway.padEnd(15),
      netmask(prefix?.bits ?? 0).padEnd(15),
      (r.gateway ? 'UG' : 'U').padEnd(5),
    ];
    await process.stdout.write(
      `${cells.join(' ')} ${netstat ? '    0 0          0' : `0      0        0`} ${r.device}\n`,
    );
  }
}

export const route: Program = {
  name: 'route',
  async run(process) {
    const args = process.argv.slice(1);
    if (args.some((a) => ['add', 'del', 'flush'].includes(a))) {
      await process.stderr.write('drydock: changing routes is not simulated yet\n');
      return 1;
    }
    await printRoutes(
      process,
      args.some((a) => /^-\w*n/.test(a)),
      false,
    );
    return 0;
  },
};

export const arp: Program = {
  name: 'arp',
  async run(process) {
    const bsd = process.argv.slice(1).some((a) => /^-\w*a/.test(a)) || isApplet(process);
    const list = process.net.neighbours();
    if (!bsd && list.length > 0)
      await process.stdout.write('Address                  HWtype  HWaddress           Flags Mask            Iface\n');
    for (const n of list) {
      await process.stdout.write(
        bsd
          ? `? (${n.address}) at ${n.mac} [ether]${isApplet(process) ? ' ' : ''} on ${n.device}\n`
          : `${n.address.padEnd(24)} ether   ${n.mac}   C                     ${n.device}\n`,
      );
    }
    return 0;
  },
};

export const brctl: Program = {
  name: 'brctl',
  async run(process) {
    const [verb] = process.argv.slice(1);
    if (verb !== 'show') {
      await process.stderr.write(`drydock: brctl ${verb ?? ''} is not simulated yet\n`);
      return 1;
    }
    const all = process.net.interfaces();
    await process.stdout.write('bridge name\tbridge id\t\tSTP enabled\tinterfaces\n');
    for (const bridge of all.filter((i) => i.kind === 'bridge')) {
      const ports = all.filter((i) => i.master === bridge.name).map((i) => i.name);
      const id = `8000.${bridge.mac.replace(/:/g, '')}`;
      await process.stdout.write(
        `${bridge.name}\t${bridge.name.length < 8 ? '\t' : ''}${id}\tno\t\t${ports.join('\n\t\t\t\t\t\t\t')}\n`,
      );
    }
    return 0;
  },
};
