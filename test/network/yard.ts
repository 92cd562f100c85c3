import { Clock } from '#sim/clock';
import { Driver } from '#sim/driver';
import { Random } from '#sim/random';
import { Trace } from '#sim/trace';
import { Fabric } from '#network/fabric';
import type { AttachSpec, BridgeSpec, MachineNetwork, NamespaceControl } from '#network/topology';

/** A world with a network and nothing else. */
export function yard(seed = 1) {
  const clock = new Clock(Date.UTC(2026, 0, 5));
  const random = new Random(seed);
  const trace = new Trace(() => clock.now());
  const fabric = new Fabric({ clock, random, trace });
  const laptop = fabric.addMachine({ name: 'laptop' });
  const driver = new Driver(clock, () => new Promise((go) => setImmediate(go)));
  /** Moves time until the promise settles. */
  const settle = async <T>(promise: Promise<T>, limitMs = 600_000): Promise<T> => {
    let settled = false;
    const done = promise.finally(() => (settled = true));
    done.catch(() => undefined);
    await driver.runUntil(clock.now() + limitMs, () => settled);
    return await promise;
  };
  return { clock, random, trace, fabric, laptop, driver, settle };
}

export const bridge = (machine: MachineNetwork, name: string, subnet: string, more: Partial<BridgeSpec> = {}): void => {
  const gateway = subnet.replace(/\.0\/\d+$/, '.1');
  machine.createBridge({ name, subnet, gateway, internal: false, icc: true, masquerade: true, mtu: 1500, ...more });
};

export const container = (
  machine: MachineNetwork,
  name: string,
  at: readonly { bridge: string; address: string; spec?: Partial<AttachSpec> }[],
): NamespaceControl => {
  const namespace = machine.createNamespace({ id: `${machine.name}/${name}`, name: `container ${name}` });
  for (const { bridge: on, address, spec } of at) machine.attach(namespace, on, { address, gateway: true, ...spec });
  return namespace;
};
