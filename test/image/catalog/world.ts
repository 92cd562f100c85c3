import { Sink } from '#io/streams';
import { Fabric } from '#network/fabric';
import type { NetworkStack } from '#network/stack';
import { readDescriptor, writeDescriptor } from '#process/descriptor';
import { readerOf } from '#io/streams';
import type { LazyProgram, Program } from '#process/process';
import { createTestMachine, type WorldOptions } from '../../support/world';
import { container, bridge } from '../../network/yard';

/** A machine whose programs share one container's network, `db` at 172.18.0.2. */
export function createFabricWorld(programs: readonly (Program | LazyProgram)[], options: WorldOptions = {}) {
  const place: { seen?: NetworkStack } = {};
  const network = new Proxy({} as NetworkStack, {
    get: (_, key) => {
      const value: unknown = Reflect.get(place.seen!, key);
      return typeof value === 'function' ? (value.bind(place.seen) as unknown) : value;
    },
  });
  const world = createTestMachine({ ...options, network, programs });
  const fabric = new Fabric({ clock: world.clock, random: world.random, trace: world.trace });
  const laptop = fabric.addMachine({ name: 'laptop' });
  bridge(laptop, 'br-app', '172.18.0.0/16');
  place.seen = container(laptop, 'db', [{ bridge: 'br-app', address: '172.18.0.2' }]);
  /** Starts a program that goes on; `output` is what it has said. */
  const start = (argv: readonly string[], env: Record<string, string> = {}) => {
    const output = new Sink();
    const child = world.machine.start({
      argv: [`/usr/bin/${argv[0]!}`, ...argv.slice(1)],
      env: new Map(Object.entries({ PATH: '/usr/bin:/bin', HOME: '/root', ...env })),
      cwd: '/root',
      fds: new Map([
        [0, readDescriptor(readerOf(''))],
        [1, writeDescriptor(output)],
        [2, writeDescriptor(output)],
      ]),
    });
    return Object.assign(child, { output });
  };
  return { ...world, start };
}
