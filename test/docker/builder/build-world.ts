import { bootDaemon } from '#docker/daemon/boot';
import { machineHost } from '#docker/daemon/machine-host';
import { engineHandler } from '#docker/daemon/router';
import { EngineClient, objectsOf } from '#docker/api/client';
import type { JsonMessage } from '#docker/api/json-message';
import { Builder } from '#docker/builder/builder';
import { parseDockerignore } from '#docker/builder/dockerignore';
import type { Vertex } from '#docker/builder/solve-status';
import { Catalog } from '#image/catalog';
import { catalogImages } from '#image/catalog/index';
import { servePublicRegistries } from '#image/docker-hub';
import type { Image } from '#image/image';
import { RegistryClient } from '#image/registry-client';
import { ImageStore } from '#image/store';
import { encode } from '#io/streams';
import { Machine } from '#machine/machine';
import { Fabric } from '#network/fabric';
import { busybox } from '#programs/busybox';
import { netPrograms } from '#programs/net/index';
import { coreutils } from '#programs/coreutils/index';
import { textTools } from '#programs/text/index';
import { ash, SHELLS } from '#shell/programs';
import type { LazyProgram, Program } from '#process/process';
import { Clock } from '#sim/clock';
import { Driver } from '#sim/driver';
import { Random } from '#sim/random';
import { Store } from '#sim/store';
import { Trace } from '#sim/trace';
import { writeTar, type TarEntry } from '#vfs/tar';
import { files } from '#vfs/layer-builder';

const EPOCH = 1767225600000;
const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A laptop with an engine, the catalog's registries and a builder. */
export async function buildWorld() {
  const clock = new Clock(EPOCH);
  const driver = new Driver(clock, drain);
  const random = new Random(7);
  const trace = new Trace(() => clock.now());
  const store = new Store();
  const fabric = new Fabric({ clock, random, trace });
  const network = fabric.addMachine({ name: 'laptop' });
  const catalog = new Catalog(catalogImages);
  servePublicRegistries(fabric.internet, catalog, store);
  const tools: (Program | LazyProgram)[] = [...coreutils, ...textTools, ...netPrograms];
  const applets = new Map<string, Program | LazyProgram>([...tools, ash].map((program) => [program.name, program]));
  applets.set('sh', ash);
  const programs = new Map<string, Program | LazyProgram>(
    [...tools, ...SHELLS, busybox(applets), ...catalog.programs()].map((program) => [program.name, program]),
  );
  const disk = files({
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\n',
    '/etc/group': 'root:x:0:\n',
    '/etc/hosts': '127.0.0.1\tlocalhost\n',
    '/etc/resolv.conf': `nameserver ${fabric.nameserver}\n`,
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
    programs,
    disk: [disk],
  });
  const images = new ImageStore(store, 'laptop', (name, index) => catalog.layer(name, index));
  const registry = new RegistryClient({ net: network.host, fs: machine.files() }, images, catalog, clock);
  const host = machineHost(machine, network, images);
  const daemon = bootDaemon(host, registry, new Builder(host, registry));
  await driver.idle();
  const client = new EngineClient(engineHandler(daemon));

  async function settle<T>(promise: Promise<T>): Promise<T> {
    let done = false;
    const watched = promise.finally(() => {
      done = true;
      clock.wake();
    });
    watched.catch(() => undefined);
    await driver.runUntil(clock.now() + 3_600_000, () => done);
    await driver.idle();
    if (!done) throw new Error('nothing came within an hour');
    return watched;
  }

  /** Sends a context and answers all messages. */
  function build<M = JsonMessage & { vertex?: Vertex; result?: { id: string | undefined } }>(
    context: Readonly<Record<string, string>>,
    query: Record<string, string> = {},
  ): Promise<M[]> {
    const ignored = parseDockerignore(context['.dockerignore'] ?? '');
    const entries: TarEntry[] = [];
    const directories = new Set<string>();
    for (const [path, content] of Object.entries(context)) {
      if (ignored(path) && path !== 'Dockerfile' && path !== '.dockerignore') continue;
      const node = { uid: 0, gid: 0, mtimeMs: EPOCH };
      for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
        const directory = path.slice(0, at);
        if (!directories.has(directory)) entries.push({ ...node, path: directory, type: 'directory', mode: 0o755 });
        directories.add(directory);
      }
      entries.push({ ...node, path, type: 'file', mode: 0o644, data: encode(content) });
    }
    return settle(
      (async () => {
        const answer = await client.upload('POST', '/build', writeTar(entries), { query });
        const found: M[] = [];
        for await (const message of objectsOf<M>(answer.body)) found.push(message);
        return found;
      })(),
    );
  }

  const advance = async (ms: number): Promise<void> => {
    await driver.idle();
    await driver.runUntil(clock.now() + ms);
  };
  const find = (name: string): Image | undefined => images.resolve(name);
  return { build, advance, client, settle, images, catalog, clock, find };
}
