import type { ImageLayer } from '#image/image';
import { INIT_LAYER } from '#machine/init-layer';
import type { MountSpec } from '#machine/sandbox';
import { nullDescriptor, writeDescriptor } from '#process/descriptor';
import type { FileSystem } from '#vfs/filesystem';
import type { Layer } from '#vfs/layer';
import { MemoryFileSystem } from '#vfs/memory';
import { OverlayFileSystem } from '#vfs/overlay';
import type { EngineHost } from '../daemon/host';
import { viewOf } from './copy-files';

export interface RunRequest {
  readonly layers: readonly ImageLayer[];
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly user: string;
  readonly network: string;
  readonly mounts: readonly {
    readonly target: string;
    readonly fs: FileSystem;
    readonly path: string;
    readonly readOnly: boolean;
  }[];
  readonly script?: string;
  readonly hostname: string;
  /** `host:ip` (or `host=ip`) for /etc/hosts. */
  readonly addHosts: readonly string[];
  output(stream: 1 | 2, data: Uint8Array): void;
}

/** The build machine's files that a step sees. */
const NETWORK_FILES = ['/etc/resolv.conf', '/etc/hosts'];

/** What the start of a step's container takes, in milliseconds. */
const START_MS = 180;

/** The root of a build step: image layers, and what the step writes. */
export const stepRoot = (host: EngineHost, layers: readonly ImageLayer[]): OverlayFileSystem =>
  new OverlayFileSystem({ id: `build:${host.random.hex(12)}`, now: () => host.clock.epochNow() }, [
    ...layers.map((layer) => layer.files()),
    INIT_LAYER,
  ]);

/**
 * Runs a command in a container of its own and answers its exit code and what it changed.
 * Throws StartError. Simplified: the step is in the machine's network, not on a bridge of the builder.
 */
export async function runStep(host: EngineHost, request: RunRequest): Promise<{ code: number; changes: Layer }> {
  const root = stepRoot(host, request.layers);
  const view = viewOf(root);
  view.mkdir(request.cwd, { parents: true });
  if (request.script !== undefined) {
    view.mkdir('/dev/pipes', { parents: true });
    view.writeFile('/dev/pipes/EOF', request.script, { mode: 0o755 });
  }
  const before = request.mounts.map(({ target }) => [target, view.exists(target)] as const);
  const id = host.random.hex(64);
  const network = request.network === 'none' ? host.network.createNamespace({ id, name: 'build' }) : host.network.host;
  const files: MountSpec[] = NETWORK_FILES.filter((path) => host.files.exists(path)).map((path) => ({
    target: path,
    ...host.locate(host.files.realpath(path)),
    readOnly: false,
    source: '/dev/vda1',
    fsType: 'ext4',
  }));
  if (request.addHosts.length > 0) files.splice(0, files.length, ...withHosts(host, files, request.addHosts));
  const mounts = request.mounts.map((mount): MountSpec => ({ ...mount, source: 'overlay', fsType: 'overlay' }));
  const sandbox = host.sandbox({
    id,
    hostname: request.hostname,
    root,
    readOnlyRoot: false,
    mounts: [...files, ...mounts],
    network,
    limits: {},
    pid: 'private',
    init: false,
    privileged: false,
  });
  const writer = (stream: 1 | 2): Parameters<typeof writeDescriptor>[0] => ({
    write: async (data) => {
      request.output(stream, typeof data === 'string' ? new TextEncoder().encode(data) : data);
      await new Promise<void>((resolve) => void host.clock.wakeAfter(1, resolve));
    },
    close: () => undefined,
  });
  try {
    await new Promise<void>((resolve) => void host.clock.wakeAfter(START_MS, resolve));
    const child = sandbox.start({
      argv: request.argv,
      env: request.env,
      cwd: request.cwd,
      user: request.user,
      fds: new Map([
        [0, nullDescriptor()],
        [1, writeDescriptor(writer(1), 'pipe:[2]')],
        [2, writeDescriptor(writer(2), 'pipe:[3]')],
      ]),
    });
    const { code } = await child.exited;
    if (request.script !== undefined) view.removeAll('/dev/pipes');
    for (const [target, existed] of before) if (!existed && view.isDirectory(target)) tidy(view, target);
    return { code, changes: withoutMountPoints(root.upperLayer()) };
  } finally {
    host.dropSandbox(id);
    if (network !== host.network.host) host.network.deleteNamespace(network);
  }
}

/** The machine's files with more names in /etc/hosts. */
function withHosts(host: EngineHost, files: readonly MountSpec[], names: readonly string[]): MountSpec[] {
  const fs = new MemoryFileSystem({ id: `build:${host.random.hex(12)}`, now: () => host.clock.epochNow() });
  const before = host.files.exists('/etc/hosts') ? host.files.readText('/etc/hosts') : '';
  const more = names.map((text) => text.replace(/^([^:=]+)[:=](.*)$/, '$2\t$1\n'));
  viewOf(fs).writeFile('/hosts', before + more.join(''), { mode: 0o644 });
  const hosts: MountSpec = {
    target: '/etc/hosts',
    fs,
    path: '/hosts',
    readOnly: false,
    source: '/dev/vda1',
    fsType: 'ext4',
  };
  return [...files.filter(({ target }) => target !== '/etc/hosts'), hosts];
}

function tidy(view: ReturnType<typeof viewOf>, target: string): void {
  if (view.readdir(target).length === 0) view.rmdir(target);
}

/** Directories that only the runtime made or touched are no part of the image. */
function withoutMountPoints(layer: Layer): Layer {
  const kept = new Map(layer);
  kept.delete('/');
  for (const path of [...kept.keys()]) if (/^\/(?:proc|sys|dev)(?:\/|$)/.test(path)) kept.delete(path);
  return kept;
}
