import { expect, test } from 'vitest';
import * as address from '#network/address';
import { Ipam, nextSubnet } from '#network/ipam';
import { recording, suite, fixture, present } from './fixtures';
import { bridge, container, yard } from '../network/yard';

interface Case {
  group: string;
  name?: string;
  input: Record<string, never>;
  expect: Record<string, never>;
}

const parse = (text: string): address.Address => address.parseAddress(text)!;

const checks: Record<string, (input: never, want: never) => void> = {
  pool: (
    input: {
      predefined: { Base: string; Size: number }[];
      allocated?: string[];
      reserved?: string[];
      subnetSize?: number;
    },
    want: { expPrefix?: string },
  ) => {
    const pools = input.predefined.map(({ Base, Size }) => ({ base: Base, size: Size }));
    expect(nextSubnet(pools, [...(input.allocated ?? []), ...(input.reserved ?? [])], input.subnetSize)).toBe(
      want.expPrefix,
    );
  },
  addresses: ({ numReq, subnet }: { numReq: number; subnet: string }, want: { lastIP: string }) => {
    const ipam = new Ipam();
    ipam.requestPool({ subnet });
    let last = '';
    for (let i = 0; i < numReq; i++) last = ipam.requestAddress(subnet);
    expect(last).toBe(want.lastIP);
  },
  overlap: ({ environment, subnet }: { environment: string[]; subnet: string }, want: { ok: boolean }) => {
    const ipam = new Ipam();
    for (const other of environment) ipam.requestPool({ subnet: other });
    let ok = true;
    try {
      ipam.requestPool({ subnet });
    } catch {
      ok = false;
    }
    expect(ok).toBe(want.ok);
  },
  add: (input: { in: string; x: number; shift: number }, want: { want: string }) => {
    expect(address.formatAddress(address.addTo(parse(input.in), BigInt(input.x), input.shift))).toBe(want.want);
  },
  field: (input: { in: string; u: number; v: number }, want: { want: number }) => {
    expect(Number(address.field(parse(input.in), input.u, input.v))).toBe(want.want);
  },
  'subnets between': (input: { a1: string; a2: string; sz: number }, want: { want: number }) => {
    expect(Number(address.subnetsBetween(parse(input.a1), parse(input.a2), input.sz))).toBe(want.want);
  },
};

suite<Case>(
  'docker/ipam.json',
  () => fixture<{ cases: Case[] }>('docker/ipam.json').cases,
  (item, i) => `${String(i)} ${item.group} ${item.name ?? JSON.stringify(item.input)}`,
  (item) => checks[item.group]!(item.input as never, item.expect as never),
);

test.skipIf(!present)('the rules of the engine are those that Docker 28.5 wrote in the recording', () => {
  const printed = recording('docker/recorded/19-iptables.txt')
    .split(/^\$ /m)
    .filter((step) => step.startsWith('iptables'))
    .map((step) =>
      step
        .split('\n')
        .slice(1)
        .filter((line) => line !== ''),
    );
  const { laptop } = yard();
  const lines = (): [readonly string[], readonly string[]] => [laptop.host.rules('nat'), laptop.host.rules('filter')];
  bridge(laptop, 'docker0', '172.17.0.0/16');
  expect(lines()).toEqual([printed[0], printed[1]]);
  container(laptop, 'web', [{ bridge: 'docker0', address: '172.17.0.2' }]);
  const tcp = { protocol: 'tcp', containerPort: 80 } as const;
  const ports = [
    laptop.publish({ ...tcp, hostIp: '0.0.0.0', hostPort: 8080, containerIp: '172.17.0.2', bridge: 'docker0' }),
  ];
  ports.push(laptop.publish({ ...tcp, hostIp: '::', hostPort: 8080, containerIp: '172.17.0.2', bridge: 'docker0' }));
  const app = 'br-e49db73d3d71';
  bridge(laptop, app, '172.30.0.0/16');
  ports.push(
    laptop.publish({
      protocol: 'tcp',
      hostIp: '127.0.0.1',
      hostPort: 9090,
      containerIp: '172.30.0.2',
      containerPort: 90,
      bridge: app,
    }),
  );
  bridge(laptop, 'br-f4116fdd5c1c', '172.31.0.0/16', { internal: true });
  expect(lines()).toEqual([printed[2], printed[3]]);
  for (const port of ports) laptop.unpublish(port);
  expect(laptop.host.rules('nat')).toEqual(printed[4]);
});
