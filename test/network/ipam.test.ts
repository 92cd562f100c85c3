import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ipam, IpamError } from '#network/ipam';

test('networks get the pools in order and never one that the machine uses itself', () => {
  const ipam = new Ipam();
  expect(ipam.requestPool({})).toBe('172.17.0.0/16');
  expect(ipam.requestPool({ reserved: ['172.18.3.0/24'] })).toBe('172.19.0.0/16');
  expect(ipam.requestPool({})).toBe('172.18.0.0/16');
  expect(() => ipam.requestPool({ subnet: '172.17.5.0/24' })).toThrow(
    'invalid pool request: Pool overlaps with other one on this address space',
  );
  for (let n = 0; n < 28; n++) ipam.requestPool({});
  expect(() => ipam.requestPool({})).toThrow('all predefined address pools have been fully subnetted');
});

test('addresses come from the range, lowest first, and may be asked for by name', () => {
  const ipam = new Ipam();
  const pool = ipam.requestPool({ subnet: '10.6.0.0/24', range: '10.6.0.128/25' });
  expect([ipam.requestAddress(pool), ipam.requestAddress(pool, '10.6.0.129'), ipam.requestAddress(pool)]).toEqual([
    '10.6.0.128',
    '10.6.0.129',
    '10.6.0.130',
  ]);
  expect(ipam.requestAddress(pool, '10.6.0.5')).toBe('10.6.0.5');
  expect(() => ipam.requestAddress(pool, '10.6.0.5')).toThrow('Address already in use');
  expect(() => ipam.requestAddress(pool, '10.7.0.5')).toThrow('requested address is out of range');
  const tiny = ipam.requestPool({ subnet: '10.8.0.0/30' });
  expect([ipam.requestAddress(tiny), ipam.requestAddress(tiny)]).toEqual(['10.8.0.1', '10.8.0.2']);
  expect(() => ipam.requestAddress(tiny)).toThrow("no available IPv4 addresses on this network's address pools");
});

test('no address is ever given out twice', () => {
  const step = fc.record({ take: fc.boolean(), octet: fc.integer({ min: 0, max: 31 }), named: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const ipam = new Ipam();
      const pool = ipam.requestPool({ subnet: '10.9.8.0/27' });
      const out = new Set<string>();
      for (const { take, octet, named } of steps) {
        const name = `10.9.8.${String(octet)}`;
        if (!take) {
          ipam.releaseAddress(pool, name);
          out.delete(name);
          continue;
        }
        try {
          const got = ipam.requestAddress(pool, named ? name : undefined);
          expect(out.has(got)).toBe(false);
          out.add(got);
        } catch (error) {
          expect(error).toBeInstanceOf(IpamError);
        }
      }
    }),
  );
});
