import { json, type HttpResponse } from '#network/http';
import type { Info } from '../../api/info';
import type { Version } from '../../api/version';
import { NETWORK_DRIVERS } from '../../network-drivers/index';
import { VOLUME_DRIVERS } from '../../volume-drivers/index';
import type { Route } from '../call';
import type { Daemon } from '../daemon';
import { VERSIONS } from '../versions';
import { savedRegistryConfig } from './registry-config';

const PING = {
  'builder-version': '2',
  'cache-control': 'no-cache, no-store, must-revalidate',
  pragma: 'no-cache',
  swarm: 'inactive',
};

const pong = (body: HttpResponse['body']): HttpResponse => ({
  status: 200,
  headers: { ...PING, 'content-type': 'text/plain; charset=utf-8' },
  body,
});

export const ping: Route = {
  method: 'GET',
  path: '/_ping',
  handle: () => pong({ kind: 'bytes', bytes: new TextEncoder().encode('OK') }),
};

export const pingHead: Route = { method: 'HEAD', path: '/_ping', handle: () => pong({ kind: 'empty' }) };

/** The engine's own id, made at its first start. */
function engineId(daemon: Daemon): string {
  let id = daemon.settings.get('id');
  if (id === undefined) daemon.settings.put('id', (id = daemon.host.random.uuid()));
  return id;
}

function infoOf(daemon: Daemon): Info {
  const { info, files, images } = daemon.host;
  const all = [...daemon.containers.values()].map((c) => c.record.state.status);
  const count = (...statuses: string[]): number => all.filter((status) => statuses.includes(status)).length;
  const release = files.exists('/etc/os-release') ? files.readText('/etc/os-release') : '';
  return {
    ID: engineId(daemon),
    Containers: all.length,
    ContainersRunning: count('running', 'restarting'),
    ContainersPaused: count('paused'),
    ContainersStopped: count('created', 'exited', 'dead', 'removing'),
    Images: images.list().length,
    Driver: 'overlay2',
    DriverStatus: [
      ['Backing Filesystem', 'extfs'],
      ['Supports d_type', 'true'],
      ['Using metacopy', 'false'],
      ['Native Overlay Diff', 'true'],
      ['userxattr', 'false'],
    ],
    Plugins: {
      Volume: VOLUME_DRIVERS.map((driver) => driver.name),
      Network: NETWORK_DRIVERS.map((driver) => driver.name),
      Authorization: null,
      Log: ['awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog'],
    },
    MemoryLimit: true,
    SwapLimit: true,
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    CPUShares: true,
    CPUSet: true,
    PidsLimit: true,
    IPv4Forwarding: true,
    Debug: false,
    NFd: 24 + 6 * daemon.containers.size,
    OomKillDisable: true,
    NGoroutines: 46 + 5 * daemon.containers.size,
    SystemTime: daemon.watch.text(),
    LoggingDriver: 'json-file',
    CgroupDriver: 'cgroupfs',
    CgroupVersion: '1',
    NEventsListener: daemon.events.listeners,
    KernelVersion: info.kernel,
    OperatingSystem: /^PRETTY_NAME="?([^"\n]*)/m.exec(release)?.[1] ?? 'Linux',
    OSVersion: /^VERSION_ID="?([^"\n]*)/m.exec(release)?.[1] ?? '',
    OSType: 'linux',
    Architecture: info.machine,
    IndexServerAddress: 'https://index.docker.io/v1/',
    RegistryConfig: savedRegistryConfig(files),
    NCPU: info.cpus,
    MemTotal: info.memoryBytes,
    GenericResources: null,
    DockerRootDir: '/var/lib/docker',
    HttpProxy: '',
    HttpsProxy: '',
    NoProxy: '',
    Name: info.hostname,
    Labels: [],
    ExperimentalBuild: false,
    ServerVersion: VERSIONS.engine,
    Runtimes: { 'io.containerd.runc.v2': { path: 'runc' }, runc: { path: 'runc' } },
    DefaultRuntime: 'runc',
    Swarm: {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    },
    LiveRestoreEnabled: false,
    Isolation: '',
    InitBinary: 'docker-init',
    ContainerdCommit: { ID: VERSIONS.containerdCommit },
    RuncCommit: { ID: VERSIONS.runcCommit },
    InitCommit: { ID: VERSIONS.initCommit },
    SecurityOptions: ['name=seccomp,profile=builtin'],
    FirewallBackend: { Driver: 'iptables' },
    CDISpecDirs: ['/etc/cdi', '/var/run/cdi'],
    Containerd: {
      Address: '/run/containerd/containerd.sock',
      Namespaces: { Containers: 'moby', Plugins: 'plugins.moby' },
    },
    Warnings: null,
  };
}

/** `docker info`. */
export const info: Route = { method: 'GET', path: '/info', handle: ({ daemon }) => json(200, infoOf(daemon)) };

/** `docker version`. */
export const version: Route = {
  method: 'GET',
  path: '/version',
  handle: ({ daemon }) => {
    const { engine, api, minApi, gitCommit, goVersion, buildTime } = VERSIONS;
    const KernelVersion = daemon.host.info.kernel;
    const Details = {
      ApiVersion: api,
      Arch: 'amd64',
      BuildTime: buildTime,
      Experimental: 'false',
      GitCommit: gitCommit,
      GoVersion: goVersion,
      KernelVersion,
      MinAPIVersion: minApi,
      Os: 'linux',
    };
    const view: Version = {
      Platform: { Name: 'Docker Engine - Community' },
      Components: [
        { Name: 'Engine', Version: engine, Details },
        { Name: 'containerd', Version: VERSIONS.containerd, Details: { GitCommit: VERSIONS.containerdCommit } },
        { Name: 'runc', Version: VERSIONS.runc, Details: { GitCommit: VERSIONS.runcCommit } },
        { Name: 'docker-init', Version: VERSIONS.init, Details: { GitCommit: VERSIONS.initCommit } },
      ],
      Version: engine,
      ApiVersion: api,
      MinAPIVersion: minApi,
      GitCommit: gitCommit,
      GoVersion: goVersion,
      Os: 'linux',
      Arch: 'amd64',
      KernelVersion,
      BuildTime: buildTime,
    };
    return json(200, view);
  },
};
