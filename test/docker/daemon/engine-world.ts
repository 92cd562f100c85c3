import { expect } from 'vitest';
import { bootDaemon } from '#docker/daemon/boot';
import { machineHost } from '#docker/daemon/machine-host';
import { engineHandler } from '#docker/daemon/router';
import { EngineClient } from '#docker/api/client';
import type { RegistryPort } from '#docker/daemon/registry-port';
import { makeImage } from '#image/image';
import { makeLayer } from '#image/layer';
import { ImageStore } from '#image/store';
import { decode } from '#io/streams';
import { Machine } from '#machine/machine';
import { Fabric } from '#network/fabric';
import { executable, type Program } from '#process/process';
import { Clock } from '#sim/clock';
import { Driver } from '#sim/driver';
import { Random } from '#sim/random';
import { Store } from '#sim/store';
import { Trace } from '#sim/trace';
import { files } from '#vfs/layer-builder';
import type { ContainerCreateBody } from '#docker/api/container-create';

const EPOCH = 1767225600000;
const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const programs: Program[] = [
  {
    name: 'sleep',
    run: async (p) => {
      await p.sleep(p.argv[1] === 'infinity' ? 1e12 : Number(p.argv[1]) * 1000);
      return 0;
    },
  },
  {
    name: 'echo',
    run: async (p) => {
      await p.stdout.write(`${p.argv.slice(1).join(' ')}\n`);
      return 0;
    },
  },
  { name: 'true', run: () => 0 },
  { name: 'false', run: () => 1 },
  { name: 'exit', run: (p) => Number(p.argv[1]) },
  {
    name: 'cat',
    run: async (p) => {
      if (p.argv[1] !== undefined) {
        await p.stdout.write(p.fs.readText(p.argv[1]));
        return 0;
      }
      for (let data = await p.stdin.read(); data; data = await p.stdin.read()) await p.stdout.write(data);
      return 0;
    },
  },
  {
    name: 'env',
    run: async (p) => {
      for (const [name, value] of p.env) await p.stdout.write(`${name}=${value}\n`);
      return 0;
    },
  },
  {
    name: 'write',
    run: (p) => {
      p.fs.writeFile(p.argv[1]!, `${p.argv.slice(2).join(' ')}\n`);
      return 0;
    },
  },
  {
    name: 'graceful',
    run: async (p) => {
      let stop = false;
      p.on('SIGTERM', () => (stop = true));
      while (!stop) await p.sleep(100);
      await p.stdout.write('bye\n');
      return 5;
    },
  },
];

const nowhere: RegistryPort = {
  pull: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no registry')) }) }),
  push: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no registry')) }) }),
  search: () => Promise.resolve([]),
  login: () => Promise.reject(new Error('no registry')),
  inspect: () => Promise.reject(new Error('no registry')),
  open: () => Promise.reject(new Error('no registry')),
};

/** A machine with an engine, a busybox image and a client. */
export async function engineWorld(store = new Store()) {
  const clock = new Clock(EPOCH);
  const driver = new Driver(clock, drain);
  const random = new Random(7);
  const trace = new Trace(() => clock.now());
  const fabric = new Fabric({ clock, random, trace });
  const network = fabric.addMachine({ name: 'laptop' });
  const disk = files({
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\n',
    '/etc/group': 'root:x:0:\n',
    '/etc/hosts': '127.0.0.1\tlocalhost\n',
    '/etc/resolv.conf': 'nameserver 10.0.2.3\n',
    '/root/': {},
    '/var/run': { type: 'symlink', target: '/run' },
  });
  const machine = new Machine({
    name: 'laptop',
    clock,
    random,
    trace,
    store,
    network: network.host,
    programs: new Map(programs.map((program) => [program.name, program])),
    disk: [disk],
  });
  const images = new ImageStore(store, 'laptop', () => undefined);
  if (images.list().length === 0) {
    const layer = makeLayer(
      files({
        '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
        '/etc/group': 'root:x:0:\n',
        '/bin/': {},
        '/data/seed.txt': 'from the image\n',
        ...Object.fromEntries(
          programs.map((p) => [`/bin/${p.name}`, { mode: 0o755, data: new TextEncoder().encode(executable(p.name)) }]),
        ),
      }),
    );
    const image = makeImage({
      created: '2025-01-01T00:00:00Z',
      architecture: 'amd64',
      os: 'linux',
      config: { Cmd: ['sh'], Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] },
      history: [{ created: '2025-01-01T00:00:00Z', created_by: 'ADD busybox' }],
      layers: [layer],
    });
    images.put(image);
    images.tag({ domain: 'docker.io', path: 'library/busybox' }, image.id, EPOCH);
  }
  const daemon = bootDaemon(machineHost(machine, network, images), nowhere);
  await driver.idle();
  const client = new EngineClient(engineHandler(daemon));

  /** Runs the world until the promise has settled (at most an hour). */
  async function settle<T>(promise: Promise<T>, ms = 3_600_000): Promise<T> {
    let done = false;
    const watched = promise.finally(() => {
      done = true;
      clock.wake();
    });
    watched.catch(() => undefined);
    await driver.runUntil(clock.now() + ms, () => done);
    await driver.idle();
    expect(done).toBe(true);
    return watched;
  }

  const create = (name: string, cmd: string[], more: Partial<ContainerCreateBody> = {}) =>
    settle(
      client.post<{ Id: string }>('/containers/create', { Image: 'busybox', Cmd: cmd, ...more }, { query: { name } }),
    );

  return {
    clock,
    driver,
    daemon,
    machine,
    network,
    store,
    client,
    settle,
    create,
    advance: async (ms: number) => {
      await driver.idle();
      await driver.runUntil(clock.now() + ms);
    },
    start: (name: string) => settle(client.post(`/containers/${name}/start`)),
    run: async (name: string, cmd: string[], more: Partial<ContainerCreateBody> = {}) => {
      const { Id } = await create(name, cmd, more);
      await settle(client.post(`/containers/${name}/start`));
      return Id;
    },
    logs: async (name: string, query: Record<string, string | number> = {}) =>
      settle(
        (async () => {
          let text = '';
          const { frames } = await client.frames(`/containers/${name}/logs`, {
            query: { stdout: 1, stderr: 1, ...query },
          });
          for await (const frame of frames) text += decode(frame.data);
          return text;
        })(),
      ),
    refused: async (promise: Promise<unknown>): Promise<string> => {
      try {
        await settle(promise);
      } catch (error) {
        return `${String((error as { status: number }).status)} ${(error as Error).message}`;
      }
      return 'no refusal';
    },
  };
}
