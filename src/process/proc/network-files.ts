import type { NetworkStack } from '#network/stack';
import { syntheticDirectory, syntheticFile, type SyntheticNode } from '#vfs/synthetic';

/** /proc/net of one network namespace. Upstream: Linux net/core/net-procfs.c. */
export const networkDirectory = (network: NetworkStack): SyntheticNode =>
  syntheticDirectory({
    dev: syntheticFile(() => deviceTable(network)),
    route: syntheticFile(() => routeTable(network)),
    tcp: syntheticFile(() => socketTable(network, 'tcp')),
    udp: syntheticFile(() => socketTable(network, 'udp')),
  });

function deviceTable(network: NetworkStack): string {
  const head = [
    'Inter-|   Receive                                                |  Transmit',
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
  ];
  const cell = (value: number, width: number): string => String(value).padStart(width);
  const rows = network.interfaces().map((i) => {
    const received = `${cell(i.rxBytes, 8)}${cell(i.rxPackets, 8)}    0    0    0     0          0         0`;
    const sent = `${cell(i.txBytes, 8)}${cell(i.txPackets, 8)}    0    0    0     0       0          0`;
    return `${i.name.padStart(6)}: ${received} ${sent}`;
  });
  return [...head, ...rows, ''].join('\n');
}

/** IPv4 as the kernel prints it here: eight hexadecimal digits, last byte first. */
const hex = (address: string): string =>
  address
    .split('.')
    .reverse()
    .map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'))
    .join('');

const netmask = (bits: number): string =>
  hex([0, 8, 16, 24].map((from) => 256 - 2 ** (8 - Math.min(8, Math.max(0, bits - from)))).join('.'));

function routeTable(network: NetworkStack): string {
  const rows = network.routes().map((route) => {
    const [address = '0.0.0.0', bits = '0'] = route.destination === 'default' ? [] : route.destination.split('/');
    const gateway = hex(route.gateway ?? '0.0.0.0');
    const flags = route.gateway ? '0003' : '0001';
    return `${route.device}\t${hex(address)}\t${gateway}\t${flags}\t0\t0\t0\t${netmask(Number(bits))}\t0\t0\t0`;
  });
  return ['Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT', ...rows, ''].join(
    '\n',
  );
}

const STATES = { LISTEN: '0A', ESTABLISHED: '01' } as const;

function socketTable(network: NetworkStack, protocol: 'tcp' | 'udp'): string {
  const end = (e: { address: string; port: number } | undefined): string =>
    `${hex(e?.address ?? '0.0.0.0')}:${(e?.port ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = network
    .sockets()
    .filter((socket) => socket.protocol === protocol && socket.local.address.includes('.'))
    .map(
      (s, i) =>
        `${String(i).padStart(4)}: ${end(s.local)} ${end(s.remote)} ${STATES[s.state]} 00000000:00000000 00:00000000 00000000     0        0 ${i + 1000} 1`,
    );
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  return [head, ...rows, ''].join('\n');
}
